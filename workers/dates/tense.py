"""The tense of the sentence around an expression, from its verbs: past, future, or unknown."""

from __future__ import annotations

from typing import Literal

from workers.dates.context import Context
from workers.dates.grammar import Grammar, Sense
from workers.dates.tokens import SPLIT, separator_classes

Tense = Literal["past", "future", "present"] | None
ENDING = frozenset(".?!")
LEFT, RIGHT = 23, 16
"""How many words before and after the expression are looked at."""

FAR = 300
REACHES = (40, 120, FAR)
"""Code points read for them, from one step to the next as long as they do not tell; mostly the first will do."""

JOINING = frozenset(each for each in separator_classes() if ENDING.isdisjoint(each) and each.count("\n") < 2)
"""Separators that end no sentence, without a closer look."""


def tense_at(context: Context, start: int, end: int, *, strong: bool = False) -> Tense:
    """The tense of the nearest verb before the tokens ``start:end`` in their sentence, else of the nearest after, up
    to the next clause ("The ruling Tuesday deepens fears that they could attack" says nothing of the future).

    Past forms are those of the language's list and of its regular endings, but not behind an infinitive ("to be held").
    ``strong``: only a plain future ("will") counts as future, no modal verb.
    """
    tokens, grammar = context.tokens, context.grammar
    # The separator before the expression's first word belongs to what stands before it, also where it was matched.
    first, last = tokens.offsets[start + start % 2], end - (end % 2 == 0)
    text = tokens.text
    found: Tense | Literal["further"] = "further"
    for reach in REACHES:
        if found == "further":
            whole = first <= reach or reach == FAR
            found = _before(grammar, SPLIT(text[max(first - reach, 0) : first]), text[first : first + 1], strong, whole)
    if found is not None and found != "further":
        return found
    found, begin = "further", tokens.offsets[last]
    for reach in REACHES:
        if found == "further":
            whole = begin + reach >= len(text) or reach == FAR
            found = _after(grammar, SPLIT(text[begin : begin + reach]), tokens.parts[last - 1], strong, whole)
    return grammar.default_tense if found is None or found == "further" else found


def _before(
    grammar: Grammar, parts: list[str], following: str, strong: bool, whole: bool
) -> Tense | Literal["further"]:
    """The tense of the words and separators ``parts`` up to the expression, the last first; ``further`` where they do
    not tell and, not being the ``whole`` text, their first word may be cut."""
    verbs, endings, infinitive = grammar.verbs, grammar.endings, grammar.infinitive
    last = len(parts) - 3
    lowest = max(last - 2 * LEFT + 2, 0 if whole else 6)
    for at in range(last, lowest - 1, -2):
        word, separator = parts[at], parts[at + 1]
        if at == last:
            if word in grammar.future_cues:
                return "future"
            if word in grammar.past_cues:
                return "past"
        if separator not in JOINING and _breaks(word, separator, following):
            return None
        if word in verbs or word.endswith(endings):
            sense = _verb(grammar, word, strong)
            if sense == "planned":
                sense = _planned(grammar, parts[at - 2] if at > 1 else "")
            elif sense == "past" and grammar.auxiliary and grammar.auxiliary in parts[max(at - 4, 0) : at : 2]:
                return "future"
            if sense is not None:
                return sense
        elif word == infinitive and at > 1 and parts[at - 2] in grammar.governors:
            return "future"
        following = word
    return "further" if lowest == 6 and not whole else None


def _after(grammar: Grammar, parts: list[str], word: str, strong: bool, whole: bool) -> Tense | Literal["further"]:
    """The tense of the rest of the clause from the separator behind ``word`` on; ``further`` as for ``_before``."""
    verbs, endings, clauses = grammar.verbs, grammar.endings, grammar.clauses
    size = len(parts) if whole else len(parts) - 2
    for at in range(2, min(size, 2 * RIGHT + 1), 2):
        before, separator, word = word, parts[at - 1], parts[at]
        if (separator not in JOINING and _breaks(before, separator, word)) or word in clauses:
            return None
        if word in verbs or word.endswith(endings):
            sense = _verb(grammar, word, strong)
            if sense == "planned":
                sense = _planned(grammar, before)
            if sense is not None:
                return sense
    return "further" if not whole and size <= 2 * RIGHT else None


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
    if len(word) <= 4 or word != word.lower() or word.endswith(grammar.not_past):
        return None
    if word.endswith(grammar.past_endings):
        return "past"
    return "future" if word.endswith(grammar.future_endings) else None
