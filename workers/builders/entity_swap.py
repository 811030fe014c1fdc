"""Copies of a marked text with other names in it, so that the tagger learns contexts and forms, and not these names.

Within a copy a name is exchanged for the same one wherever it stands: a surname alone goes with the full name that ends
in it. New names come from the lists of ``workers/extract/data`` and from the patterns of ``STYLES``.
"""

from __future__ import annotations

import gzip
import random
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from workers.builders.entity_marks import Marked
from workers.extract.entity_words import names, own_words, peoples, word_codes

DATA = Path("workers/extract/data")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?!s\b)|-(?=\w))*\.?")


@cache
def parts() -> dict[str, list[str]]:
    """Lists of the parts of names."""
    data = tomllib.loads(Path(__file__).with_name("entity_names.toml").read_text(encoding="utf-8"))
    return {name: words.split() for name, words in data.items()}


@cache
def listed(prefixes: str) -> list[str]:
    """Words with one of these codes (joined by blanks), as they are written in a text."""
    wanted = tuple(prefixes.split())
    found = []
    for line in gzip.decompress((DATA / "entities_words.tsv.gz").read_bytes()).decode("utf-8").splitlines():
        word, codes = line.split("\t")
        if any(each in wanted for each in codes.split()) and word[0].isalpha():
            found.append("-".join(part[:1].upper() + part[1:] for part in word.split("-")))
    return found


@cache
def listed_names(code: str) -> list[str]:
    """Listed names of a kind of the Latin script that English capitals fit."""
    return [
        " ".join(w if w in ("of", "the", "and", "de", "del", "la") else w[:1].upper() + w[1:] for w in name.split())
        for name, kind in ((each, names().get(each) or "") for each in names())
        if kind[0] == code
        and name.isascii()
        and name[0].isalpha()
        and (code != "L" or ":" not in kind or hash_of(name) < 0.2)
    ]


def hash_of(name: str) -> float:
    """A number from 0 to 1 that depends on the name alone."""
    return random.Random(name).random()  # noqa: S311 - no secret


def invented(dice: random.Random) -> str:
    """A word that no list has."""
    word = "".join(dice.choice(parts()["stems"]) for _ in range(dice.choice((1, 2, 2, 3)))) + dice.choice(
        parts()["endings"]
    )
    return word[:1].upper() + word[1:]


def chinese(dice: random.Random) -> tuple[str, str]:
    """``(surname, given name)`` in one of the usual spellings."""
    one, two = dice.choice(parts()["chinese"]), dice.choice(parts()["chinese"])
    return dice.choice(parts()["chinese_surnames"]), dice.choice(
        (f"{one}{two}", f"{one}-{two}", f"{one}{two}", one)
    ).capitalize()


def korean(dice: random.Random) -> tuple[str, str]:
    """The same for Korean."""
    one, two = dice.choice(parts()["korean"]), dice.choice(parts()["korean"])
    return dice.choice(parts()["korean_surnames"]), dice.choice((f"{one}-{two}", f"{one}{two}")).capitalize()


def arabic(dice: random.Random) -> tuple[str, str]:
    """The same for Arabic: the surname may have an article or be "bin" somebody."""
    last = dice.choice(
        (
            f"Al-{invented(dice)}",
            f"al-{invented(dice)}",
            f"El {invented(dice)}",
            f"Al {invented(dice)}",
            dice.choice(parts()["arabic"]),
        )
    )
    given = dice.choice(parts()["arabic"])
    if dice.random() < 0.25:
        given += dice.choice((" bin ", " Bin ", " ibn ", " ")) + dice.choice(parts()["arabic"])
    return last, given


def western(dice: random.Random) -> tuple[str, str]:
    """The same from the lists."""
    last = dice.choice(listed("s1" if dice.random() < 0.3 else "s2 s3 n"))
    if dice.random() < 0.08:
        last = f"{last}-{dice.choice(listed('s2'))}"
    given = dice.choice(listed("g1") if dice.random() < 0.5 else listed("g2 n"))
    return last, given


def unheard(dice: random.Random) -> tuple[str, str]:
    """The same, of words that no list has."""
    return invented(dice), dice.choice((invented(dice), dice.choice(listed("g1 g2"))))


STYLES: tuple[tuple[Callable[[random.Random], tuple[str, str]], float, bool], ...] = (
    (western, 0.5, False),
    (unheard, 0.25, False),
    (arabic, 0.09, False),
    (chinese, 0.09, True),
    (korean, 0.07, True),
)
"""A maker of names, how often, and whether the surname stands first."""


