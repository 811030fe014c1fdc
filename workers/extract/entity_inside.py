"""Places and peoples inside an organization's name: "University of Leeds", "Indian Navy"."""

from __future__ import annotations

from functools import lru_cache

from workers.extract.entity_spans import PEOPLE, PLACE, Found
from workers.extract.entity_words import country_aliases, names, own_words, peoples, regions, word_codes

_MOST = 4
"""Words of the longest place looked for."""


def look_inside(text: str, tokens: list[str], starts: list[int], first: int, last: int) -> list[Found]:
    """The places and peoples in the name from token ``first`` to token ``last``."""
    found: list[Found] = []
    at = first
    while at <= last:
        step = 1
        if tokens[at][0].isupper():
            for length in range(min(_MOST, last + 1 - at, last - first), 0, -1):
                end = starts[at + length - 1] + len(tokens[at + length - 1].rstrip())
                part = text[starts[at] : end]
                kind = inner_kind(part.lower())
                if kind:
                    found.append(Found(starts[at], end, kind, part, inner=True))
                    step = length
                    break
        at += step
    return found


@lru_cache(maxsize=16_384)
def inner_kind(folded: str) -> str:
    """``LOC`` or ``NORP`` where a part of a name, in lower case, is a place or a people whatever stands around it; else
    empty."""
    lists = own_words()
    if folded in peoples() or folded in lists["group"]:
        return PEOPLE
    code = names().get(folded, "")
    if code[:1] == "K" or folded in country_aliases() or folded in regions():
        return PLACE
    if " " in folded:
        return PLACE if code[:1] == "L" else ""
    codes = word_codes().codes(folded)
    if folded in lists["head"] or folded in lists["place_head"] or any(each[0] == "w" for each in codes):
        return ""
    return PLACE if "p1" in codes or "p2" in codes else ""
