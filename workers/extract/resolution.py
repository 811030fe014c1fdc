"""From a noun phrase to a speaker: pronouns, last names and roles to the full name given elsewhere in the text."""

from __future__ import annotations

import itertools
import re

from workers.extract.lexicon import Lexicon
from workers.extract.names import Cast, Person
from workers.extract.roles import is_role
from workers.extract.tokens import Phrase
from workers.model import Speaker

_WORD = re.compile(r"[^\s,]+")
_POSSESSIVE = re.compile(r"[’']s$|(?<=s)[’']$")
_SHORT = 2
_BACK = 1_500
"""Characters before a paragraph in which a pronoun may find its person."""


class Resolver:
    """Names the speakers of one article, in the order of the text: who spoke last is remembered."""

    def __init__(self, text: str, folded: str, words: Lexicon) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._cast: Cast | None = None
        self._met: dict[str, tuple[str, str | None]] = {}
        self.last: Speaker | None = None

    @property
    def cast(self) -> Cast:
        """The people named in full; read when first needed."""
        if self._cast is None:
            self._cast = Cast(self._text, self._folded, self._words)
        return self._cast

    def speaker(self, phrase: Phrase, near: tuple[int, int], *, lasting: bool = True) -> Speaker | None:
        """The speaker that a noun phrase stands for; None for a pronoun that refers to nobody named.

        ``near``: the stretch before the phrase (its paragraph's start to its sentence's start) where a pronoun is
        looked up first. ``lasting``: whether the next pronoun may refer to this speaker.
        """
        surface = self._text[phrase.start : phrase.end]
        found = self._pronoun(surface, phrase, near) if phrase.rule == "pronoun" else self._named(surface, phrase)
        if found is not None and lasting:
            self.last = found
        return found

    def _pronoun(self, surface: str, phrase: Phrase, near: tuple[int, int]) -> Speaker | None:
        low = surface.lower()
        words = self._words
        wanted = "m" if low in words.masculine else "f" if low in words.feminine else None
        if wanted is None:
            return None
        last = self.last
        if last is not None and last.start >= near[0] and self._fits(last, wanted) and self._may_be_person(last):
            return self._again(surface, phrase, last)
        for person in itertools.islice(self.cast.between(near[0], near[1]), 3):
            if person.gender in (None, wanted):
                return _speaker(surface, phrase, person)
        named = last is not None and (
            self.cast.by_last(last.name) is not None
            or (" " in last.name and (not words.capital_nouns or self._may_be_person(last)))
        )
        if last is not None and named and self._fits(last, wanted):
            return self._again(surface, phrase, last)
        for person in self.cast.before(phrase.start, max(0, near[0] - _BACK)):
            if person.gender == wanted:
                return _speaker(surface, phrase, person)
        return self._again(surface, phrase, last) if last is not None else None

    def _may_be_person(self, speaker: Speaker) -> bool:
        """Whether "he" can be the speaker before: a name or a role, no "statement"; where nouns have capitals too, only
        somebody whom the text names in full, or a role."""
        last = speaker.name.split()[-1]
        if self.cast.by_last(last) is not None or is_role(last, self._words):
            return True
        return last[0].isupper() and not self._words.capital_nouns

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        """Whether the speaker may be of that gender, by what the text says of the name."""
        known = self.cast.by_last(speaker.name.split()[-1])
        return known is None or known.gender in (None, gender)

    def _again(self, surface: str, phrase: Phrase, last: Speaker) -> Speaker:
        """The speaker before, under a pronoun."""
        return Speaker(text=surface, start=phrase.start, end=phrase.end, name=last.name, role=last.role, rule="pronoun")

    def _named(self, surface: str, phrase: Phrase) -> Speaker | None:
        """The speaker under a name or a noun; the same words stand for the same one all through an article."""
        known = self._met.get(surface)
        if known is not None:
            name, role = known
            return Speaker(text=surface, start=phrase.start, end=phrase.end, name=name, role=role, rule=phrase.rule)
        found = self._meet(surface, phrase)
        if found is not None:
            self._met[surface] = (found.name, found.role)
        return found

    def _meet(self, surface: str, phrase: Phrase) -> Speaker | None:
        words = self._words
        start, end = phrase.start, phrase.end
        if surface.isalpha():
            known = self.cast.by_last(surface) if surface[0].isupper() else None
            if known is not None:
                return _speaker(surface, phrase, known)
            return Speaker(text=surface, start=start, end=end, name=surface, role=None, rule=phrase.rule)
        person = self._person_in(start, end) if " " in surface or "\u00a0" in surface else None
        if person is not None:
            return _speaker(surface, phrase, person, self._role_before(start, person.start))
        parts = list(_WORD.finditer(self._text, start, end))
        while len(parts) > 1 and _low(parts[0].group()) in words.determiners:
            parts.pop(0)
        if not parts:
            return None
        lows = [_low(part.group()) for part in parts]
        # A last name alone, with or without a title or role before it.
        known = self.cast.by_last(lows[-1]) if parts[-1].group()[0].isupper() else None
        if known is not None and all(
            low in words.titles or low in words.roles or low in words.openers for low in lows[:-1]
        ):
            given = self._text[parts[0].start() : parts[-1].start()].strip() if len(parts) > 1 else None
            role = given if given and lows[0] not in words.titles else None
            return _speaker(surface, phrase, known, role)
        heads = [low for low in lows if low in words.roles]
        if heads and len(parts) <= _SHORT and surface.split()[0].lower() in words.articles:
            by_role = self.cast.by_role(heads[-1], start)
            if by_role is not None:
                return _speaker(surface, phrase, by_role)
        first = self._name_begins(parts, lows)
        role = self._text[parts[0].start() : parts[first].start()].strip() if first else None
        if role is not None and (_low(role) in words.titles or not any(is_role(low, words) for low in lows[:first])):
            role = None
        name = _POSSESSIVE.sub("", self._text[parts[first].start() : end])
        return Speaker(text=surface, start=start, end=end, name=" ".join(name.split()), role=role, rule=phrase.rule)

    def _name_begins(self, parts: list[re.Match[str]], lows: list[str]) -> int:
        """Which word of "Mr Hall" or "President Hall" the name begins with; 0 where all of them are the name."""
        words = self._words
        first = 0
        while first < len(parts) - 1 and (
            is_role(lows[first], words)
            or lows[first] in words.titles
            or _is_modifier(parts[first].group(), lows[first], words)
        ):
            first += 1
        rest = lows[first:]
        named = all(part.group()[0].isupper() for part in parts[first:])
        if not named or any(low in words.roles or low in words.organizations or low in words.sources for low in rest):
            return 0
        return first

    def _role_before(self, start: int, end: int) -> str | None:
        """The role before a name and a comma: "the finance minister, Ann Smith"."""
        given = self._text[start:end].rstrip()
        if not given.endswith(","):
            return None
        parts = given[:-1].split()
        while parts and parts[0].lower() in self._words.determiners:
            parts.pop(0)
        return " ".join(parts) if any(_low(part) in self._words.roles for part in parts) else None

    def _person_in(self, start: int, end: int) -> Person | None:
        """The person named in full inside the phrase, unless only after a preposition ("a spokesman for ...")."""
        people = self.cast.within(start, end)
        if not people:
            return None
        person = people[-1] if len(people) > 1 else people[0]
        before = self._text[start : person.start].lower().rpartition(",")[2].split()
        while before and before[0] in self._words.determiners:
            before.pop(0)
        for word in before:
            if word in self._words.prepositions and not self._words.verb_second:
                return people[0] if people[0] is not person else None
        return person


def _is_modifier(word: str, low: str, words: Lexicon) -> bool:
    """Whether a word before a name only describes: "a tearful Smith", "13-year-old Ann"."""
    return not word[0].isupper() and low not in words.prepositions and low not in words.clause


def _speaker(surface: str, phrase: Phrase, person: Person, role: str | None = None) -> Speaker:
    return Speaker(
        text=surface,
        start=phrase.start,
        end=phrase.end,
        name=_POSSESSIVE.sub("", person.name),
        role=role or person.role,
        rule=phrase.rule,
    )


def _low(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower().rstrip(".;:"))
