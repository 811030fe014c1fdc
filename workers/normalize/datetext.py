"""Full dates in a stretch of text: numbers and month names, in any order that newspapers write.

One pass finds the years; around each, small anchored patterns read what stands after it and, on the reversed text,
what stands before it, so that the cost is linear in the text with a bounded part for each year. Month names:
``data/months.json``, from CLDR.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from itertools import islice
from typing import Literal

from workers.normalize.calendars import other_calendars
from workers.normalize.clocktext import clock_after, clock_before

Order = Literal["dmy", "mdy", "ymd"]
_MONTHS: dict[str, dict[str, list[str]]] = json.loads(
    files("workers.normalize").joinpath("data/months.json").read_text(encoding="utf-8")
)
_WEEKDAYS: dict[str, list[int]] = json.loads(
    files("workers.normalize").joinpath("data/weekdays.json").read_text(encoding="utf-8")
)
_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
REACH = 44
"""How far around a year its day and month are looked for, in code points."""
MOST = 500
"""How many years of a text are looked at."""
_BRIEF = 400
"""A stretch this short is searched for digits of every script; a longer one for ASCII years of the 20th and 21st
century, which a literal prefix finds ten times faster."""
_SHORT_SCANNED = 1500
"""How much of a stretch is searched for years of two digits, in code points."""

_MARKS = r"\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a80-\u0dff\u0e31-\u0e4e"
_DROW = rf"([^\W\d_](?:[^\W\d_]|[{_MARKS}'’]){{1,30}}|[{_MARKS}](?:[^\W\d_]|[{_MARKS}]){{1,30}})"
_ORDINALS = ("st", "nd", "rd", "th", "er", "º", "°", "ª", "ste", "-го", "го", "ই", "শে", "ème", "e")
_SLANIDRO = "|".join(each[::-1] for each in _ORDINALS)
_BRIEF_YEAR = re.compile(r"(?:1[89]|2[0-9])[0-9]{2}|(?![0-9])\d{4}")
_YEARS = (re.compile(r"20[0-9][0-9]"), re.compile(r"19[0-9][0-9]"))
_SHORT = re.compile(r"([0-9]{1,2})([./-])\s?([0-9]{1,2})\2\s?([0-9]{2})(?![0-9:]|[./-][0-9])")
_SHORT_HINTS = (re.compile(r"/\s?[0-9]"), re.compile(r"\.\s?[0-9]"), re.compile(r"-\s?[0-9]"))
"""One of these stands in any date of the kind; their literal beginnings are found ten times faster."""
_NO_SHORT_BEFORE = frozenset("0123456789.,:/-")
_SEPARATORS = r"./\-‐‑–|．／"
# The patterns below run on the reversed text before a year: "Feb 23, " is read as " ,32 beF".
_CIREMUN = re.compile(rf"\s{{0,2}}[{_SEPARATORS}]\s?(\d{{1,2}})\s{{0,2}}[{_SEPARATORS}]\s?(\d{{1,2}})(?![\d/])")
_GNAHT = re.compile(r"[,\s]{0,2}(?:măn\s)?(\d{1,2})\s?gná[hH][tT]\s(\d{1,2})(?!\d)")
"""Vietnamese: ``23 tháng 2 năm 2022``."""
_YAD_HTNOM = re.compile(rf"(?:[,\s]|-){{0,3}}(?:ts|dn|dr|ht|\.)?\s?(\d{{1,2}})[\s-]{{0,2}}\.?{_DROW}")
_HTNOM_YAD = re.compile(
    rf"(?:[.,\s/-]|led?\b|ed\b|fo\b){{0,4}}{_DROW}(?:\s?/\s?{_DROW})?(?:[.\s/-]|ed\b|fo\b|['’]d\b){{0,4}}(?:{_SLANIDRO})?\s?(\d{{1,2}})(?!\d)"
)
_FORWARD = re.compile(
    r"\s?(?:([-/.‐‑–])\s?(\d{1,2})\s?[-/.‐‑–]\s?(\d{1,2})(?!\d(?!\d:))"
    r"|年\s?(?:[（(][^（）()\n]{1,8}[)）])?(\d{1,2})\s?月\s?(\d{1,2})(?:\s?日)?|년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일)"
)
_FUSED_CLOCK = re.compile(r"(\d\d)([01]\d|2[0-3]):[0-5]\d(?!\d)")
_YEAR_MONTH_DAY = re.compile(
    rf"(?:[.,]|\sm\.)?\s([^\W\d_](?:[^\W\d_]|[{_MARKS}]){{2,20}})\.?\s(?:mėn\.\s)?(\d{{1,2}})(?!\d)"
)
_YEAR_DAY_MONTH = re.compile(rf"\.?\sgada\s(\d{{1,2}})\.\s([^\W\d_](?:[^\W\d_]|[{_MARKS}]){{2,20}})")
_FUSED = re.compile(r"\d{1,2}(?:[./:]\s?\d|\.?\s?[^\W\d_]|\s)")
_BUDDHIST = 543
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,20})[.,]{0,2}\s{0,2}$")


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


Months = tuple[int, tuple[int, ...]]


def month_number(word: str, language: str | None) -> Months | None:
    """The month that a word names, and the other months that it names in other languages (``listopad``)."""
    months = _MONTHS.get(word.lower())
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
    """Every full date in ``text[start:end]``, with the clock time beside it; those with a year of four digits first.

    ``order``: how the source writes dates in numbers (None: both readings are given, the day first).
    ``short``: also read years of two digits (``23.02.22``).
    """
    position = start
    others = other_calendars(text, start, end)
    for first, last, day, rule in others:
        other = Reading(year=day.year, month=day.month, day=day.day, start=first, end=last, rule=rule)
        yield _with_time(text, other, start, end)
    for at in _year_positions(text, start, end):
        if at >= position and not any(first <= at < last for first, last, _, _ in others):
            reading = _around(text, at, position, end, order, language)
            if reading is not None:
                if reading.others:
                    reading = _by_weekday(text, reading, position)
                reading = _with_time(text, reading, position, end)
                position = reading.end
                yield reading
    if short:
        high = min(end, start + _SHORT_SCANNED)
        hints = [hint.start() for pattern in _SHORT_HINTS if (hint := pattern.search(text, start, high)) is not None]
        for found in _SHORT.finditer(text, max(start, min(hints) - 2), high) if hints else ():
            if found.start() > start and text[found.start() - 1] in _NO_SHORT_BEFORE:
                continue
            year = 2000 + int(found[4])
            reading = _numbers(year, int(found[1]), int(found[3]), found.start(), found.end(), order)
            if reading is not None:
                yield _with_time(text, replace(reading, rule="short"), start, end)


def _year_positions(text: str, start: int, end: int) -> list[int]:
    if end - start <= _BRIEF:
        return [found.start() for found in _BRIEF_YEAR.finditer(text, start, end)]
    return sorted(found.start() for pattern in _YEARS for found in islice(pattern.finditer(text, start, end), MOST))


def _around(text: str, at: int, low: int, high: int, order: Order | None, language: str | None) -> Reading | None:
    after, year = at + 4, int(text[at : at + 4])
    if at > low and text[at - 1].isdigit():
        return None
    return (
        _forward(text, at, year, high)
        or _backward(text, at, year, low, high, order, language)
        or (_year_first(text, after, year, high, language))
    )


def _forward(text: str, at: int, year: int, high: int) -> Reading | None:
    found = _FORWARD.match(text, at + 4, min(high, at + 4 + REACH))
    if found is None:
        return None
    sign, *groups = found.groups()
    month, day = (int(each) for each in groups if each is not None)
    if is_day(year, month, day):
        return Reading(year=year, month=month, day=day, start=at, end=found.end(), rule="ymd")
    if sign in ("-", "/") and is_day(year, day, month):
        return Reading(year=year, month=day, day=month, start=at, end=found.end(), rule="ydm")
    return None


def _backward(
    text: str, at: int, year: int, low: int, high: int, order: Order | None, language: str | None
) -> Reading | None:
    before = text[max(low, at - REACH) : at][::-1]
    if not before:
        return None
    after = at + 4
    fused = after < high and text[after].isdigit()
    if (found := _CIREMUN.match(before)) is not None:
        first, second, begin = int(found[2][::-1]), int(found[1][::-1]), at - found.end()
        if fused and (clock := _FUSED_CLOCK.match(text, at, min(high, at + 7))) is not None:
            # "28.09.1912:34": two digits of a year, then the time
            reading = _numbers(2000 + int(clock[1]), first, second, begin, at + 2, order)
            return replace(reading, rule="short") if reading is not None else None
        if fused and not _FUSED.match(text, after, min(high, after + 8)):
            return None
        if text[after : after + 1] == ":" and (clock := _FUSED_CLOCK.match(text, at, min(high, at + 7))) is not None:
            reading = _numbers(2000 + int(clock[1]), first, second, begin, at + 2, order)
            return replace(reading, rule="short") if reading is not None else None
        return _numbers(year, first, second, begin, after, order)
    if (found := _YAD_HTNOM.match(before)) is not None:
        word, day = found[2][::-1], int(found[1][::-1])
        known, cut = month_number(word, language), 0
        if known is None:
            known, cut = _month_tail(word, language)
        if known is not None:
            begin = at - found.end(2) + cut
            return _named(year, known, day, begin, after, "month-day")
    if (found := _HTNOM_YAD.match(before)) is not None:
        known = month_number(found[1][::-1], language)
        if known is None and found[2]:
            known = month_number(found[2][::-1], language)
        if known is not None:
            return _named(year, known, int(found[3][::-1]), at - found.end(), after, "day-month")
    if (found := _GNAHT.match(before)) is not None:
        return _numbers(year, int(found[2][::-1]), int(found[1][::-1]), at - found.end(), after, "dmy")
    return None


def _named(year: int, known: Months, day: int, start: int, end: int, rule: str) -> Reading | None:
    if not is_day(year, known[0], day):
        return None
    others = tuple(f"{year:04d}-{each:02d}-{day:02d}" for each in known[1] if is_day(year, each, day))
    if 2400 < year < 2700:  # Thai papers count from the Buddha
        year -= _BUDDHIST
    return Reading(year=year, month=known[0], day=day, start=start, end=end, rule=rule, others=others)


def _year_first(text: str, after: int, year: int, high: int, language: str | None) -> Reading | None:
    found = _YEAR_MONTH_DAY.match(text, after, min(high, after + REACH))
    if found is not None and (known := month_number(found[1], language)) is not None:
        return _named(year, known, int(found[2]), after - 4, found.end(), "y-month-d")
    found = _YEAR_DAY_MONTH.match(text, after, min(high, after + REACH))
    if found is not None and (known := month_number(found[2], language)) is not None:
        return _named(year, known, int(found[1]), after - 4, found.end(), "y-d-month")
    return None


def _month_tail(word: str, language: str | None) -> tuple[Months | None, int]:
    """A month name fused to the word before it (``onFebruary``), and where in the word it begins."""
    for cut in range(1, len(word) - 2):
        if word[cut].isupper() and (known := month_number(word[cut:], language)) is not None:
            return known, cut
    return None, 0


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


def _by_weekday(text: str, reading: Reading, low: int) -> Reading:
    """The reading of ambiguous numbers that agrees with the weekday written before them, where just one does."""
    found = _WORD_BEFORE.search(text[max(low, reading.start - 24) : reading.start])
    weekdays = _WEEKDAYS.get(found[1].lower()) if found is not None else None
    if weekdays is None:
        return reading
    days = [each for each in (reading.iso_day, *reading.others) if date.fromisoformat(each).isoweekday() in weekdays]
    if len(days) != 1:
        return reading
    return replace(reading, month=int(days[0][5:7]), day=int(days[0][8:10]), others=())


def _with_time(text: str, reading: Reading, low: int, high: int) -> Reading:
    clock = clock_after(text, reading.end, high)
    if clock is not None:
        end, start = clock.end, reading.start
    else:
        clock = clock_before(text, low, reading.start)
        if clock is None:
            return reading
        end, start = reading.end, clock.start
    return replace(
        reading, start=start, end=end, hour=clock.hour, minute=clock.minute, second=clock.second, zone=clock.zone
    )
