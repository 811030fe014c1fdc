"""Resolvers of times of day: clock times with zones, parts of the day, and both joined to a date."""

from __future__ import annotations

from datetime import timedelta

from workers.dates.context import Context, Reading
from workers.dates.grammar import TIMES
from workers.dates.groups import Groups
from workers.dates.modifiers import modifier
from workers.model import Anchor


def time_of(groups: Groups) -> str | None:
    """``T22:00``, ``T10:35:20``, ``TMO`` from the groups of a clock time or a part of the day; None without one."""
    if not groups.rule.timed or TIMES.isdisjoint(groups):
        return None
    if "noon" in groups:
        return f"T{groups.value('noon', 'NOON') or '12:00'}"
    if "part" in groups:
        found = groups.value("part", "ANYPART")
        return f"T{found}" if found else None
    if "wp" in groups:
        return f"T{(groups.value('wp', 'WEEKDAYPART') or '')[1:]}"
    if "xp" in groups:
        return f"T{(groups.value('xp', 'DEIXISPART') or '')[-2:]}"
    if "hh" in groups:
        # German "halb neun" is half past eight.
        hour = groups.number("hh", "NW")
        return None if hour is None or not 1 <= hour <= 12 else f"T{hour - 1:02}:30"
    if "hx" in groups:
        return f"T{groups.value('hx', 'HOURMARK')}"
    if "hm" in groups:
        return f"T{groups.text('hm')[:2]}:{groups.text('hm')[2:]}"
    half = groups.text("ap")[:1]
    if "hc" in groups or "mc" in groups:
        half = groups.text("hc" if "hc" in groups else "mc")[-2:-1]
    written = groups.text("h") or groups.text("hc").rstrip("apm")
    if not written:
        if "dh" in groups:
            written = groups.text("dh").split("t")[1]
        else:
            return None
    hour = int(written) if written.isdigit() else groups.number("h", "ANYNUMBER")
    if hour is None or hour > 24 or (half in ("a", "p") and hour > 12):
        return None
    minute = groups.text("mi") or groups.text("mc").rstrip("apm") or "00"
    if hour == 24 and minute != "00":
        return None
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    second = f":{groups.text('sec')}" if "sec" in groups else ""
    return f"T{hour:02}:{minute}{second}{groups.text('zz')}".replace("z", "Z")


def with_time(groups: Groups, value: str | None, reading: Reading) -> Reading:
    """``reading`` with the time of day that its groups carry joined to its day."""
    time = time_of(groups)
    if time is None:
        return reading
    if value is None:
        return reading._replace(type="TIME")
    return reading._replace(type="TIME", value=f"{value[:10]}{time}")


NEARBY = 400
"""Code points back to which a day that the text named still holds for a time of day without one."""


def _day(groups: Groups, context: Context) -> tuple[str, Anchor] | None:
    """The day that a bare time belongs to: the last one named nearby, else the clock's."""
    near = context.narrative or context.day is None or context.tokens.offsets[groups.start] - context.day.end < NEARBY
    if context.day is not None and near:
        return context.day.value[:10], context.day.anchor()
    found = context.clock() if not context.narrative else None
    return None if found is None else (found[0].isoformat(), found[1])


def read_clock(groups: Groups, context: Context) -> Reading | None:
    """A clock time with no date beside it."""
    time = time_of(groups)
    if time is None:
        return None
    day = _day(groups, context)
    if day is None:
        return Reading(type="TIME", value=None, basis="context")
    return Reading(type="TIME", value=f"{day[0]}{time}", basis="context", anchor=day[1])


def read_part(groups: Groups, context: Context) -> Reading | None:
    """ "tonight", "this morning", "last night", "overnight", "the evening"."""
    deictic = "tn" in groups or "dir" in groups
    part = "NI" if "tn" in groups else groups.value("part", "PART")
    said = groups.text("dir")
    if deictic and groups.value("dir", "DIR") != "same":
        found = context.spoken()
        if found is None:
            return Reading(type="TIME", value=None, basis="relative")
        step = int(groups.value("dir", "DIR") or 0) if "dir" in groups else 0
        day = found[0] + timedelta(days=step)
        return Reading(
            type="TIME", value=f"{day.isoformat()}T{part}", mod=modifier(groups), basis="relative", anchor=found[1]
        )
    near = _day(groups, context)
    if near is None:
        return Reading(type="TIME", value=None, basis="context")
    del said
    return Reading(type="TIME", value=f"{near[0]}T{part}", mod=modifier(groups), basis="context", anchor=near[1])
