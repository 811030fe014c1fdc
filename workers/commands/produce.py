"""``dateline produce FILE...``: raw articles from files, folders or standard input onto the raw topic."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from workers.broker.produce import INTERRUPTED, Delivered
from workers.broker.produce import produce as run
from workers.commands.console import progress, say
from workers.files import STANDARD_INPUT, find_files
from workers.settings import load_settings


def produce(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files and folders: .ndjson and .jsonl one record a line, .html one page, any other one plain text; "
            "- for NDJSON on standard input.",
            metavar="FILE...",
        ),
    ],
    repeat: Annotated[int, typer.Option(min=1, help="Send everything this many times.")] = 1,
    rate: Annotated[float | None, typer.Option(min=0.001, help="Records a second at most.")] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            help="Keep how far each file went in this file, also after the end: a later run sends only what is new. "
            "Without it a run that was broken off goes on, and one that ended starts over."
        ),
    ] = None,
) -> None:
    """Put raw articles onto the raw topic, each once and every delivery confirmed.

    The bytes of an NDJSON line go out as they are, broken ones too: judging is the worker's job. The key is the
    canonical URL, else the producer's id, else none. The same command again goes on where a run was broken off.
    """
    settings = load_settings()
    found = find_files(files)
    sizes = [None if path == STANDARD_INPUT else path.stat().st_size for path in found]
    total = None if None in sizes else sum(size or 0 for size in sizes) * repeat
    stopping = _Stopping(at_once=STANDARD_INPUT in found)
    with progress(f"onto {settings.topic('raw')}", total, "bytes") as bar:
        delivered = run(
            settings, found, repeat=repeat, rate=rate, state=state, advance=bar.advance, stop=lambda: stopping.asked
        )
    _report(delivered, settings.topic("raw"))


class _Stopping:
    """Ctrl-C or SIGTERM asks for an end; a second one, or the first while standard input is read, breaks off."""

    def __init__(self, *, at_once: bool) -> None:
        self.asked = False
        self._at_once = at_once
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked or self._at_once:
            raise KeyboardInterrupt
        self.asked = True
        say("ending: confirming what is under way")


def _report(delivered: Delivered, topic: str) -> None:
    for line in delivered.refused:
        say(f"dateline: {line}")
    if delivered.resumed:
        typer.echo("went on where an earlier run was broken off; what was on its way then may stand on the topic twice")
    speed = delivered.confirmed / delivered.seconds if delivered.seconds else 0
    typer.echo(
        f"{delivered.confirmed} records of {delivered.files} files confirmed on {topic} in {delivered.seconds:.1f} s "
        f"({speed:.0f} a second): {delivered.bytes} bytes, {delivered.without_key} without a key"
        + (f"; {len(delivered.refused)} refused" if delivered.refused else "")
    )
    if delivered.stopped is not None:
        say(f"dateline: {delivered.stopped}; the same command goes on from there")
        raise typer.Exit(130 if delivered.stopped == INTERRUPTED else 1)
    if delivered.refused:
        raise typer.Exit(1)
