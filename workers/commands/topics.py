"""``dateline topics apply|check|list``: the cluster's topics against ``schemas/topics.toml``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from workers.broker.errors import BrokerError
from workers.broker.topics import apply_topics, check_topics, read_topics
from workers.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Create the topics and set their configuration, or check them.")

Partitions = Annotated[
    list[str] | None, typer.Option(help="TOPIC=N: at least N partitions for that topic (raw=12). May be repeated.")
]


@app.command()
def apply(partitions: Partitions = None) -> None:
    """Create topics that are missing, adjust settings, add partitions; say what was done.

    Nothing is deleted, partitions are never taken away, and other settings of a topic are left alone.
    """
    settings = load_settings()
    topics = read_topics(_numbers(partitions))
    done, left = apply_topics(settings, topics)
    for line in done:
        typer.echo(line)
    for difference in left:
        typer.echo(f"{difference}; this cannot be changed from here: reassign its partitions with Kafka's own tools")
    typer.echo(
        f"{len(topics)} topics at {settings.bootstrap}: {len(done)} changes" if done else _as_stated(len(topics))
    )


@app.command()
def check(partitions: Partitions = None) -> None:
    """List every difference between the cluster and schemas/topics.toml; exit 1 where there is one."""
    topics = read_topics(_numbers(partitions))
    differences = check_topics(load_settings(), topics)
    for difference in differences:
        typer.echo(str(difference))
    if differences:
        typer.echo("`dateline topics apply` makes them as stated", err=True)
        raise typer.Exit(1)
    typer.echo(_as_stated(len(topics)))


@app.command("list")
def list_topics() -> None:
    """Print what each topic is for, its key, its schema and its partitions; no broker is asked."""
    from rich.console import Console
    from rich.table import Table

    settings = load_settings()
    table = Table("topic", "what", "key", "schema", "partitions", box=None, pad_edge=False)
    for topic in read_topics():
        name = settings.topic(topic.stream)
        table.add_row(name, topic.description, topic.key, topic.schema, str(topic.partitions))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _as_stated(count: int) -> str:
    return f"all {count} topics are as stated in schemas/topics.toml"


def _numbers(partitions: list[str] | None) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for each in partitions or []:
        stream, _, number = each.partition("=")
        if not number.isdigit() or not 0 < int(number) <= 10_000:
            raise BrokerError(f"--partitions {each}: give TOPIC=N, with N from 1 to 10000 (raw=12)")
        numbers[stream] = int(number)
    return numbers
