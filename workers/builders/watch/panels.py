"""What dashboards are made of, as data: panels, boards, and the panels that several of them have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workers.builders.watch import thresholds as at

Kind = Literal["lines", "stack", "number", "bars"]
RATE = "[$__rate_interval]"
CHOSEN = 'job=~"$job",instance=~"$instance"'
"""The workers that the dashboard's variables choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``queries``: expression and legend. ``limit``: the number that ``alert`` fires over, drawn as a line (``below``:
    fires under it). ``unit``: Grafana's id of it. ``alerts``: whose runbook entries the panel links to."""

    title: str
    meaning: str
    queries: tuple[tuple[str, str], ...]
    unit: str
    kind: Kind = "lines"
    width: int = 8
    limit: float | None = None
    below: bool = False
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One dashboard: rows of panels. ``one_worker``: its variable chooses one instance. ``by_source``: it has a
    variable for sources."""

    uid: str
    title: str
    meaning: str
    rows: tuple[tuple[str, tuple[Panel, ...]], ...]
    one_worker: bool = False
    by_source: bool = False


def quantiles(metric: str, by: str = "") -> tuple[tuple[str, str], ...]:
    """The median and the 95th and 99th percentile of a histogram."""
    return tuple(
        (
            f"histogram_quantile({quantile}, sum by (le) (rate({metric}_bucket{{{CHOSEN}{by}}}{RATE})))",
            f"p{quantile * 100:.0f}",
        )
        for quantile in (0.5, 0.95, 0.99)
    )


def each(metric: str, label: str, more: str = "") -> tuple[tuple[str, str], ...]:
    """A counter's rate by one label."""
    return ((f"sum by ({label}) (rate({metric}{{{CHOSEN}{more}}}{RATE}))", f"{{{{{label}}}}}"),)


MEMORY = Panel(
    title="Memory",
    meaning="Resident memory, as a share of what the process may have",
    queries=((f"process_resident_memory_bytes{{{CHOSEN}}} / dateline_memory_limit_bytes", "{{instance}}"),),
    unit="percentunit",
    limit=at.MEMORY_SHARE,
    alerts=("MemoryHigh",),
)
WAITING = Panel(
    title="Standing still",
    meaning="Share of the time that reading stands still for the broker or a retry",
    queries=((f"rate(dateline_backpressure_seconds_total{{{CHOSEN}}}{RATE})", "{{instance}}"),),
    unit="percentunit",
    limit=at.WAITING_SHARE,
    alerts=("WaitsForBroker",),
)
PROCESSOR = Panel(
    title="Processor",
    meaning="Cores in use; one worker process can use about one",
    queries=((f"rate(process_cpu_seconds_total{{{CHOSEN}}}{RATE})", "{{instance}}"),),
    unit="none",
    limit=1,
)
