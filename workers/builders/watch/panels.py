"""Panels and the dashboards that hold them, as data; ``grafana`` makes Grafana's JSON of it."""

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


FIRING = Panel(
    title="Alerts firing",
    meaning="How many alerts fire now, by name. 0 is well",
    queries=(('count by (alertname) (ALERTS{alertname!="",alertstate="firing"}) or vector(0)', "{{alertname}}"),),
    unit="none",
    kind="number",
    width=4,
    limit=1,
)
FLOW = Panel(
    title="Records by outcome",
    meaning="Records whose outcome is committed, a second",
    queries=each("dateline_messages_processed_total", "outcome"),
    unit="rps",
    alerts=("ConsumptionStopped",),
)
LAG = Panel(
    title="Lag",
    meaning="How far behind the partition is that is furthest behind, by topic",
    queries=((f"max by (topic) (dateline_consumer_lag_seconds{{{CHOSEN}}})", "{{topic}}"),),
    unit="s",
    limit=at.LAG_SECONDS,
    alerts=("LagHigh",),
)
LAG_RECORDS = Panel(
    title="Records waiting",
    meaning="End minus committed offset, by topic",
    queries=((f"sum by (topic) (dateline_consumer_lag_records{{{CHOSEN}}})", "{{topic}}"),),
    unit="short",
    alerts=("CommittedOffsetStuck",),
)
OLDEST = Panel(
    title="Oldest record in hand",
    meaning="Age of the oldest record that was taken and is not committed",
    queries=((f"max by (instance) (dateline_oldest_unacked_age_seconds{{{CHOSEN}}})", "{{instance}}"),),
    unit="s",
    limit=at.OLDEST_SECONDS,
    alerts=("OldestRecordWaits",),
)
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
LATENCY = Panel(
    title="Record to event",
    meaning="From a record's timestamp to its committed outcome",
    queries=quantiles("dateline_end_to_end_latency_seconds"),
    unit="s",
    limit=at.LATE_SECONDS,
    alerts=("FreshnessBudgetBurnsFast", "FreshnessBudgetBurns"),
)
STEPS = Panel(
    title="Time by step",
    meaning="Processor seconds a second in each step: what the worker's core is busy with",
    queries=each("dateline_step_seconds_total", "step"),
    unit="s",
    kind="stack",
)

OVERVIEW = Board(
    uid="dateline-overview",
    title="Dateline: overview",
    meaning="Do articles flow, how fresh are they, what becomes of them, how far behind and how busy are the workers",
    rows=(
        (
            "Now",
            (
                FIRING,
                Panel(
                    title="Workers ready",
                    meaning="Workers that have partitions and reach the broker",
                    queries=((f"sum by (job) (dateline_ready{{{CHOSEN}}})", "{{job}}"),),
                    unit="none",
                    kind="number",
                    width=5,
                    limit=1,
                    below=True,
                    alerts=("WorkerNotReady", "MetricsAbsent", "WorkerDown"),
                ),
                Panel(
                    title="Articles a second",
                    meaning="Enriched, now",
                    queries=(
                        (f'sum(rate(dateline_messages_processed_total{{outcome="enriched",{CHOSEN}}}{RATE}))', ""),
                    ),
                    unit="rps",
                    kind="number",
                    width=5,
                ),
                Panel(
                    title="Rejected share",
                    meaning="Of the records of the last five minutes",
                    queries=(('job:dateline_messages_rejected:ratio_rate5m{job=~"$job"}', "{{job}}"),),
                    unit="percentunit",
                    kind="number",
                    width=5,
                    limit=at.REJECTED_SHARE,
                    alerts=("RejectRatioHigh", "RejectBudgetBurnsFast"),
                ),
                Panel(
                    title="Outcome equation",
                    meaning="received - (enriched + rejected): anything but 0 that lasts is a defect",
                    queries=(("abs(job:dateline_outcome_difference:sum)", ""),),
                    unit="none",
                    kind="number",
                    width=5,
                    limit=1,
                    alerts=("OutcomesDiffer", "InvariantViolated"),
                ),
            ),
        ),
        ("Flow", (FLOW, LAG_RECORDS, LAG)),
        (
            "Freshness",
            (
                LATENCY,
                Panel(
                    title="Publication to event",
                    meaning="Of articles that say the minute and the zone of their publication",
                    queries=quantiles("dateline_publication_age_seconds"),
                    unit="s",
                ),
                Panel(
                    title="Fetch to event",
                    meaning="Of articles whose producer gave fetched_at",
                    queries=quantiles("dateline_fetch_age_seconds"),
                    unit="s",
                ),
                OLDEST,
                Panel(
                    title="Late share, one hour",
                    meaning=f"Records over {at.LATE_SECONDS:.0f} s; the line is the page's 14.4 times the budget",
                    queries=(('job:dateline_messages_late:ratio_rate1h{job=~"$job"}', "{{job}}"),),
                    unit="percentunit",
                    limit=at.FAST_BURNS[0][0] * at.LATE_BUDGET,
                    alerts=("FreshnessBudgetBurnsFast",),
                ),
                Panel(
                    title="Rejected share, one hour",
                    meaning="The line is the page's 14.4 times the budget",
                    queries=(('job:dateline_messages_rejected:ratio_rate1h{job=~"$job"}', "{{job}}"),),
                    unit="percentunit",
                    limit=at.FAST_BURNS[0][0] * at.REJECTED_BUDGET,
                    alerts=("RejectBudgetBurnsFast",),
                ),
            ),
        ),
        ("Saturation", (PROCESSOR, MEMORY, WAITING)),
    ),
)

