"""The consumer's books, without a broker: what may be committed, and that events come in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from faust.types import TP
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.settings import load_settings
from workers.stories.consumer import ISOLATION, OrderLostError, PrefixConsumer
from workers.stories.worker import build_app

HERE = TP("unit.enriched", 0)
THERE = TP("unit.enriched", 1)


def with_consumer(body: Callable[[PrefixConsumer], Any]) -> None:
    """Run ``body`` with a consumer that is not started, on a loop of its own."""

    async def run() -> None:
        app = build_app(load_settings(prefix="unit"))
        app.topics._acking_topics.add(HERE.topic)  # type: ignore[attr-defined]
        try:
            found = body(app.prefix_consumer)
            if asyncio.iscoroutine(found):
                await found
        finally:
            app.prefix_consumer._thread.thread_loop.close()

    asyncio.run(run())


def ack(consumer: PrefixConsumer, tp: TP, offset: int) -> None:
    consumer._acked_index[tp].add(offset)
    consumer._acked[tp].append(offset)


offsets = st.sets(st.integers(0, 60), min_size=1, max_size=20).map(sorted)


@settings(max_examples=60, deadline=None)
@given(offsets, st.randoms(use_true_random=False))
def test_the_commit_is_the_acked_head_whatever_the_gaps_and_the_order(delivered: list[int], dice: Any) -> None:
    def body(consumer: PrefixConsumer) -> None:
        for offset in delivered:
            consumer._note(HERE, offset)
        acked: set[int] = set()
        for offset in dice.sample(delivered, len(delivered)):
            ack(consumer, HERE, offset)
            acked.add(offset)
            head = [each for place, each in enumerate(delivered) if set(delivered[: place + 1]) <= acked]
            assert consumer._new_offset(HERE) == (head[-1] + 1 if head else None)
        assert consumer._new_offset(HERE) == delivered[-1] + 1
        assert not consumer._acked_index[HERE]

    with_consumer(body)


def test_partitions_have_books_of_their_own() -> None:
    def body(consumer: PrefixConsumer) -> None:
        consumer._note(HERE, 5)
        consumer._note(THERE, 9)
        ack(consumer, THERE, 9)
        assert consumer._new_offset(HERE) is None
        assert consumer._new_offset(THERE) == 10

    with_consumer(body)


def test_an_event_that_is_not_the_next_one_is_refused() -> None:
    def body(consumer: PrefixConsumer) -> None:
        for offset in (3, 4, 7):
            consumer._note(HERE, offset)
        consumer.take(HERE, 3)
        with pytest.raises(OrderLostError, match="@7 is not the next"):
            consumer.take(HERE, 7)
        with pytest.raises(OrderLostError):
            consumer.take(THERE, 0)

    with_consumer(body)


def test_a_commit_beyond_an_open_offset_is_refused() -> None:
    async def body(consumer: PrefixConsumer) -> None:
        consumer._note(HERE, 3)
        with pytest.raises(OrderLostError, match="would pass 3"):
            await consumer._commit_offsets({HERE: 4})

    with_consumer(body)


def test_what_was_forgotten_is_not_committed() -> None:
    def body(consumer: PrefixConsumer) -> None:
        consumer._note(HERE, 3)
        consumer._forget()
        ack(consumer, HERE, 3)
        assert consumer._new_offset(HERE) is None
        assert not consumer.behind(HERE)

    with_consumer(body)


def test_a_fetch_never_asks_for_an_empty_set_which_would_mean_all() -> None:
    async def body(consumer: PrefixConsumer) -> None:
        consumer._paused_partitions.add(HERE)
        assert await consumer._getmany({HERE}, 0.0) == {}
        assert await consumer._getmany(set(), 0.0) == {}

    with_consumer(body)


def test_the_client_reads_what_is_committed() -> None:
    async def body(consumer: PrefixConsumer) -> None:
        client = consumer._thread._create_worker_consumer(consumer.transport)  # type: ignore[arg-type]
        assert client._isolation_level == ISOLATION
        await client.stop()

    with_consumer(body)
