"""Date strings in words of any language, by dateparser: ``vor 2 Jahren``, ``за 5 минут``, ``Fri 18:23``.

dateparser is slow to import and to ask, so it is asked only for strings whose every word is a word of dates in some
language (``data/date_words.json``), in those languages alone, bounded in length; answers are kept in a small cache.
Pure: what depends on the moment of asking is counted from ``base`` alone, and without one it is no answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from workers.model import Granularity
from workers.normalize.datetext import Order
from workers.normalize.relative import FIRST_YEAR, cut_moment, zone_suffix
from workers.normalize.zones import ABBREVIATIONS

LONGEST = 120
MOST_WORDS, MOST_NUMBERS = 24, 12
_MOST_LANGUAGES = 6
WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*")
"""A word as ``data/date_words.json`` counts them."""
_NUMBER = re.compile(r"\d+")
_ODD = re.compile(r"[<>@#{}\[\]=&%$\\|\x00-\x1f]")
_CLOCK = re.compile(r"\d\s?[:.h時时点시]\s?\d\d|\d\s?[ap]\.?m", re.IGNORECASE)
_ZONE = re.compile(
    rf"(?<=[\d\s])((?:UTC|GMT)?[+−-]\d\d:?\d\d|{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})$"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("\u055a\uff07\u02bc\u2019", "'"))
_BASES = (datetime(2001, 3, 5, 0, 0), datetime(2012, 11, 20, 0, 0))  # noqa: DTZ001 - dateparser wants them naive
"""Two moments far apart: a string that both read alike does not depend on the moment of asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeReading:
    """``value``: ISO 8601 without a zone, cut to what is known; ``exact``: to the second, where it was counted from the
    base; ``suffix``: the zone of the base, where it counts on; ``zone``: the zone as the string writes it."""

    value: str
    granularity: Granularity
    exact: str | None
    suffix: str
    zone: str | None


def read_free(text: str, language: str | None, order: Order | None, base: str | None) -> FreeReading | None:
    """What a string in words says, or None. ``order``: how the source writes numbers; ``base``: RFC 3339."""
    text = text.translate(_APOSTROPHES)
    zone = _ZONE.search(text)
    if zone is not None:
        text = text[: zone.start()].rstrip()
    if not text or len(text) > LONGEST or _ODD.search(text) or len(_NUMBER.findall(text)) > MOST_NUMBERS:
        return None
    languages = _languages_of(text, language)
    if not languages:
        return None
    found = _read(text, languages, order, base)
    if found is None or zone is None:
        return found
    return FreeReading(
        value=found.value, granularity=found.granularity, exact=found.exact, suffix=found.suffix, zone=zone[0]
    )


def _languages_of(text: str, language: str | None) -> tuple[str, ...]:
    """The languages in which every word of ``text`` is a word of dates: the article's own, else the common ones."""
    common: list[str] | None = None
    words = WORD.findall(text.lower())
    for word in words[: MOST_WORDS + 1]:
        found = _date_words().get(word)
        if found is None:
            return ()
        common = found if common is None else [each for each in common if each in found]
    if not common or len(words) > MOST_WORDS:
        return ()
    if language in common:
        return (language,)
    return tuple(common[:_MOST_LANGUAGES])


@cache
def _date_words() -> dict[str, list[str]]:
    packed = files("workers.normalize").joinpath("data/date_words.json").read_text(encoding="utf-8")
    return {word: languages.split() for word, languages in json.loads(packed).items()}


@lru_cache(maxsize=2048)
def _read(text: str, languages: tuple[str, ...], order: Order | None, base: str | None) -> FreeReading | None:
    at = _datetime(base)
    if base is None or at is None:
        first, second = (_ask(text, languages, order, each) for each in _BASES)
        if first is None or first != second:
            return None
        return _reading(first, None, "")
    found = _ask(text, languages, order, at)
    if found is None:
        return None
    other = _ask(text, languages, order, _BASES[0])
    if other is not None and other[0] == found[0]:
        return _reading(found, None, "")
    clock = _CLOCK.search(text) is not None
    moment, granularity = found
    if granularity == "second" and not clock and (moment.minute, moment.second) == (at.minute, at.second):
        granularity = "day"  # hours, which pages round
    elif granularity in ("minute", "second"):
        granularity = "minute"
    suffix = zone_suffix(base) if granularity == "minute" and not clock else ""
    return _reading((moment, granularity), moment.replace(tzinfo=None).isoformat(timespec="seconds"), suffix)


def _reading(found: tuple[datetime, Granularity], exact: str | None, suffix: str) -> FreeReading:
    moment, granularity = found
    if exact is None and granularity == "second" and moment.second == 0:
        granularity = "minute"
    value = cut_moment(moment.replace(tzinfo=None).isoformat(timespec="seconds"), granularity)
    return FreeReading(value=value, granularity=granularity, exact=exact, suffix=suffix, zone=None)


def _ask(
    text: str, languages: tuple[str, ...], order: Order | None, base: datetime
) -> tuple[datetime, Granularity] | None:
    """dateparser's answer and how much of it the string says. A day that would be to come without being called so
    (``15 Dec`` in November) is the last one; a weekday is the last one, the base's own day among them."""
    from dateparser.date import DateDataParser  # a slow import, and few articles need it

    settings: dict[str, object] = {"RELATIVE_BASE": base, "TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": False}
    if order is not None:
        settings["DATE_ORDER"] = order.upper()
    for preferred in ("current_period", "past"):
        settings["PREFER_DATES_FROM"] = preferred
        try:
            answer: Any = DateDataParser(languages=list(languages), settings=settings).get_date_data(text)
        except (OverflowError, ValueError):
            return None
        if answer.date_obj is None:
            return None
        moment: datetime = answer.date_obj
        if moment.date() <= base.date():
            break
    parts = tuple(answer.parts)
    if "day" not in parts and "year" not in parts:
        return None
    return moment, _granularity(answer.period or "day", parts)


def _granularity(period: str, parts: tuple[str, ...]) -> Granularity:
    if "time" in parts:
        return "second"
    if "day" in parts:
        return "month" if period == "week" else "day"
    return "month" if "month" in parts else "year"


def _datetime(base: str | None) -> datetime | None:
    if base is None:
        return None
    try:
        moment = datetime.fromisoformat(base).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.year >= FIRST_YEAR else None
