"""What each word of a language may be: read once from ``data/TAG.toml``, ``data/cldr.json`` and the digits' own rules.

A word may be in several classes at once ("second": ordinal and unit); every distinct set of classes gets one class
character, so that a rule's ``UNIT`` is the character set of all that contain it.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from workers.dates.tokens import separator_classes

TENS, ONES = ("", "X", "XX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = [tens + ones for tens in TENS for ones in ONES][1:]
"""The numbers of centuries, from one."""

PROPER = ("MONTH", "WEEKDAY")
"""Classes whose words may need a capital (``case.capital``): "dez" is December only as "Dez", but ten as it is."""

DATA = files("workers.dates") / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """``characters``: token to class character; ``members``: class name to its characters; ``values``: per class, the
    value of each of its words ("MONTH": {"february": "2"})."""

    tag: str
    characters: dict[str, str]
    members: dict[str, str]
    values: dict[str, dict[str, str]]
    source: dict[str, Any]


class _Builder:
    def __init__(self) -> None:
        self.classes: dict[str, set[str]] = {}
        self.values: dict[str, dict[str, str]] = {}

    def add(self, name: str, token: str, value: str, spellings: tuple[str, ...]) -> None:
        self.values.setdefault(name, {}).setdefault(token.lower(), value)
        for each in spellings:
            self.classes.setdefault(each, set()).add(name)
            self.values[name].setdefault(each, value)

    def build(self, tag: str, source: dict[str, Any]) -> Lexicon:
        combinations: dict[frozenset[str], str] = {}
        characters: dict[str, str] = {}
        members: dict[str, list[str]] = {}
        for token, names in self.classes.items():
            combination = frozenset(names)
            if combination not in combinations:
                character = chr(0x21 + len(combinations) + (len(combinations) >= 0x5E) * 0x22)
                combinations[combination] = character
                for name in combination:
                    members.setdefault(name, []).append(character)
            characters[token] = combinations[combination]
        return Lexicon(
            tag=tag,
            characters=characters,
            members={name: "".join(found) for name, found in members.items()},
            values=self.values,
            source=source,
        )


def spellings(word: str, *, capital: bool, exact: bool) -> tuple[str, ...]:
    """The ways a word of the lexicon may be written: as it stands (``exact``), with a capital, in capitals, lower."""
    if exact:
        return (word,)
    title = word[:1].upper() + word[1:]
    return (title, word.upper()) if capital else (word, title, word.upper())


def read_lexicon(tag: str, literals: frozenset[str]) -> Lexicon:
    """The lexicon of ``tag``. ``literals``: words that rules name themselves; each is a class ``'word'`` of its own."""
    source = tomllib.loads((DATA / f"{tag}.toml").read_text("utf-8"))
    names: dict[str, dict[str, list[str]]] = json.loads((DATA / "cldr.json").read_text("utf-8")).get(tag, {})
    case = source.get("case", {})
    capital, exact = frozenset(case.get("capital", ())), frozenset(case.get("exact", ()))
    builder = _Builder()
    for separator, name in separator_classes().items():
        builder.add(name, separator, separator, (separator,))
    _add_digits(builder, source.get("digits", {}))
    # A full month name that is no other word can stand alone ("January", not "May").
    sure = {value: [each for each in words if each not in capital] for value, words in names.get("MONTH", {}).items()}
    tables: list[dict[str, dict[str, list[str]]]] = [names, {"MONTHSURE": sure}, source.get("words", {})]
    for table in tables:
        for name, entries in table.items():
            for value, words in entries.items():
                for word in inflected(words, source.get("inflections", {})):
                    head, _, rest = word.partition("-")
                    proper = word in capital and name.startswith(PROPER)
                    written = spellings(head, capital=proper, exact=word in exact or head != head.lower())
                    builder.add(f"{name}HEAD" if rest else name, head, value, written)
    for compound in source.get("compounds", ()):
        for value, heads in _heads(compound["heads"], tables).items():
            for head in heads:
                for tail, part in compound["tails"].items():
                    word = head + tail
                    written = spellings(word, capital=False, exact=False)
                    builder.add(compound["class"], word, f"{value}{part}", written)
    for word in literals:
        builder.add(f"'{word}'", word, word, spellings(word, capital=False, exact=word != word.lower()))
    return builder.build(tag, source)


def inflected(words: list[str], inflections: dict[str, list[str]]) -> list[str]:
    """``words`` with a mark of the language's inflections at the end ("letzt*") written out with each ending."""
    found: list[str] = []
    for word in words:
        endings = inflections.get(word[-1:])
        found.extend([word] if endings is None else [word[:-1] + each for each in endings])
    return found


def _heads(name: str, tables: list[dict[str, dict[str, list[str]]]]) -> dict[str, list[str]]:
    heads: dict[str, list[str]] = {}
    for table in tables:
        for value, words in table.get(name, {}).items():
            heads.setdefault(value, []).extend(words)
    return heads


def _add_digits(builder: _Builder, source: dict[str, list[str]]) -> None:
    """The classes of tokens that begin with a digit, the same in every language but for the letters after it."""

    def put(name: str, token: str, value: int | str) -> None:
        builder.add(name, token, str(value), (token,))

    for number in range(1000):
        put("INT", str(number), number)
    for number in range(100):
        put("YY", f"{number:02}", number)
        for name, low, high in (("DAY", 1, 31), ("MON", 1, 12), ("HOUR", 0, 24), ("MIN", 0, 59)):
            if low <= number <= high:
                put(name, f"{number:02}", number)
                if name != "MIN":
                    put(name, str(number), number)
                if name == "HOUR":
                    put("LONGHOUR", f"{number:02}", number)
    for number in range(1000, 3000):
        put("YEAR" if 1500 <= number < 2100 else "OLDYEAR", str(number), number)
    for number in range(2400):
        if number % 100 < 60:
            put("HHMM", f"{number:04}", f"{number:04}")
    for number in range(60):
        put("ZULU", f"{number:02}Z", f"{number:02}")
    for number in range(1, 32):
        for hour in range(24):
            put("DAYTHOUR", f"{number:02}T{hour:02}", f"{number:02}T{hour:02}")
    for suffix in source.get("ordinal", ()):
        for number in range(1, 100):
            put("ORDINAL", f"{number}{suffix}", number)
            if number < 32:
                put("ORDDAY", f"{number}{suffix}", number)
    for suffix in source.get("decade", ()):
        for number in range(10, 2100, 10):
            if number < 100 or number >= 1000:
                put("DECADE" if number > 100 else "SHORTDECADE", f"{number}{suffix}", number)
    for suffix in source.get("roman", ()):
        for number, written in enumerate(ROMAN, 1):
            put("ROMAN", f"{written}{suffix}", number)
    for mark in source.get("hour", ()):
        for hour in range(25):
            for written in {str(hour), f"{hour:02}"}:
                put("HOURMARK", f"{written}{mark}", f"{hour:02}:00")
                for minute in range(60):
                    put("HOURMARK", f"{written}{mark}{minute:02}", f"{hour:02}:{minute:02}")
    for suffix in [each for clock in source.get("clock", ()) for each in (clock, clock.upper())]:
        for number in range(1, 25):
            put("HOURCLOCK", f"{number}{suffix}", f"{number}{suffix.lower()}")
            for minute in range(60):
                put("MINCLOCK", f"{minute:02}{suffix}", f"{minute:02}{suffix.lower()}")
