"""The words and marks of a stretch of text, with where each one stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"[^\W\d_]\w*(?:(?:[’'&/-]|\.(?![A-ZÀ-Þ][a-zß-ÿ]))[^\W\d_]\w*){0,6}\.?|\d+(?:[.,]\d+){0,4}(?:-\w+){0,3}|[^\s\w]|\w"
)
_POSSESSIVE = frozenset(["’s", "'s"])
INITIALS = 3
"""Characters of an initial or a short form with its full stop, at most."""
_STOPS = frozenset(["mrs", "sen", "rep", "gov", "prof", "gen", "sgt", "capt"])


class Token:
    """A word or mark, wherever it stands: ``low`` in lower case without a final stop or possessive, ``length`` without
    the stop, ``capital`` where it begins with one. ``word``: no mark."""

    __slots__ = ("capital", "length", "low", "word")

    def __init__(self, low: str, length: int, capital: bool) -> None:
        self.low = low
        self.length = length
        self.capital = capital
        self.word = low[0].isalnum()


class Phrase(NamedTuple):
    """A noun phrase by its offsets; ``rule``: how it was found."""

    start: int
    end: int
    rule: str


class Stretch:
    """The words and marks of a stretch, or of several that follow each other; ``starts``: where each one begins."""

    __slots__ = ("starts", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.starts: list[int] = []

    def read(self, text: str, start: int, end: int) -> None:
        """Go on with ``text[start:end]``."""
        tokens, starts = self.tokens, self.starts
        at = start
        # What stands between two spaces comes again and again: to read it once costs less than to find its words anew.
        for chunk in text[start:end].split(" "):
            if chunk:
                for begin, token in _read_chunk(chunk):
                    tokens.append(token)
                    starts.append(at + begin)
                at += len(chunk)
            at += 1

    def index_of(self, start: int) -> int | None:
        """The index of the token that begins at the offset."""
        starts = self.starts
        index = bisect_left(starts, start)
        return index if index < len(starts) and starts[index] == start else None

    def end_of(self, index: int) -> int:
        """Where the token ends."""
        return self.starts[index] + self.tokens[index].length

    def phrase(self, first: int, last: int, rule: str) -> Phrase:
        """The phrase from one token to another."""
        return Phrase(self.starts[first], self.starts[last] + self.tokens[last].length, rule)


def read_stretch(text: str, start: int, end: int) -> Stretch:
    """The words and marks of ``text[start:end]``."""
    stretch = Stretch()
    stretch.read(text, start, end)
    return stretch


@lru_cache(maxsize=32_768)
def _read_chunk(chunk: str) -> tuple[tuple[int, Token], ...]:
    """The words and marks of a text without spaces, each with where it begins."""
    found = []
    for match in _TOKEN.finditer(chunk):
        word = match.group()
        low = word.lower()
        length = len(word)
        if length > 1:
            if word[-1] == "." and length > INITIALS and word.count(".") == 1 and low[:-1] not in _STOPS:
                low = low[:-1]
                length -= 1
            if low[-2:] in _POSSESSIVE:
                low = low[:-2]
        found.append((match.start(), Token(low, length, word[0].isupper())))
    return tuple(found)
