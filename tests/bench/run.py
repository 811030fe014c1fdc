"""``make bench``: every competitor on one broker, the same articles, one run; articles a second and ratios.

Judge by the ratios: absolute figures are the machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from rich.console import Console

from tests.bench.field import Field, Timing, broker, fill, make_topics, our_python, peer, time_competitor
from tests.bench.load import articles, origin, repeated
from tests.bench.report import report_core, report_libraries, report_stream
from workers.commands.console import say

PREFIX = "bench"
MARKS = (5_000, 50_000)
LIBRARY_ARTICLES = 60
"""So many articles are enough for what takes a tenth of a second an article."""


ROOT = Path(__file__).resolve().parents[2]
CORE = f"import runpy, sys; sys.path.append({str(ROOT)!r}); runpy.run_module('tests.bench.core', run_name='__main__')"


def core_figures(python: str) -> dict[str, Any]:
    """The core alone, in a process of its own: the one that ``python`` has installed."""
    done = subprocess.run([python, "-P", "-c", CORE], capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def library_costs(peer_python: str, documents: list[dict[str, Any]]) -> dict[str, float]:
    """Microseconds an article by library, on every so-manieth article."""
    texts = [str(each.get("text") or "") for each in documents[:: max(1, len(documents) // LIBRARY_ARTICLES)]]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [peer_python, peer("libraries")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    costs: dict[str, float] = json.loads(done.stdout)
    return costs


def worker(field: Field, python: str) -> Timing:
    """``dateline worker enrich`` as ``python`` has it installed."""
    environment = {
        "DATELINE_BOOTSTRAP": field.bootstrap,
        "DATELINE_PREFIX": field.prefix,
        "DATELINE_METRICS_ADDRESS": "127.0.0.1:0",
        "DATELINE_STATE_DIR": str(field.folder / "state"),
    }
    command = [python, "-P", "-m", "workers", "worker", "enrich"]
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
    environment = {**os.environ, "DATELINE_BOOTSTRAP": bootstrap, "DATELINE_PREFIX": PREFIX}
    environment["DATELINE_STATE_DIR"] = str(folder / "state")
    subprocess.run([our_python(), "-m", "workers", "topics", "apply"], check=True, env=environment, capture_output=True)


def compete(field: Field, deployed: str, peer_python: str | None, say: Callable[[str], None]) -> dict[str, Timing]:
    """Every competitor in turn; None of them runs beside another."""
    source = field.source
    make_topics(field.bootstrap, ["bench-copy-kafka", "bench-copy-faust", "bench-copy-quix"])
    timings = {}
    say("bare kafka-python transactional loop")
    command = [our_python(), peer("kafka_loop"), field.bootstrap, source, "bench-copy-kafka", "bench-kafka"]
    timings["kafka-python loop"] = time_competitor(field, command, "bench-kafka", seconds=15)
    say("the enrich worker")
    timings["enrich worker"] = worker(field, deployed)
    say("bare Faust loop")
    command = [our_python(), peer("faust_loop"), field.bootstrap, source, "bench-copy-faust", "bench-faust"]
    timings["Faust loop"] = time_competitor(field, command, "bench-faust", seconds=15)
    if peer_python is not None:
        say("Quix Streams with spaCy and dateparser (about a minute)")
        command = [peer_python, peer("quix_spacy"), field.bootstrap, source, "bench-copy-quix", "bench-quix"]
        timings["Quix + spaCy + dateparser"] = time_competitor(field, command, "bench-quix", seconds=60)
    return timings


def main() -> None:
    """Run all of it; ``--articles N`` for a shorter one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer-python", help="the interpreter of the peers' environment; none: without them")
    options.add_argument("--compiled-python", help="one that has the compiled core; none: without it")
    options.add_argument("--articles", type=int, default=50_000)
    options.add_argument("--core-only", action="store_true")
    chosen = options.parse_args()
    console = Console(width=110)

    documents = articles()
    say(f"articles: {origin()}, {len(documents)} different ones")
    forms = {"interpreted": our_python()}
    if chosen.compiled_python is not None and Path(chosen.compiled_python).exists():
        forms = {"compiled": chosen.compiled_python, **forms}
    cores = {}
    for form, python in forms.items():
        say(f"the core alone, {form}")
        cores[form] = core_figures(python)
    report_core(cores, console)
    if chosen.peer_python is not None:
        say("textacy, spaCy and dateparser on the same articles")
        report_libraries(library_costs(chosen.peer_python, documents), cores, console)
    if chosen.core_only:
        return
    deployed = next(iter(forms))
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        with broker(folder, say) as bootstrap:
            apply_topics(bootstrap, folder)
            say(f"producing {chosen.articles:,} articles")
            fill(bootstrap, f"{PREFIX}.raw", repeated(documents, chosen.articles))
            field = Field(bootstrap=bootstrap, prefix=PREFIX, articles=chosen.articles, folder=folder)
            timings = compete(field, forms[deployed], chosen.peer_python, say)
            KafkaAdminClient(bootstrap_servers=bootstrap).close()
    report_stream(timings, deployed, cores[deployed]["rate"], console)


if __name__ == "__main__":
    main()
