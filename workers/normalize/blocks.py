"""The text as blocks: one line a block, white space at both ends left out."""

from __future__ import annotations

from typing import NamedTuple

from workers.model import Role

BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""White space, and the characters of no width that pages put on lines of their own."""


class Block(NamedTuple):
    """A line or a part of one: ``text[start:end]`` without the white space around it.

    ``role`` is set where the form itself decides (a cut inside a line), None where the page as a whole must.
    """

    start: int
    end: int
    role: Role | None = None


def split_lines(text: str) -> list[Block]:
    """The lines of ``text`` that hold more than white space, in order. Linear in the length of the text."""
    blocks = []
    position = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip(BLANK):
            start = position + line.index(stripped[0])
            blocks.append(Block(start, start + len(stripped)))
        position += len(line)
    return blocks
