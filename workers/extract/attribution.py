"""Which reporting word, and so which speaker, belongs to which quotation of a paragraph."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import Marked
from workers.extract.resolution import Resolver
from workers.extract.sentences import sentence_starts
from workers.extract.speakers import Token, first_phrase, read_tokens, subject_after, subject_before
from workers.model import Cue, Quote, QuoteKind, Role, Speaker

_REACH = 400
"""Characters of the writer's own text that are read before or after a quotation, at most."""


class Frame(NamedTuple):
    """Who said it and by which word."""

    speaker: Speaker | None
    cue: Reporting | None


class Attributor:
    """Goes through an article's paragraphs in order and gives each quotation its speaker."""

    def __init__(self, text: str, reports: Reports, words: Lexicon) -> None:
        self._text = text
        self._reports = reports
        self._words = words
        self._resolver = Resolver(text, words)
        self._before: tuple[int, int] | None = None
        """The last sentence without a quotation since the last one with: where a floating quotation's speaker is."""
        self._frame = Frame(None, None)
        """The frame of the quotation before."""

    def pass_over(self, start: int, end: int) -> None:
        """A paragraph without marks: its last sentence may introduce what follows."""
        starts = sentence_starts(self._text, start, end)
        self._before = (starts[-1], end)

    def paragraph(self, start: int, end: int, role: Role, marked: list[Marked]) -> list[Quote]:
        """The quotations of one paragraph, scare quotes and titles left out."""
        outer = [each for each in marked if each.depth == 0]
        quotes: list[Quote] = []
        frames: dict[int, Frame] = {}
        for first, last, inside in self._sentences(start, end, outer):
            if not inside:
                self._before = (first, last)
                continue
            for each, frame in self._sentence(start, first, last, inside):
                frames[each.outer_start] = frame
                quotes.append(self._quote(each, frame, role))
            self._before = None
        quotes.extend(self._nested(marked, frames, role))
        quotes.sort(key=lambda quote: (quote.start, -quote.end))
        return quotes

    def _sentences(self, start: int, end: int, outer: list[Marked]) -> list[tuple[int, int, list[Marked]]]:
        """The paragraph's sentences, each with the quotations in it; none ends inside a quotation, nor between one
        that asks or exclaims and its "he said"."""
        text = self._text
        cuts: list[int] = []
        index = 0
        for at in sentence_starts(text, start, end):
            while index < len(outer) and outer[index].outer_end <= at - 1 and outer[index].outer_end < at:
                if outer[index].outer_end >= at - 8:
                    break
                index += 1
            quote = next((each for each in outer[index : index + 2] if each.outer_start < at < each.outer_end), None)
            if quote is not None:
                continue
            ended = next((each for each in outer[max(0, index - 1) : index + 2] if 0 <= at - each.outer_end <= 8), None)
            if ended is not None and text[ended.end - 1] in "?!…" and self._goes_on(at, outer):
                continue
            cuts.append(at)
        cuts.append(end)
        sentences = []
        index = 0
        for first, last in itertools.pairwise(cuts):
            inside = []
            while index < len(outer) and outer[index].outer_start < last:
                inside.append(outer[index])
                index += 1
            sentences.append((first, last, inside))
        return sentences

    def _goes_on(self, at: int, outer: list[Marked]) -> bool:
        """Whether the words at ``at`` attribute the quotation that ends before them: "he asked"."""
        stop = min([at + 60, *(each.outer_start for each in outer if each.outer_start >= at)])
        return any(each.form.kind == "speech" for each in self._reports.between(at, stop))

    def _sentence(self, start: int, first: int, last: int, inside: list[Marked]) -> list[tuple[Marked, Frame]]:
        """The quotations of one sentence that are quotations, with their frames."""
        kept: list[tuple[Marked, Frame]] = []
        previous: Frame | None = None
        for index, quote in enumerate(inside):
            begin = inside[index - 1].outer_end if index else first
            stop = inside[index + 1].outer_start if index + 1 < len(inside) else last
            frame = self._frame_of(start, first, begin, quote, stop, previous, index)
            if frame is None:
                continue
            previous = frame
            self._frame = frame
            kept.append((quote, frame))
        return kept

    def _frame_of(
        self, start: int, first: int, begin: int, quote: Marked, stop: int, previous: Frame | None, index: int
    ) -> Frame | None:
        """The frame of one quotation, or None where its marks are no quotation's."""
        text = self._text
        near = (start, first)
        if quote.continues and self._frame.speaker is not None:
            return self._frame
        leading = text[begin : quote.outer_start].strip(" \t\r\n,;—–-:(")
        leads = bool(leading)
        if leads:
            frame = self._from_before(begin, quote.outer_start, near, previous)
            if frame is not None:
                return frame
        if not leads or text[quote.end - 1] in ",?!" or text[quote.outer_end : quote.outer_end + 1] == ",":
            frame = self._from_after(quote.outer_end, stop, near)
            if frame is not None:
                return frame
        if previous is not None:
            return previous
        if leads:
            if text[begin : quote.outer_start].rstrip().endswith(":"):
                return self._introduced((begin, quote.outer_start), near)
            frame = self._from_after(quote.outer_end, stop, near)
            if frame is not None:
                return frame
            return None
        if self._stands_alone(quote):
            return self._floating(near)
        return None

    def _stands_alone(self, quote: Marked) -> bool:
        """Whether a quotation is a sentence of its own."""
        inner = self._text[quote.start : quote.end]
        return inner[:1].isupper() and (inner[-1:] in ".?!…,;:" or not quote.closed) and inner.count(" ") >= 2

    def _from_before(self, begin: int, stop: int, near: tuple[int, int], previous: Frame | None) -> Frame | None:
        """By the last reporting word of the stretch before a quotation."""
        begin = max(begin, stop - _REACH)
        cues = self._reports.between(begin, stop)
        if not cues:
            return None
        tokens = read_tokens(self._text, begin, stop)
        for cue in reversed(cues):
            if cue.form.kind == "after":
                continue
            speaker = self._subject(tokens, cue, near)
            if speaker is None and previous is not None:
                speaker = previous.speaker
            return Frame(speaker, cue)
        return None

    def _from_after(self, begin: int, stop: int, near: tuple[int, int]) -> Frame | None:
        """By the first reporting word of the stretch after a quotation."""
        stop = min(stop, begin + _REACH)
        cues = [each for each in self._reports.between(begin, stop) if each.form.kind != "label"]
        if not cues:
            return None
        tokens = read_tokens(self._text, begin, stop)
        while tokens and not tokens[0].low[0].isalnum():
            tokens.pop(0)
        for cue in cues:
            at = _index(tokens, cue)
            if at is None:
                continue
            if cue.form.kind == "after" and at > 0:
                continue
            return Frame(self._subject(tokens, cue, near), cue)
        return None

    def _subject(self, tokens: list[Token], cue: Reporting, near: tuple[int, int]) -> Speaker | None:
        at = _index(tokens, cue)
        if at is None:
            return None
        words = self._words
        last = at + cue.form.text.count(" ")
        if cue.form.kind in ("object", "after"):
            phrase = subject_after(tokens, last, words, "according")
        else:
            phrase = subject_before(tokens, at, words, participle=cue.form.participle)
            if phrase is None:
                phrase = subject_after(tokens, last, words)
        return self._resolver.speaker(phrase, near) if phrase is not None else None

    def _introduced(self, stretch: tuple[int, int], near: tuple[int, int]) -> Frame:
        """By a stretch without a reporting word that ends in a colon: "Smith:"."""
        phrase = first_phrase(read_tokens(self._text, max(stretch[0], stretch[1] - _REACH), stretch[1]), self._words)
        return Frame(self._resolver.speaker(phrase, near) if phrase is not None else None, None)

    def _floating(self, near: tuple[int, int]) -> Frame:
        """A quotation that stands alone: by the sentence before it, else it goes on with the speaker before."""
        if self._before is not None:
            begin, stop = self._before
            frame = self._from_before(begin, stop, near, None)
            if frame is not None and frame.speaker is not None:
                return frame
            frame = self._introduced((begin, stop), near)
            if frame.speaker is not None:
                return frame
        return Frame(self._frame.speaker, None)

    def _nested(self, marked: list[Marked], frames: dict[int, Frame], role: Role) -> list[Quote]:
        """Quotations inside quotations: by a reporting word inside the outer one, else the outer one's speaker."""
        quotes = []
        outer: Marked | None = None
        for each in marked:
            if each.depth == 0:
                outer = each
                continue
            frame = frames.get(outer.outer_start) if outer is not None else None
            if frame is not None:
                quotes.append(self._quote(each, Frame(frame.speaker, frame.cue), role))
        return quotes

    def _quote(self, marked: Marked, frame: Frame, role: Role) -> Quote:
        text = self._text
        cue = frame.cue
        inner = text[marked.start : marked.end]
        kind: QuoteKind = "direct" if inner[:1].isupper() and inner.count(" ") >= 2 else "partial"
        return Quote(
            text=inner,
            start=marked.start,
            end=marked.end,
            kind=kind,
            speaker=frame.speaker,
            cue=Cue(text=text[cue.start : cue.end], start=cue.start, end=cue.end, lemma=cue.form.lemma)
            if cue
            else None,
            segment=role,
        )


def _index(tokens: list[Token], cue: Reporting) -> int | None:
    """The index of the token that the reporting word begins at."""
    for index, token in enumerate(tokens):
        if token.start == cue.start:
            return index
    return None