class Swap:
    """The exchanges of one copy."""

    def __init__(self, marked: Marked, dice: random.Random) -> None:
        self.dice = dice
        self.people: dict[str, tuple[str, str, bool]] = {}
        self.words: dict[str, str] = {}
        self.keep = dice.random() * 0.5
        for start, end, kind in marked.spans:
            if kind == "PER":
                parts = [each for each in marked.text[start:end].split() if each[:1].isupper()]
                if len(parts) > 1:
                    self.person(parts[-1])

    def person(self, last: str) -> tuple[str, str, bool]:
        """The new name of whoever has this last name."""
        key = last.lower()
        if key not in self.people:
            make, _, reverse = self.dice.choices(STYLES, [share for _, share, _ in STYLES])[0]
            self.people[key] = (*make(self.dice), reverse)
        return self.people[key]

    def name(self, text: str, kind: str) -> str:
        """The new name for one that is marked so."""
        key = f"{kind} {text.lower()}"
        if kind == "PER":
            return self.cased(text, self.new_person(text))
        if key not in self.words:
            if self.dice.random() < self.keep:
                self.words[key] = text
            elif kind in ("LOC", "FAC"):
                self.words[key] = self.new_place(text)
            elif kind == "NORP":
                self.words[key] = self.new_people(text)
            elif kind == "ORG":
                self.words[key] = self.new_organization(text)
            else:
                self.words[key] = text
        return self.cased(text, self.words[key])

    def cased(self, old: str, new: str) -> str:
        """``new`` in capitals where ``old`` is."""
        return new.upper() if old.isupper() and len(old) > 4 else new

    def new_person(self, text: str) -> str:
        """A person's name with as many parts."""
        parts = text.split()
        capitals = [each for each in parts if each[:1].isupper()]
        if not capitals or self.dice.random() < 0.02:
            return text
        last = capitals[-1]
        if len(capitals) == 1:
            known = self.people.get(last.lower())
            if known is None:
                for other in list(self.people):
                    if other == last.lower():
                        known = self.people[other]
            return (
                (known or self.person(last))[0] if len(parts) == 1 else f"{' '.join(parts[:-1])} {self.person(last)[0]}"
            )
        surname, given, reverse = self.person(last)
        if reverse:
            return f"{surname} {given}"
        middle = [each if len(each) < 3 or not each[:1].isupper() else self.person(each)[1] for each in parts[1:-1]]
        first = parts[0] if len(parts[0]) < 3 else given
        return " ".join((first, *middle, surname))

    def new_place(self, text: str) -> str:
        """Another place: a country for a country, the same head ("Lake", "District")."""
        folded = text.lower()
        known = names().get(folded) or ""
        if known.startswith("K"):
            return self.dice.choice([name for name in listed_names("K") if len(name) < 16])
        lists = own_words()
        parts = text.split()
        if len(parts) > 1:
            new = [
                each if each.lower() in lists["place_head"] or each.lower() in lists["facility_head"]
                or not each[:1].isupper() or each.lower() in lists["head"]
                else self.name(each, "LOC") for each in parts
            ]  # fmt: skip
            if any(a == b for a, b in zip(new, parts, strict=True)):
                return " ".join(new)
        chance = self.dice.random()
        if chance < 0.35:
            return invented(self.dice)
        if chance < 0.75:
            return self.dice.choice(listed("p1 p2") if chance < 0.5 else listed("p3 p4"))
        return self.dice.choice(listed_names("L"))

    def new_people(self, text: str) -> str:
        """Another people, in the same number."""
        if text.lower() not in peoples():
            return text
        plural = text.endswith("s") and not text.endswith("ss")
        return self.dice.choice([
            each.title() for each in peoples() if each.isascii() and each.endswith("s") == plural and "-" not in each
        ])  # fmt: skip

    def new_organization(self, text: str) -> str:
        """The same kind of name with other words in it."""
        lists = own_words()
        if text.isupper() and 2 <= len(text) <= 6 and text.isalpha():
            return "".join(self.dice.choice("ABCDEFGHIJKLMNOPRSTUVWZ") for _ in text)
        parts = text.split()
        if len(parts) == 1:
            chance = self.dice.random()
            if chance < 0.4:
                return invented(self.dice)
            return self.dice.choice(listed("c") if chance < 0.7 else listed("p2 p3") if chance < 0.8 else listed("s2"))
        new = []
        for each in parts:
            low = each.lower()
            if (names().get(low) or "")[:1] in ("K", "L"):
                new.append(self.name(each, "LOC"))
            elif low in peoples():
                new.append(self.name(each, "NORP"))
            elif not each[:1].isupper() or low in lists["head"] or any(c[0] == "w" for c in word_codes().codes(low)):
                new.append(each)
            else:
                new.append(self.dice.choice((invented(self.dice), self.dice.choice(listed("s2 p2 p3")))))
        return " ".join(new)


def variants(marked: Marked, copies: int, seed: int) -> list[Marked]:
    """So many copies of an article, each with its own exchanges; the same seed gives the same copies."""
    return [_variant(marked, random.Random(f"{seed}.{number}")) for number in range(copies)]  # noqa: S311 - no secret


def _variant(marked: Marked, dice: random.Random) -> Marked:
    swap = Swap(marked, dice)
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end, kind in marked.spans:
        pieces += ((marked.text[at:start], ""), (swap.name(marked.text[start:end], kind), kind))
        at = end
    pieces.append((marked.text[at:], ""))
    if dice.random() < 0.3:
        pieces = _heading(pieces, dice.choice((str.upper, _title)))
    text = ""
    spans = []
    for piece, kind in pieces:
        if kind:
            spans.append((len(text), len(text) + len(piece), kind))
        text += piece
    return Marked(text, spans)


def _heading(pieces: list[tuple[str, str]], change: Callable[[str], str]) -> list[tuple[str, str]]:
    """The first line set as a heading."""
    done: list[tuple[str, str]] = []
    for number, (piece, kind) in enumerate(pieces):
        head, line, rest = piece.partition("\n")
        done.append((change(head) + line + rest if not kind or change is str.upper else piece, kind))
        if line:
            return done + pieces[number + 1 :]
    return pieces


def _title(text: str) -> str:
    return re.sub(r"\b[a-z]\w{3,}", lambda match: match[0].capitalize(), text)
