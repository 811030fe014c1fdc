"""Cuts inside a line: headers, share rows, credits, captions and bylines that a scraper ran together with the text.

A line is peeled from its head and from its tail, one atom at a time (a date with its label, a follow or share phrase,
a credit, a byline); what is left in the middle keeps the role that the page as a whole gives it.
"""

from __future__ import annotations

from bisect import bisect_left

from workers.model import Role
from workers.normalize.blocks import Block
from workers.normalize.cues import FOLLOWS, STARTERS, Cue, Kind, bits
from workers.normalize.forms import (
    JOIN,
    LABEL_GAP,
    LABELLED,
    LONGEST_CREDIT,
    NAME,
    SENTENCE_END,
    SEPARATORS,
    YEAR,
    credit_end,
)
from workers.normalize.openings import dateline_end
from workers.normalize.rows import find_date
from workers.normalize.stamps import scan

PUBLISHED = 1 << Kind.PUBLISHED
CREDIT = 1 << Kind.CREDIT
AGENCY = 1 << Kind.AGENCY
BYLINE = 1 << Kind.BYLINE
ROW = FOLLOWS | bits(Kind.ADVERT)
ATOMS = PUBLISHED | CREDIT | AGENCY | BYLINE | ROW
MOST_ATOMS = 16
LONGEST_CAPTION = 800
SHORTEST_PARAGRAPH = 60
SHORTEST_TITLE, LONGEST_TITLE = 12, 220


