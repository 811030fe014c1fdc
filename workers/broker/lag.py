"""How far each worker's group is behind: end and committed offset of every partition that it reads."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import CoordinatorNotAvailableError
from kafka.structs import TopicPartition

from workers.broker.clients import open_admin, open_consumer, reached
from workers.broker.committed import partitions_of
from workers.broker.errors import BrokerError
from workers.settings import Settings

COORDINATOR_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """One partition of one group. ``end``: the last stable offset, which a ``read_committed`` reader can get to;
    ``committed``: None where the group has committed nothing yet; ``lag``: records (and transaction marks) between."""

    group: str
    topic: str
    partition: int
    end: int
    committed: int | None
    lag: int


def inputs_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Each worker's group and the streams that it reads."""
    return {settings.enrich_group: ("raw", "replay"), settings.stories_group: ("enriched",)}


def read_lag(settings: Settings) -> list[Lag]:
    """The lag of the enrich and the stories group, by group, topic and partition.

    Raises ``BrokerError`` where there is no broker or a topic is missing.
    """
    groups = inputs_of(settings)
    consumer = open_consumer(settings, "lag", metrics_enabled=False)
    admin = open_admin(settings)
    try:
        with reached(settings):
            streams = dict.fromkeys(stream for streams in groups.values() for stream in streams)
            partitions = {stream: partitions_of(settings, consumer, stream) for stream in streams}
            everything = [where for each in partitions.values() for where in each]
            ends, starts = consumer.end_offsets(everything), consumer.beginning_offsets(everything)
            committed = _committed(admin, list(groups))
    finally:
        admin.close()
        consumer.close()
    found: list[Lag] = []
    for group, reads in groups.items():
        of_group = committed.get(group, {})
        for where in (where for stream in reads for where in partitions[stream]):
            known = of_group.get(where)
            offset = None if known is None or known.offset < 0 else int(known.offset)
            behind = max(ends[where] - max(offset or 0, starts[where]), 0)
            found.append(_lag(group, where, ends[where], offset, behind))
    return found


def total_lag(lags: Iterable[Lag], group: str) -> int:
    """The sum of ``group``'s lag over its partitions."""
    return sum(each.lag for each in lags if each.group == group)


def _committed(admin: KafkaAdminClient, groups: list[str]) -> Mapping[str, Mapping[TopicPartition, Any]]:
    """Each group's offsets. The first question makes a new cluster create its topic of offsets, and wait for it."""
    deadline = time.monotonic() + COORDINATOR_SECONDS
    while True:
        try:
            return dict(admin.list_group_offsets(groups))
        except CoordinatorNotAvailableError:
            if time.monotonic() > deadline:
                raise BrokerError("Kafka has no coordinator for consumer groups; see the broker's log") from None
            time.sleep(0.1)


def _lag(group: str, where: TopicPartition, end: int, committed: int | None, lag: int) -> Lag:
    return Lag(group=group, topic=where.topic, partition=where.partition, end=end, committed=committed, lag=lag)
