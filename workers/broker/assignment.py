"""Which partitions this worker holds, how far each is committed, and whether each still moves."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.structs import TopicPartition

from workers.metrics import Metrics


class StalledError(Exception):
    """A partition has records that never arrive; the process must be started afresh. The message says which."""

    exit_status = 70


@dataclass(slots=True)
class Held:
    """One partition: the next offset to read after what is committed (None until known), when it last moved, and the
    timestamp (seconds) of the oldest record that is taken and not committed (None: there is none).

    For the lag in seconds: the lag in records when last looked at; what is known to be committed, as a moment; and the
    newest record that was taken, as the offset after it and its timestamp.
    """

    committed: int | None = None
    position: int | None = None
    moved: float = 0.0
    oldest: float | None = None
    lag: int = 0
    reached: float | None = None
    newest: tuple[int, float] | None = None

    def lag_seconds(self) -> float:
        """How old the oldest record that is not committed is. One that was not read yet is younger than the last one
        committed, and than the moment at which the partition was last at its end: then it is that bound."""
        if self.oldest is not None:
            return self.age()
        return max(time.time() - self.reached, 0.0) if self.lag and self.reached is not None else 0.0

    def age(self) -> float:
        """Seconds since the oldest record that is not committed."""
        return 0.0 if self.oldest is None else max(time.time() - self.oldest, 0.0)


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no types
    """Follows rebalances and commits, and shows them as metrics.

    The listener's methods run on the client's network thread and only take notes; the loop calls ``settle`` after each
    poll. Rebalances happen inside ``poll`` alone, where no transaction is open, so there is never work to finish.
    """

    def __init__(self, metrics: Metrics, stall_seconds: float) -> None:
        self._metrics = metrics
        self._stall = stall_seconds
        self._notes: deque[tuple[bool, frozenset[TopicPartition]]] = deque()
        self.held: dict[TopicPartition, Held] = {}

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Called by the client: these are new."""
        self._notes.append((True, frozenset(assigned)))

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Called by the client: these go to another worker."""
        self._notes.append((False, frozenset(revoked)))

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        """Called by the client: these have gone already."""
        self._notes.append((False, frozenset(lost)))

    def settle(self) -> bool:
        """Take over what the notes say. Return whether anything changed."""
        changed = False
        while self._notes:
            taken, partitions = self._notes.popleft()
            if not partitions:
                continue
            changed = True
            self._metrics.rebalances.inc()
            for each in partitions:
                if taken:
                    held = self.held[each] = Held(moved=time.monotonic())
                    labels = (each.topic, str(each.partition))
                    self._metrics.consumed.labels(*labels)
                    self._metrics.oldest_unacked.labels(*labels).set_function(held.age)
                    self._metrics.lag_seconds.labels(*labels).set_function(held.lag_seconds)
                elif self.held.pop(each, None) is not None:
                    self._metrics.forget_partitions([each])
        self._metrics.assigned.set(len(self.held))
        return changed

    def open(self, records: dict[TopicPartition, list[Any]]) -> None:
        """These records were taken and are not committed yet."""
        now = time.time()
        for where, taken in records.items():
            held = self.held.get(where)
            if held is not None and taken:
                oldest = taken[0].timestamp
                held.oldest = now if oldest is None or oldest < 0 else oldest / 1000
                newest = taken[-1].timestamp
                held.newest = (taken[-1].offset + 1, now if newest is None or newest < 0 else newest / 1000)
        self._metrics.in_flight.set(sum(map(len, records.values())))

    def closed(self) -> None:
        """Nothing is in flight."""
        self._metrics.in_flight.set(0)
        for held in self.held.values():
            held.oldest = None

    def commit(self, offsets: dict[TopicPartition, int]) -> None:
        """These offsets are committed."""
        now = time.time()
        for where, offset in offsets.items():
            held = self.held.get(where)
            if held is not None:
                held.committed = offset
                held.moved = time.monotonic()
                if held.newest is not None and offset >= held.newest[0]:
                    held.reached = max(held.newest[1], held.reached or 0.0)
            self._metrics.last_commit.labels(where.topic, str(where.partition)).set(now)
            self._metrics.last_progress.labels(where.topic, str(where.partition)).set(now)

    def passes(self, where: TopicPartition, first: int) -> bool:
        """Whether a transaction that begins at ``first`` would repeat what is committed: must never be."""
        held = self.held.get(where)
        return held is not None and held.committed is not None and first < held.committed

    def passed(self, consumer: KafkaConsumer, timeout_ms: int) -> dict[TopicPartition, int]:
        """Where everything that ``poll`` gave is committed: the partitions that were read beyond the committed offset,
        over control records and aborted ones, and the offset to commit so that no lag is left. Raises ``KafkaError``.
        """
        found: dict[TopicPartition, int] = {}
        for where, held in self.held.items():
            position = consumer.position(where, timeout_ms=timeout_ms)
            if held.committed is None:
                held.committed = consumer.committed(where, timeout_ms=timeout_ms) or 0
            if position is not None and position > held.committed:
                found[where] = position
        return found

    def observe(self, consumer: KafkaConsumer, timeout_ms: int) -> None:
        """Ask the broker for the ends of our partitions; show the lag, and raise ``StalledError`` for one that is dead.

        Raises ``KafkaError`` where the broker does not answer in time.
        """
        if not self.held:
            return
        ends = consumer.end_offsets(list(self.held), timeout_ms=timeout_ms)
        now = time.monotonic()
        for where, held in self.held.items():
            position = consumer.position(where, timeout_ms=timeout_ms)
            end = ends.get(where)
            if position is None or end is None:
                continue
            labels = (where.topic, str(where.partition))
            held.lag = max(end - position, 0)
            if not held.lag:
                held.reached = time.time()
            self._metrics.lag.labels(*labels).set(held.lag)
            if position != held.position or position >= end:
                held.position, held.moved = position, now
                self._metrics.last_progress.labels(*labels).set(time.time())
            elif now - held.moved > self._stall:
                raise StalledError(
                    f"{where.topic} partition {where.partition} has not moved from offset {position} for "
                    f"{now - held.moved:.0f} s although its end is {end}: the process ends so that it is read afresh"
                )
