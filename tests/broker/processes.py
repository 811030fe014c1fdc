"""Workers as processes of their own, started by the command line, killed, stopped and asked for their metrics."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kafka import KafkaProducer

from tests.broker.articles import Raw
from workers.broker.topics import apply_topics, read_topics
from workers.broker.transaction import Transactions
from workers.model import Headers
from workers.settings import Settings

SERVED_SECONDS = 60
_SAMPLE = re.compile(r"^(\w+)(?:\{([^}]*)\})? (\S+)$", re.MULTILINE)
_LABEL = re.compile(r'(\w+)="([^"]*)"')


class WorkerProcess:
    """``dateline worker ROLE`` as a child process; ``served`` fills in its ``address`` and ``transactional_id``."""

    def __init__(self, environment: dict[str, str], log: Path, *arguments: str, role: str = "enrich") -> None:
        self.log = log
        self.role = role
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workers", "worker", role, *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                text=True,
            )
        self.address = ""
        self.transactional_id = ""

    @property
    def pid(self) -> int:
        """The process id."""
        return self.process.pid

    def served(self) -> str:
        """Wait for the line that says where metrics are served, and return the address."""
        assert self.process.stdout is not None
        while not self.address:
            answered, _, _ = select.select([self.process.stdout], [], [], SERVED_SECONDS)
            assert answered, f"the worker said nothing for {SERVED_SECONDS} s: {self.errors()}"
            line = self.process.stdout.readline()
            assert line, f"the worker ended with {self.process.wait()}: {self.errors()}"
            if found := re.search(rf"{self.role} (\S+): metrics on http://(\S+)/metrics", line):
                self.transactional_id, self.address = found[1], found[2]
        return self.address

    def page(self, path: str) -> tuple[int, str]:
        """Status and body of one of its pages; status 0 where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.served()}{path}", timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str, **labels: str) -> float:
        """The sum of the samples of a metric (without its ``dateline_``) that have these labels."""
        return sum(
            float(value)
            for sample, found, value in _SAMPLE.findall(self.page("/metrics")[1])
            if sample == f"dateline_{name}" and labels.items() <= dict(_LABEL.findall(found)).items()
        )

    def ready(self) -> bool:
        """Whether ``/readyz`` says so."""
        return self.page("/readyz")[0] == 200

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self._close()

    def terminate(self, seconds: float = 25) -> int:
        """SIGTERM, and the exit status. Fails where it takes longer than ``seconds``."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds: float) -> int:
        """The exit status, once it has ended."""
        began = time.monotonic()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"not ended after {time.monotonic() - began:.0f} s: {self.errors()}") from None
        self._close()
        return status

    def errors(self) -> str:
        """What it wrote to standard error."""
        return self.log.read_text("utf-8", "replace")[-3_000:]

    def end(self) -> None:
        """End it whatever it does, at the end of a test."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGCONT)
            self.kill()
        self._close()

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


def make_topics(settings: Settings, changes: dict[str, dict[str, str]] | None = None) -> None:
    """The project's topics under the settings' prefix; ``changes``: stream to topic settings that differ."""
    topics = [
        replace(topic, config={**topic.config, **(changes or {}).get(topic.stream, {})}) for topic in read_topics()
    ]
    apply_topics(settings, topics)


def produce_odd(
    settings: Settings,
    records: Iterable[tuple[bytes | None, bytes | None, Headers]],
    *,
    stream: str = "raw",
    commit: bool = True,
) -> None:
    """Send (key, value, headers) in a transaction, null values of headers and all; ``commit`` False: abort it."""
    transactions = Transactions(settings, f"{settings.prefix}-odd", (settings.topic(stream),), wait=10)
    try:
        transactions.begin()
        for key, value, headers in records:
            transactions.append(settings.topic(stream), key, value, headers)
        transactions.flush()
        if commit:
            transactions._producer.commit_transaction()
        else:
            transactions._producer.abort_transaction()
    finally:
        transactions.close()


def produce(settings: Settings, records: Iterable[Raw], stream: str = "raw") -> int:
    """Send records to a topic and wait until the broker has them; return how many."""
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap.split(","), linger_ms=20, batch_size=131_072, metrics_enabled=False
    )
    try:
        sent = [
            producer.send(settings.topic(stream), record.value, key=record.key, headers=record.headers)
            for record in records
        ]
        producer.flush()
        for each in sent:
            each.get(0)
        return len(sent)
    finally:
        producer.close()
