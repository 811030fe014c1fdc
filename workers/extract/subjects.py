"""The speaker that a reporting word has in the words of its sentence, by the language's word order."""

from __future__ import annotations

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.resolution import Resolver
from workers.extract.speakers import Phrase, Token, subject_after, subject_before
from workers.extract.verbsecond import phrase_from, subject_verb_second
from workers.model import Speaker


class Subjects:
    """Finds and names the subjects of an article's reporting words."""

    def __init__(self, reports: Reports, words: Lexicon, resolver: Resolver) -> None:
        self._reports = reports
        self._words = words
        self._resolver = resolver

    def of(
        self, tokens: list[Token], cue: Reporting, near: tuple[int, int], otherwise: Speaker | None = None
    ) -> Speaker | None:
        """The speaker of ``cue`` among ``tokens``. ``near``: from the paragraph's start to the sentence's, where a
        pronoun is looked up first; ``otherwise``: the speaker of a participle that has no subject of its own."""
        at = index_of(tokens, cue)
        if at is None:
            return None
        if cue.form.participle and not self._words.verb_second:
            earlier = self._finite(tokens, at)
            if earlier is not None:
                return self.of(tokens, earlier, near, otherwise)
        phrase = self._phrase(tokens, at, cue)
        if phrase is None:
            return otherwise if cue.form.participle else None
        return self._resolver.speaker(phrase, near)

    def _phrase(self, tokens: list[Token], at: int, cue: Reporting) -> Phrase | None:
        words = self._words
        last = at + cue.form.text.count(" ")
        following = cue.form.kind in ("object", "after")
        if words.verb_second:
            if not following:
                return subject_verb_second(tokens, at, words)
            begin = last + 1
            while begin < len(tokens) and tokens[begin].low == words.by:
                begin += 1
            return phrase_from(tokens, begin, words, "according")
        if following:
            return subject_after(tokens, last, words, "according")
        if at and tokens[at - 1].low in words.passive and last + 1 < len(tokens):
            if tokens[last + 1].low == words.by:
                return subject_after(tokens, last + 1, words, "passive")
            if tokens[last + 1].low in words.infinitive:
                return None
        before = subject_before(tokens, at, words, participle=cue.form.participle)
        return before if before is not None else subject_after(tokens, last, words)

    def _finite(self, tokens: list[Token], at: int) -> Reporting | None:
        """The reporting verb before a participle in the same sentence: "he said, adding"."""
        for each in reversed(self._reports.between(tokens[0].start, tokens[at].start)):
            if each.form.kind == "speech" and not each.form.participle and index_of(tokens, each) is not None:
                return each
        return None


def index_of(tokens: list[Token], cue: Reporting) -> int | None:
    """The index of the token that the reporting word begins at."""
    for index, token in enumerate(tokens):
        if token.start == cue.start:
            return index
    return None
