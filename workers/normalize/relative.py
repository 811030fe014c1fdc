"""Publication times told relative to the moment of reading: ``2 hours ago``, ``vor 3 Stunden``, ``heute um 12:19``.

They mean something only beside the moment that the page was fetched; nothing here reads a clock. Words are data:
``data/relative.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from workers.model import Granularity

_DATA = json.loads(files("workers.normalize").joinpath("data/relative.json").read_text(encoding="utf-8"))
_UNITS: dict[str, str] = {word: unit for unit, words in _DATA["units"].items() for word in words}
_ONE = frozenset(_DATA["one"])
_LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_KNOWN: dict[str, Granularity] = {"second": "minute", "minute": "minute", "hour": "day", "day": "day", "week": "month"}
"""How much of a date each unit tells: pages round, so that ``3 weeks ago`` names no day and ``3 hours ago`` no hour."""
_CUTS: dict[Granularity, int] = {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 19}


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))


_COUNT = rf"(\d{{1,3}}|{_any_of(_DATA['one'])})"
_UNIT = rf"({_any_of(list(_UNITS))})"
_NOT_IN_WORD = r"(?<![^\W\d_])"
_AGO = re.compile(
    rf"{_NOT_IN_WORD}(?:(?:{_any_of(_DATA['before'])})\s{_COUNT}\s?{_UNIT}(?![^\W\d_])"
    rf"|{_COUNT}\s?{_UNIT}\s?(?:{_any_of(_DATA['after'])})(?![^\W\d_]))",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"{_NOT_IN_WORD}(?:(?P<today>{_any_of(_DATA['today'])})|(?P<yesterday>{_any_of(_DATA['yesterday'])}))(?![^\W\d_])"
    r"(?:[\s,|-]{1,3}(?:(?:um|at|à|a las|às|alle|om|kl\.?|klo|o|о|в)\s)?(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?!\d))?",
    re.IGNORECASE,
)
LONGEST = 400
"""How much of a stretch is searched, in code points: such times stand in headers, which are short."""

FIRST_YEAR = 1800
"""Nothing is counted from a fetch before it: such a moment is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeReading:
    """A relative time at ``text[start:end]``. ``value``: ISO 8601, cut to what the unit tells; ``exact``: what counting
    alone gives, to the minute. ``suffix``: the zone of the fetch, where the time is counted in minutes from it."""

    value: str
    exact: str
    granularity: Granularity
    suffix: str
    start: int
    end: int


def cut_moment(exact: str, granularity: Granularity) -> str:
    """An ISO 8601 moment without a zone, cut to its year, month, day, minute or second."""
    return exact[: _CUTS[granularity]]


def zone_suffix(fetched: str) -> str:
    """``Z``, ``+05:30`` or nothing: the zone of an RFC 3339 moment."""
    try:
        base = datetime.fromisoformat(fetched)
    except ValueError:
        return ""
    offset = base.isoformat()[-6:] if base.tzinfo is not None else ""
    return "Z" if offset == "+00:00" else offset


def read_relative(text: str, start: int, end: int, fetched: str) -> RelativeReading | None:
    """The first relative time in ``text[start:end]`` counted from ``fetched`` (RFC 3339), or None.

    Minutes are told to the minute, hours and days to the day, weeks to the month, as pages round them.
    """
    try:
        base = datetime.fromisoformat(fetched)
    except ValueError:
        return None
    if base.year < FIRST_YEAR:
        return None
    end = min(end, start + LONGEST)
    ago = _AGO.search(text, start, end)
    if ago is not None:
        count, word = (ago[1], ago[2]) if ago[1] else (ago[3], ago[4])
        unit = _UNITS.get(word.lower()) or _UNITS[word]
        number = 1 if count.lower() in _ONE else int(count)
        exact, granularity = _iso(base - number * _LENGTHS[unit]), _KNOWN[unit]
        return RelativeReading(
            value=cut_moment(exact, granularity),
            exact=exact,
            granularity=granularity,
            suffix=zone_suffix(fetched) if granularity == "minute" else "",
            start=ago.start(),
            end=ago.end(),
        )
    day = _DAY.search(text, start, end)
    if day is None:
        return None
    exact = _iso(base if day["today"] else base - timedelta(days=1))
    if day["hour"] is not None and int(day["hour"]) < 24 and int(day["minute"]) < 60:
        value = exact = f"{exact[:10]}T{int(day['hour']):02d}:{day['minute']}"
        granularity = "minute"
    else:
        value, granularity = exact[:10], "day"
    return RelativeReading(
        value=value, exact=exact, granularity=granularity, suffix="", start=day.start(), end=day.end()
    )


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
