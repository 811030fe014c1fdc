"""Names of people in a text: full names with their roles, and what a last name or a role alone refers to."""

from __future__ import annotations

import itertools
import re
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
_LONG = 30_000
"""Characters of a text that is searched for each last name, at most."""
_SPACES = " \u00a0"


class Person(NamedTuple):
    """A full name, where it first stands, the role given there or later, and whether a man or a woman ("m", "f")."""

    name: str
    last: str
    start: int
    role: str | None = None
    gender: str | None = None


class _Run:
    """A run of capitalized words: where it begins, its text, its last word in lower case; what it names is read when
    somebody asks, for most runs are about nobody who speaks."""

    __slots__ = ("last", "last_at", "mention", "read", "start", "surface")

    def __init__(self, start: int, surface: str) -> None:
        self.start = start
        self.surface = surface
        word = surface.split()[-1]
        self.last = bare_word(word)
        self.last_at = start + len(surface) - len(word)
        self.read = False
        self.mention: _Mention | None = None


class Cast:
    """The people that a text names in full. No name goes over a line's end, so the runs of capitals of a line are
    found when somebody asks for a name that may stand in it, and kept."""

    def __init__(self, text: str, folded: str, words: Lexicon) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._lines: dict[int, list[_Run]] = {}
        self._people: dict[str, Person | None] = {}
        self._index: dict[str, list[_Run]] | None = None

    def by_last(self, last: str) -> Person | None:
        """The person with this last name (any case)."""
        last = last.lower()
        known = self._people
        if last not in known:
            known[last] = self._find(last)
        return known[last]

    def _find(self, last: str) -> Person | None:
        """The person with this last name, by the mentions in full up to one with a role."""
        person: Person | None = None
        for run in self._ending(last):
            mention = self._mention(run)
            if mention is not None:
                person = self._with(person, mention)
                if person.role is not None:
                    break
        return person

    def _ending(self, last: str) -> Iterator[_Run]:
        """The runs whose last word this is. A long text is indexed once; in others a search for the word is cheaper."""
        text, folded, size = self._text, self._folded, len(last)
        if len(text) > _LONG:
            if self._index is None:
                self._index = {}
                for run in itertools.islice(self._runs_between(0, len(text)), _NAMES):
                    self._index.setdefault(run.last, []).append(run)
            yield from self._index.get(last, ())
            return
        at = folded.find(last) if size else -1
        while at >= 0:
            if text[at].isupper() and at and text[at - 1] in _SPACES:
                before = text[text.rfind(" ", 0, at - 1) + 1 : at - 1]
                if not before.islower() or before in _PARTICLES:
                    for run in self._runs_at(at):
                        if run.last_at == at and run.last == last:
                            yield run
            at = folded.find(last, at + size)

    def by_role(self, role: str, before: int) -> Person | None:
        """The last person before the offset who is given a role with this noun ("spokesman") as a word."""
        noun = role.lower()
        at = before
        for _ in range(_NAMES):
            at = self._folded.rfind(noun, 0, at)
            if at < 0:
                return None
            for run in reversed(self._runs_at(at)):
                mention = self._mention(run)
                if mention is not None and mention.start < before:
                    given = self._person(mention).role
                    if given is not None and noun in given.lower().replace("-", " ").split():
                        return self._known(mention)
            at = self._text.rfind("\n", 0, at) + 1
        return None

    def between(self, start: int, end: int) -> Iterator[Person]:
        """The people named in full from ``start`` to ``end``, in order."""
        for run in self._runs_between(start, end):
            mention = self._mention(run)
            if mention is not None and start <= mention.start < end:
                yield self._known(mention)

    def before(self, end: int, start: int) -> Iterator[Person]:
        """The same from ``end`` back to ``start``."""
        at = end
        while at > start or at == end:
            first = self._text.rfind("\n", 0, at) + 1
            for run in reversed(self._runs_at(at)):
                mention = self._mention(run)
                if mention is not None and start <= mention.start < end:
                    yield self._known(mention)
            at = first - 1

    def within(self, start: int, end: int) -> list[Person]:
        """The people named in full in a noun phrase, each with where it is named there."""
        found = []
        for run in self._runs_between(start, end):
            first, stop = run.start, run.start + len(run.surface)
            if stop <= start or first >= end:
                continue
            if first >= start and stop <= end:
                mention = self._mention(run)
            else:
                first, stop = max(first, start), min(stop, end)
                mention = self._read(self._text[first:stop].rstrip(), first)
            if mention is not None and mention.start >= start:
                found.append(self._known(mention))
        return found

    def _runs_between(self, start: int, end: int) -> Iterator[_Run]:
        """The runs of the lines from ``start`` to ``end``, in order."""
        while start < end:
            yield from self._runs_at(start)
            start = self._line_end(start) + 1

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return end if end >= 0 else len(self._text)

    def _runs_at(self, at: int) -> list[_Run]:
        """The runs of the line that ``at`` stands in."""
        text = self._text
        first = text.rfind("\n", 0, at) + 1
        runs = self._lines.get(first)
        if runs is None:
            runs = []
            for match in _NAME.finditer(text, first, self._line_end(first)):
                surface = match.group()
                if " von de" in surface:
                    surface = _MEMBER.split(surface, maxsplit=1)[0]
                runs.append(_Run(match.start(), surface))
            self._lines[first] = runs
        return runs

    def _mention(self, run: _Run) -> _Mention | None:
        """What a run names."""
        if not run.read:
            run.read = True
            run.mention = self._read(run.surface, run.start)
        return run.mention

    def _read(self, surface: str, start: int) -> _Mention | None:
        """The person that the capitals at ``start`` name, or None."""
        if start and (self._text[start - 1].isalnum() or self._text[start - 1] in "’'-"):
            return None
        read = _read(surface, self._words.language)
        if read is None or (
            self._words.capital_nouns and (self._is_genitive(read) or _is_compound(read.first, surface))
        ):
            return None
        if read.more:
            read = self._without_noun(read)
        return _Mention(start + read.name_at, start + len(surface), start, read)

    def _is_genitive(self, read: _Read) -> bool:
        """Whether a first word is another's name in the genitive, so that the second one is a noun: "Lunds Pläne"."""
        first = read.first
        if not first.endswith("s") or self._is_first(first):
            return False
        name = read.name[: len(first) - 1]
        return f"{name} " in self._text or f"{name}." in self._text

    def _known(self, mention: _Mention) -> Person:
        """The person of a mention, with what other mentions add where no role stands beside this one."""
        own = self._person(mention)
        if own.role is not None:
            return own
        found = self.by_last(own.last)
        if found is None or found.name != own.name:
            return own
        return Person(own.name, own.last, own.start, found.role, own.gender or found.gender)

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
        role = known.role or self._role(mention)
        if role is None:
            return known
        gender = known.gender or gender_of(mention.read.first, role, self._words)
        return Person(known.name, known.last, known.start, role, gender)

    def _person(self, mention: _Mention) -> Person:
        """The person of one mention by itself."""
        read = mention.read
        role = self._role(mention)
        gender = read.gender or gender_of(read.first, role, self._words)
        return Person(read.name, read.last, mention.start, role, gender)

    def _role(self, mention: _Mention) -> str | None:
        """The role in the words around a mention."""
        text, words, read = self._text, self._words, mention.read
        role = read.role
        lead = role_before(text, mention.outer + (read.role_at if role else read.name_at), words)
        if lead is not None:
            return f"{lead} {role}" if role else lead
        return role or role_after(text, mention.end, words)


def _is_compound(first: str, surface: str) -> bool:
    """Whether a first word is a compound with an acronym and no first name: "ABC-Bezirk Nord"."""
    if "-" not in first:
        return False
    return any(part.isupper() and len(part) > 1 for part in surface.split()[0].split("-"))


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
    if words.endings and (kept[0].endswith(words.endings) or kept[-1].endswith(words.plural_endings)):
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
