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
from typing import Any, cast

import faust
import faust.streams
from faust.types import TP, EventT, StreamT, TransportT

from workers.settings import Settings
from workers.stories.codec import read_state, state_value, version_key, version_value
from workers.stories.consumer import PrefixConsumer, PrefixTransport
from workers.stories.deliveries import Deliveries
from workers.stories.event import UnreadableEvent, read_event
from workers.stories.recovery import OrderedTables
from workers.stories.security import broker_url, credentials
from workers.stories.transition import Bounds, transition
from workers.stories.watch import Pulse, die

IN_FLIGHT = 500
"""Events in flight at most: at 10 ms of linger, enough for several thousand a second."""
STALL_SECONDS = 60.0
"""A partition, a delivery or a recovery that did not move for this long is stalled."""
DRAIN_SECONDS = 8.0
"""What is in flight has this long to be delivered before partitions are given away: below the session timeout."""

log = logging.getLogger("dateline.stories")


class StoriesApp(faust.App):
    """The app with its table and what it has in flight."""

    def __init__(self, settings: Settings, bounds: Bounds, **conf: Any) -> None:
        super().__init__(settings.stories_group, **conf)
        self.settings = settings
        self.bounds = bounds
        self.enriched = settings.topic("enriched")
        self.versions = settings.topic("versions")
        self.deliveries = Deliveries(IN_FLIGHT, die)
        self.pulse = Pulse(lapse=settings.session_timeout)
        self.skipped = 0
        self._recovery: tuple[int, float] | None = None
        self.source = self.topic(self.enriched, key_type=bytes, value_type=bytes, internal=False)
        self.articles = self.Table(
            "articles",
            key_type=bytes,
            value_type=bytes,
            changelog_topic=self.topic(
                changelog_name(settings), key_type=bytes, value_type=bytes, compacting=True, internal=True
            ),
        )
        self.agent(self.source, name="stories", concurrency=1)(self._follow)

    def _new_transport(self) -> TransportT:
        return PrefixTransport(self.conf.broker_consumer, self)

    async def _follow(self, stream: StreamT[bytes]) -> None:
        try:
            async for event in stream.noack().events():
                await self._take(event)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - an exception here would make Faust ack the event
            log.exception("an event could not be processed")
            die(f"an event could not be processed: {error!r}")

    async def _take(self, event: EventT) -> None:
        message = event.message
        cast(PrefixConsumer, self.consumer).take(message.tp, message.offset)
        entry = self.deliveries.begin(event)  # before anything is awaited, so that a rebalance waits for it
        await self.deliveries.room()
        self.pulse.check()
        try:
            seen = read_event(message.value, message.offset)
        except UnreadableEvent as error:
            self.skipped += 1
            log.warning(
                "%s/%d@%d is skipped, it is no enriched event: %s",
                message.topic,
                message.partition,
                message.offset,
                error,
            )
            self.deliveries.follow(entry, ())
            return
        key = seen.id.encode()
        store: dict[bytes, bytes] = self.articles.data.data
        held = store.get(key)
        before = None if held is None else read_state(held)
        after, records = transition(before, seen, self.bounds)
        sends = []
        if after is not before:
            value = state_value(after)
            store[key] = value
            self.articles.data._key_partition[key] = message.partition  # so that it goes when the partition goes
            sends.append(await self._send(changelog_name(self.settings), key, value, message.partition))
        for record in records:
            sends.append(await self._send(self.versions, version_key(record), version_value(record)))
        self.deliveries.follow(entry, sends)

    async def _send(self, topic: str, key: bytes, value: bytes, partition: int | None = None) -> asyncio.Future[Any]:
        return cast(
            "asyncio.Future[Any]",
            await self.producer.send(topic, key, value, partition=partition, timestamp=None, headers=None),
        )

    async def drain(self) -> None:
        """Wait for what is in flight; where it does not come through in time, end the process unacked."""
        if not await self.deliveries.drain(DRAIN_SECONDS):
            die(f"{len(self.deliveries)} events could not be delivered within {DRAIN_SECONDS:.0f} s")

    async def _stop_consumer(self) -> None:
        """Drain and commit, then let Faust stop."""
        if self._consumer is not None and self.assignment():
            consumer = cast(PrefixConsumer, self.consumer)
            consumer.stop_flow()
            self.flow_control.suspend()
            self.flow_control.clear()
            await self.drain()
            await consumer.force_commit()
        await super()._stop_consumer()

    def _create_directories(self) -> None:
        """None: the table is kept in memory and in its changelog, so the worker runs on a read-only disk."""

    def assignment(self) -> set[TP]:
        """The partitions of ``news.enriched`` that this worker owns now."""
        if self._consumer is None or not self._consumer.started:
            return set()
        return {tp for tp in self._consumer.assignment() if tp.topic == self.enriched}

    def stalled(self, now: float) -> str | None:
        """What has stood still for ``STALL_SECONDS``, or None: the watchdog's question, from its own thread."""
        if now - self.pulse.at > STALL_SECONDS:
            return f"the event loop stood for {now - self.pulse.at:.0f} s"
        oldest = self.deliveries.oldest()
        if oldest is not None and now - oldest > STALL_SECONDS:
            return f"an event was not delivered for {now - oldest:.0f} s"
        return self._recovery_stalled(now)

    def _recovery_stalled(self, now: float) -> str | None:
        if not self.tables.recovery.in_recovery:
            self._recovery = None
            return None
        left = self.tables.recovery.active_remaining_total()
        if self._recovery is None or self._recovery[0] != left:
            self._recovery = (left, now)
        elif now - self._recovery[1] > STALL_SECONDS:
            return f"the table's recovery stood at {left} changes left for {now - self._recovery[1]:.0f} s"
        return None


def changelog_name(settings: Settings) -> str:
    """The topic that the table is kept in: one partition for each of ``news.enriched``, compacted."""
    return settings.topic("stories-articles")


def build_app(settings: Settings, bounds: Bounds = Bounds()) -> StoriesApp:
    """The app, not started. Raises ``RuntimeError`` where Faust lacks its compiled stream iterator.

    Without it events of a generation that is over are acked unprocessed.
    """
    if faust.streams._CStreamIterator is None:
        raise RuntimeError("faust-streaming lacks its compiled stream iterator: install its wheel, unset NO_CYTHON")
    return StoriesApp(
        settings,
        bounds,
        broker=broker_url(settings),
        broker_credentials=credentials(settings),
        processing_guarantee="at_least_once",
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        TableManager=OrderedTables,
        stream_buffer_maxsize=512,
        stream_wait_empty=False,
        stream_publish_on_commit=False,
        broker_commit_interval=1.0,
        broker_commit_every=1000,
        broker_max_poll_records=500,
        broker_max_poll_interval=settings.poll_interval,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=min(1.0, settings.session_timeout / 3),
        broker_request_timeout=max(60.0, settings.session_timeout),
        broker_rebalance_timeout=30.0,
        consumer_auto_offset_reset="earliest",
        producer_acks=-1,
        producer_linger=0.01,
        producer_request_timeout=30.0,
        producer_compression_type="lz4",
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        agent_supervisor="mode.CrashingSupervisor",
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
