"""The text as blocks: one line a block, white space at both ends left out."""

from __future__ import annotations

from typing import NamedTuple

from workers.model import Role

NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters of no width: pages put them on lines of their own."""

MOST_LINES = 5_000
"""What follows so many lines is one block: no article has more, and the number of segments stays bounded."""

BLANK = NO_WIDTH + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())

Row = tuple[int, int, str]
"""A line of the text: where it begins and ends without the white space around it, and ``text[start:end]``."""


class Block(NamedTuple):
    """A line or a part of one: ``text[start:end]`` without the white space around it.

    ``role`` is set where the form itself decides (a cut inside a line), None where the page as a whole must.
    """

    start: int
    end: int
    role: Role | None = None


def split_lines(text: str) -> list[Row]:
    """The lines of ``text`` that hold more than white space, in order, at most ``MOST_LINES``."""
    rows: list[Row] = []
    position = 0
    for words in map(str.strip, text.splitlines()):
        # white space alone is stripped in a fraction of the time, and most lines have nothing else at their ends
        if words and (words[0] in NO_WIDTH or words[-1] in NO_WIDTH):
            words = words.strip(BLANK)
        if words:
            start = text.index(words[0], position)
            position = start + len(words)
            rows.append((start, position, words))
    if len(rows) > MOST_LINES:
        start, stop = rows[MOST_LINES - 1][0], rows[-1][1]
        rows[MOST_LINES - 1 :] = [(start, stop, text[start:stop])]
    return rows
