"""Recording rules: what is looked at often, or over long windows, computed once. Names: level:metric:operation."""

from __future__ import annotations

from dataclasses import dataclass

from workers.builders.watch.thresholds import BURN_WINDOWS, LATE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recording rule; ``meaning`` stands as a comment above it."""

    name: str
    expr: str
    meaning: str


def rejected_share(window: str) -> str:
    """The name of the share of records that were rejected within ``window``."""
    return f"job:dateline_messages_rejected:ratio_rate{window}"


def late_share(window: str) -> str:
    """The name of the share of records that were late within ``window``."""
    return f"job:dateline_messages_late:ratio_rate{window}"


def _rejected(window: str) -> Recorded:
    return Recorded(
        name=rejected_share(window),
        expr=f'sum by (job) (rate(dateline_messages_processed_total{{outcome="rejected"}}[{window}]))'
        f" / sum by (job) (rate(dateline_messages_processed_total[{window}]) > 0)",
        meaning=f"The share of records that were rejected, over {window}",
    )


def _late(window: str) -> Recorded:
    metric = "dateline_end_to_end_latency_seconds"
    return Recorded(
        name=late_share(window),
        expr=f'1 - sum by (job) (rate({metric}_bucket{{le="{LATE_SECONDS}"}}[{window}]))'
        f" / sum by (job) (rate({metric}_count[{window}]) > 0)",
        meaning=f"The share of records that took over {LATE_SECONDS:.0f} s to their commit, over {window}",
    )


def _quantile(quantile: float, metric: str, name: str) -> Recorded:
    return Recorded(
        name=f"job:dateline_{name}:p{quantile * 100:.0f}_5m",
        expr=f"histogram_quantile({quantile}, sum by (job, le) (rate(dateline_{metric}_bucket[5m])))",
        meaning=f"The {quantile:.0%} quantile of {metric}",
    )


FLOW = (
    Recorded(
        name="job:dateline_outcome_difference:sum",
        expr='sum by (job) (dateline_messages_consumed_total{job="dateline-enrich"})'
        ' - sum by (job) (dateline_messages_processed_total{job="dateline-enrich"})',
        meaning="The outcome equation: received = enriched + rejected. Anything but 0 that lasts is a defect",
    ),
    Recorded(
        name="job_outcome:dateline_messages_processed:rate1m",
        expr="sum by (job, outcome) (rate(dateline_messages_processed_total[1m]))",
        meaning="Records a second by outcome",
    ),
    Recorded(
        name="job_topic:dateline_consumer_lag_records:sum",
        expr="sum by (job, topic) (dateline_consumer_lag_records)",
        meaning="Lag in records of all workers together",
    ),
    Recorded(
        name="job_topic:dateline_consumer_lag_seconds:max",
        expr="max by (job, topic) (dateline_consumer_lag_seconds)",
        meaning="Lag in seconds of the partition that is furthest behind",
    ),
    _quantile(0.95, "end_to_end_latency_seconds", "end_to_end_latency_seconds"),
    Recorded(
        name="job_status:dateline_events:rate1m",
        expr="sum by (job, status) (rate(dateline_events_total[1m]))",
        meaning="Events of the stories worker a second, by what became of them",
    ),
    Recorded(
        name="job_step:dateline_step_seconds:mean5m",
        expr="sum by (job, step) (rate(dateline_step_seconds_total[5m]))"
        " / on (job) group_left () sum by (job) (rate(dateline_messages_processed_total[5m]) > 0)",
        meaning="Seconds of each step for one record",
    ),
)
QUALITY = tuple(
    Recorded(
        name=f"job_issue:dateline_article_issues:ratio_rate{window}",
        expr=f"sum by (job, issue) (rate(dateline_article_issues_total[{window}]))"
        f" / on (job) group_left () sum by (job) (rate(dateline_articles_total[{window}]) > 0)",
        meaning=f"The share of articles that an issue was seen with, over {window}",
    )
    for window in ("1h", "1d")
)
BUDGETS = tuple(make(window) for window in BURN_WINDOWS for make in (_rejected, _late))

GROUPS: tuple[tuple[str, str | None, tuple[Recorded, ...]], ...] = (
    ("dateline", None, FLOW),
    ("dateline-budgets", "30s", BUDGETS),
    ("dateline-quality", "60s", QUALITY),
)
"""Groups: name, how often (None: the configured interval), rules."""
