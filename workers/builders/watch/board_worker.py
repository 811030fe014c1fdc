"""The dashboard of a single worker."""

from __future__ import annotations

from workers.builders.watch import thresholds as at
from workers.builders.watch.panels import CHOSEN, MEMORY, PROCESSOR, WAITING, Board, Panel, each, quantiles

STEPS = Panel(
    title="Time by step",
    meaning="Processor seconds a second in each step: what the worker's core is busy with",
    queries=each("dateline_step_seconds_total", "step"),
    unit="s",
    kind="stack",
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
