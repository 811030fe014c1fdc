"""Resolvers of expressions that name a day or a month: dates, dates in figures, weekdays, "yesterday", holidays."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from datetime import date, timedelta

from workers.dates.arithmetic import containing, easter, nth_weekday
from workers.dates.clock_rules import with_time
from workers.dates.context import Context, Reading
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
    month = groups.number("m", "MONTH", "MONTHABBR", "MONTHSURE") or groups.number("mon", "MON")
    if groups.rule.parameters.get("names") and is_name(groups, context):
        return None
    day = groups.number("d", "DAY", "ORDDAY", "ORDINAL")
    if "dh" in groups:
        day = int(groups.text("dh").split("t")[0])
    year, basis, anchor = stated_year(groups, context)
    if "sm" in groups:
        named = context.named()
        day = day or groups.number("sm", "DAY", "ORDDAY")
        if named is not None and year is not None:
            named = (named[0].replace(day=1, year=year), *named[1:])
        if named is None or day is None:
            return Reading(type="DATE", value=None, basis="context")
        return _finish(groups, context, named[0].replace(day=1), "D", day, "context", named[1])
    if month is None:
        if year is None:
            return Reading(type="DATE", value=None, basis=basis)
        return Reading(type="DATE", value=f"{year:04}", mod=modifier(groups), basis=basis, anchor=anchor)
    if year is None and "ydir" not in groups:
        year, basis, anchor = choose_year(groups, context, month, day)
        year = None if year is None else leap_year_near(year, month, day)
    if year is None:
        return Reading(type="DATE", value=None, basis=basis)
    unit = "M" if day is None else "D"
    return _finish(groups, context, date(year, month, 1), unit, day or 1, basis, anchor)


def _finish(
    groups: Groups, context: Context, month: date, unit: str, day: int, basis: Basis, anchor: Anchor | None
) -> Reading | None:
    try:
        value = containing(month.replace(day=day), unit)
    except ValueError:
        return None
    return with_time(
        groups, context, value, Reading(type="DATE", value=value, mod=modifier(groups), basis=basis, anchor=anchor)
    )


def read_nth(groups: Groups, context: Context) -> Reading | None:
    """ "the first Monday in October", "the last day of June 1990"."""
    month = groups.number("m", "MONTH", "MONTHABBR", "MONTHSURE")
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
        day = date(year, month, 1 if nth > 0 else monthrange(year, month)[1])
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
    weekday = groups.number("w", "WEEKDAY", "WEEKDAYHEAD", "WEEKDAYABBR")
    if "wp" in groups:
        weekday = int((groups.value("wp", "WEEKDAYPART") or "0")[0]) or None
    from_text = groups.text("dir").removeprefix("the ") in context.grammar.anchored
    named = context.named() if from_text else None
    found = (named[0], named[1]) if named is not None else context.spoken(day=True)
    mod = modifier(groups)
    if found is None or weekday is None:
        return with_time(groups, context, None, Reading(type="DATE", value=None, mod=mod, basis="weekday"))
    today, anchor = found
    direction = groups.value("dir", "DIR")
    back = (today.isoweekday() - weekday) % 7
    if "wdir" in groups:
        week = today + timedelta(weeks=int(groups.value("wdir", "DIR") or 0))
        day = week + timedelta(days=weekday - week.isoweekday())
    elif direction == "-1":
        day = today - timedelta(days=back or 7)
    elif direction == "1":
        day = today + timedelta(days=7 - back)
    elif anchor.origin == "text":
        day = today + timedelta(days=-back % 7)
    else:
        owned = context.tokens.follows(groups.end)[:1] in ("'", "\u2019")
        # "Monday's vote" after a modal is still the one that was; only a plain "will" moves it.
        future = back and tense_at(context, groups.start, groups.end, strong=owned) == "future"
        day = today + timedelta(days=7 - back if future else -back)
    value = day.isoformat()
    return with_time(groups, context, value, Reading(type="DATE", value=value, mod=mod, basis="weekday", anchor=anchor))


def read_deixis(groups: Groups, context: Context) -> Reading | None:
    """ "today", "yesterday", "tomorrow"."""
    found = context.spoken(day=True)
    offset: int = groups.rule.parameters.get("days") or groups.number("x", "DEIXIS") or 0
    mod = modifier(groups)
    if found is None:
        return with_time(groups, context, None, Reading(type="DATE", value=None, mod=mod, basis="relative"))
    if context.narrative and offset == 0:
        return Reading(type="DATE", value="PRESENT_REF", basis="relative")
    value = (found[0] + timedelta(days=offset)).isoformat()
    reading = Reading(type="DATE", value=value, mod=mod, basis="relative", anchor=found[1])
    return with_time(groups, context, value, reading)


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
        tense = tense_at(context, groups.start, groups.end)
        day = holiday_date(rule, nearest_year(today, day.month, day.day, tense))
    return Reading(type="DATE", value=day.isoformat(), mod=mod, basis="context", anchor=anchor)
