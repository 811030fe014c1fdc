"""Replay against the real broker: what is sent, byte for byte, once, and what is left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.broker.articles import Raw
from tests.broker.conftest import Start
from tests.broker.oracle import eventually, lag
from tests.broker.processes import WorkerProcess, make_topics, produce
from tests.conftest import Run
from workers.broker.committed import read_committed
from workers.broker.errors import BrokerError
from workers.broker.replay import Filter, plan_replay, replay, replayed_headers
from workers.broker.topics import apply_topics, read_topics
from workers.broker.transaction import Transactions
from workers.commands.replay import replay as command
from workers.settings import Settings

pytestmark = pytest.mark.broker


def dead_letter(
    number: int, reason: str = "schema", attempts: int = 1, **more: str
) -> tuple[tuple[str, bytes | None], ...]:
    """Headers of a dead letter as the worker writes them, behind some of the producer's own."""
    ours = {
        "schema": "1",
        "original.topic": "x.raw",
        "original.partition": "0",
        "original.offset": str(number),
        "reason": reason,
        "attempts": str(attempts),
        "error.message": "it\\nis so",
        **more,
    }
    own: tuple[tuple[str, bytes | None], ...] = (("trace", b"\xff\x00"), ("none", None), ("trace", b"again"))
    return (*own, *((f"dlq.{name}", value.encode()) for name, value in ours.items()))


@pytest.fixture
def rejected(settings: Settings) -> Settings:
    """Six dead letters: two of ``schema``, one each of ``internal``, cut, tried three times, and not ours."""
    apply_topics(settings, [topic for topic in read_topics() if topic.stream in ("rejected", "replay")])
    letters: list[tuple[bytes | None, bytes | None, tuple[tuple[str, bytes | None], ...]]] = [
        (b"k0", b"\x00broken", dead_letter(0)),
        (None, None, dead_letter(1)),
        (b"k2", b"{}", dead_letter(2, "internal", attempts=2)),
        (b"k3", b"cut off", dead_letter(3, "too_large", truncated="true")),
        (b"k4", b"hopeless", dead_letter(4, attempts=3)),
        (b"k5", b"foreign", (("own", b"1"),)),
    ]
    sender = Transactions(settings, f"{settings.prefix}-test", (settings.topic("rejected"),))
    sender.begin()
    for key, value, headers in letters:
        sender.append(settings.topic("rejected"), key, value, headers)
    sender.flush()
    sender._producer.commit_transaction()
    sender.close()
    return settings


def replayed(settings: Settings) -> dict[str, Any]:
    return {dict(each.headers)["dlq.original.offset"].decode(): each for each in read_committed(settings, "replay")}


def test_what_is_sent_is_the_same_but_for_attempts(rejected: Settings) -> None:
    before = {dict(each.headers).get("dlq.original.offset"): each for each in read_committed(rejected, "rejected")}
    assert replay(rejected, Filter()) == 3
    found = replayed(rejected)
    assert found.keys() == {"0", "1", "2"}
    for offset, after in found.items():
        original = before[offset.encode()]
        assert (after.key, after.value) == (original.key, original.value)
        changed = [(old, new) for old, new in zip(original.headers, after.headers, strict=True) if old != new]
        assert [old[0] for old, _ in changed] == ["dlq.attempts"]
        assert int(changed[0][1][1]) == int(changed[0][0][1]) + 1


def test_a_second_run_sends_nothing_again(rejected: Settings) -> None:
    assert replay(rejected, Filter(), limit=1) == 1
    assert replay(rejected, Filter()) == 2
    assert replay(rejected, Filter()) == 0
    assert plan_replay(rejected, Filter()).left == {"already": 3, "truncated": 1, "attempts": 1, "foreign": 1}
    assert replay(rejected, Filter(), again=True) == 3


def test_filters(rejected: Settings) -> None:
    later = 4_000_000_000_000
    for wanted, expected in (
        (Filter(), {b"k0", None, b"k2"}),
        (Filter(reasons=frozenset({"internal"})), {b"k2"}),
        (Filter(reasons=frozenset({"schema", "internal"}), key=b"k0"), {b"k0"}),
        (Filter(since=later), set()),
        (Filter(since=1, reasons=frozenset({"schema"})), {b"k0", None}),
        (Filter(until=later), {b"k0", None, b"k2"}),
        (Filter(until=1), set()),
    ):
        assert {each.key for each in plan_replay(rejected, wanted).chosen} == expected, wanted


