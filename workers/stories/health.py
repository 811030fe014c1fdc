"""Is the worker alive, is it ready, what stands still: for the probes, the watchdog and the gauges."""

from __future__ import annotations

import asyncio
from time import monotonic

from workers.stories.gauges import Gauges
from workers.stories.watch import Stall
from workers.stories.worker import StoriesApp

EVERY = 1.0
"""Seconds between two readings of the gauges."""


class Health:
    """Reads the app and changes nothing. ``stalled`` belongs to the watchdog's thread, the checks to the server's."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges
        self._stall = Stall()
        self.app: StoriesApp | None = None
        gauges.metrics.ready.set_function(lambda: 0.0 if self.ready() else 1.0)

    def live(self) -> str | None:
        """None, or why the process should be restarted. Never for the broker's sake."""
        return self._stall.problem

    def ready(self) -> str | None:
        """None, or why the worker does no work now."""
        app = self.app
        if app is None:
            return "waiting for the broker"
        if app.draining:
            return "draining"
        if app.rebalancing or app.recovery_left() is not None:
            return "recovering its table"
        return None if app.assignment() else "no partitions assigned"

    def stalled(self, now: float) -> str | None:
        """What has stood still too long, or None."""
        app = self.app
        if app is None:
            return None
        consumer = app.prefix_consumer
        behind = set() if app.rebalancing else {tp for tp in app.assignment() if consumer.behind(tp)}
        return self._stall.check(
            now,
            beat=app.pulse.at,
            delivery=app.deliveries.oldest(),
            recovery=app.recovery_left(),
            behind={f"{tp.topic}/{tp.partition}": consumer.moved_at(tp) for tp in behind},
        )

    async def show(self, app: StoriesApp) -> None:
        """Keep the gauges current until cancelled."""
        while True:
            mine = app.assignment()
            self._gauges.assigned(mine)
            oldest, now = app.deliveries.oldest(), monotonic()
            for tp in mine:
                consumer = app.prefix_consumer
                moved = consumer.moved_at(tp)
                self._gauges.partition(
                    tp,
                    lag=consumer.lag(tp),
                    oldest=0.0 if oldest is None else now - oldest,
                    moved=not consumer.behind(tp) or (moved is not None and now - moved < 2 * EVERY),
                )
            self._gauges.recovering(app.recovery_left())
            self._gauges.held(events=len(app.deliveries), articles=len(app.table))
            await asyncio.sleep(EVERY)
