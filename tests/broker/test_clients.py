"""The configured clients against the real broker."""

from __future__ import annotations

import pytest

from workers.broker.clients import consumer_config, fast_checksums, open_consumer, open_producer
from workers.broker.topics import apply_topics
from workers.settings import Settings, load_settings

pytestmark = pytest.mark.broker


def test_a_record_goes_through(settings: Settings) -> None:
    apply_topics(settings)
    topic = settings.topic("raw")
    producer = open_producer(settings)
    sent = producer.send(topic, value=b"value", key=b"key", headers=[("name", b"\xff")])
    assert sent.get(timeout=10).offset == 0
    producer.close()
    consumer = open_consumer(settings, consumer_timeout_ms=10_000)
    consumer.subscribe([topic])
    record = next(consumer)
    assert (record.key, record.value, record.headers) == (b"key", b"value", [("name", b"\xff")])
    consumer.close()


def test_nothing_is_committed_or_skipped_by_default() -> None:
    config = consumer_config(load_settings(bootstrap="127.0.0.1:1"), "test", group_id="g")
    assert config["enable_auto_commit"] is False
    assert config["auto_offset_reset"] == "earliest"
    assert config["isolation_level"] == "read_committed"
    assert config["heartbeat_interval_ms"] * 3 <= config["session_timeout_ms"]


def test_the_fast_checksum_is_there() -> None:
    assert fast_checksums()
