"""Names of people in a text: full names with their roles, and what a last name or a role alone refers to."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from workers.extract.lexicon import Lexicon

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_PART = rf"(?:(?:Mc|Mac|O[’']|D[’']|L[’'])?{_CAPITAL}[^\W\d_]{{1,24}}(?:-[^\W\d_]{{1,24}}){{0,2}}|{_CAPITAL}\.)"
_PARTICLE = r"(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|du|del|dos|le|ten|ter)"
_NAME = re.compile(rf"(?<![\w’'-]){_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_PART}){{1,5}}")
_WORDS = re.compile(r"[^\s,]+")
_ROLE_BEFORE = 60
_NAMES = 400
"""More names than this are a list, not a cast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
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
            person = read_person(text, match.start(), match.end(), words)
            if person is not None:
                self._add(person)

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


def read_person(text: str, start: int, end: int, words: Lexicon) -> Person | None:
    """The person that the capitalized words ``text[start:end]`` name, with the role before or after, or None.

    "UN Secretary General Antonio Guterres" is the name "Antonio Guterres" with the role before it.
    """
    parts = [(match.group(), match.start()) for match in _WORDS.finditer(text, start, end)]
    first = 0
    while first < len(parts) and _bare(parts[first][0]) in words.openers:
        first += 1
    name = first
    for index in range(first, len(parts)):
        bare = _bare(parts[index][0])
        if bare in words.roles or bare in words.titles or any(piece in words.roles for piece in bare.split("-")):
            name = index + 1
    kept = parts[name:]
    if len(kept) < 2 or len(kept) > 4:
        return None
    plain = [_bare(part) for part, _ in kept]
    if any(each in words.organizations for each in plain) or len(plain[-1]) < 2 or plain[-1] in words.openers:
        return None
    if words.endings and plain[0].endswith(words.endings):
        return None
    role = text[parts[first][1] : kept[0][1]].strip() if name > first else None
    if role is not None and _bare(role) in words.titles:
        gender = "m" if _bare(role) in words.male else "f" if _bare(role) in words.female else None
        role = None
    else:
        gender = None
    lead = _lead(text, parts[first][1] if role else kept[0][1], words)
    if lead is not None:
        role = f"{lead} {role}" if role else lead
    if role is None:
        role = _apposition(text, end, words)
    if gender is None:
        gender = _gender(plain[0], role, words)
    return Person(
        name=" ".join(part for part, _ in kept), last=_bare(kept[-1][0]), start=kept[0][1], role=role, gender=gender
    )


def _lead(text: str, at: int, words: Lexicon) -> str | None:
    """The role in lower case directly before a name ("Kremlin spokesman"), with the capitals before it."""
    begin = max(0, at - _ROLE_BEFORE)
    found = list(_WORDS.finditer(text, begin, at))
    if not found or "\n" in text[found[-1].end() : at] or text[found[-1].end() : at].strip():
        return None
    if not _is_role(found[-1].group(), words):
        return None
    first = len(found) - 1
    while first > 0 and first > len(found) - 5:
        gap = text[found[first - 1].end() : found[first].start()]
        word = found[first - 1].group()
        bare = _bare(word)
        if gap != " " or bare in words.openers or bare in words.determiners or bare in words.clause:
            break
        if not (word[0].isupper() or _is_role(word, words) or bare in _MODIFIERS):
            break
        first -= 1
    return text[found[first].start() : found[-1].end()]


_MODIFIERS = frozenset(["former", "acting", "deputy", "senior", "chief", "vice", "then", "ex", "co", "press", "foreign",
                        "prime", "interior", "defense", "defence", "finance", "presidential", "assistant", "managing",
                        "executive", "general", "state", "campaign", "police"])  # fmt: skip
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
    return bare in words.roles or (words.language == "de" and bare.endswith(_GERMAN_HEADS))


_GERMAN_HEADS = ("minister", "ministerin", "sprecher", "sprecherin", "chef", "chefin", "präsident", "präsidentin",
                 "vorsitzende", "vorsitzender", "vorsitzenden", "sekretär", "leiter", "leiterin", "direktor", "experte",
                 "beauftragte", "beauftragter", "beauftragten", "kandidat", "kandidatin", "richter", "politiker",
                 "politikerin", "anwalt", "meister")  # fmt: skip


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
