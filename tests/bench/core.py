"""The core alone, one process, no broker: articles a second, microseconds an article by step, cost by length.

Time is processor time, so that what else runs on the machine counts little.

Run as a program it prints one JSON object; `run` calls it in a process of its own so that nothing else is measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from typing import Any

import orjson

from tests.bench.load import articles, as_values
from workers.emit import Stamp, records
from workers.memory import settle
from workers.model import Options, RawMessage, Step
from workers.pipeline import process, process_batch

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
    last = 0.0

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[name] += now - last
        last = now

    for start in range(0, len(messages), batch):
        some = messages[start : start + batch]
        last = time.process_time()
        outcomes = process_batch(some, EVERYTHING, lap=lap)
        for message, outcome in zip(some, outcomes, strict=True):
            records(message, outcome, stamp=STAMP, limits=EVERYTHING.limits)
        lap("emit")
    return {name: seconds / len(values) * 1e6 for name, seconds in spent.items()}


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
    settle()  # as the worker does when it starts
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
