"""What may be fused to the head of a line: a date with its label, a credit, share phrases, a byline, a title."""

from __future__ import annotations

from bisect import bisect_left

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import FOLLOWS, Kind, bits
from workers.normalize.forms import LABEL_GAP, LABELLED, NAME, SENTENCE_END, SEPARATORS, YEAR, credit_end
from workers.normalize.rows import find_date
from workers.normalize.stamps import opens_date, scan
from workers.normalize.stretch import Stretch

PUBLISHED = 1 << Kind.PUBLISHED
CREDIT = 1 << Kind.CREDIT
BYLINE = 1 << Kind.BYLINE
ROW = FOLLOWS | bits(Kind.ADVERT)
NAMING = PUBLISHED | BYLINE
SHORTEST_TITLE, LONGEST_TITLE = 12, 220


def head_atom(stretch: Stretch, position: int, stop: int, head: bool) -> Block | None:
    """The atom that begins at ``position``, or None. ``head``: nothing of the body stands before it."""
    text, folded = stretch.text, stretch.folded
    cue = stretch.cue_at(position)
    if cue is not None:
        kinds = cue.kinds
        if kinds & PUBLISHED:
            gap = LABEL_GAP.match(folded, cue.end, stop)
            end = scan(folded, gap.end() if gap is not None else cue.end, stop)
            if end > 0:
                return Block(position, _date_tail(text, end, stop), Role.HEADER)
        if kinds & CREDIT:
            label = LABELLED.match(text, cue.end, stop)
            if label is not None:
                end = credit_end(text, label.end(), stop)
                if end > 0 and not (text[position] in "©(" and YEAR.search(text, position, end)):
                    return Block(position, end, Role.CREDIT)
        if kinds & ROW:
            end = stretch.row_end(cue, stop)
            if end > 0 and (head or end == stop):
                return Block(position, end, Role.FURNITURE)
        if kinds & BYLINE:
            return _byline(stretch, position, cue.end, stop, head)
    if not head:
        return None
    if opens_date(folded, position):
        end = scan(folded, position, stop)
        if end > 0 and _stands_alone(stretch, end, stop):
            return Block(position, _date_tail(text, end, stop), Role.HEADER)
    after = stretch.starter_end(position)
    return _byline(stretch, position, after, stop, head) if after > 0 else None


def title_end(stretch: Stretch, block: Block, title: str) -> int:
    """Where a title ends that is fused to the head of a long block; -1 where none is.

    ``title``: the one that the message gives; empty where it gives none: a header's date must follow then.
    """
    text, start, stop = stretch.text, block.start, block.end
    end = start + len(title)
    if title and text[start:end].casefold() == title.casefold():
        return end if end < stop and not text[end].isalnum() else -1
    window = min(stop, start + LONGEST_TITLE)
    if YEAR.search(text, start, window) is None:
        return -1
    for begin, end in find_date(stretch.folded, start, window):
        label = begin
        for cue in stretch.cues:
            if cue.start < begin and cue.kinds & NAMING:
                label = cue.start
        words = text[start:label].rstrip(SEPARATORS)
        if len(words) < SHORTEST_TITLE or " " not in words or SENTENCE_END.search(words) or words.endswith("."):
            return -1
        if label < begin or _stands_alone(stretch, end, stop):
            return start + len(words)
    return -1


def _date_tail(text: str, end: int, stop: int) -> int:
    rest = text[end:stop] if stop - end <= 10 else ""
    if rest[:1] == " " and rest.strip().islower():
        return stop
    return end + 1 if end < stop and text[end] in ".)" else end


def _stands_alone(stretch: Stretch, end: int, stop: int) -> bool:
    """Whether a date without a label is a header's: an end, a separator, a cue or a glued name follows."""
    text = stretch.text
    if end >= stop:
        return True
    after = stretch.skip(end, stop)
    if after >= stop or stretch.cue_at(after) is not None:
        return True
    space = stretch.starter_end(after)
    if space > 0 and text[space - 1] != ":" and text[space + 1 : space + 2].isupper():
        return True
    if text[end : end + 2].strip(" .") and not text[end].isspace():
        return text[end] in "|•·)" or text[end].isupper()
    return after > end + 1 and text[end:after].strip() in ("|", "•", "·", "-", "–", "—", "") and text[after].isupper()


def _byline(stretch: Stretch, position: int, after: int, stop: int, head: bool) -> Block | None:
    text = stretch.text
    begin = after
    while begin < stop and text[begin] in " \u00a0:：":
        begin += 1
    name = NAME.match(text, begin, stop)
    if name is None:
        return None
    index = bisect_left(stretch.starts, begin + 1)
    end = min(name.end(), stretch.starts[index]) if index < len(stretch.starts) else name.end()
    rest = stretch.skip(end, stop)
    if rest >= stop:
        return Block(position, min(end, stop), Role.BYLINE)
    if head and (text[end:rest].strip() or stretch.cue_at(rest) or scan(stretch.folded, rest, stop) > 0):
        return Block(position, min(end, stop), Role.BYLINE)
    return None
