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
HEADING_SUM = 6
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


def heading_weight(word: str, capital: bool) -> int:
    """What a word adds to its line: lines of ``HEADING_SUM`` or more are headings."""
    return 2 if capital else -3 if word[:1].isalpha() else 0


def in_heading(weights: Any, starts: Any, positions: Any) -> Any:
    """Whether each position is on a heading: a line with three capital words or more, and three for every two others.
    Weights by word; ``starts``: where lines begin, in order."""
    headings = np.add.reduceat(weights, starts, dtype=np.int32) >= HEADING_SUM
    return headings[starts.searchsorted(positions, side="right") - 1]


def listed_names(folded: Sequence[str], positions: Sequence[int], rows: Sequence[int]) -> list[tuple[int, int]]:
    """``(row, switch)`` for every candidate in a listed name of several words, the longest first, left to right.

    ``folded`` and ``positions``: the candidates in lower case and where they stand among the words; ``rows``: those at
    which to look. Only words that follow each other make a name.
    """
    found: list[tuple[int, int]] = []
    known, longest = names(), openers()
    end = 0
    count = len(positions)
    for row in rows:
        most = min(longest.get(folded[row], 0), count - row)
        if row < end:
            continue
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
