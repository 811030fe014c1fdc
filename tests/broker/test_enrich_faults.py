"""The enrich worker when things end around it: signals, a stopped process, a broker killed, children that die."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import psutil
import pytest

from tests.broker.articles import articles
from tests.broker.conftest import Start
from tests.broker.oracle import eventually, judge, lag
from tests.broker.processes import WorkerProcess, make_topics, produce
from tests.broker.scenario import at_work, holds
from workers.broker.local import LocalBroker
from workers.settings import Settings, load_settings

pytestmark = pytest.mark.broker


def finish(settings: Settings, *workers: WorkerProcess) -> None:
    """Everything committed, the workers ended, and nothing lost or twice."""
    eventually(lambda: lag(settings) == 0, 90, f"everything committed; {workers[0].errors()}")
    assert [worker.terminate() for worker in workers] == [0] * len(workers), workers[0].errors()
    verdict = judge(settings)
    assert verdict.clean, verdict


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_under_load_drains_and_exits_0(settings: Settings, start: Start, sent: signal.Signals) -> None:
    make_topics(settings)
    produce(settings, articles(400))
    worker = start(DATELINE_POLL_RECORDS="100")
    at_work(worker)
    worker.process.send_signal(sent)
    began = time.monotonic()
    assert worker.wait(25) == 0, worker.errors()
    assert time.monotonic() - began < 25
    assert worker.errors().count('"level":"critical"') == 0
    finish(settings, start())


def test_a_stopped_worker_that_comes_back_is_fenced(settings: Settings, start: Start) -> None:
    make_topics(settings)
    environment = {"DATELINE_SESSION_TIMEOUT": "3", "DATELINE_POLL_RECORDS": "150"}
    zombie, heir = start(**environment), start(**environment)
    for worker in (zombie, heir):
        holds(worker, 6)
    produce(settings, articles(500, seed=2))
    at_work(zombie)
    os.kill(zombie.pid, signal.SIGSTOP)
    holds(heir, 12)
    eventually(lambda: lag(settings) == 0, 60, "the other does it all")
    os.kill(zombie.pid, signal.SIGCONT)
    holds(zombie, 6)
    produce(settings, articles(60, seed=4))
    finish(settings, zombie, heir)


def test_a_broker_that_is_killed_is_waited_for(own_broker: LocalBroker, prefix: str, start: Start) -> None:
    address = own_broker.address
    assert address is not None
    settings = load_settings(bootstrap=address, prefix=prefix)
    make_topics(settings)
    produce(settings, articles(500, seed=6))
    worker = start(DATELINE_BOOTSTRAP=address, DATELINE_POLL_RECORDS="100")
    at_work(worker)
    own_broker.kill()
    eventually(lambda: worker.page("/readyz")[0] == 503, 30, "not ready without a broker")
    assert worker.metric("ready") == 0
    assert worker.page("/livez")[0] == 200
    own_broker = LocalBroker(own_broker.folder, cache_dir=settings.cache_dir)
    assert own_broker.start() == address
    eventually(worker.ready, 60, f"ready again; {worker.errors()}")
    finish(settings, worker)


def test_without_a_broker_it_waits_and_ends_when_told(start: Start) -> None:
    worker = start(DATELINE_BOOTSTRAP="127.0.0.1:1")
    assert worker.page("/livez")[0] == 200
    assert worker.page("/readyz") == (503, "waiting for the broker\n")
    assert worker.terminate() == 0


def test_two_with_one_transactional_id_fence_each_other_and_say_so(
    settings: Settings, start: Start, tmp_path: Path
) -> None:
    make_topics(settings)
    workers = [start(DATELINE_STATE_DIR=str(tmp_path / name), DATELINE_POLL_RECORDS="5") for name in ("a", "b")]
    for worker in workers:
        eventually(worker.ready, 60, "both ready")
    produce(settings, articles(800, seed=9))
    eventually(lambda: any(worker.process.poll() is not None for worker in workers), 90, "one gives up")
    statuses = {worker.terminate(): worker for worker in workers}
    assert statuses.keys() <= {0, 1}
    assert "DATELINE_WORKER_NAME" in statuses[1].errors()
    finish(settings, start(DATELINE_WORKER_NAME="another"))


def test_a_parent_restarts_a_child_and_hands_signals_on(settings: Settings, start: Start) -> None:
    make_topics(settings)
    parent = start("--processes", "2")
    lines = [parent.process.stdout.readline() for _ in range(2)]  # type: ignore[union-attr]
    names = {re.search(r"enrich (\S+):", line)[1] for line in lines}  # type: ignore[index]
    assert len(names) == 2, "each child has a slot of its own"
    children = psutil.Process(parent.pid).children()
    assert len(children) == 2
    produce(settings, articles(300, seed=11))
    children[0].kill()
    line = parent.process.stdout.readline()  # type: ignore[union-attr]
    assert re.search(r"enrich (\S+):", line)[1] in names, "the restarted child has the slot of the one that died"  # type: ignore[index]
    eventually(lambda: len(psutil.Process(parent.pid).children()) == 2, 30, "two children again")
    eventually(lambda: lag(settings) == 0, 90, "everything committed")
    again = psutil.Process(parent.pid).children()
    assert parent.terminate(30) == 0, parent.errors()
    assert not [child for child in again if child.is_running()]
    verdict = judge(settings)
    assert verdict.clean, verdict


def test_children_end_when_their_parent_is_killed(settings: Settings, start: Start) -> None:
    make_topics(settings)
    parent = start("--processes", "2")
    for _ in range(2):
        parent.process.stdout.readline()  # type: ignore[union-attr]
    children = psutil.Process(parent.pid).children()
    parent.kill()
    gone, alive = psutil.wait_procs(children, 25)
    assert not alive
    assert len(gone) == 2
