"""``dateline demo``: the whole of it on the sample articles, on a real Kafka, leaving nothing running."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from kafka import KafkaConsumer, TopicPartition
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from workers import render
from workers.broker.clients import open_consumer
from workers.broker.errors import BrokerError
from workers.broker.produce import produce_paths
from workers.broker.stack import RunningWorker, short_lived
from workers.commands.console import progress, say
from workers.readings import read_metrics
from workers.settings import Settings, load_settings

WAIT_SECONDS = 90.0
Json = dict[str, Any]


def demo(
    keep: Annotated[bool, typer.Option(help="Keep the folder with the broker's data and the workers' logs.")] = False,
) -> None:
    """Start Kafka and both workers, send the sample articles through, show what came out, and end everything."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-demo-"))
    console = Console(highlight=False)
    begun = time.monotonic()
    try:
        with short_lived(load_settings(state_dir=folder), say) as (settings, workers):
            sent = _produce(settings)
            outcomes = _read_outcomes(settings, sent)
            versions = _read_versions(settings, len(outcomes.enriched))
            _show(console, outcomes, versions)
            _show_counts(console, sent, outcomes, workers)
            _show_next_steps(console)
        say("workers drained, Kafka stopped: nothing is left running")
    finally:
        if keep:
            say(f"kept {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    say(f"the demo took {time.monotonic() - begun:.0f} s")


class Outcomes:
    """What came out: events and dead letters, in the order of the topics."""

    def __init__(self) -> None:
        self.enriched: list[Json] = []
        self.rejected: list[Any] = []

    def __len__(self) -> int:
        return len(self.enriched) + len(self.rejected)


def _produce(settings: Settings) -> int:
    with as_file(files("workers") / "samples") as samples:
        paths = sorted(path for path in samples.iterdir() if path.suffix in (".ndjson", ".txt", ".html"))
        say(f"producing {len(paths)} files of sample articles onto {settings.topic('raw')}")
        return produce_paths(settings, paths)


def _read_outcomes(settings: Settings, expected: int) -> Outcomes:
    outcomes = Outcomes()
    with progress("enriching", expected, "articles") as bar:
        for message in _committed_records(settings, ("enriched", "rejected"), expected):
            if message.topic == settings.topic("enriched"):
                outcomes.enriched.append(orjson.loads(message.value))
            else:
                outcomes.rejected.append(message)
            bar.advance()
    return outcomes


def _read_versions(settings: Settings, expected: int) -> list[Json]:
    with progress("following versions", expected, "articles") as bar:
        found = []
        for message in _committed_records(settings, ("versions",), expected):
            found.append(orjson.loads(message.value))
            bar.advance()
    return found


def _committed_records(settings: Settings, streams: tuple[str, ...], expected: int) -> Iterator[Any]:
    """The first ``expected`` committed records of some topics as they come. Raises ``BrokerError`` after 90 s."""
    consumer: KafkaConsumer = open_consumer(settings, "demo")
    topics = [settings.topic(stream) for stream in streams]
    try:
        consumer.assign([TopicPartition(topic, p) for topic in topics for p in consumer.partitions_for_topic(topic)])
        deadline = time.monotonic() + WAIT_SECONDS
        seen = 0
        while seen < expected:
            for messages in consumer.poll(timeout_ms=500).values():
                for message in messages:
                    seen += 1
                    yield message
            if time.monotonic() > deadline:
                raise BrokerError(
                    f"only {seen} of {expected} records came out of {', '.join(topics)} within {WAIT_SECONDS:.0f} s; "
                    "the workers' logs are in the demo's folder: run it again with --keep to see them"
                )
    finally:
        consumer.close()


def _show(console: Console, outcomes: Outcomes, versions: list[Json]) -> None:
    status = Counter((version["id"], version["status"]) for version in versions)
    for event in outcomes.enriched:
        console.print(_summary(event))
    table = Table(title="rejected: bytes intact on the dead letter topic", title_justify="left", box=None)
    for column in ("reason", "why"):
        table.add_column(column, overflow="fold")
    for message in outcomes.rejected:
        headers = {name: (value or b"").decode() for name, value in message.headers}
        table.add_row(headers["dlq.reason"], escape(headers["dlq.error.message"]))
    console.print(table)
    known = Counter(name for _, name in status.elements())
    console.print(f"\nversions: {', '.join(f'{count} {name}' for name, count in sorted(known.items()))}")


def _summary(event: Json) -> Text:
    text = Text()
    text.append(render.visible(event["title"] or _beginning(event)) + "\n", "bold")
    for name, value in render.facts(event):
        if name in ("published", "source", "wire agency", "photo credit", "language", *render.ENTITY_TYPES.values()):
            text.append(f"  {name:15}", "dim")
            text.append(f"{value}\n")
    for date in event["dates"]:
        if date["basis"] != "explicit" and date["value"]:
            text.append("  date           ", "dim")
            text.append(f"“{date['text']}” ", render.DATE_STYLE)
            text.append(f" {date['value']}\n")
    for quote in event["quotes"]:
        if quote["segment"] != "furniture":
            text.append("  quote          ", "dim")
            text.append(f"“{_short(quote['text'])}”", render.QUOTE_STYLE)
            text.append(f" {render.describe_speaker(quote)}\n")
    for figure in event["figures"]:
        text.append("  figure         ", "dim")
        text.append(f"“{_short(figure['text'])}” ", render.FIGURE_STYLE)
        text.append(f" {render.describe_figure(figure)}\n")
    return text


def _beginning(event: Json) -> str:
    return _short(event["body"] or event["text"] or "(no text)")


def _short(text: str, most: int = 70) -> str:
    flat = " ".join(render.visible(text).split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _show_counts(console: Console, sent: int, outcomes: Outcomes, workers: tuple[RunningWorker, ...]) -> None:
    enrich = next(worker for worker in workers if worker.name == "enrich")
    counted = read_metrics(enrich.metrics)
    received = int(counted.total("dateline_messages_consumed_total"))
    enriched = int(counted.total("dateline_messages_processed_total", outcome="enriched"))
    rejected = int(counted.total("dateline_messages_processed_total", outcome="rejected"))
    console.print(f"\nproduced {sent}; read back {len(outcomes.enriched)} enriched + {len(outcomes.rejected)} rejected")
    holds = "holds" if received == enriched + rejected == sent == len(outcomes) else "DOES NOT HOLD"
    console.print(f"by the worker's metrics: received {received} = enriched {enriched} + rejected {rejected}: {holds}")
    for worker in workers:
        console.print(f"metrics of {worker.name} were at {worker.metrics}/metrics")


def _show_next_steps(console: Console) -> None:
    console.print(
        "\nTo look further:\n"
        "  dateline try workers/samples/wire-afp.txt  one article, coloured in place\n"
        "  dateline enrich workers/samples            events as NDJSON, no broker\n"
        "  make up                                    Kafka and the workers, until make down"
    )
