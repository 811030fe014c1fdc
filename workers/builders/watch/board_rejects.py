"""The dashboard of dead letters."""

from __future__ import annotations

from workers.builders.watch import thresholds as at
from workers.builders.watch.panels import CHOSEN, RATE, Board, Panel, each, quantiles

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
