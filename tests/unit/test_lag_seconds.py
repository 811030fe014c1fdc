"""The lag in seconds: exact for what is taken, a bound for what is not, and nothing without lag."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from kafka.structs import TopicPartition
from prometheus_client import generate_latest

from workers.broker.assignment import Assignment
from workers.metrics import Metrics

WHERE = TopicPartition("news.raw", 0)


class Ends:
    """A consumer that knows where a partition ends and how far it was read."""

    def __init__(self, end: int, position: int) -> None:
        self._end, self._position = end, position

    def end_offsets(self, partitions: list[TopicPartition], **_: Any) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, self._end)

    def position(self, where: TopicPartition, **_: Any) -> int:
        return self._position


@pytest.fixture
def assignment(monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    found = Assignment(Metrics(), 60)
    found.on_partitions_assigned([WHERE])
    found.settle()
    return found


def record(offset: int, seconds: float) -> SimpleNamespace:
    return SimpleNamespace(offset=offset, timestamp=int(seconds * 1000))


def lag(assignment: Assignment) -> float:
    return assignment.held[WHERE].lag_seconds()


def test_of_records_that_are_taken_it_is_the_oldest_ones_age(assignment: Assignment) -> None:
    assignment.open({WHERE: [record(5, 940.0), record(6, 970.0)]})
    assert lag(assignment) == 60.0


def test_of_records_not_read_yet_it_is_bounded_by_the_last_committed(assignment: Assignment) -> None:
    assignment.open({WHERE: [record(5, 940.0), record(6, 970.0)]})
    assignment.commit({WHERE: 7})
    assignment.closed()
    assignment.observe(Ends(end=9, position=7), 100)
    assert lag(assignment) == 30.0


def test_what_was_not_committed_bounds_nothing(assignment: Assignment) -> None:
    assignment.observe(Ends(end=5, position=5), 100)
    assignment.open({WHERE: [record(5, 1_000.0), record(6, 1_000.0)]})
    assignment.closed()  # the transaction failed
    assignment.held[WHERE].reached = 900.0
    assignment.observe(Ends(end=7, position=5), 100)
    assert lag(assignment) == 100.0


def test_there_is_none_at_the_end_and_none_after_the_partition_went(assignment: Assignment) -> None:
    assignment.observe(Ends(end=7, position=7), 100)
    assert lag(assignment) == 0.0
    metrics = assignment._metrics
    assert (
        'dateline_consumer_lag_seconds{partition="0",topic="news.raw"} 0.0'
        in generate_latest(metrics.registry).decode()
    )
    assignment.on_partitions_revoked([WHERE])
    assignment.settle()
    assert "dateline_consumer_lag_seconds{" not in generate_latest(metrics.registry).decode()
