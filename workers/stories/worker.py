"""The stories worker as a Faust app: ``news.enriched`` in, a table by article id, ``news.versions`` out.

The pattern, and why (each point was measured or read in the source of faust-streaming 0.15.3): raw serializers and our
own decoding, because a value that Faust cannot decode is acked unprocessed; ``noack`` with acks after confirmed
delivery, because Faust acks an event whose handler raised and passes failed sends; changelog and output sent through
the producer directly, because ``Table.__setitem__`` gives no future to wait for; one agent, ``concurrency`` 1, because
more acks out of order; anything unexpected ends the process, because the next ack would pass what was lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

import faust
import faust.app
from faust.streams import _CStreamIterator  # type: ignore[attr-defined]
from faust.types import TP, EventT, TransportT

from workers.metrics import Metrics
from workers.settings import Settings
from workers.stories.codec import read_state, state_value, version_key, version_value
from workers.stories.conf import faust_conf
from workers.stories.consumer import PrefixConsumer, PrefixTransport
from workers.stories.deliveries import Deliveries
from workers.stories.event import UnreadableEventError, read_event
from workers.stories.expiry import Expiry
from workers.stories.gauges import Gauges
from workers.stories.recovery import OrderedTables
from workers.stories.transition import Bounds, transition
from workers.stories.watch import Pulse, die

IN_FLIGHT = 500
"""Events in flight at most: at 10 ms of linger, enough for several thousand a second."""
DRAIN_SECONDS = 8.0
"""What is in flight has this long to be delivered before partitions are given away: below the session timeout."""

log = logging.getLogger("dateline.stories")


class NoWeb(faust.app.BootStrategy):
    """Faust's web server stays off, whatever its command line says: that one turns ``web_enabled`` on by itself."""

    enable_web = False


