"""A Faust consumer that commits only the acked prefix of what it delivered, and reads committed records only.

Stock faust-streaming 0.15.3 jumps over unacked offsets and gets stuck behind gaps (``Consumer._new_offset``,
``Consumer._add_gap``), and drops its bookkeeping before the last commit when partitions are revoked: measured against
a real broker with ``kill -9``, it lost 27 of 160,000 records and stopped committing. Here each partition has one queue
of the offsets that were handed to the stream; the offset that may be committed is the end of its acked head. Acks are
read from ``Consumer._acked_index``, where both ``Event.ack`` and the compiled stream iterator leave them.

Faust asks for ``read_committed`` only inside its own transactions; the events come from the enrich worker's, so it is
asked for here always.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any, ClassVar

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka
from faust.types import TP, Message, TransportT

ISOLATION = "read_committed"


class CommittedConsumerThread(aiokafka.AIOKafkaConsumerThread):
    """The thread that holds aiokafka's consumer, with the isolation level set before it starts."""

    def _create_worker_consumer(self, transport: aiokafka.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        if not hasattr(consumer, "_isolation_level"):
            raise RuntimeError("this aiokafka has no _isolation_level to set: the stories worker needs 0.14")
        consumer._isolation_level = ISOLATION
        return consumer

    def end_offset(self, tp: TP) -> int | None:
        """The last stable offset of a partition as the last fetch had it: where a ``read_committed`` reader ends."""
        if self._consumer is None or tp not in self.assignment():
            return None
        end: int | None = self._consumer.last_stable_offset(aiokafka.ensure_aiokafka_TP(tp))
        return None if end is None or end < 0 else end


class PrefixConsumer(aiokafka.Consumer):
    """The consumer described above. One event loop; nothing here is called from another thread."""

    _thread: CommittedConsumerThread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._delivered: dict[TP, deque[int]] = {}  # handed to streams, in order, not yet committable
        self._committable: dict[TP, int] = {}  # the first offset that may not be committed
        self._moved: dict[TP, float] = {}  # monotonic time at which the partition was last seen to move

    def _new_consumer_thread(self) -> CommittedConsumerThread:
        return CommittedConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Message]]:
        """Faust's, with every offset noted before the stream sees it."""
        quiet = True
        async for tp, message in super().getmany(timeout):
            quiet = False
            read = self._read_offset[tp]
            if (read is None or message.offset >= read) and self.app.topics.acks_enabled_for(message.topic):
                queue = self._delivered.setdefault(tp, deque())
                if not queue or message.offset > queue[-1]:
                    queue.append(message.offset)
            yield tp, message
        if quiet and self.flow_active and not self.app.in_recovery:
            await self._pass_markers()

    async def _pass_markers(self) -> None:
        """Let the commit pass what no stream is given: transaction markers and aborted records at the end.

        Only called after a fetch that gave nothing, so that all before the position was delivered in fetches before
        it; and only where all of that was acked. Without it the lag of an idle group would never be 0.
        """
        for tp in self.assignment():
            if self.app.topics.acks_enabled_for(tp.topic) and not self._delivered.get(tp):
                position = await self.position(tp)
                if position is not None and self.flow_active and not self._delivered.get(tp):
                    self._committable[tp] = max(position, self._committable.get(tp, 0))
                    self._acked[tp] = self._acked[tp]  # Faust commits the partitions that stand here

    def _new_offset(self, tp: TP) -> int | None:
        """The offset to commit: one after the acked head of the queue; None where nothing was delivered."""
        queue, acked = self._delivered.get(tp), self._acked_index[tp]
        while queue and queue[0] in acked:
            offset = queue.popleft()
            acked.discard(offset)
            self._committable[tp] = offset + 1
            self._moved[tp] = monotonic()
        self._acked[tp] = list(acked)
        return self._committable.get(tp)

    async def _add_gap(self, *args: Any) -> None:
        """Gaps between offsets (markers, compacted records) need no account: only delivered offsets are kept."""

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Finish what is in flight and commit it, and only then give the partitions away."""
        self.stop_flow()
        self.app.flow_control.suspend()
        self.app.flow_control.clear()
        await self.app.drain()
        await self.force_commit()
        self._forget()
        await super().on_partitions_revoked(revoked)

    async def perform_seek(self) -> None:
        """Go back to the committed offsets; what was delivered beyond them will be delivered again."""
        self._forget()
        await super().perform_seek()

    def _forget(self) -> None:
        for book in (self._delivered, self._committable, self._moved, self._acked, self._acked_index):
            book.clear()

    def behind(self, tp: TP) -> bool:
        """Whether there are records of the partition that are not acked yet, as far as this worker knows."""
        if self._delivered.get(tp):
            return True
        end, at = self._thread.end_offset(tp), self._committable.get(tp)
        return end is not None and at is not None and at < end

    def moved_at(self, tp: TP) -> float | None:
        """Monotonic time of the partition's last progress; None where it made none since its assignment."""
        return self._moved.get(tp)


class PrefixTransport(aiokafka.Transport):
    """Faust's aiokafka transport with the consumer above."""

    Consumer: ClassVar[type[PrefixConsumer]] = PrefixConsumer


class PrefixApp(faust.App):
    """A Faust app on the transport above. ``drain`` is called before partitions are given away."""

    def _new_transport(self) -> TransportT:
        return PrefixTransport(self.conf.broker_consumer, self)

    async def drain(self) -> None:
        """Wait until what the app has in flight is delivered and acked. The default has nothing in flight."""
