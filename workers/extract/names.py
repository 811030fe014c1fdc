"""Names of people in a text: full names with their roles, and what a last name or a role alone refers to."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workers.extract.lexicon import Lexicon, lexicon
from workers.extract.roles import ARTICLE, WORDS, bare_word, gender_of, joins_role, role_after, role_before

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_MORE = rf"[’']{_CAPITAL}\w{{1,24}}+"
_PART = rf"{_CAPITAL}(?:\w{{1,24}}+(?:-\w{{1,24}}+|{_MORE}){{0,2}}+|{_MORE}|\.(?:[A-Z]\.){{0,3}}+)"
_PARTICLE = r"(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|du|del|dos|le|ten|ter)"
_PARTICLES = frozenset(_PARTICLE[3:-1].split("|"))
# Begins with a plain set of characters, so that the scan from one capital to the next is a fast one.
_NAME = re.compile(rf"{_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}+{_PART}){{1,5}}+")
_MEMBER = re.compile(r"[ \u00a0]von[ \u00a0](?:den|der[ \u00a0][A-ZÄÖÜ]{2})")
"""What joins a name to a party and is no part of it: "von den Grünen", "von der SPD", but "von der Leyen"."""
_NAMES = 400
"""More names than this are a list, not a cast."""
_FULL = 3


class Person(NamedTuple):
    """A full name, where it first stands, the role given there or later, and whether a man or a woman ("m", "f")."""

    name: str
    last: str
    start: int
    role: str | None = None
    gender: str | None = None


class Cast:
    """The people that a text names in full. Its runs of capitals are found in one pass; what a run says is read when
    somebody asks for a name in it: most of them are about nobody who speaks."""

    def __init__(self, text: str, folded: str, words: Lexicon) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._starts: list[int] = []
        self._surfaces: list[str] = []
        self._ending: dict[str, list[int]] = {}
        self._mentions: dict[int, _Mention | None] = {}
        self._people: dict[str, Person | None] = {}
        for index, match in enumerate(itertools.islice(_NAME.finditer(text), _NAMES)):
            surface = match.group()
            if " von de" in surface:
                surface = _MEMBER.split(surface, maxsplit=1)[0]
            self._starts.append(match.start())
            self._surfaces.append(surface)
            self._ending.setdefault(bare_word(surface.split()[-1]), []).append(index)

    def by_last(self, last: str) -> Person | None:
        """The person with this last name (any case)."""
        last = last.lower()
        if last not in self._people:
            person: Person | None = None
            for index in self._ending.get(last, ()):
                mention = self._mention(index)
                if mention is not None:
                    person = self._with(person, mention)
                    if person.role is not None:
                        break
            self._people[last] = person
        return self._people[last]

    def by_role(self, role: str, before: int) -> Person | None:
        """The last person before the offset whose role has this noun ("spokesman") as a word."""
        noun = role.lower()
        for person in self.before(before, 0):
            if person.role is not None and noun in person.role.lower().replace("-", " ").split():
                return person
        return None

    def between(self, start: int, end: int) -> Iterator[Person]:
        """The people named in full from ``start`` to ``end``, in order."""
        starts = self._starts
        for index in range(max(0, bisect_left(starts, start) - 1), bisect_left(starts, end)):
            mention = self._mention(index)
            if mention is not None and start <= mention.start < end:
                yield self._known(mention)

    def before(self, end: int, start: int) -> Iterator[Person]:
        """The same from ``end`` back to ``start``."""
        starts = self._starts
        for index in range(bisect_left(starts, end) - 1, max(0, bisect_left(starts, start) - 1) - 1, -1):
            mention = self._mention(index)
            if mention is not None and start <= mention.start < end:
                yield self._known(mention)

    def within(self, start: int, end: int) -> list[Person]:
        """The people named in full in a noun phrase, each with where it is named there."""
        starts = self._starts
        found = []
        for index in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
            run, surface = starts[index], self._surfaces[index]
            stop = run + len(surface)
            if stop <= start:
                continue
            if run >= start and stop <= end:
                mention = self._mention(index)
            else:
                run, stop = max(run, start), min(stop, end)
                mention = self._read(self._text[run:stop].rstrip(), run)
            if mention is not None and mention.start >= start:
                person = self._known(mention)
                found.append(person if person.start == mention.start else person._replace(start=mention.start))
        return found

    def _mention(self, index: int) -> _Mention | None:
        """What the run of this index names."""
        if index not in self._mentions:
            self._mentions[index] = self._read(self._surfaces[index], self._starts[index])
        return self._mentions[index]

    def _read(self, surface: str, start: int) -> _Mention | None:
        """The person that the capitals at ``start`` name, or None."""
        if start and (self._text[start - 1].isalnum() or self._text[start - 1] in "’'-"):
            return None
        read = _read(surface, self._words.language)
        if read is None:
            return None
        if read.more:
            read = self._without_noun(read)
        return _Mention(start + read.name_at, start + len(surface), start, read)

    def _known(self, mention: _Mention) -> Person:
        """The person of a mention with what other mentions add."""
        found = self.by_last(mention.read.last)
        return found if found is not None and found.name == mention.read.name else self._person(mention)

    def _without_noun(self, read: _Read) -> _Read:
        """Without a first word that is a role: one that the text also has as a common noun, after an article."""
        parts = read.name.lower().split()
        if self._is_first(parts[0]) or (len(parts) > _FULL and not self._is_first(parts[1])):
            return read
        at = self._text.find(f" {read.first} ")
        before = self._folded[max(0, at - ARTICLE) : at].split()[-1:] if at >= 0 else []
        if not before or before[0] not in self._words.articles:
            return read
        noun, _, name = read.name.partition(" ")
        return read._replace(
            name=name,
            first=bare_word(name.split()[0]),
            name_at=read.name_at + len(noun) + 1,
            role=f"{read.role} {noun}" if read.role else noun,
            role_at=read.role_at if read.role else read.name_at,
        )

    def _is_first(self, low: str) -> bool:
        return low in self._words.male or low in self._words.female

    def _with(self, known: Person | None, mention: _Mention) -> Person:
        """The person of a last name with what one more mention of the name adds."""
        if known is None:
            return self._person(mention)
        if known.name != mention.read.name:
            if known.gender is not None or known.role is not None:
                return known
            person = self._person(mention)
            return person if person.gender or person.role else known
        if known.role is not None:
            return known
        person = self._person(mention)
        return known._replace(role=person.role, gender=known.gender or person.gender)

    def _person(self, mention: _Mention) -> Person:
        """The person of one mention by itself, with the role in the words around it."""
        text, words, read = self._text, self._words, mention.read
        role = read.role
        lead = role_before(text, mention.outer + (read.role_at if role else read.name_at), words)
        if lead is not None:
            role = f"{lead} {role}" if role else lead
        if role is None:
            role = role_after(text, mention.end, words)
        gender = read.gender or gender_of(read.first, role, words)
        return Person(name=read.name, last=read.last, start=mention.start, role=role, gender=gender)


class _Mention(NamedTuple):
    """Where a person is named in full: the name's offsets, and where the capitals before it begin."""

    start: int
    end: int
    outer: int
    read: _Read


