"""Where a text has reporting words: one pass of an automaton over the folded text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.lexicon import Form, Lexicon

_TRIED = 4
"""Matches looked at for each that is kept: many are parts of words or nouns."""

_BESIDE = 12
_CLAUSE = 300
"""Characters between a verb and its particle, at most."""
_SENTENCE = re.compile(r"[^.\W\d]{3}[.!?] [^\W\d]")
_ENDS_CLAUSE = re.compile(r"(?:[^\w\s]| (?:[^\w\s]|(?:und|dass|ob|wie|sowie|oder|aber)\b)|\s*$)")
_new = tuple.__new__


class Reporting(NamedTuple):
    """A reporting word at its offsets."""

    start: int
    end: int
    form: Form


class Reports:
    """The reporting words of a text, in order, for look-up by stretch."""

    def __init__(self, text: str, folded: str, words: Lexicon, limit: int) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._forms = words.forms
        self._matches = words.automaton.find_matches_as_indexes(folded)[: _TRIED * limit]
        self._starts = [match[1] for match in self._matches]
        self._judged: dict[int, Reporting | None] = {}
        states = words.states
        self.stating = [match[1] for match in self._matches if states[match[0]]]
        """Where words begin that a statement without marks may follow."""

    def between(self, start: int, end: int) -> list[Reporting]:
        """Those that begin in ``[start, end)``."""
        starts = self._starts
        low = bisect_left(starts, start)
        high = bisect_left(starts, end, low)
        if low == high:
            return []
        judged = self._judged
        found = []
        for index in range(low, high):
            each = judged[index] if index in judged else self._judge(index)
            if each is not None:
                found.append(each)
        return found

    def statements(self, start: int, end: int) -> list[Reporting]:
        """Those of them that a statement without marks may follow."""
        starts = self._starts
        low = bisect_left(starts, start)
        high = bisect_left(starts, end, low)
        if low == high:
            return []
        matches, forms, judged = self._matches, self._forms, self._judged
        found = []
        for index in range(low, high):
            if forms[matches[index][0]].states:
                each = judged[index] if index in judged else self._judge(index)
                if each is not None:
                    found.append(each)
        return found

    def _judge(self, index: int) -> Reporting | None:
        """The match of this index, or None where it is part of a word, a noun or a name. Asked for when needed: most
        of a text's matches stand far from any quotation."""
        number, start, end = self._matches[index]
        folded = self._folded
        each: Reporting | None = None
        if not ((start and folded[start - 1].isalnum()) or folded[end : end + 1].isalnum()):
            form = self._forms[number]
            if form.sure or not (
                (self._text[start].isupper() and _is_inside(self._text, start))
                or _is_noun(folded, start, self._words, form)
            ):
                whole = _with_partner(folded, start, end, form) if form.partners else form
                if whole is not None:
                    each = _new(Reporting, (start, end, whole))
        self._judged[index] = each
        return each


def _with_partner(folded: str, start: int, end: int, form: Form) -> Form | None:
    """The form that a verb ending at ``end`` is with the particle that ends its clause, or with the word that it
    needs; None where there is neither."""
    stop = folded.find("\n", end, end + _CLAUSE)
    window = folded[end : stop if stop >= 0 else end + _CLAUSE]
    for partner, whole in form.partners:
        if not partner:
            return whole
        if partner[0] == "~":
            beside = partner[1:]
            if folded.startswith(f" {beside}", end) or folded.endswith(f"{beside} ", max(0, start - _BESIDE), start):
                return whole
            continue
        if partner[0] == "+":
            at = window.find(f" {partner[1:]} ")
            if at >= 0 and _SENTENCE.search(window, 0, at) is None:
                return whole
            continue
        at = window.find(f" {partner}")
        while at >= 0:
            after = at + len(partner) + 1
            if _ENDS_CLAUSE.match(window, after) is not None:
                if _SENTENCE.search(window, 0, at) is None:
                    return whole
                break
            at = window.find(f" {partner}", after)
    return None


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
