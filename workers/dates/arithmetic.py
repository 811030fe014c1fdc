"""Arithmetic on TIMEX3 values: what a value spans, what contains it, and what lies so many units before or after it.

Values are the strings themselves, proleptic Gregorian: ``1998`` year, ``1998-10`` month, ``1998-10-23`` day (a time of
day may follow), ``1998-W43`` ISO week, ``1998-W43-WE`` its weekend, ``1998-Q4`` quarter, ``1998-H2`` half, ``1998-FA``
season, ``199`` decade, ``19`` century. Units are those of TIMEX3 durations: ``D W WE M Q H Y DE CE``, and ``TH TM TS``
for hours, minutes and seconds. Everything raises ValueError or OverflowError outside the years 1 to 9999.
"""

from __future__ import annotations

from datetime import date, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which a season of the northern hemisphere begins; winter is counted with the year it begins in."""

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}


def unit_of(value: str) -> str | None:
    """The unit of a calendar value (``D`` for a day or a time in it, ``S`` a season), or None where it has none."""
    length = len(value)
    if length >= 10 and value[4] == value[7] == "-" and value[5].isdigit():
        return "D" if value[:4].isdigit() else None
    if length == 4:
        return "Y" if value.isdigit() else None
    if length < 4:
        return ("DE" if length == 3 else "CE") if length > 1 and value.isdigit() else None
    if length not in (7, 8, 11) or value[4] != "-" or not value[:4].isdigit():
        return None
    rest = value[5:]
    if length == 7:
        return "M" if rest.isdigit() else "S" if rest in SEASONS else rest[0] if rest[0] in "QH" else None
    if rest[0] == "W" and rest[1:3].isdigit():
        return "W" if length == 8 else "WE" if value.endswith("-WE") else None
    return None


def first_day(value: str) -> date:
    """The first day of what ``value`` names. Raises ValueError where it names no stretch of the calendar."""
    match unit_of(value):
        case "D":
            return date(int(value[:4]), int(value[5:7]), int(value[8:10]))
        case "M":
            return date(int(value[:4]), int(value[5:7]), 1)
        case "W":
            return date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
        case "WE":
            return date.fromisocalendar(int(value[:4]), int(value[6:8]), 6)
        case "Q":
            return date(int(value[:4]), int(value[6]) * 3 - 2, 1)
        case "H":
            return date(int(value[:4]), int(value[6]) * 6 - 5, 1)
        case "S":
            return date(int(value[:4]), SEASONS[value[5:]], 1)
        case "Y" | "DE" | "CE":
            return date(int(value.ljust(4, "0")), 1, 1)
        case _:
            raise ValueError(f"{value!r} names no stretch of the calendar")


def containing(day: date, unit: str) -> str:
    """The value of the ``unit`` (``D W WE M Q H S Y DE CE``) that ``day`` lies in."""
    match unit:
        case "D":
            return day.isoformat()
        case "W" | "WE":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
        case "M":
            return f"{day.year:04}-{day.month:02}"
        case "Q":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "H":
            return f"{day.year:04}-H{(day.month + 5) // 6}"
        case "S":
            name = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
            return f"{day.year - (name == 'WI' and day.month < 3):04}-{name}"
        case "Y":
            return f"{day.year:04}"
        case "DE":
            return f"{day.year:04}"[:3]
        case "CE":
            return f"{day.year:04}"[:2]
        case _:
            raise ValueError(f"no calendar unit {unit!r}")


def moved(day: date, unit: str, count: int) -> str:
    """The value of the ``unit`` that lies ``count`` units after the one that ``day`` lies in."""
    if count == 0:
        return containing(day, unit)
    if unit in MONTHS:
        return containing(add_months(day, MONTHS[unit] * count), unit)
    if unit == "S":
        return containing(add_months(day, 12 * count), unit)
    return containing(day + timedelta(days=count if unit == "D" else 7 * count), unit)


def add_months(day: date, months: int) -> date:
    """``day`` moved by calendar months, its day cut to the length of the month it lands in."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                if not 1 <= year <= 9999:
                    raise
    raise ValueError(f"no such day: {day} and {months} months")


def shift(value: str, unit: str, count: int) -> str:
    """``value`` moved by ``count`` units, as fine as it was ("1998-Q4" a year back is "1997-Q4")."""
    own = unit_of(value)
    if own is None:
        raise ValueError(f"{value!r} cannot be moved")
    day = first_day(value)
    if unit in MONTHS:
        moved = add_months(day, MONTHS[unit] * count)
    elif unit in ("W", "WE"):
        moved = day + timedelta(weeks=count)
    elif unit == "D":
        moved = day + timedelta(days=count)
    elif unit == "S":
        moved = add_months(day, 12 * count)
    else:
        raise ValueError(f"{unit!r} moves no calendar value")
    return containing(moved, own)


def days_in(year: int, month: int) -> int:
    """The length of a month. Raises ValueError outside the years 1 to 9999 and the months 1 to 12."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        raise ValueError(f"no such month: {year}-{month}")
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return LENGTHS[month - 1]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` (or, -1, last) ISO ``weekday`` of a month."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    end = add_months(date(year, month, 1), 1) - timedelta(days=1)
    return end - timedelta(days=(end.isoweekday() - weekday) % 7)
