"""The core alone, one process, no broker: articles a second, microseconds an article by step, cost by length.

Time is processor time, so that what else runs on the machine counts little.

Run as a program it prints one JSON object; `run` calls it in a process of its own so that nothing else is measured.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from tests.bench.load import articles, as_values
from workers.decode import decode
from workers.draft import Draft
from workers.emit import Stamp, records
from workers.model import Options, RawArticle, RawMessage, Step
from workers.pipeline import STAGES, look_ahead, process, process_batch

T = TypeVar("T")
BATCH = 32
"""Records at a time, as the worker takes them."""

EVERYTHING = Options()
WITHOUT = Options(skip=frozenset((Step.ENTITIES, Step.FINGERPRINT)))
"""The steps that ``DATELINE_SKIP_STEPS`` leaves out where only dates, sources, quotations and figures are wanted."""
LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000, 200_000)
STAMP = Stamp(consumer_group=None, failed_at="2026-01-01T00:00:00Z", worker_version="bench", attempts=0)
JSON_HEADERS = (("content-type", b"application/json"),)


def messages_of(values: list[bytes]) -> list[RawMessage]:
    """The values as a worker gets them."""
    return [RawMessage(value=value, headers=JSON_HEADERS, timestamp=1_700_000_000_000) for value in values]


def rate(values: list[bytes], rounds: int = 3, batch: int = BATCH, options: Options = EVERYTHING) -> float:
    """Articles a second through ``process_batch``, the best of ``rounds`` (the others were disturbed)."""
    messages = messages_of(values)
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        for start in range(0, len(messages), batch):
            process_batch(messages[start : start + batch], options)
        best = min(best, time.process_time() - begun)
    return len(values) / best


def step_costs(values: list[bytes], batch: int = BATCH) -> dict[str, float]:
    """Microseconds an article for decoding, each stage and emitting, on the same values, a batch at a time."""
    spent: dict[str, float] = defaultdict(float)
    messages = messages_of(values)
    options = Options()

    def timed(name: str, work: Callable[[], T]) -> T:
        begun = time.process_time()
        result = work()
        spent[name] += time.process_time() - begun
        return result

    for start in range(0, len(messages), batch):
        some = messages[start : start + batch]
        raws = timed("decode", lambda some=some: [decode(message, options) for message in some])  # type: ignore[misc]
        drafts = [
            Draft(m, raw, options, None) for m, raw in zip(some, raws, strict=True) if isinstance(raw, RawArticle)
        ]
        for name, stage in STAGES.items():
            timed(name, lambda name=name, stage=stage, drafts=drafts: run_stage(name, stage, drafts))  # type: ignore[misc]
        outcomes = timed("identity", lambda drafts=drafts: [draft.finish() for draft in drafts])  # type: ignore[misc]
        pairs = [(draft.message, outcome) for draft, outcome in zip(drafts, outcomes, strict=True)]
        timed("emit", lambda pairs=pairs: [records(m, o, stamp=STAMP, limits=options.limits) for m, o in pairs])  # type: ignore[misc]
    return {name: seconds / len(values) * 1e6 for name, seconds in spent.items()}


def run_stage(name: str, stage: Callable[[Draft], None], drafts: list[Draft]) -> None:
    """One stage over a batch, as ``process_batch`` runs it."""
    look_ahead(name, drafts)
    for draft in drafts:
        stage(draft)


def cost_by_length(texts: list[str]) -> dict[int, float]:
    """Microseconds for one article of each length, made of articles strung together."""
    whole = "\n\n".join(texts)
    costs = {}
    for length in LENGTHS:
        value = orjson.dumps({"text": whole[:length], "published": "2026-02-23"})
        times = []
        for _ in range(max(3, 60_000 // length)):
            begun = time.process_time()
            process(RawMessage(value=value, headers=JSON_HEADERS))
            times.append(time.process_time() - begun)
        costs[length] = min(times) * 1e6
    return costs


def main() -> None:
    """Print the figures as JSON."""
    documents: list[dict[str, Any]] = articles()
    values = as_values(documents)
    rate(values[:200], rounds=1)
    gc.collect()
    gc.freeze()  # as the worker does when it starts
    figures = {
        "articles": len(values),
        "characters": sum(len(d.get("text") or "") for d in documents) / len(documents),
        "rate": rate(values),
        "rate_without": rate(values, options=WITHOUT),
        "steps": step_costs(values),
        "by_length": cost_by_length([str(d.get("text") or "") for d in documents]),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
