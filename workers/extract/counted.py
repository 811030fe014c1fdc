"""What a number counts: the noun after it, in the singular."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.extract.figure_words import (
    ADJECTIVES,
    FINAL,
    NOUNS,
    PARTITIVE,
    PEOPLE,
    SQUARE,
    STOP,
    TIME,
    UNITS,
    FigureWords,
)

_WORD = re.compile(r"(?:[ \u00a0]{1,2}|[ \u00a0]?\r?\n|\n[ \u00a0]|\r)([^\W\d_][\w’'./-]{0,30})")
_SINGULAR = ("ss", "us", "is")
"""Endings in -s that are no plural's."""
_PERSONS = frozenset(["killed", "injured", "displaced", "protesters"])
"""Kinds whose nouns are persons."""
_POSSESSIVE = ("’s", "'s")
_VERBAL = ("ed", "ing", "ly")
"""Endings of words that no noun follows, but for the adjectives among them."""
_KNOWN = PEOPLE | UNITS | NOUNS
_GUESSED = 2
"""A plural that is in no list is taken for the noun at most this many words behind the number's neighbour."""
_REACH = 4
"""Words between a number and its noun, at most, and the noun."""


class Unit(NamedTuple):
    """A counted noun: ``form``, to be put in the singular ("" for persons of no kind); the ``noun`` as it stands, in
    lower case; where it ends; whether it is a person's."""

    form: str
    noun: str
    end: int
    person: bool


def singular(noun: str, words: FigureWords) -> str:
    """The noun's singular by the language's list, else by its ending."""
    low = noun.lower()
    if low in words.singular:
        return words.singular[low]
    if words.noun_style != "plural" or low.endswith(_SINGULAR):
        return noun
    if low.endswith(words.ended):
        for ending, instead in words.endings:
            if low.endswith(ending) and len(low) > len(ending):
                return noun[: -len(ending)] + instead
    return noun[:-1] if low.endswith("s") else noun


def read_unit(text: str, folded: str, at: int, words: FigureWords, *, single: bool = False) -> Unit | None:
    """The noun that the number ending at ``at`` counts, or None. ``single``: the number is one, so the noun is too."""
    uses = words.uses
    found: Unit | None = None
    for step in range(_REACH):
        match = _WORD.match(text, at)
        if match is None:
            break
        begin, end = match.span(1)
        while end > begin and text[end - 1] in ".’'-":
            end -= 1
        low = folded[begin:end]
        use = uses.get(low, 0)
        if use & PARTITIVE and step == 0:
            at = _after_determiner(text, folded, end, words.sets["determiners"])
            continue
        if use & TIME and found is None:
            return None
        if use & STOP or low.endswith(_POSSESSIVE):
            break
        unit = None
        if use & _KNOWN or words.noun_style == "capital" or (low[-1] == "s" and not single and step <= _GUESSED):
            unit = _unit(text[begin:end], low, end, use, words)
        if unit is not None:
            found = unit
            if use & PEOPLE and low[-1] != "s" and not use & FINAL and words.singular.get(low) != low:
                at = end
                continue
            if use & UNITS and use & SQUARE:
                at = end
                continue
            break
        if found is not None:
            break
        if not use & ADJECTIVES and (low.endswith(_VERBAL) or (step and use & NOUNS)):
            break
        at = end
    return found


def _unit(noun: str, low: str, end: int, use: int, words: FigureWords) -> Unit | None:
    """The unit that a word is: one of the lists, else by its looks."""
    capital = words.noun_style == "capital"
    if use & PEOPLE:
        return Unit(noun if capital else low, low, end, True)
    if use & UNITS:
        return Unit(low, low, end, False)
    if use & NOUNS and not use & ADJECTIVES:
        return Unit(low, low, end, words.nouns[low] in _PERSONS)
    if capital:
        named = noun[0].isupper() and not use & ADJECTIVES and low not in words.sets["months"]
        return Unit(noun, low, end, False) if named else None
    if words.noun_style == "listed" or len(low) < 4:
        return None
    if use & ADJECTIVES or low.endswith(_SINGULAR):
        return None
    if noun[0].isupper():
        return Unit(noun, low, end, True) if noun[1:].islower() else None
    return Unit(low, low, end, low.endswith(words.personal))


def _after_determiner(text: str, folded: str, at: int, determiners: frozenset[str]) -> int:
    """Where "of the" ends."""
    match = _WORD.match(text, at)
    if match is not None and folded[match.start(1) : match.end(1)] in determiners:
        return match.end(1)
    return at
