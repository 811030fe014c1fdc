"""The golden articles: every sample of the project as a raw record, and the event that it must give, whole.

`python -m tests.golden.cases --write` writes the expected events again from what the pipeline gives now: read the
difference before you commit it, since it is what consumers will see.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import orjson

from workers.event import event_of
from workers.model import Enriched, RawMessage
from workers.pipeline import process

SAMPLES = Path(__file__).resolve().parents[2] / "workers" / "samples"
EXPECTED = Path(__file__).parent / "expected"
TIMESTAMP = 1_790_000_000_000
"""The records' timestamp, in milliseconds: later than every sample, as a real one would be."""


def raw_messages() -> dict[str, RawMessage]:
    """Every sample that is accepted, by name: the ids of `articles.ndjson`, and the other files' names."""
    messages = {}
    for line in (SAMPLES / "articles.ndjson").read_bytes().splitlines():
        messages[orjson.loads(line)["id"]] = RawMessage(value=line, timestamp=TIMESTAMP)
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix == ".txt":
            headers = (("content-type", b"text/plain"),)
            messages[path.name] = RawMessage(value=path.read_bytes(), headers=headers, timestamp=TIMESTAMP)
        elif path.suffix == ".html":
            value = orjson.dumps({"html": path.read_text("utf-8")})
            messages[path.name] = RawMessage(value=value, timestamp=TIMESTAMP)
    return messages


def event(message: RawMessage) -> dict[str, Any]:
    """The event of one sample, as a consumer reads it, without the version of the workers that made it."""
    outcome = process(message)
    assert isinstance(outcome, Enriched), outcome
    made: dict[str, Any] = orjson.loads(orjson.dumps(event_of(outcome)))
    del made["provenance"]["worker"]
    return made


def expected_path(name: str) -> Path:
    """Where the expected event of one sample stands."""
    return EXPECTED / f"{name}.json"


def main() -> None:
    """Write the expected events again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", required=True)
    options.parse_args()
    EXPECTED.mkdir(exist_ok=True)
    for name, message in raw_messages().items():
        text = json.dumps(event(message), ensure_ascii=False, indent=1) + "\n"
        expected_path(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
