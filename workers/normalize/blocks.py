"""The text as blocks: one line a block, white space at both ends left out."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.model import Role

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""The line boundaries of ``str.splitlines``."""

LINE = re.compile(f"[^\\s][^{BREAKS}]*")


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
    for match in LINE.finditer(text):
        line = match[0]
        start = match.start()
        blocks.append(Block(start, start + len(line.rstrip())))
    return blocks
