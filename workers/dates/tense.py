"""The tense of the sentence around an expression, from its verbs: past, future, or unknown."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from workers.dates.context import Context
from workers.dates.grammar import Grammar, Sense
from workers.dates.tokens import Tokens, separator_classes

Tense = Literal["past", "future", "present"] | None
ENDING = frozenset(".?!")
LEFT, RIGHT = 23, 16
"""How many words before and after the expression are looked at."""

JOINING = frozenset(
    form
    for each in separator_classes()
    if ENDING.isdisjoint(each) and each.count("\n") < 2
    for form in (each, each[::-1])
)
"""Separators that end no sentence, without a closer look; also as they stand in the text read backwards."""

WORDS = re.compile(r"(\W+)(\w+)").finditer


def tense_at(context: Context, start: int, end: int, *, strong: bool = False) -> Tense:
    """The tense of the nearest verb before the tokens ``start:end`` in their sentence, else of the nearest after, up
    to the next clause ("The ruling Tuesday deepens fears that they could attack" says nothing of the future).

    Past forms are those of the language's list and of its regular endings, but not behind an infinitive ("to be held").
    ``strong``: only a plain future ("will") counts as future, no modal verb.
    """
    tokens, grammar = context.tokens, context.grammar
    # The separator before the expression's first word belongs to what stands before it, also where it was matched.
    first, last = start + start % 2, end - (end % 2 == 0)
    found = _before(grammar, tokens, tokens.offsets[first], strong)
    if found is None:
        found = _after(grammar, tokens.text, tokens.offsets[last], tokens.parts[last - 1], strong)
    return grammar.default_tense if found is None else found


def _before(grammar: Grammar, tokens: Tokens, end: int, strong: bool) -> Tense:
    """The tense of the sentence up to ``end``, read backwards."""
    text, verbs, endings, infinitive = tokens.text, grammar.verbs, grammar.past_endings, grammar.infinitive
    following = text[end : end + 1]
    words = islice(WORDS(tokens.backwards, len(text) - end), LEFT)
    for count, found in enumerate(words):
        separator, word = found.groups()
        word = word[::-1]
        if count == 0:
            if word in grammar.future_cues:
                return "future"
            if word in grammar.past_cues:
                return "past"
        if separator not in JOINING and _breaks(word, separator[::-1], following):
            return None
        if word in verbs or word.endswith(endings):
            sense = _verb(grammar, word, strong)
            if sense == "planned":
                sense = _planned(grammar, *_two_before(tokens, found.end())[:1])
            elif sense == "past" and grammar.auxiliary and grammar.auxiliary in _two_before(tokens, found.end()):
                return "future"
            if sense is not None:
                return sense
        elif word == infinitive and not grammar.governors.isdisjoint(_two_before(tokens, found.end())[:1]):
            return "future"
        following = word
    return None


def _two_before(tokens: Tokens, end: int) -> list[str]:
    """The two words before the one at whose end (in the text read backwards) stands ``end``, the nearer first."""
    return [found[2][::-1] for found in islice(WORDS(tokens.backwards, end), 2)]


def _after(grammar: Grammar, text: str, begin: int, word: str, strong: bool) -> Tense:
    """The tense of the rest of the clause from ``begin`` on, where the separator behind ``word`` stands."""
    verbs, endings, clauses = grammar.verbs, grammar.past_endings, grammar.clauses
    for found in islice(WORDS(text, begin), RIGHT):
        before, (separator, word) = word, found.groups()
        if (separator not in JOINING and _breaks(before, separator, word)) or word in clauses:
            return None
        if word in verbs or word.endswith(endings):
            sense = _verb(grammar, word, strong)
            if sense == "planned":
                sense = _planned(grammar, before)
            if sense is not None:
                return sense
    return None


def _breaks(before: str, written: str, following: str) -> bool:
    """Whether a sentence ends at the separator ``written``: a full stop (or ? or !) before a capital, a blank line."""
    if written.count("\n") > 1:
        return True
    if written[0] not in ".?!" and written[-1:] not in ".?!" and ". " not in written:
        return False
    return bool(following) and not following[0].islower() and len(before) > 2 and " " in written


def _planned(grammar: Grammar, before: str = "") -> Tense:
    """Future where the word ``before`` a plain form is its subject ("they meet"; not "to meet", "did meet")."""
    low = before.lower()
    if low in grammar.subjects:
        return "future"
    named = before[:1].isupper() or low.endswith(grammar.plural_endings)
    return "future" if named and low not in grammar.no_subjects else None


def _verb(grammar: Grammar, word: str, strong: bool) -> Sense | None:
    found = grammar.verbs.get(word)
    if found is not None:
        return "present" if found == "future" and strong and word not in grammar.strong else found
    if len(word) > 4 and word.endswith(grammar.past_endings) and word == word.lower():
        return None if word.endswith(grammar.not_past) else "past"
    return None
