"""What the enrich worker does with one record: raw message in, records for the output topics out, timed and tallied."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter, time
from typing import Any

from msgspec.structs import replace

from workers.dead_letter import attempts_of, first_timestamp
from workers.emit import Emission, OutRecord, Stamp, records
from workers.metrics import Metrics
from workers.model import Enriched, Options, RawMessage, Reason, Rejected
from workers.pipeline import process_batch
from workers.quality import Look, look
from workers.settings import Settings
from workers.version import VERSION

SLOW_SECONDS = 0.25
BATCH_RECORDS = 32
"""Measured: docs/decisions/steps-go-over-a-batch.md."""
BATCH_BYTES = 500_000
TRACES_A_MINUTE = 10
"""Stack traces of failing steps that are logged; every failure is counted."""

log = logging.getLogger("dateline.enrich")


@dataclass(slots=True)
class Tally:
    """What the records of one transaction add up to: told to the metrics when it is committed, else forgotten."""

    consumed: Counter[tuple[str, int]] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    produced: Counter[str] = field(default_factory=Counter)
    sizes: list[int] = field(default_factory=list)
    timestamps: list[int] = field(default_factory=list)
    articles: list[Look] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"process": [], "encode": [], "produce": []})
    bytes_out: int = 0

    def tell(self, metrics: Metrics) -> None:
        """Count everything: its outcomes are committed."""
        for (topic, partition), count in self.consumed.items():
            metrics.consumed.labels(topic, str(partition)).inc(count)
        for outcome, count in self.outcomes.items():
            metrics.processed.labels(outcome).inc(count)
        for reason, count in self.reasons.items():
            metrics.dead_letters.labels(reason).inc(count)
        for topic, count in self.produced.items():
            metrics.produced.labels(topic, "ok").inc(count)
        metrics.bytes.labels("in").inc(sum(self.sizes))
        metrics.bytes.labels("out").inc(self.bytes_out)
        for size in self.sizes:
            metrics.input_size.observe(size)
        for stage, durations in self.seconds.items():
            child = metrics.processing.labels(stage)
            for seconds in durations:
                child.observe(seconds)
        now = time() * 1000
        for timestamp in self.timestamps:
            if timestamp <= now:
                metrics.latency.observe((now - timestamp) / 1000)
        for article in self.articles:
            metrics.article(article, now / 1000)
        metrics.rank_sources()


class Work:
    """Runs ``process`` and ``records`` with this worker's options, and keeps the tally of the open transaction."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._options: Options = settings.options()
        self._limits = self._options.limits
        self._group = settings.enrich_group
        self._metrics = metrics
        self._minute, self._traces = 0, 0
        self._lapped = 0.0
        self.tally = Tally()

    def start(self) -> None:
        """A new transaction: an empty tally."""
        self.tally = Tally()

    def outputs(self, taken: Sequence[Any]) -> list[tuple[OutRecord, ...]]:
        """The output records of each consumed record (kafka-python's ``ConsumerRecord``), in order. Never raises for
        their bytes."""
        began = perf_counter()
        messages = [raw_message(record) for record in taken]
        self._lapped = began
        outcomes = process_batch(messages, self._options, self._step_failed, self._lap)
        processed = perf_counter()
        emissions = []
        for message, outcome in zip(messages, outcomes, strict=True):
            emission = self._emit(message, outcome)
            self._count(message, emission)
            emissions.append(emission.records)
        self._time(messages, processed - began, perf_counter() - processed)
        return emissions

    def _lap(self, step: str) -> None:
        now = perf_counter()
        self._metrics.step_seconds.labels(step).inc(now - self._lapped)
        self._lapped = now

    def _time(self, messages: Sequence[RawMessage], processing: float, encoding: float) -> None:
        """Share a batch's seconds out by size: the work on a record is bounded by its length, and measured so."""
        sizes = [len(message.value or b"") + 1 for message in messages]
        total = sum(sizes)
        shares = [processing * size / total for size in sizes]
        self.tally.seconds["process"].extend(shares)
        self.tally.seconds["encode"].extend(encoding * size / total for size in sizes)
        if slow := sum(share > SLOW_SECONDS for share in shares):
            self._metrics.slow_records.inc(slow)

    def refused(self, record: Any, error: BaseException) -> tuple[OutRecord, ...]:
        """The dead letter of a record whose outputs the broker refused for their size or form."""
        message = raw_message(record)
        rejected = Rejected(
            reason=Reason.OUTPUT_TOO_LARGE,
            stage="produce",
            error=type(error).__name__,
            message="the broker refused this record's outputs; see max.message.bytes of the output topics",
        )
        emission = self._emit(message, rejected)
        self._count(message, emission)
        return emission.records

    def _emit(self, message: RawMessage, outcome: Any) -> Emission:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        stamp = Stamp(
            consumer_group=self._group,
            failed_at=moment,
            worker_version=VERSION,
            attempts=attempts_of(message),
        )
        try:
            return records(message, outcome, stamp=stamp, limits=self._limits)
        except Exception as error:
            log.exception("writing out the outcome raised", extra=_where(message))
            rejected = Rejected(
                reason=Reason.INTERNAL,
                stage="emit",
                error=type(error).__name__,
                message="writing out the outcome raised; the worker's log has its trace",
                retryable=True,
            )
            return records(message, rejected, stamp=stamp, limits=self._limits)

    def _count(self, message: RawMessage, emission: Emission) -> None:
        tally = self.tally
        tally.consumed[message.topic or "", message.partition or 0] += 1
        if isinstance(emission.outcome, Rejected):
            tally.outcomes["rejected"] += 1
            tally.reasons[emission.outcome.reason.value] += 1
        else:
            tally.outcomes["enriched"] += 1
            if isinstance(emission.outcome, Enriched) and (seen := look(message, emission.outcome)) is not None:
                tally.articles.append(seen)
        tally.sizes.append(len(message.value or b""))
        # How long a dead letter lay before it was replayed is no latency of the worker's.
        if message.timestamp is not None and attempts_of(message) == 1:
            tally.timestamps.append(message.timestamp)
        for each in emission.records:
            tally.bytes_out += len(each.value or b"")

    def _step_failed(self, message: RawMessage, step: str, error: BaseException) -> None:
        self._metrics.step_failures.labels(step).inc()
        minute = int(time() // 60)
        if minute != self._minute:
            self._minute, self._traces = minute, 0
        self._traces += 1
        if self._traces <= TRACES_A_MINUTE:
            log.warning("the step %s raised", step, exc_info=error, extra=_where(message))


def batches(taken: Iterable[Any]) -> Iterator[list[Any]]:
    """Consumed records in their order, some dozens at a time and not too many bytes: what ``process_batch`` is fast
    for, and little enough that the loop beats between two."""
    batch: list[Any] = []
    size = 0
    for record in taken:
        batch.append(record)
        size += len(record.value or b"")
        if len(batch) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def raw_message(record: Any) -> RawMessage:
    """What ``process`` takes, of what kafka-python gives; a timestamp of -1 is none, that of a replay the first one."""
    timestamp = record.timestamp
    message = RawMessage(
        value=record.value,
        key=record.key,
        headers=tuple(record.headers),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=None if timestamp is None or timestamp < 0 else timestamp,
        timestamp_type=record.timestamp_type or 0,
    )
    first = first_timestamp(message)
    return message if first == message.timestamp else replace(message, timestamp=first)


def _where(message: RawMessage) -> dict[str, object]:
    return {"topic": message.topic, "partition": message.partition, "offset": message.offset}
