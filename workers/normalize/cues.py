"""Phrases that tell what a line is ("follow us", "lire aussi", "Foto:"): one pass over the text finds them all.

The phrases are data (``data/cues.toml``: kind, language, phrases). A phrase counts at word boundaries; in scripts that
write no spaces it counts anywhere. Names of agencies must be capitalised in the text.
"""

from __future__ import annotations

import tomllib
from enum import IntEnum
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Kind(IntEnum):
    """What a phrase is evidence of; the names are tables of ``data/cues.toml``."""

    SHARE = 0
    NETWORK = 1
    FOLLOW = 2
    SUBSCRIBE = 3
    COOKIE = 4
    READMORE = 5
    COMMENT = 6
    COPYRIGHT = 7
    ADVERT = 8
    VIDEO = 9
    LOGIN = 10
    NAV = 11
    CREDIT = 12
    AGENCY = 13
    BYLINE = 14
    PUBLISHED = 15
    CAPTION = 16
    AGO = 17


class Cue(NamedTuple):
    """A phrase in the text; ``kinds`` has bit ``1 << Kind`` set for every kind that it may be."""

    start: int
    end: int
    kinds: int


def bits(*kinds: Kind) -> int:
    """The mask of ``kinds``."""
    return sum(1 << kind for kind in kinds)


FOLLOWS = bits(Kind.SHARE, Kind.FOLLOW, Kind.NETWORK)
NAMES = 1 << Kind.AGENCY
STARTERS_ONLY = {Kind.BYLINE: 4, Kind.AGO: 4, Kind.PUBLISHED: 2}
"""Kinds whose words up to so many letters ("by", "von", "le") mean something at the start of a line alone."""


def _spaced(phrase: str) -> bool:
    """Whether the script of ``phrase`` puts spaces between words (not so: CJK, kana, hangul suffixes, Thai)."""
    return not any(
        "\u0e00" <= character <= "\u0eff" or character >= "\u1100" for character in phrase if character.isalpha()
    )


def _load() -> tuple[tuple[str, ...], tuple[int, ...], tuple[bool, ...], dict[str, int], dict[str, frozenset[str]]]:
    table = tomllib.loads((files("workers.normalize") / "data" / "cues.toml").read_text(encoding="utf-8"))
    masks: dict[str, int] = {}
    starters: dict[str, int] = {}
    for kind in Kind:
        for phrases in table[kind.name.lower()].values():
            for phrase in phrases:
                short = len(phrase) <= STARTERS_ONLY.get(kind, 0) and phrase.isalpha() and _spaced(phrase)
                target = starters if short else masks
                target[phrase] = target.get(phrase, 0) | 1 << kind
    phrases = tuple(masks)
    sets = {
        name: frozenset(phrase for group in table[name].values() for phrase in group)
        for name in ("kicker", "pictures", "lower_names")
    }
    return phrases, tuple(masks.values()), tuple(map(_spaced, phrases)), starters, sets


PHRASES, MASKS, SPACED, STARTERS, _SETS = _load()
KICKERS, PICTURES, LOWER_NAMES = _SETS["kicker"], _SETS["pictures"], _SETS["lower_names"]
"""Words of kickers; agencies that send pictures and no text; agencies that write themselves in lower case."""
OPENED = tuple(spaced and phrase[0].isalpha() for phrase, spaced in zip(PHRASES, SPACED, strict=True))
CLOSED = tuple(spaced and phrase[-1].isalpha() for phrase, spaced in zip(PHRASES, SPACED, strict=True))
"""Phrases that no letter may stand before, and those that none may stand after."""

_AUTOMATON = AhoCorasick(PHRASES, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)


def find_cues(text: str, folded: str, spans: list[tuple[int, int, int]], count: int) -> list[list[Cue]]:
    """The phrases of the lexicon in stretches of ``text``: a list for each of ``count`` owners, in order.

    ``folded`` is ``text`` in lower case at the same offsets. ``spans``: (start, stop, owner) of each stretch, in order.
    """
    nothing: list[Cue] = []
    found = [nothing] * count
    joined = "\n".join([folded[start:stop] for start, stop, _ in spans]) + "\n"
    number = 0
    start, stop, owner = spans[0] if spans else (0, 0, 0)
    limit, shift = stop - start, start
    try:
        matches = _AUTOMATON.find_matches_as_indexes(joined)
    except UnicodeEncodeError:  # half a surrogate pair: one sign for each keeps the offsets
        matches = _AUTOMATON.find_matches_as_indexes(joined.encode("utf-8", "replace").decode())
    for pattern, begin, end in matches:
        if CLOSED[pattern] and joined[end].isalpha():
            continue
        while begin > limit:
            base = limit + 1
            number += 1
            start, stop, owner = spans[number]
            limit, shift = base + stop - start, start - base
        at = begin + shift
        if OPENED[pattern] and joined[begin - 1].isalpha() and not text[at].isupper():
            continue
        kinds = MASKS[pattern]
        if kinds & NAMES and text[at].islower() and PHRASES[pattern] not in LOWER_NAMES:
            kinds &= ~NAMES
            if not kinds:
                continue
        if found[owner] is nothing:
            found[owner] = []
        found[owner].append(Cue(at, end + shift, kinds))
    return found
