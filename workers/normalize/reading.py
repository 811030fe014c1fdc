"""From a text to its lines: split, cut where things were fused, read off."""

from __future__ import annotations

from bisect import bisect_left

from workers.article import fold
from workers.normalize.blocks import split_lines
from workers.normalize.cues import find_cues
from workers.normalize.fused import ATOMS, Cutter
from workers.normalize.lines import Line, read_line, scale_of

HEAD_LINES = 8
SHORT = 160
MOST_CUES = 20_000


def read_lines(text: str) -> list[Line]:
    """The lines (and parts of lines) of ``text`` in order, each with what is read off it alone."""
    blocks = split_lines(text)
    folded = fold(text)
    cues = find_cues(text, folded, MOST_CUES)
    cutter = Cutter(text, folded, cues, alone=len(blocks) == 1)
    starts = cutter.starts
    scale = scale_of(text)
    lines: list[Line] = []
    first = 0
    head = True
    for number, block in enumerate(blocks):
        last = bisect_left(starts, block.end, first)
        pieces = None
        size = block.end - block.start
        near_head = head and number < HEAD_LINES
        if near_head or (last > first and any(cue.kinds & ATOMS for cue in cues[first:last])):
            pieces = cutter.cut(block, first, last, head=near_head or size < SHORT)
        if pieces is None or (len(pieces) == 1 and pieces[0].role is None):
            lines.append(read_line(text, block, cues, first, last, scale))
        else:
            begin = first
            for piece in pieces:
                until = bisect_left(starts, piece.end, begin, last)
                lines.append(read_line(text, piece, cues, begin, until, scale))
                begin = until
        if size > SHORT and lines[-1].block.role is None:
            head = False
        first = last
    return lines