REJECTS = Board(
    uid="dateline-rejects",
    title="Dateline: dead letters",
    meaning="What is rejected, why, and whether it is written",
    rows=(
        (
            "Rejects",
            (
                Panel(
                    title="By reason",
                    meaning="Dead letters a second; every reason has its row in the runbook",
                    queries=each("dateline_dlq_records_total", "reason"),
                    unit="rps",
                    kind="stack",
                    width=16,
                    alerts=("SchemaVersionUnknown", "InternalRejects"),
                ),
                Panel(
                    title="In the time shown",
                    meaning="Dead letters by reason",
                    queries=(
                        (
                            f"sum by (reason) (increase(dateline_dlq_records_total{{{CHOSEN}}}[$__range]))",
                            "{{reason}}",
                        ),
                    ),
                    unit="short",
                    kind="bars",
                ),
                Panel(
                    title="Rejected share",
                    meaning="Of the records of five minutes",
                    queries=(('job:dateline_messages_rejected:ratio_rate5m{job=~"$job"}', "{{job}}"),),
                    unit="percentunit",
                    limit=at.REJECTED_SHARE,
                    alerts=("RejectRatioHigh",),
                ),
                Panel(
                    title="Rejected share, three days",
                    meaning="The line is the objective",
                    queries=(('job:dateline_messages_rejected:ratio_rate3d{job=~"$job"}', "{{job}}"),),
                    unit="percentunit",
                    limit=at.REJECTED_BUDGET,
                    alerts=("RejectBudgetBurns",),
                ),
                Panel(
                    title="Dead letters that could not be written",
                    meaning="Sends that failed with their transaction; they are tried again",
                    queries=(
                        (
                            "sum by (instance) (rate(dateline_produced_records_total"
                            f'{{topic=~".+[.]rejected",result="failed",{CHOSEN}}}{RATE}))',
                            "{{instance}}",
                        ),
                    ),
                    unit="rps",
                    alerts=("DeadLettersNotWritten",),
                ),
            ),
        ),
        (
            "Replays",
            (
                Panel(
                    title="Read again from the replay topic",
                    meaning="Records of news.replay, a second",
                    queries=(
                        (
                            f'sum(rate(dateline_messages_consumed_total{{topic=~".+[.]replay",{CHOSEN}}}{RATE}))',
                            "replayed",
                        ),
                    ),
                    unit="rps",
                ),
                Panel(
                    title="Waiting on the replay topic",
                    meaning="End minus committed offset",
                    queries=(
                        (
                            f'sum by (topic) (dateline_consumer_lag_records{{topic=~".+[.]replay",{CHOSEN}}})',
                            "{{topic}}",
                        ),
                    ),
                    unit="short",
                ),
                Panel(
                    title="Size of raw values",
                    meaning="Large ones are refused as too_large",
                    queries=quantiles("dateline_input_size_bytes"),
                    unit="bytes",
                ),
            ),
        ),
    ),
)

