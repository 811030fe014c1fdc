"""What fault tests do to workers: each step waits for a condition that the workers themselves show, never for time."""

from __future__ import annotations

from collections.abc import Callable

from kafka import KafkaAdminClient
from kafka.structs import TopicPartition

from tests.broker.oracle import eventually
from tests.broker.processes import WorkerProcess
from workers.settings import Settings


def wait_ready(workers: list[WorkerProcess]) -> None:
    """All of them hold partitions."""
    for worker in workers:
        eventually(worker.ready, 60, f"a worker that is ready; {worker.errors()}")


def at_work(worker: WorkerProcess, more: Callable[[], None] = lambda: None) -> None:
    """It has records in flight; ``more`` produces some, for a worker that was done before anyone looked."""

    def seen() -> bool:
        return worker.metric("in_flight_records") > 0

    eventually(_fed(seen, worker, more), 60, f"a worker at work; {worker.errors()}")


def holds(worker: WorkerProcess, partitions: int) -> None:
    """It holds so many partitions."""
    eventually(lambda: worker.metric("assigned_partitions") == partitions, 60, f"{partitions} partitions")


def kill_at_work(settings: Settings, worker: WorkerProcess, more: Callable[[], None]) -> None:
    """kill -9 while the worker has written records that it has not committed, as the broker itself says; ``more`` as
    in ``at_work``."""
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap.split(","))
    name = worker.transactional_id
    where = [TopicPartition(settings.topic("enriched"), number) for number in range(6)]

    def half_written() -> bool:
        (described,) = admin.describe_transactions([name]).values()
        return any(
            producer.producer_id == described.producer_id and producer.current_transaction_start_offset >= 0
            for state in admin.describe_producers(where).values()
            for producer in state.active_producers
        )

    try:
        eventually(_fed(half_written, worker, more), 60, f"the victim amid a transaction; {worker.errors()}")
        worker.kill()
    finally:
        admin.close()


def _fed(condition: Callable[[], bool], worker: WorkerProcess, more: Callable[[], None]) -> Callable[[], bool]:
    """``condition``, with ``more`` to do for a worker that has nothing left each time that it does not hold."""

    def holds_or_is_fed() -> bool:
        if condition():
            return True
        if worker.metric("in_flight_records") == 0:
            more()
        return False

    return holds_or_is_fed
