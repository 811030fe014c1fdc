"""The configured clients against the real broker."""

from __future__ import annotations

import pytest

from workers.broker.clients import open_admin, open_consumer, open_producer
from workers.broker.errors import BrokerError
from workers.settings import Settings, load_settings

pytestmark = pytest.mark.broker


def test_a_record_goes_through(settings: Settings) -> None:
    topic = settings.topic("raw")
    admin = open_admin(settings)
    admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
    admin.close()
    producer = open_producer(settings)
    sent = producer.send(topic, value=b"value", key=b"key", headers=[("name", b"\xff")])
    assert sent.get(timeout=10).offset == 0
    producer.close()
    consumer = open_consumer(settings, consumer_timeout_ms=10_000)
    consumer.subscribe([topic])
    record = next(consumer)
    assert (record.key, record.value, record.headers) == (b"key", b"value", [("name", b"\xff")])
    consumer.close()


def test_no_broker_is_one_clear_line() -> None:
    with pytest.raises(BrokerError, match=r"no Kafka answers at 127\.0\.0\.1:1 .*DATELINE_BOOTSTRAP"):
        open_admin(load_settings(bootstrap="127.0.0.1:1"), wait=0.5)
