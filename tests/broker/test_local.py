"""The local broker: up, down and status as a person calls them; killed and brought back with what it held."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workers.broker.clients import open_admin, open_producer
from workers.broker.committed import read_committed
from workers.broker.errors import BrokerError
from workers.broker.local import LocalBroker, serves
from workers.broker.ports import free_port
from workers.broker.topics import apply_topics
from workers.settings import load_settings

pytestmark = pytest.mark.broker


@pytest.fixture
def environment(tmp_path: Path, own_environment: None) -> Iterator[dict[str, str]]:
    """An environment whose local broker is this test's own; it is ended with the test."""
    environment = {**os.environ, "DATELINE_STATE_DIR": str(tmp_path / "home")}
    yield environment
    run(environment, "broker", "down")


def run(environment: dict[str, str], *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workers", *arguments],
        env=environment,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )


def test_up_twice_status_and_down(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, "broker", "status").returncode == 1
    reading, writing = os.pipe()
    first = run(environment, "broker", "up", "--port", "0", pass_fds=(writing,))
    assert first.returncode == 0, first.stderr
    address = first.stdout.splitlines()[-1]
    assert serves(address)
    os.close(writing)
    assert os.read(reading, 1) == b"", "the pipe is at its end: the broker does not hold its other side"
    os.close(reading)
    broker = LocalBroker(Path(environment["DATELINE_STATE_DIR"]) / "broker", cache_dir=tmp_path)
    assert broker.pid is not None
    assert os.getsid(broker.pid) == broker.pid, "a session of its own: the caller's terminal cannot end it"
    second = run(environment, "broker", "up")
    assert (second.returncode, second.stdout.splitlines()[-1]) == (0, address)
    assert "already up" in second.stderr
    # Without DATELINE_BOOTSTRAP, commands find the local broker wherever it came up.
    applied = run(environment, "topics", "apply")
    assert applied.returncode == 0, applied.stderr
    assert address in run(environment, "broker", "status").stdout
    down = run(environment, "broker", "down")
    assert (down.returncode, down.stdout) == (0, "Kafka is down\n")
    assert not serves(address)
    assert run(environment, "broker", "down").returncode == 0


def test_ones_own_cluster_is_used(environment: dict[str, str]) -> None:
    up = run({**environment, "DATELINE_BOOTSTRAP": "kafka.example.org:9092"}, "broker", "up")
    assert (up.returncode, up.stdout) == (0, "kafka.example.org:9092\n")
    assert "your own cluster" in up.stderr
    assert not (Path(environment["DATELINE_STATE_DIR"]) / "broker").exists()


def test_killed_it_comes_back_with_its_records(tmp_path: Path, cache_dir: Path, prefix: str) -> None:
    broker = LocalBroker(tmp_path / "grün 🍀", cache_dir=cache_dir, port=0, quick=True)
    try:
        settings = load_settings(bootstrap=broker.start(), prefix=prefix)
        apply_topics(settings)
        producer = open_producer(settings)
        for number in range(50):
            producer.send(settings.topic("raw"), value=b"%d" % number)
        producer.flush()
        producer.close()
        assert broker.kill()
        assert broker.pid is None
        assert broker.start() == settings.bootstrap
        assert sorted(int(each.value) for each in read_committed(settings, "raw")) == list(range(50))
    finally:
        broker.erase()
    assert not (tmp_path / "grün 🍀").exists()


def test_a_taken_port_is_said(tmp_path: Path, cache_dir: Path) -> None:
    import socket

    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        broker = LocalBroker(tmp_path / "b", cache_dir=cache_dir, port=port)
        with pytest.raises(BrokerError, match=f"port {port} is taken by another program; give another with --port"):
            broker.start()


def test_a_process_id_that_another_program_has_is_not_taken_for_the_broker(tmp_path: Path, cache_dir: Path) -> None:
    broker = LocalBroker(tmp_path / "b", cache_dir=cache_dir)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "instance.json").write_text(f'{{"pid": {os.getpid()}, "address": "127.0.0.1:1"}}')
    assert broker.pid is None
    assert not broker.stop(), "this test's own process lives on"


def test_no_broker_is_one_clear_line() -> None:
    with pytest.raises(BrokerError, match=r"no Kafka answers at 127\.0\.0\.1:1 .*DATELINE_BOOTSTRAP"):
        open_admin(load_settings(bootstrap="127.0.0.1:1"), wait=0.5)
