"""How the body's first lines open: a kicker (``Floods in Kent : ``) or a dateline (``KYIV, Feb 23 (Reuters) - ``)."""

from __future__ import annotations

import re

from workers.normalize.cues import KICKERS
from workers.normalize.stamps import scan

KICKER = re.compile(
    r"(?P<kicker>[^\W\d_][^.!?:;\"“”«»()\n]{1,58}?)(?P<colon>\s:\s{1,2}|:\s{1,2}|\s?\|\s{1,2})(?=[^\W_a-zа-яё])"
)
MOST_KICKER_WORDS = 7
LONGEST_KICKER = 80

DASH = re.compile(r"[-–—―:](?:(?<=\s[-–—―])[-–—―]?\s{1,2}|(?<=[–—―])[–—―]?\s{0,2}|(?<=\):)\s{1,2}|(?<=\)\s:)\s{1,2})")
"""Begins with the sign itself, so that a search runs from sign to sign."""
WIDE_MARKS = re.compile("[–—―电電]")
BRACKETS = re.compile(r"[,\s]{0,3}\([^()\n]{2,40}\)\.?\Z")
PLACE_WORD = re.compile(r"[^\W\d_][\w.'’\-]{0,24}\Z")
LOWER_PLACE_WORDS = frozenset(
    ("and", "und", "de", "di", "do", "of", "am", "an", "der", "la", "el", "le", "sur", "e", "y", "et")
)
MOST_PLACE_WORDS = 8
LONGEST_DATELINE = 100
PLACE_COLON = re.compile(r"([^\W\d_a-zа-яё]{3,20}(?: [^\W\d_a-zа-яё]{2,20})?):\s{1,2}(?=[^\W\da-zа-яё])")
WIRE = re.compile(
    r"\(\s?(?:Reuters|REUTERS|AP|AFP|dpa|APA|EFE|ANSA|Xinhua|TASS|UPI|PTI|ANI|IANS|Bloomberg)\s?\)\s{0,2}[-–—:]{1,2}\s{0,2}"
)
XINHUA = re.compile(
    r"(?:新华社|新華社|中新社|中新网|共同社)[^\s，。]{1,20}?(?:电|電)\s{0,2}(?:（[^（）]{1,30}）)?\s{0,2}"
)


def kicker_end(text: str, start: int, stop: int) -> int:
    """Where the kicker that opens ``text[start:stop]`` ends, its colon and white space included; -1 where none does."""
    window = min(stop, start + LONGEST_KICKER)
    if text.find(":", start, window) < 0 and text.find("|", start, window) < 0:
        return -1
    match = KICKER.match(text, start, window)
    if match is None or match.end() >= stop:
        return -1
    kicker = match["kicker"]
    words = kicker.split()
    if len(words) > MOST_KICKER_WORDS:
        return -1
    if match["colon"][0] == ":" and kicker.isupper() and len(words) <= 2 and kicker.lower() not in KICKERS:
        return -1
    if kicker.isupper() or kicker.lower() in KICKERS or words[-1].lower() in KICKERS:
        return match.end()
    return match.end() if match["colon"][0].isspace() and words[0][0].isupper() else -1


def holds_mark(words: str) -> bool:
    """Whether one of the marks stands in ``words`` that no dateline is without."""
    return (
        "-" in words or "(" in words or ":" in words or (not words.isascii() and WIDE_MARKS.search(words) is not None)
    )


def dateline_end(text: str, start: int, stop: int) -> int:
    """Where the dateline that opens ``text[start:stop]`` ends, its dash and white space included; -1 where none does.

    The place stands in capitals, or an agency in brackets or a date follows it.
    """
    if text[start].islower():
        return -1
    window = min(stop, start + LONGEST_DATELINE)
    if not holds_mark(text[start:window]):
        return -1
    match = DASH.search(text, start + 2, window)
    if match is not None and match.end() < stop and _is_dateline(text[start : match.start()].rstrip()):
        return match.end()
    match = PLACE_COLON.match(text, start, window)
    if match is not None and match.end() < stop and match[1].lower() not in KICKERS:
        return match.end()
    match = WIRE.match(text, start, window) or XINHUA.match(text, start, window)
    return match.end() if match is not None and match.end() < stop else -1


def is_dateline(words: str) -> bool:
    """Whether a line is a dateline and nothing else: ``LARNBY, March 3, 2026 (AFP) -``."""
    return len(words) <= LONGEST_DATELINE and words[-1] in "-–—―" and _is_dateline(words.rstrip("-–—― "))


def _is_dateline(before: str) -> bool:
    agency = BRACKETS.search(before)
    place = before[: agency.start()] if agency else before
    date = -1
    if any(map(str.isdigit, place)):
        folded = place.lower()
        comma = place.rfind(",")
        for begin in (comma + 1, place.rfind(",", 0, max(comma, 0)) + 1):
            begin += len(place) - len(place[begin:].lstrip()) - begin if begin else 0
            if begin and len(folded) == len(place) and scan(folded, begin, len(folded)) >= len(folded.rstrip(" .")):
                date = begin
        if date < 0:
            return False
        place = place[:date].rstrip(" ,")
    words = place.replace(",", " ").replace("/", " ").split()
    if not words or len(words) > MOST_PLACE_WORDS:
        return False
    for word in words:
        if PLACE_WORD.match(word) is None or (word[0].islower() and word not in LOWER_PLACE_WORDS):
            return False
    capitals = place.split(",")[0].strip()
    return agency is not None or date >= 0 or (capitals.isupper() and len(capitals) > 2)
