"""``dateline worker stories``: the app's life from the first connection to the last commit, and its exit status."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from time import monotonic

from kafka.admin import KafkaAdminClient

from workers.settings import Settings
from workers.stories.prepare import prepare
from workers.stories.watch import Watchdog, die
from workers.stories.worker import StoriesApp, build_app

log = logging.getLogger("dateline.stories")


def run(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT, then drain, commit, leave the group and return 0; 70 where something failed."""
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap.split(","))
    try:
        prepare(admin, settings)
    finally:
        admin.close()
    return asyncio.run(_live(settings))


async def _live(settings: Settings) -> int:
    app = build_app(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    watchdog = Watchdog([app.stalled])
    watchdog.start()
    pulse = asyncio.create_task(app.pulse.beat(), name="pulse")
    start = asyncio.create_task(app.start(), name="start")
    asked, crashed = asyncio.create_task(stop.wait()), asyncio.create_task(app._crashed.wait())
    running = {asked, crashed, pulse, start}
    while not (asked.done() or crashed.done()):
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {asked, crashed}:
            if (error := task.exception()) is not None:
                log.error("the worker's %s ended", task.get_name(), exc_info=error)
                die(f"{task.get_name()} failed: {error!r}")
    if not asked.done():
        die(f"Faust crashed: {app.crash_reason!r}")
    status = await _leave(app, settings, start)
    watchdog.stop()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


async def _leave(app: StoriesApp, settings: Settings, start: asyncio.Task[None]) -> int:
    until = monotonic() + settings.drain_seconds - 2
    try:
        await asyncio.wait_for(app.stop(), until - monotonic())
    except TimeoutError:
        log.warning("Faust did not stop in time; what was in flight was delivered and committed before")
    start.cancel()
    return 0
