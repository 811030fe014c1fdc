"""Every alert, declared once. What each means and what to do stands in docs/runbook.md under its name.

``page``: someone is woken, because articles stop, are lost or come late. ``ticket``: someone looks in the morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workers.builders.watch import thresholds as at
from workers.builders.watch.recorded import late_share, rejected_share

Severity = Literal["page", "ticket"]
JOBS = ("dateline-enrich", "dateline-stories")
OURS = 'job=~"dateline-.+"'
ENRICH = 'job="dateline-enrich"'
NAMELESS = "other|none|unregistered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """``lasts``: how long ``expr`` must give something before it fires (empty: at once). ``summary``: for whoever is
    woken, with Prometheus's templates. ``dashboard``: the one to open, by its uid."""

    name: str
    severity: Severity
    expr: str
    lasts: str = ""
    summary: str
    dashboard: str = "dateline-overview"


def _burns_fast(share: Callable[[str], str], budget: float, bad: str) -> str:
    """Over budget in both windows of one of the pairs, with enough bad records (``bad``, of a window) to speak of."""
    parts = []
    for times, long, short in at.FAST_BURNS:
        most = _number(times * budget)
        count = bad.replace("WINDOW", long)
        parts.append(f"({share(long)} > {most} and {share(short)} > {most} and {count} >= {at.LEAST_COUNT})")
    return " or ".join(parts)


def _burns(share: Callable[[str], str], budget: float) -> str:
    times, long, short = at.SLOW_BURN
    most = _number(times * budget)
    return f"{share(long)} > {most} and {share(short)} > {most}"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _grew(metric: str, window: str, by: str) -> str:
    return f"sum by ({by}) (increase({metric}[{window}])) > 0"


_LATE = (
    "sum by (job) (increase(dateline_end_to_end_latency_seconds_count[WINDOW])"
    f' - ignoring (le) increase(dateline_end_to_end_latency_seconds_bucket{{le="{at.LATE_SECONDS}"}}[WINDOW]))'
)
_REJECTED = 'sum by (job) (increase(dateline_messages_processed_total{outcome="rejected"}[WINDOW]))'

BUDGETS = (
    Alert(
        name="RejectBudgetBurnsFast",
        severity="page",
        expr=_burns_fast(rejected_share, at.REJECTED_BUDGET, _REJECTED),
        summary="{{ $value | humanizePercentage }} of the records are rejected: a month's budget goes within days",
        dashboard="dateline-rejects",
    ),
    Alert(
        name="RejectBudgetBurns",
        severity="ticket",
        expr=_burns(rejected_share, at.REJECTED_BUDGET),
        summary="{{ $value | humanizePercentage }} of the records of three days are rejected: over the objective",
        dashboard="dateline-rejects",
    ),
    Alert(
        name="FreshnessBudgetBurnsFast",
        severity="page",
        expr=_burns_fast(late_share, at.LATE_BUDGET, _LATE),
        summary="{{ $value | humanizePercentage }} of the records take over a minute to their event",
    ),
    Alert(
        name="FreshnessBudgetBurns",
        severity="ticket",
        expr=_burns(late_share, at.LATE_BUDGET),
        summary="{{ $value | humanizePercentage }} of the records of three days took over a minute",
    ),
)

