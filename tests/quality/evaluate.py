"""``make eval``: the pipeline on the development sets beside the checkout, one table.

Without ``../shared`` it says so and reads the project's own samples: how much was found in them, and nothing about how
right it is (the golden files say that).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from tests.quality import score_sources
from tests.quality.adapters import SETS, EvalSet
from tests.quality.calibration import Judged, shown
from workers.event import event_of
from workers.model import Enriched, RawMessage
from workers.pipeline import process

ROOT = Path(__file__).resolve().parents[2]
EVAL = ROOT.parent / "shared" / "eval"
SAMPLES = ROOT / "workers" / "samples" / "articles.ndjson"
JSON_HEADERS = (("content-type", b"application/json"),)


def event_from(raw: dict[str, Any]) -> dict[str, Any] | None:
    """The enriched event of one raw article, read back from its bytes; None where it was rejected."""
    outcome = process(RawMessage(value=orjson.dumps(raw), headers=JSON_HEADERS))
    if not isinstance(outcome, Enriched):
        return None
    event: dict[str, Any] = orjson.loads(orjson.dumps(event_of(outcome)))
    return event


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of an NDJSON file."""
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield orjson.loads(line)


def score(each: EvalSet, folder: Path) -> tuple[str, int]:
    """The scorer's figures for one set as one line, and how many of its documents were rejected."""
    rejected = 0
    predictions = folder / f"{each.name.replace('/', '-')}.jsonl"
    found = []
    judged: list[Judged] = []
    for document in read_lines(EVAL / each.gold):
        event = event_from(each.to_raw(document))
        if event is None:
            rejected += 1
            continue
        found.append(each.to_prediction(document, event))
        if each.judge is not None and (answer := each.judge(document, event)) is not None:
            judged.append(answer)
    predictions.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in each.together(found)))
    beside = [str(EVAL / each.beside)] if each.beside else []
    command = [sys.executable, str(EVAL / each.scorer), str(EVAL / each.gold), *beside, str(predictions)]
    command += ["--json"] if each.as_json else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"the scorer failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}", rejected
    figures = each.shown(json.loads(done.stdout) if each.as_json else {"text": done.stdout})
    return f"{figures}\n{shown(judged)}" if judged else figures, rejected


def table_of_sets(sets: Iterable[EvalSet], console: Console) -> Table:
    """Score every set, saying which is being read, and lay the figures out."""
    table = Table("set", "this pipeline", "peers on the same files", "rejected", title="development halves")
    with tempfile.TemporaryDirectory() as folder:
        for each in sets:
            console.print(f"reading {each.name}", style="dim")
            figures, rejected = score(each, Path(folder))
            table.add_row(each.name, figures, each.peers, str(rejected))
    return table


def table_of_samples() -> Table:
    """What was found in the project's own samples, as counts."""
    found: Counter[str] = Counter()
    for raw in read_lines(SAMPLES):
        event = event_from(raw)
        found["articles"] += 1
        if event is None:
            found["rejected"] += 1
            continue
        found["with a publication date"] += event["published"] is not None
        found["with a publisher"] += event["source"] is not None
        found["dates"] += len(event["dates"])
        found["dates with a value"] += sum(d["value"] is not None for d in event["dates"])
        found["quotations"] += len(event["quotes"])
        found["quotations with a speaker"] += sum(q["speaker"] is not None for q in event["quotes"])
        found["figures"] += len(event["figures"])
    table = Table("in the project's samples", "count", title="coverage, not correctness")
    for name, count in found.items():
        table.add_row(name, str(count))
    return table


def table_of_own_cases() -> Table:
    """How many of the project's own cases of publisher, agency and credits are right, in per cent."""
    table = Table("sources", *score_sources.ROLES, "whole cases", "of", title="the project's own cases")
    for half in ("a", "b"):
        figures, _ = score_sources.score(half)
        table.add_row(
            half, *(f"{figures[name]:.1f}" for name in (*score_sources.ROLES, "cases")), f"{figures['of']:.0f}"
        )
    return table


def main() -> None:
    """Print the table; ``--only PREFIX`` reads the sets whose name starts so."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", default="", help="only the sets whose name starts with this")
    chosen = arguments.parse_args()
    console = Console(width=150)
    if "sources".startswith(chosen.only):
        console.print(table_of_own_cases())
    if not EVAL.is_dir():
        console.print("no ../shared/eval beside this checkout: reading the project's own samples instead")
        console.print(table_of_samples())
        return
    console.print(table_of_sets([each for each in SETS if each.name.startswith(chosen.only)], console))


if __name__ == "__main__":
    main()
