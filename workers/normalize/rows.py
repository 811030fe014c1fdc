"""Short rows that join a name and a date: ``Jane Doe | 12 May 2024 | 3 min read``, ``Larnby Press May 12, 2024``."""

from __future__ import annotations

import re

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import STARTERS, Cue, Kind, bits
from workers.normalize.stamps import could_start, scan

NUMBER = re.compile(r"\d+")
WORD_AT_END = re.compile(r"[^\W\d_]{2,24}[.,]?\Z")
LONGEST_WORD = 28
BARS = "|•·‧–—/"
MOST_NUMBERS = 6
LONGEST_AFTER = 40
NAMED = bits(Kind.BYLINE, Kind.AGENCY)
PUBLISHED = 1 << Kind.PUBLISHED
SMALL = frozenset(("de", "da", "van", "von", "der", "den", "and", "und", "et", "y", "e", "&", "la", "le", "bin", "al"))


def is_name(words: str) -> bool:
    """Whether every word is capitalised, there are two to six, and no digit: what names of people look like."""
    parts = words.split()
    if not 2 <= len(parts) <= 6 or len(words) > 60 or NUMBER.search(words) is not None:
        return False
    return all(part[0].isupper() or part in SMALL for part in parts)


def split_row(text: str, folded: str, block: Block, cues: list[Cue]) -> list[Block]:
    """The byline and the header of a short row, or the row as it is where it holds no date after a name or a bar."""
    start, stop, _ = block
    if cues and cues[0].start == start and cues[0].kinds & PUBLISHED:
        return [block]
    for begin, end in find_date(folded, start, stop):
        if begin == start or stop - end > LONGEST_AFTER:
            return [block]
        before = text[start:begin].rstrip()
        bar = before[-1:] in BARS
        name = before.strip(BARS + " ,-")
        if not name:
            return [block]
        mask = 0
        for cue in cues:
            if cue.start < begin:
                mask |= cue.kinds
        first = name.split(None, 1)[0].lower()
        if is_name(name) or mask & NAMED or first in STARTERS:
            role: Role | None = Role.BYLINE
        elif bar:
            role = None
        else:
            return [block]
        label = next((cue.start for cue in cues if cue.kinds & PUBLISHED and start < cue.start < begin), begin)
        return [Block(start, start + len(text[start:label].rstrip()), role), Block(label, stop, Role.HEADER)]
    return [block]


def _word_before(folded: str, start: int, begin: int) -> int:
    """Where a word of the calendar begins that stands right before ``begin``; -1 where none does."""
    window = folded[max(start, begin - LONGEST_WORD) : begin]
    words = window.rstrip()
    if not 1 <= len(window) - len(words) <= 2:
        return -1
    word = WORD_AT_END.search(words)
    return begin - len(window) + word.start() if word is not None and could_start(word[0]) else -1


def find_date(folded: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The first date in the row, as at most one (begin, end): it begins at a number or at a word of the calendar."""
    for count, match in enumerate(NUMBER.finditer(folded, start, stop)):
        if count >= MOST_NUMBERS:
            break
        begin = match.start()
        for _ in range(3):
            before = _word_before(folded, start, begin)
            if before < 0:
                break
            begin = before
        end = scan(folded, begin, stop)
        if end > 0:
            return [(begin, end)]
    return []
