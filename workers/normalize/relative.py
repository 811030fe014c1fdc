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


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeReading:
    """A relative time at ``text[start:end]``: ``value`` in ISO 8601, a day or a minute (in the zone of the fetch)."""

    value: str
    start: int
    end: int


def read_relative(text: str, start: int, end: int, fetched: str) -> RelativeReading | None:
    """The first relative time in ``text[start:end]`` counted from ``fetched`` (RFC 3339), or None.

    Hours are told to the day, as they are rounded; minutes to the minute.
    """
    try:
        base = datetime.fromisoformat(fetched)
    except ValueError:
        return None
    end = min(end, start + LONGEST)
    ago = _AGO.search(text, start, end)
    if ago is not None:
        count, word = (ago[1], ago[2]) if ago[1] else (ago[3], ago[4])
        unit = _UNITS.get(word.lower()) or _UNITS[word]
        number = 1 if count.lower() in _ONE else int(count)
        moment = base - number * _LENGTHS[unit]
        value = f"{moment:%Y-%m-%dT%H:%M}" if unit in ("second", "minute") else f"{moment:%Y-%m-%d}"
        return RelativeReading(value=value, start=ago.start(), end=ago.end())
    day = _DAY.search(text, start, end)
    if day is None:
        return None
    moment = base if day["today"] else base - timedelta(days=1)
    value = f"{moment:%Y-%m-%d}"
    if day["hour"] is not None and int(day["hour"]) < 24 and int(day["minute"]) < 60:
        value += f"T{int(day['hour']):02d}:{day['minute']}"
    return RelativeReading(value=value, start=day.start(), end=day.end())
