"""The enrich worker: poll, process, send, commit; one transaction a poll, exactly once for ``read_committed`` readers.

Why this cannot lose or repeat a record:

- outputs and offsets are one transaction; offsets go with the group metadata *as it was when the records were polled*,
  so that a member the group has given up is fenced (metadata read later may be empty, which Kafka does not fence);
- rebalances happen inside ``poll`` only, where no transaction is open;
- after any failure the producer is replaced, which settles what was open, and reading goes on from the offsets that are
  then committed at the broker: never from what we believe we committed;
- a commit that would repeat a committed offset is refused by ourselves, counted, and ends the process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from functools import partial
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import AuthorizationError, KafkaError, SaslAuthenticationFailedError
from kafka.structs import ConsumerGroupMetadata, TopicPartition

from workers.broker.assignment import Assignment
from workers.broker.assignor import TopicByTopicAssignor
from workers.broker.clients import open_consumer
from workers.broker.errors import BrokerError
from workers.broker.pulse import Pulse
from workers.broker.transaction import MissingTopicError, RefusedError, TransactionError, Transactions
from workers.broker.work import Work
from workers.metrics import Metrics
from workers.settings import Settings

OUTPUTS = ("enriched", "quotes", "figures", "rejected")
TRANSACTION_SECONDS = 2.0
"""A poll that takes longer is cut into several transactions, far below the transaction timeout (10 s)."""
OBSERVE_SECONDS = 2.0
TOPIC_SECONDS = 5.0
CONTACT_SECONDS = 5.0
"""How long one attempt to reach the broker takes: SIGTERM is seen between two."""
BACKOFF = (0.1, 10.0)
"""First and longest wait between two attempts, in seconds."""
FENCES = 5
FENCE_WINDOW = 120.0
"""So many fences in so many seconds are no accident: two workers have one transactional id."""

log = logging.getLogger("dateline.enrich")


class WorkerError(Exception):
    """The worker cannot go on; offsets are held where they are. One line: what, where, what to do."""

    def __init__(self, message: str, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_status = exit_status


class EnrichWorker:
    """One enrich worker. ``run`` works until ``stop`` is set; everything else is its own."""

    def __init__(
        self, settings: Settings, metrics: Metrics, pulse: Pulse, stop: threading.Event, *, name: str, stall: float
    ) -> None:
        """``name``: the transactional id."""
        self._settings = settings
        self._metrics = metrics
        self._pulse = pulse
        self._stop = stop
        self._name = name
        self._topics = {stream: settings.topic(stream) for stream in OUTPUTS}
        self._work = Work(settings, metrics)
        self._assignment = Assignment(metrics, stall)
        self._recent: deque[bool] = deque(maxlen=settings.reject_window)
        self._fences: deque[float] = deque(maxlen=FENCES)
        self._failures = 0
        self._observed = 0.0
        self._lost_place = False
        self._consumer: KafkaConsumer | None = None
        self._transactions: Transactions | None = None

    def run(self) -> None:
        """Work until told to stop; then leave the group. Raises ``WorkerError``, ``MissingTopicError``,
        ``StalledError`` or ``BrokerError``, each meant for a person, with its ``exit_status``."""
        try:
            while not self._stop.is_set():
                try:
                    self._turn()
                except TransactionError as failure:
                    self._failed(failure)
                except BrokerError as error:
                    self._away(error)
                except (KafkaError, RuntimeError) as error:
                    self._client_failed(error)
        finally:
            self._pulse.draining = True
            self._close()

    def _turn(self) -> None:
        """One poll and its transactions."""
        consumer, transactions = self._clients()
        self._pulse.beat("broker")
        if self._lost_place:
            self._rewind(consumer)
            self._lost_place = False
        records = consumer.poll(timeout_ms=int(self._settings.poll_seconds * 1000))
        group = consumer.group_metadata()
        self._assignment.settle()
        self._pulse.assigned = len(self._assignment.held)
        if not records:
            self._observe(consumer, transactions, group)
            return
        if group.generation_id < 0 or not group.member_id:
            # The group gave us up between the fetch and now; Kafka would not fence a commit without a member.
            self._lost_place = True
            return
        self._assignment.open(records)
        pending = deque(record for taken in records.values() for record in taken)
        try:
            while pending and not self._stop.is_set():
                self._transact(transactions, pending, group)
        except RefusedError as refusal:
            self._one_by_one(pending, group, refusal)
        finally:
            self._assignment.closed()
        if not pending and not transactions.spent:
            self._observe(consumer, transactions, group)

    def _transact(self, transactions: Transactions, pending: deque[Any], group: ConsumerGroupMetadata) -> None:
        """Commit the outcomes of a prefix of ``pending`` and take it off. Raises what ``Transactions`` does."""
        work = self._work
        work.start()
        transactions.begin()
        began = time.monotonic()
        offsets: dict[TopicPartition, int] = {}
        count = 0
        for record in pending:
            self._pulse.beat("work")
            self._follow(offsets, record)
            self._send(transactions, work.outputs(record))
            count += 1
            if time.monotonic() - began > TRANSACTION_SECONDS:
                break
        self._finish(transactions, offsets, group)
        for _ in range(count):
            pending.popleft()

    def _one_by_one(self, pending: deque[Any], group: ConsumerGroupMetadata, refusal: RefusedError) -> None:
        """Each pending record in a transaction of its own; the outputs that the broker refuses become a dead letter."""
        log.warning("the broker refused a record (%s): sending one by one to find it", refusal)
        while pending and not self._stop.is_set():
            record = pending[0]
            for outputs in (self._work.outputs, partial(self._work.refused, error=refusal.error)):
                self._work.start()
                transactions = self._fresh_transactions()
                transactions.begin()
                offsets: dict[TopicPartition, int] = {}
                self._follow(offsets, record)
                try:
                    self._send(transactions, outputs(record))
                    self._finish(transactions, offsets, group)
                    break
                except RefusedError as again:
                    refusal = again
            else:
                raise WorkerError(
                    f"the broker refuses the dead letter of {record.topic} partition {record.partition} offset "
                    f"{record.offset} ({refusal}); its offset is held. Raise max.message.bytes of "
                    f"{self._topics['rejected']} (`dateline topics apply`), then start the worker again"
                )
            pending.popleft()

    def _follow(self, offsets: dict[TopicPartition, int], record: Any) -> None:
        where = TopicPartition(record.topic, record.partition)
        if where not in offsets and self._assignment.passes(where, record.offset):
            self._metrics.violations.inc()
            raise WorkerError(
                f"{where.topic} partition {where.partition} offset {record.offset} is committed already", 70
            )
        offsets[where] = record.offset + 1

    def _send(self, transactions: Transactions, outputs: Any) -> None:
        began = time.perf_counter()
        tally, topics = self._work.tally, self._topics
        for each in outputs:
            topic = topics[each.stream]
            transactions.append(topic, each.key, each.value, each.headers)
            tally.produced[topic] += 1
        tally.seconds["produce"].append(time.perf_counter() - began)

    def _finish(
        self, transactions: Transactions, offsets: dict[TopicPartition, int], group: ConsumerGroupMetadata
    ) -> None:
        """Flush, commit, and only then count."""
        tally = self._work.tally
        self._check_reject_limit(tally.outcomes["rejected"], sum(tally.outcomes.values()))
        self._pulse.beat("broker")
        began = time.perf_counter()
        transactions.flush()
        flushed = time.perf_counter()
        transactions.commit(offsets, group)
        committed = time.perf_counter()
        self._pulse.beat("broker")
        self._failures = 0
        self._assignment.commit(offsets)
        tally.tell(self._metrics)
        metrics = self._metrics
        metrics.commits.labels("ok").inc()
        metrics.batch.observe(sum(tally.outcomes.values()))
        metrics.processing.labels("flush").observe(flushed - began)
        metrics.processing.labels("commit").observe(committed - flushed)
        for topic in tally.produced:
            metrics.produce.labels(topic).observe(flushed - transactions.began)

    def _check_reject_limit(self, rejected: int, count: int) -> None:
        limit = self._settings.reject_limit
        if limit is None:
            return
        self._recent.extend(index < rejected for index in range(count))
        if len(self._recent) == self._recent.maxlen and sum(self._recent) >= limit * len(self._recent):
            raise WorkerError(
                f"{sum(self._recent)} of the last {len(self._recent)} records were rejected, which reaches "
                f"DATELINE_REJECT_LIMIT={limit}: stopping with the offsets held. Look at {self._topics['rejected']}"
            )

    def _failed(self, failure: TransactionError) -> None:
        """The open transaction is lost: count, wait, settle it with a new producer, read on from what is committed."""
        tally = self._work.tally
        self._metrics.commits.labels("failed").inc()
        self._metrics.retries.labels("transaction").inc()
        for topic, count in tally.produced.items():
            self._metrics.produced.labels(topic, "failed").inc(count)
        log.warning("a transaction failed and is tried again: %s", failure)
        if failure.fenced:
            now = time.monotonic()
            self._fences.append(now)
            if len(self._fences) == FENCES and now - self._fences[0] < FENCE_WINDOW:
                raise WorkerError(
                    f"fenced {FENCES} times in {now - self._fences[0]:.0f} s: another worker has the transactional "
                    f"id {self._name}, or transactions outlast DATELINE_TRANSACTION_TIMEOUT. Give each host its own "
                    "DATELINE_WORKER_NAME, and workers of one host the same DATELINE_STATE_DIR"
                )
        self._drop_transactions()
        self._lost_place = True
        self._pause()

    def _away(self, error: BrokerError) -> None:
        """No broker: wait and try again, not ready meanwhile. One that refuses us is not waited for."""
        if isinstance(error.__cause__, AuthorizationError | SaslAuthenticationFailedError):
            raise error
        if not self._pulse.away:
            log.warning("waiting for the broker: %s", error)
        self._pulse.away = True
        self._pause()

    def _client_failed(self, error: BaseException) -> None:
        """Something that the clients do not get over by themselves: start with new ones."""
        if isinstance(error, AuthorizationError | SaslAuthenticationFailedError) and self._transactions is None:
            raise WorkerError(
                f"Kafka at {self._settings.bootstrap} refused us ({type(error).__name__}: {error})"
            ) from error
        log.warning("the Kafka client failed (%s: %s): starting a new one", type(error).__name__, error)
        self._metrics.retries.labels("client").inc()
        self._pulse.away = True
        self._close()
        self._pause()

    def _pause(self) -> None:
        first, longest = BACKOFF
        seconds = min(first * 2**self._failures, longest)
        self._failures = min(self._failures + 1, 20)
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0 and not self._stop.is_set():
            self._pulse.beat("broker")
            self._stop.wait(min(left, 1))
        self._metrics.backpressure.inc(time.monotonic() - began)

    def _clients(self) -> tuple[KafkaConsumer, Transactions]:
        """The two clients, opened where they are not. Raises ``BrokerError`` where no broker answers."""
        if self._consumer is None:
            self._consumer = open_consumer(
                self._settings,
                "enrich",
                group_id=self._settings.enrich_group,
                wait=CONTACT_SECONDS,
                partition_assignment_strategy=(TopicByTopicAssignor,),
                metrics_enabled=False,
                # What is fetched ahead stays in memory; a batch that is larger still comes, by itself (KIP-74).
                max_partition_fetch_bytes=1_048_576,
                fetch_max_bytes=8_388_608,
            )
            inputs = [self._settings.topic("raw"), self._settings.topic("replay")]
            self._require(self._consumer, (*inputs, *self._topics.values()))
            self._consumer.subscribe(inputs, listener=self._assignment)
            self._lost_place = False
        if self._transactions is None:
            self._pulse.beat("broker")
            self._transactions = Transactions(
                self._settings, self._name, tuple(self._topics.values()), wait=CONTACT_SECONDS
            )
        self._pulse.away = False
        return self._consumer, self._transactions

    def _require(self, consumer: KafkaConsumer, topics: tuple[str, ...]) -> None:
        """Raise ``MissingTopicError`` for a topic that is not there; one just created may take a moment to be seen."""
        deadline = time.monotonic() + TOPIC_SECONDS
        for topic in topics:
            while not consumer.partitions_for_topic(topic):
                if time.monotonic() > deadline or self._stop.wait(0.2):
                    raise MissingTopicError(topic, self._settings.bootstrap)

    def _fresh_transactions(self) -> Transactions:
        if self._transactions is None or self._transactions.spent:
            self._drop_transactions()
        return self._clients()[1]

    def _rewind(self, consumer: KafkaConsumer) -> None:
        """Read on from the offsets that the broker has committed, now that no transaction of ours is open."""
        for where in consumer.assignment():
            offset = consumer.committed(where, timeout_ms=15_000)
            if offset is None:
                consumer.seek_to_beginning(where)
            else:
                consumer.seek(where, offset)

    def _observe(self, consumer: KafkaConsumer, transactions: Transactions, group: ConsumerGroupMetadata) -> None:
        """Everything that was polled is committed: now and then look at lag and stalls, and commit what was read over.

        Control records and aborted ones give no outcome; an offset before them would show lag for ever.
        """
        if time.monotonic() - self._observed < OBSERVE_SECONDS:
            return
        self._observed = time.monotonic()
        self._pulse.beat("broker")
        try:
            self._assignment.observe(consumer, timeout_ms=3_000)
            passed = self._assignment.passed(consumer, timeout_ms=3_000)
        except KafkaError as error:
            if not self._pulse.away:
                log.warning("the broker does not answer (%s): waiting for it", type(error).__name__)
            self._pulse.away = True
        else:
            if self._pulse.away:
                log.info("the broker answers")
            self._pulse.away = False
            if passed and group.generation_id >= 0 and group.member_id:
                self._work.start()
                transactions.begin()
                transactions.commit(passed, group)
                self._assignment.commit(passed)

    def _drop_transactions(self) -> None:
        if self._transactions is not None:
            self._transactions.discard()
            self._transactions = None

    def _close(self) -> None:
        """End what is open, sending nothing more, and leave the group."""
        self._pulse.beat("stop")
        self._drop_transactions()
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            try:
                consumer.close(autocommit=False, timeout_ms=5_000)
            except (KafkaError, RuntimeError) as error:
                log.warning("leaving the group failed (%s); it will notice by itself", type(error).__name__)
        self._assignment.settle()
        self._pulse.assigned = 0
