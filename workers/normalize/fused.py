"""Cuts inside a line: headers, share rows, credits, captions and bylines that a scraper ran together with the text.

A line is peeled from its head and from its tail, one atom at a time (a date with its label, a follow or share phrase,
a credit, a byline); what is left in the middle keeps the role that the page as a whole gives it.
"""

from __future__ import annotations

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import Cue
from workers.normalize.forms import SENTENCE_END
from workers.normalize.heads import BYLINE, PUBLISHED, ROW, head_atom, title_end
from workers.normalize.openings import dateline_end
from workers.normalize.stretch import Stretch
from workers.normalize.tails import AGENCY, CREDIT, ENDS, peel_tail

ATOMS = PUBLISHED | CREDIT | AGENCY | BYLINE | ROW
MOST_ATOMS = 16
LONGEST_CAPTION = 800
SHORTEST_PARAGRAPH = 60


class Cutter:
    """Peels one line after the other of the same text."""

    def __init__(self, text: str, folded: str, *, alone: bool) -> None:
        """``folded``: ``text`` in lower case at the same offsets; ``alone``: the whole text is one line, so a caption
        ends with its sentence."""
        self.text = text
        self.folded = folded
        self.alone = alone
        self.stretch = Stretch(text, folded)

    def cut(self, block: Block, cues: list[Cue], *, head: bool, title: str | None = None) -> list[Block]:
        """The parts of ``block``, in order. ``cues`` stand in it. ``head``: nothing of the body is before it.

        ``title``: where given or empty, the block may begin with it, or with an unknown one before a header's date.
        """
        stretch = self.stretch
        stretch.choose(cues)
        start, stop, _ = block
        pieces: list[Block] = []
        if title is not None:
            after = title_end(stretch, block, title)
            if after > 0:
                pieces.append(Block(start, after, Role.TITLE))
                start = stretch.skip(after, stop)
        position = self._peel_head(pieces, start, stop, head)
        if head and stop - position > SHORTEST_PARAGRAPH:
            after = dateline_end(self.text, position, stop)
            if after > 0:
                pieces.append(Block(position, after, Role.DATELINE))
                position = after
        if not cues:
            if position < stop:
                pieces.append(Block(position, stop))
            return pieces
        tail, end = peel_tail(stretch, position, stop)
        if position < end:
            captioned = (
                tail
                and not self.alone
                and end - position <= LONGEST_CAPTION
                and tail[-1].role is Role.CREDIT
                and self._is_photo(tail[-1])
            )
            pieces.append(Block(position, end, Role.CAPTION if captioned else None))
        pieces.extend(reversed(tail))
        return pieces

    def _is_photo(self, credit: Block) -> bool:
        """Whether a credit at a line's end is a picture's: more than the names of agencies, which sign a text too."""
        start, end, _ = credit
        inside = [cue for cue in self.stretch.cues if start <= cue.start < end]
        if any(cue.kinds & CREDIT for cue in inside):
            return True
        if self.text.find("/", start, end) < 0:
            return False
        if self.text[max(0, start - 4) : start].rstrip()[-1:] not in ENDS:
            return True
        named = sum(cue.end - cue.start for cue in inside if cue.kinds & AGENCY)
        return sum(map(str.isalnum, self.text[start:end])) > named

    def _peel_head(self, pieces: list[Block], start: int, stop: int, head: bool) -> int:
        """Add the atoms that ``text[start:stop]`` opens with to ``pieces``; where they end."""
        position, peeled = start, False
        for _ in range(MOST_ATOMS):
            if position >= stop:
                break
            atom = head_atom(self.stretch, position, stop, head or peeled)
            if atom is None:
                break
            pieces.append(atom)
            peeled = True
            position = self.stretch.skip(atom.end, stop)
            if atom.role is Role.CREDIT and position < stop:
                caption = self._caption(position, stop)
                if caption is not None:
                    pieces.append(caption)
                    position = self.stretch.skip(caption.end, stop)
        return position

    def _caption(self, position: int, stop: int) -> Block | None:
        """The caption after a credit: to the line's end, or its first sentence where the text is one line."""
        if not self.alone and stop - position <= LONGEST_CAPTION:
            _tail, end = peel_tail(self.stretch, position, stop)
            return Block(position, end if end > position else stop, Role.CAPTION)
        match = SENTENCE_END.search(self.text, position, min(stop, position + LONGEST_CAPTION))
        return None if match is None else Block(position, match.end(), Role.CAPTION)
