"""A Faust consumer that delivers in order, commits only what was acked, and reads only what transactions committed.

Stock faust-streaming 0.15.3 jumps over unacked offsets and gets stuck behind gaps (``Consumer._new_offset``,
``Consumer._add_gap``), and drops its bookkeeping before the last commit when partitions are revoked: measured against
a real broker with ``kill -9``, it lost 27 of 160,000 records and stopped committing. Here each partition has one queue
of the offsets that were handed to the stream; the offset that may be committed is the end of its acked head. Acks are
read from ``Consumer._acked_index``, where both ``Event.ack`` and the compiled stream iterator leave them.

A fetch that is under way while partitions are sought is the second hole: its records are dropped, and the position is
beyond them. So fetches and seeks exclude each other (``_seeking``), each fetch asks for a fixed set of partitions that
are not paused, and its records are delivered only in the ``_epoch`` that it was made in. aiokafka's own seek to the
committed offsets leaves a partition where it is that has none yet; that one goes back to its beginning.

Faust asks for ``read_committed`` only inside its own transactions; the events come from the enrich worker's, so it is
asked for here always.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from time import monotonic
from typing import Any, ClassVar, cast

from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka
from faust.types import TP, Message

ISOLATION = "read_committed"
FETCH_WAIT_MS = 250
"""Longest wait of a fetch. The broker answers one request of a connection at a time, so what a recovery asks waits for
the fetch before it; Faust has 1,500."""


class OrderLostError(RuntimeError):
    """An event came to the stream that is not the next one of its partition."""


class CommittedConsumerThread(aiokafka.AIOKafkaConsumerThread):
    """The thread that holds aiokafka's consumer: its isolation level, and seeks that reach every partition."""

    def _create_worker_consumer(self, transport: aiokafka.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        for name, value in (("_isolation_level", ISOLATION), ("_fetch_max_wait_ms", FETCH_WAIT_MS)):
            if not hasattr(consumer, name):
                raise RuntimeError(f"this aiokafka has no {name} to set: the stories worker needs 0.14")
            setattr(consumer, name, value)
        return consumer

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every partition but the changelog's; the beginning where nothing was committed."""
        return cast("Mapping[TP, int]", await self.call_thread(self._seek_to_committed))

    async def _seek_to_committed(self) -> Mapping[TP, int | None]:
        consumer = self._ensure_consumer()
        changelogs = self.app.tables.changelog_topics
        mine = [tp for tp in sorted(consumer.assignment()) if tp.topic not in changelogs]
        offsets = {tp: await consumer.committed(tp) for tp in mine}
        fresh = [tp for tp, offset in offsets.items() if not offset]
        beginnings = await consumer.beginning_offsets(fresh) if fresh else {}
        for tp, offset in offsets.items():
            consumer.seek(tp, offset or beginnings[tp])
        return offsets

    def end_offset(self, tp: TP) -> int | None:
        """The last stable offset of a partition as the last fetch had it: where a ``read_committed`` reader ends."""
        if self._consumer is None or tp not in self._consumer.assignment():
            return None
        end: int | None = self._consumer.last_stable_offset(aiokafka.ensure_aiokafka_TP(tp))
        return None if end is None or end < 0 else end


class PrefixConsumer(aiokafka.Consumer):
    """The consumer described above. For its own event loop only."""

    _thread: CommittedConsumerThread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._delivered: dict[TP, deque[int]] = {}  # handed to streams, in order, not yet committable
        self._untaken: dict[TP, deque[int]] = {}  # of these, what the stream has not taken yet
        self._committable: dict[TP, int] = {}  # the first offset that may not be committed
        self._moved: dict[TP, float] = {}  # monotonic time at which the partition was last seen to move
        self._seeking = asyncio.Lock()
        self._epoch = 0
        self._fetched_in = 0

    def _new_consumer_thread(self) -> CommittedConsumerThread:
        return CommittedConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Message]]:
        """One fetch: its records in turn over the topics, each noted before the stream sees it."""
        self._fetched_in = self._epoch
        records, _ = await self._wait_next_records(timeout)
        if records is None or self.should_stop:
            return
        epoch = self._fetched_in
        for tp, record in self.scheduler.iterate(records):
            if epoch != self._epoch or not self.flow_active:
                return
            if tp not in self._paused_partitions:
                self._note(tp, record.offset)
                yield tp, self._to_message(tp, record)
        if not records and epoch == self._epoch and self.flow_active:
            await self._pass_markers(epoch)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Mapping[TP, Any]:
        wanted = frozenset(active_partitions or ()) - self._paused_partitions
        if not wanted:  # aiokafka would take an empty set for all
            await self.sleep(0.05)
            return {}
        async with self._seeking:
            self._fetched_in = self._epoch
            return await super()._getmany(cast("set[TP]", wanted), timeout)

    def _note(self, tp: TP, offset: int) -> None:
        read = self._read_offset[tp]
        if (read is None or offset >= read) and self.app.topics.acks_enabled_for(tp.topic):
            queue = self._delivered.setdefault(tp, deque())
            if not queue or offset > queue[-1]:
                queue.append(offset)
                self._untaken.setdefault(tp, deque()).append(offset)
                self._moved.setdefault(tp, monotonic())

    def take(self, tp: TP, offset: int) -> None:
        """The stream has this event now. Raises ``OrderLostError`` where it is not the next one of its partition.

        A table's state is right only for events in order; whatever broke the order, going on would keep it broken.
        """
        queue = self._untaken.get(tp)
        if not queue or queue.popleft() != offset:
            raise OrderLostError(f"{tp.topic}/{tp.partition}@{offset} is not the next event of its partition")

    async def _pass_markers(self, epoch: int) -> None:
        """Let the commit pass what no stream is given: transaction markers and aborted records at the end.

        Only called after a fetch that gave nothing, so that all before the position was delivered in fetches before
        it; and only where all of that was acked. Without it the lag of an idle group would never be 0.
        """
        for tp in self.assignment():
            if not self.app.topics.acks_enabled_for(tp.topic) or tp in self._paused_partitions or self._open(tp):
                continue
            position = await self.position(tp)
            if epoch != self._epoch or not self.flow_active:
                return
            if position is not None and not self._open(tp):
                self._committable[tp] = max(position, self._committable.get(tp, 0))
                self._acked[tp] = self._acked[tp]  # Faust commits the partitions that stand here

    def _open(self, tp: TP) -> bool:
        queue, acked = self._delivered.get(tp), self._acked_index[tp]
        return queue is not None and any(offset not in acked for offset in queue)

    def _new_offset(self, tp: TP) -> int | None:
        """The offset to commit: one after the acked head of the queue; None where nothing was delivered."""
        queue, acked = self._delivered.get(tp), self._acked_index[tp]
        while queue and queue[0] in acked:
            offset = queue.popleft()
            acked.discard(offset)
            self._committable[tp] = max(offset + 1, self._committable.get(tp, 0))
            self._moved[tp] = monotonic()
        self._acked[tp] = list(acked)
        return self._committable.get(tp)

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> bool:
        """Faust's, with two checks: no commit passes an open offset, and a commit that failed is tried again."""
        for tp, offset in offsets.items():
            if (queue := self._delivered.get(tp)) and offset > queue[0]:
                raise OrderLostError(f"{tp.topic}/{tp.partition}: a commit of {offset} would pass {queue[0]}")
        before = {tp: self._committed_offset[tp] for tp in offsets}
        done = await super()._commit_offsets(offsets, start_new_transaction)
        if not done:
            self._committed_offset.update(before)
        self.app.committed(offsets, done)  # type: ignore[attr-defined]
        return done

    async def _add_gap(self, *args: Any) -> None:
        """Gaps between offsets (markers, compacted records) need no account: only delivered offsets are kept."""

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Finish what is in flight and commit it, and only then give the partitions away."""
        self._epoch += 1
        self.stop_flow()
        self.app.flow_control.suspend()
        self.app.flow_control.clear()
        await self.app.drain()  # type: ignore[attr-defined]
        await self.force_commit()
        self._forget()
        self._buffered_partitions.clear()
        await super().on_partitions_revoked(revoked)

    async def perform_seek(self) -> None:
        """Go back to the committed offsets; what was delivered beyond them will be delivered again."""
        async with self._seeking:
            self._epoch += 1
            self._forget()
            await super().perform_seek()

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Seek partitions (the changelog's, before a recovery) with no fetch under way."""
        async with self._seeking:
            self._epoch += 1
            await super().seek_wait(partitions)

    def _forget(self) -> None:
        for book in (self._delivered, self._untaken, self._committable, self._moved, self._acked, self._acked_index):
            book.clear()

    def away(self) -> bool:
        """Whether the group's coordinator is not known: aiokafka forgets it when it does not answer."""
        consumer = self._thread._consumer
        return consumer is None or consumer._coordinator.coordinator_id is None

    def lag(self, tp: TP) -> int | None:
        """End of the partition minus its committed offset, or None while one of them is not known."""
        end, committed = self._thread.end_offset(tp), self._committed_offset.get(tp)
        return None if end is None or committed is None else max(0, end - committed)

    def behind(self, tp: TP) -> bool:
        """Whether there are records of the partition that are not acked yet, as far as this worker knows."""
        if self._delivered.get(tp):
            return True
        end, at = self._thread.end_offset(tp), self._committable.get(tp)
        return end is not None and at is not None and at < end

    def moved_at(self, tp: TP) -> float | None:
        """Monotonic time of the partition's last progress; None where nothing was delivered since its assignment."""
        return self._moved.get(tp)


class PrefixTransport(aiokafka.Transport):
    """Faust's aiokafka transport with the consumer above."""

    Consumer: ClassVar[type[PrefixConsumer]] = PrefixConsumer
