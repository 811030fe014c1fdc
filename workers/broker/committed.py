"""Reading a topic as it stands now: every committed record from a start to its present end, then no more."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from workers.broker.clients import open_consumer, reached
from workers.broker.errors import BrokerError
from workers.broker.header_names import accept_any_header_name
from workers.settings import Settings

STALLED_SECONDS = 60.0


def read_committed(settings: Settings, stream: str, *, since: int | None = None) -> Iterator[Any]:
    """Yield kafka-python's records of the topic ``stream``, each partition in order, up to the last stable offset of
    when it was asked. ``since``: milliseconds since the epoch; only records from the first one not older are read.

    Raises ``BrokerError`` where there is no broker or no such topic, or where nothing comes for a minute.
    """
    accept_any_header_name()
    consumer = open_consumer(settings, "reader", metrics_enabled=False)
    try:
        with reached(settings):
            ends = _ends(settings, consumer, stream)
            consumer.assign(list(ends))
            _seek(consumer, ends, since)
            yield from _poll(consumer, ends)
    finally:
        consumer.close()


def partitions_of(settings: Settings, consumer: KafkaConsumer, stream: str) -> list[TopicPartition]:
    """The partitions of the topic ``stream``, in order. Raises ``BrokerError`` where it is not there."""
    topic = settings.topic(stream)
    numbers = consumer.partitions_for_topic(topic)
    if not numbers:
        raise BrokerError(
            f"there is no topic {topic} on {settings.bootstrap}: `dateline topics apply` creates the topics"
        )
    return [TopicPartition(topic, number) for number in sorted(numbers)]


def _ends(settings: Settings, consumer: KafkaConsumer, stream: str) -> dict[TopicPartition, int]:
    return dict(consumer.end_offsets(partitions_of(settings, consumer, stream)))


def _seek(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int], since: int | None) -> None:
    if since is None:
        consumer.seek_to_beginning(*ends)
        return
    found = consumer.offsets_for_times(dict.fromkeys(ends, since))
    for where, end in ends.items():
        first = found.get(where)
        consumer.seek(where, end if first is None else first.offset)


def _poll(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int]) -> Iterator[Any]:
    latest = time.monotonic()
    while any(consumer.position(where) < end for where, end in ends.items()):
        polled = consumer.poll(timeout_ms=200)
        if polled:
            latest = time.monotonic()
        elif time.monotonic() - latest > STALLED_SECONDS:
            raise BrokerError(
                f"nothing came from {next(iter(ends)).topic} for {STALLED_SECONDS:.0f} s; is the broker up?"
            )
        for where, records in polled.items():
            yield from (record for record in records if record.offset < ends[where])
