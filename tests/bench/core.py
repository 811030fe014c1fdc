"""The core alone, one process, no broker: articles a second, microseconds an article by step, cost by length.

Run as a program it prints one JSON object; `run` calls it in a process of its own so that nothing else is measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from tests.bench.load import articles, as_values
from workers import pipeline
from workers.emit import Stamp, records
from workers.model import Limits, RawMessage, Step
from workers.pipeline import Steps, process

T = TypeVar("T")
LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000, 200_000)
STAMP = Stamp(consumer_group=None, failed_at="2026-01-01T00:00:00Z", worker_version="bench", attempts=0)
JSON_HEADERS = (("content-type", b"application/json"),)


def rate(values: list[bytes], rounds: int = 3) -> float:
    """Articles a second through ``process``, the best of ``rounds`` (the others were disturbed)."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        for value in values:
            process(RawMessage(value=value, headers=JSON_HEADERS, timestamp=1_700_000_000_000))
        best = min(best, time.perf_counter() - begun)
    return len(values) / best


def step_costs(values: list[bytes]) -> dict[str, float]:
    """Microseconds an article for decoding, each step and emitting, on the same values."""
    spent: dict[str, float] = defaultdict(float)

    class Timed(Steps):
        def run(self, step: Step, otherwise: T, function: Callable[..., T], *arguments: object) -> T:
            begun = time.perf_counter()
            try:
                return super().run(step, otherwise, function, *arguments)
            finally:
                spent[step.value] += time.perf_counter() - begun

    plain, pipeline.Steps = pipeline.Steps, Timed  # type: ignore[misc]
    try:
        for value in values:
            message = RawMessage(value=value, headers=JSON_HEADERS, timestamp=1_700_000_000_000)
            begun = time.perf_counter()
            outcome = process(message)
            spent["whole process()"] += time.perf_counter() - begun
            begun = time.perf_counter()
            records(message, outcome, stamp=STAMP, limits=Limits())
            spent["emit"] += time.perf_counter() - begun
    finally:
        pipeline.Steps = plain  # type: ignore[misc]
    return {name: seconds / len(values) * 1e6 for name, seconds in spent.items()}


def cost_by_length(texts: list[str]) -> dict[int, float]:
    """Microseconds for one article of each length, made of articles strung together."""
    whole = "\n\n".join(texts)
    costs = {}
    for length in LENGTHS:
        value = orjson.dumps({"text": whole[:length], "published": "2026-02-23"})
        times = []
        for _ in range(max(3, 60_000 // length)):
            begun = time.perf_counter()
            process(RawMessage(value=value, headers=JSON_HEADERS))
            times.append(time.perf_counter() - begun)
        costs[length] = sorted(times)[len(times) // 2] * 1e6
    return costs


def main() -> None:
    """Print the figures as JSON."""
    documents: list[dict[str, Any]] = articles()
    values = as_values(documents)
    rate(values[:200], rounds=1)
    figures = {
        "articles": len(values),
        "characters": sum(len(d.get("text") or "") for d in documents) / len(documents),
        "rate": rate(values),
        "steps": step_costs(values),
        "by_length": cost_by_length([str(d.get("text") or "") for d in documents]),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
