"""The speaker that a reporting word has in the words of its sentence, by the language's word order."""

from __future__ import annotations

import re

from workers.extract.casephrases import phrase_from
from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.resolution import Resolver
from workers.extract.speakers import subject_after, subject_before
from workers.extract.tokens import Phrase, Stretch
from workers.extract.verbsecond import subject_verb_second
from workers.model import Speaker

_PLAIN = 40
"""Characters before a verb that are looked at for a plain subject, at most."""
_NAMES = 3
_CAPITALIZED = r"[A-ZÀ-ÖØ-Þ][^\W\d_]{2,24}+"
_FOLLOWER = re.compile(rf"[ \u00a0]({_CAPITALIZED}(?: {_CAPITALIZED}){{0,2}}+)(?:([.,;\n])|[ \u00a0]([a-zß-ÿ]+)\b)")


class Subjects:
    """Finds and names the subjects of an article's reporting words."""

    def __init__(self, reports: Reports, words: Lexicon, resolver: Resolver) -> None:
        self._reports = reports
        self._words = words
        self._resolver = resolver

    def of(
        self, stretch: Stretch, cue: Reporting, near: tuple[int, int], otherwise: Speaker | None = None
    ) -> Speaker | None:
        """The speaker of ``cue`` among ``stretch``. ``near``: from the paragraph's start to the sentence's, where a
        pronoun is looked up first; ``otherwise``: the speaker of a participle that has no subject of its own."""
        at = stretch.index_of(cue.start)
        if at is None:
            return None
        if cue.form.participle and not self._words.verb_second:
            earlier = self._finite(stretch, at)
            if earlier is not None:
                return self.of(stretch, earlier, near, otherwise)
        phrase = self._phrase(stretch, at, cue)
        if phrase is None:
            return otherwise if cue.form.participle else None
        return self._resolver.speaker(phrase, near)

    def before(self, stretch: Stretch, cue: Reporting, near: tuple[int, int]) -> Speaker | None:
        """The speaker before ``cue``, which ends the stretch, where nothing else need be asked."""
        at = stretch.index_of(cue.start)
        if at is None or cue.form.participle or cue.form.kind in ("object", "after"):
            return None
        if at and stretch.tokens[at - 1].low in self._words.passive:
            return None
        phrase = subject_before(stretch, at, self._words)
        return self._resolver.speaker(phrase, near) if phrase is not None else None

    def _phrase(self, stretch: Stretch, at: int, cue: Reporting) -> Phrase | None:
        words = self._words
        tokens = stretch.tokens
        last = at + cue.form.text.count(" ")
        following = cue.form.kind in ("object", "after")
        if words.verb_second:
            if not following:
                return subject_verb_second(stretch, at, words)
            begin = last + 1
            while begin < len(tokens) and tokens[begin].low == words.by:
                begin += 1
            return phrase_from(stretch, begin, words, "according")
        if following:
            return subject_after(stretch, last, words, "according")
        if at and tokens[at - 1].low in words.passive and last + 1 < len(tokens):
            if tokens[last + 1].low == words.by:
                return subject_after(stretch, last + 1, words, "passive")
            if tokens[last + 1].low in words.infinitive:
                return None
        before = subject_before(stretch, at, words, participle=cue.form.participle)
        return before if before is not None else subject_after(stretch, last, words)

    def _finite(self, stretch: Stretch, at: int) -> Reporting | None:
        """The reporting verb before a participle in the same sentence: "he said, adding"."""
        for each in reversed(self._reports.between(stretch.starts[0], stretch.starts[at])):
            if each.form.kind == "speech" and not each.form.participle and stretch.index_of(each.start) is not None:
                return each
        return None


def plain_subject(text: str, begin: int, cue: Reporting, words: Lexicon) -> Phrase | None:
    """The subject of a reporting word where nothing but a pronoun or a plain name stands before it from ``begin`` on,
    as mostly; None where there is more to read. It says what ``Subjects.of`` would, without splitting up the words."""
    stop = cue.start
    if stop - begin > _PLAIN or cue.form.participle or cue.form.kind in ("object", "after") or words.verb_second:
        return None
    gap = text[begin:stop].lstrip(" \u00a0,")
    name = gap.rstrip(" \u00a0")
    parts = name.split(" ")
    if not name or len(parts) > _NAMES or len(gap) == len(name):
        return None
    begin = stop - len(gap)
    if len(parts) == 1 and name.lower() in words.pronouns:
        return Phrase(begin, begin + len(name), "pronoun") if name.isalpha() else None
    for part in parts:
        if not part.isalpha() or not part[0].isupper() or part.lower() in words.function:
            return None
    return Phrase(begin, begin + len(name), "before")


def plain_follower(text: str, begin: int, cue: Reporting, stop: int, words: Lexicon) -> Phrase | None:
    """The same for a plain name right after a reporting word that begins at ``begin``: "said John Carter."."""
    if cue.form.kind not in ("speech", "label") or cue.form.participle or words.verb_second:
        return None
    if text[begin : cue.start].strip(" \u00a0,"):
        return None
    match = _FOLLOWER.match(text, cue.end, stop)
    if match is None:
        return None
    mark, word = match.group(2, 3)
    if mark == "." and text[match.end(2) : stop].strip():
        return None
    if word is not None and word not in words.breaking:
        return None
    for part in match.group(1).lower().split(" "):
        if part in words.function or part in words.roles:
            return None
    return Phrase(match.start(1), match.end(1), "after")
