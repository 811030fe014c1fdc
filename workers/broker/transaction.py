"""Kafka transactions for the enrich worker: outputs and input offsets that become visible together or not at all.

kafka-python 3.0.12 has the protocol; five things of its producer do not fit, each read in its source:

- a batch that runs out of ``delivery_timeout_ms`` fails its futures but leaves the transaction committable: here every
  batch's final state is checked before the commit;
- offsets that ``send_offsets_to_transaction`` could not commit stay behind in the transaction manager and go out with
  the *next* transaction, and so do unsent records after an epoch bump: here a producer that failed is thrown away, and
  a new one (``init_transactions`` aborts what is open and fences the old one) takes its place;
- a batch that is larger than its topic allows is split in two that nobody waits for: here it fails the transaction,
  and batches are kept below the smallest ``max.message.bytes`` from the start;
- ``send`` refuses null header values and null key with null value, both of which a dead letter must carry;
- ``send`` costs 17 us a record, most of it for futures that nobody awaits one by one; an article has about ten records.

The last two are why ``append`` reaches into the accumulator instead of calling ``send``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    FencedInstanceIdError,
    InvalidProducerEpochError,
    InvalidRecordError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    ProducerFencedError,
    RecordListTooLargeError,
)
from kafka.partitioner.default import murmur2
from kafka.producer.producer_batch import FinalState, ProducerBatch
from kafka.record.memory_records import MemoryRecordsBuilder
from kafka.structs import ConsumerGroupMetadata, OffsetAndMetadata, TopicPartition

from workers.broker.clients import open_admin, open_producer
from workers.model import Headers
from workers.settings import Settings

Offsets = Mapping[TopicPartition, int]
"""The next offset to read, by partition."""
RECORD_ERRORS = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError)
"""What the broker answers where a record itself is at fault: sending it again cannot succeed."""
FENCED_ERRORS = (ProducerFencedError, InvalidProducerEpochError, FencedInstanceIdError)
LINGER_MS = 250
"""Batches fill for this long; the commit flushes them, so this costs no latency. Shorter costs processor time in the
producer's thread (100 ms against 1 s: 5 to 20 % an article), longer leaves more to the flush, when the worker waits."""
RETRY_MS = 20
"""The broker answers ``concurrent transactions`` while it finishes the last one: a few milliseconds."""
BATCH_BYTES = 262_144
FLUSH_SECONDS = 45.0
"""Longer than the delivery timeout, after which every batch has failed."""


class RefusedError(Exception):
    """The broker refused a record for what it is; ``error`` is the Kafka error."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.error = error


class TransactionError(Exception):
    """The transaction did not commit, or it is not known whether it did; the producer is to be replaced.

    ``error`` is the cause; ``fenced``: another producer with the same transactional id has taken over, or the broker
    timed the transaction out.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.error = error
        self.fenced = isinstance(_cause(error), FENCED_ERRORS)


class MissingTopicError(Exception):
    """A topic does not exist; the message says which and what to do."""

    exit_status = 1

    def __init__(self, topic: str, bootstrap: str) -> None:
        super().__init__(f"there is no topic {topic} on {bootstrap}: `dateline topics apply` creates the topics")


class _Headers(list[tuple[str, bytes | None]]):
    """A list that counts as empty, so that kafka-python does not add up the lengths of values that are null."""

    def __bool__(self) -> bool:
        return False


