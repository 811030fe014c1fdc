"""Mentions joined to entities: a surname goes with the full name, an acronym with what it stands for, an adjective of a
people with its country."""

from __future__ import annotations

from workers.extract.entity_links import Link, country_of, link_country, link_organization, link_place, people_of
from workers.extract.entity_spans import FACILITY, ORGANIZATION, PEOPLE, PERSON, PLACE, Found
from workers.extract.entity_words import own_words
from workers.model import Entity, Mention

_NAMESAKES = 40
"""People of one name are told apart up to this number."""
_TYPES = {PERSON: "person", ORGANIZATION: "organization", PLACE: "place", FACILITY: "place"}


class Group:
    """The mentions of one entity. ``words``: a person's name, word by word, in lower case."""

    __slots__ = ("kind", "link", "mentions", "name", "words")

    def __init__(self, kind: str, name: str, link: Link | None) -> None:
        self.kind = kind
        self.name = name
        self.link = link
        self.words: list[str] = []
        self.mentions: list[Mention] = []

    def add(self, found: Found, adjective: bool = False) -> None:
        """One more mention; the longest gives the name where no list does."""
        self.mentions.append(Mention(text=found.text, start=found.start, end=found.end, adjective=adjective))
        if not adjective and len(found.text) > len(self.name):
            self.name = found.text

    def entity(self) -> Entity:
        """The finished value."""
        kind = _TYPES[self.kind]
        link = self.link
        name = " ".join(self.name.split())
        return Entity(
            id=link.id if link else f"{kind}:{'-'.join(name.lower().split())}",
            type="person" if kind == "person" else "organization" if kind == "organization" else "place",
            name=link.name if link and link.name else name,
            mentions=tuple(self.mentions),
            links=link.links if link else (),
        )


def merge(text: str, mentions: list[Found]) -> tuple[Entity, ...]:
    """The entities of a text in the order of their first mentions. Peoples without a country are left out."""
    by_mention: list[Group | None] = [None] * len(mentions)
    people = _people(mentions, by_mention)
    organizations = _Organizations(text, mentions)
    places: dict[str, Group] = {}
    ordered: dict[int, Group] = {}
    for index, found in enumerate(mentions):
        kind = found.kind
        adjective = False
        if kind == PERSON:
            group = by_mention[index] or _alone(found, people)
        elif kind == ORGANIZATION:
            group = organizations.group(index)
        elif kind in (PLACE, FACILITY):
            group = _place(found, places)
        elif kind == PEOPLE and (code := people_of(found.text) or country_of(found.text)) is not None:
            group = _country(code, places, found)
            adjective = True
        else:
            continue
        group.add(found, adjective)
        ordered.setdefault(id(group), group)
    return tuple(group.entity() for group in ordered.values())


def _people(mentions: list[Found], by_mention: list[Group | None]) -> dict[str, list[Group]]:
    """Full names first, so that a surname in a headline finds the full name below it. Groups by first and last word."""
    found: dict[str, list[Group]] = {}
    for index, each in enumerate(mentions):
        if each.kind != PERSON:
            continue
        words = each.text.lower().split()
        if len(words) < 2:
            continue
        group = next((other for other in found.get(words[-1], ()) if _same(words, other.words)), None)
        if group is None:
            group = Group(PERSON, each.text, None)
            group.words = words
            for word in {words[0], words[-1]}:
                sharing = found.setdefault(word, [])
                if len(sharing) < _NAMESAKES:
                    sharing.append(group)
        elif len(words) > len(group.words):
            group.words = words
        by_mention[index] = group
    return found


def _same(one: list[str], other: list[str]) -> bool:
    """Whether two full names with a common end are of one person: no part of the shorter contradicts the longer."""
    if one[-1] != other[-1]:
        return False
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    return all(
        any(part == each or (part.rstrip(".") == each[: len(part.rstrip("."))] and len(part) < 3) for each in longer)
        for part in shorter[:-1]
    )


def _alone(found: Found, people: dict[str, list[Group]]) -> Group:
    """The person of a name of one word: of the full names that end in it (else begin with it) the last one before."""
    word = found.text.lower()
    groups = people.get(word)
    if groups is None:
        group = Group(PERSON, found.text, None)
        group.words = [word]
        people[word] = [group]
        return group
    ending = [each for each in groups if each.words[-1] == word] or groups
    before = [each for each in ending if each.mentions and each.mentions[0].start < found.start]
    return max(before, key=lambda each: each.mentions[-1].start) if before else ending[0]


def _country(code: str, places: dict[str, Group], found: Found) -> Group:
    link = link_country(code)
    group = places.get(link.id)
    if group is None:
        group = places[link.id] = Group(PLACE, link.name or found.text, link)
    return group


def _place(found: Found, places: dict[str, Group]) -> Group:
    link = link_place(found.text)
    key = link.id if link else " ".join(found.text.lower().split())
    group = places.get(key)
    if group is None:
        group = places[key] = Group(found.kind, found.text, link)
    return group


class _Organizations:
    """Organizations by name, and the acronyms that stand for them."""

    def __init__(self, text: str, mentions: list[Found]) -> None:
        self._mentions = mentions
        self._groups: dict[str, Group] = {}
        self._expansions: dict[str, str] = {}
        initials: dict[str, str] = {}
        outer = [each for each in mentions if each.kind == ORGANIZATION]
        for index, each in enumerate(outer):
            if " " in each.text:
                name = self._key(each.text)
                for short in _initials(each.text):
                    initials.setdefault(short, name)
                following = outer[index + 1] if index + 1 < len(outer) else None
                if following is not None and _acronym(following.text) and text[each.end : following.start] == " (":
                    self._expansions.setdefault(_letters(following.text), name)
        for each in outer:
            if _acronym(each.text) and (letters := _letters(each.text)) in initials:
                self._expansions.setdefault(letters, initials[letters])

    def group(self, index: int) -> Group:
        """The group of a mention."""
        found = self._mentions[index]
        key = self._key(found.text)
        if _acronym(found.text):
            key = self._expansions.get(_letters(found.text), key)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(ORGANIZATION, found.text, link_organization(found.text))
        elif group.link is None:
            group.link = link_organization(found.text)
        return group

    @staticmethod
    def _key(name: str) -> str:
        words = name.lower().replace("’", "'").split()
        if len(words) > 1 and words[0] == "the":
            words = words[1:]
        suffixes = own_words()["suffix"]
        while len(words) > 1 and words[-1].rstrip(".") in suffixes:
            words.pop()
        return " ".join(words)


def _acronym(name: str) -> bool:
    return 2 <= len(name) <= 8 and name.isupper() and " " not in name


def _letters(name: str) -> str:
    return name.replace(".", "")


def _initials(name: str) -> tuple[str, ...]:
    """The acronyms that a name can have: of all its words, and of those with a capital."""
    words = name.replace("-", " ").split()
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0].upper() for word in words)
    return (capitals,) if capitals == every else (capitals, every)
