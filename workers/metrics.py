"""Every metric of the workers, declared once: name, labels, meaning and buckets.

Names follow the Prometheus rules: prefix ``dateline_``, base units, ``_total`` on counters, bounded labels (topics of
our own, partitions that are ours, closed lists), never a URL, an id or a text. ``docs/metrics.md`` is rendered from
here.

The outcome equation can be read at any moment between two commits: the sum of ``messages_consumed_total`` equals that
of ``messages_processed_total``; both are counted when the transaction that holds the outcome is committed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from workers.memory import memory_limit
from workers.model import Reason, Step
from workers.pipeline import STAGES as STEPS
from workers.quality import Issue, Look
from workers.shown_sources import NONE, RANK_EVERY, SHOWN, UNREGISTERED, ShownSources

PREFIX = "dateline_"
MESSAGING = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0, 60.0, 300.0)
"""OpenTelemetry's buckets for messaging durations, and 30, 60 and 300 s. Seconds."""
WORK = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
"""Work on one record (an article takes about a millisecond), and on one transaction. Seconds."""
AGES = (60.0, 300.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 21_600.0, 43_200.0, 86_400.0, 172_800.0, 604_800.0, 2_592_000.0)
"""From an article's publication or fetch to its event: a minute to thirty days. Seconds."""
SIZES = (0, 256, 1_024, 2_048, 4_096, 8_192, 16_384, 65_536, 262_144, 1_000_000)
COUNTS = (0, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
STAGES = ("process", "encode", "produce", "flush", "commit")
OUTCOMES = ("enriched", "rejected")
TIMED = ("decode", *STEPS, "finish")

T = TypeVar("T", Counter, Gauge, Histogram)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the documentation says about a metric."""

    name: str
    kind: str
    labels: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeries:
    """The series of one source, found once: looking a label up costs more than counting."""

    articles: Counter
    issues: dict[Issue, Counter]
    seen: Gauge


class Metrics:
    """The metrics of one worker process, in a registry of their own (beside those of the process and of Python)."""

    def __init__(self, *, version: str = "", git_sha: str = "", schema: str = "enriched_article/1") -> None:
        self.registry = CollectorRegistry()
        self.declared: list[Declared] = []
        counter, gauge, histogram = self._counter, self._gauge, self._histogram

        self.consumed = counter(
            "messages_consumed_total",
            "Raw records whose outcome is committed, counted with the commit",
            "topic",
            "partition",
        )
        self.processed = counter("messages_processed_total", "Records by outcome, counted with the commit", "outcome")
        self.bytes = counter("message_bytes_total", "Bytes of values, in and out", "direction")
        self.produced = counter("produced_records_total", "Records sent, by what became of them", "topic", "result")
        self.dead_letters = counter("dlq_records_total", "Dead letters by reason, counted with the commit", "reason")
        self.retries = counter("retries_total", "Attempts that were repeated, by stage", "stage")
        self.duplicates = counter("duplicates_total", "Repeats seen by the stories worker")
        self.step_failures = counter("step_failures_total", "Steps that raised; the article went on without", "step")
        self.step_seconds = counter(
            "step_seconds_total", "Time spent in each step of the pipeline, whatever became of the records", "step"
        )
        self.slow_records = counter("slow_records_total", "Records whose processing took over 0.25 s")
        self.processing = histogram(
            "processing_duration_seconds",
            "Work: process, encode and produce are per record, flush and commit per transaction",
            WORK,
            "stage",
        )
        self.produce = histogram(
            "produce_duration_seconds", "First send of a transaction until the broker has all", MESSAGING, "topic"
        )
        self.latency = histogram(
            "end_to_end_latency_seconds",
            "Record timestamp to committed outcome; none for a missing or later timestamp",
            MESSAGING,
        )
        self.publication_age = histogram(
            "publication_age_seconds",
            "Publication to committed event, where the article says the minute and the zone",
            AGES,
        )
        self.fetch_age = histogram("fetch_age_seconds", "The producer's fetched_at to committed event", AGES)
        self.articles = counter(
            "articles_total",
            "Enriched articles by source: the busiest by id, further known ones as other, then unregistered and none",
            "source",
        )
        self.issues = counter(
            "article_issues_total", "Enriched articles that something looks wrong with, by source", "issue", "source"
        )
        self.source_seen = gauge(
            "source_last_article_timestamp_seconds", "When an article of the source was last committed", "source"
        )
        self.input_size = histogram("input_size_bytes", "Size of raw values", SIZES)
        self.batch = histogram("batch_records", "Records in a transaction", COUNTS)
        self.in_flight = gauge("in_flight_records", "Records taken whose outcome is not committed yet")
        self.oldest_unacked = gauge(
            "oldest_unacked_age_seconds", "Age of the oldest record not committed yet", "topic", "partition"
        )
        self.lag = gauge("consumer_lag_records", "End offset minus committed offset", "topic", "partition")
        self.lag_seconds = gauge(
            "consumer_lag_seconds",
            "Age of the oldest record that is not done, at most: where it was not read yet, a bound",
            "topic",
            "partition",
        )
        self.last_commit = gauge(
            "last_commit_timestamp_seconds", "When offsets were last committed", "topic", "partition"
        )
        self.last_progress = gauge(
            "last_progress_timestamp_seconds",
            "When the partition last moved, or was seen at its end",
            "topic",
            "partition",
        )
        self.commits = counter("commits_total", "Transactions (stories: offset commits) by result", "result")
        self.violations = counter(
            "commit_invariant_violations_total", "Commits that passed an open offset; anything but 0 is a page"
        )
        self.rebalances = counter("rebalances_total", "Rebalances that changed what this worker holds")
        self.assigned = gauge("assigned_partitions", "Partitions that this worker holds")
        self.backpressure = counter(
            "backpressure_seconds_total", "Time that reading stood still for the broker or a retry"
        )
        self.loop_delay = histogram(
            "event_loop_delay_seconds", "How late the stories worker's event loop runs", MESSAGING
        )
        self.recovery = gauge("recovery_seconds", "How long the stories worker's tables took to recover")
        self.recovery_remaining = gauge(
            "recovery_remaining_records", "Changes that the stories worker's tables have still to read; 0: whole"
        )
        self.table = gauge("table_records", "What the stories worker's tables hold", "table")
        self.events = counter("events_total", "Enriched events by what became of them (stories)", "status")
        self.ready = gauge("ready", "1: partitions assigned (or standing by) and not draining")
        self.memory_limit = gauge("memory_limit_bytes", "What the process may have: its container's limit, or all")
        self.build = gauge("build_info", "1, with the version as labels", "version", "git_sha", "schema")

        self._sources = ShownSources()
        self._series: dict[str, SourceSeries] = {}
        self.build.labels(version, git_sha, schema).set(1)
        self.memory_limit.set(memory_limit())
        for outcome in OUTCOMES:
            self.processed.labels(outcome)
        for reason in Reason:
            self.dead_letters.labels(reason.value)
        for step in Step:
            self.step_failures.labels(step.value)
        for result in ("ok", "failed"):
            self.commits.labels(result)
        for direction in ("in", "out"):
            self.bytes.labels(direction)
        for stage in STAGES:
            self.processing.labels(stage)
        for step_name in TIMED:
            self.step_seconds.labels(step_name)

    def with_process(self) -> Metrics:
        """Add memory, CPU, open files and garbage collection of this process, under their usual names."""
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        return self

    def forget_partitions(self, partitions: Iterable[tuple[str, int]]) -> None:
        """Remove the series of partitions that were given away: another worker shows them now.

        Counters stay: what this worker did is still done, and the outcome equation counts on it.
        """
        for topic, partition in partitions:
            for metric in (self.oldest_unacked, self.lag, self.lag_seconds, self.last_commit, self.last_progress):
                metric.remove(topic, str(partition))

    def article(self, seen: Look, now: float) -> None:
        """Count an enriched article whose outcome is committed; ``now``: seconds since the epoch."""
        name = seen.source
        series = self._of_source(name if name in (UNREGISTERED, NONE) else self._sources.label(name))
        series.articles.inc()
        for issue in seen.issues:
            series.issues[issue].inc()
        series.seen.set(now)
        if seen.published is not None and seen.published <= now:
            self.publication_age.observe(now - seen.published)
        if seen.fetched is not None and seen.fetched <= now:
            self.fetch_age.observe(now - seen.fetched)

    def rank_sources(self) -> None:
        """Now and then: name the busiest sources. The series of those that lost their names go."""
        for source in self._sources.rank():
            del self._series[source]
            self.articles.remove(source)
            self.source_seen.remove(source)
            for issue in Issue:
                self.issues.remove(issue.value, source)

    def _of_source(self, label: str) -> SourceSeries:
        """All counters of a source are there from its first article on, so that a rate sees its first issue."""
        series = self._series.get(label)
        if series is None:
            series = self._series[label] = SourceSeries(
                articles=self.articles.labels(label),
                issues={issue: self.issues.labels(issue.value, label) for issue in Issue},
                seen=self.source_seen.labels(label),
            )
        return series

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return self._declare(Counter(PREFIX + name, meaning, labels, registry=self.registry), name, meaning, labels)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return self._declare(Gauge(PREFIX + name, meaning, labels, registry=self.registry), name, meaning, labels)

    def _histogram(self, name: str, meaning: str, buckets: Iterable[float], *labels: str) -> Histogram:
        metric = Histogram(PREFIX + name, meaning, labels, registry=self.registry, buckets=tuple(buckets))
        return self._declare(metric, name, meaning, labels)

    def _declare(self, metric: T, name: str, meaning: str, labels: tuple[str, ...]) -> T:
        kind = type(metric).__name__.lower()
        self.declared.append(Declared(name=PREFIX + name, kind=kind, labels=labels, meaning=meaning))
        return metric


def render() -> str:
    """``docs/metrics.md``: every metric as a row of a table."""
    rows = [
        f"| `{each.name}` | {each.kind} | {', '.join(f'`{label}`' for label in each.labels) or '–'} | {each.meaning} |"
        for each in Metrics().declared
    ]
    return "\n".join(
        [
            "# Metrics",
            "",
            "Each worker process serves `/metrics` (Prometheus text), `/livez` and `/readyz` on",
            "`DATELINE_METRICS_ADDRESS`, loopback by default. This page is rendered from `workers/metrics.py`",
            "(`python -m workers.metrics`).",
            "",
            "| name | type | labels | meaning |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "The outcome equation: `sum(dateline_messages_consumed_total)` equals",
            '`dateline_messages_processed_total{outcome="enriched"}` + `{outcome="rejected"}`; the three are counted',
            "with the commit of the transaction that holds the outcomes, so an aborted attempt counts nowhere.",
            "Counters of partitions that were given away stay; gauges of theirs are removed.",
            "",
            f"The label `source` is a registry's id for at most {SHOWN} sources of a worker, the busiest (ranked again",
            f"every {RANK_EVERY:,} articles); `other` for the known sources beside them, `unregistered` for those that",
            "the registry does not know, `none` where no source was found: never a name out of a message.",
            "",
            "Jobs are `dateline-enrich` and `dateline-stories` in the scrape configuration; rules and dashboards rely",
            "on these names.",
            "",
        ]
    )


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - a page for standard output
