"""What a number counts: the noun after it, in the singular."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.extract.figure_words import FigureWords

_WORD = re.compile(r"[ \u00a0\n\r]{1,2}([^\W\d_][\w’'./-]{0,30})")
_GUESSED = 2
"""A plural that is in no list is taken for the noun at most this many words behind the number's neighbour."""
_REACH = 4
"""Words between a number and its noun, at most, and the noun."""


class Unit(NamedTuple):
    """A counted noun: ``name`` in the singular ("people" for persons of no kind), the ``noun`` as it stands, where it
    ends, and whether it is a person's."""

    name: str
    noun: str
    end: int
    person: bool


def singular(noun: str, words: FigureWords) -> str:
    """The noun's singular by the language's list, else (in English) by its spelling."""
    low = noun.lower()
    if low in words.singular:
        return words.singular[low]
    if words.noun_style != "plural" or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return noun
    if low.endswith("ies") and len(low) > 4:
        return noun[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return noun[:-2]
    return noun[:-1]


def read_unit(text: str, folded: str, at: int, words: FigureWords, *, single: bool = False) -> Unit | None:
    """The noun that the number ending at ``at`` counts, or None. ``single``: the number is one, so the noun is too."""
    sets = words.sets
    people, units, stop = sets["people"], sets["units"], sets["stop"]
    found: Unit | None = None
    for step in range(_REACH):
        match = _WORD.match(text, at)
        if match is None:
            break
        begin, end = match.span(1)
        while end > begin and text[end - 1] in ".’'-":
            end -= 1
        low = folded[begin:end]
        if low in sets["partitive"] and step == 0:
            at = _after_determiner(text, folded, end, sets["determiners"])
            continue
        if low in sets["time"] and found is None:
            return None
        if low in stop:
            break
        if low.endswith(("’s", "'s")):
            break
        unit = _unit(text[begin:end], low, end, words, single=single or step > _GUESSED)
        if unit is not None:
            plural = low not in words.singular or words.singular[low] != low
            found = unit
            if low in people and not low.endswith("s") and low not in sets["final"] and plural:
                at = end
                continue
            if low in units and low in sets["square"]:
                at = end
                continue
            break
        if found is not None:
            break
        if low not in sets["adjectives"] and (low.endswith(("ed", "ing", "ly")) or (step and low in words.nouns)):
            break
        at = end
    return found


def _unit(noun: str, low: str, end: int, words: FigureWords, *, single: bool) -> Unit | None:
    sets = words.sets
    if low in sets["people"]:
        return Unit(singular(noun if words.noun_style == "capital" else low, words), low, end, True)
    if low in sets["units"]:
        return Unit(singular(low, words), low, end, False)
    if low in words.nouns and low not in sets["adjectives"]:
        return Unit(
            singular(low, words), low, end, words.nouns[low] in ("killed", "injured", "displaced", "protesters")
        )
    if words.noun_style == "capital":
        named = noun[0].isupper() and low not in sets["adjectives"] and low not in sets["months"]
        return Unit(singular(noun, words), low, end, False) if named else None
    if words.noun_style == "listed" or single or len(low) < 4 or not low.endswith("s"):
        return None
    if low.endswith(("ss", "us", "is")) or low in sets["adjectives"]:
        return None
    if noun[0].isupper():
        return Unit(singular(noun, words), low, end, True) if noun[1:].islower() else None
    return Unit(singular(low, words), low, end, low.endswith(tuple(sets["personal"])))


def _after_determiner(text: str, folded: str, at: int, determiners: frozenset[str]) -> int:
    """Where "of the" ends."""
    match = _WORD.match(text, at)
    if match is not None and folded[match.start(1) : match.end(1)] in determiners:
        return match.end(1)
    return at
