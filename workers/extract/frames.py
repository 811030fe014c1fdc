"""Frames: who said a quotation and by which word, by what stands before it, after it, or in the sentence before."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.extract.casephrases import phrase_from
from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import Marked
from workers.extract.passage import Passage
from workers.extract.phrases import first_phrase, phrase_before_colon
from workers.extract.resolution import Resolver
from workers.extract.roles import bare_word, is_role
from workers.extract.sentences import sentence_of, sentence_starts
from workers.extract.signatures import in_brackets, signature
from workers.extract.subjects import Subjects, plain_follower, plain_subject
from workers.extract.tokens import Phrase, Stretch, Token, read_stretch
from workers.extract.verbsecond import first_subject, subject_verb_second
from workers.model import Speaker

_REACH = 300
"""Characters of the writer's own text that are read before or after a quotation, at most."""
_AFTER = 70
"""Characters behind a reporting word that its subject is looked for in."""
_TRIED = 2
_WORD = 16
_BREAK = re.compile(r"[,.;:\n“”\"()]")
_CLOSE = 12
"""Words of a subject between a quotation and its verb, at most."""


class Frame(NamedTuple):
    """Who said it and by which word."""

    speaker: Speaker | None
    cue: Reporting | None


class Frames:
    """Finds the frames of an article's quotations. Set by its user as the article is read: ``passage`` and
    ``sentence`` (where it stands), ``last`` (the frame of the quotation before), ``before`` (the last sentence without
    a quotation since then) and ``passed`` (the last paragraph without one)."""

    def __init__(self, text: str, reports: Reports, words: Lexicon, resolver: Resolver) -> None:
        self._text = text
        self._reports = reports
        self._words = words
        self._resolver = resolver
        self._subjects = Subjects(reports, words, resolver)
        self.passage = Passage(text, 0, 0, [], reports, words)
        self.sentence = (0, 0)
        self.last = Frame(None, None)
        self.before: tuple[int, int] | None = None
        self.passed: tuple[int, int] | None = None

    def signed(self, quote: Marked, stop: int) -> Frame | None:
        """By a name after a dash, on a line of its own: "...” — Ann Smith"."""
        phrase = signature(self._text, quote, stop, self.passage.end)
        return self._signed_by(phrase, quote) if phrase is not None else None

    def _signed_by(self, phrase: Phrase, quote: Marked) -> Frame:
        return Frame(self._resolver.speaker(phrase, (quote.outer_end, phrase.start)), None)

    def cues_before(self, begin: int, stop: int) -> list[Reporting]:
        """The reporting words of a stretch before a quotation."""
        cues = self._reports.between(max(begin, stop - _REACH), stop)
        for each in cues:
            if each.form.kind == "after":
                return [each for each in cues if self._may_introduce(each)]
        return cues

    def _may_introduce(self, cue: Reporting) -> bool:
        """Whether a reporting word can stand before its quotation: "so" only in ", so Smith:"."""
        return cue.form.kind != "after" or self._text[max(0, cue.start - 2) : cue.start] == ", "

    def from_before(
        self, cues: list[Reporting], first: int, begin: int, stop: int, near: tuple[int, int], previous: Frame | None
    ) -> Frame:
        """By the last of the reporting words of a stretch before a quotation that has a speaker; ``first``: where the
        sentence begins."""
        if begin == first and len(cues) == 1:
            plain = plain_subject(self._text, begin, cues[0], self._words)
            if plain is not None:
                speaker = self._resolver.speaker(plain, near)
                if speaker is not None:
                    return Frame(speaker, cues[0])
        low = max(first, stop - _REACH)
        tried = cues[: -_TRIED - 2 : -1]
        if not self._words.verb_second and len(cues) == 1:
            # Most subjects stand before their verb: what follows it is read where one does not.
            stretch = self.passage.own_words(low, cues[0].end)
            speaker = self._subjects.before(stretch, cues[0], near)
            if speaker is not None:
                return Frame(speaker, cues[0])
            self.passage.read_on(stretch, cues[0].end, stop)
        else:
            stretch = self.passage.own_words(low, stop)
        tokens = stretch.tokens
        if tokens and tokens[0].low in self._words.opening:
            tried = cues[:1] + tried
        for cue in tried:
            if len(cues) > 1 and self._is_reported(cue, cues):
                continue
            speaker = self._subjects.of(stretch, cue, near, self.last.speaker)
            if speaker is not None:
                return Frame(speaker, cue)
        return Frame(previous.speaker if previous is not None else None, cues[-1] if cues else None)

    def _is_reported(self, cue: Reporting, cues: list[Reporting]) -> bool:
        """Whether a reporting word stands in what an earlier one reports and does not introduce the quotation itself:
        "said the crew had asked for repairs “again and again”"."""
        text, words = self._text, self._words
        after = text[cue.end : cue.end + _WORD].split()[:1]
        if not after or after[0] not in words.prepositions:
            return False
        for earlier in cues:
            if earlier.start >= cue.start:
                break
            between = text[earlier.end : cue.start]
            if earlier.form.states and earlier.form.kind == "speech" and not _BREAK.search(between):
                first = between.split()[:1]
                if first and (first[0] in words.subjects or first[0] in words.that or first[0][0].isupper()):
                    return True
        return False

    def from_after(self, begin: int, stop: int, near: tuple[int, int], *, close: bool = False) -> Frame | None:
        """By the first reporting word of the stretch after a quotation. ``close``: only where nothing but its subject
        stands between."""
        stop = min(stop, begin + _REACH)
        cues = self._reports.between(begin, stop)
        if not self._words.verb_second:
            cues = [each for each in cues if each.form.kind != "label"]
        if not cues:
            return None
        plain = plain_subject(self._text, begin, cues[0], self._words) or plain_follower(
            self._text, begin, cues[0], stop, self._words
        )
        if plain is not None:
            speaker = self._resolver.speaker(plain, near)
            if speaker is not None:
                return Frame(speaker, cues[0])
        reach = min(stop, cues[min(1, len(cues) - 1)].end + _AFTER)
        while begin < reach and not self._text[begin].isalnum():
            begin += 1
        stretch = read_stretch(self._text, begin, reach)
        tokens = stretch.tokens
        frame: Frame | None = None
        for cue in cues[:_TRIED]:
            at = stretch.index_of(cue.start)
            if at is None or (cue.form.kind == "after" and at and tokens[at - 1].low != ","):
                continue
            if at == 0 and tokens[0].capital and len(tokens) > 1 and tokens[1].low in self._words.verbs:
                continue
            if close and self._words.verb_second and at and not self._inverted(tokens[0]):
                break
            if close and (
                at > _CLOSE or cue.form.participle or (at and frame is None and self._opens_clause(tokens[0]))
            ):
                break
            begun = at and tokens[at - 1].low != "," and tokens[at - 1].low not in self._words.after
            if self._words.verb_second and begun and near[1] < begin - 1 and not self._inverted(tokens[0]):
                # The verb is not first, so that its clause has begun before the quotation.
                speaker = self._subjects.of(self.passage.own_words(max(near[1], begin - _REACH), stop), cue, near)
            else:
                speaker = self._subjects.of(stretch, cue, near, self.last.speaker) or self._marked_name(cue, stop)
                if speaker is None and self._words.verb_second and near[1] < begin - 1:
                    whole = self.passage.own_words(max(near[1], begin - _REACH), stop)
                    speaker = self._subjects.of(whole, cue, near)
            if speaker is not None or not self._words.verb_second:
                return Frame(speaker, cue)
            if cue.form.kind != "label" or cue.form.text not in self._words.participles:
                frame = frame or Frame(None, cue)
        return frame

    def _marked_name(self, cue: Reporting, stop: int) -> Speaker | None:
        """A speaker whose name is itself in marks: "schreibt die „Abendpost“"."""
        gap = self._text[cue.end : stop].lower().split()
        if len(gap) > 1 or (gap and gap[0] not in self._words.determiners):
            return None
        quote = self.passage.opening_at(stop)
        if quote is None:
            return None
        return self._resolver.speaker(Phrase(quote.start, quote.end, "marked"), (cue.start, cue.start))

    def still_reported(self, position: int) -> Frame:
        """The speaker of the last reporting word before ``position``: reported speech goes on."""
        opinion = self._opinion(position)
        if opinion is not None:
            return Frame(opinion, None)
        begin = max(self.passage.start, position - 2 * _REACH)
        for cue in reversed(self._reports.between(begin, position)[-4:]):
            if cue.form.kind == "label":
                continue
            first, last = sentence_of(
                sentence_starts(self._text, begin, position, ordinals=self._words.capital_nouns), cue.start, position
            )
            speaker = self._subjects.of(self.passage.own_words(first, last), cue, (first, first))
            if speaker is not None:
                return Frame(speaker, None)
        return Frame(self.last.speaker or self._resolver.last or self._reporting_before(), None)

    def _reporting_before(self) -> Speaker | None:
        """Who speaks by the last reporting word of the paragraphs before."""
        text, stop = self._text, self.passage.start
        low = max(0, stop - 2 * _REACH)
        for cue in reversed(self._reports.between(low, stop)[-_TRIED:]):
            if cue.form.kind == "label":
                continue
            starts = sentence_starts(text, low, stop, ordinals=self._words.capital_nouns)
            first, last = sentence_of(starts, cue.start, stop)
            speaker = self._subjects.of(read_stretch(text, first, last), cue, (first, first))
            if speaker is not None:
                return speaker
        return None

    def _opinion(self, position: int) -> Speaker | None:
        """Whose opinion it is: "Für Anna Lund sei das ..."."""
        first = self.sentence[0]
        stretch = self.passage.own_words(first, min(position, first + _AFTER))
        if not stretch.tokens or stretch.tokens[0].low not in self._words.opinion:
            return None
        phrase = phrase_from(stretch, 1, self._words, "opinion")
        return self._resolver.speaker(phrase, (first, first)) if phrase is not None else None

    def _inverted(self, token: Token) -> bool:
        """Whether a word after a quotation can come before its verb where the subject comes after it."""
        words = self._words
        return (
            token.low in words.auxiliaries
            or token.low in words.opening
            or token.low in words.adverbs
            or token.low in words.after
        )

    def _opens_clause(self, token: Token) -> bool:
        """Whether a word after a quotation begins a clause of its own, and no subject."""
        return token.low in self._words.clause or (token.low.endswith("ing") and not token.capital)

    def introduced(self, stretch: tuple[int, int], near: tuple[int, int]) -> Frame:
        """By a stretch without a reporting word that ends in a colon: "Smith:"."""
        own = read_stretch(self._text, max(stretch[0], stretch[1] - _REACH), stretch[1])
        words = self._words
        if words.verb_second:
            verb = next((index for index, token in enumerate(own.tokens) if token.low in words.auxiliaries), None)
            behind = subject_verb_second(own, verb, words) if verb is not None else None
            person = next(self._resolver.cast.between(*stretch), None)
            if behind is not None and self._names_somebody(behind):
                phrase: Phrase | None = behind
            elif person is not None:
                phrase = Phrase(person.start, person.start + len(person.name), "introduced")
            else:
                phrase = self._known(own) or first_subject(own, words)
        else:
            phrase = phrase_before_colon(own, words) or first_phrase(own, words)
        speaker = self._resolver.speaker(phrase, near) if phrase is not None else None
        return Frame(speaker or self.last.speaker, None)

    def _names_somebody(self, phrase: Phrase) -> bool:
        """Whether a noun phrase has a person's name or a role in it."""
        cast = self._resolver.cast
        for word in self._text[phrase.start : phrase.end].split():
            if is_role(word, self._words) or (word[0].isupper() and cast.by_last(bare_word(word)) is not None):
                return True
        return False

    def _known(self, stretch: Stretch) -> Phrase | None:
        """The first word that is the last name of somebody named in full."""
        for index, token in enumerate(stretch.tokens):
            if token.capital and self._resolver.cast.by_last(token.low) is not None:
                return stretch.phrase(index, index, "introduced")
        return None

    def floating(self, quote: Marked, near: tuple[int, int]) -> Frame:
        """A quotation that stands alone: by a name in brackets behind it, by the sentence before it, else it goes on
        with the speaker before."""
        phrase = in_brackets(self._text, quote, self.passage.end)
        if phrase is not None:
            return self._signed_by(phrase, quote)
        if self.passed is not None:
            begin, stop = self.passed
            self.before = (sentence_starts(self._text, begin, stop, ordinals=self._words.capital_nouns)[-1], stop)
        if self.before is not None:
            begin, stop = self.before
            cues = self.cues_before(begin, stop)
            if cues:
                frame = self.from_before(cues, begin, begin, stop, near, None)
                if frame.speaker is not None:
                    return frame
            frame = self.introduced((begin, stop), near)
            if frame.speaker is not None:
                return frame
        return Frame(self.last.speaker, None)
