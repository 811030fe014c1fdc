"""Where a text has reporting words: one pass of an automaton over the folded text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.lexicon import Form, Lexicon

_PREVIOUS = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)?)[ \u00a0]{1,2}$")


class Reporting(NamedTuple):
    """A reporting word at its offsets."""

    start: int
    end: int
    form: Form


class Reports:
    """The reporting words of a text, in order, for look-up by stretch."""

    def __init__(self, folded: str, words: Lexicon, limit: int) -> None:
        found: list[Reporting] = []
        size = len(folded)
        forms = words.forms
        for index, start, end in words.automaton.find_matches_as_indexes(folded):
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
                continue
            form = forms[index]
            if form.text == form.lemma and form.kind in ("speech", "label") and _is_noun(folded, start, words):
                continue
            found.append(Reporting(start, end, form))
            if len(found) >= limit:
                break
        self._found = found
        self._starts = [each.start for each in found]

    def between(self, start: int, end: int) -> list[Reporting]:
        """Those that begin in ``[start, end)``."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _is_noun(folded: str, start: int, words: Lexicon) -> bool:
    """Whether the base form at ``start`` follows a determiner, a preposition or a possessive: "the report"."""
    match = _PREVIOUS.search(folded, max(0, start - 20), start)
    if match is None:
        return False
    word = match.group(1)
    if word == "to":
        return False
    return word in words.determiners or word in words.prepositions or word.endswith(("’s", "'s"))
