"""Where the numbers of a text are: one pass over it for digits and the lexicon's words, a passage a segment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from workers.extract.figure_patterns import Word
from workers.extract.figure_words import COUNTS, LIMITS, TELLS, TELLS_OF_REMAINS, FigureWords
from workers.model import Article, Bound, Limits, Role

_HITS = 4 * Limits().matches
_WITHIN = ".,:/-–"
"""Digits after these and other digits are a part of what those begin."""
_HEADER, _FURNITURE = Role.HEADER, Role.FURNITURE
"""Roles whose lines have nothing to do with each other: each is a passage. Compared one by one: to hash one is slow."""


class Hit(NamedTuple):
    """A word or phrase of the lexicon at its offsets in its passage."""

    start: int
    end: int
    word: Word


Anchor = tuple[int, int, Word | None]
"""Where a number can begin, and its first word with its end; digits have no word, and no end that means anything."""


class Passage(NamedTuple):
    """One segment with something to read in it, read on its own, so that nothing found in it can leave it.

    ``base``: where it begins in the article; every other offset counts from there. ``outcomes``: the words that say
    what became of those counted; ``of_remains``: those that say it of bodies; ``bounds``: by the end of a bound's word
    where it begins, and the bound."""

    base: int
    role: Role
    text: str
    folded: str
    anchors: list[Anchor]
    outcomes: list[Hit]
    of_remains: list[Hit]
    bounds: dict[int, tuple[int, Bound]]


def passages(article: Article, words: FigureWords) -> Iterator[Passage]:
    """The segments that have digits, number words or words of outcomes, in order."""
    text, folded = article.text, article.folded
    size = len(folded)
    table, parts, first_digit = words.words, words.parts, words.first_digit
    base = border = kept = 0
    role = Role.BODY
    anchors: list[Anchor] = []
    outcomes: list[Hit] = []
    of_remains: list[Hit] = []
    bounds: dict[int, tuple[int, Bound]] = {}
    run = -2
    for index, start, end in words.automaton.find_matches_as_indexes(folded):
        is_digit = index >= first_digit
        if is_digit:
            run, last = end, run
            if start <= last + 1 and (start == last or folded[last] in _WITHIN):
                continue
        elif (end < size and folded[end].isalnum()) or (start and folded[start - 1].isalnum()):
            continue
        if start >= border:
            if anchors or outcomes:
                piece, low = text[base:border], folded[base:border]
                yield Passage(base, role, piece, low, anchors, outcomes, of_remains, bounds)
                anchors, outcomes = [], []
            if bounds or of_remains:
                of_remains, bounds = [], {}
            base, border, role = _segment_at(article, start)
        if is_digit:
            anchors.append((start - base, start - base, None))
            continue
        if end > border:
            continue
        kept += 1
        if kept >= _HITS:
            break
        part, word = parts[index], table[index]
        if part & LIMITS:
            bounds[end - base] = (start - base, word.bound or "exact")
        if part & COUNTS:
            anchors.append((start - base, end - base, word))
        if part & TELLS:
            outcomes.append(Hit(start - base, end - base, word))
        if part & TELLS_OF_REMAINS:
            of_remains.append(Hit(start - base, end - base, word.remains or word))
    if anchors or outcomes:
        yield Passage(base, role, text[base:border], folded[base:border], anchors, outcomes, of_remains, bounds)


def _segment_at(article: Article, position: int) -> tuple[int, int, Role]:
    """Where the segment (or line) at ``position`` begins and ends, and its role; the whole text without segments."""
    starts = article.starts
    index = bisect_right(starts, position) - 1
    if index < 0:
        return 0, starts[0] if starts else len(article.text), Role.BODY
    role = article.segments[index].role
    base, border = starts[index], starts[index + 1] if index + 1 < len(starts) else len(article.text)
    if role is _HEADER or role is _FURNITURE:
        line = article.text.find("\n", position, border)
        return max(base, article.text.rfind("\n", base, position) + 1), line if line >= 0 else border, role
    return base, border, role
