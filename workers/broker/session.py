"""The enrich worker's two clients: opened where they are not, replaced where they failed, and kept in step.

After a transaction failed the consumer stands further than what is committed. ``lose_place`` says so, and the next
``open`` first replaces the producer, which settles the open transaction, then reads on from the committed offsets.
"""

from __future__ import annotations

import logging
import threading
import time

from kafka import KafkaConsumer
from kafka.errors import KafkaError

from workers.broker.assignment import Assignment
from workers.broker.assignor import TopicByTopicAssignor
from workers.broker.clients import open_consumer
from workers.broker.pulse import Pulse
from workers.broker.transaction import MissingTopicError, Transactions
from workers.settings import Settings

TOPIC_SECONDS = 5.0
CONTACT_SECONDS = 5.0
"""How long one attempt to reach the broker takes: SIGTERM is seen between two."""
COMMITTED_MS = 15_000
"""Offsets of a transaction that is being settled are unstable until then; the broker gives up on one after 10 s."""
LEAVE_MS = 5_000

log = logging.getLogger("dateline.enrich")


class Session:
    """The consumer and the transactional producer of one worker. For one thread."""

    def __init__(
        self,
        settings: Settings,
        name: str,
        outputs: tuple[str, ...],
        assignment: Assignment,
        pulse: Pulse,
        stop: threading.Event,
    ) -> None:
        """``name``: the transactional id; ``outputs``: the full names of the topics written."""
        self._settings = settings
        self._name = name
        self._outputs = outputs
        self._assignment = assignment
        self._pulse = pulse
        self._stop = stop
        self._lost_place = False
        self._consumer: KafkaConsumer | None = None
        self._transactions: Transactions | None = None

    def open(self) -> tuple[KafkaConsumer, Transactions]:
        """Both clients, the consumer at its place. Raises ``BrokerError``, ``MissingTopicError`` or ``KafkaError``."""
        self._pulse.beat("broker")
        if self._consumer is None:
            self._consumer = self._open_consumer()
            self._lost_place = False
            self._pulse.away = False
        transactions = self.fresh_transactions()
        if self._lost_place:
            self._rewind(self._consumer)
            self._lost_place = False
            self._pulse.away = False
        return self._consumer, transactions

    def fresh_transactions(self) -> Transactions:
        """The producer, a new one where the last is spent. Raises ``BrokerError`` or ``KafkaError``."""
        if self._transactions is not None and self._transactions.spent:
            self._drop_transactions()
        if self._transactions is None:
            self._pulse.beat("broker")
            self._transactions = Transactions(self._settings, self._name, self._outputs, wait=CONTACT_SECONDS)
            self._pulse.away = False
        return self._transactions

    def lose_place(self) -> None:
        """What was polled last is not committed: send nothing more of it, and read it again."""
        self._lost_place = True
        if self._transactions is not None and self._transactions.spent:
            self._drop_transactions()

    def close(self) -> None:
        """Send nothing more, leave the group, close both clients; ``open`` may follow."""
        self._pulse.beat("stop")
        self._drop_transactions()
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            try:
                consumer.close(autocommit=False, timeout_ms=LEAVE_MS)
            except (KafkaError, RuntimeError) as error:
                log.warning("leaving the group failed (%s); it will notice by itself", type(error).__name__)
        self._assignment.settle()
        self._pulse.assigned = 0

    def _open_consumer(self) -> KafkaConsumer:
        settings = self._settings
        consumer = open_consumer(
            settings,
            "enrich",
            group_id=settings.enrich_group,
            wait=CONTACT_SECONDS,
            partition_assignment_strategy=(TopicByTopicAssignor,),
            metrics_enabled=False,
            # What is fetched ahead stays in memory; a batch that is larger still comes, by itself (KIP-74).
            max_partition_fetch_bytes=1_048_576,
            fetch_max_bytes=8_388_608,
        )
        try:
            inputs = (settings.topic("raw"), settings.topic("replay"))
            self._require(consumer, (*inputs, *self._outputs))
            consumer.subscribe(inputs, listener=self._assignment)
        except BaseException:
            consumer.close(autocommit=False, timeout_ms=LEAVE_MS)
            raise
        return consumer

    def _require(self, consumer: KafkaConsumer, topics: tuple[str, ...]) -> None:
        """Raise ``MissingTopicError`` for a topic that is not there; one just created may take a moment to be seen."""
        deadline = time.monotonic() + TOPIC_SECONDS
        for topic in topics:
            while not consumer.partitions_for_topic(topic):
                if time.monotonic() > deadline or self._stop.wait(0.2):
                    raise MissingTopicError(topic, self._settings.bootstrap)

    def _rewind(self, consumer: KafkaConsumer) -> None:
        """Read on from the offsets that the broker has committed, now that no transaction of ours is open."""
        for where in consumer.assignment():
            self._pulse.beat("broker")
            offset = consumer.committed(where, timeout_ms=COMMITTED_MS)
            if offset is None:
                consumer.seek_to_beginning(where)
            else:
                consumer.seek(where, offset)

    def _drop_transactions(self) -> None:
        if self._transactions is not None:
            self._transactions.discard()
            self._transactions = None