def test_partition_and_offsets(rejected: Settings) -> None:
    one = plan_replay(rejected, Filter()).chosen[0]
    wanted = Filter(partition=one.partition, offsets=(one.offset, one.offset))
    assert [(each.partition, each.offset) for each in plan_replay(rejected, wanted).chosen] == [
        (one.partition, one.offset)
    ]


def test_a_later_replay_fences_the_earlier(rejected: Settings) -> None:
    earlier = Transactions(rejected, f"{rejected.prefix}-replay", (rejected.topic("replay"),))
    earlier.begin()
    earlier.append(rejected.topic("replay"), b"k", b"never seen", ())
    earlier.flush()
    assert replay(rejected, Filter()) == 3
    assert set(replayed(rejected)) == {"0", "1", "2"}
    earlier.discard()


def test_the_command(rejected: Settings, dateline: Run) -> None:
    dry = dateline("replay", "--dry-run", "--reason", "schema")
    assert dry.returncode == 0, dry.stderr
    assert "schema: 2 to replay" in dry.stderr
    assert "it\\nis so" in dry.stdout
    assert dry.stdout.strip().endswith("nothing was sent")
    assert replayed(rejected) == {}
    done = dateline("replay", "--rate", "50")
    assert done.returncode == 0, done.stderr
    assert "3 dead letters sent" in done.stdout
    assert "1 cannot be replayed: their value, key or headers were cut" in done.stderr
    assert "0 dead letters to replay" in dateline("replay").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"reason": ["schemas"]}, "there is no such reason"),
        ({"since": "yesterday"}, "not an ISO 8601 time"),
        ({"offsets": "5"}, "needs --partition"),
        ({"partition": 0, "offsets": "x"}, "give one offset or two"),
    ],
)
def test_wrong_arguments(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(BrokerError, match=message):
        command(**arguments)


def drained(settings: Settings, worker: WorkerProcess) -> None:
    eventually(lambda: lag(settings) == 0, 60, f"everything committed; {worker.errors()}")
    assert worker.terminate() == 0, worker.errors()


def test_a_dead_letter_becomes_an_event_once_its_cause_is_gone(settings: Settings, start: Start) -> None:
    """Refused for the limits of that day, replayed under others: one outcome for each time that it was received, and
    the article's clock is when it was first received."""
    make_topics(settings)
    text = "Officials said the bridge would open on Tuesday. " * 8
    produce(
        settings, [Raw(number=0, key=b"k", value=json.dumps({"text": text, "deep": [[[[1]]]]}).encode(), headers=[])]
    )
    drained(settings, start(DATELINE_LIMIT_DEPTH="3"))
    assert replay(settings, Filter(reasons=frozenset({"depth"}))) == 1
    drained(settings, start(DATELINE_LIMIT_DEPTH="3"))
    assert [each.attempts for each in plan_replay(settings, Filter()).chosen] == [2], "refused again, tried twice"
    assert replay(settings, Filter()) == 1
    drained(settings, start())
    (event,) = read_committed(settings, "enriched")
    provenance = json.loads(event.value)["provenance"]
    (first,) = read_committed(settings, "raw")
    assert provenance["topic"] == settings.topic("replay")
    assert provenance["timestamp"] == first.timestamp
    assert replay(settings, Filter()) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (("dlq.attempts", b"2"),)),
        ((("dlq.attempts", b"1"), ("x", None)), (("dlq.attempts", b"2"), ("x", None))),
        ((("dlq.attempts", b"7"), ("dlq.attempts", b"2")), (("dlq.attempts", b"7"), ("dlq.attempts", b"3"))),
        ((("dlq.attempts", b"many"),), (("dlq.attempts", b"2"),)),
        ((("dlq.attempts", None),), (("dlq.attempts", b"2"),)),
    ],
)
def test_attempts_go_up_by_one(before: Any, after: Any) -> None:
    assert replayed_headers(before) == after
