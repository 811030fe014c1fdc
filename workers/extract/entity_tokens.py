"""The words of a text for the tagger of entities, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workers.extract.entity_words import own_words

_TAILS = "|".join(sorted(own_words()["tails"]))
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}+|[A-Z]\.$|(?:[MDSJF][rst]|Mrs)\."
    rf"|(?<=\w)-(?:{_TAILS})\b|[^\W\d_](?:[^\W_]++|['’](?!s\b)[^\W\d_]++|-(?!(?:{_TAILS})\b)[^\W\d_]++)*+"
    r"|\d++|['’]s\b|[^\w\s]|_"
)
"""Abbreviations and initials with their points, words with their hyphens and apostrophes (a possessive ending, and what
hangs on a name by a hyphen, stand alone), numbers, any other sign."""


def split_pieces(text: str) -> list[str]:
    """What blanks part, in order; the end of a line is a piece of its own."""
    return text.replace("\n", " \n ").split(" ")


def split_piece(piece: str) -> list[str]:
    """The words of a piece."""
    return [piece] if piece.isalpha() or piece == "\n" else _WORD.findall(piece)


def split_words(text: str) -> list[str]:
    """The words and signs of a text in order, and the ends of its lines."""
    return [word for piece in split_pieces(text) for word in split_piece(piece)]


def offsets_of(text: str, words: Iterable[str]) -> list[int]:
    """Where words start in the text: some of its words, in order, each the next that is written so."""
    found = []
    at = 0
    for word in words:
        at = text.index(word, at)
        found.append(at)
        at += len(word)
    return found