FLOW = (
    Alert(
        name="CommittedOffsetStuck",
        severity="page",
        expr=f"dateline_consumer_lag_records > 0"
        f" unless changes(dateline_last_commit_timestamp_seconds[{at.STUCK}]) > 0",
        lasts=at.STUCK,
        summary="{{ $labels.topic }} partition {{ $labels.partition }} has {{ $value }} records waiting"
        " and its committed offset stands still",
        dashboard="dateline-worker",
    ),
    Alert(
        name="OldestRecordWaits",
        severity="page",
        expr=f"max by (job, instance) (dateline_oldest_unacked_age_seconds) > {at.OLDEST_SECONDS:g}",
        lasts="1m",
        summary="{{ $labels.instance }} holds a record that is {{ $value | humanizeDuration }} old",
        dashboard="dateline-worker",
    ),
    Alert(
        name="LagHigh",
        severity="page",
        expr=f"job_topic:dateline_consumer_lag_seconds:max > {at.LAG_SECONDS:g}",
        lasts="5m",
        summary="{{ $labels.topic }} is {{ $value | humanizeDuration }} behind",
    ),
    Alert(
        name="ConsumptionStopped",
        severity="page",
        expr=f"sum by (job) (dateline_consumer_lag_records{{{ENRICH}}})"
        f" > sum by (job) (dateline_consumer_lag_records{{{ENRICH}}} offset 5m)"
        f" and sum by (job) (rate(dateline_messages_consumed_total{{{ENRICH}}}[5m])) == 0",
        lasts="2m",
        summary="the input grows ({{ $value }} records wait) and no worker takes anything",
    ),
    Alert(
        name="WorkerNotReady",
        severity="page",
        expr=f"dateline_ready{{{OURS}}} == 0",
        lasts="5m",
        summary="{{ $labels.instance }} does no work: it waits for the broker, for partitions or for its table",
        dashboard="dateline-worker",
    ),
    Alert(
        name="WaitsForBroker",
        severity="ticket",
        expr=f"rate(dateline_backpressure_seconds_total[5m]) > {at.WAITING_SHARE:g}",
        lasts="5m",
        summary="{{ $labels.instance }} stands still {{ $value | humanizePercentage }} of its time",
        dashboard="dateline-worker",
    ),
    Alert(
        name="CommitsFail",
        severity="page",
        expr=_grew('dateline_commits_total{result="failed"}', "5m", "job, instance"),
        lasts="5m",
        summary="{{ $labels.instance }}: transactions fail again and again",
        dashboard="dateline-worker",
    ),
    Alert(
        name="InvariantViolated",
        severity="page",
        expr="max_over_time(dateline_commit_invariant_violations_total[15m]) > 0",
        summary="{{ $labels.instance }} would have committed an offset twice, and stopped itself",
        dashboard="dateline-worker",
    ),
    Alert(
        name="OutcomesDiffer",
        severity="page",
        expr="abs(job:dateline_outcome_difference:sum) > 0",
        lasts="5m",
        summary="received and enriched + rejected differ by {{ $value }} records",
    ),
)

REJECTS = (
    Alert(
        name="RejectRatioHigh",
        severity="ticket",
        expr=f"{rejected_share('5m')} > {at.REJECTED_SHARE:g}",
        lasts="10m",
        summary="{{ $value | humanizePercentage }} of the records are rejected",
        dashboard="dateline-rejects",
    ),
    Alert(
        name="DeadLettersNotWritten",
        severity="ticket",
        expr=_grew('dateline_produced_records_total{topic=~".+[.]rejected",result="failed"}', "5m", "job, instance"),
        summary="{{ $labels.instance }} could not write dead letters; it tries again and holds their offsets",
        dashboard="dateline-rejects",
    ),
    Alert(
        name="SchemaVersionUnknown",
        severity="page",
        expr=_grew('dateline_dlq_records_total{reason="schema_version"}', "15m", "job"),
        lasts="5m",
        summary="a producer sends a version of raw_article that these workers do not know",
        dashboard="dateline-rejects",
    ),
    Alert(
        name="InternalRejects",
        severity="ticket",
        expr=_grew('dateline_dlq_records_total{reason="internal"}', "15m", "job"),
        summary="records are rejected for a defect of ours",
        dashboard="dateline-rejects",
    ),
)

