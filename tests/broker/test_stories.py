"""The stories worker on a real broker: through kill -9 its table and the latest version of every article end equal to
those of an undisturbed run, a failed send never passes as sent, and it ends as it is told to.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from kafka import KafkaProducer, TopicPartition

from tests.broker.oracle import eventually, read_all
from tests.broker.processes import WorkerProcess, make_topics
from workers.broker.clients import open_admin, open_consumer, open_producer
from workers.schemas import validator
from workers.settings import Settings
from workers.stories.codec import state_value, version_key, version_value
from workers.stories.event import UnreadableEventError, read_event
from workers.stories.prepare import prepare
from workers.stories.transition import ArticleState, transition

pytestmark = pytest.mark.broker
EVENTS = 3_000
SESSION = "5"
"""Seconds; the local broker takes less than Kafka's own lower bound of 6."""
Start = Callable[..., WorkerProcess]


@pytest.fixture
def start(command_environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start ``dateline worker stories``; keywords: changes to its environment."""
    running: list[WorkerProcess] = []

    def started(**environment: str) -> WorkerProcess:
        log = tmp_path / f"stories-{len(running)}.log"
        changes = {"DATELINE_SESSION_TIMEOUT": SESSION} | environment
        running.append(WorkerProcess(command_environment | changes, log, role="stories"))
        return running[-1]

    yield started
    for worker in running:
        worker.end()


def test_the_end_state_is_that_of_an_undisturbed_run_through_kills(settings: Settings, start: Start) -> None:
    make_topics(settings)
    dice = random.Random(11)
    workers = [start(), start()]
    feed = events(EVENTS, dice)
    back: list[float] = []
    interrupted = 0
    for victim in (0, 1):
        for worker in workers:
            eventually(worker.ready, 60, f"a worker that is ready; {worker.errors()}")
        produce(settings, [next(feed) for _ in range(EVENTS // 3)])
        at_work(workers, dice.randint(50, 200))
        workers[victim].kill()
        killed = time.monotonic()
        interrupted += lag(settings)
        workers[victim] = start()
        eventually(lambda: lag(settings) == 0, 30, f"all committed after the kill; {workers[victim].errors()}")
        back.append(time.monotonic() - killed)
    produce(settings, list(feed), abort=50)
    eventually(lambda: lag(settings) == 0, 30, "all committed at the end")
    statuses = {
        status: sum(worker.metric("events_total", status=status) for worker in workers)
        for status in ("unreadable", "withdrawn", "duplicate")
    }
    assert min(statuses.values()) > 0
    assert [worker.terminate() for worker in workers] == [0, 0]

    expected, table = undisturbed(settings)
    found = read_all(settings, "versions")
    latest = {record.key: record.value for record in found}
    values = [record.value for record in found]
    print(  # noqa: T201 - the figures of the run
        f"\n{EVENTS} events, 2 kill -9 with {interrupted} of them open: {len(set(expected) - set(values))} missing, "
        f"{len(values) - len(set(values))} twice, {len(latest)} articles; committed to the end "
        + " and ".join(f"{seconds:.1f} s" for seconds in back)
        + " after the kills"
    )
    assert interrupted > 0, "no kill interrupted anything"
    assert set(expected) == set(values)
    assert latest == {orjson.loads(value)["id"].encode(): value for value in expected}
    assert {record.key: record.value for record in read_all(settings, "stories-articles")} == table
    assert max(back) < 30
    assert all(validator("version").is_valid(orjson.loads(value)) for value in set(values))


def test_sigterm_at_work_drains_and_nothing_is_done_twice(settings: Settings, start: Start) -> None:
    make_topics(settings)
    first = start()
    eventually(first.ready, 60, "ready")
    produce(settings, list(events(2_000, random.Random(3))))
    eventually(lambda: taken_by([first]) > 100, 30, "at work")
    told = time.monotonic()
    assert first.terminate() == 0, first.errors()
    assert time.monotonic() - told < 25
    left = lag(settings)
    second = start()
    eventually(second.ready, 30, f"ready; {second.errors()}")
    eventually(lambda: lag(settings) == 0, 30, "all committed")
    assert second.terminate() == 0
    expected, _ = undisturbed(settings)
    found = [record.value for record in read_all(settings, "versions")]
    assert sorted(found) == sorted(expected)
    assert left > 0, "it had already finished: the test showed nothing"


def test_a_failed_send_never_passes_as_sent(settings: Settings, start: Start) -> None:
    make_topics(settings, {"versions": {"max.message.bytes": "120"}})
    worker = start()
    eventually(worker.ready, 60, "ready")
    produce(settings, list(events(20, random.Random(5))))
    assert worker.wait(60) == 70, worker.errors()
    assert "a send failed" in worker.errors()
    assert lag(settings) >= 20
    assert read_all(settings, "versions") == []


def test_a_worker_that_was_stopped_longer_than_its_session_ends_itself(settings: Settings, start: Start) -> None:
    make_topics(settings)
    worker = start()
    eventually(worker.ready, 60, "ready")
    os.kill(worker.pid, signal.SIGSTOP)
    woken = time.monotonic() + float(SESSION) + 0.5
    eventually(lambda: time.monotonic() > woken, 30, "the session is over")
    os.kill(worker.pid, signal.SIGCONT)
    assert worker.wait(10) == 70
    assert "longer than the group's session" in worker.errors()


def test_articles_that_outlived_the_retention_leave_the_table_and_its_changelog(
    settings: Settings, start: Start
) -> None:
    make_topics(settings)
    worker = start(DATELINE_STORIES_RETENTION="3600")
    eventually(worker.ready, 60, "ready")
    hours_ago = int(time.time() * 1000) - 3 * 3_600_000
    old = [(f"old-{number}".encode(), event(f"old-{number}", number)) for number in range(100)]
    produce(settings, old, timestamp=hours_ago)
    eventually(lambda: worker.metric("table_records") == 100, 30, "the old articles in the table")
    produce(settings, [(f"new-{number}".encode(), event(f"new-{number}", number)) for number in range(400)])
    eventually(lambda: worker.metric("table_records") == 400, 30, "only the new articles in the table")
    assert worker.terminate() == 0
    changes = {record.key: record.value for record in read_all(settings, "stories-articles")}
    assert {key for key, value in changes.items() if value is None} == {key for key, _ in old}
    again = start(DATELINE_STORIES_RETENTION="3600")
    eventually(again.ready, 30, f"ready; {again.errors()}")
    eventually(lambda: again.metric("table_records") == 400, 30, "the table from its changelog")


def test_without_its_topics_it_says_what_to_do(settings: Settings, start: Start) -> None:
    worker = start()
    assert worker.wait(30) == 1
    assert f"the topic {settings.topic('enriched')} does not exist; run `dateline topics apply`" in worker.errors()


def test_a_changelog_of_another_shape_is_refused(settings: Settings, start: Start) -> None:
    make_topics(settings)
    admin = open_admin(settings)
    admin.create_topics({settings.topic("stories-articles"): {"num_partitions": 1}}, wait_for_metadata=True)
    admin.close()
    worker = start()
    assert worker.wait(30) == 1
    assert "has 1 partitions" in worker.errors()


def test_the_changelog_is_made_once_compacted_with_the_partitions_of_its_source(settings: Settings) -> None:
    make_topics(settings)
    admin = open_admin(settings)
    try:
        assert prepare(admin, settings) == prepare(admin, settings)
        (described,) = admin.describe_topics([settings.topic("stories-articles")])
        (source,) = admin.describe_topics([settings.topic("enriched")])
        assert len(described["partitions"]) == len(source["partitions"])
    finally:
        admin.close()


def events(count: int, dice: random.Random) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values for ``news.enriched``: new articles, repeats, revisions, tombstones, and a few that are none."""
    for number in range(count):
        name = f"article-{dice.randrange(count // 3)}"
        if dice.random() < 0.01:
            yield name.encode(), dice.choice([b"{", b"{}", b'{"schema":"enriched_article/9","id":"x"}'])
            continue
        withdrawn = dice.random() < 0.03
        yield name.encode(), event(name, number, None if withdrawn else f"version-{dice.randrange(3)}")


def event(name: str, number: int, version: str | None = "version-0") -> bytes:
    """An enriched event with what the stories worker reads of it; ``version`` None: a tombstone's."""
    content: dict[str, Any] = {
        "schema": "enriched_article/1",
        "id": name,
        "raw_id": f"raw-{number}",
        "version": version,
        "provenance": {
            "topic": "news.raw",
            "partition": 0,
            "offset": number,
            "timestamp": 1_645_574_400_000 + number,
            "worker": "test",
            "steps": {},
        },
    }
    return orjson.dumps(content | ({"withdrawn": True} if version is None else {}))


def produce(
    settings: Settings, records: list[tuple[bytes, bytes]], *, abort: int = 0, timestamp: int | None = None
) -> None:
    """Send records in transactions of 200, as the enrich worker does, written at ``timestamp`` (milliseconds; None:
    now); then ``abort`` records that no reader sees."""
    producer = open_producer(settings, transactional_id=f"{settings.prefix}-test", transaction_timeout_ms=10_000)
    try:
        producer.init_transactions()
        for begin in range(0, len(records), 200):
            send(producer, settings, records[begin : begin + 200], timestamp)
            producer.commit_transaction()
        if abort:
            send(producer, settings, list(events(abort, random.Random(99))))
            producer.flush()
            producer.abort_transaction()
    finally:
        producer.close()


def send(
    producer: KafkaProducer, settings: Settings, records: list[tuple[bytes, bytes]], timestamp: int | None = None
) -> None:
    producer.begin_transaction()
    for key, value in records:
        producer.send(settings.topic("enriched"), key=key, value=value, timestamp_ms=timestamp)


def undisturbed(settings: Settings) -> tuple[list[bytes], dict[bytes, bytes]]:
    """What a run without a disturbance writes, and its table: the core alone, over the topic as a reader sees it."""
    states: dict[str, ArticleState] = {}
    values: list[bytes] = []
    for record in read_all(settings, "enriched"):
        try:
            seen = read_event(record.value, record.offset, record.timestamp)
        except UnreadableEventError:
            continue
        states[seen.id], records = transition(states.get(seen.id), seen)
        values.extend(version_value(each) for each in records)
        assert all(version_key(each) == record.key for each in records)
    return values, {name.encode(): state_value(state) for name, state in states.items()}


def at_work(workers: list[WorkerProcess], count: int) -> None:
    """Wait until they have taken ``count`` events more."""
    enough = taken_by(workers) + count
    eventually(lambda: taken_by(workers) > enough, 30, f"the workers at work; {workers[0].errors()}")


def taken_by(workers: list[WorkerProcess]) -> float:
    """Events that these workers have taken."""
    return sum(worker.metric("events_total") for worker in workers)


def lag(settings: Settings) -> int:
    """Offsets of ``news.enriched``, transaction markers and all, that the group has not committed."""
    admin = open_admin(settings)
    try:
        topic = settings.topic("enriched")
        committed = admin.list_group_offsets(settings.stories_group)[settings.stories_group]
        at = {each.partition: found.offset for each, found in committed.items() if each.topic == topic}
        return sum(end - max(at.get(number, 0), 0) for number, end in ends(settings, topic).items())
    finally:
        admin.close()


def ends(settings: Settings, topic: str) -> dict[int, int]:
    """The end of every partition."""
    consumer = open_consumer(settings)
    try:
        where = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        return {each.partition: int(end) for each, end in consumer.end_offsets(where).items()}
    finally:
        consumer.close()
