"""Cuts inside a line: headers, share rows, credits, captions and bylines that a scraper ran together with the text.

A line is peeled from its head and from its tail, one atom at a time (a date with its label, a follow or share phrase,
a credit, a byline); what is left in the middle keeps the role that the page as a whole gives it.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import FOLLOWS, STARTERS, Cue, Kind, bits
from workers.normalize.stamps import scan

SEPARATORS = " \t\u00a0\u200b|•·‧,;:–—-/>»"
PUBLISHED = 1 << Kind.PUBLISHED
CREDIT = 1 << Kind.CREDIT
AGENCY = 1 << Kind.AGENCY
BYLINE = 1 << Kind.BYLINE
ROW = FOLLOWS | bits(Kind.ADVERT, Kind.READMORE, Kind.SUBSCRIBE, Kind.VIDEO, Kind.COMMENT)
ATOMS = PUBLISHED | CREDIT | AGENCY | BYLINE | ROW
MOST_ATOMS = 16
LONGEST_CREDIT = 100
LONGEST_CAPTION = 800

SENTENCE_END = re.compile(
    r"(?<![ .(]\w)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep|Rev|Col|Sgt))[.!?…][\"”’»)]{0,2}"
    r"(?=\s+[^\W\d_a-zа-я]|\s+[\"“‘«(]|\Z)|[。！？]"
)
LABEL_GAP = re.compile(r"\s{0,3}[:：=＝/|©–-]?\s{0,3}")
LABELLED = re.compile(
    r"\s{0,3}(?:[:：=＝/|©]|(?<=[:：＝=／/©])|(?<=by)|(?<=von)|(?<=de)|(?<=di)|(?<=of)|(?<=via))\s{0,3}(?=\S)"
)
JOIN = re.compile(r"[\s|•·‧,;:–—\-/>»]{0,6}(?:(?:and|und|et|y|e|en|och|og|i|и|&)\s)?")
NAME = re.compile(
    r"[^\W\d_a-zа-яё][\w'’.\-]{0,30}(?:\s{1,2}(?:(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|ten|bin|al|el|y|e|and|und|et|i|&)\s){0,2}"
    r"[^\W\d_a-zа-яё][\w'’.\-]{0,30}){0,5}"
)


def starts_upper(text: str, position: int, stop: int) -> bool:
    """Whether what stands at ``position`` could begin a sentence or a name (anything but a lower-case letter)."""
    return position >= stop or not text[position].islower()


def credit_end(text: str, position: int, stop: int) -> int:
    """Where the name of a credit ends that begins at ``position``: its full stop, a separator, or the line's end.

    -1 where what follows is too long for a name.
    """
    window = min(stop, position + LONGEST_CREDIT)
    match = SENTENCE_END.search(text, position, window)
    if match is not None and match.end() <= window:
        return match.end()
    bar = text.find(" | ", position, window)
    if bar >= 0:
        return bar
    return stop if window == stop else -1


class Cutter:
    """Peels one line after the other of the same text."""

    def __init__(self, text: str, folded: str, *, alone: bool) -> None:
        """``alone``: the whole text is one line, so a caption ends with its sentence."""
        self.text = text
        self.folded = folded
        self.cues: list[Cue] = []
        self.starts: list[int] = []
        self.alone = alone

    def cut(self, block: Block, cues: list[Cue], *, head: bool) -> list[Block]:
        """The parts of ``block``, in order. ``cues`` stand in it. ``head``: nothing of the body is before it."""
        self.cues = cues
        self.starts = [cue.start for cue in cues]
        pieces, position = self._peel_head(block, head)
        tail, end = self._peel_tail(position, block.end)
        if position < end:
            pieces.append(Block(position, end))
        pieces.extend(reversed(tail))
        return pieces

    def _cue_at(self, position: int) -> Cue | None:
        index = bisect_left(self.starts, position)
        return self.cues[index] if index < len(self.cues) and self.starts[index] == position else None

    def _skip(self, position: int, stop: int) -> int:
        text = self.text
        while position < stop and text[position] in SEPARATORS:
            position += 1
        return position

    def _peel_head(self, block: Block, head: bool) -> tuple[list[Block], int]:
        pieces: list[Block] = []
        position, stop = block.start, block.end
        for _ in range(MOST_ATOMS):
            atom = self._head_atom(position, stop, head or bool(pieces))
            if atom is None:
                break
            pieces.append(atom)
            position = self._skip(atom.end, stop)
            if atom.role is Role.CREDIT and position < stop:
                caption = self._caption(position, stop)
                if caption is not None:
                    pieces.append(caption)
                    position = self._skip(caption.end, stop)
            if position >= stop:
                break
        return pieces, position

    def _head_atom(self, position: int, stop: int, head: bool) -> Block | None:
        text, folded = self.text, self.folded
        cue = self._cue_at(position)
        if cue is not None:
            if cue.kinds & PUBLISHED:
                end = scan(folded, LABEL_GAP.match(folded, cue.end, stop).end(), stop)  # type: ignore[union-attr]
                if end > 0:
                    return Block(position, self._date_tail(end, stop), Role.HEADER)
            if cue.kinds & CREDIT:
                label = LABELLED.match(text, cue.end, stop)
                if label is not None:
                    end = credit_end(text, label.end(), stop)
                    if end > 0:
                        return Block(position, end, Role.CREDIT)
            if cue.kinds & ROW:
                end = self._row(cue, stop)
                if end > 0 and (head or end == stop):
                    return Block(position, end, Role.FURNITURE)
            if cue.kinds & BYLINE:
                return self._byline(position, cue.end, stop, head)
        if not head:
            return None
        letter = text[position]
        if letter.isdigit() or letter.isalpha():
            end = scan(folded, position, stop)
            if end > 0 and self._date_stands_alone(end, stop):
                return Block(position, self._date_tail(end, stop), Role.HEADER)
            space = folded.find(" ", position, position + 8)
            if space > 0 and folded[position:space].rstrip(":") in STARTERS:
                return self._byline(position, space, stop, head)
        return None

    def _date_tail(self, end: int, stop: int) -> int:
        return end + 1 if end < stop and self.text[end] in ".)" else end

    def _date_stands_alone(self, end: int, stop: int) -> bool:
        """Whether a date without a label is a header's: an end, a separator, a cue or a glued name follows."""
        text = self.text
        if end >= stop:
            return True
        after = self._skip(end, stop)
        if after >= stop or self._cue_at(after) is not None:
            return True
        if text[end : end + 2].strip(" .") and not text[end].isspace():
            return text[end] in "|•·)" or text[end].isupper()
        return (
            after > end + 1 and text[end:after].strip() in ("|", "•", "·", "-", "–", "—", "") and text[after].isupper()
        )

    def _row(self, cue: Cue, stop: int) -> int:
        """The end of a row of share, follow and network phrases that begins with ``cue``; -1 where it is mere text."""
        index = bisect_left(self.starts, cue.start)
        end = cue.end
        count = 1
        while True:
            after = JOIN.match(self.folded, end, stop).end()  # type: ignore[union-attr]
            index += 1
            if index < len(self.cues) and self.starts[index] == after and self.cues[index].kinds & FOLLOWS:
                end = self.cues[index].end
                count += 1
                continue
            break
        after = self._skip(end, stop)
        if after < stop and not (self.text[after].isupper() or self.text[after] in "\"“«'‘" or self._cue_at(after)):
            return -1
        phrase = self.folded[cue.start : cue.end]
        if count == 1 and " " not in phrase and after < stop and after <= end + 1:
            return -1
        return end

    def _byline(self, position: int, after: int, stop: int, head: bool) -> Block | None:
        text = self.text
        begin = after
        while begin < stop and text[begin] in " \u00a0:：":
            begin += 1
        name = NAME.match(text, begin, stop)
        if name is None:
            return None
        end = name.end()
        rest = self._skip(end, stop)
        if rest >= stop or (head and (text[end:rest].strip() or self._head_follows(end, stop))):
            return Block(position, min(end, stop), Role.BYLINE)
        return None

    def _head_follows(self, end: int, stop: int) -> bool:
        after = self._skip(end, stop)
        return scan(self.folded, after, stop) > 0

    def _caption(self, position: int, stop: int) -> Block | None:
        """The caption after a credit: to the line's end, or its first sentence where the text is one line."""
        if not self.alone and stop - position <= LONGEST_CAPTION:
            return Block(position, self._before_tail(position, stop), Role.CAPTION)
        match = SENTENCE_END.search(self.text, position, min(stop, position + LONGEST_CAPTION))
        return None if match is None else Block(position, match.end(), Role.CAPTION)

    def _before_tail(self, position: int, stop: int) -> int:
        _tail, end = self._peel_tail(position, stop)
        return end if end > position else stop

    def _peel_tail(self, start: int, stop: int) -> tuple[list[Block], int]:
        """The atoms at the end of ``text[start:stop]``, last first, and where they begin."""
        text = self.text
        pieces: list[Block] = []
        end = stop
        index = bisect_left(self.starts, stop) - 1
        while index >= 0 and len(pieces) < MOST_ATOMS and end > start:
            cue = self.cues[index]
            if cue.start < start or end - cue.end > LONGEST_CREDIT:
                break
            atom = self._tail_atom(cue, start, end) if cue.end <= end else None
            if atom is not None:
                begin = atom.start
                pieces.append(Block(begin, end, atom.role))
                end = begin
                while end > start and text[end - 1] in " \t\u00a0\u200b|•·":
                    end -= 1
            index -= 1
        return pieces, end

    def _tail_atom(self, cue: Cue, start: int, end: int) -> Block | None:
        text = self.text
        kinds = cue.kinds
        if kinds & (CREDIT | AGENCY):
            opened = max(
                text.rfind("(", max(start, cue.start - 60), cue.start),
                text.rfind("[", max(start, cue.start - 60), cue.start),
            )
            if opened >= 0 and text[end - 1] in ")]." and text.find(")", opened, end) in (end - 1, end - 2, -1):
                return Block(opened, end, Role.CREDIT)
        if (
            kinds & CREDIT
            and end - cue.start <= LONGEST_CREDIT
            and not text[cue.start].islower()
            and self._opens(cue.start, start)
        ):
            label = LABELLED.match(text, cue.end, end)
            if label is not None and SENTENCE_END.search(text, label.end(), end - 1) is None:
                return Block(cue.start, end, Role.CREDIT)
        slashed = kinds & AGENCY and cue.end < end and text[cue.end] == "/" and self._opens(cue.start, start)
        if slashed and SENTENCE_END.search(text, cue.end, end - 1) is None:
            return Block(cue.start, end, Role.CREDIT)
        if kinds & PUBLISHED:
            after = LABEL_GAP.match(self.folded, cue.end, end)
            reach = scan(self.folded, after.end() if after else cue.end, end)
            if reach > 0 and not text[reach:end].strip(SEPARATORS + ".)") and self._opens(cue.start, start):
                return Block(cue.start, end, Role.HEADER)
        if kinds & FOLLOWS and " " in text[cue.start : cue.end] and self._opens(cue.start, start):
            reach = self._row(cue, end)
            if reach > 0 and not text[reach:end].strip(SEPARATORS + ".!"):
                return Block(cue.start, end, Role.FURNITURE)
        return None

    def _opens(self, position: int, start: int) -> bool:
        """Whether a new thing can begin at ``position``: after a stop, a bracket, a separator, or at ``start``."""
        text = self.text
        before = position
        while before > start and text[before - 1].isspace():
            before -= 1
        return before <= start or text[before - 1] in '.!?…。”"’)]|•·©:;—–/»'
