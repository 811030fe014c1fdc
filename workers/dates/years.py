"""Which year a date belongs to that does not say it, or says only two figures of it."""

from __future__ import annotations

from calendar import isleap
from datetime import date

from workers.dates.arithmetic import first_day
from workers.dates.context import Context
from workers.dates.groups import Groups
from workers.dates.tense import Tense, tense_at
from workers.model import Anchor, Basis

AHEAD: dict[Tense, int] = {"past": 60, None: 150, "present": 150, "future": 330}
"""How many days ahead of the clock a date without a year may lie, by the tense of its sentence."""

SOON, LATE = min(AHEAD.values()), max(AHEAD.values())

Year = tuple[int | None, Basis, Anchor | None]
"""A year or None, how it was found, and what it was counted from."""


def stated_year(groups: Groups, context: Context) -> Year:
    """The year that the expression itself gives ("1998", "'98", "last year", "that year"), or None."""
    if "y" in groups:
        return int(groups.text("y")), "explicit", None
    if "yc" in groups or "yk" in groups:
        spoken = groups.quantity("yk") if "yk" in groups else groups.quantity("yt")
        century = (groups.number("yc", "NW") or 0) * 100
        return (int(spoken) + century if isinstance(spoken, (int, float)) else None), "explicit", None
    if "fy" in groups:
        step = {"latest": -1, "last": -1, "next": 1}.get(groups.text("fy").split()[0], 0)
        clock = context.spoken()
        return (None, "relative", None) if clock is None else (clock[0].year + step, "relative", clock[1])
    if "yy" in groups:
        return century_of(int(groups.text("yy")[-2:]), context), "explicit", None
    if "ydir" in groups or "mdir" in groups:
        direction = groups.value("ydir", "DIR") if "ydir" in groups else None
        if "mdir" in groups:
            return None, "relative", None
        found = context.named() if direction == "same" else context.spoken()
        if found is None:
            return None, "relative", None
        return found[0].year + (int(direction) if direction not in (None, "same") else 0), "relative", found[1]
    return None, "context", None


def choose_year(groups: Groups, context: Context, month: int, day: int | None) -> Year:
    """The year of a month or day that is written without one: from the last date named in a narrative, else by the
    clock with "last", "next", the weekday beside it or the tense."""
    direction = groups.value("mdir", "DIR")
    if context.narrative and context.last is not None:
        last = first_day(context.last.value)
        anchor = context.last.anchor()
        if direction in ("-1", "1"):
            year = last.year - (month >= last.month) if direction == "-1" else last.year + (month <= last.month)
            return year, "relative", anchor
        return last.year, "context", anchor
    clock = context.clock()
    if clock is None:
        return None, "context", None
    today, anchor = clock
    if direction == "-1":
        return today.year - (month >= today.month), "relative", anchor
    if direction == "1":
        return today.year + (month <= today.month), "relative", anchor
    if direction == "0":
        return today.year, "relative", anchor
    if "w" in groups and day is not None:
        return weekday_year(today, month, day, groups.number("w", "ANYWEEKDAY")), "context", anchor
    return nearest_year(groups, context, today, month, day), "context", anchor


def century_of(two_digits: int, context: Context, *, decade: bool = False) -> int:
    """The full year of a two-digit one: nearest to the clock (or the last date named), at most ten years ahead."""
    base = context.today.year if context.today is not None else 2000
    if context.narrative and not decade and context.last is not None:
        base = first_day(context.last.value).year
    elif context.narrative and decade and context.middle:
        base = context.middle + 40
    year = base - base % 100 + two_digits
    return year - 100 if year > base + (2 if decade else 10) else year + 100 if year < base - 90 else year


def leap_year_near(year: int, month: int, day: int | None) -> int:
    """``year``, or for a 29 February the nearest year that has one."""
    if (month, day) != (2, 29):
        return year
    return min((each for each in range(max(year - 8, 1), year + 9) if isleap(each)), key=lambda each: abs(each - year))


def weekday_year(today: date, month: int, day: int, weekday: int | None) -> int:
    """The year, this one first, in which the day falls on ``weekday``; this one where it never does nearby."""
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            if date(year, month, day).isoweekday() == weekday:
                return year
        except ValueError:
            continue
    return today.year


def nearest_year(groups: Groups, context: Context, today: date, month: int, day: int | None) -> int:
    """The year that puts the month (and day) before ``today`` for a past tense, after it for a future one; without
    either, the nearest that lies at most some months ahead. The current month counts as either.

    The tense is read only where it can decide.
    """
    here = (today.month, today.day if day is not None else 0)
    there = (month, day if day is not None else 0)
    ahead = ((month - today.month) * 30 + (there[1] - here[1])) % 365
    passed = there < here
    if ahead > SOON and (ahead > LATE or ahead > AHEAD[tense_at(context, groups.start, groups.end)]):
        return today.year if passed or there == here else today.year - 1
    return today.year + passed
