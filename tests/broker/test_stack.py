"""Kafka and both workers as one thing: the demo ends by itself and leaves nothing, `up` stays until `down`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from workers.broker.stack import Stack
from workers.readings import read_metrics
from workers.settings import load_settings

pytestmark = pytest.mark.broker
COMMAND = [sys.executable, "-m", "workers"]


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    return {**kept, **changes}


def processes_of(folder: Path) -> list[int]:
    """The processes that name ``folder`` in their command line or environment: a stack's own."""
    found = []
    for process in psutil.process_iter():
        try:
            named = [*process.cmdline(), process.environ().get("DATELINE_STATE_DIR", "")]
        except psutil.Error:
            continue
        if any(str(folder) in each for each in named):
            found.append(process.pid)
    return found


def test_demo_shows_every_outcome_and_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "demo"], capture_output=True, text=True, check=False, env=environment(TMPDIR=str(tmp_path))
    )
    assert done.returncode == 0, done.stderr
    assert "received 45 = enriched 35 + rejected 10: holds" in done.stdout
    assert "1 duplicate, 33 new, 1 revision" in done.stdout
    assert "nothing is left running" in done.stderr
    assert processes_of(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_up_twice_is_up_once_and_down_ends_it(tmp_path: Path) -> None:
    settings = load_settings(state_dir=tmp_path)
    said: list[str] = []
    stack = Stack(settings, said.append)
    try:
        reached, workers = stack.up()
        _, again = stack.up()
        assert again == workers
        assert reached.bootstrap.startswith("127.0.0.1:")
        for worker in workers:
            assert read_metrics(worker.metrics).total("dateline_ready") == 1
        for worker in workers:
            assert psutil.Process(worker.pid).is_running()
    finally:
        ended = stack.down()
    assert ended == ("worker enrich", "worker stories", "Kafka")
    assert processes_of(tmp_path) == []
    assert stack.down() == ()
