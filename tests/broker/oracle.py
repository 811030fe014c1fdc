"""What became of every raw record, judged from the topics alone.

It reads as any consumer would (``read_committed``), knows nothing of the workers, and computes what should have come
out by calling the core on the raw records itself.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from workers.broker.header_names import accept_any_header_name
from workers.broker.work import raw_message
from workers.dead_letter import attempts_of
from workers.emit import Stamp, records
from workers.model import Options
from workers.pipeline import process
from workers.settings import Settings
from workers.version import VERSION

OUTPUTS = ("enriched", "quotes", "figures", "rejected")
Coordinates = tuple[str, int, int]
Line = tuple[str, bytes | None, bytes | None, tuple[tuple[str, bytes | None], ...]]
"""Stream, key, value and headers of an output record, without ``dlq.failed_at``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``lost`` and ``twice``: raw records without, or with more than one, outcome. ``missing`` and ``extra``: output
    records of any topic that should be there and are not, or the other way round. ``aborted``: records that workers
    wrote and no reader saw, the proof that something was interrupted."""

    received: int
    enriched: int
    rejected: int
    lost: int
    twice: int
    missing: int
    extra: int
    aborted: int

    @property
    def clean(self) -> bool:
        """Whether every record has its one outcome, byte for byte."""
        return not (self.lost or self.twice or self.missing or self.extra)


accept_any_header_name()


def judge(settings: Settings, *, inputs: Iterable[str] = ("raw", "replay"), seconds: float = 60) -> Verdict:
    """Read all topics to their ends and judge. Waits up to ``seconds`` for open transactions to be settled."""
    options = settings.options()
    expected: Counter[Line] = Counter()
    raw: set[Coordinates] = set()
    for stream in inputs:
        for record in read_all(settings, stream, seconds=seconds):
            raw.add((record.topic, record.partition, record.offset))
            expected.update(_expected(record, options, settings))
    found: Counter[Line] = Counter()
    outcomes: Counter[Coordinates] = Counter()
    streams: Counter[str] = Counter()
    aborted = 0
    for stream in OUTPUTS:
        count = 0
        for record in read_all(settings, stream, seconds=seconds):
            count += 1
            found[_line(stream, record.key, record.value, record.headers)] += 1
            if stream in ("enriched", "rejected"):
                outcomes[coordinates_of(stream, record)] += 1
                streams[stream] += 1
        aborted += sum(1 for _ in read_all(settings, stream, committed=False, seconds=seconds)) - count
    return Verdict(
        received=len(raw),
        enriched=streams["enriched"],
        rejected=streams["rejected"],
        lost=len(raw - outcomes.keys()),
        twice=sum(1 for count in outcomes.values() if count > 1) + len(outcomes.keys() - raw),
        missing=sum((expected - found).values()),
        extra=sum((found - expected).values()),
        aborted=aborted,
    )


def coordinates_of(stream: str, record: Any) -> Coordinates:
    """Topic, partition and offset of the raw record that an outcome belongs to, as the outcome itself says."""
    if stream == "enriched":
        provenance = orjson.loads(record.value)["provenance"]
        return provenance["topic"], provenance["partition"], provenance["offset"]
    headers = dict(record.headers)
    return (
        headers["dlq.original.topic"].decode(),
        int(headers["dlq.original.partition"]),
        int(headers["dlq.original.offset"]),
    )


def read_all(settings: Settings, stream: str, *, committed: bool = True, seconds: float = 60) -> list[Any]:
    """Every record of a topic up to its present end. Raises ``AssertionError`` where an open transaction blocks it."""
    topic = settings.topic(stream)
    consumer = _open(settings, committed)
    try:
        where = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic))]
        assert where, f"there is no topic {topic}"
        ends = _ends(settings, where)
        consumer.assign(where)
        consumer.seek_to_beginning(*where)
        found: list[Any] = []
        deadline = time.monotonic() + seconds
        while any(consumer.position(each) < ends[each] for each in where):
            assert time.monotonic() < deadline, f"{topic} could not be read to its end in {seconds} s"
            for taken in consumer.poll(timeout_ms=200).values():
                found.extend(taken)
        return found
    finally:
        consumer.close()


def lag(settings: Settings, *, inputs: Iterable[str] = ("raw", "replay")) -> int:
    """How many records of the inputs are not committed by the enrich group."""
    consumer = _open(settings, committed=True, group_id=settings.enrich_group)
    try:
        where = [
            TopicPartition(settings.topic(stream), number)
            for stream in inputs
            for number in consumer.partitions_for_topic(settings.topic(stream))
        ]
        ends = _ends(settings, where)
        return sum(max(ends[each] - (consumer.committed(each) or 0), 0) for each in where)
    finally:
        consumer.close()


def eventually(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for ``condition``; fail with ``what`` where it does not hold within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def _expected(record: Any, options: Options, settings: Settings) -> list[Line]:
    message = raw_message(record)
    stamp = Stamp(
        consumer_group=settings.enrich_group, failed_at="", worker_version=VERSION, attempts=attempts_of(message)
    )
    emission = records(message, process(message, options), stamp=stamp, limits=options.limits)
    return [_line(each.stream, each.key, each.value, each.headers) for each in emission.records]


def _line(stream: str, key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]) -> Line:
    return stream, key, value, tuple((name, each) for name, each in headers if name != "dlq.failed_at")


def _ends(settings: Settings, where: list[TopicPartition]) -> dict[TopicPartition, int]:
    """The high watermarks: behind open transactions too."""
    consumer = _open(settings, committed=False)
    try:
        return dict(consumer.end_offsets(where))
    finally:
        consumer.close()


def _open(settings: Settings, committed: bool, group_id: str | None = None) -> KafkaConsumer:
    return KafkaConsumer(
        bootstrap_servers=settings.bootstrap.split(","),
        group_id=group_id,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed" if committed else "read_uncommitted",
        max_poll_records=2_000,
        metrics_enabled=False,
    )
