"""Months and seasons that are somebody's or some place's name: Theresa May, April Ryan, Silver Spring."""

from __future__ import annotations

from workers.dates.context import Context
from workers.dates.groups import Groups

FIRM = "FIRMPREP"
"""Class of prepositions after which a month is a month ("in May", "since April"); "by" and "of" go before names too."""


def is_name(groups: Groups, context: Context) -> bool:
    """Whether the month or season that ``groups`` matched by itself is written as part of a name.

    Evidence: a capital on the word beside it with no word of the grammar ("the", "in") before, or, for a word that the
    language also knows otherwise (``case.capital``), the same word with a capital before it elsewhere in the text
    ("Theresa May ... said May").
    """
    parts = context.tokens.parts
    start, end = groups["m" if "m" in groups else "s"]
    word = parts[start]
    if not word[:1].isupper():
        return False
    after = parts[end + 1] if end + 1 < len(parts) and parts[end] == " " else ""
    if "s" in groups and _capital(after):
        return True
    before = parts[start - 2] if start >= 2 and parts[start - 1] == " " else ""
    if before in context.grammar.tables.get(FIRM, ()):
        return False
    if before not in context.grammar.lexicon.characters and (_capital(before) or _capital(after)):
        return True
    return word.lower() in context.grammar.capital and word in context.named_words()


def _capital(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()
