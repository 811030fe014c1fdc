"""``dateline down``: end what ``dateline up`` started."""

from __future__ import annotations

import typer

from workers.broker.stack import Stack
from workers.commands.console import say
from workers.settings import load_settings


def down() -> None:
    """Let the workers finish their transaction and end, then stop the local broker; its data stays."""
    ended = Stack(load_settings(), say).down()
    typer.echo(f"ended: {', '.join(ended)}" if ended else "nothing was running")
