"""Workers as processes, ended after each test whatever it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.broker.processes import WorkerProcess
from workers.broker.local import LocalBroker

Start = Callable[..., WorkerProcess]


@pytest.fixture
def start(command_environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start ``dateline worker enrich ARGUMENTS``; keywords: changes to its environment."""
    running: list[WorkerProcess] = []

    def started(*arguments: str, **environment: str) -> WorkerProcess:
        log = tmp_path / f"worker-{len(running)}.log"
        worker = WorkerProcess(command_environment | environment, log, *arguments)
        running.append(worker)
        return worker

    yield started
    for worker in running:
        worker.end()


@pytest.fixture
def own_broker(tmp_path: Path, cache_dir: Path) -> Iterator[LocalBroker]:
    """A broker that a test may kill."""
    broker = LocalBroker(tmp_path / "own-kafka", cache_dir=cache_dir, port=0)
    broker.start()
    yield broker
    broker.erase()
