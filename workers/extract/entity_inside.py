"""Places and peoples inside an organization's name: "University of Leeds", "Indian Navy"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from workers.extract.entity_context import openers
from workers.extract.entity_spans import PEOPLE, PLACE, Found
from workers.extract.entity_words import country_aliases, names, own_words, peoples, regions, word_codes

_POSSESSIVE = re.compile(r"[’']s$|,$")


def look_inside(name: Found) -> list[Found]:
    """The places and peoples in a name of several words, the longest first, none of them all of it."""
    words = name.text.split(" ")
    starts = list(accumulate((len(word) + 1 for word in words), initial=name.start))
    found: list[Found] = []
    at = 0
    while at < len(words):
        step = 1
        if words[at][:1].isupper():
            most = min(openers().get(words[at].lower(), 1), len(words) - at, len(words) - 1)
            for length in range(most, 0, -1):
                part = _POSSESSIVE.sub("", " ".join(words[at : at + length]) if length > 1 else words[at])
                kind = inner_kind(part.lower())
                if kind:
                    found.append(Found(starts[at], starts[at] + len(part), kind, part, inner=True))
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
    code = names().get(folded) or ""
    if code[:1] == "K" or folded in country_aliases() or folded in regions():
        return PLACE
    if " " in folded:
        return PLACE if code[:1] == "L" else ""
    codes = word_codes().codes(folded)
    if folded in lists["head"] or folded in lists["place_head"] or any(each[0] == "w" for each in codes):
        return ""
    return PLACE if "p1" in codes or "p2" in codes else ""
