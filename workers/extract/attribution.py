"""Which reporting word, and so which speaker, belongs to which quotation of a paragraph."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.extract.cues import Reporting, Reports
from workers.extract.indirect import IndirectSpeech
from workers.extract.lexicon import Lexicon
from workers.extract.marks import Marked
from workers.extract.passage import Passage
from workers.extract.resolution import Resolver
from workers.extract.scare import is_name, is_reported, stands_alone
from workers.extract.sentences import sentence_of, sentence_starts
from workers.extract.speakers import Phrase, Token, first_phrase, read_tokens, subject_after, subject_before
from workers.extract.verbsecond import first_subject, phrase_from, subject_verb_second
from workers.model import Cue, Quote, QuoteKind, Role, Speaker

_REACH = 300
"""Characters of the writer's own text that are read before or after a quotation, at most."""


_AFTER = 70
"""Characters behind a reporting word that its subject is looked for in."""
_CLAUSE = 3
_INNER = 60
_TRIED = 2
_CLOSE = 12
"""Words of a subject between a quotation and its verb, at most."""
_SIGNATURE = re.compile(r"[.,]?\s{0,2}[―—–-]{1,2}[ \u00a0]?([A-ZÀ-Þ][^\n.,;:“”\"]{2,60}?)[ .\u00a0]*(?=\n|$)")
_SIGNATURE_BELOW = re.compile(r"\s{1,6}[―—–-]{1,2}[ \u00a0]?([A-ZÀ-Þ][^\n.,;:“”\"]{2,60})(?=[.,\n]|$)")


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
        self._indirect = IndirectSpeech(text, reports, words, self._resolver)
        self._passed: tuple[int, int] | None = None
        self._passage = Passage(text, 0, 0, [], reports)
        self._sentence_start = self._sentence_end = 0
        self._before: tuple[int, int] | None = None
        """The last sentence without a quotation since the last one with: where a floating quotation's speaker is."""
        self._frame = Frame(None, None)
        """The frame of the quotation before."""

    def plain(self, start: int, end: int, role: Role) -> list[Quote]:
        """A paragraph without marks: what is reported in it; its last sentence may introduce what follows."""
        self._passed = (start, end)
        self._before = None
        return self._indirect.paragraph(start, end, role)

    def paragraph(self, start: int, end: int, role: Role, marked: list[Marked]) -> list[Quote]:
        """The quotations of one paragraph, scare quotes and titles left out."""
        passage = self._passage = Passage(self._text, start, end, marked, self._reports)
        quotes: list[Quote] = []
        frames: dict[int, Frame] = {}
        for first, last, inside in passage.sentences():
            if not inside:
                self._before = (first, last)
                self._passed = None
                quotes.extend(self._indirect.sentence(start, first, last, role))
                continue
            self._sentence_start, self._sentence_end = first, last
            for each, frame in self._sentence(start, first, last, inside):
                frames[each.outer_start] = frame
                quotes.append(self._quote(each, frame, role))
            self._before = self._passed = None
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
            self._frame = frame
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
        if quote.continues and self._frame.speaker is not None:
            return self._frame
        signed = self._signed(quote, stop)
        if signed is not None:
            return signed
        leading = text[begin : quote.outer_start].strip(" \t\r\n,;—–-:(")
        comma = text[quote.end - 1] in ",?!" or text[quote.outer_end : quote.outer_end + 1] == ","
        if comma and (leading or index):
            frame = self._from_after(quote.outer_end, stop, near, close=True)
            if frame is not None:
                return frame
        if leading:
            cue = self._last_cue(begin, quote.outer_start)
            if is_name(text, (first, self._sentence_end), quote, cue, self._reports, self._words):
                return None
            if cue is not None:
                return self._from_before(first, begin, quote.outer_start, near, previous)
        if not leading or comma:
            frame = self._from_after(quote.outer_end, stop, near)
            if frame is not None:
                return frame
        if previous is not None:
            return previous
        if leading:
            if text[begin : quote.outer_start].rstrip().endswith(":"):
                return self._introduced((begin, quote.outer_start), near)
            frame = self._from_after(quote.outer_end, self._sentence_end, near)
            if frame is None and is_reported(self._passage, (first, self._sentence_end), quote, self._words):
                frame = self._still_reported(quote.outer_start)
            return frame
        if stands_alone(text, quote):
            return self._floating(near)
        return None

    def _signed(self, quote: Marked, stop: int) -> Frame | None:
        """By a name after a dash, on a line of its own: "...” — Ann Smith"."""
        match = _SIGNATURE.match(self._text, quote.outer_end, stop)
        if match is None and stop == self._passage.end and not self._text[quote.outer_end : stop].strip():
            match = _SIGNATURE_BELOW.match(self._text, quote.outer_end)
        if match is None or not quote.closed:
            return None
        phrase = Phrase(match.start(1), match.end(1), "signed")
        return Frame(self._resolver.speaker(phrase, (quote.outer_end, match.start(1))), None)

    def _last_cue(self, begin: int, stop: int) -> Reporting | None:
        """The last reporting word of a stretch before a quotation."""
        cues = self._reports.between(max(begin, stop - _REACH), stop)
        return next((each for each in reversed(cues) if self._may_introduce(each)), None)

    def _may_introduce(self, cue: Reporting) -> bool:
        """Whether a reporting word can stand before its quotation: "so" only in ", so Smith:"."""
        return cue.form.kind != "after" or self._text[max(0, cue.start - 2) : cue.start] == ", "

    def _from_before(self, first: int, begin: int, stop: int, near: tuple[int, int], previous: Frame | None) -> Frame:
        """By the last reporting word of a stretch before a quotation that has a speaker; ``first``: where the sentence
        begins."""
        tokens = self._passage.own_words(max(first, stop - _REACH), stop)
        cues = [each for each in self._reports.between(max(begin, stop - _REACH), stop) if self._may_introduce(each)]
        tried = cues[: -_TRIED - 2 : -1]
        if tokens and tokens[0].low in self._words.opening:
            tried = cues[:1] + tried
        for cue in tried:
            speaker = self._subject(tokens, cue, near)
            if speaker is not None:
                return Frame(speaker, cue)
        return Frame(previous.speaker if previous is not None else None, cues[-1] if cues else None)

    def _from_after(self, begin: int, stop: int, near: tuple[int, int], *, close: bool = False) -> Frame | None:
        """By the first reporting word of the stretch after a quotation. ``close``: only where nothing but its subject
        stands between."""
        stop = min(stop, begin + _REACH)
        cues = self._reports.between(begin, stop)
        if not self._words.verb_second:
            cues = [each for each in cues if each.form.kind != "label"]
        if not cues:
            return None
        reach = min(stop, cues[min(1, len(cues) - 1)].end + _AFTER)
        tokens = read_tokens(self._text, begin, reach)
        while tokens and not tokens[0].low[0].isalnum():
            tokens.pop(0)
        frame: Frame | None = None
        for cue in cues[:_TRIED]:
            at = _index(tokens, cue)
            if at is None or (cue.form.kind == "after" and at and tokens[at - 1].low != ","):
                continue
            if at == 0 and tokens[0].capital and len(tokens) > 1 and tokens[1].low in self._words.verbs:
                continue
            if close and (
                at > _CLOSE or cue.form.participle or (at and frame is None and self._opens_clause(tokens[0]))
            ):
                break
            speaker = self._subject(tokens, cue, near) or self._marked_name(cue, stop)
            if speaker is None and self._words.verb_second and near[1] < begin - 1:
                whole = self._passage.own_words(max(near[1], begin - _REACH), stop)
                speaker = self._subject(whole, cue, near)
            if speaker is not None or not self._words.verb_second:
                return Frame(speaker, cue)
            frame = frame or Frame(None, cue)
        return frame

    def _marked_name(self, cue: Reporting, stop: int) -> Speaker | None:
        """A speaker whose name is itself in marks: "schreibt die „Abendpost“"."""
        gap = self._text[cue.end : stop].lower().split()
        if len(gap) > 1 or (gap and gap[0] not in self._words.determiners):
            return None
        quote = self._passage.opening_at(stop)
        if quote is None:
            return None
        return self._resolver.speaker(Phrase(quote.start, quote.end, "marked"), (cue.start, cue.start))

    def _still_reported(self, position: int) -> Frame:
        """The speaker of the last reporting word before ``position``: reported speech goes on."""
        opinion = self._opinion(position)
        if opinion is not None:
            return Frame(opinion, None)
        begin = max(self._passage.start, position - 2 * _REACH)
        for cue in reversed(self._reports.between(begin, position)[-4:]):
            if cue.form.kind == "label":
                continue
            first, last = sentence_of(sentence_starts(self._text, begin, position), cue.start, position)
            speaker = self._subject(self._passage.own_words(first, last), cue, (first, first))
            if speaker is not None:
                return Frame(speaker, None)
        return Frame(self._frame.speaker, None)

    def _opinion(self, position: int) -> Speaker | None:
        """Whose opinion it is: "Für Anna Lund sei das ..."."""
        first = self._sentence_start
        tokens = self._passage.own_words(first, min(position, first + _AFTER))
        if not tokens or tokens[0].low not in self._words.opinion:
            return None
        phrase = phrase_from(tokens, 1, self._words, "opinion")
        return self._resolver.speaker(phrase, (first, first)) if phrase is not None else None

    def _opens_clause(self, token: Token) -> bool:
        """Whether a word after a quotation begins a clause of its own, and no subject."""
        return token.low in self._words.clause or (token.low.endswith("ing") and not token.capital)

    def _subject(self, tokens: list[Token], cue: Reporting, near: tuple[int, int]) -> Speaker | None:
        at = _index(tokens, cue)
        if at is None:
            return None
        words = self._words
        last = at + cue.form.text.count(" ")
        if words.verb_second and cue.form.kind in ("speech", "label", "subject"):
            phrase = subject_verb_second(tokens, at, words)
            return self._resolver.speaker(phrase, near) if phrase is not None else None
        if words.verb_second and cue.form.kind in ("object", "after"):
            following = last + 1
            while following < len(tokens) and tokens[following].low == words.by:
                following += 1
            phrase = phrase_from(tokens, following, words, "according")
        elif cue.form.kind in ("object", "after"):
            phrase = subject_after(tokens, last, words, "according")
        elif at and tokens[at - 1].low in words.passive and last + 1 < len(tokens) and tokens[last + 1].low == words.by:
            phrase = subject_after(tokens, last + 1, words, "passive")
        else:
            if cue.form.participle:
                earlier = self._finite(tokens, at)
                if earlier is not None:
                    return self._subject(tokens, earlier, near)
            phrase = subject_before(tokens, at, words, participle=cue.form.participle)
            if phrase is None:
                phrase = subject_after(tokens, last, words)
            if phrase is None and cue.form.participle:
                return self._frame.speaker
        return self._resolver.speaker(phrase, near) if phrase is not None else None

    def _finite(self, tokens: list[Token], at: int) -> Reporting | None:
        """The reporting verb before a participle in the same sentence: "he said, adding"."""
        for each in reversed(self._reports.between(tokens[0].start, tokens[at].start)):
            if each.form.kind == "speech" and not each.form.participle and _index(tokens, each) is not None:
                return each
        return None

    def _introduced(self, stretch: tuple[int, int], near: tuple[int, int]) -> Frame:
        """By a stretch without a reporting word that ends in a colon: "Smith:"."""
        tokens = read_tokens(self._text, max(stretch[0], stretch[1] - _REACH), stretch[1])
        words = self._words
        if words.verb_second:
            people = self._resolver.cast.between(*stretch)
            if people:
                phrase: Phrase | None = Phrase(people[0].start, people[0].start + len(people[0].name), "introduced")
            else:
                phrase = self._known(tokens) or first_subject(tokens, words)
        else:
            phrase = first_phrase(tokens, words)
        speaker = self._resolver.speaker(phrase, near) if phrase is not None else None
        return Frame(speaker or self._frame.speaker, None)

    def _known(self, tokens: list[Token]) -> Phrase | None:
        """The first word that is the last name of somebody named in full."""
        for token in tokens:
            if token.capital and self._resolver.cast.by_last(token.low) is not None:
                return Phrase(token.start, token.end, "introduced")
        return None

    def _floating(self, near: tuple[int, int]) -> Frame:
        """A quotation that stands alone: by the sentence before it, else it goes on with the speaker before."""
        if self._passed is not None:
            begin, stop = self._passed
            self._before = (sentence_starts(self._text, begin, stop)[-1], stop)
        if self._before is not None:
            begin, stop = self._before
            cue = self._last_cue(begin, stop)
            if cue is not None:
                frame = self._from_before(begin, begin, stop, near, None)
                if frame.speaker is not None:
                    return frame
            frame = self._introduced((begin, stop), near)
            if frame.speaker is not None:
                return frame
        return Frame(self._frame.speaker, None)

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
        tokens = read_tokens(self._text, begin, inner.outer_start)
        at = _index(tokens, cues[-1])
        phrase = subject_before(tokens, at, self._words) if at is not None else None
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


def _index(tokens: list[Token], cue: Reporting) -> int | None:
    """The index of the token that the reporting word begins at."""
    for index, token in enumerate(tokens):
        if token.start == cue.start:
            return index
    return None
