"""One real Kafka broker for the whole session, a prefix of its own for every test, and the command line.

The broker is the one that ``dateline broker up`` starts, on a free port with its data in a temporary folder. Under
pytest-xdist all workers share it: the first that needs it starts it, the last one done with it stops it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from workers.broker.local import LocalBroker
from workers.settings import Settings, load_settings

GIVEN = load_settings()
"""The settings of whoever runs the tests: only its cache folder, and its cluster if one is named, are used."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """Where the verified jars are kept between runs."""
    return GIVEN.cache_dir


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Iterator[str]:
    """The bootstrap address of a real broker; DATELINE_BOOTSTRAP's, where that is set."""
    if GIVEN.own_cluster:
        yield GIVEN.bootstrap
        return
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "kafka"
    broker = LocalBroker(folder, cache_dir=cache_dir, port=0, quick=True)
    with FileLock(shared / "kafka-users.lock"):
        address = broker.start()
        _count_users(shared, +1)
    yield address
    with FileLock(shared / "kafka-users.lock"):
        if _count_users(shared, -1) == 0:
            broker.erase()


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache_dir: Path) -> None:
    """No setting of whoever runs the tests reaches them, nor does a broker that runs beside them."""
    for name in list(os.environ):
        if name.startswith("DATELINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATELINE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(cache_dir))


@pytest.fixture
def prefix() -> str:
    """A prefix that no other test uses: topics, groups and transactional ids begin with it."""
    return f"t{uuid.uuid4().hex[:12]}"


@pytest.fixture
def settings(kafka: str, prefix: str, own_environment: None) -> Settings:
    """Settings for the session's broker and this test's prefix."""
    return load_settings(bootstrap=kafka, prefix=prefix)


@pytest.fixture
def command_environment(kafka: str, prefix: str, own_environment: None) -> dict[str, str]:
    """The environment in which a command reaches the session's broker under this test's prefix."""
    return {
        **os.environ,
        "DATELINE_BOOTSTRAP": kafka,
        "DATELINE_PREFIX": prefix,
        "DATELINE_METRICS_ADDRESS": "127.0.0.1:0",
    }


@pytest.fixture
def dateline(command_environment: dict[str, str]) -> Run:
    """Run ``dateline ARGUMENTS`` to its end; ``stdin``: its standard input; ``environment``: changes to that."""

    def run(
        *arguments: str | Path, stdin: str = "", environment: dict[str, str] | None = None, seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workers", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env=command_environment | (environment or {}),
        )

    return run


def _count_users(shared: Path, change: int) -> int:
    path = shared / "kafka-users.json"
    count = (json.loads(path.read_text("utf-8")) if path.exists() else 0) + change
    path.write_text(json.dumps(count), "utf-8")
    return int(count)
