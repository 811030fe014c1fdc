"""The dashboard of sources and of the data's quality."""

from __future__ import annotations

from workers.builders.watch import thresholds as at
from workers.builders.watch.panels import CHOSEN, RATE, Board, Panel, each, quantiles

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
