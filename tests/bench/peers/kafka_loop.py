"""A bare kafka-python transactional loop: what Kafka itself costs, with nothing done to the records."""

from __future__ import annotations

import signal
import sys

from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import OffsetAndMetadata


def main(bootstrap: str, source: str, sink: str, group: str) -> None:
    """Copy ``source`` to ``sink``, one transaction a poll, until SIGTERM."""
    going = True

    def stop(*_: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, stop)
    consumer = KafkaConsumer(
        source,
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    producer = KafkaProducer(bootstrap_servers=bootstrap, transactional_id=f"{group}-bench", acks="all", linger_ms=5)
    producer.init_transactions()
    while going:
        batches = consumer.poll(timeout_ms=500, max_records=500)
        if not batches:
            continue
        producer.begin_transaction()
        offsets = {}
        for partition, messages in batches.items():
            for message in messages:
                producer.send(sink, key=message.key, value=message.value)
            offsets[partition] = OffsetAndMetadata(messages[-1].offset + 1, "", -1)
        producer.send_offsets_to_transaction(offsets, consumer.group_metadata())
        producer.commit_transaction()
    producer.close()
    consumer.close(autocommit=False)


if __name__ == "__main__":
    main(*sys.argv[1:5])
