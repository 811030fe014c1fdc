"""One date string as a scraper delivers it: ISO 8601, RFC 2822, seconds since the epoch, newspaper forms.

The forms above cost a few microseconds. What they do not take goes to dateparser, in the languages that know all its
words (``data/date_words.json``), bounded in length, kept in a small cache, and pure: relative forms count from ``base``
alone, and without one they give nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files

from workers.model import Granularity, Zone
from workers.normalize.datetext import Order, Reading, is_day, month_number, read_dates
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
_FREE = re.compile(r"(?:[^\W_]|[\s.,:+'’-]|[\u0300-\u036f\u0900-\u0e4e]){3,64}")
_FIRST_YEAR = 1800
_MOST_LANGUAGES = 6
WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*")
"""A word as ``data/date_words.json`` counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date string read: ``value`` in ISO 8601 cut to what is known, and how it was read."""

    value: str
    granularity: Granularity
    zone: Zone
    rule: str
    ambiguous: tuple[str, ...] = ()


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
    return _read_loose(text.strip(), language, base)


def _read_loose(text: str, language: str | None, base: str | None) -> Moment | None:
    """Relative forms, then whatever dateparser makes of the rest."""
    if base is not None:
        relative = read_relative(text, 0, len(text), base)
        if relative is not None and relative.end - relative.start == len(text):
            granularity: Granularity = "day" if len(relative.value) == 10 else "minute"
            return Moment(value=relative.value, granularity=granularity, zone="unknown", rule="relative")
    if _FREE.fullmatch(text) is None:
        return None
    languages = _languages_of(text, language)
    return _read_free(text, languages, base) if languages else None


def _languages_of(text: str, language: str | None) -> tuple[str, ...]:
    """The languages in which every word of ``text`` is a word of dates: the article's own, else the common ones."""
    common: list[str] | None = None
    for word in WORD.findall(text.lower()):
        found = _date_words().get(word)
        if found is None:
            return ()
        common = found if common is None else [each for each in common if each in found]
    if not common:
        return ()
    if language in common:
        return (language,)
    return tuple(common[:_MOST_LANGUAGES])


@cache
def _date_words() -> dict[str, list[str]]:
    packed = files("workers.normalize").joinpath("data/date_words.json").read_text(encoding="utf-8")
    return {word: languages.split() for word, languages in json.loads(packed).items()}


@lru_cache(maxsize=2048)
def _read_free(text: str, languages: tuple[str, ...], base: str | None) -> Moment | None:
    """dateparser, asked twice with different bases where there is none: what depends on the base then is no answer."""
    at = _datetime(base)
    if at is not None:
        answer = _ask_dateparser(text, languages, at)
        if answer is None or answer.year < _FIRST_YEAR:
            return None
        granularity: Granularity = "day" if (answer.hour, answer.minute) == (at.hour, at.minute) else "minute"
        return _free_moment(answer, granularity)
    first = _ask_dateparser(text, languages, datetime(2001, 3, 5, 0, 0))  # noqa: DTZ001 - dateparser wants it naive
    second = _ask_dateparser(text, languages, datetime(2012, 11, 20, 0, 0))  # noqa: DTZ001
    if first is None or first != second or first.year < _FIRST_YEAR:
        return None
    return _free_moment(first, "minute" if (first.hour, first.minute) != (0, 0) else "day")


def _free_moment(answer: datetime, granularity: Granularity) -> Moment:
    if answer.tzinfo is not None:
        offset = answer.utcoffset() or timedelta()
        zone: Zone = "utc" if not offset else "offset"
        value = answer.isoformat(timespec="minutes").replace("+00:00", "Z")
        return Moment(value=value, granularity="minute", zone=zone, rule="dateparser")
    if granularity == "day":
        return Moment(value=f"{answer:%Y-%m-%d}", granularity="day", zone="unknown", rule="dateparser")
    return Moment(value=f"{answer:%Y-%m-%dT%H:%M}", granularity="minute", zone="unknown", rule="dateparser")


def _ask_dateparser(text: str, languages: tuple[str, ...], base: datetime) -> datetime | None:
    import dateparser  # a slow import, and few articles need it

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month"],
        "TIMEZONE": "UTC",
    }
    answer: datetime | None = dateparser.parse(text, languages=list(languages), settings=settings)
    return answer


def _datetime(base: str | None) -> datetime | None:
    if base is None:
        return None
    try:
        return datetime.fromisoformat(base).replace(tzinfo=None)
    except ValueError:
        return None
