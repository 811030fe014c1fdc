"""Full dates with their clock times in a stretch of text: numbers and month names, in any order that newspapers write.

One pass finds the years (four digits); around each, small anchored patterns read what stands before and after it, so
that the cost is linear in the text with a bounded part for each year. Month names: ``data/months.json``, from CLDR.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

from workers.normalize.zones import ABBREVIATIONS

Order = Literal["dmy", "mdy", "ymd"]
_MONTHS: dict[str, dict[str, list[str]]] = json.loads(
    files("workers.normalize").joinpath("data/months.json").read_text(encoding="utf-8")
)
_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BEFORE, AFTER = 44, 40
"""How far around a year its day, month and time are looked for, in code points."""

_WORD = r"[^\W\d_][^\W\d_'’\u0300-\u036f]{0,24}[\w\u0900-\u0dff\u0e31-\u0e4e]{0,12}"
_YEAR = re.compile(r"(?:1[89]|2[0-9])\d\d")
_SHORT = re.compile(r"(?<![\d.,:/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d\d)(?![\d:]|[./-]\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:st|nd|rd|th|er|º|°|ª|ste|-?го|ই|শে|ème)?(?:[.\s]|-|/|\bde\b|\bof\b|\bd['’]){0,4}"
    rf"({_WORD})\.?(?:[.,\s]|-|/|\bdel?\b|\bof\b){{0,4}}$"
)
_MONTH_DAY = re.compile(rf"({_WORD})\.?[\s-]{{0,2}}(\d{{1,2}})\s?(?:st|nd|rd|th|\.)?(?:[,\s]|-){{0,3}}$")
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})\s?([./\-–])\s{0,2}(\d{1,2})\s?[./\-–]\s{0,2}$")
_FORWARD = re.compile(
    r"\s?(?:([-/.‐‑–])\s?(\d{1,2})\s?[-/.‐‑–]\s?(\d{1,2})(?!\d)|年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?|년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일)"
)
_FUSED_CLOCK = re.compile(r"(\d\d)([01]\d|2[0-3]):[0-5]\d(?!\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?:\.|,)?\s({_WORD})\.?\s(?:mėn\.\s)?(\d{{1,2}})(?!\d)")
_ZONE_NAMES = "|".join(sorted(ABBREVIATIONS - {"Z"}, key=len, reverse=True))
_ZONE = rf"(?:\s?\(?((?:(?:UTC|GMT)\s?)?[+\-−]\d{{1,2}}:?(?:\d\d)?(?!\d)|Z\b|(?:{_ZONE_NAMES})\b)\)?)?"
_CLOCK = (
    r"(\d{1,2})(?:\s?[:.h時时시]\s?(\d{2})(?!\d)(?:\s?[:.分분]\s?(\d{2})(?:[.,]\d{1,9})?)?[分분]?)?"
    r"(?:\s?(a\.?m\.?|p\.?m\.?|AM|PM|A\.M\.|P\.M\.|Uhr|hrs?|h)(?![^\W\d_]))?"
)
_TIME_AFTER = re.compile(
    r"(?:T|[\s,|;·•\-–—/@(]{0,5}(?:(?:at|um|à|às|as|a las|alle|ore|kl\.?|klo|o|в|г\.?,?|om|en|saat)\s)?(?:\d{1,2}时)?)"
    + _CLOCK
    + _ZONE
)
_TIME_BEFORE = re.compile(r"(?<![\d:.])" + _CLOCK + _ZONE + r"[\s,|;·•\-–—/@]{1,4}(?:(?:on|am|le|el)\s)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A date as it stands at ``text[start:end]``; parts that are not there are None.

    ``zone``: the zone as written. ``others``: ISO days that the same numbers could also mean. ``rule``: which form.
    """

    year: int
    month: int | None
    day: int | None
    start: int
    end: int
    rule: str
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: str | None = None
    others: tuple[str, ...] = ()

    @property
    def iso_day(self) -> str:
        """The date alone, cut to what is known."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def month_number(word: str, language: str | None) -> tuple[int, tuple[int, ...]] | None:
    """The month that a word names, and the other months that it names in other languages (``listopad``)."""
    months = _MONTHS.get(word.lower().rstrip("."))
    if months is None:
        return None
    numbers = [int(each) for each in months]
    if len(numbers) > 1 and language is not None:
        numbers.sort(key=lambda number: language not in months[str(number)])
        if language in months[str(numbers[0])]:
            return numbers[0], ()
    return numbers[0], tuple(numbers[1:])


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    if not (1 <= month <= 12 and 1 <= day <= _LENGTHS[month] and 1 <= year <= 9999):
        return False
    return month != 2 or day < 29 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def read_dates(
    text: str, start: int, end: int, *, order: Order | None = None, language: str | None = None, short: bool = False
) -> Iterator[Reading]:
    """Every full date in ``text[start:end]``, in order, with the clock time beside it.

    ``order``: how the source writes dates in numbers (None: both readings are given, the day first).
    ``short``: also read years of two digits (``23.02.22``), which only a header is likely to mean as a date.
    """
    position = start
    for found in _YEAR.finditer(text, start, end):
        if found.start() < position:
            continue
        reading = _around(text, found, position, end, order, language)
        if reading is not None:
            reading = _with_time(text, reading, position, end)
            position = reading.end
            yield reading
    if short:
        for found in _SHORT.finditer(text, start, end):
            first, second, year = int(found[1]), int(found[3]), 2000 + int(found[4])
            reading = _numbers(year, first, second, found.start(), found.end(), order)
            if reading is not None:
                yield _with_time(text, replace(reading, rule="short"), start, end)


def _around(
    text: str, found: re.Match[str], low: int, high: int, order: Order | None, language: str | None
) -> Reading | None:
    at, after, year = found.start(), found.end(), int(found[0])
    digit_before = at > low and text[at - 1].isdigit()
    forward = None if digit_before else _FORWARD.match(text, after, min(high, after + AFTER))
    if forward is not None:
        groups = [each for each in forward.groups()[1:] if each is not None]
        month, day = int(groups[0]), int(groups[1])
        if is_day(year, month, day):
            return Reading(year=year, month=month, day=day, start=at, end=forward.end(), rule="ymd")
        if forward[1] in ("-", "/") and is_day(year, day, month):
            return Reading(year=year, month=day, day=month, start=at, end=forward.end(), rule="ydm")
    if digit_before:
        return None
    begin = max(low, at - BEFORE)
    before = text[begin:at]
    if (numeric := _NUMERIC.search(before)) is not None:
        clock = _FUSED_CLOCK.match(text, at, min(high, at + 7))
        if clock is not None:  # "28.09.1912:34": two digits of a year, then the time
            reading = _numbers(
                2000 + int(clock[1]), int(numeric[1]), int(numeric[3]), begin + numeric.start(), at + 2, order
            )
            return replace(reading, rule="short") if reading is not None else None
        if after < high and text[after].isdigit() and not _fused(text, after, high):
            return None
        return _numbers(year, int(numeric[1]), int(numeric[3]), begin + numeric.start(), after, order)
    for pattern, day_group, word_group, rule in ((_MONTH_DAY, 2, 1, "month-day"), (_DAY_MONTH, 1, 2, "day-month")):
        if (match := pattern.search(before)) is not None:
            word_start, word = match.start(word_group), match[word_group]
            known = month_number(word, language)
            if known is None and rule == "month-day" and (cut := _month_tail(word, language)) is not None:
                word_start, known = word_start + cut[0], cut[1]
            if known is not None and is_day(year, known[0], int(match[day_group])):
                if after < high and text[after].isdigit() and not _fused(text, after, high):
                    return None
                day = int(match[day_group])
                others = tuple(f"{year:04d}-{each:02d}-{day:02d}" for each in known[1] if is_day(year, each, day))
                left = begin + min(word_start, match.start(day_group))
                return Reading(year=year, month=known[0], day=day, start=left, end=after, rule=rule, others=others)
    if (match := _YEAR_MONTH_DAY.match(text, after, min(high, after + AFTER))) is not None:
        known = month_number(match[1], language)
        if known is not None and is_day(year, known[0], int(match[2])):
            return Reading(year=year, month=known[0], day=int(match[2]), start=at, end=match.end(), rule="y-month-d")
    return None


def _month_tail(word: str, language: str | None) -> tuple[int, tuple[int, tuple[int, ...]]] | None:
    """A month name fused to the word before it (``onFebruary``): where it begins, and the month."""
    for cut in range(1, len(word) - 2):
        if word[cut].isupper() and (known := month_number(word[cut:], language)) is not None:
            return cut, known
    return None


_FUSED = re.compile(r"\d{1,2}(?:[./:]\s?\d|\.?\s?[^\W\d_]|\s)")


def _fused(text: str, after: int, high: int) -> bool:
    """Whether the digits right behind a year begin something else (``25. Januar 202225. Januar 2022``)."""
    return _FUSED.match(text, after, min(high, after + 8)) is not None


def _numbers(year: int, first: int, second: int, start: int, end: int, order: Order | None) -> Reading | None:
    day_first, month_first = is_day(year, second, first), is_day(year, first, second)
    if not day_first and not month_first:
        return None
    use_mdy = month_first and (not day_first or order == "mdy")
    others: tuple[str, ...] = ()
    if day_first and month_first and first != second and order is None:
        others = (f"{year:04d}-{first:02d}-{second:02d}",)
    month, day = (first, second) if use_mdy else (second, first)
    rule = "mdy" if use_mdy else "dmy"
    return Reading(year=year, month=month, day=day, start=start, end=end, rule=rule, others=others)


def _with_time(text: str, reading: Reading, low: int, high: int) -> Reading:
    after = _TIME_AFTER.match(text, reading.end, min(high, reading.end + AFTER))
    if after is not None and (clock := _clock(after)) is not None:
        return _timed(reading, clock, reading.start, after.end())
    begin = max(low, reading.start - BEFORE)
    before = _TIME_BEFORE.search(text[begin : reading.start])
    if before is not None and (clock := _clock(before)) is not None:
        return _timed(reading, clock, begin + before.start(), reading.end)
    return reading


Clock = tuple[int, int, int | None, str | None]


def _timed(reading: Reading, clock: Clock, start: int, end: int) -> Reading:
    hour, minute, second, zone = clock
    return replace(reading, start=start, end=end, hour=hour, minute=minute, second=second, zone=zone)


def _clock(match: re.Match[str]) -> Clock | None:
    hours, minutes, seconds, half, zone = match.groups()
    if minutes is None and half is None:
        return None
    hour, minute, second = int(hours), int(minutes or 0), int(seconds) if seconds else None
    if half is not None and half[0] in "aApP":
        if not 1 <= hour <= 12:
            return None if hour > 23 else (hour, minute, second, zone)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23 or minute > 59 or (second or 0) > 60:
        return None
    return hour, minute, second, zone
