"""What a worker holds: partitions spread topic by topic, what was read over, and partitions that stand still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka import KafkaConsumer
from kafka.protocol.consumer.metadata import ConsumerProtocolSubscription

from tests.broker.oracle import eventually
from tests.broker.processes import make_topics, produce_odd
from workers.broker.assignment import Assignment, StalledError
from workers.broker.assignor import TopicByTopicAssignor
from workers.broker.clients import open_consumer
from workers.metrics import Metrics
from workers.settings import Settings

Owned = dict[str, list[tuple[str, int]]]


class Cluster:
    """As much of a cluster as an assignor asks for."""

    def __init__(self, partitions: dict[str, int]) -> None:
        self._partitions = partitions

    def partitions_for_topic(self, topic: str) -> set[int]:
        return set(range(self._partitions[topic]))

    def topics(self) -> set[str]:
        return set(self._partitions)


def member(name: str, topics: list[str], owned: list[tuple[str, int]]) -> Any:
    by_topic = [
        ConsumerProtocolSubscription.TopicPartition(
            topic=topic, partitions=sorted(number for other, number in owned if other == topic)
        )
        for topic in sorted({topic for topic, _ in owned})
    ]
    metadata = ConsumerProtocolSubscription(version=1, topics=topics, user_data=b"", owned_partitions=by_topic)
    return SimpleNamespace(member_id=name, metadata=metadata)


def rebalance(partitions: dict[str, int], names: list[str], owned: Owned) -> Owned:
    """One round: what each member is given."""
    members = [member(name, list(partitions), owned.get(name, [])) for name in names]
    given = TopicByTopicAssignor().assign(Cluster(partitions), members)
    return {
        name: [(topic, number) for topic, numbers in given[name].assigned_partitions for number in numbers]
        for name in names
    }


@given(st.integers(1, 12), st.integers(1, 12), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_every_topic_is_spread_and_nothing_has_two_owners(raw: int, replay: int, sizes: list[int]) -> None:
    partitions = {"raw": raw, "replay": replay}
    owned: Owned = {}
    for size in sizes:
        names = [f"m{number}" for number in range(size)]
        owned = {name: owned.get(name, []) for name in names}
        for _ in range(3):  # a move takes two rounds: revoked in one, given in the next
            before, owned = owned, rebalance(partitions, names, owned)
            holders = Counter(each for taken in owned.values() for each in taken)
            assert set(holders.values()) <= {1}
            for name, taken in owned.items():
                others = {each for other, had in before.items() if other != name for each in had}
                assert not others & set(taken), "given before its owner let go of it"
        assert sum(map(len, owned.values())) == raw + replay
        for topic, count in partitions.items():
            shares = [sum(other == topic for other, _ in taken) for taken in owned.values()]
            assert max(shares) - min(shares) <= 1
            assert sum(shares) == count


@pytest.fixture
def held(settings: Settings) -> Iterator[tuple[KafkaConsumer, Assignment, Metrics]]:
    """A consumer of the raw topic that holds all of it."""
    make_topics(settings)
    metrics = Metrics()
    assignment = Assignment(metrics, stall_seconds=0.5)
    consumer = open_consumer(settings, group_id=settings.enrich_group)
    consumer.subscribe([settings.topic("raw")], listener=assignment)

    def assigned() -> bool:
        consumer.poll(timeout_ms=100)
        assignment.settle()
        return len(assignment.held) == 6

    eventually(assigned, 30, "six partitions")
    yield consumer, assignment, metrics
    consumer.close()


@pytest.mark.broker
def test_a_partition_that_stands_still_is_noticed(
    settings: Settings, held: tuple[KafkaConsumer, Assignment, Metrics]
) -> None:
    consumer, assignment, _ = held
    assignment.observe(consumer, 5_000)
    consumer.pause(*assignment.held)
    produce_odd(settings, [(b"k", b"{}", ())] * 3)

    def noticed() -> bool:
        try:
            assert not consumer.poll(timeout_ms=100)
            assignment.observe(consumer, 5_000)
        except StalledError as error:
            return "has not moved from offset 0" in str(error)
        return False

    eventually(noticed, 30, "the stall")


@pytest.mark.broker
def test_what_was_read_over_is_to_be_committed(
    settings: Settings, held: tuple[KafkaConsumer, Assignment, Metrics]
) -> None:
    consumer, assignment, metrics = held
    assert assignment.passed(consumer, 5_000) == {}
    produce_odd(settings, [(b"k", b"{}", ())] * 3, commit=False)

    def read_over() -> bool:
        assert not consumer.poll(timeout_ms=100)
        return bool(assignment.passed(consumer, 5_000))

    eventually(read_over, 30, "the aborted records are behind us")
    (offset,) = assignment.passed(consumer, 5_000).values()
    assert offset == 4, "three records and the marker"
    assignment.commit(assignment.passed(consumer, 5_000))
    assert assignment.passed(consumer, 5_000) == {}
    assignment.observe(consumer, 5_000)
    assert sum(sample.value for family in metrics.lag.collect() for sample in family.samples) == 0
