"""One date string as a scraper delivers it: ISO 8601, RFC 2822, seconds since the epoch, newspaper forms.

The forms above cost a few microseconds; what they do not take goes to ``freetext``. Relative forms count from ``base``
alone, and without one they give nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from workers.model import Granularity, Zone
from workers.normalize.datetext import Order, Reading, is_day, month_number, read_dates
from workers.normalize.freetext import read_free
from workers.normalize.relative import read_relative
from workers.normalize.zones import read_zone

_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ,]{1,2}(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?((?![AP]M)[A-Z]{1,5}|[+\-−]\d\d:?(?:\d\d)?)?)?\s*"
)
_MONTH = re.compile(r"\s*(\d{4})[-/](\d\d)\s*|\s*((?:19|20)\d\d)\s*")
_NAMED_MONTH = re.compile(r"\s*([^\W\d_]{3,20})\.?,?\s(?:de\s)?((?:19|20)\d\d)\s*")
_EPOCH = re.compile(r"\s*(\d{10})(?:\.\d{1,6}|\d{3})?\s*")
LONGEST = 160
"""A longer string is no date; only so many of its code points are read."""
_UNREAD = re.compile(r"[\s,.]*[^\W\d_]")
_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d)")
_SPACED = re.compile(r"(?<=\d)\s{1,3}([./-])\s{0,3}(?=\d)|(?<=\d)([./-])\s{1,3}(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date string read: ``value`` in ISO 8601 cut to what is known, and how it was read.

    ``exact``: for a relative string, what counting alone gives, without a zone (``3 weeks ago`` is ``2022-02`` and
    ``2022-02-03T08:00``); None for the others.
    """

    value: str
    granularity: Granularity
    zone: Zone
    rule: str
    ambiguous: tuple[str, ...] = ()
    exact: str | None = None


def moment_of(reading: Reading, country: str | None, rule: str) -> Moment:
    """The ISO 8601 value of a date read from text, for a source of ``country`` (which decides ``IST``, ``CST`` ...)."""
    day = reading.iso_day
    if reading.hour is None or reading.minute is None or reading.day is None:
        granularity: Granularity = "day" if reading.day else "month" if reading.month else "year"
        return Moment(value=day, granularity=granularity, zone="unknown", rule=rule, ambiguous=reading.others)
    zone = read_zone(reading.zone, country)
    clock = f"{reading.hour:02d}:{reading.minute:02d}" + ("" if reading.second is None else f":{reading.second:02d}")
    value = f"{day}T{clock}"
    return Moment(
        value=value + zone.suffix,
        granularity="minute" if reading.second is None else "second",
        zone=zone.zone,
        rule=rule,
        ambiguous=(
            *(f"{other}T{clock}{zone.suffix}" for other in reading.others),
            *(value + each for each in zone.others),
        ),
    )


def read_string(
    text: str,
    *,
    order: Order | None = None,
    language: str | None = None,
    country: str | None = None,
    base: str | None = None,
) -> Moment | None:
    """What a date string says, or None. ``base``: the RFC 3339 moment that relative forms count from."""
    text = text[:LONGEST]
    found = _ISO.fullmatch(text)
    if found is not None:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        hour, minute = int(found[4] or 0), int(found[5] or 0)
        second = min(int(found[6]), 59) if found[6] else None
        if is_day(year, month, day) and hour < 24 and minute < 60:
            timed = found[4] is not None
            reading = Reading(
                year=year,
                month=month,
                day=day,
                start=0,
                end=len(text),
                rule="iso",
                hour=hour if timed else None,
                minute=minute if timed else None,
                second=second,
                zone=found[7],
            )
            return moment_of(reading, country, "iso8601")
        return None
    found = _EPOCH.fullmatch(text)
    if found is not None:
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return Moment(value=f"{moment:%Y-%m-%dT%H:%M:%SZ}", granularity="second", zone="utc", rule="epoch")
    for reading in read_dates(text, 0, len(text), order=order, language=language, short=True):
        if reading.end < len(text) and _UNREAD.match(text, reading.end) is not None:
            reading = _with_clock(text, reading, order, language)
        return moment_of(reading, country, reading.rule)
    found = _MONTH.fullmatch(text)
    if found is not None:
        if found[3]:
            return Moment(value=found[3], granularity="year", zone="unknown", rule="year")
        if 1 <= int(found[2]) <= 12:
            return Moment(value=f"{found[1]}-{found[2]}", granularity="month", zone="unknown", rule="month")
        return None
    found = _NAMED_MONTH.fullmatch(text)
    if found is not None and (known := month_number(found[1], language)) is not None:
        return Moment(value=f"{found[2]}-{known[0]:02d}", granularity="month", zone="unknown", rule="month")
    return _read_loose(text.strip(), order, language, country, base)


def _with_clock(text: str, reading: Reading, order: Order | None, language: str | None) -> Reading:
    """``reading`` with the clock that dateparser reads where a word beside it is none of ours: ``11:08 अपराह्न``."""
    if reading.hour > 12 if reading.hour is not None else _CLOCK.search(text, reading.end) is None:
        return reading
    free = read_free(text.strip(), language, order, None)
    if free is None or len(free.value) < 16 or free.value[:10] != reading.iso_day:
        return reading
    hour, minute = int(free.value[11:13]), int(free.value[14:16])
    if reading.minute is not None and (minute != reading.minute or hour % 12 != (reading.hour or 0) % 12):
        return reading
    return replace(reading, hour=hour, minute=minute, zone=reading.zone or free.zone)


def _read_loose(
    text: str, order: Order | None, language: str | None, country: str | None, base: str | None
) -> Moment | None:
    """Relative forms, numbers with blanks between them, then whatever dateparser makes of the rest."""
    if base is not None:
        found = read_relative(text, 0, len(text), base)
        if found is not None and found.end - found.start == len(text):
            return Moment(
                value=found.value + found.suffix,
                granularity=found.granularity,
                zone=_zone_of(found.suffix),
                rule="relative",
                exact=found.exact,
            )
    closed = _SPACED.sub(r"\1\2", text)
    if closed != text:
        for reading in read_dates(closed, 0, len(closed), order=order, language=language, short=True):
            return moment_of(reading, country, reading.rule)
    free = read_free(text, language, order, base)
    if free is None:
        return None
    zone = read_zone(free.zone, country) if free.zone else None
    if zone is not None and free.granularity in ("minute", "second"):
        return Moment(
            value=free.value + zone.suffix,
            granularity=free.granularity,
            zone=zone.zone,
            rule="dateparser",
            ambiguous=tuple(free.value + each for each in zone.others),
            exact=free.exact,
        )
    return Moment(
        value=free.value + free.suffix,
        granularity=free.granularity,
        zone=_zone_of(free.suffix),
        rule="dateparser",
        exact=free.exact,
    )


def _zone_of(suffix: str) -> Zone:
    return "unknown" if not suffix else "utc" if suffix == "Z" else "offset"
