"""What a candidate's text says of it beside the words around it: switches that a word alone does not have.

``small``: the same word stands in the text in small letters; ``heading``: most words of its line are in capitals;
``begin`` and ``inside`` of a name of several words that the lists know, by the name's kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from workers.extract.entity_words import names

PHRASES = "KLOPN"
"""Kinds of listed names: country, place, organization, person, people."""
SMALL, HEADING, LISTED = 0, 1, 2
SWITCHES = LISTED + 2 * len(PHRASES)
LONGEST = 5
"""Words of the longest listed name that is looked for."""


@cache
def openers() -> dict[str, int]:
    """First words of listed names with the number of words of the longest."""
    found: dict[str, int] = {}
    for name in names():
        words = name.split(" ")
        if 1 < len(words) <= LONGEST:
            found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def in_heading(capital: Any, letters: Any, breaks: Any, positions: Any) -> Any:
    """Whether each position is on a line of three words or more, most of them in capitals. Arrays by token: capital
    words, all words, ends of lines."""
    lines = np.cumsum(breaks)
    words = np.bincount(lines, weights=letters)
    capitals = np.bincount(lines, weights=capital)
    return ((words > 2) & (capitals > 0.6 * words))[lines[positions]]


def listed_names(folded: Sequence[str], positions: Sequence[int]) -> list[tuple[int, int]]:
    """``(row in positions, switch)`` for every candidate in a listed name of several words, the longest first, left to
    right. ``folded``: the candidates in lower case. Only words that follow each other make a name."""
    found: list[tuple[int, int]] = []
    known, longest = names(), openers()
    end = 0
    count = len(positions)
    for row in range(count):
        most = longest.get(folded[row], 0)
        if row < end or not most:
            continue
        most = min(most, count - row)
        while most > 1 and positions[row + most - 1] != positions[row] + most - 1:
            most -= 1
        for length in range(most, 1, -1):
            code = known.get(" ".join(folded[row : row + length]))
            if code is not None:
                switch = LISTED + 2 * PHRASES.index(code[0])
                found.append((row, switch))
                found += [(row + more, switch + 1) for more in range(1, length)]
                end = row + length
                break
    return found
