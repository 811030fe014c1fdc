"""Resolvers of lengths of time, repetitions, distances from another time, and the vague references."""

from __future__ import annotations

from datetime import date, timedelta

from workers.dates.arithmetic import MONTHS, add_months, containing, shift
from workers.dates.context import Context, Reading
from workers.dates.groups import Groups
from workers.dates.modifiers import modifier

YEARS = {"DE": 10, "CE": 100}
TIME_UNITS = {"TH": "H", "TM": "M", "TS": "S"}


def period(number: float | str | None, unit: str) -> str:
    """``P8Y``, ``PT5H30M``, ``P2Y6M``, ``PXD``, ``P2.5W`` from a number (``"X"`` where vague) and a unit.

    A unit may carry a factor ("2W" for a fortnight). Half a decade or century is written in years.
    """
    if unit[0].isdigit():
        factor, unit = int(unit[0]), unit[1:]
        number = number * factor if isinstance(number, (int, float)) else number
    if isinstance(number, float) and number % 1 and unit in YEARS:
        number, unit = number * YEARS[unit], "Y"
    written = number if isinstance(number, str) else "X" if number is None else _figure(number)
    if unit in TIME_UNITS:
        if isinstance(number, float) and unit == "TH" and number % 1 == 0.5:
            whole = f"{int(number)}H" if number >= 1 else ""
            return f"PT{whole}30M"
        return f"PT{written}{TIME_UNITS[unit]}"
    if unit == "WE":
        return f"P{written}WE"
    if isinstance(number, float) and unit == "Y" and number % 1 == 0.5:
        return f"P{int(number)}Y6M" if number > 1 else "P6M"
    return f"P{written}{unit}"


def _figure(number: float) -> str:
    return str(int(number)) if number % 1 == 0 else f"{number:g}"


def read_duration(groups: Groups, context: Context) -> Reading | None:
    """A length of time: "eight years", "nearly two-year", "the past five days", "several weeks", "months"."""
    unit = groups.value("u", "ANYUNIT") or groups.value("x", "UNIT") or groups.value("dec", "UNIT")
    if unit is None:
        return None
    if "nb" in groups:
        first, second = period(groups.quantity("n"), "Y"), period(groups.quantity("nb"), "M")
        return Reading(type="DURATION", value=f"{first}{second[1:]}", mod=modifier(groups), basis="explicit")
    if "dec" in groups:
        return Reading(type="DURATION", value="P10Y", basis="explicit")
    if "x" in groups or groups.value("u", "LONG"):
        return Reading(type="DURATION", value=period("X", unit), mod=modifier(groups), basis="explicit")
    number = groups.quantity("n") if "n" in groups else groups.rule.parameters.get("number", "X")
    if number is None:
        return None
    if "plus" in groups and isinstance(number, (int, float)):
        number += 0.5
    if unit == "Q" and isinstance(number, (int, float)):
        unit, number = "M", number * 3
    return Reading(type="DURATION", value=period(number, unit), mod=modifier(groups), basis="explicit")


def read_set(groups: Groups, context: Context) -> Reading | None:
    """Something that comes again: "every Monday", "each year", "annually", "twice a week", "Tuesday nights"."""
    if "adv" in groups:
        return Reading(type="SET", value=groups.value("adv", "ADVERBSET"), basis="explicit")
    if "we" in groups:
        return Reading(type="SET", value="XXXX-WXX-WE", basis="explicit")
    if "wp" in groups:
        found = groups.value("wp", "WEEKDAYPART") or ""
        return Reading(type="SET", value=f"XXXX-WXX-{found[:1]}T{found[1:]}", basis="explicit")
    if "w" in groups:
        part = groups.value("part", "ANYPART")
        weekday = groups.value("w", "ANYWEEKDAY")
        return Reading(type="SET", value=f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""), basis="explicit")
    if "s" in groups:
        return Reading(type="SET", value=f"XXXX-{groups.value('s', 'SEASON')}", basis="explicit")
    if "m" in groups:
        return Reading(type="SET", value=f"XXXX-{groups.number('m', 'MONTH') or 0:02}", basis="explicit")
    if "part" in groups:
        return Reading(type="SET", value=f"XXXX-XX-XXT{groups.value('part', 'PART')}", basis="explicit")
    unit = groups.value("u", "UNIT") or "Y"
    return Reading(type="SET", value=period(groups.quantity("n") if "n" in groups else 1, unit), basis="explicit")


def read_offset(groups: Groups, context: Context) -> Reading | None:
    """So many units before or after: "two weeks ago" from the clock, "a year earlier" from the last date named."""
    sense = context.grammar.offsets[groups.text("off")]
    unit = groups.value("u", "UNIT") or "D"
    number = groups.quantity("n") if "n" in groups else groups.rule.parameters.get("number", "X")
    mod = modifier(groups)
    back = sense in ("ago", "earlier")
    if number == "X" or number is None:
        if sense in ("ago", "hence") or "n" not in groups:
            return Reading("DATE", "PAST_REF" if back else "FUTURE_REF", "relative", mod)
        # "A few days later" in a story is a distance and no date.
        return Reading("DURATION", period("X", unit), "relative", mod)
    if isinstance(number, str):
        return None
    if "plus" in groups:
        number += 0.5
    if unit[0].isdigit():
        number, unit = number * int(unit[0]), unit[1:]
    count = -number if back else number
    deictic = sense in ("ago", "hence")
    last = context.last
    compared = "n" in groups and unit == "Y" and number == 1 and back
    if compared and last is not None and last.unit in ("Q", "M", "H", "D") and not context.ahead(last):
        value = shift(last.value, "Y", -1)
        return Reading(type="DATE", value=value, mod=mod, basis="relative", anchor=last.anchor(), leads=False)
    found = context.spoken() if deictic else context.named()
    if found is None:
        return Reading(type="DATE", value=None, mod=mod, basis="relative")
    base = found[0]
    if unit in TIME_UNITS:
        hours = number * {"TH": 1.0, "TM": 1 / 60, "TS": 1 / 3600}[unit]
        if hours < 24:
            return Reading(type="DATE", value=base.isoformat(), mod=mod, basis="relative", anchor=found[1])
        unit, count = "D", round(hours / 24) * (-1 if back else 1)
    fine = last.unit if last is not None and not deictic else None
    return Reading(type="DATE", value=_moved(base, unit, count, fine), mod=mod, basis="relative", anchor=found[1])


def _moved(base: date, unit: str, count: float, fine: str | None) -> str:
    """``base`` moved; as fine as the unit says (a week to the day), never finer than what it was counted from."""
    if unit in MONTHS:
        day = add_months(base, round(MONTHS[unit] * count))
        grain = {"DE": "Y", "CE": "Y"}.get(unit, unit)
        return containing(day, "M" if count % 1 and unit == "Y" else grain)
    day = base + timedelta(days=round(count * (7 if unit in ("W", "WE") else 1)))
    return containing(day, fine if fine in ("M", "Y") and unit != "D" else "D")


def read_ref(groups: Groups, context: Context) -> Reading | None:
    """PRESENT_REF, PAST_REF, FUTURE_REF: the rule's own value."""
    return Reading(type="DATE", value=groups.rule.parameters["value"], basis="relative")
