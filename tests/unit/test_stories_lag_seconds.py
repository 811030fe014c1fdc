"""The stories worker's lag in seconds: since the last event that was taken, and nothing at the end."""

from __future__ import annotations

import time

import pytest
from faust.types import TP
from prometheus_client import generate_latest

from workers.metrics import Metrics
from workers.stories.gauges import Gauges

WHERE = TP("news.enriched", 0)
NAME = 'dateline_consumer_lag_seconds{partition="0",topic="news.enriched"} '


@pytest.fixture
def gauges(monkeypatch: pytest.MonkeyPatch) -> Gauges:
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    found = Gauges(Metrics())
    found.assigned({WHERE})
    return found


def lag_seconds(gauges: Gauges, lag: int | None) -> float | None:
    gauges.partition(WHERE, lag=lag, oldest=0.0, moved=True)
    lines = generate_latest(gauges.metrics.registry).decode().splitlines()
    return next((float(line.removeprefix(NAME)) for line in lines if line.startswith(NAME)), None)


def test_it_is_counted_from_the_last_event_taken(gauges: Gauges) -> None:
    gauges.taken(WHERE, 960_000)
    gauges.taken(WHERE, 950_000)
    gauges.taken(WHERE, None)
    assert lag_seconds(gauges, 12) == 40.0


def test_it_is_nothing_at_the_end_and_counted_from_there(gauges: Gauges, monkeypatch: pytest.MonkeyPatch) -> None:
    gauges.taken(WHERE, 400_000)
    assert lag_seconds(gauges, 0) == 0.0
    monkeypatch.setattr(time, "time", lambda: 1_007.0)
    assert lag_seconds(gauges, 3) == 7.0


def test_it_is_not_made_up(gauges: Gauges) -> None:
    assert lag_seconds(gauges, None) is None
    assert lag_seconds(gauges, 3) == 0.0


def test_it_goes_with_the_partition(gauges: Gauges) -> None:
    gauges.taken(WHERE, 900_000)
    assert lag_seconds(gauges, 3) == 100.0
    gauges.assigned(set())
    assert NAME not in generate_latest(gauges.metrics.registry).decode()
    gauges.assigned({WHERE})
    assert lag_seconds(gauges, 3) == 0.0
