"""A text and the cues of one of its lines: what can be asked of a position in it."""

from __future__ import annotations

from bisect import bisect_left

from workers.normalize.cues import FOLLOWS, STARTERS, Cue
from workers.normalize.forms import JOIN, SEPARATORS


class Stretch:
    """The line under the knife: ``cues`` stand in it, ``starts`` are their positions; ``folded``: ``text`` in lower
    case at the same offsets."""

    def __init__(self, text: str, folded: str) -> None:
        """A text with no line chosen yet."""
        self.text = text
        self.folded = folded
        self.cues: list[Cue] = []
        self.starts: list[int] = []

    def choose(self, cues: list[Cue]) -> None:
        """Go on to the line in which ``cues`` stand."""
        self.cues = cues
        self.starts = [cue.start for cue in cues]

    def cue_at(self, position: int) -> Cue | None:
        """The cue that begins at ``position``."""
        index = bisect_left(self.starts, position)
        return self.cues[index] if index < len(self.cues) and self.starts[index] == position else None

    def skip(self, position: int, stop: int) -> int:
        """``position``, or what comes after the separators there."""
        text = self.text
        while position < stop and text[position] in SEPARATORS:
            position += 1
        return position

    def opens(self, position: int, start: int) -> bool:
        """Whether a new thing can begin at ``position``: after a stop, a bracket, a separator, or at ``start``."""
        text = self.text
        before = position
        while before > start and text[before - 1].isspace():
            before -= 1
        return before <= start or text[before - 1] in '.!?…。”"’)]|•·©:;—–/»'

    def starter_end(self, position: int) -> int:
        """Where the short word of a byline ends that begins at ``position`` ("by", "von"); -1 where none does."""
        space = self.folded.find(" ", position, position + 8)
        return space if space > 0 and self.folded[position:space].rstrip(":") in STARTERS else -1

    def row_end(self, cue: Cue, stop: int) -> int:
        """The end of a row of share, follow and network phrases that begins with ``cue``; -1 where it is mere text."""
        text, starts = self.text, self.starts
        index = bisect_left(starts, cue.start)
        end = cue.end
        count = 1
        while True:
            join = JOIN.match(self.folded, end, stop)
            index += 1
            if (
                join is None
                or index >= len(starts)
                or starts[index] != join.end()
                or not self.cues[index].kinds & FOLLOWS
            ):
                break
            end = self.cues[index].end
            count += 1
        after = self.skip(end, stop)
        if after < stop and not (text[after].isupper() or text[after] in "\"“«'‘" or self.cue_at(after)):
            return -1
        if count == 1 and after < stop and after <= end + 1 and " " not in self.folded[cue.start : cue.end]:
            return -1
        return end
