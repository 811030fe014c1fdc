"""What fault tests do to workers: each step waits for a condition that the workers themselves show, never for time."""

from __future__ import annotations

import random
import threading

from tests.broker.oracle import eventually
from tests.broker.processes import WorkerProcess


def wait_ready(workers: list[WorkerProcess]) -> None:
    """All of them hold partitions."""
    for worker in workers:
        eventually(worker.ready, 60, f"a worker that is ready; {worker.errors()}")


def at_work(worker: WorkerProcess) -> None:
    """It has records in flight."""
    eventually(lambda: worker.metric("in_flight_records") > 0, 60, f"a worker at work; {worker.errors()}")


def holds(worker: WorkerProcess, partitions: int) -> None:
    """It holds so many partitions."""
    eventually(lambda: worker.metric("assigned_partitions") == partitions, 60, f"{partitions} partitions")


def kill_at_work(worker: WorkerProcess, dice: random.Random) -> None:
    """kill -9 while records are in flight: somewhere in a transaction, not always at its beginning.

    The condition is what counts; the random moment after it only spreads the kills over a transaction's length.
    """

    def in_the_middle() -> bool:
        if worker.metric("in_flight_records") == 0:
            return False
        threading.Event().wait(dice.uniform(0, 0.4))
        return worker.metric("in_flight_records") > 0

    eventually(in_the_middle, 60, f"the victim at work; {worker.errors()}")
    worker.kill()
