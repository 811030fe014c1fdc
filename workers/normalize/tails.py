"""What may be fused to the tail of a line: a credit, a date with its label, a row of follow phrases."""

from __future__ import annotations

from bisect import bisect_left

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import FOLLOWS, Cue, Kind
from workers.normalize.forms import LABEL_GAP, LABELLED, LONGEST_CREDIT, SENTENCE_END, SEPARATORS, YEAR
from workers.normalize.stamps import scan
from workers.normalize.stretch import Stretch

PUBLISHED = 1 << Kind.PUBLISHED
CREDIT = 1 << Kind.CREDIT
AGENCY = 1 << Kind.AGENCY
MOST_ATOMS = 16
BRACKET_BEFORE = 60
DASHES = " \u00a0-–—"
ENDS = frozenset('.!?…。”"’»)।')


def peel_tail(stretch: Stretch, start: int, stop: int) -> tuple[list[Block], int]:
    """The atoms at the end of ``text[start:stop]``, last first, and where they begin."""
    text = stretch.text
    pieces: list[Block] = []
    end = stop
    index = bisect_left(stretch.starts, stop) - 1
    while index >= 0 and len(pieces) < MOST_ATOMS and end > start:
        cue = stretch.cues[index]
        if cue.start < start or end - cue.end > LONGEST_CREDIT:
            break
        atom = _tail_atom(stretch, cue, start, end) if cue.end <= end else None
        if atom is not None:
            pieces.append(atom)
            end = atom.start
            while end > start and text[end - 1] in " \t\u00a0\u200b|•·":
                end -= 1
        index -= 1
    return pieces, end


def _tail_atom(stretch: Stretch, cue: Cue, start: int, end: int) -> Block | None:
    """The atom that ``cue`` is or begins and that reaches to ``end``."""
    text, kinds, begin = stretch.text, cue.kinds, cue.start
    if kinds & (CREDIT | AGENCY):
        low = max(start, begin - BRACKET_BEFORE)
        opened = max(text.rfind("(", low, begin), text.rfind("[", low, begin))
        if opened >= 0 and text[end - 1] in ")].":
            closed = text.find(")" if text[opened] == "(" else "]", opened, end)
            if closed >= end - 2 or (closed < 0 and end - opened <= LONGEST_CREDIT):
                return Block(opened, end, Role.CREDIT)
        signed = _signature_start(text, begin, start)
        if kinds & AGENCY and signed >= 0 and (cue.end == end or (cue.end + 1 == end and text[cue.end] in "./")):
            return Block(signed, end, Role.CREDIT)
    opens = stretch.opens(begin, start)
    if kinds & CREDIT and opens and end - begin <= LONGEST_CREDIT and not text[begin].islower():
        label = LABELLED.match(text, cue.end, end)
        copyright_line = begin == start and text[start] == "©" and YEAR.search(text, start, end) is not None
        if label is not None and not copyright_line and SENTENCE_END.search(text, label.end(), end - 1) is None:
            return Block(begin, end, Role.CREDIT)
    slashed = kinds & AGENCY and opens and cue.end < end and text[cue.end] == "/"
    if slashed and SENTENCE_END.search(text, cue.end, end - 1) is None:
        return Block(begin, end, Role.CREDIT)
    if kinds & PUBLISHED and opens:
        gap = LABEL_GAP.match(stretch.folded, cue.end, end)
        reach = scan(stretch.folded, gap.end() if gap is not None else cue.end, end)
        if reach > 0 and not text[reach:end].strip(SEPARATORS + ".)"):
            return Block(begin, end, Role.HEADER)
    numbered = opens or text[max(start, begin - 2) : begin].strip().isdigit()
    if kinds & FOLLOWS and numbered and " " in text[begin : cue.end]:
        reach = stretch.row_end(cue, end)
        if reach > 0 and not text[reach:end].strip(SEPARATORS + ".!"):
            return Block(begin, end, Role.FURNITURE)
    return None


def _signature_start(text: str, begin: int, start: int) -> int:
    """Where a wire's signature begins whose name begins at ``begin``: its dash or slash behind a full stop.

    -1 where the name is a part of the sentence.
    """
    sign = begin - 1 if begin > start and text[begin - 1] == "/" else begin
    position = sign
    while position > start and text[position - 1] in DASHES:
        position -= 1
    if position == sign or position <= start or text[position - 1] not in ENDS:
        return -1
    while text[position] in " \u00a0":
        position += 1
    return position
