"""Acks only after confirmed delivery, and a watchdog that sees what stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from workers.stories.deliveries import Deliveries
from workers.stories.watch import Pulse, Stall


class Seen:
    """An event that notes its ack."""

    def __init__(self) -> None:
        self.acks = 0

    def ack(self) -> bool:
        self.acks += 1
        return True


def run(body: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(_awaited(body), 5))


async def _awaited(body: Callable[[], Awaitable[None]]) -> None:
    await body()


def futures(count: int) -> list[asyncio.Future[Any]]:
    return [asyncio.get_running_loop().create_future() for _ in range(count)]


def test_an_event_is_acked_when_the_last_of_its_sends_is_delivered() -> None:
    async def body() -> None:
        deliveries, event, failures = Deliveries(10, failed.append), Seen(), failed
        one, other = futures(2)
        deliveries.follow(deliveries.begin(event), [one, other])
        other.set_result(None)
        await asyncio.sleep(0)
        assert event.acks == 0
        assert len(deliveries) == 1
        one.set_result(None)
        await asyncio.sleep(0)
        assert event.acks == 1
        assert len(deliveries) == 0
        assert failures == []

    failed: list[str] = []
    run(body)


def test_an_event_without_sends_is_acked_at_once() -> None:
    async def body() -> None:
        deliveries, event = Deliveries(10, lambda _: None), Seen()
        deliveries.follow(deliveries.begin(event), [])
        assert event.acks == 1

    run(body)


@pytest.mark.parametrize("how", ["error", "cancelled"])
def test_a_failed_send_fails_once_and_nothing_is_acked_after_it(how: str) -> None:
    async def body() -> None:
        deliveries, first, second = Deliveries(10, failed.append), Seen(), Seen()
        bad, good = futures(2)
        deliveries.follow(deliveries.begin(first), [bad])
        deliveries.follow(deliveries.begin(second), [good])
        if how == "error":
            bad.set_exception(OSError("no broker"))
        else:
            bad.cancel()
        await asyncio.sleep(0)
        good.set_result(None)
        await asyncio.sleep(0)
        assert first.acks == 0
        assert second.acks == 0
        assert len(failed) == 1

    failed: list[str] = []
    run(body)


def test_room_waits_until_one_is_delivered() -> None:
    async def body() -> None:
        deliveries = Deliveries(1, lambda _: None)
        sent, waiting = futures(2)
        deliveries.follow(deliveries.begin(Seen()), [sent])
        await deliveries.room()
        deliveries.follow(deliveries.begin(Seen()), [waiting])
        room = asyncio.create_task(deliveries.room())
        await asyncio.sleep(0)
        assert not room.done()
        sent.set_result(None)
        await room
        waiting.set_result(None)

    run(body)


def test_drain_waits_for_an_event_whose_sends_have_not_begun() -> None:
    async def body() -> None:
        deliveries = Deliveries(10, lambda _: None)
        entry = deliveries.begin(Seen())
        assert not await deliveries.drain(0)
        drained = asyncio.create_task(deliveries.drain(5))
        await asyncio.sleep(0)
        deliveries.follow(entry, [])
        assert await drained

    run(body)


BEAT: dict[str, Any] = {"beat": 0.0, "delivery": None, "recovery": None, "behind": {}}


@pytest.mark.parametrize(
    ("readings", "stands"),
    [
        ([(0, {}), (61, {"beat": 60.0})], None),
        ([(61, {"beat": 0.0})], "event loop"),
        ([(61, {"beat": 60.0, "delivery": 0.5})], "delivered"),
        ([(61, {"beat": 60.0, "delivery": 2.0})], None),
        ([(0, {"recovery": 5}), (61, {"beat": 60.0, "recovery": 5})], "recovery"),
        ([(0, {"recovery": 5}), (61, {"beat": 60.0, "recovery": 4})], None),
        ([(0, {"behind": {"e/0": 1.0}}), (61, {"beat": 60.0, "behind": {"e/0": 1.0}})], "partition e/0"),
        ([(0, {"behind": {"e/0": 1.0}}), (61, {"beat": 60.0, "behind": {"e/0": 2.0}})], None),
        ([(0, {"behind": {"e/0": None}}), (61, {"beat": 60.0, "behind": {"e/0": None}})], "partition e/0"),
        (
            [(0, {"behind": {"e/0": 1.0}}), (30, {"beat": 30.0}), (61, {"beat": 60.0, "behind": {"e/0": 1.0}})],
            None,
        ),
    ],
)
def test_what_stands_still(readings: list[tuple[float, dict[str, Any]]], stands: str | None) -> None:
    stall = Stall(60.0)
    found = None
    for now, reading in readings:
        found = stall.check(now, **(BEAT | reading))
    assert (found is None) if stands is None else (found is not None and stands in found)
    assert stall.problem == found


def test_a_loop_that_stood_longer_than_the_session_ends_the_process() -> None:
    failed: list[str] = []
    pulse = Pulse(10.0, failed.append)
    pulse.check()
    assert failed == []
    pulse.at -= 11
    pulse.check()
    assert len(failed) == 1
