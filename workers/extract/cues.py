"""Where a text has reporting words: one pass of an automaton over the folded text."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from workers.extract.lexicon import Form, Lexicon


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
            if not form.sure and _is_noun(folded, start, words, base=form.text == form.lemma):
                continue
            found.append(Reporting(start, end, form))
            if len(found) >= limit:
                break
        self._found = found
        self._starts = [each.start for each in found]

    def between(self, start: int, end: int) -> list[Reporting]:
        """Those that begin in ``[start, end)``."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _is_noun(folded: str, start: int, words: Lexicon, *, base: bool) -> bool:
    """Whether the form at ``start`` is no verb: after an article or a possessive ("a written statement"), and the base
    form also after any other determiner or a preposition ("some comment")."""
    if folded[start - 1 : start] not in (" ", "\u00a0"):
        return False
    begin = folded.rfind(" ", max(0, start - 14), start - 1) + 1
    word = folded[begin or max(0, start - 14) : start - 1].lstrip("“\"'(‘")
    if word in words.articles:
        return True
    if not base or word == "to":
        return False
    return word in words.determiners or word in words.prepositions or word.endswith(("’s", "'s"))
