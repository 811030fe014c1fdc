"""``dateline worker enrich`` and ``dateline worker stories``: run until told to end."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from workers.settings import load_settings


class Role(StrEnum):
    """Which worker."""

    ENRICH = "enrich"
    STORIES = "stories"


def worker(
    role: Annotated[Role, typer.Argument(help="enrich: raw articles to events; stories: events to versions.")],
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Run so many of them under a parent that restarts one that died."),
    ] = None,
    metrics_address: Annotated[
        str | None, typer.Option(help="Where metrics are served, instead of DATELINE_METRICS_ADDRESS.")
    ] = None,
    tied: Annotated[bool, typer.Option(hidden=True, help="End when standard input does: the parent is gone.")] = False,
) -> None:
    """Run a worker until SIGTERM or SIGINT, then finish what is open, leave the group and exit 0."""
    changes = {} if metrics_address is None else {"metrics_address": metrics_address}
    settings = load_settings(**changes)
    if processes is not None:
        from workers.broker.supervisor import supervise

        raise typer.Exit(supervise(role.value, processes, settings))
    if role is Role.ENRICH:
        from workers.broker.run import run

        raise typer.Exit(run(settings, tied=tied))
    from workers.stories.app import run as run_stories

    raise typer.Exit(run_stories(settings, tied=tied))
