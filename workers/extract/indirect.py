"""Reported speech without marks: "Smith said that ...", only where a named speaker and a reporting verb are plain."""

from __future__ import annotations

import re

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.resolution import Resolver
from workers.extract.sentences import sentence_of, sentence_starts
from workers.extract.speakers import subject_before
from workers.extract.subjects import plain_subject
from workers.extract.tokens import Phrase, read_stretch
from workers.model import Cue, Quote, Role

_BEFORE = 100
_LONGEST = 600
"""Characters of a reported statement, at most; a longer one is no plain sentence."""
_THAT = 50
"""Characters between a verb and its "that", at most."""
_LEAST = 12
_WORD_BEFORE = 40
"""Characters of the word before a verb, at most."""
_BREAK = re.compile(r"[,.;:\n()]")
_WORD = re.compile(r"[ \u00a0]([^\W\d_]+)")


class IndirectSpeech:
    """Finds reported statements in paragraphs, beside the quotations in marks found there."""

    def __init__(self, text: str, reports: Reports, words: Lexicon, resolver: Resolver) -> None:
        self._text = text
        self._reports = reports
        self._words = words
        self._resolver = resolver
        self._that = [f" {that} " for that in words.that]

    def paragraph(self, start: int, end: int, role: Role) -> list[Quote]:
        """The reported statements of a paragraph without quotations in marks."""
        cues = []
        for cue in self._reports.statements(start, end):
            if self._follows_name(cue.start, start):
                begin = self._begin(cue, end)
                if begin is not None:
                    cues.append((cue, begin))
        if not cues:
            return []
        starts = sentence_starts(self._text, start, end, ordinals=self._words.capital_nouns)
        found = []
        done = start
        for cue, begin in cues:
            first, last = sentence_of(starts, cue.start, end)
            if first >= done and begin < last and cue.start - 2 >= first:
                quote = self._statement(cue, begin, start, first, last, role)
                if quote is not None:
                    found.append(quote)
                    done = last
        return found

    def sentence(self, start: int, first: int, last: int, role: Role) -> list[Quote]:
        """The reported statement of one sentence of the paragraph that begins at ``start``, if there is one."""
        for cue in self._reports.statements(first, last):
            begin = self._begin(cue, last) if self._follows_name(cue.start, first) else None
            if begin is not None:
                quote = self._statement(cue, begin, start, first, last, role)
                if quote is not None:
                    return [quote]
        return []

    def _statement(self, cue: Reporting, begin: int, start: int, first: int, last: int, role: Role) -> Quote | None:
        """The statement from ``begin`` on that a reporting verb introduces, if somebody named says it."""
        text = self._text
        stop = last
        while stop > begin and (text[stop - 1].isspace() or text[stop - 1] in ".;"):
            stop -= 1
        if not _LEAST <= stop - begin <= _LONGEST:
            return None
        phrase = plain_subject(self._text, first, cue, self._words) or self._subject(cue, first)
        if phrase is None:
            return None
        speaker = self._resolver.speaker(phrase, (start, first))
        if speaker is None:
            return None
        return Quote(
            text=self._text[begin:stop],
            start=begin,
            end=stop,
            kind="indirect",
            speaker=speaker,
            cue=Cue(text=self._text[cue.start : cue.end], start=cue.start, end=cue.end, lemma=cue.form.lemma),
            segment=role,
        )

    def _subject(self, cue: Reporting, first: int) -> Phrase | None:
        """The pronoun or the phrase with a name that the verb has before it in its sentence."""
        stretch = read_stretch(self._text, max(first, cue.start - _BEFORE), cue.end)
        phrase = subject_before(stretch, len(stretch.tokens) - 1, self._words)
        if phrase is None or phrase.rule == "pronoun":
            return phrase
        for at, token in zip(stretch.starts, stretch.tokens, strict=True):
            if token.capital and phrase.start <= at < phrase.end:
                return phrase
        return None

    def _follows_name(self, at: int, first: int) -> bool:
        """Whether the word before ``at`` may end a name, or stand between one and its verb."""
        text = self._text
        if at - 2 < first or text[at - 2] == ",":
            return at - 2 >= first
        before = text[max(first, at - _WORD_BEFORE) : at - 1]
        word = before[before.rfind(" ") + 1 :]
        if not word.isalpha():
            parts = before.split()
            if not parts:
                return False
            word = parts[-1]
        if word[0].isupper():
            return True
        low = word.lower()
        words = self._words
        return low in words.pronouns or low in words.adverbs or low.endswith(words.adverb_endings)

    def _begin(self, cue: Reporting, last: int) -> int | None:
        """Where the statement begins: behind "that", which may follow a few words ("told reporters on Monday that"),
        or right behind a verb that a clause may follow without it."""
        text, words = self._text, self._words
        if cue.form.lemma in words.bare:
            match = _WORD.match(text, cue.end, last)
            if match is not None:
                word = match.group(1)
                low = word.lower()
                if (low in words.subjects or word[0].isupper()) and low not in words.days:
                    return match.start(1)
        for that in self._that:
            at = text.find(that, cue.end, min(last, cue.end + _THAT))
            if at >= 0 and _BREAK.search(text, cue.end, at) is None:
                return at + len(that)
        return None
