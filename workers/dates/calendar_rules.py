"""Resolvers of expressions that name a stretch of the calendar: days, weekdays, months, quarters, seasons, years."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

from workers.dates.arithmetic import containing, easter, first_day, nth_weekday, shift, unit_of
from workers.dates.clock_rules import with_time
from workers.dates.context import Context, Reading
from workers.dates.groups import Groups
from workers.dates.lexicon import DATA
from workers.dates.modifiers import modifier
from workers.dates.tense import Tense, tense_at
from workers.model import Anchor, Basis

HOLIDAYS: dict[str, str] = tomllib.loads((DATA / "holidays.toml").read_text("utf-8"))


def read_date(groups: Groups, context: Context) -> Reading | None:
    """A date with a year, or one whose year comes from "last year", the clock and the tense, or the text."""
    month = groups.number("m", "MONTH", "MONTHABBR", "MONTHSURE") or groups.number("mon", "MON")
    day = groups.number("d", "DAY", "ORDDAY", "ORDINAL")
    if "dh" in groups:
        day = int(groups.text("dh").split("t")[0])
    year, basis, anchor = _year(groups, context)
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
        year, basis, anchor = _choose_year(groups, context, month, day)
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


def _year(groups: Groups, context: Context) -> tuple[int | None, Basis, Anchor | None]:
    if "y" in groups:
        return int(groups.text("y")), "explicit", None
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


def century_of(two_digits: int, context: Context, *, decade: bool = False) -> int:
    """The full year of a two-digit one: nearest to the clock (or the last date named), at most ten years ahead."""
    base = context.today.year if context.today is not None else 2000
    if context.narrative and not decade and context.last is not None:
        base = first_day(context.last.value).year
    elif context.narrative and decade and context.middle:
        base = context.middle + 40
    year = base - base % 100 + two_digits
    return year - 100 if year > base + (0 if decade else 10) else year + 100 if year < base - 90 else year


def _choose_year(
    groups: Groups, context: Context, month: int, day: int | None
) -> tuple[int | None, Basis, Anchor | None]:
    direction = groups.value("mdir", "DIR")
    if context.narrative:
        if context.last is None:
            return None, "context", None
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
        return weekday_year(today, month, day, groups.number("w", "WEEKDAY", "WEEKDAYABBR")), "context", anchor
    tense = tense_at(context, groups.start, groups.end)
    return nearest_year(today, month, day, tense), "context", anchor


def weekday_year(today: date, month: int, day: int, weekday: int | None) -> int:
    """The year, this one first, in which the day falls on ``weekday``; this one where it never does nearby."""
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            if date(year, month, day).isoweekday() == weekday:
                return year
        except ValueError:
            continue
    return today.year


def nearest_year(today: date, month: int, day: int | None, tense: Tense) -> int:
    """The year that puts the month (and day) before ``today`` for a past tense, after it for a future one; without
    either, the nearest that lies at most two months ahead. The current month counts as either."""
    here = (today.month, today.day if day is not None else 0)
    there = (month, day if day is not None else 0)
    ahead = ((month - today.month) * 30 + (there[1] - here[1])) % 365
    limit = {"past": 60, "future": 330}.get(tense or "", 150)
    passed = there < here
    if ahead <= limit:
        return today.year + passed
    return today.year if passed or there == here else today.year - 1


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
    chosen = readings["dmy" if context.day_first() else "mdy"]
    others = tuple(each for each in values if each != chosen)
    return Reading(type="DATE", value=chosen, basis="explicit", ambiguous=others)


def read_weekday(groups: Groups, context: Context) -> Reading | None:
    """A weekday: that of "last" or "next", else by the tense; the clock's own weekday is the clock's day."""
    weekday = groups.number("w", "WEEKDAY", "WEEKDAYHEAD", "WEEKDAYABBR")
    if "wp" in groups:
        weekday = int((groups.value("wp", "WEEKDAYPART") or "0")[0]) or None
    from_text = groups.text("dir").removeprefix("the ") in context.grammar.anchored
    named = context.named() if from_text else None
    found = (named[0], named[1]) if named is not None else context.spoken()
    mod = modifier(groups)
    if found is None or weekday is None:
        return with_time(groups, context, None, Reading(type="DATE", value=None, mod=mod, basis="weekday"))
    today, anchor = found
    direction = groups.value("dir", "DIR")
    back = (today.isoweekday() - weekday) % 7
    if direction == "-1":
        day = today - timedelta(days=back or 7)
    elif direction == "1":
        day = today + timedelta(days=7 - back)
    elif context.narrative:
        day = today + timedelta(days=-back % 7)
    else:
        owned = context.tokens.parts[groups.end][:1] in ("'", "\u2019") if groups.end % 2 else False
        # "Monday's vote" after a modal is still the one that was; only a plain "will" in front moves it.
        future = back and not owned and tense_at(context, groups.start, groups.end) == "future"
        day = today + timedelta(days=7 - back if future else -back)
    value = day.isoformat()
    return with_time(groups, context, value, Reading(type="DATE", value=value, mod=mod, basis="weekday", anchor=anchor))


def read_deixis(groups: Groups, context: Context) -> Reading | None:
    """ "today", "yesterday", "tomorrow"."""
    found = context.spoken()
    offset = groups.number("x", "DEIXIS") or 0
    mod = modifier(groups)
    if found is None:
        return with_time(groups, context, None, Reading(type="DATE", value=None, mod=mod, basis="relative"))
    if context.narrative and offset == 0:
        return Reading(type="DATE", value="PRESENT_REF", basis="relative")
    value = (found[0] + timedelta(days=offset)).isoformat()
    reading = Reading(type="DATE", value=value, mod=mod, basis="relative", anchor=found[1])
    return with_time(groups, context, value, reading)


def read_relative(groups: Groups, context: Context) -> Reading | None:
    """ "last week", "this year", "the following month", "the weekend", "the end of the year"."""
    unit = groups.rule.parameters.get("unit") or groups.value("u", "UNIT") or groups.value("pu", "PREVIOUSUNIT")
    direction = groups.value("dir", "DIR") or ("-1" if "pu" in groups else "0")
    said = groups.text("dir")
    from_text = direction == "same" or said in context.grammar.anchored or (unit == "D" and direction == "1")
    found = context.named() if from_text or (unit == "D" and "pu" in groups) else context.spoken()
    mod = modifier(groups)
    if found is None or unit is None:
        return Reading(type="DATE", value=None, mod=mod, basis="relative")
    count = 0 if direction == "same" else int(direction)
    base = found[0]
    if unit == "WE" and direction == "0" and base.isoweekday() < 6 and "dir" not in groups:
        future = tense_at(context, groups.start, groups.end) == "future"
        count = 0 if future else -1
    value = shift(containing(base, unit), unit, count)
    return Reading(type="DATE", value=value, mod=mod, basis="relative", anchor=found[1])


def read_quarter(groups: Groups, context: Context) -> Reading | None:
    """A quarter or half year: numbered, with or without its year, or "this", "the latest", "the year-ago" one."""
    mod = modifier(groups)
    if "qn" in groups:
        return Reading(type="DATE", value=f"{groups.text('y')}-H1", basis="explicit")
    unit = "H" if groups.text("qu") == "half" or "qh" in groups else "Q"
    number = (
        groups.value("q", "ORDINAL") or groups.value("qc", "QCODE") or ("2" if groups.text("q") == "latter" else None)
    )
    if number == "last":
        number = "2" if unit == "H" else "4"
    year, basis, anchor = _year(groups, context)
    clock = context.clock()
    if "dir" in groups or (number is None and "q" not in groups):
        return _relative_quarter(groups, context, unit, year)
    if number is None or not 1 <= int(number) <= (2 if unit == "H" else 4):
        return None
    if year is None:
        found = context.spoken()
        if found is None or (clock is None and context.last is None):
            return Reading(type="DATE", value=None, mod=mod, basis="context")
        today, anchor = found
        value = f"{today.year:04}-{unit}{number}"
        if not context.narrative:
            future = tense_at(context, groups.start, groups.end) == "future"
            if not future and first_day(value) > today:
                value = shift(value, "Y", -1)
            elif future and value < shift(containing(today, unit), unit, -1):
                # The quarter just past is still the news of the day ("plans cuts after a third-quarter loss").
                value = shift(value, "Y", 1)
        if "qdir" in groups:
            value = shift(value, "Y", -1)
        return Reading(type="DATE", value=value, mod=mod, basis="context", anchor=anchor)
    return Reading(type="DATE", value=f"{year:04}-{unit}{number}", mod=mod, basis=basis, anchor=anchor)


def _relative_quarter(groups: Groups, context: Context, unit: str, year: int | None) -> Reading:
    named = context.last if context.last is not None and unit_of(context.last.value) in ("Q", "H") else None
    clock = context.clock()
    if named is None and clock is None:
        return Reading(type="DATE", value=None, basis="context")
    said = groups.text("dir")
    if named is not None:
        value, anchor = named.value, named.anchor()
    else:
        assert clock is not None  # noqa: S101 - one of the two is there
        value, anchor = shift(containing(clock[0], unit), unit, -1), clock[1]
    if clock is not None and said in ("this", "current"):
        value, anchor = containing(clock[0], unit), clock[1]
    elif clock is not None and said == "next":
        value, anchor = shift(containing(clock[0], unit), unit, 1), clock[1]
    elif year is not None:
        value = f"{year:04}{value[4:]}"
    elif "year" in said:
        value = shift(value, "Y", -1)
    elif said == "previous":
        value = shift(value, unit, -1)
    return Reading(type="DATE", value=value, basis="context", anchor=anchor, leads="year" not in said)


def read_season(groups: Groups, context: Context) -> Reading | None:
    """A season, with its year or the one that the direction or the tense makes of it."""
    season = groups.value("s", "SEASON")
    mod = modifier(groups)
    if season is None:
        return None
    year, basis, anchor = _year(groups, context)
    if year is None:
        found = context.spoken()
        if found is None:
            return Reading(type="DATE", value=None, mod=mod, basis="context")
        today, anchor = found
        value = f"{today.year:04}-{season}"
        direction = groups.value("dir", "DIR")
        if direction in ("-1", "1"):
            step = int(direction)
            here = containing(today, "S")
            value = f"{int(here[:4]):04}-{season}"
            ahead = first_day(value) > first_day(here)
            if step < 0 and (ahead or value == here):
                value = shift(value, "Y", -1)
            if step > 0 and not ahead:
                value = shift(value, "Y", 1)
            basis = "relative"
        elif direction is None and not context.narrative:
            future = tense_at(context, groups.start, groups.end) == "future"
            if not future and first_day(value) > today:
                value = shift(value, "Y", -1)
        return Reading(type="DATE", value=value, mod=mod, basis=basis, anchor=anchor)
    return Reading(type="DATE", value=f"{year:04}-{season}", mod=mod, basis=basis, anchor=anchor)


def read_decade(groups: Groups, context: Context) -> Reading | None:
    """ "the 1990s", "the late '80s", "the nineties": the century of a short one from the clock or the text."""
    number = groups.number("dec", "DECADE", "SHORTDECADE", "TENS")
    if number is None:
        return None
    if number < 100:
        number = century_of(number, context, decade=True)
    mod = modifier(groups)
    if "half" in groups:
        mod = "START" if groups.text("half") == "first" else "END"
    return Reading(type="DATE", value=f"{number:04}"[:3], mod=mod, basis="explicit")


def read_century(groups: Groups, context: Context) -> Reading | None:
    """ "the 20th century" is ``19``."""
    number = groups.number("c", "ORDINAL")
    if number is None or not 1 <= number <= 30:
        return None
    return Reading(type="DATE", value=f"{number - 1:02}", mod=modifier(groups), basis="explicit")


def holiday_date(rule: str, year: int) -> date:
    """The day of a holiday's rule (``data/holidays.toml``) in a year."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    month, day, *nth = rule.split("-", 2)
    return date(year, int(month), int(day)) if not nth else nth_weekday(year, int(month), int(day), int(nth[0]))


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
