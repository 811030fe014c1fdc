"""Lag against the real broker."""

from __future__ import annotations

import json

import pytest
from kafka.structs import OffsetAndMetadata, TopicPartition

from tests.conftest import Run
from workers.broker.clients import open_admin, open_producer
from workers.broker.lag import read_lag, total_lag
from workers.broker.topics import apply_topics
from workers.settings import Settings

pytestmark = pytest.mark.broker


@pytest.fixture
def with_records(settings: Settings) -> Settings:
    """Ten records on partition 0 of raw, of which the enrich group has committed four."""
    apply_topics(settings)
    producer = open_producer(settings)
    for number in range(10):
        producer.send(settings.topic("raw"), value=b"%d" % number, partition=0)
    producer.flush()
    producer.close()
    admin = open_admin(settings)
    where = TopicPartition(settings.topic("raw"), 0)
    admin.alter_group_offsets(settings.enrich_group, {where: OffsetAndMetadata(4, "", -1)})
    admin.close()
    return settings


def test_lag_is_the_end_less_what_was_committed(with_records: Settings) -> None:
    lags = read_lag(with_records)
    raw = {each.partition: each for each in lags if each.topic == with_records.topic("raw")}
    assert (raw[0].end, raw[0].committed, raw[0].lag) == (10, 4, 6)
    assert (raw[1].end, raw[1].committed, raw[1].lag) == (0, None, 0)
    assert total_lag(lags, with_records.enrich_group) == 6
    assert total_lag(lags, with_records.stories_group) == 0


def test_the_command_shows_it(with_records: Settings, dateline: Run) -> None:
    shown = dateline("lag")
    assert shown.returncode == 0, shown.stderr
    assert f"{with_records.enrich_group}: 6 behind" in shown.stdout
    data = json.loads(dateline("lag", "--json").stdout)
    assert data["total"] == {with_records.enrich_group: 6, with_records.stories_group: 0}
    assert sum(each["lag"] for each in data["partitions"]) == 6


def test_a_missing_topic_is_said(dateline: Run, prefix: str) -> None:
    shown = dateline("lag")
    assert shown.returncode == 1
    assert shown.stderr.strip().endswith("`dateline topics apply` creates the topics")
    assert "Traceback" not in shown.stderr
