"""The stories worker's entrances: ``run`` for ``dateline worker stories``, and ``app`` for Faust's own command.

``faust -A workers.stories.app worker`` asks for ``app``, which is built then, from the environment; ``run`` builds its
own from the settings that it is given.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from workers.broker.clients import open_admin
from workers.metrics import Metrics
from workers.serve import Server
from workers.settings import Settings, load_settings
from workers.stories.gauges import Gauges
from workers.stories.health import Health
from workers.stories.prepare import prepare
from workers.stories.run import run
from workers.stories.watch import Watchdog
from workers.stories.worker import StoriesApp, build_app
from workers.version import VERSION

__all__ = ["run"]


class CommandApp(StoriesApp):
    """The app under Faust's own command: it brings its topics, metrics, probes and watchdog along."""

    async def on_first_start(self) -> None:
        """Prepare and serve, as ``run`` does. Raises what ``prepare`` and ``Server`` raise."""
        settings, health = self.settings, Health(self.gauges)
        await asyncio.to_thread(_prepare, settings)
        Server(*settings.metrics_host_port, self.gauges.metrics.registry, live=health.live, ready=health.ready)
        Watchdog([health.stalled]).start()
        self.add_future(health.watch(self))
        await super().on_first_start()


@cache
def _from_environment() -> StoriesApp:
    gauges = Gauges(Metrics(version=VERSION, schema="version/1").with_process())
    return build_app(load_settings(), gauges, CommandApp)


def _prepare(settings: Settings) -> None:
    admin = open_admin(settings)
    try:
        prepare(admin, settings)
    finally:
        admin.close()


def __getattr__(name: str) -> Any:
    if name == "app":
        return _from_environment()
    raise AttributeError(f"module {__name__} has no attribute {name}")
