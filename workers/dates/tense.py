"""The tense of the sentence around an expression, from its verbs: past, future, or unknown."""

from __future__ import annotations

from typing import Literal

from workers.dates.context import Context

Tense = Literal["past", "future", "present"] | None
LEFT, RIGHT = 24, 16
"""How many words before and after the expression are looked at."""


def tense_at(context: Context, start: int, end: int, *, strong: bool = False) -> Tense:
    """The tense of the nearest verb before the tokens ``start:end`` in their sentence, else of the nearest after, up
    to the next clause ("The ruling Tuesday deepens fears that they could attack" says nothing of the future).

    Past forms are those of the language's list and of its regular endings, but not behind an infinitive ("to be held").
    ``strong``: only a plain future ("will") counts as future, no modal verb.
    """
    parts, grammar = context.tokens.parts, context.grammar
    before = parts[start - 2 + start % 2] if start > 1 else ""
    if before in context.grammar.future_cues:
        return "future"
    if before in grammar.past_cues:
        return "past"
    for index in range(start - 2 + start % 2, max(start - 2 * LEFT, -1), -2):
        if _breaks(parts, index + 1):
            break
        if parts[index] == grammar.infinitive and index > 1 and parts[index - 2] in grammar.governors:
            return "future"
        found = _verb(context, parts[index], strong)
        if found == "past" and _behind_infinitive(context, index):
            return "future"
        if found is not None:
            return found
    for index in range(end + end % 2, min(end + 2 * RIGHT, len(parts)), 2):
        if (index > 0 and _breaks(parts, index - 1)) or parts[index] in grammar.clauses:
            break
        found = _verb(context, parts[index], strong)
        if found is not None:
            return found
    return grammar.default_tense


def _breaks(parts: list[str], separator: int) -> bool:
    """Whether a sentence ends at the separator: a full stop (or ? or !) before a capital, or a blank line."""
    if separator >= len(parts):
        return True
    written = parts[separator]
    if written == " " or not written:
        return False
    if written.count("\n") > 1:
        return True
    if written[0] not in ".?!" and written[-1:] not in ".?!" and ". " not in written:
        return False
    following = parts[separator + 1] if separator + 1 < len(parts) else ""
    return bool(following) and not following[0].islower() and len(parts[separator - 1]) > 2 and " " in written


def _behind_infinitive(context: Context, index: int) -> bool:
    """Whether the participle at ``index`` follows "be", with at most one word (an adverb) between."""
    parts, auxiliary = context.tokens.parts, context.grammar.auxiliary
    return bool(auxiliary) and auxiliary in parts[max(index - 4, 0) : index : 2]


def _verb(context: Context, word: str, strong: bool) -> Tense:
    low = word.lower()
    if word != low:
        return None
    found = context.grammar.verbs.get(low)
    if found == "future" and strong and low not in context.grammar.strong:
        return "present"
    if found is not None:
        return found
    if len(low) > 4 and low.endswith(context.grammar.past_endings):
        return None if low.endswith(context.grammar.not_past) else "past"
    return None
