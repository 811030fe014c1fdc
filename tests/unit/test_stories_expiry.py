"""What the table forgets, and when."""

from __future__ import annotations

import pytest

from workers.stories.codec import state_value
from workers.stories.expiry import LOOKS, SLACK, Expiry
from workers.stories.transition import ArticleState, Bounds

RETENTION = 10_000_000
BOUNDS = Bounds(retention=RETENTION)


def table(*written: int | None) -> dict[bytes, bytes]:
    return {
        f"article-{number}".encode(): state_value(
            ArticleState(first=0, first_seen=None, head=0, written=time, sights=())
        )
        for number, time in enumerate(written)
    }


def rounds(expiry: Expiry, partition: int, now: int | None, count: int = 10) -> set[bytes]:
    return {key for _ in range(count) for key in expiry.find(partition, now)}


@pytest.mark.parametrize(
    ("now", "gone"),
    [(RETENTION + SLACK, False), (RETENTION + SLACK + 1, True), (0, False), (None, False)],
)
def test_an_article_goes_when_its_partition_is_past_the_retention(now: int | None, gone: bool) -> None:
    states = table(0)
    assert rounds(Expiry(states, dict.fromkeys(states, 0), BOUNDS), 0, now) == (set(states) if gone else set())


def test_another_partition_that_is_ahead_changes_nothing() -> None:
    states = table(0, 0)
    expiry = Expiry(states, {b"article-0": 0, b"article-1": 1}, BOUNDS)
    assert rounds(expiry, 1, RETENTION + SLACK + 1) == {b"article-1"}


def test_articles_without_a_time_stay() -> None:
    states = table(None)
    assert rounds(Expiry(states, dict.fromkeys(states, 0), BOUNDS), 0, 10**15) == set()


def test_every_article_is_looked_at_and_few_with_one_event() -> None:
    states = table(*[0] * 103)
    expiry = Expiry(states, dict.fromkeys(states, 0), BOUNDS)
    found: list[bytes] = []
    for _ in range(103 // LOOKS + 3):
        some = expiry.find(0, RETENTION + SLACK + 1)
        assert len(some) <= LOOKS
        found += some
        for key in some:
            del states[key]
    assert len(found) == len(set(found)) == 103