_SOURCE = ',source=~"$source"'
SOURCES = Board(
    uid="dateline-sources",
    title="Dateline: sources and quality",
    meaning="Which sources articles come from, and what looks wrong with them",
    by_source=True,
    rows=(
        (
            "Sources",
            (
                Panel(
                    title="Articles by source",
                    meaning="A second. The busiest have names; other: known, unregistered: not in the registry, none",
                    queries=each("dateline_articles_total", "source", _SOURCE),
                    unit="rps",
                    kind="stack",
                    width=12,
                    alerts=("SourceSilent",),
                ),
                Panel(
                    title="Since the last article",
                    meaning="By source; a source that falls silent grows",
                    queries=(
                        (
                            "time() - max by (source)"
                            f" (dateline_source_last_article_timestamp_seconds{{{CHOSEN}{_SOURCE}}})",
                            "{{source}}",
                        ),
                    ),
                    unit="s",
                    kind="bars",
                    width=12,
                    limit=at.SOURCE_SILENT_SECONDS,
                    alerts=("SourceSilent",),
                ),
            ),
        ),
        (
            "Quality",
            (
                Panel(
                    title="Issues",
                    meaning="Share of the articles that each issue is seen with",
                    queries=(
                        (
                            f"sum by (issue) (rate(dateline_article_issues_total{{{CHOSEN}{_SOURCE}}}{RATE}))"
                            f" / on () group_left () sum(rate(dateline_articles_total{{{CHOSEN}{_SOURCE}}}{RATE}))",
                            "{{issue}}",
                        ),
                    ),
                    unit="percentunit",
                    alerts=("QualityDropped",),
                ),
                Panel(
                    title="Issues, one hour",
                    meaning="Of all sources; the line is what an issue must reach before its growth alarms",
                    queries=(('job_issue:dateline_article_issues:ratio_rate1h{job=~"$job"}', "{{issue}}"),),
                    unit="percentunit",
                    kind="bars",
                    limit=at.QUALITY_LEAST,
                    alerts=("QualityDropped",),
                ),
                Panel(
                    title="Undated by source",
                    meaning="Share of each source's articles without a publication",
                    queries=(
                        (
                            "sum by (source) (increase(dateline_article_issues_total"
                            f'{{issue="undated",{CHOSEN}{_SOURCE}}}[$__range]))'
                            f" / sum by (source) (increase(dateline_articles_total{{{CHOSEN}{_SOURCE}}}[$__range]))",
                            "{{source}}",
                        ),
                    ),
                    unit="percentunit",
                    kind="bars",
                ),
                Panel(
                    title="Steps that fail",
                    meaning="Share of the records whose step raised; they went on without its field",
                    queries=(
                        (
                            f"sum by (step) (rate(dateline_step_failures_total{{{CHOSEN}}}{RATE}))"
                            f" / on () group_left () sum(rate(dateline_messages_processed_total{{{CHOSEN}}}{RATE}))",
                            "{{step}}",
                        ),
                    ),
                    unit="percentunit",
                    limit=at.STEP_FAILED_SHARE,
                    alerts=("StepsFail",),
                ),
                Panel(
                    title="What becomes of events",
                    meaning="By the stories worker, a second",
                    queries=(('job_status:dateline_events:rate1m{job=~"$job"}', "{{status}}"),),
                    unit="rps",
                    kind="stack",
                    alerts=("EventsUnreadable",),
                ),
                Panel(
                    title="Publication to event",
                    meaning="Of articles that say the minute and the zone of their publication",
                    queries=quantiles("dateline_publication_age_seconds"),
                    unit="s",
                ),
            ),
        ),
    ),
)

