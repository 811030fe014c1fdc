"""The promise through a long series of faults (``make chaos``): workers killed, the broker killed, a leave and a join.

20,000 articles, two workers, six kill -9 of workers while work is in flight, two kill -9 of the broker, one graceful
leave and join. The figures of the run are printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice

import pytest

from tests.broker.articles import articles
from tests.broker.conftest import Start, own_broker, start
from tests.broker.oracle import eventually, judge, lag
from tests.broker.processes import WorkerProcess, make_topics, produce
from tests.broker.scenario import at_work, kill_at_work, wait_ready
from workers.broker.local import LocalBroker
from workers.settings import Settings, load_settings

__all__ = ["own_broker", "start"]
pytestmark = pytest.mark.chaos
ARTICLES = 20_000
PLAN = ("kill 0", "kill 1", "broker", "kill 0", "leave", "kill 1", "broker", "kill 0", "kill 1")
STAGE, MORE = ARTICLES // (len(PLAN) + 2), 300
ENVIRONMENT = {"DATELINE_POLL_RECORDS": "300", "DATELINE_SESSION_TIMEOUT": "6"}


def test_twenty_thousand_articles_through_everything(own_broker: LocalBroker, prefix: str, start: Start) -> None:
    began = time.monotonic()
    address = own_broker.address
    assert address is not None
    settings = load_settings(bootstrap=address, prefix=prefix)
    environment = ENVIRONMENT | {"DATELINE_BOOTSTRAP": address}
    make_topics(settings)
    feed = articles(ARTICLES)

    def more() -> None:
        produce(settings, islice(feed, MORE))

    workers = [start(**environment), start(**environment)]
    for step in PLAN:
        wait_ready(workers)
        produce(settings, islice(feed, STAGE))
        match step.split():
            case ["kill", number]:
                kill_at_work(settings, workers[int(number)], more)
                workers[int(number)] = start(**environment)
            case ["broker"]:
                restart_broker(own_broker, settings, workers, more)
            case _:
                leave(workers[0], more)
                workers[0] = start(**environment)
    wait_ready(workers)
    produce(settings, feed)
    eventually(lambda: lag(settings) == 0, 600, "everything committed")
    worked = time.monotonic() - began
    assert [worker.terminate() for worker in workers] == [0, 0]
    verdict = judge(settings, seconds=300)
    kills = sum(step.startswith("kill") for step in PLAN)
    print(  # noqa: T201 - the figures of the run
        f"\n{verdict.received} articles, {kills} kill -9 of workers, {PLAN.count('broker')} of the broker, 1 leave and "
        f"join: {verdict.lost} lost, {verdict.twice} twice, {verdict.missing} missing, {verdict.extra} extra, "
        f"{verdict.aborted} records aborted; {worked:.0f} s of work, {time.monotonic() - began:.0f} s in all"
    )
    assert verdict.received == ARTICLES
    assert verdict.clean, verdict
    assert verdict.received == verdict.enriched + verdict.rejected
    assert verdict.aborted > 0, "no kill interrupted anything"


def restart_broker(
    broker: LocalBroker, settings: Settings, workers: list[WorkerProcess], more: Callable[[], None]
) -> None:
    """kill -9 of the broker while both workers are at work, and up again on the same port."""
    for worker in workers:
        at_work(worker, more)
    broker.kill()
    assert LocalBroker(broker.folder, cache_dir=settings.cache_dir).start() == settings.bootstrap


def leave(worker: WorkerProcess, more: Callable[[], None]) -> None:
    """SIGTERM while work is in flight: the worker drains and leaves the group."""
    at_work(worker, more)
    assert worker.terminate() == 0, worker.errors()
