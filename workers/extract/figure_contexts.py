"""What the words around a number make of it: a year, a part, a share, a ratio, a time, or a number that counts."""

from __future__ import annotations

import re

from workers.extract.figure_words import LABELS, MONTHS, TIME, YEARS, FigureWords

_PAIR = 2
_RATIO = 20
_TEN = 10.0
_WORD = 14
"""So far back a word before a number is looked for."""
_PREVIOUS = re.compile(r"([^\W\d_]+\.?)[ \u00a0]?$")


def is_change(folded: str, start: int, words: FigureWords) -> bool:
    """Whether "from" before the number belongs to a change ("rose from 4 to 6"): two figures, no range."""
    before = folded[max(0, start - 40) : start].split()
    return bool(before) and before[-1] in words.sets["from"] and any(word in words.change for word in before[-5:-1])


def is_share(folded: str, start: int, end: int, words: FigureWords) -> bool:
    """Whether "half" is a share of something counted, and not of an hour or a match, nor one part of it: "the second
    half of the year"."""
    following = folded[end : end + 40].split(None, 4)[:4]
    if not following or following[0] not in words.sets["share"]:
        return False
    if any(word.strip(".,") in words.sets["share_not"] for word in following):
        return False
    before = folded[max(0, start - _WORD) : start].split()
    return not before or before[-1] not in words.sets["part"]


def is_ratio(folded: str, end: int, words: FigureWords) -> bool:
    """Whether "one" begins a ratio: "one in three"."""
    following = folded[end : end + 24].split()[:2]
    return (
        len(following) == _PAIR
        and following[0] in words.sets["ratio"]
        and (following[1][0].isdigit() or following[1].strip(".,") in words.values)
    )


def ends_ratio(folded: str, start: int, words: FigureWords) -> bool:
    """Whether a number is the whole of a ratio: "one in three"."""
    before = folded[max(0, start - _RATIO) : start].split()
    if len(before) < _PAIR or before[-1] not in words.sets["ratio"]:
        return False
    word = before[-2] if before[-2] not in words.sets["ratio"] else before[-3] if len(before) > _PAIR else ""
    return (word.isdigit() and len(word) == 1) or words.values.get(word, (_TEN, True))[0] < _TEN


def is_timed(folded: str, end: int, words: FigureWords) -> bool:
    """Whether a word of time follows: "18 months"."""
    following = [words.uses.get(word.strip(".,;:)"), 0) for word in folded[end : end + 40].split(None, 2)[:2]]
    return any(use & TIME for use in following)


def is_part(text: str, start: int) -> bool:
    """Whether what stands before digits makes them a part of it: a time, a score, an address, an identifier."""
    if not start:
        return False
    before = text[start - 1]
    return before.isalnum() or before in "./:#@_&=" or (before in ",-–" and text[start - 2 : start - 1].isdigit())


def is_named(folded: str, start: int, value: float, words: FigureWords) -> bool:
    """Whether plain digits are a year, a day of a month, or what a thing is called by, from the word before them."""
    floor = max(0, start - _WORD)
    word = ""
    if start and folded[start - 1] == " ":
        word = folded[max(folded.rfind(" ", floor, start - 1) + 1, floor) : start - 1]
    lead = words.leads.get(word)
    if lead is None:
        if word.isalpha():
            return False
        match = _PREVIOUS.search(folded, floor, start)
        if match is None:
            return False
        word = match.group(1)
        lead = words.leads.get(word, 0) & LABELS | words.leads.get(word.rstrip("."), 0)
    return bool(lead & LABELS or (lead & YEARS and 1_500 <= value <= 2_100) or (lead & MONTHS and value <= 31))
