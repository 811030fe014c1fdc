"""The field of a benchmark: one local broker, one raw topic filled once, and a stopwatch that reads committed offsets.

Every competitor is a process of its own; its speed is what its consumer group committed, between the first commit seen
and the last, so that start-up counts for none of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from workers.broker.local import LocalBroker
from workers.settings import load_settings

POLL_SECONDS = 0.2
START_SECONDS = 120.0
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """``rate``: articles a second; ``articles``: committed in all; ``seconds``: the time that the rate is of;
    ``memory``: resident megabytes by articles done, at the marks asked for."""

    rate: float
    articles: int
    seconds: float
    memory: dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A broker's address, the topics' prefix, and how many raw articles lie there."""

    bootstrap: str
    prefix: str
    articles: int
    folder: Path

    @property
    def source(self) -> str:
        """The raw topic."""
        return f"{self.prefix}.raw"


@contextmanager
def broker(folder: Path, say: Callable[[str], None]) -> Iterator[str]:
    """A broker of its own for the time of a benchmark."""
    local = LocalBroker(folder / "broker", cache_dir=load_settings().cache_dir, port=0, say=say)
    try:
        yield local.start()
    finally:
        local.erase()


def fill(bootstrap: str, topic: str, values: list[bytes]) -> None:
    """Put every value onto ``topic``, each confirmed."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=20, batch_size=262_144)
    sent = [producer.send(topic, value=value) for value in values]
    producer.flush()
    for future in sent:
        future.get(timeout=60)
    producer.close()


def make_topics(bootstrap: str, names: list[str], partitions: int = 6) -> None:
    """Create topics for competitors, as many partitions as the raw topic."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(name, partitions, 1) for name in names])
    admin.close()


def committed(admin: KafkaAdminClient, group: str, topic: str) -> int:
    """The sum of a group's committed offsets on ``topic``."""
    offsets = admin.list_group_offsets({group: None})[group]
    return sum(max(0, found.offset) for partition, found in offsets.items() if partition.topic == topic)


def time_competitor(
    field: Field,
    command: list[str],
    group: str,
    *,
    seconds: float,
    marks: tuple[int, ...] = (),
    environment: dict[str, str] | None = None,
) -> Timing:
    """Run one competitor until it committed everything or ``seconds`` passed since its first commit.

    Raises ``RuntimeError`` where it ends by itself or commits nothing within two minutes.
    """
    log = field.folder / f"{group}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **(environment or {})}
        )
    admin = KafkaAdminClient(bootstrap_servers=field.bootstrap)
    try:
        return _watch(field, process, admin, group, seconds=seconds, marks=marks, log=log)
    finally:
        admin.close()
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _watch(
    field: Field,
    process: subprocess.Popen[bytes],
    admin: KafkaAdminClient,
    group: str,
    *,
    seconds: float,
    marks: tuple[int, ...],
    log: Path,
) -> Timing:
    born = time.monotonic()
    first: tuple[float, int] | None = None
    last = (born, 0)
    memory: dict[int, float] = {}
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"{group} ended with status {process.returncode}: {_tail(log)}")
        done, now = committed(admin, group, field.source), time.monotonic()
        if first is None and done:
            first = (now, done)
        if done > last[1]:
            last = (now, done)
        for mark in marks:
            if done >= mark and mark not in memory:
                memory[mark] = resident(process.pid)
        if first is None:
            if now - born > START_SECONDS:
                raise RuntimeError(f"{group} committed nothing within {START_SECONDS:.0f} s: {_tail(log)}")
        elif done >= field.articles or now - first[0] > seconds:
            spent = max(last[0] - first[0], POLL_SECONDS)
            return Timing(rate=(last[1] - first[1]) / spent, articles=last[1], seconds=spent, memory=memory)
        time.sleep(POLL_SECONDS)


def resident(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    process = psutil.Process(pid)
    return sum(float(each.memory_info().rss) for each in (process, *process.children(recursive=True))) / 1e6


def peer(name: str) -> str:
    """The path of a competitor's program."""
    return str(Path(__file__).parent / "peers" / f"{name}.py")


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-600:]


def our_python() -> str:
    """The interpreter that runs this benchmark."""
    return sys.executable
