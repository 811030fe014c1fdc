"""Runs of capitalized words in a text, and the person that such a run names by itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workers.extract.lexicon import lexicon
from workers.extract.roles import WORDS, bare_word, joins_role

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_MORE = rf"[’']{_CAPITAL}\w{{1,24}}+"
_PART = rf"{_CAPITAL}(?:\w{{1,24}}+(?:-\w{{1,24}}+|{_MORE}){{0,2}}+|{_MORE}|\.(?:[A-Z]\.){{0,3}}+)"
_PARTICLE = r"(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|du|del|dos|le|ten|ter)"
PARTICLES = frozenset(_PARTICLE[3:-1].split("|"))
# Begins with a plain set of characters, so that the scan from one capital to the next is a fast one.
_NAME = re.compile(rf"{_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}+{_PART}){{1,5}}+")
_MEMBER = re.compile(r"[ \u00a0]von[ \u00a0](?:den|der[ \u00a0][A-ZÄÖÜ]{2})")
"""What joins a name to a party and is no part of it: "von den Grünen", "von der SPD", but "von der Leyen"."""


class Run:
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
        self.mention: Mention | None = None


def find_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of two capitalized words or more in ``text[start:end]``."""
    for match in _NAME.finditer(text, start, end):
        surface = match.group()
        if " von de" in surface:
            surface = _MEMBER.split(surface, maxsplit=1)[0]
        yield Run(match.start(), surface)


def is_compound(first: str, surface: str) -> bool:
    """Whether a first word is a compound with an acronym and no first name: "ABC-Bezirk Nord"."""
    if "-" not in first:
        return False
    return any(part.isupper() and len(part) > 1 for part in surface.split()[0].split("-"))


class Mention(NamedTuple):
    """Where a person is named in full: the name's offsets, and where the capitals before it begin."""

    start: int
    end: int
    outer: int
    read: Read


class Read(NamedTuple):
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
def read_run(surface: str, language: str) -> Read | None:
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
            low in PARTICLES and before in PARTICLES
        ):
            return None
    if words.endings and (kept[0].endswith(words.endings) or kept[-1].endswith(words.plural_endings)):
        return None
    role = surface[parts[first][1] : parts[name][1]].strip() if name > first else None
    gender = None
    if role is not None and bare_word(role) in words.titles:
        gender = "m" if bare_word(role) in words.male else "f" if bare_word(role) in words.female else None
        role = None
    return Read(
        name=" ".join(part for part, _ in parts[name:]),
        first=kept[0],
        last=kept[-1],
        name_at=parts[name][1],
        role=role,
        role_at=parts[first][1],
        gender=gender,
        more=len(kept) > 2 and parts[name + 1][0][0].isupper() and not words.capital_nouns,
    )
