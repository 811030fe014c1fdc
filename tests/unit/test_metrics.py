"""The metrics' names and labels keep the rules, the page is up to date, and revoked partitions disappear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from workers.metrics import Declared, Metrics, render
from workers.model import Reason, Step

ALLOWED_LABELS = {
    "topic", "partition", "outcome", "direction", "result", "reason", "stage", "step", "version", "git_sha", "schema",
    "status", "table", "store", "worker", "issue", "source",
}  # fmt: skip
UNITS = ("seconds", "bytes", "records", "partitions", "info", "ready", "total")


@pytest.mark.parametrize("each", Metrics().declared, ids=lambda each: each.name)
def test_names_follow_the_rules(each: Declared) -> None:
    assert re.fullmatch(r"dateline_[a-z][a-z0-9_]*", each.name)
    assert each.name.endswith("_total") == (each.kind == "counter")
    assert not re.search(r"counter|gauge|histogram|milli|_ms\b|minutes", each.name)
    assert set(each.labels) <= ALLOWED_LABELS
    assert each.meaning
    assert each.meaning[0].isupper() or each.meaning[0].isdigit()


def test_the_page_is_rendered_from_the_declarations() -> None:
    page = Path(__file__).parents[2] / "docs" / "metrics.md"
    assert page.read_text("utf-8") == render(), "run: python -m workers.metrics > docs/metrics.md"


def test_closed_lists_are_shown_from_the_start() -> None:
    text = generate_latest(Metrics().registry).decode()
    for reason in Reason:
        assert f'dateline_dlq_records_total{{reason="{reason.value}"}} 0.0' in text
    for step in Step:
        assert f'dateline_step_failures_total{{step="{step.value}"}} 0.0' in text


def test_gauges_of_revoked_partitions_go_and_counters_stay() -> None:
    metrics = Metrics()
    for partition in ("0", "1"):
        metrics.consumed.labels("news.raw", partition).inc()
        for gauge in (
            metrics.lag,
            metrics.lag_seconds,
            metrics.oldest_unacked,
            metrics.last_commit,
            metrics.last_progress,
        ):
            gauge.labels("news.raw", partition).set(1)
    metrics.forget_partitions([("news.raw", 0), ("news.raw", 7)])
    text = generate_latest(metrics.registry).decode()
    gone = [line for line in text.splitlines() if 'partition="0"' in line and "_created" not in line]
    assert gone == ['dateline_messages_consumed_total{partition="0",topic="news.raw"} 1.0']
    assert 'dateline_consumer_lag_records{partition="1",topic="news.raw"} 1.0' in text
