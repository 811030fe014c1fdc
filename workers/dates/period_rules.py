"""Resolvers of expressions that name a longer stretch of the calendar: weeks, years, quarters, seasons, decades."""

from __future__ import annotations

from workers.dates.arithmetic import containing, first_day, moved, shift
from workers.dates.context import Context, Reading
from workers.dates.groups import Groups
from workers.dates.modifiers import modifier
from workers.dates.names import is_name
from workers.dates.tense import tense_at
from workers.dates.years import century_of, stated_year


def read_relative(groups: Groups, context: Context) -> Reading | None:
    """ "last week", "this year", "the following month", "the weekend", "the end of the year"."""
    unit: str | None = groups.rule.parameters.get("unit") or groups.value("u", "UNIT")
    direction = "0"
    from_text = False
    if "dir" in groups:
        direction = groups.value("dir", "DIR") or "0"
        from_text = direction == "same" or groups.text("dir") in context.grammar.anchored
    elif "pu" in groups:
        unit = groups.value("pu", "PREVIOUSUNIT")
        direction = "-1"
        from_text = unit == "D"
    if from_text or (unit == "D" and direction == "1"):
        named = context.named()
        found = None if named is None else (named[0], named[1])
    else:
        found = context.spoken()
    mod = modifier(groups)
    if found is None or unit is None:
        return Reading("DATE", None, "relative", mod)
    count = 0 if direction == "same" else int(direction)
    base = found[0]
    if unit == "WE" and "dir" not in groups and base.isoweekday() < 6:
        count = 0 if tense_at(context, groups.start, groups.end) == "future" else -1
    return Reading("DATE", moved(base, unit, count), "relative", mod, found[1])


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
    year, basis, anchor = stated_year(groups, context)
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
            if first_day(value) > today:
                if tense_at(context, groups.start, groups.end) != "future":
                    value = shift(value, "Y", -1)
            elif value < moved(today, unit, -1) and tense_at(context, groups.start, groups.end) == "future":
                # The quarter just past is still the news of the day ("plans cuts after a third-quarter loss").
                value = shift(value, "Y", 1)
        if "qdir" in groups:
            value = shift(value, "Y", -1)
        return Reading(type="DATE", value=value, mod=mod, basis="context", anchor=anchor)
    return Reading(type="DATE", value=f"{year:04}-{unit}{number}", mod=mod, basis=basis, anchor=anchor)


def _relative_quarter(groups: Groups, context: Context, unit: str, year: int | None) -> Reading:
    clock = context.clock()
    named = context.last
    if named is not None and (named.unit not in ("Q", "H") or context.ahead(named)):
        # What is compared has been: not the quarter that is forecast.
        named = None
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
    if season is None or (groups.rule.named and is_name(groups, context)):
        return None
    year, basis, anchor = stated_year(groups, context)
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
        elif (
            direction is None
            and not context.narrative
            and first_day(value) > today
            and tense_at(context, groups.start, groups.end) != "future"
        ):
            value = shift(value, "Y", -1)
        return Reading(type="DATE", value=value, mod=mod, basis=basis, anchor=anchor)
    return Reading(type="DATE", value=f"{year:04}-{season}", mod=mod, basis=basis, anchor=anchor)


def read_decade(groups: Groups, context: Context) -> Reading | None:
    """ "the 1990s", "the late '80s", "the nineties": the century of a short one from the clock or the text."""
    number = groups.number("dec", "ANYDECADE")
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
    number = groups.number("c", "ANYORDINAL")
    if number is None or not 1 <= number <= 30:
        return None
    return Reading(type="DATE", value=f"{number - 1:02}", mod=modifier(groups), basis="explicit")
