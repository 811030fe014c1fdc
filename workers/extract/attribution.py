"""Which of a paragraph's marked spans are quotations, and each one's speaker."""

from __future__ import annotations

from workers.extract.cues import Reports
from workers.extract.frames import Frame, Frames
from workers.extract.indirect import IndirectSpeech
from workers.extract.lexicon import Lexicon
from workers.extract.marks import Marked
from workers.extract.passage import Passage
from workers.extract.resolution import Resolver
from workers.extract.scare import is_name, is_reported, is_short, is_title, stands_alone
from workers.extract.speakers import subject_before
from workers.extract.tokens import read_stretch
from workers.model import Cue, Quote, QuoteKind, Role

_CLAUSE = 3
_INNER = 60


class Attributor:
    """Goes through an article's paragraphs in order and gives each quotation its speaker."""

    def __init__(self, text: str, folded: str, reports: Reports, words: Lexicon) -> None:
        self._text = text
        self._reports = reports
        self._words = words
        self._resolver = Resolver(text, folded, words)
        self._indirect = IndirectSpeech(text, reports, words, self._resolver)
        self._frames = Frames(text, reports, words, self._resolver)

    def plain(self, start: int, end: int, role: Role, *, reports: bool) -> list[Quote]:
        """A paragraph without marks: what is reported in it (where it ``reports``, has a word for it, at all); its last
        sentence may introduce what follows."""
        self._frames.passed = (start, end)
        self._frames.before = None
        return self._indirect.paragraph(start, end, role) if reports else []

    def paragraph(self, start: int, end: int, role: Role, marked: list[Marked]) -> list[Quote]:
        """The quotations of one paragraph, scare quotes and titles left out."""
        passage = self._frames.passage = Passage(self._text, start, end, marked, self._reports, self._words)
        quotes: list[Quote] = []
        frames: dict[int, Frame] = {}
        for first, last, inside in passage.sentences():
            if not inside:
                self._frames.before = (first, last)
                self._frames.passed = None
                quotes.extend(self._indirect.sentence(start, first, last, role))
                continue
            self._frames.sentence = (first, last)
            for each, frame in self._sentence(start, first, last, inside):
                frames[each.outer_start] = frame
                quotes.append(self._quote(each, frame, role))
            self._frames.before = self._frames.passed = None
        if len(passage.outer) < len(marked):
            quotes.extend(self._nested(marked, frames, role))
            quotes.sort(key=lambda quote: (quote.start, -quote.end))
        return quotes

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
            self._frames.last = frame
            kept.append((quote, frame))
        return kept

    def _frame_of(
        self, start: int, first: int, begin: int, quote: Marked, stop: int, previous: Frame | None, index: int
    ) -> Frame | None:
        """The frame of one quotation, or None where its marks are no quotation's."""
        text = self._text
        near = (start, first)
        if text[quote.outer_start - 1 : quote.outer_start] == "=":
            return None
        if quote.continues and self._frames.last.speaker is not None:
            return self._frames.last
        signed = self._frames.signed(quote, stop)
        if signed is not None:
            return signed
        leading = text[begin : quote.outer_start].strip(" \t\r\n,;—–-:(")
        if (
            leading
            and self._words.capital_nouns
            and is_title(text, (first, self._frames.sentence[1]), quote, self._words)
        ):
            return None
        comma = text[quote.end - 1] in ",?!" or text[quote.outer_end : quote.outer_end + 1] == ","
        if comma and (leading or index):
            frame = self._frames.from_after(quote.outer_end, stop, near, close=True)
            if frame is not None:
                return frame
        if leading:
            cues = self._frames.cues_before(begin, quote.outer_start)
            cue = cues[-1] if cues else None
            if is_name(self._frames.passage, (first, self._frames.sentence[1]), quote, cue, self._reports, self._words):
                return None
            if cue is not None:
                return self._frames.from_before(cues, first, begin, quote.outer_start, near, previous)
        if not leading or comma:
            frame = self._frames.from_after(quote.outer_end, stop, near)
            if frame is not None:
                return frame
        if previous is not None:
            return previous
        if leading:
            sentence = (first, self._frames.sentence[1])
            colon = text[begin : quote.outer_start].rstrip().endswith(":")
            if not colon:
                frame = self._frames.from_after(quote.outer_end, sentence[1], near)
                if frame is not None:
                    return frame
            if is_reported(self._frames.passage, sentence, quote, self._words.subjunctive):
                return self._frames.still_reported(quote.outer_start)
            if not colon or (self._words.capital_nouns and is_short(text, quote)):
                return None
            return self._frames.introduced((begin, quote.outer_start), near)
        if stands_alone(text, quote):
            return self._frames.floating(quote, near)
        return None

    def _nested(self, marked: list[Marked], frames: dict[int, Frame], role: Role) -> list[Quote]:
        """Quotations inside quotations: of whoever the outer one says spoke, else of the outer one's speaker."""
        quotes = []
        outer: Marked | None = None
        for each in marked:
            if each.depth == 0:
                outer = each
                continue
            frame = frames.get(outer.outer_start) if outer is not None else None
            if frame is not None and outer is not None:
                quotes.append(self._quote(each, self._inner(outer, each, frame), role))
        return quotes

    def _inner(self, outer: Marked, inner: Marked, frame: Frame) -> Frame:
        """The frame of a quotation inside another one: by a reporting word right before it, if there is one."""
        begin = max(outer.start, inner.outer_start - _INNER)
        cues = self._reports.between(begin, inner.outer_start)
        if not cues or cues[-1].form.kind != "speech" or self._text.count(" ", cues[-1].end, inner.outer_start) > 2:
            return frame
        stretch = read_stretch(self._text, begin, inner.outer_start)
        at = stretch.index_of(cues[-1].start)
        phrase = subject_before(stretch, at, self._words) if at is not None else None
        if phrase is None or self._text[phrase.start : phrase.end].lower() in self._words.first_person:
            return Frame(frame.speaker, cues[-1])
        if phrase.rule == "pronoun":
            return Frame(None, cues[-1])
        return Frame(self._resolver.speaker(phrase, (begin, begin), lasting=False), cues[-1])

    def _quote(self, marked: Marked, frame: Frame, role: Role) -> Quote:
        text = self._text
        cue = frame.cue
        return Quote(
            text=text[marked.start : marked.end],
            start=marked.start,
            end=marked.end,
            kind=self._kind(marked),
            speaker=frame.speaker,
            cue=Cue(text=text[cue.start : cue.end], start=cue.start, end=cue.end, lemma=cue.form.lemma)
            if cue
            else None,
            segment=role,
        )

    def _kind(self, marked: Marked) -> QuoteKind:
        """``direct`` where the quotation is a sentence of its own or goes on with one: it begins with a capital or
        after a comma, and ends as a sentence does or before a comma; else ``partial``."""
        text = self._text
        begins = text[marked.start].isupper() or text[marked.start].isdigit() or text[marked.start] in "‘'[…."
        spaces = text.count(" ", marked.start, marked.end)
        if not begins and spaces >= _CLAUSE:
            begins = text[max(0, marked.outer_start - 2) : marked.outer_start].rstrip()[-1:] == ","
        ends = text[marked.end - 1] in ".?!…,;—-" or text[marked.outer_end : marked.outer_end + 1] == ","
        return "direct" if begins and (ends or not marked.closed) and spaces else "partial"
