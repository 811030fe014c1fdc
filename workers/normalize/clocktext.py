"""The clock time beside a date in a text: ``05:31 IST``, ``5.31 p.m.``, ``14h40``, ``20.15 Uhr``, ``T05:31:00Z``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workers.normalize.zones import ABBREVIATIONS

REACH = 44
"""How far before or after a date its time is looked for, in code points."""
_ZONE_NAMES = "|".join(sorted(ABBREVIATIONS - {"Z"}, key=len, reverse=True))
_ZONE = rf"(?:\s?\(?((?:(?:UTC|GMT)\s?)?[+\-−]\d{{1,2}}:?(?:\d\d)?(?!\d)|Z\b|(?:{_ZONE_NAMES})\b)\)?)?"
_CLOCK = (
    r"(\d{1,2})(?:\s?[:.h時时시]\s?(\d{2})(?!\d)(?:\s?[:.分분]\s?(\d{2})(?:[.,]\d{1,9})?)?[分분]?)?"
    r"(?:\s?(a\.?m\.?|p\.?m\.?|AM|PM|A\.M\.|P\.M\.|Uhr|hrs?|h)(?![^\W\d_]))?"
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
    hours, minutes, seconds, half, zone = found.groups()
    if minutes is None and half is None:
        return None
    hour, minute, second = int(hours), int(minutes or 0), int(seconds) if seconds else None
    if half is not None and half[0] in "aApP" and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
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