WORKERS = (
    Alert(
        name="MetricsAbsent",
        severity="page",
        expr=" or ".join(f'absent(dateline_build_info{{job="{job}"}})' for job in JOBS),
        lasts="5m",
        summary="no worker of {{ $labels.job }} shows metrics: none runs, or none is found",
    ),
    Alert(
        name="WorkerDown",
        severity="ticket",
        expr=f"up{{{OURS}}} == 0",
        lasts="2m",
        summary="{{ $labels.instance }} of {{ $labels.job }} does not answer",
        dashboard="dateline-worker",
    ),
    Alert(
        name="RestartsOften",
        severity="page",
        expr=f"changes(process_start_time_seconds{{{OURS}}}[15m]) > {at.RESTARTS}",
        summary="{{ $labels.instance }} was started {{ $value }} times in fifteen minutes",
        dashboard="dateline-worker",
    ),
    Alert(
        name="RebalancesOften",
        severity="ticket",
        expr=f"increase(dateline_rebalances_total[15m]) > {at.REBALANCES}",
        summary="{{ $labels.instance }} saw {{ $value | humanize }} rebalances in fifteen minutes",
        dashboard="dateline-worker",
    ),
    Alert(
        name="MemoryHigh",
        severity="ticket",
        expr=f"process_resident_memory_bytes{{{OURS}}} / dateline_memory_limit_bytes > {at.MEMORY_SHARE:g}",
        lasts="5m",
        summary="{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory",
        dashboard="dateline-worker",
    ),
    Alert(
        name="EventLoopLate",
        severity="ticket",
        expr="histogram_quantile(0.99, sum by (job, instance, le)"
        f" (rate(dateline_event_loop_delay_seconds_bucket[5m]))) > {at.LOOP_DELAY_SECONDS:g}",
        lasts="10m",
        summary="{{ $labels.instance }}: the event loop wakes {{ $value | humanizeDuration }} late",
        dashboard="dateline-worker",
    ),
    Alert(
        name="RecoveryTakesLong",
        severity="page",
        expr="dateline_recovery_remaining_records > 0",
        lasts="15m",
        summary="{{ $labels.instance }} still has {{ $value }} changes of its table to read",
        dashboard="dateline-worker",
    ),
    Alert(
        name="VersionsDiffer",
        severity="ticket",
        expr="count by (job) (count by (job, version) (dateline_build_info)) > 1",
        lasts="1h",
        summary="workers of {{ $labels.job }} run {{ $value }} versions: a roll-out stopped half way",
    ),
)

QUALITY = (
    Alert(
        name="StepsFail",
        severity="ticket",
        expr="sum by (job, step) (rate(dateline_step_failures_total[15m])) / on (job) group_left ()"
        f" sum by (job) (rate(dateline_messages_processed_total[15m])) > {at.STEP_FAILED_SHARE:g}",
        lasts="5m",
        summary="the step {{ $labels.step }} fails on {{ $value | humanizePercentage }} of the articles",
        dashboard="dateline-sources",
    ),
    Alert(
        name="QualityDropped",
        severity="ticket",
        expr=f"job_issue:dateline_article_issues:ratio_rate1h"
        f" > {at.QUALITY_TIMES:g} * job_issue:dateline_article_issues:ratio_rate1d"
        f" and job_issue:dateline_article_issues:ratio_rate1h > {at.QUALITY_LEAST:g}",
        lasts="30m",
        summary="{{ $value | humanizePercentage }} of the articles are {{ $labels.issue }}, twice yesterday's share",
        dashboard="dateline-sources",
    ),
    Alert(
        name="SourceSilent",
        severity="ticket",
        expr=f'sum by (source) (increase(dateline_articles_total{{source!~"{NAMELESS}"}}[1d])) > {at.SOURCE_ARTICLES}'
        f" unless sum by (source) (increase(dateline_articles_total[{at.SOURCE_SILENT}])) > 0",
        lasts="15m",
        summary="nothing from {{ $labels.source }} for six hours, after {{ $value | humanize }} articles in a day",
        dashboard="dateline-sources",
    ),
    Alert(
        name="EventsUnreadable",
        severity="ticket",
        expr=_grew('dateline_events_total{status="unreadable"}', "15m", "job"),
        summary="the stories worker passes over events that it cannot read",
    ),
)

GROUPS: tuple[tuple[str, tuple[Alert, ...]], ...] = (
    ("dateline-alerts-budgets", BUDGETS),
    ("dateline-alerts-flow", FLOW),
    ("dateline-alerts-rejects", REJECTS),
    ("dateline-alerts-workers", WORKERS),
    ("dateline-alerts-quality", QUALITY),
)
ALERTS = tuple(alert for _, alerts in GROUPS for alert in alerts)
