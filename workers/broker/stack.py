"""Kafka, topics and both workers on this machine as one thing: what ``dateline up``, ``down`` and ``demo`` are made of.

Workers are daemons in sessions of their own that hold none of the caller's descriptors; ``stack.json`` in the state
folder remembers them, so that any process can end what another started.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from workers.broker.daemons import end, ends, launch, runs, tell
from workers.broker.errors import BrokerError
from workers.broker.jars import Say
from workers.broker.local import LocalBroker
from workers.broker.ports import free_port
from workers.broker.topics import apply_topics
from workers.settings import Settings, load_settings

WORKERS = ("enrich", "stories")
READY_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningWorker:
    """One worker's process: ``metrics`` is ``http://host:port``, ``log`` the file with all that it says."""

    name: str
    pid: int
    metrics: str
    log: str


class Stack:
    """Everything that one state folder runs. ``say`` is told what goes on, one line a step."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._broker = LocalBroker(settings.state_dir / "broker", cache_dir=settings.cache_dir, say=say)
        self._record = settings.state_dir / "stack.json"

    def up(self) -> tuple[Settings, tuple[RunningWorker, ...]]:
        """Bring up what is not up yet and wait until the workers are ready; the settings that reach it, the workers.

        Raises ``BrokerError`` where Kafka or a worker does not come up; what did come up stays for ``down``.
        """
        settings = self._settings
        if settings.own_cluster:
            self._say(f"DATELINE_BOOTSTRAP is set: using your cluster at {settings.bootstrap}")
        else:
            settings = load_settings(bootstrap=self._broker.start(), state_dir=settings.state_dir)
        done, _ = apply_topics(settings)
        self._say(f"topics: {len(done)} changes" if done else "topics: as they should be")
        running = {each.name: each for each in self.workers()}
        port = 0
        for name in WORKERS:
            if name not in running:
                port = free_port(other_than=port)
                running[name] = self._start_worker(name, settings, port)
                self._remember(tuple(running.values()))
        for worker in running.values():
            self._wait_until_ready(worker)
        return settings, tuple(running.values())

    def down(self) -> tuple[str, ...]:
        """Drain the workers, then stop the local broker; the names of what was ended."""
        ended = []
        running = self.workers()
        for worker in running:
            tell(worker.pid, signal.SIGTERM)
        for worker in running:
            if not ends(worker.pid, STOP_SECONDS):
                self._say(f"worker {worker.name} did not end within {STOP_SECONDS:.0f} s; killing it")
                end(worker.pid, signal.SIGKILL, STOP_SECONDS)
            ended.append(f"worker {worker.name}")
        self._record.unlink(missing_ok=True)
        if self._broker.stop():
            ended.append("Kafka")
        return tuple(ended)

    def workers(self) -> tuple[RunningWorker, ...]:
        """The workers that were started here and still run."""
        try:
            known = [RunningWorker(**each) for each in json.loads(self._record.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return ()
        return tuple(worker for worker in known if _runs(worker))

    def _start_worker(self, name: str, settings: Settings, port: int) -> RunningWorker:
        address = f"127.0.0.1:{port}"
        log = settings.state_dir / f"{name}.log"
        environment = {
            **os.environ,
            "DATELINE_BOOTSTRAP": settings.bootstrap,
            "DATELINE_STATE_DIR": str(settings.state_dir),
            "DATELINE_METRICS_ADDRESS": address,
        }
        self._say(f"starting worker {name}; its log is {log}")
        command = [sys.executable, "-m", "workers", "worker", name]
        process = launch(command, log=log, folder=Path.cwd(), environment=environment)
        return RunningWorker(name=name, pid=process.pid, metrics=f"http://{address}", log=str(log))

    def _remember(self, workers: tuple[RunningWorker, ...]) -> None:
        fresh = self._record.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(each) for each in workers]) + "\n", "utf-8")
        fresh.replace(self._record)

    def _wait_until_ready(self, worker: RunningWorker) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if not _runs(worker):
                raise BrokerError(
                    f"worker {worker.name} ended while starting; its log is {worker.log}:\n{_tail(worker)}"
                )
            if answers(f"{worker.metrics}/readyz"):
                return
            time.sleep(0.1)
        raise BrokerError(f"worker {worker.name} was not ready within {READY_SECONDS:.0f} s; its log is {worker.log}")


@contextmanager
def short_lived(settings: Settings, say: Say) -> Iterator[tuple[Settings, tuple[RunningWorker, ...]]]:
    """A stack for as long as the block runs; nothing of it runs afterwards, whatever happened."""
    stack = Stack(settings, say)
    try:
        yield stack.up()
    finally:
        stack.down()


def answers(url: str) -> bool:
    """Whether a loopback address of ours answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - http on loopback, built here
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _runs(worker: RunningWorker) -> bool:
    return runs(worker.pid, worker.name)


def _tail(worker: RunningWorker, lines: int = 8) -> str:
    return "\n".join(Path(worker.log).read_text("utf-8", "replace").splitlines()[-lines:])
