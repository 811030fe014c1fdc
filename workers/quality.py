"""What operators want to know of an enriched article's quality: its source, its ages, and what looks wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from workers.model import Enriched, Flag, RawMessage, Step, StepResult
from workers.shown_sources import NONE, UNREGISTERED

DAY_SECONDS = 86_400.0
AHEAD_SECONDS = DAY_SECONDS
"""A publication later than this after the record was produced is in the future: a day, for clocks without a zone."""

_QUOTED = re.compile('[“„«"»][^“”„«»"\n]{40,2000}[”“»"«]')
"""A stretch inside marks that is too long for a title or a word in scare quotes."""


class Issue(StrEnum):
    """What can look wrong with an article that was enriched: the closed list of the metric label ``issue``."""

    UNDATED = "undated"
    FUTURE_DATED = "future_dated"
    NO_SOURCE = "no_source"
    UNKNOWN_SOURCE = "unknown_source"
    UNQUOTED = "unquoted"
    STEP_FAILED = "step_failed"


@dataclass(frozen=True, slots=True)
class Look:
    """``source``: a registry's id, ``unregistered`` or ``none``. ``published``, ``fetched``: seconds since the epoch,
    None where the article does not say the moment."""

    source: str
    issues: tuple[Issue, ...]
    published: float | None
    fetched: float | None


class _Fetched(msgspec.Struct):
    fetched_at: object = None


_fetched = msgspec.json.Decoder(_Fetched)


def look(message: RawMessage, event: Enriched) -> Look | None:
    """What there is to say of an article, or None of a tombstone. Never raises."""
    if event.withdrawn:
        return None
    source = event.source
    name = NONE if source is None else UNREGISTERED if source.kind == "unknown" else source.id
    published = published_at(event)
    return Look(name, tuple(_issues(message, event, published)), published, fetched_at(message, event))


def published_at(event: Enriched) -> float | None:
    """When the article was published, seconds since the epoch: only where both the minute and the zone are known."""
    published = event.published
    if published is None or published.zone == "unknown" or published.granularity not in ("second", "minute"):
        return None
    return _moment(published.value)


def fetched_at(message: RawMessage, event: Enriched) -> float | None:
    """When the article was fetched, seconds since the epoch, as its producer said."""
    value = message.value
    if value is None or b'"fetched_at"' not in value or Flag.FETCHED_AT_DROPPED in event.flags:
        return None
    try:
        said = _fetched.decode(value[value.index(b"{") :]).fetched_at
    except (ValueError, RecursionError):  # plain text that looks so
        return None
    return _moment(said) if isinstance(said, str) else None


def _issues(message: RawMessage, event: Enriched, published: float | None) -> list[Issue]:
    found = []
    if event.published is None:
        found.append(Issue.UNDATED)
    late = published is not None and message.timestamp is not None
    if Flag.DATE_IN_FUTURE in event.flags or (
        late and (published or 0.0) - (message.timestamp or 0) / 1000 > AHEAD_SECONDS
    ):
        found.append(Issue.FUTURE_DATED)
    if event.source is None:
        found.append(Issue.NO_SOURCE)
    elif event.source.kind == "unknown":
        found.append(Issue.UNKNOWN_SOURCE)
    steps = dict(event.steps)
    if not event.quotes and steps[Step.QUOTES] is StepResult.NONE and _QUOTED.search(event.body or ""):
        found.append(Issue.UNQUOTED)
    if StepResult.FAILED in steps.values():
        found.append(Issue.STEP_FAILED)
    return found


def _moment(value: str) -> float | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.timestamp() if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
