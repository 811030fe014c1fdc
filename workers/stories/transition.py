"""``transition``: what became of an article with one more event of it. Pure; the same over files and over Kafka.

A worker that was killed meets events again, with the state as it was before them or as it became after them (the
changelog and the outputs are no one transaction). So a record depends only on the event and on what stood *before its
position*: each version of the content is kept with the position of its first sight, and what a later event added is
not looked at. An event at or below the state's ``head`` was counted already: it gives its record again, byte for byte,
and leaves the state as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from workers.model import Coordinates
from workers.stories.event import Event

Status = Literal["new", "duplicate", "revision", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is remembered. ``retention``: an article of which no event was written for this many milliseconds is
    forgotten, and new when it comes again; by when events were written, never by when they say they were published.
    ``versions``: versions of one article remembered; beyond it the
    oldest but the first is forgotten, and counts as a revision if it comes again."""

    retention: int = 30 * 24 * 3600 * 1000
    versions: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A version of an article's content, and the position of the event that first had it."""

    version: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleState:
    """What is remembered of one article. ``first``: position of its first event, ``first_seen``: that event's raw
    record's time; ``head``: position of the last event counted; ``written``: when the latest event of it was written.
    Times are milliseconds since the epoch, or None."""

    first: int
    first_seen: int | None
    head: int
    written: int | None
    sights: tuple[Sight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What became of the article with one event: the content of ``version/1``.

    ``original``: for a duplicate, the id of the article that had this content first. ``seen_first``, ``seen_last``:
    the earlier and the later of the article's first event and this one, milliseconds since the epoch, or None.
    ``coordinates``: of the event's raw record.
    """

    id: str
    raw_id: str | None
    version: str | None
    status: Status
    original: str | None
    similarity: float | None
    seen_first: int | None
    seen_last: int | None
    coordinates: Coordinates


DEFAULTS = Bounds()


def transition(
    state: ArticleState | None, event: Event, bounds: Bounds = DEFAULTS
) -> tuple[ArticleState, tuple[Version, ...]]:
    """The article's state with ``event`` counted, and the event's record. ``state`` None: nothing is known of it.

    Content seen before under this id is a ``duplicate`` (also where other content stood between), other content a
    ``revision``, a tombstone ``withdrawn``. Calling it again with any later state gives the same record, as long as the
    article was not forgotten between the two.
    """
    if state is not None and _expired(state, event, bounds):
        state = None
    before = () if state is None else tuple(sight for sight in state.sights if sight.position < event.position)
    status = _status(before, event)
    started = event.coordinates.timestamp if state is None or state.first >= event.position else state.first_seen
    times = [time for time in (started, event.coordinates.timestamp) if time is not None]
    record = Version(
        id=event.id,
        raw_id=event.raw_id,
        version=event.version,
        status=status,
        original=event.id if status == "duplicate" else None,
        similarity=1.0 if status == "duplicate" else None,
        seen_first=min(times, default=None),
        seen_last=max(times, default=None),
        coordinates=event.coordinates,
    )
    return _count(state, event, status, bounds), (record,)


def _status(before: tuple[Sight, ...], event: Event) -> Status:
    if event.withdrawn:
        return "withdrawn"
    if any(sight.version == event.version for sight in before):
        return "duplicate"
    return "revision" if before else "new"


def _count(state: ArticleState | None, event: Event, status: Status, bounds: Bounds) -> ArticleState:
    time = event.coordinates.timestamp
    if state is None:
        state = ArticleState(first=event.position, first_seen=time, head=event.position - 1, written=event.written)
    if event.position <= state.head:
        return state
    sights = state.sights
    if status in ("new", "revision") and event.version is not None:
        sights = (*sights, Sight(version=event.version, position=event.position))
        if len(sights) > bounds.versions:
            sights = (sights[0], *sights[len(sights) - bounds.versions + 1 :])
    return replace(state, head=event.position, written=_later(state.written, event.written), sights=sights)


def _expired(state: ArticleState, event: Event, bounds: Bounds) -> bool:
    """Whether the article was silent for longer than the retention when ``event`` was written."""
    return event.position > state.head and expired(state, event.written, bounds)


def expired(state: ArticleState, now: int | None, bounds: Bounds) -> bool:
    """Whether an article's state has outlived the retention at ``now``; never where a time lacks (files)."""
    return now is not None and state.written is not None and now - state.written > bounds.retention


def _later(one: int | None, other: int | None) -> int | None:
    times = [time for time in (one, other) if time is not None]
    return max(times, default=None)
