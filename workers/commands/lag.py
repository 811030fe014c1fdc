"""``dateline lag``: how far the workers are behind."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from workers.broker.lag import inputs_of, read_lag, total_lag
from workers.settings import load_settings


def lag(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
) -> None:
    """Show end, committed offset and lag of every partition that the enrich and the stories worker read."""
    settings = load_settings()
    lags = read_lag(settings)
    totals = {group: total_lag(lags, group) for group in inputs_of(settings)}
    if as_json:
        typer.echo(json.dumps({"total": totals, "partitions": [asdict(each) for each in lags]}))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("group", "topic", "partition", box=None, pad_edge=False)
    for column in ("end", "committed", "lag"):
        table.add_column(column, justify="right")
    for each in lags:
        committed = "-" if each.committed is None else str(each.committed)
        table.add_row(each.group, each.topic, str(each.partition), str(each.end), committed, str(each.lag))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    for group, count in totals.items():
        typer.echo(f"{group}: {count} behind")
