"""What fault tests do to workers: each step waits for a condition that the workers themselves show, never for time."""

from __future__ import annotations

import random

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
    """kill -9 while records are in flight, after a random number of commits."""
    commits = worker.metric("commits_total", result="ok") + dice.randint(0, 3)
    eventually(
        lambda: worker.metric("commits_total", result="ok") >= commits and worker.metric("in_flight_records") > 0,
        60,
        "the victim at work",
    )
    worker.kill()
