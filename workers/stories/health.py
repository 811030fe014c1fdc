"""Is the worker alive, is it ready, what stands still: for the probes, the watchdog and the gauges.

Faust binds a service to the event loop of whoever touches it first, so no other thread may touch one: the loop takes a
``Reading`` of the app, and the server's and the watchdog's threads look at that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from workers.stories.gauges import Gauges
from workers.stories.watch import Stall
from workers.stories.worker import StoriesApp

log = logging.getLogger("dateline.stories")

READ_EVERY, SHOW_EVERY = 0.2, 1.0
"""Seconds between two readings, and between two updates of the gauges."""

AWAY_SECONDS = 5.0
"""A send that the broker has not confirmed for this long makes the worker not ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The app at one moment. ``waits_for``: why it does no work, or None. ``delivery``: monotonic time since which the
    oldest event is in flight. ``recovery``: changes left to read, None outside a recovery. ``behind``: the partitions
    that have events to work on, and when each last moved."""

    waits_for: str | None
    delivery: float | None = None
    recovery: int | None = None
    behind: Mapping[str, float | None] = field(default_factory=dict)


class Health:
    """The readings of one app. ``watch`` runs on its event loop; everything else may be called from any thread."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges
        self._stall = Stall()
        self._app: StoriesApp | None = None
        self._reading = Reading(waits_for="waiting for the broker")
        gauges.metrics.ready.set_function(lambda: 0.0 if self.ready() else 1.0)

    def live(self) -> str | None:
        """None, or why the process should be restarted. Never for the broker's sake."""
        return self._stall.problem

    def ready(self) -> str | None:
        """None, or why the worker does no work now."""
        if self._app is not None and self._app.draining:
            return "draining"
        return self._reading.waits_for

    def stalled(self, now: float) -> str | None:
        """What has stood still too long, or None: the watchdog's question."""
        if self._app is None:
            return None
        reading = self._reading
        return self._stall.check(
            now,
            beat=self._app.pulse.at,
            delivery=reading.delivery,
            recovery=reading.recovery,
            behind=reading.behind,
        )

    async def watch(self, app: StoriesApp) -> None:
        """Take readings and keep the gauges current until cancelled."""
        self._app = app
        shown = 0.0
        while True:
            before, self._reading = self._reading, _read(app)
            if self._reading.waits_for != before.waits_for:
                _tell(self._reading, app)
            if monotonic() - shown >= SHOW_EVERY:
                shown = monotonic()
                self._show(app)
            await asyncio.sleep(READ_EVERY)

    def _show(self, app: StoriesApp) -> None:
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
                moved=not consumer.behind(tp) or (moved is not None and now - moved < 2 * SHOW_EVERY),
            )
        self._gauges.recovering(app.recovery_left())
        self._gauges.held(events=len(app.deliveries), articles=app.size())


def _tell(reading: Reading, app: StoriesApp) -> None:
    if reading.waits_for is None:
        log.info("at work on %d partitions with %d articles in the table", len(app.assignment()), app.size())
    elif reading.recovery is not None:
        log.info("%s: %d changes to read", reading.waits_for, reading.recovery)
    else:
        log.info("%s", reading.waits_for)


def _read(app: StoriesApp) -> Reading:
    if not app.started:
        return Reading(waits_for="starting")
    delivery = app.deliveries.oldest()
    if app.prefix_consumer.away() or (delivery is not None and monotonic() - delivery > AWAY_SECONDS):
        return Reading(waits_for="waiting for the broker", delivery=delivery)
    mine, recovery = app.assignment(), app.recovery_left()
    if app.rebalancing or recovery is not None:
        return Reading(waits_for="recovering its table", delivery=delivery, recovery=recovery)
    behind = [tp for tp in mine if app.prefix_consumer.behind(tp)]
    return Reading(
        waits_for=None if mine else "no partitions assigned",
        delivery=delivery,
        behind={f"{tp.topic}/{tp.partition}": app.prefix_consumer.moved_at(tp) for tp in behind},
    )
