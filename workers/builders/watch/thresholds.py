"""Every number that an alert compares with, once: the alerts and the lines on the dashboards are drawn from here.

Burn rates and windows: Google's SRE Workbook, chapter 5 (multiwindow, multi-burn-rate alerts). Durations are
Prometheus's (``5m``), seconds where the name says so.
"""

from __future__ import annotations

REJECTED_BUDGET = 0.001
"""Of all records at most so many may be rejected: the objective is 99.9% enriched."""
LATE_BUDGET = 0.01
"""Of all records at most so many may take longer than ``LATE_SECONDS`` from their timestamp to their commit."""
LATE_SECONDS = 60.0
"""A bucket's boundary of ``dateline_end_to_end_latency_seconds``, so that the share is exact."""

FAST_BURNS = ((14.4, "1h", "5m"), (6.0, "6h", "30m"))
"""Pages: so many times the budget's pace, over the long window and still over the short one. 14.4 spends 2% of thirty
days' budget in an hour, 6 spends 5% in six hours."""
SLOW_BURN = (1.0, "3d", "6h")
"""The ticket: a tenth of the budget in three days."""
BURN_WINDOWS = ("5m", "30m", "1h", "6h", "3d")
LEAST_COUNT = 10
"""A page needs so many bad records in its long window: one bad record of ten at night is no incident."""

STUCK = "5m"
OLDEST_SECONDS = 120.0
LAG_SECONDS = 300.0
REJECTED_SHARE = 0.01
REBALANCES = 6
"""In fifteen minutes, at one worker."""
MEMORY_SHARE = 0.85
RESTARTS = 3
"""In fifteen minutes."""
WAITING_SHARE = 0.5
"""Of its time that a worker may stand still for the broker."""
STEP_FAILED_SHARE = 0.01
LOOP_DELAY_SECONDS = 1.0
QUALITY_TIMES = 2.0
"""A share of articles with one issue has so much grown in an hour, against the last day, when something broke ..."""
QUALITY_LEAST = 0.05
"""... and is at least this, so that rare issues do not alarm."""
SOURCE_ARTICLES = 50
"""So many articles a day make a source that must not fall silent ..."""
SOURCE_SILENT = "6h"
SOURCE_SILENT_SECONDS = 21_600.0
"""... for so long."""
