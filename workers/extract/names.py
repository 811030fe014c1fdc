"""Names of people in a text: full names with their roles, and what a last name or a role alone refers to."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from workers.extract.lexicon import Lexicon, lexicon

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_PART = rf"{_CAPITAL}(?:\w{{1,24}}(?:-\w{{1,24}}|[’']{_CAPITAL}\w{{1,24}}){{0,2}}|\.(?:[A-Z]\.){{0,3}})"
_PARTICLE = r"(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|du|del|dos|le|ten|ter)"
# Begins with a plain set of characters, so that the scan from one capital to the next is a fast one.
_NAME = re.compile(rf"{_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_PART}){{1,5}}")
_WORDS = re.compile(r"[^\s,]+")
_ROLE_BEFORE = 60
_NAMES = 400
"""More names than this are a list, not a cast."""


class Person(NamedTuple):
    """A full name, where it first stands, the role given there or later, and whether a man or a woman ("m", "f")."""

    name: str
    last: str
    start: int
    role: str | None = None
    gender: str | None = None


class Cast:
    """The people that a text names in full, by last name, and every place where one is named in full."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self._words = words
        self._by_last: dict[str, Person] = {}
        self._people: list[Person] = []
        self._starts: list[int] = []
        for count, match in enumerate(_NAME.finditer(text)):
            if count >= _NAMES:
                break
            start = match.start()
            if start and (text[start - 1].isalnum() or text[start - 1] in "’'-"):
                continue
            read = _read(match.group(), words.language)
            if read is None:
                continue
            known = self._by_last.get(read.last)
            if known is not None and known.role is not None and known.name == read.name:
                self._people.append(known)
                self._starts.append(start + read.name_at)
            else:
                self._add(self._person(text, start, match.end(), read))

    def _person(self, text: str, start: int, end: int, read: _Read) -> Person:
        """The person of one mention; the words around it are read only where the role is not known yet."""
        known = self._by_last.get(read.last)
        role = read.role
        if known is None or known.name != read.name or known.role is None:
            lead = _lead(text, start + (read.role_at if role else read.name_at), self._words)
            if lead is not None:
                role = f"{lead} {role}" if role else lead
            if role is None:
                role = _apposition(text, end, self._words)
        gender = read.gender or _gender(read.first, role, self._words)
        return Person(name=read.name, last=read.last, start=start + read.name_at, role=role, gender=gender)

    def _add(self, person: Person) -> None:
        known = self._by_last.get(person.last)
        if known is not None and known.name == person.name:
            merged = Person(
                name=known.name,
                last=known.last,
                start=known.start,
                role=known.role or person.role,
                gender=known.gender or person.gender,
            )
            self._by_last[person.last] = merged
        elif known is None or (known.gender is None and known.role is None and (person.gender or person.role)):
            self._by_last[person.last] = person
        self._people.append(person)
        self._starts.append(person.start)

    def by_last(self, last: str) -> Person | None:
        """The person with this last name (any case)."""
        return self._by_last.get(last.lower())

    def known(self, person: Person) -> Person:
        """The same person with what other mentions add."""
        found = self._by_last.get(person.last)
        return found if found is not None and found.name == person.name else person

    def by_role(self, role: str, before: int) -> Person | None:
        """The last person before the offset whose role has this noun ("spokesman") as a word."""
        noun = role.lower()
        for index in range(bisect_left(self._starts, before) - 1, -1, -1):
            person = self.known(self._people[index])
            if person.role is not None and noun in person.role.lower().replace("-", " ").split():
                return person
        return None

    def between(self, start: int, end: int) -> list[Person]:
        """The people named in full from ``start`` to ``end``, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [self.known(each) for each in self._people[low:high]]


class _Read(NamedTuple):
    """What a run of capitalized words says by itself. Offsets count from its start."""

    name: str
    first: str
    last: str
    name_at: int
    role: str | None
    role_at: int
    gender: str | None


@lru_cache(maxsize=8_192)
def _read(surface: str, language: str) -> _Read | None:
    """The person that capitalized words name, with the role among them, or None.

    "UN Secretary General Antonio Guterres" is the name "Antonio Guterres" with the role before it.
    """
    words = lexicon(language)
    parts = [(match.group(), match.start()) for match in _WORDS.finditer(surface)]
    plain = [_bare(part) for part, _ in parts]
    first = 0
    while first < len(parts) and plain[first] in words.openers:
        first += 1
    name = first
    for index in range(first, len(parts)):
        bare = plain[index]
        if bare in words.roles or bare in words.titles or any(piece in words.roles for piece in bare.split("-")):
            name = index + 1
    kept = plain[name:]
    if len(kept) < 2 or len(kept) > 4:
        return None
    if any(each in words.organizations for each in kept) or len(kept[-1]) < 2 or kept[-1] in words.openers:
        return None
    if any(low in words.relatives or low in words.pronouns or low in words.articles for low in kept[1:]) or (
        kept[-1] in words.verbs
    ):
        return None
    if words.endings and kept[0].endswith(words.endings):
        return None
    role = surface[parts[first][1] : parts[name][1]].strip() if name > first else None
    gender = None
    if role is not None and _bare(role) in words.titles:
        gender = "m" if _bare(role) in words.male else "f" if _bare(role) in words.female else None
        role = None
    return _Read(
        name=" ".join(part for part, _ in parts[name:]),
        first=kept[0],
        last=kept[-1],
        name_at=parts[name][1],
        role=role,
        role_at=parts[first][1],
        gender=gender,
    )


def _lead(text: str, at: int, words: Lexicon) -> str | None:
    """The role in lower case directly before a name ("Kremlin spokesman"), with the capitals before it."""
    if at < 2 or text[at - 1] not in " \u00a0":
        return None
    begin = text.rfind(" ", max(0, at - 32), at - 1) + 1
    if not begin or not _is_role(text[begin : at - 1], words):
        return None
    found = list(_WORDS.finditer(text, max(0, at - _ROLE_BEFORE), at))
    first = len(found) - 1
    while first > 0 and first > len(found) - 5:
        gap = text[found[first - 1].end() : found[first].start()]
        word = found[first - 1].group()
        bare = _bare(word)
        if gap != " " or bare in words.openers or bare in words.determiners or bare in words.clause:
            break
        if not (word[0].isupper() or _is_role(word, words) or bare in words.modifiers):
            break
        first -= 1
    return text[found[first].start() : found[-1].end()]


_APPOSITION = re.compile(r", (?:the |a |an )?([^,.;:\n\"“”]{3,60})[,.]")


def _apposition(text: str, end: int, words: Lexicon) -> str | None:
    """The role after a name: ", the Kremlin spokesman,"."""
    match = _APPOSITION.match(text, end)
    if match is None:
        return None
    role = match.group(1)
    head = role.split(" of ")[0].split(" for ")[0].split(" at ")[0].split()
    return role if head and _is_role(head[-1], words) and _bare(head[0]) not in words.relatives else None


def _is_role(word: str, words: Lexicon) -> bool:
    bare = _bare(word)
    return bare in words.roles or (bool(words.heads) and bare.endswith(words.heads))


def _bare(word: str) -> str:
    low = word.lower().rstrip(".,;:")
    return low[:-2] if low.endswith(("’s", "'s")) else low


def _gender(first: str, role: str | None, words: Lexicon) -> str | None:
    """ "m" or "f" by the first name, else by the role, else None."""
    if first in words.male:
        return "m" if first not in words.female else None
    if first in words.female:
        return "f"
    for word in (role or "").lower().split():
        if word in words.female:
            return "f"
        if word in words.male:
            return "m"
    return None
