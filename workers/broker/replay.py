"""Dead letters sent again: from the topic of rejected records onto the replay topic, which the enrich worker reads.

Key, value and headers go out byte for byte, but for ``dlq.attempts``, one higher. A dead letter is known by the record
that it was (``dlq.original.topic/partition/offset``, one dead letter each), and the replay topic itself says which have
been sent: a second run leaves them out. Sending is transactional under one id: of two runs at once the later one fences
the earlier, and it reads what was committed before it sends.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from kafka.structs import ConsumerGroupMetadata, TopicPartition

from workers.broker.clients import reached
from workers.broker.committed import read_committed
from workers.broker.errors import BrokerError
from workers.broker.transaction import MissingTopicError, RefusedError, TransactionError, Transactions
from workers.model import Headers
from workers.settings import Settings

ATTEMPTS = "dlq.attempts"
BATCH_RECORDS = 500
Fate = Literal["chosen", "already", "attempts", "truncated", "foreign"]
"""Why a dead letter that the filters let through is sent or not: ``already`` sent before, too many ``attempts``,
``truncated`` (its bytes are not all there), ``foreign`` (not written by Dateline)."""
Original = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which dead letters are meant; what is None or empty is not asked. ``since`` (included) and ``until`` (left out)
    are milliseconds since the epoch, against the time of rejection; ``offsets``: first and last of ``partition``."""

    reasons: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    partition: int | None = None
    offsets: tuple[int, int] | None = None
    key: bytes | None = None

    def admits(self, record: Any) -> bool:
        """Whether the filters let ``record`` (kafka-python's) through."""
        return (
            (not self.reasons or _text(record.headers, "dlq.reason") in self.reasons)
            and (self.since is None or record.timestamp >= self.since)
            and (self.until is None or record.timestamp < self.until)
            and (self.partition is None or record.partition == self.partition)
            and (self.offsets is None or self.offsets[0] <= record.offset <= self.offsets[1])
            and (self.key is None or record.key == self.key)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A dead letter as a person sees it: where it stands, why it was refused, and how often it was tried."""

    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    reason: str
    message: str
    attempts: int


@dataclass(slots=True, kw_only=True)
class Plan:
    """What a replay would send: ``chosen`` in order, and how many have each other fate."""

    chosen: list[DeadLetter] = field(default_factory=list)
    left: Counter[Fate] = field(default_factory=Counter)


def plan_replay(settings: Settings, wanted: Filter, *, limit: int | None = None, again: bool = False) -> Plan:
    """Read the dead letters and say which would be sent; nothing is written.

    ``limit``: how many at most; ``again``: also those that were sent before. Raises ``BrokerError``.
    """
    plan = Plan()
    for fate, record in _judge(settings, wanted, again):
        if fate != "chosen":
            plan.left[fate] += 1
        elif limit is None or len(plan.chosen) < limit:
            plan.chosen.append(_dead_letter(record))
    return plan


def replay(
    settings: Settings,
    wanted: Filter,
    *,
    limit: int | None = None,
    again: bool = False,
    rate: float | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> int:
    """Send the dead letters that ``plan_replay`` names with the same arguments; return how many were committed.

    ``rate``: records a second at most. ``advance`` is told of each batch committed. Raises ``BrokerError``: what was
    committed by then is not sent again by the next run.
    """
    try:
        with reached(settings):
            sender = Transactions(settings, f"{settings.prefix}-replay", (settings.topic("replay"),))
    except MissingTopicError as error:
        raise BrokerError(str(error)) from None
    sent = 0
    try:
        for batch in _batches(settings, wanted, limit, again, rate):
            _send(settings, sender, batch)
            sent += len(batch)
            advance(len(batch))
    except TransactionError as error:
        why = "another replay is running" if error.fenced else "Kafka did not commit them; run it again"
        raise BrokerError(f"after {sent} records the replay stopped: {why} ({error})") from error
    except RefusedError as error:
        raise BrokerError(f"after {sent} records Kafka refused one ({error}); leave it out with --offsets") from error
    finally:
        sender.discard() if sender.spent else sender.close()
    return sent


def replayed_headers(headers: Iterable[tuple[str, bytes | None]]) -> Headers:
    """``headers`` byte for byte in their order, the last ``dlq.attempts`` one higher."""
    changed = list(headers)
    for index in range(len(changed) - 1, -1, -1):
        if changed[index][0] == ATTEMPTS:
            changed[index] = (ATTEMPTS, str(_attempts(changed) + 1).encode())
            return tuple(changed)
    return (*changed, (ATTEMPTS, str(_attempts(changed) + 1).encode()))


def _judge(settings: Settings, wanted: Filter, again: bool) -> Iterator[tuple[Fate, Any]]:
    sent = set() if again else {_original(record.headers) for record in read_committed(settings, "replay")}
    for record in read_committed(settings, "rejected", since=wanted.since):
        if wanted.admits(record):
            yield _fate(record, sent, settings.replay_attempts), record


def _fate(record: Any, sent: set[Original | None], most: int) -> Fate:
    original = _original(record.headers)
    if original is None:
        return "foreign"
    if original in sent:
        return "already"
    if _text(record.headers, "dlq.truncated") == "true":
        return "truncated"
    return "attempts" if _attempts(record.headers) >= most else "chosen"


def _batches(
    settings: Settings, wanted: Filter, limit: int | None, again: bool, rate: float | None
) -> Iterator[list[Any]]:
    size = BATCH_RECORDS if rate is None else max(1, min(BATCH_RECORDS, int(rate)))
    batch: list[Any] = []
    left = limit
    due = time.monotonic()
    for fate, record in _judge(settings, wanted, again):
        if fate != "chosen":
            continue
        if left is not None:
            if left == 0:
                break
            left -= 1
        batch.append(record)
        if len(batch) == size:
            yield batch
            if rate is not None:
                due += len(batch) / rate
                time.sleep(max(due - time.monotonic(), 0))
            batch = []
    if batch:
        yield batch


def _send(settings: Settings, sender: Transactions, batch: list[Any]) -> None:
    sender.begin()
    offsets: dict[TopicPartition, int] = {}
    for record in batch:
        sender.append(settings.topic("replay"), record.key, record.value, replayed_headers(record.headers))
        offsets[TopicPartition(record.topic, record.partition)] = record.offset + 1
    sender.flush()
    # The group's offsets decide nothing here; they show in Kafka's own tools how far the replay came.
    sender.commit(offsets, ConsumerGroupMetadata(f"{settings.prefix}-replay"))


def _dead_letter(record: Any) -> DeadLetter:
    return DeadLetter(
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        key=record.key,
        reason=_text(record.headers, "dlq.reason") or "?",
        message=_text(record.headers, "dlq.error.message") or "",
        attempts=_attempts(record.headers),
    )


def _original(headers: Iterable[tuple[str, bytes | None]]) -> Original | None:
    names = ("topic", "partition", "offset")
    topic, partition, offset = (_text(headers, f"dlq.original.{name}") for name in names)
    return None if topic is None or partition is None or offset is None else (topic, partition, offset)


def _attempts(headers: Iterable[tuple[str, bytes | None]]) -> int:
    text = _text(headers, ATTEMPTS)
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 5 else 1


def _text(headers: Iterable[tuple[str, bytes | None]], name: str) -> str | None:
    """The last header called ``name``, ours: those of the input stand before it, and have no ``dlq.`` among them."""
    value = next((value for each, value in reversed(list(headers)) if each == name), None)
    return None if value is None else value.decode("utf-8", "replace")
