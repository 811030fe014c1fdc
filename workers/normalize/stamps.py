"""Dates as a page's header prints them: where one ends, in any language of CLDR.

Only the extent is found here (``Published: 12 May 2024, 10:31 IST``); what the date is, ``publication`` reads.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files

_DATA = files("workers.normalize") / "data"
_CALENDAR = json.loads((_DATA / "calendar.json").read_text(encoding="utf-8"))
_WORDS = tomllib.loads((_DATA / "stamps.toml").read_text(encoding="utf-8"))

MONTHS = frozenset(_CALENDAR["months"])
WEEKDAYS = frozenset(_CALENDAR["weekdays"])
AFTER = frozenset(_WORDS["after"]) | frozenset(_CALENDAR["periods"])
BETWEEN = frozenset(_WORDS["between"])
AGO = frozenset(_WORDS["ago"])
UNITS = frozenset(_WORDS["units"])

TOKEN = re.compile(
    r"(?P<full>\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?!\d)"
    r"(?:t(?=\d))?"
    r"|(?P<time>\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?(?:z|[+-]\d{2}:?\d{2})?)(?!\d)"
    r"|(?P<number>\d{1,4})(?!\d)(?:st|nd|rd|th|er|º|ª)?(?![^\W\d_])?"
    r"|(?P<word>時間|小时|分钟|시간|[年月日時时分秒년월일시분초前전]|[^\W\d_]+)"
    r"|(?P<gap>[\s,.;:|/()•·‧–—\-+'’\u200b-\u200f\u202a-\u202e]{1,12})"
)
MOST_TOKENS = 32
MONTH_SIGNS = frozenset("月월")
YEAR = re.compile(r"(?:19|20|25)\d\d\Z")


def scan(folded: str, start: int, stop: int) -> int:
    """The end of the date that begins at ``start``, or -1 where none does. ``folded``: the text in lower case.

    A date needs a month (word, or number between separators) with a day or a year, or a distance ("3 hours ago").
    """
    position = start
    end = reach = -1
    month = year = unit = ago = full = clock = False
    numbers = 0
    gap = ""
    for _ in range(MOST_TOKENS):
        match = TOKEN.match(folded, position, stop)
        if match is None:
            break
        kind = match.lastgroup
        token = match[kind or 0]
        position = match.end()
        if kind == "gap":
            if reach < 0:
                break
            gap = token
            continue
        complete = full or (month and year)
        if kind == "full":
            if full:
                break
            full = True
        elif kind == "time":
            clock = True
        elif kind == "number":
            if complete:
                continue
            if YEAR.match(token) and numbers + month and not year:
                year = True
                month = month or (numbers == 2 and gap[:1] in "./-")
            elif YEAR.match(token):
                year = True
            else:
                numbers += 1
        elif token in WEEKDAYS and not (numbers and token in MONTHS):
            pass
        elif token in MONTHS and not month:
            month = True
        elif token in AGO:
            ago = True
        elif token in UNITS and numbers and not complete:
            unit = True
        elif token in AFTER and (numbers or full or clock or year):
            month = month or token in MONTH_SIGNS
        elif token in BETWEEN:
            continue
        else:
            break
        reach = position if kind != "full" else match.end("full")
        if full or (month and (numbers or year)) or (ago and unit and numbers):
            end = reach
    return end


FIRST = re.compile(r"[^\W\d_]{2,24}")
STARTS = MONTHS | WEEKDAYS | AGO


def could_start(word: str) -> bool:
    """Whether a date may begin with ``word`` (lower case): a month, a weekday, a word of distance."""
    match = FIRST.match(word)
    return match is not None and match[0] in STARTS


def opens_date(folded: str, position: int) -> bool:
    """Whether a date may begin at ``position``: a digit, or a word with which one may begin."""
    if folded[position].isdigit():
        return True
    match = FIRST.match(folded, position)
    return match is not None and match[0] in STARTS


CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:uhr|h|am|pm|a\.m\.|p\.m\.))?\Z")


def is_clock(folded: str) -> bool:
    """Whether ``folded`` is a time of day and nothing else."""
    return len(folded) <= 12 and CLOCK.match(folded) is not None
