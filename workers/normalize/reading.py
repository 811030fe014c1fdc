"""From a text to its lines: split, cut where things were fused, read off."""

from __future__ import annotations

import re

from workers.article import fold
from workers.model import Role
from workers.normalize.blocks import Block, split_lines
from workers.normalize.cues import STARTERS, Cue, find_cues
from workers.normalize.fused import ATOMS, Cutter
from workers.normalize.lines import DIGIT, Line, read_line, scale_of
from workers.normalize.openings import LONGEST_DATELINE, is_dateline
from workers.normalize.openings import MARKS as DATELINE_MARKS
from workers.normalize.rows import split_row
from workers.normalize.stamps import could_start

DASHES = frozenset("-–—―")
HEAD_LINES = 8
"""In so many lines from the top, dates and bylines are looked for without a cue."""

SHORT, PARAGRAPH = 160, 80
HEAD, TAIL = 48, 100
"""Of a long line the cues within so many characters of its ends count; in the middle they are text like any other."""

SENTENCE_ENDS = frozenset('.!?"”»。！？')
MARKS = re.compile(r"[(/:©|]")
"""A long line that ends like a sentence has a credit or a link at its end only where one of these stands."""

TOP_LINES, TOP = 3, 900
"""Of the first lines, the cues within so many characters of the start: there whole pages may be fused."""


def read_lines(text: str, title: str | None = None) -> list[Line]:
    """The lines (and parts of lines) of ``text`` in order, each with what is read off it alone."""
    blocks = split_lines(text)
    folded = fold(text)
    cues_of = find_cues(text, folded, _spans(text, blocks), len(blocks))
    cutter = Cutter(text, folded, alone=len(blocks) == 1)
    scale = scale_of(text)
    lines: list[Line] = []
    head = True
    for number, (block, cues) in enumerate(zip(blocks, cues_of, strict=True)):
        if not head and not (cues and _has_atom(cues, block)):
            lines.append(read_line(text, block, cues, scale))
            continue
        size = block.end - block.start
        near_head = head and number < HEAD_LINES
        pieces = [block]
        if near_head and text[block.end - 1] in DASHES and is_dateline(text[block.start : block.end]):
            pieces = [block._replace(role=Role.DATELINE)]
        elif head and size < SHORT and DIGIT.search(folded, block.start, block.end) is not None:
            pieces = split_row(text, folded, block, cues)
        if len(pieces) == 1 and pieces[0].role is None:
            if near_head and size >= PARAGRAPH:
                fused_title = title.strip() if title and number < TOP_LINES else "" if number == 0 else None
                if cues or fused_title is not None or _opens_fused(folded, block) or _holds_dash(text, block):
                    pieces = cutter.cut(block, cues, head=True, title=fused_title)
            elif (near_head and _opens_fused(folded, block)) or (cues and _has_atom(cues, block)):
                pieces = cutter.cut(block, cues, head=near_head or size < SHORT)
        if len(pieces) == 1 and pieces[0].role is None:
            lines.append(read_line(text, block, cues, scale))
        else:
            for piece in pieces:
                own = [cue for cue in cues if piece.start <= cue.start < piece.end]
                lines.append(read_line(text, piece, own, scale))
        if size > SHORT and lines[-1].block.role is None:
            head = False
    return lines


def _holds_dash(text: str, block: Block) -> bool:
    """Whether a dateline may open the block."""
    return DATELINE_MARKS.search(text, block.start, block.start + LONGEST_DATELINE) is not None


def _has_atom(cues: list[Cue], block: Block) -> bool:
    """Whether a cue that can be cut off stands at the start of the block or near its end."""
    first, last = block.start + 1, block.end - TAIL
    return any(kinds & ATOMS and (start <= first or end >= last) for start, end, kinds in cues)


def _opens_fused(folded: str, block: Block) -> bool:
    """Whether the first word may begin a date or a byline."""
    start = block.start
    return (
        folded[start].isdigit()
        or could_start(first := folded[start : start + 24].split(None, 1)[0])
        or first in STARTERS
    )


def _spans(text: str, blocks: list[Block]) -> list[tuple[int, int, int]]:
    spans = []
    tail = TAIL if len(blocks) > 1 else TOP
    for owner, (start, stop, _) in enumerate(blocks):
        head = TOP if owner < TOP_LINES else HEAD
        if stop - start <= head + tail:
            spans.append((start, stop, owner))
        else:
            spans.append((start, start + head, owner))
            if text[stop - 1] not in SENTENCE_ENDS or MARKS.search(text, stop - tail, stop) is not None:
                spans.append((stop - tail, stop, owner))
    return spans
