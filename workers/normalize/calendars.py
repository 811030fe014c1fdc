"""Dates by other calendars than the Gregorian: Iran's (``۴ اسفند ۱۴۰۰``), Japan's eras (``令和4年2月23日``), Taiwan's
years (``民國111年2月23日``). Names and first years: ``data/calendars.json``. The years of Thai papers (543 more)
are read in ``datetext``; the lunar Hijri calendar is not read, as its months begin by observation.
"""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files

_DATA = json.loads(files("workers.normalize").joinpath("data/calendars.json").read_text(encoding="utf-8"))
_PERSIAN: dict[str, int] = _DATA["persian"]
_ERAS: dict[str, int] = _DATA["eras"]
_ARABIC_LETTER = "\u0627"
"""Alef: a page in Arabic letters has it; the look-up costs next to nothing in any other text."""
_BRIEF = 400
_YEAR_SIGN = "年"
_SPELLINGS = str.maketrans({"ي": "ی", "ك": "ک"})

_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})\s{1,2}([^\W\d_]{2,9})(?:\s(?:ماه|سال)){0,2}[\s،,]{1,2}(1[34]\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2})(?!\d)"
)
_NUMBERS = re.compile(r"(?<![\d/-])(1[34]\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2})\s?([/-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/-])")
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")

_NEW_YEAR_1400 = date(2021, 3, 21).toordinal()
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Leap years by their remainder of 33: the rule that agrees with Iran's observed calendar from 1343 to 1472."""
_FIRST, _LAST = 1300, 1472

OtherDate = tuple[int, int, date, str]
"""Start, end, the day, and the rule that read it."""


def other_calendars(text: str, start: int, end: int) -> list[OtherDate]:
    """The dates of other calendars in ``text[start:end]``, by their place."""
    found: list[OtherDate] = []
    if text.isascii():
        return found
    if end - start <= _BRIEF or text.find(_ARABIC_LETTER, start, end) >= 0:
        for match in _NAMED.finditer(text, start, end):
            month = _PERSIAN.get(match[2].translate(_SPELLINGS))
            day = persian_day(int(match[3]), month, int(match[1])) if month is not None else None
            if day is not None:
                found.append((match.start(), match.end(), day, "persian"))
        for match in _NUMBERS.finditer(text, start, end):
            day = persian_day(int(match[1]), int(match[3]), int(match[4]))
            if day is not None:
                found.append((match.start(), match.end(), day, "persian"))
    if text.find(_YEAR_SIGN, start, end) >= 0:
        for match in _ERA.finditer(text, start, end):
            year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
            try:
                day = date(year, int(match[3]), int(match[4]))
            except ValueError:
                continue
            found.append((match.start(), match.end(), day, "era"))
    return sorted(found)


def persian_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of one of the solar Hijri calendar, for the years 1300 to 1472; None where there is none."""
    if not (_FIRST <= year <= _LAST and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if (month > 6 and day > 30) or (month == 12 and day == 30 and year % 33 not in _LEAP):
        return None
    low, high = min(year, 1400), max(year, 1400)
    days = 365 * (high - low) + sum(each % 33 in _LEAP for each in range(low, high))
    new_year = _NEW_YEAR_1400 + (days if year >= 1400 else -days)
    before = (month - 1) * 31 if month <= 7 else 186 + (month - 7) * 30
    return date.fromordinal(new_year + before + day - 1)
