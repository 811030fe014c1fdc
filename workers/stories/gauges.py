"""What the stories worker shows: ``workers.metrics`` filled from the app, once a second and with each commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from time import monotonic

from faust.types import TP

from workers.metrics import Metrics

STATUSES = ("new", "duplicate", "revision", "withdrawn", "unreadable")
"""What can become of an event; the last: it was no enriched event, and was passed over."""


class Gauges:
    """The series of one worker. Calls come from the event loop; Prometheus reads the registry from its own thread."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self._shown: set[TP] = set()
        self._reached: dict[TP, float] = {}  # a moment that all events before it were taken by, seconds
        self._recovering: float | None = None
        self._events = {status: metrics.events.labels(status) for status in STATUSES}

    def event(self, status: str) -> None:
        """An event was taken, and this became of it."""
        self._events[status].inc()
        if status == "duplicate":
            self.metrics.duplicates.inc()

    def taken(self, tp: TP, written: int | None) -> None:
        """An event of this partition is being worked on; ``written``: milliseconds since the epoch, None if unknown."""
        if written is not None:
            self._reached[tp] = max(written / 1000, self._reached.get(tp, 0.0))

    def sent(self, topic: str, size: int) -> None:
        """A record of ``size`` bytes was delivered."""
        self.metrics.produced.labels(topic, "ok").inc()
        self.metrics.bytes.labels("out").inc(size)

    def committed(self, offsets: Mapping[TP, int], done: bool) -> None:
        """Offsets were committed, or their commit failed."""
        self.metrics.commits.labels("ok" if done else "failed").inc()
        if done:
            for tp in offsets:
                self.metrics.last_commit.labels(tp.topic, str(tp.partition)).set(time.time())

    def assigned(self, partitions: set[TP]) -> None:
        """These are the worker's partitions now; the series of others go."""
        if partitions == self._shown:
            return
        self.metrics.rebalances.inc()
        self.metrics.forget_partitions((tp.topic, tp.partition) for tp in self._shown - partitions)
        self._reached = {tp: at for tp, at in self._reached.items() if tp in partitions}
        self._shown = set(partitions)
        self.metrics.assigned.set(len(partitions))

    def partition(self, tp: TP, *, lag: int | None, oldest: float, moved: bool) -> None:
        """A partition's lag (None: not known yet), the age of its oldest open event in seconds, and whether it moved
        or stands at its end."""
        labels = (tp.topic, str(tp.partition))
        if lag is not None:
            now = time.time()
            if not lag:
                self._reached[tp] = now
            self.metrics.lag.labels(*labels).set(lag)
            self.metrics.lag_seconds.labels(*labels).set(max(now - self._reached.get(tp, now), 0.0))
        self.metrics.oldest_unacked.labels(*labels).set(oldest)
        if moved:
            self.metrics.last_progress.labels(*labels).set(time.time())

    def recovering(self, left: int | None) -> None:
        """The table's recovery has so many changes to read; None: it is not recovering."""
        self.metrics.recovery_remaining.set(left or 0)
        if left is not None and self._recovering is None:
            self._recovering = monotonic()
        elif left is None and self._recovering is not None:
            self.metrics.recovery.set(monotonic() - self._recovering)
            self._recovering = None

    def held(self, *, events: int, articles: int) -> None:
        """So many events are in flight, and so many articles in the table."""
        self.metrics.in_flight.set(events)
        self.metrics.table.labels("articles").set(articles)

    async def loop_delay(self) -> None:
        """Measure how late the event loop wakes, ten times a second, until cancelled."""
        while True:
            due = monotonic() + 0.1
            await asyncio.sleep(0.1)
            self.metrics.loop_delay.observe(max(0.0, monotonic() - due))
