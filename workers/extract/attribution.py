"""Which reporting word, and so which speaker, belongs to which quotation of a paragraph."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import DOUBLE, Marked
from workers.extract.resolution import Resolver
from workers.extract.sentences import sentence_of, sentence_starts
from workers.extract.speakers import Phrase, Token, first_phrase, read_tokens, subject_after, subject_before
from workers.extract.verbsecond import first_subject, subject_verb_second
from workers.model import Cue, Quote, QuoteKind, Role, Speaker

_REACH = 400
"""Characters of the writer's own text that are read before or after a quotation, at most."""


_AFTER = 120
"""Characters behind a reporting word that its subject is looked for in."""
_MARK_GAP = 8
_NEAR = 3
"""Words between a reporting word and what it names: "called her the"."""
_CLOSE = 12
"""Words of a subject between a quotation and its verb, at most."""
_SHORT = 3
_NAME_WORDS = 4
_TITLE_WORDS = 12
_SIGNATURE = re.compile(r"[.,]?\s{0,2}[―—–-]{1,2}[ \u00a0]?([A-ZÀ-Þ][^\n.,;:“”\"]{2,60}?)[ .\u00a0]*(?=\n|$)")


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
        self._passed: tuple[int, int] | None = None
        self._outer: list[Marked] = []
        self._outer_starts: list[int] = []
        self._sentence_end = 0
        self._paragraph_start = 0
        self._before: tuple[int, int] | None = None
        """The last sentence without a quotation since the last one with: where a floating quotation's speaker is."""
        self._frame = Frame(None, None)
        """The frame of the quotation before."""

    def pass_over(self, start: int, end: int) -> None:
        """A paragraph without marks: its last sentence may introduce what follows."""
        self._passed = (start, end)
        self._before = None

    def paragraph(self, start: int, end: int, role: Role, marked: list[Marked]) -> list[Quote]:
        """The quotations of one paragraph, scare quotes and titles left out."""
        self._paragraph_start = start
        outer = self._outer = [each for each in marked if each.depth == 0]
        self._outer_starts = [each.outer_start for each in outer]
        quotes: list[Quote] = []
        frames: dict[int, Frame] = {}
        for first, last, inside in self._sentences(start, end, outer):
            if not inside:
                self._before = (first, last)
                self._passed = None
                continue
            self._sentence_end = last
            for each, frame in self._sentence(start, first, last, inside):
                frames[each.outer_start] = frame
                quotes.append(self._quote(each, frame, role))
            self._before = self._passed = None
        quotes.extend(self._nested(marked, frames, role))
        quotes.sort(key=lambda quote: (quote.start, -quote.end))
        return quotes

    def _sentences(self, start: int, end: int, outer: list[Marked]) -> list[tuple[int, int, list[Marked]]]:
        """The paragraph's sentences, each with the quotations in it; none ends inside a quotation, nor between one
        that asks or exclaims and its "he said"."""
        text = self._text
        cuts: list[int] = []
        for at in sentence_starts(text, start, end):
            index = bisect_left(self._outer_starts, at) - 1
            if index >= 0:
                quote = outer[index]
                if quote.outer_end > at:
                    continue
                if at - quote.outer_end <= _MARK_GAP and text[quote.end - 1] in "?!…" and self._goes_on(at, index + 1):
                    continue
            cuts.append(at)
        cuts.append(end)
        sentences = []
        index = 0
        for first, last in itertools.pairwise(cuts):
            begin = index
            while index < len(outer) and outer[index].outer_start < last:
                index += 1
            sentences.append((first, last, outer[begin:index]))
        return sentences

    def _goes_on(self, at: int, following: int) -> bool:
        """Whether the words at ``at``, up to the quotation of that index, attribute the one that ends before them."""
        stop = at + 60
        if following < len(self._outer):
            stop = min(stop, self._outer[following].outer_start)
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
            if self._is_name(first, quote, cue):
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
            if frame is None and self._reported(first, quote):
                frame = self._still_reported(quote.outer_start)
            return frame
        if self._stands_alone(quote):
            return self._floating(near)
        return None

    def _is_name(self, first: int, quote: Marked, cue: Reporting | None) -> bool:
        """Whether what is in marks is a title or a name, and nobody's words."""
        text, words = self._text, self._words
        parts = text[quote.start : quote.end].strip(",.;").split()
        gap = text[cue.end : quote.outer_start].lower().split() if cue is not None else []
        if cue is not None and len(parts) <= _NAME_WORDS:
            if cue.form.kind == "object" and len(gap) <= _NEAR and parts[0][:1].isupper() and "," not in "".join(gap):
                return True
            if cue.form.kind == "speech" and len(gap) == 1 and gap[0] in words.nominative:
                return True
        if not parts or text[quote.end - 1] in "!?" or not (parts[0][0].isupper() or parts[0][0].isdigit()):
            return False
        if words.capital_nouns:
            return self._is_noun(first, quote, parts, cue, gap)
        aside = any(word in words.aside or word.endswith(("’s", "'s")) for word in gap)
        if cue is not None and len(gap) <= _NEAR and not aside:
            return False
        return len(parts) <= _TITLE_WORDS and all(
            part[0].isupper() or part[0].isdigit() or len(part) <= _SHORT for part in parts
        )

    def _is_noun(self, first: int, quote: Marked, parts: list[str], cue: Reporting | None, gap: list[str]) -> bool:
        """The same where every noun has a capital: by what stands before the marks."""
        text = self._text
        before = text[max(first, quote.outer_start - 40) : quote.outer_start].split()
        if not before or before[-1].endswith((":", ",")) or text[quote.end - 1] in ".,":
            return False
        if (cue is not None and (cue.form.kind == "label" or len(gap) <= 1)) or self._named_by(quote):
            return False
        return len(parts) <= _NAME_WORDS or before[-1][0].isupper()

    def _named_by(self, quote: Marked) -> bool:
        """Whether "as" stands before the quotation and a verb that judges after it: "als „falsch“ bezeichnet"."""
        text = self._text
        before = text[max(0, quote.outer_start - 24) : quote.outer_start].lower().split()
        if not any(word in self._words.naming for word in before[-2:]):
            return False
        stop = min(self._sentence_end, quote.outer_end + _REACH)
        return bool(self._reports.between(quote.outer_end, stop))

    def _reported(self, first: int, quote: Marked) -> bool:
        """Whether the verb's mood says that others' words are reported, though no verb does: "sei", "habe"."""
        subjunctive = self._words.subjunctive
        if not subjunctive:
            return False
        own = self._own_words(max(first, quote.outer_start - _REACH), min(self._sentence_end, quote.outer_end + _REACH))
        return any(token.low in subjunctive for token in own)

    def _signed(self, quote: Marked, stop: int) -> Frame | None:
        """By a name after a dash, on a line of its own: "...” — Ann Smith"."""
        match = _SIGNATURE.match(self._text, quote.outer_end, stop)
        if match is None or not quote.closed:
            return None
        phrase = Phrase(match.start(1), match.end(1), "signed")
        return Frame(self._resolver.speaker(phrase, (quote.outer_end, match.start(1))), None)

    def _stands_alone(self, quote: Marked) -> bool:
        """Whether a quotation is a sentence of its own."""
        inner = self._text[quote.start : quote.end]
        return (
            quote.mark in DOUBLE
            and inner[:1].isupper()
            and (inner[-1:] in ".?!…,;:" or not quote.closed)
            and inner.count(" ") >= _SHORT - 1
        )

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
        tokens = self._own_words(max(first, stop - _REACH), stop)
        cues = [each for each in self._reports.between(max(begin, stop - _REACH), stop) if self._may_introduce(each)]
        for cue in reversed(cues[-3:]):
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
        for cue in cues[:2]:
            at = _index(tokens, cue)
            if at is None or (cue.form.kind == "after" and at > 0):
                continue
            if at == 0 and tokens[0].capital and len(tokens) > 1 and tokens[1].low in self._words.verbs:
                continue
            if close and (at > _CLOSE or cue.form.participle or (at and self._opens_clause(tokens[0]))):
                return None
            speaker = self._subject(tokens, cue, near) or self._marked_name(cue, stop)
            if speaker is None and self._words.verb_second and near[1] < begin - 1:
                speaker = self._subject(self._own_words(max(near[1], begin - _REACH), stop), cue, near)
            return Frame(speaker, cue)
        return None

    def _marked_name(self, cue: Reporting, stop: int) -> Speaker | None:
        """A speaker whose name is itself in marks: "schreibt die „Abendpost“"."""
        gap = self._text[cue.end : stop].lower().split()
        if len(gap) > 1 or (gap and gap[0] not in self._words.determiners):
            return None
        index = bisect_left(self._outer_starts, stop)
        if index == len(self._outer_starts) or self._outer_starts[index] != stop:
            return None
        quote = self._outer[index]
        return self._resolver.speaker(Phrase(quote.start, quote.end, "marked"), (cue.start, cue.start))

    def _still_reported(self, position: int) -> Frame:
        """The speaker of the last reporting word before ``position``: reported speech goes on."""
        begin = max(self._paragraph_start, position - 2 * _REACH)
        for cue in reversed(self._reports.between(begin, position)[-4:]):
            if cue.form.kind == "label":
                continue
            first, last = sentence_of(sentence_starts(self._text, begin, position), cue.start, position)
            speaker = self._subject(self._own_words(first, last), cue, (first, first))
            if speaker is not None:
                return Frame(speaker, None)
        return Frame(self._frame.speaker, None)

    def _opens_clause(self, token: Token) -> bool:
        """Whether a word after a quotation begins a clause of its own, and no subject."""
        return token.low in self._words.clause or (token.low.endswith("ing") and not token.capital)

    def _own_words(self, begin: int, stop: int) -> list[Token]:
        """The writer's own words of a stretch, without the quotations in it."""
        tokens: list[Token] = []
        index = max(0, bisect_left(self._outer_starts, begin) - 1)
        while index < len(self._outer) and self._outer[index].outer_start < stop:
            quote = self._outer[index]
            index += 1
            if quote.outer_end <= begin:
                continue
            if quote.outer_start > begin:
                tokens.extend(read_tokens(self._text, begin, quote.outer_start))
            begin = quote.outer_end
        tokens.extend(read_tokens(self._text, begin, stop))
        return tokens

    def _subject(self, tokens: list[Token], cue: Reporting, near: tuple[int, int]) -> Speaker | None:
        at = _index(tokens, cue)
        if at is None:
            return None
        words = self._words
        last = at + cue.form.text.count(" ")
        if words.verb_second and cue.form.kind in ("speech", "label", "subject"):
            phrase = subject_verb_second(tokens, at, words)
            return self._resolver.speaker(phrase, near) if phrase is not None else None
        if cue.form.kind in ("object", "after"):
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
        phrase = first_subject(tokens, words) if words.verb_second else first_phrase(tokens, words)
        return Frame(self._resolver.speaker(phrase, near) if phrase is not None else None, None)

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
