"""The clock time beside a date in a text: ``05:31 IST``, ``5.31 p.m.``, ``14h40``, ``20.15 Uhr``, ``下午5:31``.

The halves of the day in other scripts: ``data/half_days.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from workers.normalize.zones import ABBREVIATIONS

REACH = 44
"""How far before or after a date its time is looked for, in code points."""
_HALVES: dict[str, dict[str, list[str]]] = {
    place: halves
    for place, halves in json.loads(
        files("workers.normalize").joinpath("data/half_days.json").read_text(encoding="utf-8")
    ).items()
    if place != "about"
}
_PM = frozenset(each.lower() for halves in _HALVES.values() for each in halves["pm"])
_AM = frozenset(each.lower() for halves in _HALVES.values() for each in halves["am"])


def _any_of(place: str) -> str:
    words = [each for half in _HALVES[place].values() for each in half]
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))


_ZONE_NAMES = "|".join(sorted(ABBREVIATIONS - {"Z"}, key=len, reverse=True))
_ZONE = rf"(?:\s?\(?((?:(?:UTC|GMT)\s?)?[+\-−]\d{{1,2}}:?(?:\d\d)?(?!\d)|Z\b|(?:{_ZONE_NAMES})\b)\)?)?"
_CLOCK = (
    rf"(?:({_any_of('before')})\s?)?"
    r"(\d{1,2})(?:\s?[:.h時时시]\s?(\d{2})(?!\d)(?:\s?[:.分분]\s?(\d{2})(?:[.,]\d{1,9})?)?[分분]?)?"
    rf"(?:\s?([ap]\.?\s?m\.?|AM|PM|A\.M\.|P\.M\.|Uhr|hrs?|h|{_any_of('after')})(?![^\W\d_]))?"
)
_AFTER = re.compile(
    r"(?:T|\.?[\s,|;·•\-–—/@(]{0,5}(?:(?:at|um|à|às|as|a las|alle|ore|kl\.?|klo|o|в|г\.?,?|om|en|saat)\s)?)"
    + _CLOCK
    + _ZONE
)
_BEFORE = re.compile(r"(?<![\d:.])" + _CLOCK + _ZONE + r"[\s,|;·•\-–—/@]{1,4}(?:(?:on|am|le|el)\s)?$")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """A time of day at ``text[start:end]``; ``zone`` as it is written, None where none is."""

    hour: int
    minute: int
    second: int | None
    zone: str | None
    start: int
    end: int


def clock_after(text: str, position: int, high: int) -> ClockReading | None:
    """The time right behind a date that ends at ``position``."""
    found = _AFTER.match(text, position, min(high, position + REACH))
    return _read(found, 0, position) if found is not None else None


def clock_before(text: str, low: int, position: int) -> ClockReading | None:
    """The time right before a date that starts at ``position``."""
    begin = max(low, position - REACH)
    before = text[begin:position]
    if _DIGIT.search(before) is None:
        return None
    found = _BEFORE.search(before)
    return _read(found, begin, None) if found is not None else None


def _read(found: re.Match[str], shift: int, start: int | None) -> ClockReading | None:
    early, hours, minutes, seconds, half, zone = found.groups()
    half = half or early
    if minutes is None and half is None:
        return None
    hour, minute, second = int(hours), int(minutes or 0), int(seconds) if seconds else None
    if half is not None and 1 <= hour <= 12:
        low = half.lower()
        if low in _PM or (low[0] == "p" and low[-1] in "m."):
            hour = hour % 12 + 12
        elif low in _AM or (low[0] == "a" and low[-1] in "m."):
            hour %= 12
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return ClockReading(
        hour=hour,
        minute=minute,
        second=second,
        zone=zone,
        start=shift + found.start() if start is None else start,
        end=shift + found.end(),
    )
