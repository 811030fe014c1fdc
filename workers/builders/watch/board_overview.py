"""The overview: do articles flow, how fresh, with which outcome, how far behind, how busy."""

from __future__ import annotations

from workers.builders.watch import thresholds as at
from workers.builders.watch.panels import CHOSEN, MEMORY, PROCESSOR, RATE, WAITING, Board, Panel, each, quantiles

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
LATENCY = Panel(
    title="Record to event",
    meaning="From a record's timestamp to its committed outcome",
    queries=quantiles("dateline_end_to_end_latency_seconds"),
    unit="s",
    limit=at.LATE_SECONDS,
    alerts=("FreshnessBudgetBurnsFast", "FreshnessBudgetBurns"),
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
