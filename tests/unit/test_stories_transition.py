"""What became of an article: tables of events and statuses, and the properties that a killed worker relies on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.model import Coordinates
from workers.stories.codec import read_state, state_value, version_value
from workers.stories.event import Event
from workers.stories.transition import ArticleState, Bounds, Version, transition

DAY = 86_400_000
TOMBSTONE = "-"


def event(position: int, version: str, *, timestamp: int | None = None, written: int | None = None) -> Event:
    return Event(
        id="a",
        raw_id=f"raw-{position}",
        version=None if version == TOMBSTONE else version,
        withdrawn=version == TOMBSTONE,
        position=position,
        written=written,
        coordinates=Coordinates(topic="news.raw", partition=0, offset=position, timestamp=timestamp),
    )


def play(events: list[Event], bounds: Bounds | None = None) -> tuple[ArticleState | None, list[Version]]:
    state: ArticleState | None = None
    found: list[Version] = []
    for each in events:
        state, records = transition(state, each, bounds or Bounds())
        found.extend(records)
    return state, found


@pytest.mark.parametrize(
    ("versions", "statuses"),
    [
        ("A", "new"),
        ("AA", "new duplicate"),
        ("AAA", "new duplicate duplicate"),
        ("AB", "new revision"),
        ("ABB", "new revision duplicate"),
        ("ABA", "new revision duplicate"),
        ("ABAC", "new revision duplicate revision"),
        ("A-", "new withdrawn"),
        ("A-A", "new withdrawn duplicate"),
        ("A-B", "new withdrawn revision"),
        ("-", "withdrawn"),
        ("--A", "withdrawn withdrawn new"),
    ],
)
def test_statuses(versions: str, statuses: str) -> None:
    _, records = play([event(place, version) for place, version in enumerate(versions)])
    assert [record.status for record in records] == statuses.split()


def test_a_duplicate_names_its_original_and_nothing_else_does() -> None:
    _, records = play([event(0, "A"), event(1, "A"), event(2, "B"), event(3, TOMBSTONE)])
    assert [record.original for record in records] == [None, "a", None, None]
    assert [record.similarity for record in records] == [None, 1.0, None, None]
    assert [record.raw_id for record in records] == ["raw-0", "raw-1", "raw-2", "raw-3"]


@pytest.mark.parametrize(
    ("times", "first", "last"),
    [
        ([5, 9], 5, 9),
        ([9, 5], 5, 9),
        ([None, 9], 9, 9),
        ([5, None], 5, 5),
        ([None, None], None, None),
    ],
)
def test_seen_first_and_last(times: list[int | None], first: int | None, last: int | None) -> None:
    _, records = play([event(place, "A", timestamp=time) for place, time in enumerate(times)])
    assert (records[-1].seen_first, records[-1].seen_last) == (first, last)


def test_an_article_is_forgotten_after_the_retention_and_not_before() -> None:
    bounds = Bounds(retention=30 * DAY)
    _, kept = play([event(0, "A", written=0), event(1, "A", written=30 * DAY)], bounds)
    _, gone = play([event(0, "A", written=0), event(1, "A", written=30 * DAY + 1)], bounds)
    assert [record.status for record in kept] == ["new", "duplicate"]
    assert [record.status for record in gone] == ["new", "new"]


def test_a_late_event_does_not_bring_the_retention_forward() -> None:
    bounds = Bounds(retention=30 * DAY)
    times = [40 * DAY, 0, 41 * DAY]
    _, records = play([event(place, "A", written=time) for place, time in enumerate(times)], bounds)
    assert [record.status for record in records] == ["new", "duplicate", "duplicate"]


def test_what_an_article_says_of_its_own_time_does_not_forget_it() -> None:
    bounds = Bounds(retention=30 * DAY)
    history = [event(0, "A", timestamp=0, written=0), event(1, "A", timestamp=900 * DAY, written=DAY)]
    assert [record.status for record in play(history, bounds)[1]] == ["new", "duplicate"]


def test_the_state_is_bounded_and_keeps_the_first_version() -> None:
    state, records = play([event(place, f"v{place}") for place in range(200)], Bounds(versions=8))
    assert state is not None
    assert [sight.version for sight in state.sights] == ["v0", *(f"v{place}" for place in range(193, 200))]
    assert {record.status for record in records[1:]} == {"revision"}
    assert transition(state, event(200, "v0"), Bounds(versions=8))[1][0].status == "duplicate"
    assert transition(state, event(200, "v5"), Bounds(versions=8))[1][0].status == "revision"


def test_an_event_that_was_counted_leaves_the_very_state() -> None:
    state, _ = play([event(0, "A"), event(1, "B")])
    assert transition(state, event(0, "A"))[0] is state


histories = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", TOMBSTONE]), st.one_of(st.none(), st.integers(0, 40 * DAY))),
    min_size=1,
    max_size=12,
)


@given(histories, st.data())
def test_a_repeat_with_any_later_state_gives_the_same_bytes(
    history: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    # Written in order, with what an article says of its own time anywhere: 10 days apart, so that some are forgotten.
    bounds = Bounds(retention=15 * DAY)
    steps = data.draw(st.lists(st.sampled_from([0, 1, 10 * DAY, 20 * DAY]), min_size=12, max_size=12))
    events = [
        event(place, version, timestamp=time, written=sum(steps[:place]))
        for place, (version, time) in enumerate(history)
    ]
    _, undisturbed = play(events, bounds)
    back_to = data.draw(st.integers(0, len(events) - 1))
    known_to = data.draw(st.integers(back_to, len(events)))
    state, _ = play(events[:known_to], bounds)
    again: list[Version] = []
    for each in events[back_to:]:
        state, records = transition(state, each, bounds)
        again.extend(records)
    # What lies before the state's first event was forgotten with the article: those repeats are of another life.
    lived_from = max(back_to, max((place for place in range(1, known_to) if steps[place - 1] > 15 * DAY), default=0))
    assert [version_value(record) for record in again[lived_from - back_to :]] == [
        version_value(record) for record in undisturbed[lived_from:]
    ]
    assert state == play(events, bounds)[0]


@given(histories)
def test_a_state_survives_its_bytes(history: list[tuple[str, int | None]]) -> None:
    state, _ = play([event(place, version, timestamp=time) for place, (version, time) in enumerate(history)])
    assert state is not None
    assert read_state(state_value(state)) == state
