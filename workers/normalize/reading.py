"""From a text to its lines: split, cut where things were fused, read off."""

from __future__ import annotations

from workers.article import fold
from workers.model import Role
from workers.normalize.blocks import Block, Row, split_lines
from workers.normalize.cues import STARTERS, Cue, find_cues
from workers.normalize.fused import ATOMS, Cutter
from workers.normalize.lines import Line, holds_digit, scale_of
from workers.normalize.openings import LONGEST_DATELINE, holds_mark, is_dateline
from workers.normalize.rows import split_row
from workers.normalize.stamps import could_start

DASHES = frozenset("-–—―")
HEAD_LINES = 8
"""In so many lines from the top, dates and bylines are looked for without a cue."""

SHORT, PARAGRAPH = 160, 80
HEAD, TAIL = 48, 100
"""Of a long line the cues within so many characters of its ends count; in the middle they are text like any other."""

SENTENCE_ENDS = frozenset('.!?"”»。！？')
MARKS = "(/:©|"
"""A long line that ends like a sentence has a credit or a link at its end only where one of these stands."""

TOP_LINES, TOP = 3, 900
"""Of the first lines, the cues within so many characters of the start: there whole pages may be fused."""


def read_lines(text: str, title: str | None = None) -> list[Line]:
    """The lines (and parts of lines) of ``text`` in order, each with what is read off it alone."""
    rows = split_lines(text)
    folded = fold(text)
    cues_of = find_cues(text, folded, _spans(text, rows), len(rows))
    cutter = Cutter(text, folded, alone=len(rows) == 1)
    scale = scale_of(text)
    lines: list[Line] = []
    head = True
    for number, (start, stop, words) in enumerate(rows):
        cues = cues_of[number]
        if not head and not (cues and _has_atom(cues, start, stop)):
            lines.append(Line(start, stop, words, cues, scale))
            continue
        block = Block(start, stop)
        if head:
            pieces = _cut_in_head(cutter, number, block, words, cues, title)
        else:
            pieces = cutter.cut(block, cues, head=stop - start < SHORT)
        if len(pieces) == 1 and pieces[0].role is None:
            lines.append(Line(start, stop, words, cues, scale))
        else:
            for begin, end, role in pieces:
                own = [cue for cue in cues if begin <= cue.start < end]
                lines.append(Line(begin, end, text[begin:end], own, scale, role))
        if stop - start > SHORT and lines[-1].role is None:
            head = False
    return lines


def _cut_in_head(
    cutter: Cutter, number: int, block: Block, words: str, cues: list[Cue], title: str | None
) -> list[Block]:
    """The parts of the line with this number, where nothing of the body stands before it."""
    size = len(words)
    near = number < HEAD_LINES
    if near and words[-1] in DASHES and is_dateline(words):
        return [Block(block.start, block.end, Role.DATELINE)]
    if size < SHORT and holds_digit(words):
        pieces = split_row(cutter.text, cutter.folded, block, cues)
        if len(pieces) > 1:
            return pieces
    if near and size >= PARAGRAPH:
        fused_title = title.strip() if title and number < TOP_LINES else "" if number == 0 else None
        if (
            cues
            or fused_title is not None
            or _opens_fused(cutter.folded, block.start)
            or holds_mark(words[:LONGEST_DATELINE])
        ):
            return cutter.cut(block, cues, head=True, title=fused_title)
    elif (cues and _has_atom(cues, block.start, block.end)) or (near and _opens_fused(cutter.folded, block.start)):
        return cutter.cut(block, cues, head=near or size < SHORT)
    return [block]


def _has_atom(cues: list[Cue], start: int, stop: int) -> bool:
    """Whether a cue that can be cut off stands at the start of the line or near its end."""
    first, last = start + 1, stop - TAIL
    return any(kinds & ATOMS and (begin <= first or end >= last) for begin, end, kinds in cues)


def _opens_fused(folded: str, start: int) -> bool:
    """Whether the first word may begin a date or a byline."""
    return (
        folded[start].isdigit()
        or could_start(first := folded[start : start + 24].split(None, 1)[0])
        or first in STARTERS
    )


def _holds_credit_mark(words: str) -> bool:
    return "(" in words or "/" in words or ":" in words or "|" in words or "©" in words


def _spans(text: str, rows: list[Row]) -> list[tuple[int, int, int]]:
    """The stretches in which cues are looked for, as (start, stop, number of the line)."""
    spans = []
    tail = TAIL if len(rows) > 1 else TOP
    for owner, (start, stop, words) in enumerate(rows):
        head = TOP if owner < TOP_LINES else HEAD
        if stop - start <= head + tail:
            spans.append((start, stop, owner))
        else:
            spans.append((start, start + head, owner))
            if words[-1] not in SENTENCE_ENDS or _holds_credit_mark(words[-tail:]):
                spans.append((stop - tail, stop, owner))
    return spans
