"""The promise, with workers killed: every raw record has one outcome for a ``read_committed`` reader, byte for byte.

The short form; the long one is ``tests/chaos``. Kills happen while work is in flight, as the victim's own metrics say.
"""

from __future__ import annotations

from itertools import islice

import pytest

from tests.broker.articles import articles
from tests.broker.conftest import Start
from tests.broker.oracle import eventually, judge, lag
from tests.broker.processes import make_topics, produce
from tests.broker.scenario import at_work, kill_at_work, wait_ready
from workers.settings import Settings

pytestmark = pytest.mark.broker
ARTICLES = 5_000
STAGE, MORE = 700, 150
SMALL = {"DATELINE_POLL_RECORDS": "200", "DATELINE_SESSION_TIMEOUT": "5"}
"""Small transactions, so that there are many to interrupt, and a group that soon notices a death."""


def test_nothing_lost_nothing_twice_through_kills(settings: Settings, start: Start) -> None:
    make_topics(settings)
    feed = articles(ARTICLES)

    def more() -> None:
        produce(settings, islice(feed, MORE))

    workers = [start(**SMALL), start(**SMALL)]
    kills = 0
    for victim in (0, 1, 0):
        wait_ready(workers)
        produce(settings, islice(feed, STAGE))
        kill_at_work(settings, workers[victim], more)
        kills += 1
        workers[victim] = start(**SMALL)
    wait_ready(workers)
    produce(settings, islice(feed, STAGE))
    at_work(workers[1], more)
    assert workers[1].terminate() == 0, workers[1].errors()
    workers[1] = start(**SMALL)
    wait_ready(workers)
    produce(settings, feed)
    eventually(lambda: lag(settings) == 0, 120, "everything committed")
    assert [worker.terminate() for worker in workers] == [0, 0]
    verdict = judge(settings)
    print(f"\n{kills} kills: {verdict}")  # noqa: T201 - the figures of the run
    assert verdict.received == ARTICLES
    assert verdict.clean, verdict
    assert verdict.received == verdict.enriched + verdict.rejected
    assert verdict.aborted > 0, "no kill interrupted anything"
