"""``dateline up`` and ``dateline down``: Kafka and both workers, left running until told to end."""

from __future__ import annotations

import typer

from workers.broker.stack import Stack
from workers.commands.console import say
from workers.settings import load_settings


def up() -> None:
    """Start Kafka (or use DATELINE_BOOTSTRAP's), make the topics, start both workers; say where everything is."""
    settings, workers = Stack(load_settings(), say).up()
    typer.echo(f"Kafka      {settings.bootstrap}, topics {settings.prefix}.*")
    for worker in workers:
        typer.echo(f"{worker.name:10} {worker.metrics}/metrics (also /livez, /readyz), log {worker.log}")
    typer.echo("next:      dateline produce FILE...   dateline lag   make down")
