"""The tokens of a text for the tagger of entities: they follow each other without a gap and give the text again."""

from __future__ import annotations

import re

from workers.extract.entity_words import own_words

_TAILS = "|".join(sorted(own_words()["tails"]))
_TOKEN = re.compile(
    r"[a-z]++(?![’'\-\w]) ?"
    r"|(?:[A-Z]\.(?:(?:[A-Z]\.)++|(?= ?[A-Z]))|(?:[MDSJF][rst]|Mrs)\."
    rf"|(?<=\w)-(?:{_TAILS})\b|[^\W\d_](?:[^\W_]++|['’](?!s\b)[^\W\d_]++|-(?!(?:{_TAILS})\b)[^\W\d_]++)*+"
    r"|\d++|['’]s\b|[^\w\s]|_) ?"
    r"|[^\S\n]*+\n\s*+|[^\S\n]++"
)
"""Plain words first: they are the most. Then words with hyphens and apostrophes (a possessive ending, and what hangs on
a name by a hyphen, stand alone), abbreviations with their points, numbers, any other sign; the end of a line with all
that is blank about it. One blank after a token belongs to it."""


def split_tokens(text: str) -> list[str]:
    """The tokens, each with the one blank that may follow it; joined they are ``text``."""
    found: list[str] = _TOKEN.findall(text)
    return found