class Cutter:
    """Peels one line after the other of the same text."""

    def __init__(self, text: str, folded: str, *, alone: bool) -> None:
        """``alone``: the whole text is one line, so a caption ends with its sentence."""
        self.text = text
        self.folded = folded
        self.cues: list[Cue] = []
        self.starts: list[int] = []
        self.alone = alone

    def cut(self, block: Block, cues: list[Cue], *, head: bool, title: str | None = None) -> list[Block]:
        """The parts of ``block``, in order. ``cues`` stand in it. ``head``: nothing of the body is before it.

        ``title``: where given or empty, the block may begin with it, or with an unknown one before a header's date.
        """
        self.cues = cues
        self.starts = [cue.start for cue in cues]
        if title is not None:
            after = self._title_end(block, title)
            if after > 0:
                rest = Block(self.skip(after, block.end), block.end)
                return [Block(block.start, after, Role.TITLE), *self.cut(rest, cues, head=head)]
        pieces, position = self._peel_head(block, head)
        if head and block.end - position > SHORTEST_PARAGRAPH:
            after = dateline_end(self.text, position, block.end)
            if after > 0:
                pieces.append(Block(position, after, Role.DATELINE))
                position = after
        tail, end = self._peel_tail(position, block.end)
        if position < end:
            captioned = tail and not self.alone and tail[-1].role is Role.CREDIT and self._is_photo(tail[-1])
            role = Role.CAPTION if captioned and end - position <= LONGEST_CAPTION else None
            pieces.append(Block(position, end, role))
        pieces.extend(reversed(tail))
        return pieces

    def _title_end(self, block: Block, title: str) -> int:
        """Where a title ends that is fused to the head of a long block; -1 where none is."""
        text, start, stop = self.text, block.start, block.end
        end = start + len(title)
        if title and text[start:end].casefold() == title.casefold():
            return end if end < stop and not text[end].isalnum() else -1
        window = min(stop, start + LONGEST_TITLE)
        if YEAR.search(text, start, window) is None:
            return -1
        for begin, end in find_date(self.folded, start, window):
            label = max(
                (cue.start for cue in self.cues if cue.kinds & (PUBLISHED | BYLINE) and cue.start < begin),
                default=begin,
            )
            words = text[start:label].rstrip(SEPARATORS)
            if len(words) < SHORTEST_TITLE or " " not in words or SENTENCE_END.search(words) or words.endswith("."):
                return -1
            if label < begin or self.date_stands_alone(end, stop):
                return start + len(words)
        return -1

    def _is_photo(self, credit: Block) -> bool:
        """Whether a credit at a line's end is a picture's: more than the name of an agency in brackets."""
        text = self.text
        if text.find("/", credit.start, credit.end) >= 0:
            return True
        return any(cue.kinds & CREDIT for cue in self.cues if credit.start <= cue.start < credit.end)

    def _cue_at(self, position: int) -> Cue | None:
        index = bisect_left(self.starts, position)
        return self.cues[index] if index < len(self.cues) and self.starts[index] == position else None

    def skip(self, position: int, stop: int) -> int:
        """``position``, or what comes after the separators there."""
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
            position = self.skip(atom.end, stop)
            if atom.role is Role.CREDIT and position < stop:
                caption = self._caption(position, stop)
                if caption is not None:
                    pieces.append(caption)
                    position = self.skip(caption.end, stop)
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
                    if end > 0 and not (text[position] in "©(" and YEAR.search(text, position, end)):
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
            if end > 0 and self.date_stands_alone(end, stop):
                return Block(position, self._date_tail(end, stop), Role.HEADER)
            space = folded.find(" ", position, position + 8)
            if space > 0 and folded[position:space].rstrip(":") in STARTERS:
                return self._byline(position, space, stop, head)
        return None

    def _date_tail(self, end: int, stop: int) -> int:
        rest = self.text[end:stop] if stop - end <= 10 else ""
        if rest[:1] == " " and rest.strip().islower():
            return stop
        return end + 1 if end < stop and self.text[end] in ".)" else end

    def date_stands_alone(self, end: int, stop: int) -> bool:
        """Whether a date without a label is a header's: an end, a separator, a cue or a glued name follows."""
        text = self.text
        if end >= stop:
            return True
        after = self.skip(end, stop)
        if after >= stop or self._cue_at(after) is not None or self._starter_at(after, stop):
            return True
        if text[end : end + 2].strip(" .") and not text[end].isspace():
            return text[end] in "|•·)" or text[end].isupper()
        return (
            after > end + 1 and text[end:after].strip() in ("|", "•", "·", "-", "–", "—", "") and text[after].isupper()
        )

    def _starter_at(self, position: int, stop: int) -> bool:
        space = self.folded.find(" ", position, position + 8)
        return space > 0 and self.folded[position:space] in STARTERS and self.text[space + 1 : space + 2].isupper()

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
        after = self.skip(end, stop)
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
        index = bisect_left(self.starts, begin + 1)
        end = min(name.end(), self.starts[index]) if index < len(self.starts) else name.end()
        rest = self.skip(end, stop)
        if rest >= stop or (head and (text[end:rest].strip() or self._cue_at(rest) or self._head_follows(end, stop))):
            return Block(position, min(end, stop), Role.BYLINE)
        return None

    def _head_follows(self, end: int, stop: int) -> bool:
        after = self.skip(end, stop)
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
            copyright_line = cue.start == start and text[start] == "©" and YEAR.search(text, start, end) is not None
            if label is not None and not copyright_line and SENTENCE_END.search(text, label.end(), end - 1) is None:
                return Block(cue.start, end, Role.CREDIT)
        slashed = kinds & AGENCY and cue.end < end and text[cue.end] == "/" and self._opens(cue.start, start)
        if slashed and SENTENCE_END.search(text, cue.end, end - 1) is None:
            return Block(cue.start, end, Role.CREDIT)
        if kinds & PUBLISHED:
            after = LABEL_GAP.match(self.folded, cue.end, end)
            reach = scan(self.folded, after.end() if after else cue.end, end)
            if reach > 0 and not text[reach:end].strip(SEPARATORS + ".)") and self._opens(cue.start, start):
                return Block(cue.start, end, Role.HEADER)
        opens = self._opens(cue.start, start) or text[max(start, cue.start - 2) : cue.start].strip().isdigit()
        if kinds & FOLLOWS and " " in text[cue.start : cue.end] and opens:
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
