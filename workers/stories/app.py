"""The stories worker's entrances: ``run`` for ``dateline worker stories``, and ``app`` for Faust's own command.

``faust -A workers.stories.app worker`` asks for ``app``, which is built then, from the environment; ``run`` builds its
own from the settings that it is given.
"""

from __future__ import annotations

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


@cache
def _from_environment() -> StoriesApp:
    settings = load_settings()
    gauges = Gauges(Metrics(version=VERSION, schema="version/1").with_process())
    app, health = build_app(settings, gauges), Health(gauges)

    def begin(*_: Any, **__: Any) -> None:
        _prepare(settings)
        Server(*settings.metrics_host_port, gauges.metrics.registry, live=health.live, ready=health.ready)
        Watchdog([health.stalled]).start()

    async def watch() -> None:
        await health.watch(app)

    app.on_worker_init.connect(begin, weak=False)
    app.task(watch)
    return app


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
