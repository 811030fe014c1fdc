"""One paragraph with its marked spans: its sentences, and the writer's own words between the quotations."""

from __future__ import annotations

from bisect import bisect_left

from workers.extract.cues import Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import Marked
from workers.extract.sentences import is_abbreviation, sentence_ends
from workers.extract.tokens import Stretch

_MARK_GAP = 8
_ATTRIBUTION = 60


class Passage:
    """A paragraph; ``outer``: its marked spans that stand in no other."""

    def __init__(self, text: str, start: int, end: int, marked: list[Marked], reports: Reports, words: Lexicon) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.marked = marked
        self.outer = [each for each in marked if each.depth == 0]
        self._starts = [each.outer_start for each in self.outer]
        self._reports = reports
        self._ordinals = words.capital_nouns
        # There an attribution begins with its verb, in lower case: no sentence seems to end before it.
        self._inverts = words.verb_second

    def opening_at(self, offset: int) -> Marked | None:
        """The outermost span whose opening mark stands at ``offset``."""
        index = bisect_left(self._starts, offset)
        if index == len(self._starts) or self._starts[index] != offset:
            return None
        return self.outer[index]

    def sentences(self) -> list[tuple[int, int, list[Marked]]]:
        """The paragraph's sentences, each with the quotations in it; none ends inside a quotation, nor between one
        that asks or exclaims and its "he said"."""
        text, outer = self.text, self.outer
        sentences = []
        first = self.start
        begin = index = 0
        size = len(outer)
        closed = -1
        for match in sentence_ends(text, first, self.end):
            at = match.end()
            while index < size and outer[index].outer_start < at:
                closed = outer[index].outer_end
                index += 1
            if closed > at or is_abbreviation(text, match.start(), self.start, ordinals=self._ordinals):
                continue
            if (
                index
                and not self._inverts
                and at - closed <= _MARK_GAP
                and text[outer[index - 1].end - 1] in "?!…"
                and self._goes_on(at, index)
            ):
                continue
            sentences.append((first, at, outer[begin:index]))
            first, begin = at, index
        sentences.append((first, self.end, outer[begin:]))
        return sentences

    def _goes_on(self, at: int, following: int) -> bool:
        """Whether the words at ``at``, up to the quotation of that index, attribute the one that ends before them."""
        stop = at + _ATTRIBUTION
        if following < len(self.outer):
            stop = min(stop, self.outer[following].outer_start)
        return any(each.form.kind == "speech" for each in self._reports.between(at, stop))

    def own_words(self, begin: int, stop: int) -> Stretch:
        """The writer's own words of a stretch, without the quotations in it."""
        stretch = Stretch()
        self.read_on(stretch, begin, stop)
        return stretch

    def read_on(self, stretch: Stretch, begin: int, stop: int) -> None:
        """Go on with the writer's own words of ``[begin, stop)``."""
        index = max(0, bisect_left(self._starts, begin) - 1)
        while index < len(self.outer) and self.outer[index].outer_start < stop:
            quote = self.outer[index]
            index += 1
            if quote.outer_end <= begin:
                continue
            if quote.outer_start > begin:
                stretch.read(self.text, begin, quote.outer_start)
            begin = quote.outer_end
        stretch.read(self.text, begin, stop)