class _Read(NamedTuple):
    """What a run of capitalized words says by itself. Offsets count from its start."""

    name: str
    first: str
    last: str
    name_at: int
    role: str | None
    role_at: int
    gender: str | None
    more: bool
    """Whether a first word could be left out and a full name would stay."""


@lru_cache(maxsize=8_192)
def _read(surface: str, language: str) -> _Read | None:
    """The person that capitalized words name, with the role among them, or None.

    "UN Secretary General Antonio Guterres" is the name "Antonio Guterres" with the role before it.
    """
    words = lexicon(language)
    parts = [(match.group(), match.start()) for match in WORDS.finditer(surface)]
    plain = [bare_word(part) for part, _ in parts]
    first = 0
    while first < len(parts) and plain[first] in words.openers:
        first += 1
    name = first
    for index in range(first, len(parts)):
        bare = plain[index]
        compound = index < len(parts) - 2 and words.heads and bare.endswith(words.heads)
        if compound or bare in words.titles or bare in words.roles or joins_role(bare, words):
            name = index + 1
    kept = plain[name:]
    if len(kept) < 2 or len(kept) > 4:
        return None
    if any(each in words.organizations for each in kept) or len(kept[-1]) < 2 or kept[-1] in words.openers:
        return None
    if kept[-1] in words.verbs:
        return None
    for before, low in itertools.pairwise(kept):
        if (low in words.relatives or low in words.pronouns or low in words.articles) and not (
            low in _PARTICLES and before in _PARTICLES
        ):
            return None
    if words.endings and kept[0].endswith(words.endings):
        return None
    role = surface[parts[first][1] : parts[name][1]].strip() if name > first else None
    gender = None
    if role is not None and bare_word(role) in words.titles:
        gender = "m" if bare_word(role) in words.male else "f" if bare_word(role) in words.female else None
        role = None
    return _Read(
        name=" ".join(part for part, _ in parts[name:]),
        first=kept[0],
        last=kept[-1],
        name_at=parts[name][1],
        role=role,
        role_at=parts[first][1],
        gender=gender,
        more=len(kept) > 2 and parts[name + 1][0][0].isupper() and not words.capital_nouns,
    )