WORKER = Board(
    uid="dateline-worker",
    title="Dateline: one worker",
    meaning="One process: its partitions, its time, its commits, its resources",
    one_worker=True,
    rows=(
        (
            "State",
            (
                Panel(
                    title="Ready",
                    meaning="1: has partitions and reaches the broker",
                    queries=((f"dateline_ready{{{CHOSEN}}}", ""),),
                    unit="none",
                    kind="number",
                    width=4,
                    limit=1,
                    below=True,
                    alerts=("WorkerNotReady",),
                ),
                Panel(
                    title="Partitions",
                    meaning="That it holds",
                    queries=((f"dateline_assigned_partitions{{{CHOSEN}}}", ""),),
                    unit="none",
                    kind="number",
                    width=4,
                ),
                Panel(
                    title="Running for",
                    meaning="Since its start",
                    queries=((f"time() - process_start_time_seconds{{{CHOSEN}}}", ""),),
                    unit="s",
                    kind="number",
                    width=4,
                    alerts=("RestartsOften", "WorkerDown"),
                ),
                Panel(
                    title="Version",
                    meaning="Of its code",
                    queries=((f"dateline_build_info{{{CHOSEN}}}", "{{version}}"),),
                    unit="none",
                    kind="number",
                    width=4,
                    alerts=("VersionsDiffer",),
                ),
                Panel(
                    title="Rebalances in 15 minutes",
                    meaning="Each stops the group for a moment",
                    queries=((f"increase(dateline_rebalances_total{{{CHOSEN}}}[15m])", ""),),
                    unit="none",
                    kind="number",
                    width=4,
                    limit=at.REBALANCES,
                    alerts=("RebalancesOften",),
                ),
                Panel(
                    title="Table still to read",
                    meaning="Changes; 0: the stories worker's table is whole",
                    queries=((f"dateline_recovery_remaining_records{{{CHOSEN}}}", ""),),
                    unit="short",
                    kind="number",
                    width=4,
                    limit=1,
                    alerts=("RecoveryTakesLong",),
                ),
            ),
        ),
        (
            "Partitions",
            (
                Panel(
                    title="Records waiting",
                    meaning="End minus committed offset, by partition",
                    queries=((f"dateline_consumer_lag_records{{{CHOSEN}}}", "{{topic}} {{partition}}"),),
                    unit="short",
                    alerts=("CommittedOffsetStuck",),
                ),
                Panel(
                    title="Since the last commit",
                    meaning="By partition; grows where nothing comes, too",
                    queries=(
                        (f"time() - dateline_last_commit_timestamp_seconds{{{CHOSEN}}}", "{{topic}} {{partition}}"),
                    ),
                    unit="s",
                    alerts=("CommittedOffsetStuck",),
                ),
                Panel(
                    title="Oldest record in hand",
                    meaning="By partition",
                    queries=((f"dateline_oldest_unacked_age_seconds{{{CHOSEN}}}", "{{topic}} {{partition}}"),),
                    unit="s",
                    limit=at.OLDEST_SECONDS,
                    alerts=("OldestRecordWaits",),
                ),
            ),
        ),
        (
            "Work",
            (
                STEPS,
                Panel(
                    title="Processing of a record",
                    meaning="From bytes to outcome",
                    queries=quantiles("dateline_processing_duration_seconds", ',stage="process"'),
                    unit="s",
                ),
                Panel(
                    title="Commit",
                    meaning="From the end of the flush to the transaction's end",
                    queries=quantiles("dateline_processing_duration_seconds", ',stage="commit"'),
                    unit="s",
                ),
                Panel(
                    title="Transactions",
                    meaning="A second, by result",
                    queries=each("dateline_commits_total", "result"),
                    unit="rps",
                    alerts=("CommitsFail",),
                ),
                Panel(
                    title="Repeated attempts",
                    meaning="A second, by stage",
                    queries=each("dateline_retries_total", "stage"),
                    unit="rps",
                ),
                Panel(
                    title="Records in a transaction",
                    meaning="Large under load",
                    queries=quantiles("dateline_batch_records"),
                    unit="short",
                ),
            ),
        ),
        (
            "Resources",
            (
                PROCESSOR,
                MEMORY,
                WAITING,
                Panel(
                    title="Event loop",
                    meaning="How late the stories worker's event loop wakes",
                    queries=quantiles("dateline_event_loop_delay_seconds"),
                    unit="s",
                    limit=at.LOOP_DELAY_SECONDS,
                    alerts=("EventLoopLate",),
                ),
                Panel(
                    title="Bytes",
                    meaning="Of values, a second",
                    queries=each("dateline_message_bytes_total", "direction"),
                    unit="Bps",
                ),
                Panel(
                    title="Table",
                    meaning="Records that the stories worker's tables hold",
                    queries=(
                        ('sum by (instance, table) (dateline_table_records{job=~"$job"})', "{{table}} {{instance}}"),
                    ),
                    unit="short",
                    alerts=("MemoryHigh",),
                ),
            ),
        ),
    ),
)

BOARDS = (OVERVIEW, REJECTS, SOURCES, WORKER)
