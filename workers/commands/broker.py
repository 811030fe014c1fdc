"""``dateline broker up|down|status``: a real Kafka on this machine, or the user's own cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workers.broker.local import LocalBroker, serves
from workers.commands.console import say
from workers.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help="Start, stop and show a real Kafka broker on this machine.")

DataDir = Annotated[
    Path | None, typer.Option(help="Folder of the broker's data and log; another folder is another broker.")
]


@app.command()
def up(
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65_535, help="Port for clients; 0 takes a free one. Default: that of last time, else 9092."
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Start the broker and wait until it serves; the last line is its address.

    With DATELINE_BOOTSTRAP set nothing is started: that cluster is used.
    """
    settings = load_settings()
    if settings.own_cluster:
        say("DATELINE_BOOTSTRAP is set: your own cluster is used, nothing is started")
        typer.echo(settings.bootstrap)
        return
    broker = _broker(settings, data_dir, port)
    if (address := broker.address) is not None:
        say(f"Kafka is already up (process {broker.pid})")
    else:
        address = broker.start()
        say(f"Kafka is up (process {broker.pid}); data and log in {broker.folder}; `dateline broker down` stops it")
    typer.echo(address)


@app.command()
def down(
    data_dir: DataDir = None,
    erase: Annotated[bool, typer.Option(help="Delete its data too: topics, records, offsets.")] = False,
) -> None:
    """Stop the local broker; its data stays unless --erase is given."""
    broker = _broker(load_settings(), data_dir)
    ran = broker.stop()
    typer.echo("Kafka is down" if ran else f"no local broker runs in {broker.folder}")
    if erase:
        broker.erase()
        typer.echo(f"deleted {broker.folder}")


@app.command()
def status(data_dir: DataDir = None) -> None:
    """Say whether the broker runs and where; exit 1 where none does."""
    settings = load_settings()
    if settings.own_cluster:
        typer.echo(f"DATELINE_BOOTSTRAP is set: your own cluster at {settings.bootstrap} is used")
    broker = _broker(settings, data_dir)
    address = broker.address
    if address is None:
        typer.echo(f"down: no local broker runs in {broker.folder}")
        raise typer.Exit(0 if settings.own_cluster else 1)
    answers = "up" if serves(address) else "running, but does not answer"
    typer.echo(f"{answers}: {address} (process {broker.pid}, data and log in {broker.folder})")


def _broker(settings: Settings, data_dir: Path | None, port: int | None = None) -> LocalBroker:
    folder = data_dir or settings.state_dir / "broker"
    return LocalBroker(folder, cache_dir=settings.cache_dir, port=port, say=say)
