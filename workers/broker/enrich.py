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
from workers.broker.errors import BrokerError, WorkerError
from workers.broker.patience import Patience
from workers.broker.pulse import Pulse
from workers.broker.session import Session
from workers.broker.transaction import RefusedError, TransactionError, Transactions
from workers.broker.work import Work, batches
from workers.emit import OutRecord
from workers.metrics import Metrics
from workers.settings import Settings

OUTPUTS = ("enriched", "quotes", "figures", "rejected")
TRANSACTION_SECONDS = 2.0
"""A poll that takes longer is cut into several transactions, far below the transaction timeout (10 s)."""
OBSERVE_SECONDS = 2.0
OBSERVE_MS = 3_000

log = logging.getLogger("dateline.enrich")


class EnrichWorker:
    """One enrich worker. ``run`` works until ``stop`` is set; everything else is its own."""

    def __init__(
        self, settings: Settings, metrics: Metrics, pulse: Pulse, stop: threading.Event, *, name: str, stall: float
    ) -> None:
        """``name``: the transactional id; ``stall``: seconds after which a partition that stands still is dead."""
        self._metrics = metrics
        self._pulse = pulse
        self._stop = stop
        self._poll_ms = int(settings.poll_seconds * 1000)
        self._topics = {stream: settings.topic(stream) for stream in OUTPUTS}
        self._inputs = f"{settings.topic('raw')}, {settings.topic('replay')}"
        self._work = Work(settings, metrics)
        self._assignment = Assignment(metrics, stall)
        self._session = Session(settings, name, tuple(self._topics.values()), self._assignment, pulse, stop)
        self._patience = Patience(settings, metrics, pulse, stop, name)
        self._observed = 0.0
        for stage in ("transaction", "client"):
            metrics.retries.labels(stage)
        for topic in self._topics.values():
            for result in ("ok", "failed"):  # an alert on failures needs the series before the first one
                metrics.produced.labels(topic, result)

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
            self._session.close()

    def _turn(self) -> None:
        """One poll and its transactions."""
        consumer, transactions = self._session.open()
        self._pulse.beat("broker")
        records = consumer.poll(timeout_ms=self._poll_ms)
        group = consumer.group_metadata()
        self._assignment.settle()
        self._pulse.assigned = len(self._assignment.held)
        if not records:
            self._observe(consumer, transactions, group)
            return
        if not _is_member(group):
            # The group gave us up between the fetch and now; Kafka would not fence a commit without a member.
            self._session.lose_place()
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
        for batch in batches(pending):
            self._pulse.beat("work")
            for record, outputs in zip(batch, work.outputs(batch), strict=True):
                self._follow(offsets, record)
                self._send(transactions, outputs)
            count += len(batch)
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
            for outputs in (self._outputs_of_one, partial(self._work.refused, error=refusal.error)):
                self._work.start()
                transactions = self._session.fresh_transactions()
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

    def _outputs_of_one(self, record: Any) -> tuple[OutRecord, ...]:
        return self._work.outputs([record])[0]

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
        self._patience.rejects(tally.outcomes["rejected"], sum(tally.outcomes.values()))
        self._pulse.beat("broker")
        began = time.perf_counter()
        transactions.flush()
        flushed = time.perf_counter()
        transactions.commit(offsets, group)
        committed = time.perf_counter()
        self._pulse.beat("broker")
        self._patience.reset()
        self._assignment.commit(offsets)
        tally.tell(self._metrics)
        metrics = self._metrics
        metrics.commits.labels("ok").inc()
        metrics.batch.observe(sum(tally.outcomes.values()))
        metrics.processing.labels("flush").observe(flushed - began)
        metrics.processing.labels("commit").observe(committed - flushed)
        for topic in tally.produced:
            metrics.produce.labels(topic).observe(flushed - transactions.began)

    def _failed(self, failure: TransactionError) -> None:
        """The open transaction is lost: count, wait, and read its records again."""
        self._metrics.commits.labels("failed").inc()
        self._metrics.retries.labels("transaction").inc()
        for topic, count in self._work.tally.produced.items():
            self._metrics.produced.labels(topic, "failed").inc(count)
        log.warning("a transaction failed and is tried again: %s", failure)
        self._session.lose_place()
        if failure.fenced:
            self._patience.fenced()
        self._patience.pause()

    def _away(self, error: BrokerError) -> None:
        """No broker: wait and try again, not ready meanwhile. One that refuses us is not waited for."""
        if isinstance(error.__cause__, AuthorizationError | SaslAuthenticationFailedError):
            raise error
        if not self._pulse.away:
            log.warning("waiting for the broker: %s", error)
        self._pulse.away = True
        self._patience.pause()

    def _client_failed(self, error: BaseException) -> None:
        """Something that the clients do not get over by themselves: start with new ones.

        Rights that were never there are told at once; those that were taken away may come back.
        """
        if isinstance(error, AuthorizationError | SaslAuthenticationFailedError) and not self._patience.proven:
            raise WorkerError(
                f"Kafka refuses this worker ({error}): it needs Read on {self._inputs} and the group, Write on "
                f"{', '.join(self._topics.values())} and the transactional id"
            ) from error
        log.warning("the Kafka client failed (%s: %s): starting a new one", type(error).__name__, error)
        self._metrics.retries.labels("client").inc()
        self._pulse.away = True
        self._session.close()
        self._patience.pause()

    def _observe(self, consumer: KafkaConsumer, transactions: Transactions, group: ConsumerGroupMetadata) -> None:
        """Everything that was polled is committed: now and then look at lag and stalls, and commit what was read over.

        Control records and aborted ones give no outcome; an offset before them would show lag for ever.
        """
        if time.monotonic() - self._observed < OBSERVE_SECONDS:
            return
        self._observed = time.monotonic()
        self._pulse.beat("broker")
        try:
            self._assignment.observe(consumer, OBSERVE_MS)
            passed = self._assignment.passed(consumer, OBSERVE_MS)
        except KafkaError as error:
            if not self._pulse.away:
                log.warning("the broker does not answer (%s): waiting for it", type(error).__name__)
            self._pulse.away = True
        else:
            if self._pulse.away:
                log.info("the broker answers")
            self._pulse.away = False
            if passed and _is_member(group):
                self._work.start()
                transactions.begin()
                transactions.commit(passed, group)
                self._assignment.commit(passed)


def _is_member(group: ConsumerGroupMetadata) -> bool:
    return group.generation_id >= 0 and bool(group.member_id)
