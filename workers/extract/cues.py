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

    def __init__(self, text: str, folded: str, words: Lexicon, limit: int) -> None:
        found: list[Reporting] = []
        size = len(folded)
        forms = words.forms
        for index, start, end in words.automaton.find_matches_as_indexes(folded):
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
                continue
            form = forms[index]
            if not form.sure and (
                (text[start].isupper() and _is_inside(text, start)) or _is_noun(folded, start, words, form)
            ):
                continue
            found.append(Reporting(start, end, form))
            if len(found) >= limit:
                break
        self._found = found
        self._starts = [each.start for each in found]

    def between(self, start: int, end: int) -> list[Reporting]:
        """Those that begin in ``[start, end)``."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _is_inside(text: str, start: int) -> bool:
    """Whether a capital stands inside a sentence, and so begins a name ("the Post")."""
    return start > 1 and text[start - 1] == " " and (text[start - 2].isalpha() or text[start - 2] == ",")


def _is_noun(folded: str, start: int, words: Lexicon, form: Form) -> bool:
    """Whether the form at ``start`` is no verb: after an article or a possessive ("a written statement"); the base form
    also after any word that no plural or first-person subject, auxiliary or "to" can be ("the server email")."""
    if folded[start - 1 : start] not in (" ", "\u00a0"):
        return False
    begin = folded.rfind(" ", max(0, start - 14), start - 1) + 1
    word = folded[begin or max(0, start - 14) : start - 1].lstrip("“\"'(‘")
    if word in words.articles:
        return True
    if form.text != form.lemma or not words.before_base:
        return False
    if word.endswith(("’s", "'s")):
        return True
    return not (word in words.before_base or word.endswith(("s", ",", *words.adverb_endings)))
