"""A bare Faust loop as Faust comes (at least once): what Faust itself costs, with nothing done to the records."""

from __future__ import annotations

import sys
import tempfile

import faust


def main(bootstrap: str, source: str, sink: str, group: str) -> None:
    """Copy ``source`` to ``sink`` until SIGTERM."""
    app = faust.App(
        group,
        broker=f"kafka://{bootstrap}",
        key_serializer="raw",
        value_serializer="raw",
        consumer_auto_offset_reset="earliest",
        broker_commit_interval=1.0,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        datadir=tempfile.mkdtemp(prefix="dateline-bench-faust-"),
    )
    inputs = app.topic(source, key_type=bytes, value_type=bytes)
    outputs = app.topic(sink, key_type=bytes, value_type=bytes)

    @app.agent(inputs)
    async def copy(stream):  # type: ignore[no-untyped-def]
        async for event in stream.events():
            await outputs.send(key=event.key, value=event.value)

    faust.Worker(app, loglevel="ERROR").execute_from_commandline()


if __name__ == "__main__":
    main(*sys.argv[1:5])
