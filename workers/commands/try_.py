"""``dateline try FILE``: what was found in an article, coloured in place, for a person."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from workers import render
from workers.commands.arguments import RecordFiles
from workers.commands.console import say
from workers.event import event_of
from workers.files import find_files, read_records
from workers.model import Enriched, RawMessage, Rejected
from workers.pipeline import process
from workers.settings import load_settings

SHOWN = 20
"""How many records of a file are shown where it holds more."""


def try_(
    files: RecordFiles,
    most: Annotated[int, typer.Option(min=1, help="Show at most this many records.")] = SHOWN,
) -> None:
    """Show articles with their segments, dates, quotations and figures coloured where they stand, and the evidence."""
    console = Console(highlight=False)
    options = load_settings().options()
    shown = 0
    for path in find_files(files):
        for number, (_, message) in enumerate(read_records(path)):
            if shown == most:
                say(f"there are more; --most {most * 10} shows more of them")
                return
            console.rule(f"{path}" if number == 0 else f"{path}, record {number + 1}")
            _show(console, process(message, options, _tell))
            shown += 1


def _show(console: Console, outcome: Enriched | Rejected) -> None:
    if isinstance(outcome, Rejected):
        console.print(f"rejected: {outcome.reason} ({outcome.message})", markup=False)
        return
    event: dict[str, Any] = orjson.loads(orjson.dumps(event_of(outcome)))
    console.print(render.article(event))


def _tell(_: RawMessage, step: str, error: BaseException) -> None:
    say(f"the step {step} failed: {type(error).__name__}: {error}")
