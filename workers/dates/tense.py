"""The tense of the sentence around an expression, from its verbs: past, future, or unknown."""

from __future__ import annotations

from typing import Literal

from workers.dates.context import Context
from workers.dates.grammar import Grammar
from workers.dates.tokens import SPLIT

Tense = Literal["past", "future", "present"] | None
LEFT, RIGHT = 23, 16
"""How many words before and after the expression are looked at."""

NEAR, FAR = 80, 400
"""Code points read at first on each side, and where that decides nothing; words beyond are not looked at."""


def tense_at(context: Context, start: int, end: int, *, strong: bool = False) -> Tense:
    """The tense of the nearest verb before the tokens ``start:end`` in their sentence, else of the nearest after, up
    to the next clause ("The ruling Tuesday deepens fears that they could attack" says nothing of the future).

    Past forms are those of the language's list and of its regular endings, but not behind an infinitive ("to be held").
    ``strong``: only a plain future ("will") counts as future, no modal verb.
    """
    tokens, grammar, text = context.tokens, context.grammar, context.article.text
    # From the expression's first word, whose separator belongs to what stands before it, to its last.
    first, last = tokens.offset(start + start % 2), tokens.offset(end - (end % 2 == 0))
    found: Tense | Literal["unread"] = "unread"
    for width in (NEAR, FAR):
        found = _before(grammar, text, max(first - width, 0), first, strong)
        if found != "unread":
            break
    if found is None or found == "unread":
        word = tokens.parts[end - 1 - (end % 2 == 0)]
        for width in (NEAR, FAR):
            found = _after(grammar, text, last, last + width, word, strong)
            if found != "unread":
                break
    return grammar.default_tense if found is None or found == "unread" else found


def _before(grammar: Grammar, text: str, begin: int, end: int, strong: bool) -> Tense | Literal["unread"]:
    """The tense before ``end``; None where the sentence shows none, "unread" where it begins before ``begin``."""
    parts = SPLIT(text[begin:end])
    nearest, verbs, endings, infinitive = len(parts) - 3, grammar.verbs, grammar.past_endings, grammar.infinitive
    if nearest >= 0:
        if parts[nearest] in grammar.future_cues:
            return "future"
        if parts[nearest] in grammar.past_cues:
            return "past"
    # The first word and separator may be cut short by the slice, and a verb is told by the two words before it.
    least = 6 if begin else 0
    for index in range(nearest, max(nearest - 2 * LEFT, least - 1), -2):
        word, written = parts[index], parts[index + 1]
        if written != " " and _breaks(word, written, parts[index + 2] or text[end : end + 1]):
            return None
        if word in verbs or word.endswith(endings):
            found = _verb(grammar, word, strong)
            if found == "past" and grammar.auxiliary and grammar.auxiliary in parts[max(index - 4, 0) : index : 2]:
                return "future"
            if found is not None:
                return found
        elif word == infinitive and index > 1 and parts[index - 2] in grammar.governors:
            return "future"
    return "unread" if begin and nearest - 2 * LEFT < least else None


def _after(grammar: Grammar, text: str, begin: int, end: int, word: str, strong: bool) -> Tense | Literal["unread"]:
    """The tense after ``begin``, where the separator behind ``word`` stands; None and "unread" as before the words."""
    parts = SPLIT(text[begin:end])
    verbs, endings, clauses = grammar.verbs, grammar.past_endings, grammar.clauses
    most = len(parts) - (4 if end < len(text) else 0)
    for index in range(2, min(2 + 2 * RIGHT, most), 2):
        before, word = word, parts[index]
        if (parts[index - 1] != " " and _breaks(before, parts[index - 1], word)) or word in clauses:
            return None
        if (word in verbs or word.endswith(endings)) and (found := _verb(grammar, word, strong)) is not None:
            return found
    return "unread" if end < len(text) and most < 2 + 2 * RIGHT else None


def _breaks(before: str, written: str, following: str) -> bool:
    """Whether a sentence ends at the separator ``written``: a full stop (or ? or !) before a capital, a blank line."""
    if written == " " or not written:
        return False
    if written.count("\n") > 1:
        return True
    if written[0] not in ".?!" and written[-1:] not in ".?!" and ". " not in written:
        return False
    return bool(following) and not following[0].islower() and len(before) > 2 and " " in written


def _verb(grammar: Grammar, word: str, strong: bool) -> Tense:
    found = grammar.verbs.get(word)
    if found is not None:
        return "present" if found == "future" and strong and word not in grammar.strong else found
    if len(word) > 4 and word.endswith(grammar.past_endings) and word == word.lower():
        return None if word.endswith(grammar.not_past) else "past"
    return None
