"""``dateline sources``: what the registry of publishers lacks, from files of enriched events."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from workers.commands.arguments import RecordFiles
from workers.commands.console import progress, say
from workers.commands.learn_furniture import enriched
from workers.files import find_files, read_records

app = typer.Typer(no_args_is_help=True, help="Sources that the registry does not know.")

MOST_UNKNOWN = 100_000
"""Different unknown sources that are counted; those seen once go first."""


@app.callback()
def sources() -> None:
    """Sources that the registry does not know."""


@app.command()
def report(
    files: RecordFiles,
    top: Annotated[int, typer.Option(min=1, help="How many of the most frequent ones.")] = 50,
) -> None:
    """Which unknown sources are frequent in enriched events: a candidate for the registry a line, most frequent first.

    Columns: articles, id (the registered domain, or the name), name. Articles without any source are told of below.
    """
    unknown: Counter[tuple[str, str]] = Counter()
    events = none = others = 0
    with progress("sources report", None, "events") as bar:
        for path in find_files(files):
            for _, message in read_records(path):
                bar.advance()
                event = enriched(message.value)
                if event is None:
                    others += 1
                    continue
                events += 1
                source = event.get("source")
                if not isinstance(source, dict):
                    none += 1
                elif source.get("kind") == "unknown":
                    unknown[str(source.get("id")), str(source.get("name"))] += 1
                    if len(unknown) > MOST_UNKNOWN:
                        unknown = Counter({key: count for key, count in unknown.items() if count > 1})
    for (identity, name), count in sorted(unknown.items(), key=lambda each: (-each[1], each[0]))[:top]:
        typer.echo(f"{count}\t{identity}\t{name}")
    say(
        f"{events:,} events: {unknown.total():,} from {len(unknown):,} unknown sources, {none:,} without a source"
        + (f"; {others:,} records are no enriched events" if others else "")
    )