class Transactions:
    """One transactional producer, its id, and the transaction that is open on it. For one thread.

    ``spent``: it failed, and is to be replaced. ``began``: when the transaction was opened, by ``time.perf_counter``.
    """

    def __init__(self, settings: Settings, transactional_id: str, topics: tuple[str, ...], *, wait: float = 10) -> None:
        """Open the producer, end what an earlier holder of the id left open, and learn the partitions of ``topics``.

        ``wait``: seconds for the first contact. Raises ``BrokerError`` where no broker answers, ``KafkaError`` where
        it refuses.
        """
        self._batch_bytes = _batch_bytes(settings, topics, wait)
        self._producer = open_producer(
            settings,
            "enrich",
            wait=wait,
            transactional_id=transactional_id,
            transaction_timeout_ms=int(settings.transaction_timeout * 1000),
            linger_ms=LINGER_MS,
            batch_size=self._batch_bytes,
            retry_backoff_ms=RETRY_MS,
            max_block_ms=15_000,
            # Long before this the broker has aborted the transaction.
            request_timeout_ms=20_000,
            delivery_timeout_ms=30_000,
            metrics_enabled=False,
        )
        try:
            self._producer.init_transactions()
            self._partitions = {topic: len(self._producer.partitions_for(topic)) for topic in topics}
        except BaseException:
            self.discard()
            raise
        self._batches: list[ProducerBatch] = []
        self._added: set[TopicPartition] = set()
        self._accumulator: Any = self._producer._accumulator
        self._accumulator.split_and_reenqueue = self._refuse_split
        self._key: bytes | None = None
        self._hash = 0
        self.spent = False
        self.began = 0.0

    def begin(self) -> None:
        """Open a transaction. Raises ``TransactionError``."""
        self._batches.clear()
        self._added.clear()
        self._timestamp = int(time.time() * 1000)
        self.began = time.perf_counter()
        self._run(self._producer.begin_transaction)

    def append(self, topic: str, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        """Add a record to the open transaction: to the partition that Kafka's own partitioner gives its key.

        Returns at once; ``flush`` waits. Raises ``TransactionError`` where the transaction cannot go on.
        """
        if key is None:
            number = 0
        else:
            if key != self._key:  # the records of one article follow each other, and the hash is Python's slowest part
                self._key, self._hash = key, murmur2(key) & 0x7FFFFFFF
            number = self._hash % self._partitions[topic]
        where = TopicPartition(topic, number)
        if where not in self._added:
            self._run(self._producer._transaction_manager.maybe_add_partition_to_transaction, where)
            self._added.add(where)
        carried = _Headers(headers) if headers else []
        accumulator = self._accumulator
        with accumulator._tp_lock(where):
            queue = accumulator._batches[where]
            if queue and queue[-1].records.append(self._timestamp, key, value, carried) is not None:
                return
            records = MemoryRecordsBuilder(2, accumulator.config["compression_attrs"], self._batch_bytes)
            batch = ProducerBatch(where, records)
            records.append(self._timestamp, key, value, carried)
            queue.append(batch)
            accumulator._incomplete.add(batch)
            self._batches.append(batch)
            full = len(queue) > 1
        if full or len(self._batches) == 1:
            self._producer._sender.wakeup()

    def flush(self) -> None:
        """Wait until the broker has every record of the transaction.

        Raises ``RefusedError`` where it refuses one for what it is, else ``TransactionError``.
        """
        self._run(self._producer.flush, FLUSH_SECONDS)
        for batch in self._batches:
            if batch.final_state is not FinalState.SUCCEEDED:
                error = _batch_error(batch) or self._producer._transaction_manager.last_error
                self._raise(error or KafkaTimeoutError(f"{batch.topic_partition} did not take its records"))

    def commit(self, offsets: Offsets, group: ConsumerGroupMetadata) -> None:
        """Commit the flushed records together with ``offsets``, as the member that ``group`` says we are.

        Raises ``TransactionError``; whether it took place is then known only after a new producer was opened.
        """
        wanted = {where: OffsetAndMetadata(offset, "", -1) for where, offset in offsets.items()}
        self._run(self._producer.send_offsets_to_transaction, wanted, group)
        self._run(self._producer.commit_transaction)

    def discard(self) -> None:
        """Drop the producer at once, sending nothing more. The broker aborts what is open: when the next producer with
        this id comes, or after the transaction timeout."""
        self._producer._sender.force_close()
        self._producer._sender.join(5)
        with suppress(Exception):
            self._producer.close(timeout=0)

    def close(self) -> None:
        """Close a producer that has no transaction open."""
        with suppress(KafkaError):
            self._producer.close(timeout=5)

    def _refuse_split(self, batch: ProducerBatch) -> None:
        """Called by the producer's thread in place of splitting a batch that the broker finds too large."""
        error = RecordListTooLargeError(f"{batch.topic_partition}: see max.message.bytes of the topic")
        batch.complete_exceptionally(error, lambda _: error)
        self._producer._transaction_manager.transition_to_abortable_error(error)

    def _run(self, function: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        except (KafkaError, ValueError, RuntimeError) as error:
            self._raise(self._producer._transaction_manager.last_error or error)

    def _raise(self, error: BaseException) -> None:
        self.spent = True
        cause = _cause(error)
        if isinstance(cause, RECORD_ERRORS):
            raise RefusedError(cause) from error
        raise TransactionError(error) from error


def _batch_bytes(settings: Settings, topics: tuple[str, ...], wait: float) -> int:
    """How large batches may grow: below what every topic takes. A broker that does not tell is left to refuse."""
    admin = open_admin(settings, wait=wait)
    try:
        resources = [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in topics]
        described = admin.describe_configs(resources, config_filter="all")["topic"]
        return min(BATCH_BYTES, *(int(described[topic]["max.message.bytes"]["value"]) for topic in topics))
    except (KafkaError, KeyError, TypeError, ValueError):
        return BATCH_BYTES
    finally:
        admin.close()


def _batch_error(batch: ProducerBatch) -> BaseException | None:
    future = batch.produce_future
    if not future.is_done or future.value is None:
        return None
    describe = future.value[2]
    return None if describe is None else cast(BaseException, describe(0))


def _cause(error: BaseException) -> BaseException:
    """The Kafka error inside one that kafka-python wrapped: it passes the cause as an argument."""
    for each in (error, *error.args):
        if isinstance(each, (*RECORD_ERRORS, *FENCED_ERRORS)):
            return cast(BaseException, each)
    return error
