"""The text as blocks: one line a block, white space at both ends left out."""

from __future__ import annotations

from typing import NamedTuple

from workers.model import Role

NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters of no width: pages put them on lines of their own."""

MOST_LINES = 5_000
"""What follows so many lines is one block: no article has more, and the number of segments stays bounded."""

BLANK = NO_WIDTH + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


class Block(NamedTuple):
    """A line or a part of one: ``text[start:end]`` without the white space around it.

    ``role`` is set where the form itself decides (a cut inside a line), None where the page as a whole must.
    """

    start: int
    end: int
    role: Role | None = None


def split_lines(text: str) -> list[Block]:
    """The lines of ``text`` that hold more than white space, in order, at most ``MOST_LINES``."""
    blocks = []
    position = 0
    for line in text.splitlines():
        if line and (stripped := line.strip(BLANK)):
            start = text.index(stripped[0], position)
            position = start + len(stripped)
            blocks.append(Block(start, position))
    if len(blocks) > MOST_LINES:
        blocks[MOST_LINES - 1 :] = [Block(blocks[MOST_LINES - 1].start, blocks[-1].end)]
    return blocks
