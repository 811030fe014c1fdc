"""What a benchmark prints: the core by step and by length in each form, then the competitors on one broker."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.field import Timing


def report_core(cores: dict[str, dict[str, Any]], console: Console) -> None:
    """``cores``: the figures of ``tests.bench.core`` by form (compiled, interpreted), the deployed form first."""
    first = next(iter(cores.values()))
    steps = Table("step", *cores, title="core alone: µs an article of one core's time")
    for name in sorted(first["steps"], key=lambda each: -first["steps"][each]):
        steps.add_row(name, *(f"{core['steps'][name]:.0f}" for core in cores.values()))
    steps.add_section()
    steps.add_row("articles/s, all steps", *(f"{core['rate']:.0f}" for core in cores.values()))
    steps.add_row("without entities, fingerprint", *(f"{core['rate_without']:.0f}" for core in cores.values()))
    console.print(steps)
    lengths = Table("characters", *cores, title="cost by length: ns a character")
    for length in first["by_length"]:
        costs = (f"{core['by_length'][length] * 1000 / int(length):.0f}" for core in cores.values())
        lengths.add_row(f"{int(length):,}", *costs)
    console.print(lengths)
    print_speeds(cores, console)


def print_speeds(cores: dict[str, dict[str, Any]], console: Console) -> None:
    """The speeds that are known by other names than a step's cost."""
    for form, core in cores.items():
        dates = core["characters"] / core["steps"]["dates"]
        console.print(
            f"{form}: date expressions {dates:.1f} million characters/s; "
            f"publication date {core['steps']['publication']:.0f} µs an article"
        )


def report_libraries(costs: dict[str, float], cores: dict[str, dict[str, Any]], console: Console) -> None:
    """``costs``: microseconds an article by library, each doing a part of what the core does whole."""
    total = sum(costs.values())
    table = Table("library", "µs an article", *(f"core {form} is" for form in cores), title="the same articles")
    for name, cost in (*costs.items(), ("the three, one after the other", total)):
        table.add_row(name, f"{cost:,.0f}", *(f"{cost * core['rate'] / 1e6:.1f} times" for core in cores.values()))
    console.print(table)


def report_stream(timings: dict[str, Timing], form: str, core_rate: float, console: Console) -> None:
    """``form``: which core the enrich worker ran; ``core_rate``: articles a second of that core alone."""
    ours = timings["enrich worker"]
    table = Table("on the same broker", "articles/s", "of", "enrich worker is", title=f"through Kafka, core {form}")
    for name, timing in timings.items():
        table.add_row(name, f"{timing.rate:,.1f}", f"{timing.articles:,}", f"{ours.rate / timing.rate:.2f} times")
    console.print(table)
    console.print(f"worker's rate / core's rate: {ours.rate / core_rate:.2f}")
    for mark, megabytes in ours.memory.items():
        console.print(f"worker's memory after {mark:,} articles: {megabytes:.0f} MB")