class StoriesApp(faust.App):
    """The app with its table and what it has in flight."""

    BootStrategy = NoWeb

    def __init__(self, settings: Settings, bounds: Bounds, gauges: Gauges, **conf: Any) -> None:
        super().__init__(settings.stories_group, **conf)
        self.settings = settings
        self.bounds = bounds
        self.enriched = settings.topic("enriched")
        self.versions = settings.topic("versions")
        self.changelog = changelog_name(settings)
        self.draining = False
        self.deliveries = Deliveries(IN_FLIGHT, die)
        self.pulse = Pulse(lapse=settings.session_timeout)
        self.gauges = gauges
        self._expiry: Expiry | None = None
        self.source = self.topic(self.enriched, key_type=bytes, value_type=bytes)
        self.articles = self.Table(
            "articles",
            key_type=bytes,
            value_type=bytes,
            changelog_topic=self.topic(self.changelog, key_type=bytes, value_type=bytes, compacting=True),
        )
        self.agent(self.source, name="stories", concurrency=1)(self._follow)

    def _new_transport(self) -> TransportT:
        return PrefixTransport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """None: the table is kept in memory and in its changelog, so the worker runs on a read-only disk."""

    async def on_start(self) -> None:
        """Start Faust, and the pulse with it."""
        await super().on_start()
        self.add_future(self.pulse.beat())

    async def _follow(self, stream: Any) -> None:
        try:
            async for event in stream.noack().events():
                await self._take(event)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # an exception that leaves here would make Faust ack the event
            log.exception("an event could not be processed")
            die(f"an event could not be processed: {error!r}")

    async def _take(self, event: EventT[Any]) -> None:
        message = event.message
        self.prefix_consumer.take(message.tp, message.offset)
        entry = self.deliveries.begin(event)  # before anything is awaited, so that a rebalance waits for it
        await self.deliveries.room()
        self.pulse.check()
        written = _milliseconds(message.timestamp)
        self.gauges.taken(message.tp, written)
        try:
            seen = read_event(message.value, message.offset, written)
        except UnreadableEventError as error:
            where = f"{message.topic}/{message.partition}@{message.offset}"
            log.warning("%s is passed over, it is no enriched event: %s", where, error)
            self.gauges.event("unreadable")
            self.deliveries.follow(entry, ())
            return
        key = seen.id.encode()
        held = self.table.get(key)
        before = None if held is None else read_state(held)
        after, records = transition(before, seen, self.bounds)
        sends = []
        if after is not before:
            value = state_value(after)
            self.table[key] = value
            self.homes[key] = message.partition  # so that it goes when the partition goes
            sends.append(await self._send(self.changelog, key, value, message.partition))
        for gone in self._expired(message.partition, written):
            home = self.homes.pop(gone)
            del self.table[gone]
            sends.append(await self._send(self.changelog, gone, None, home))
        for record in records:
            self.gauges.event(record.status)
            sends.append(await self._send(self.versions, version_key(record), version_value(record)))
        self.deliveries.follow(entry, sends)

    def _expired(self, partition: int, written: int | None) -> list[bytes]:
        if self._expiry is None:
            self._expiry = Expiry(self.table, self.homes, self.bounds)
        return self._expiry.find(partition, written)

    async def _send(
        self, topic: str, key: bytes, value: bytes | None, partition: int | None = None
    ) -> asyncio.Future[Any]:
        sent = cast(
            "asyncio.Future[Any]",
            await self.producer.send(topic, key, value, partition=partition, timestamp=None, headers=None),
        )
        sent.add_done_callback(partial(self._sent, topic, len(value or b"")))
        return sent

    def _sent(self, topic: str, size: int, sent: asyncio.Future[Any]) -> None:
        if not sent.cancelled() and sent.exception() is None:
            self.gauges.sent(topic, size)

    async def drain(self) -> None:
        """Wait for what is in flight; where it does not come through in time, end the process unacked."""
        if not await self.deliveries.drain(DRAIN_SECONDS):
            die(f"{len(self.deliveries)} events could not be delivered within {DRAIN_SECONDS:.0f} s")

    async def _stop_consumer(self) -> None:
        """Drain and commit, then let Faust stop."""
        self.draining = True
        if self.assignment():
            consumer = self.prefix_consumer
            consumer.stop_flow()
            self.flow_control.suspend()
            self.flow_control.clear()
            await self.drain()
            await consumer.force_commit()
        await super()._stop_consumer()

    def committed(self, offsets: Mapping[TP, int], done: bool) -> None:
        """Called by the consumer after each commit."""
        self.gauges.committed(offsets, done)

    @property
    def prefix_consumer(self) -> PrefixConsumer:
        """The consumer, with its own type."""
        return cast(PrefixConsumer, self.consumer)

    @property
    def table(self) -> dict[bytes, bytes]:
        """The memory store's states by article id, without the changelog writes of the table around it."""
        return cast("dict[bytes, bytes]", cast(Any, self.articles).data.data)

    @property
    def homes(self) -> dict[bytes, int]:
        """The partition of each article in ``table``: what recovery drops keys by."""
        return cast("dict[bytes, int]", cast(Any, self.articles).data._key_partition)

    def assignment(self) -> set[TP]:
        """The partitions of ``news.enriched`` that this worker owns now."""
        if self._consumer is None or self.prefix_consumer._thread._consumer is None:
            return set()
        return {tp for tp in self._consumer.assignment() if tp.topic == self.enriched}

    def recovery_left(self) -> int | None:
        """Changes left to read before the table is whole; None where it is not recovering."""
        recovery = cast(Any, self.tables)._recovery
        return int(recovery.active_remaining_total()) if recovery is not None and recovery.in_recovery else None

    def size(self) -> int:
        """Articles in the table."""
        return len(self.table) if cast(Any, self.articles)._data is not None else 0


def _milliseconds(seconds: float | None) -> int | None:
    """A record's timestamp as Kafka has it; None for a record without one, whose timestamp is -1 ms."""
    return None if seconds is None or seconds < 0 else round(seconds * 1000)


def changelog_name(settings: Settings) -> str:
    """The topic that the table is kept in: one partition for each of ``news.enriched``, compacted."""
    return settings.topic("stories-articles")


def build_app(settings: Settings, gauges: Gauges | None = None, kind: type[StoriesApp] = StoriesApp) -> StoriesApp:
    """The app, not started. Raises ``RuntimeError`` where Faust lacks its compiled stream iterator.

    Without it events of a generation that is over are acked unprocessed.
    """
    if _CStreamIterator is None:
        raise RuntimeError("faust-streaming lacks its compiled stream iterator: install its wheel, unset NO_CYTHON")
    return kind(
        settings,
        Bounds(retention=int(settings.stories_retention * 1000), versions=settings.stories_versions),
        gauges or Gauges(Metrics()),
        TableManager=OrderedTables,
        **faust_conf(settings),
    )
