"""``make bench``: every competitor on one broker, the same articles, one run; articles a second and ratios.

Judge by the ratios: absolute figures are the machine's.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from rich.console import Console
from rich.table import Table

from tests.bench.field import Field, Timing, broker, fill, make_topics, our_python, peer, time_competitor
from tests.bench.load import articles, origin, repeated
from workers.commands.console import say

PREFIX = "bench"
MARKS = (5_000, 50_000)


def core_figures() -> dict[str, Any]:
    """The core alone, in a process of its own."""
    done = subprocess.run([our_python(), "-m", "tests.bench.core"], capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def worker(field: Field) -> Timing:
    """``dateline worker enrich`` as it is deployed."""
    environment = {
        "DATELINE_BOOTSTRAP": field.bootstrap,
        "DATELINE_PREFIX": field.prefix,
        "DATELINE_METRICS_ADDRESS": "127.0.0.1:0",
        "DATELINE_STATE_DIR": str(field.folder / "state"),
    }
    command = [our_python(), "-m", "workers", "worker", "enrich"]
    return time_competitor(
        field,
        command,
        f"{field.prefix}-enrich",
        seconds=600,
        marks=tuple(m for m in MARKS if m <= field.articles),
        environment=environment,
    )


def apply_topics(bootstrap: str, folder: Path) -> None:
    """The worker's topics, by its own command."""
    import os

    environment = {**os.environ, "DATELINE_BOOTSTRAP": bootstrap, "DATELINE_PREFIX": PREFIX}
    environment["DATELINE_STATE_DIR"] = str(folder / "state")
    subprocess.run([our_python(), "-m", "workers", "topics", "apply"], check=True, env=environment, capture_output=True)


def compete(field: Field, peer_python: str | None, say: Callable[[str], None]) -> dict[str, Timing]:
    """Every competitor in turn; None of them runs beside another."""
    source = field.source
    make_topics(field.bootstrap, ["bench-copy-kafka", "bench-copy-faust", "bench-copy-quix"])
    timings = {}
    say("bare kafka-python transactional loop")
    command = [our_python(), peer("kafka_loop"), field.bootstrap, source, "bench-copy-kafka", "bench-kafka"]
    timings["kafka-python loop"] = time_competitor(field, command, "bench-kafka", seconds=15)
    say("the enrich worker")
    timings["enrich worker"] = worker(field)
    say("bare Faust loop")
    command = [our_python(), peer("faust_loop"), field.bootstrap, source, "bench-copy-faust", "bench-faust"]
    timings["Faust loop"] = time_competitor(field, command, "bench-faust", seconds=15)
    if peer_python is not None:
        say("Quix Streams with spaCy and dateparser (about a minute)")
        command = [peer_python, peer("quix_spacy"), field.bootstrap, source, "bench-copy-quix", "bench-quix"]
        timings["Quix + spaCy + dateparser"] = time_competitor(field, command, "bench-quix", seconds=60)
    return timings


def report(core: dict[str, Any], timings: dict[str, Timing], console: Console) -> None:
    """Print the tables."""
    steps = Table("step", "µs an article", title=f"core alone: {core['rate']:.0f} articles/s on one core")
    for name, cost in sorted(core["steps"].items(), key=lambda item: -item[1]):
        steps.add_row(name, f"{cost:.0f}")
    console.print(steps)
    lengths = Table("characters", "µs", "ns a character", title="cost by length")
    for length, cost in core["by_length"].items():
        lengths.add_row(f"{int(length):,}", f"{cost:,.0f}", f"{cost * 1000 / int(length):.0f}")
    console.print(lengths)
    ours = timings["enrich worker"]
    table = Table("on the same broker", "articles/s", "of", "enrich worker is", title="through Kafka")
    for name, timing in timings.items():
        table.add_row(name, f"{timing.rate:,.1f}", f"{timing.articles:,}", f"{ours.rate / timing.rate:.2f} times")
    console.print(table)
    console.print(f"worker's rate / core's rate: {ours.rate / core['rate']:.2f}")
    for mark, megabytes in ours.memory.items():
        console.print(f"worker's memory after {mark:,} articles: {megabytes:.0f} MB")


def main() -> None:
    """Run all of it; ``--articles N`` for a shorter one, ``--json FILE`` to keep the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer-python", help="the interpreter of the peers' environment; none: without them")
    options.add_argument("--articles", type=int, default=50_000)
    options.add_argument("--core-only", action="store_true")
    chosen = options.parse_args()
    console = Console(width=110)

    documents = articles()
    say(f"articles: {origin()}, {len(documents)} different ones")
    say("the core alone")
    core = core_figures()
    if chosen.core_only:
        report_core_only(core, console)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        with broker(folder, say) as bootstrap:
            apply_topics(bootstrap, folder)
            say(f"producing {chosen.articles:,} articles")
            fill(bootstrap, f"{PREFIX}.raw", repeated(documents, chosen.articles))
            field = Field(bootstrap=bootstrap, prefix=PREFIX, articles=chosen.articles, folder=folder)
            timings = compete(field, chosen.peer_python, say)
            KafkaAdminClient(bootstrap_servers=bootstrap).close()
    report(core, timings, console)


def report_core_only(core: dict[str, Any], console: Console) -> None:
    """The core's tables without a broker."""
    for name, cost in sorted(core["steps"].items(), key=lambda item: -item[1]):
        console.print(f"{name:18} {cost:8.0f} µs")
    for length, cost in core["by_length"].items():
        console.print(f"{int(length):>9,} characters {cost:10,.0f} µs")
    console.print(f"{core['rate']:.0f} articles/s on one core")


if __name__ == "__main__":
    main()
