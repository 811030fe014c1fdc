"""One stories worker as a process: logs, metrics, probes, signals and exit status around Faust's app."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from time import monotonic
from typing import NoReturn

from kafka.errors import AuthorizationError, SaslAuthenticationFailedError

from workers.broker.clients import open_admin
from workers.broker.errors import BrokerError
from workers.logs import configure
from workers.metrics import Metrics
from workers.serve import Server
from workers.settings import Settings
from workers.stories.gauges import Gauges
from workers.stories.health import Health
from workers.stories.prepare import prepare
from workers.stories.watch import Watchdog, die
from workers.stories.worker import StoriesApp, build_app
from workers.version import VERSION

SIGNALS = (signal.SIGTERM, signal.SIGINT)
WAITS = (1.0, 2.0, 5.0, 10.0)
"""Seconds between attempts to reach a broker that is away; the last one repeats."""
MARGIN_SECONDS = 2.0
"""So long before the end of the drain time the process ends without Faust's own goodbyes."""

REFUSED = (SaslAuthenticationFailedError, AuthorizationError)
"""What waiting does not help against."""

log = logging.getLogger("dateline.stories")


def run(settings: Settings, *, tied: bool = False) -> int:
    """Run until SIGTERM or SIGINT (``tied``: or the end of standard input), drain, commit, leave the group; return 0.

    1: a fatal error, told in one line. The process ends with 70 where a send failed or something stood still.
    """
    configure(settings.log_level)
    # Faust's services log by the module of their class, a screen of tables for each rebalance.
    logging.getLogger("workers.stories").setLevel(logging.WARNING)
    early: list[int] = []  # signals that come before the event loop listens to them
    for number in SIGNALS:
        signal.signal(number, lambda received, _: early.append(received))
    gauges = Gauges(Metrics(version=VERSION, schema="version/1").with_process())
    health = Health(gauges)
    server = None
    try:
        server = Server(*settings.metrics_host_port, gauges.metrics.registry, live=health.live, ready=health.ready)
        name = f"{settings.stories_group}-{settings.worker_name}"
        print(f"dateline: stories {name}: metrics on http://{server.address}/metrics", flush=True)  # noqa: T201
        asyncio.run(_live(settings, gauges, health, early, tied=tied))
    except Exception as error:
        status = getattr(error, "exit_status", None)
        if status is None:
            log.critical("the stories worker failed", exc_info=error)
        print(f"dateline: {' '.join(str(error).split())}", file=sys.stderr, flush=True)  # noqa: T201
        return int(status or 1)
    finally:
        if server is not None:
            server.close()
    return 0


async def _live(settings: Settings, gauges: Gauges, health: Health, early: list[int], *, tied: bool) -> None:
    stop = _listen(early, tied=tied)
    if not await _prepared(settings, stop):
        return
    app = build_app(settings, gauges)
    watchdog = Watchdog([health.stalled])
    watchdog.start()
    asked = asyncio.create_task(stop.wait(), name="stop")
    crashed = asyncio.create_task(app._crashed.wait(), name="crash")
    start = asyncio.create_task(app.start(), name="start")
    forever = {"health": health.watch(app), "loop delay": gauges.loop_delay()}
    running = {asked, crashed, start, *(asyncio.create_task(each, name=name) for name, each in forever.items())}
    while not (asked.done() or crashed.done()):
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {asked, crashed}:
            if (error := task.exception()) is not None:
                log.critical("the worker's %s ended", task.get_name(), exc_info=error)
                die(f"its {task.get_name()} failed: {error!r}")
    if not asked.done():
        die(f"Faust crashed: {app.crash_reason!r}")
    await _leave(app, settings, watchdog)


async def _prepared(settings: Settings, stop: asyncio.Event) -> bool:
    """Wait for a broker and see to the topics; False where the worker was told to stop before."""
    waits = iter(WAITS)
    while not stop.is_set():
        try:
            await asyncio.to_thread(_prepare, settings)
        except BrokerError as error:
            if isinstance(error.__cause__, REFUSED):
                raise
            log.warning("%s; waiting for it", error)
        else:
            return True
        try:
            await asyncio.wait_for(stop.wait(), next(waits, WAITS[-1]))
        except TimeoutError:
            continue
    return False


def _prepare(settings: Settings) -> None:
    admin = open_admin(settings, wait=5)
    try:
        prepare(admin, settings)
    finally:
        admin.close()


async def _leave(app: StoriesApp, settings: Settings, watchdog: Watchdog) -> NoReturn:
    """Drain, commit, leave the group, and end the process: Faust's threads are not waited for any further."""
    log.info("told to stop: draining")
    until = monotonic() + settings.drain_seconds - MARGIN_SECONDS
    app.draining = True
    watchdog.stop()
    status = 0
    try:
        await asyncio.wait_for(app.stop(), until - monotonic())
    except TimeoutError:
        # The drain comes first in app.stop(): it ends the process itself where it fails, so what is missing here is
        # Faust's goodbye only, and the group notices by the session timeout.
        log.warning("Faust did not stop in time; what was in flight is delivered and committed")
    except Exception as error:
        log.critical("the worker could not stop", exc_info=error)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _listen(early: list[int], *, tied: bool) -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop.set)
    if early:
        stop.set()
    if tied:

        def parent() -> None:
            sys.stdin.buffer.read()
            loop.call_soon_threadsafe(stop.set)

        threading.Thread(target=parent, name="parent", daemon=True).start()
    return stop
