"""Resolvers of expressions that name a day or a month: dates, dates in figures, weekdays, "yesterday", holidays."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

from workers.dates.arithmetic import days_in, easter, nth_weekday
from workers.dates.clock_rules import with_time
from workers.dates.context import Context, Reading
from workers.dates.grammar import TIMES
from workers.dates.groups import Groups
from workers.dates.lexicon import DATA
from workers.dates.modifiers import modifier
from workers.dates.names import is_name
from workers.dates.tense import tense_at
from workers.dates.years import century_of, choose_year, leap_year_near, nearest_year, stated_year
from workers.model import Anchor, Basis

HOLIDAYS: dict[str, str] = tomllib.loads((DATA / "holidays.toml").read_text("utf-8"))


def read_date(groups: Groups, context: Context) -> Reading | None:
    """A date with a year, or one whose year comes from "last year", the clock and the tense, or the text."""
    month = groups.number("m", "ANYMONTH")
    if month is None:
        if "mon" in groups:
            month = int(groups.text("mon"))
        elif "sm" in groups:
            return _read_same_month(groups, context)
        else:
            return _read_year(groups, context)
    elif groups.rule.named and is_name(groups, context):
        return None
    day = groups.number("d", "ANYDAY")
    if day is None and "dh" in groups:
        day = int(groups.text("dh").split("t")[0])
    year, basis, anchor = stated_year(groups, context)
    if year is None and "ydir" not in groups:
        year, basis, anchor = choose_year(groups, context, month, day)
        year = None if year is None else leap_year_near(year, month, day)
    if year is None:
        return Reading("DATE", None, basis)
    if day is None:
        value = f"{year:04}-{month:02}"
        return with_time(groups, value, Reading("DATE", value, basis, modifier(groups), anchor))
    return _day(groups, year, month, day, basis, anchor)


def _read_year(groups: Groups, context: Context) -> Reading:
    """A year alone."""
    year, basis, anchor = stated_year(groups, context)
    return Reading("DATE", None if year is None else f"{year:04}", basis, modifier(groups), anchor)


def _read_same_month(groups: Groups, context: Context) -> Reading | None:
    """A day of the month that was named last: the end of a range, "the 5th of that month"."""
    day = groups.number("d", "ANYDAY") or groups.number("sm", "ANYDAY")
    named = context.named()
    if named is None or day is None:
        return Reading("DATE", None, "context")
    year = stated_year(groups, context)[0]
    return _day(groups, named[0].year if year is None else year, named[0].month, day, "context", named[1])


def _day(groups: Groups, year: int, month: int, day: int, basis: Basis, anchor: Anchor | None) -> Reading | None:
    if not 1 <= day <= days_in(year, month):
        return None
    value = f"{year:04}-{month:02}-{day:02}"
    return with_time(groups, value, Reading("DATE", value, basis, modifier(groups), anchor))


def read_nth(groups: Groups, context: Context) -> Reading | None:
    """ "the first Monday in October", "the last day of June 1990"."""
    month = groups.number("m", "ANYMONTH")
    said = groups.value("q", "ORDINAL")
    if month is None or said is None:
        return None
    year, basis, anchor = stated_year(groups, context)
    if year is None:
        year, basis, anchor = choose_year(groups, context, month, None)
    if year is None:
        return Reading(type="DATE", value=None, basis=basis)
    nth = -1 if said == "last" else int(said)
    weekday = groups.number("w", "WEEKDAY")
    if weekday is not None:
        day = nth_weekday(year, month, weekday, nth)
    else:
        day = date(year, month, 1 if nth > 0 else days_in(year, month))
    if day.month != month:
        return None
    return Reading(type="DATE", value=day.isoformat(), basis=basis, anchor=anchor)


def read_numeric(groups: Groups, context: Context) -> Reading | None:
    """``03/04/2022``: by the only order that is possible, else by the text's or the source's habit, with the other
    reading in ``ambiguous``."""
    first, second = int(groups.text("na")), int(groups.text("nb"))
    written = groups.text("ny")
    year = int(written) if len(written) == 4 else century_of(int(written), context)
    readings = {}
    for name, month, day in (("dmy", second, first), ("mdy", first, second)):
        try:
            readings[name] = date(year, month, day).isoformat()
        except ValueError:
            continue
    if not readings:
        return None
    values = list(dict.fromkeys(readings.values()))
    if len(values) == 1:
        return Reading(type="DATE", value=values[0], basis="explicit")
    # With full stops the day stands first wherever it is written so.
    chosen = readings["dmy" if "." in groups.parts[groups.start + 1] or context.day_first() else "mdy"]
    others = tuple(each for each in values if each != chosen)
    return Reading(type="DATE", value=chosen, basis="explicit", ambiguous=others)


def read_weekday(groups: Groups, context: Context) -> Reading | None:
    """A weekday: that of "last" or "next", else by the tense; the clock's own weekday is the clock's day."""
    if "wp" in groups:
        weekday = int((groups.value("wp", "WEEKDAYPART") or "0")[0])
    else:
        weekday = groups.number("w", "ANYWEEKDAY") or 0
    mod = modifier(groups)
    direction = None
    found = None
    if "dir" in groups:
        direction = groups.value("dir", "DIR")
        if groups.text("dir").removeprefix("the ") in context.grammar.anchored:
            named = context.named()
            found = None if named is None else (named[0], named[1])
    if found is None:
        found = context.spoken(day=True)
    if found is None or not weekday:
        return with_time(groups, None, Reading("DATE", None, "weekday", mod))
    today, anchor = found
    back = (today.isoweekday() - weekday) % 7
    if "wdir" in groups:
        ahead = 7 * int(groups.value("wdir", "DIR") or 0) + weekday - today.isoweekday()
    elif direction == "-1":
        ahead = -(back or 7)
    elif direction == "1":
        ahead = 7 - back
    elif anchor.origin == "text":
        ahead = -back % 7
    elif not back:
        ahead = 0
    else:
        # "Monday's vote" after a modal is still the one that was; only a plain "will" moves it.
        owned = context.tokens.follows(groups.end)[:1] in ("'", "\u2019")
        ahead = 7 - back if tense_at(context, groups.start, groups.end, strong=owned) == "future" else -back
    value = (today + timedelta(days=ahead)).isoformat()
    return with_time(groups, value, Reading("DATE", value, "weekday", mod, anchor))


def read_deixis(groups: Groups, context: Context) -> Reading | None:
    """ "today", "yesterday", "tomorrow"."""
    found = context.spoken(day=True)
    offset: int = groups.rule.parameters.get("days") or groups.number("x", "DEIXIS") or 0
    if "xp" in groups:
        offset = int((groups.value("xp", "DEIXISPART") or "0")[:-2])
    mod = modifier(groups)
    if found is None:
        return with_time(groups, None, Reading("DATE", None, "relative", mod))
    if offset == 0 and TIMES.isdisjoint(groups) and (context.narrative or context.essay()):
        return Reading("DATE", "PRESENT_REF", "relative")
    value = (found[0] + timedelta(days=offset)).isoformat()
    return with_time(groups, value, Reading("DATE", value, "relative", mod, found[1]))


def holiday_date(rule: str, year: int) -> date:
    """The day of a holiday's rule (``data/holidays.toml``) in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    rule, _, later = rule.partition("+")
    month, day, *nth = rule.split("-", 2)
    found = date(year, int(month), int(day)) if not nth else nth_weekday(year, int(month), int(day), int(nth[0]))
    return found + timedelta(days=int(later or 0))


def read_holiday(groups: Groups, context: Context) -> Reading | None:
    """A holiday by its rule, in its year or the one nearest to the clock by the tense."""
    table: dict[str, str] = context.grammar.lexicon.source["holidays"]
    rule = HOLIDAYS[table[groups.text("hol")]]
    mod = modifier(groups)
    if "y" in groups:
        return Reading(
            type="DATE", value=holiday_date(rule, int(groups.text("y"))).isoformat(), mod=mod, basis="explicit"
        )
    found = context.spoken()
    if found is None:
        return Reading(type="DATE", value=None, mod=mod, basis="context")
    today, anchor = found
    day = holiday_date(rule, today.year)
    direction = groups.value("dir", "DIR")
    if direction == "-1" and day >= today:
        day = holiday_date(rule, today.year - 1)
    elif direction == "1" and day <= today:
        day = holiday_date(rule, today.year + 1)
    elif direction is None and not context.narrative:
        day = holiday_date(rule, nearest_year(groups, context, today, day.month, day.day))
    return Reading(type="DATE", value=day.isoformat(), mod=mod, basis="context", anchor=anchor)
