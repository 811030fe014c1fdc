"""Months and seasons that are somebody's or some place's name: Theresa May, April Ryan, Silver Spring."""

from __future__ import annotations

from workers.dates.context import Context
from workers.dates.groups import Groups
from workers.model import Role

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


HEADINGS = frozenset((Role.TITLE, Role.KICKER, Role.HEADER, Role.CAPTION))
"""Segments in which any word may have a capital."""


def is_title(groups: Groups, context: Context) -> bool:
    """Whether an expression is the name of a programme or paper: "This Week", "60 Minutes", "VOA Today".

    Evidence, outside headings: a capital on its last word, and one (or figures) on the word before that.
    """
    parts = groups.parts
    last = groups.end - 1
    last -= last % 2
    if not _capital(parts[last]) or last < 2 or parts[last - 1] != " ":
        return False
    before = parts[last - 2]
    if not (before[:1].isupper() or before.isdigit()) or before.lower() in context.grammar.verbs:
        return False
    return context.role_at(context.tokens.offsets[groups.start]) not in HEADINGS
