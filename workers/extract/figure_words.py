"""The words of figures by language, read once from ``data/figures.LANGUAGE.toml`` and ``data/currencies.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, cast

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workers.extract.lexicon import inflect, languages
from workers.model import Bound

LANGUAGES = languages("figures")
_DATA = files("workers.extract.data")


@dataclass(slots=True, kw_only=True)
class Word:
    """What one word or phrase can be in a figure. Kinds come with the lemma to report."""

    number: float | None = None
    """A number word, or one that multiplies where ``scale``."""
    scale: bool = False
    vague: int | None = None
    """The least that "dozens" and the like can mean."""
    none: str | None = None
    """"no one": the noun that is counted to nought, "people" where none is named."""
    fraction: float | None = None
    bound: Bound | None = None
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    toll: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """One language's words; every key is in lower case."""

    language: str
    noun_style: str
    """How a counted noun is told: ``plural`` (it ends in -s), ``capital`` (it has one), ``listed`` (it is known)."""
    automaton: AhoCorasick
    words: tuple[Word, ...]
    run: re.Pattern[str]
    """A run of number words: "two hundred and fifty"."""
    values: dict[str, tuple[float, bool]]
    """A number word's value, and whether it multiplies."""
    digits: re.Pattern[str]
    decimal: str
    scales: re.Pattern[str]
    scale_values: dict[str, int]
    money_scales: re.Pattern[str]
    join: re.Pattern[str]
    fused: re.Pattern[str]
    """What is fused to a number: groups ``points``, ``percent``, ``currency``."""
    currency: re.Pattern[str]
    currency_codes: dict[str, tuple[str, bool]]
    """A currency's word: its code, and whether it needs a scale before it."""
    change: frozenset[str]
    singular: dict[str, str]
    nouns: dict[str, str]
    """A noun whose count is of a kind by itself."""
    sets: dict[str, frozenset[str]] = field(default_factory=dict)


OWN_KINDS = frozenset(["killed", "injured", "arrested", "infected", "votes", "jobs"])
"""Kinds that a noun gives for good: "57 deaths"; with the others a word beside it decides ("protesters arrested")."""
_SETS = (
    "adjectives", "time", "labels", "stop", "between", "before", "with", "joints", "outcomes", "persons", "determiners",
    "partitive", "final", "toll_ends", "share", "share_not", "from", "months", "link", "years", "people", "units",
    "square", "ratio", "personal", "single", "was",
)  # fmt: skip
_CURRENCIES = tomllib.loads((_DATA / "currencies.toml").read_text(encoding="utf-8"))
_CURRENCY_GAP = r"\s(?:us\s|u\.s\.\s|d[’']|de\s|di\s)?"
SIGNS: dict[str, str] = dict(_CURRENCIES["signs"])
SIGN = re.compile("(?:" + "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)) + r")\.?\s?$")


@cache
def figure_words(tag: str | None) -> FigureWords:
    """The figure words of a BCP 47 tag's language; English where the tag is None or its language has none."""
    language = (tag or "en").split("-")[0].lower()
    if language not in LANGUAGES:
        language = "en"
    data = tomllib.loads((_DATA / f"figures.{language}.toml").read_text(encoding="utf-8"))
    numbers = data["numbers"]
    units = _pairs(numbers["units"])
    scales = _pairs(numbers["scales"])
    short = _pairs(numbers["short"])
    values = {**{word: (float(value), False) for word, value in units.items()}}
    values.update({word: (float(value), True) for word, value in scales.items()})
    values.update({word: (float(value), False) for value, words in numbers["exact"].items() for word in words})
    joint = numbers["joint"]
    one = "(?:" + "|".join(re.escape(word) for word in sorted(values, key=len, reverse=True)) + r")(?!\w)"
    codes: dict[str, tuple[str, bool]] = {}
    for table, needs in (("words", False), ("scaled", True)):
        codes.update({word: (code, needs) for code, words in _CURRENCIES[table].items() for word in words})
    # In English groups of two are lakhs and crores; elsewhere "12.05" is a date.
    separator, group = (",", r"\d{2,3}") if data["decimal"] == "." else (r".\u00a0\u202f ", r"\d{3}")
    words = data["words"]
    patterns = _patterns(data, values)
    return FigureWords(
        language=language,
        noun_style=data["noun_style"],
        automaton=AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA),
        words=tuple(patterns.values()),
        run=re.compile(rf"{one}(?:(?:-|\s|\s{joint}\s){one}){{0,7}}"),
        values=values,
        digits=re.compile(
            rf"\d{{1,3}}(?:[{separator}]{group}){{1,5}}(?!\d)(?:{re.escape(data['decimal'])}\d{{1,4}})?"
            rf"|\d{{1,15}}(?:{re.escape(data['decimal'])}\d{{1,4}})?"
        ),
        decimal=data["decimal"],
        scales=_following([*scales, *(word for word in short if len(word) > 1 and short[word] > 1_000)], r"\s?-?"),
        scale_values={**scales, **short},
        money_scales=_following(list(short), r"\s?"),
        join=re.compile(rf"\s?({'|'.join(data['ranges']['to'].split())})\s?"),
        fused=re.compile(
            rf"[\s-]?(?:(?P<points>{_either(data['percent']['points'])})|(?P<percent>{_either(data['percent']['percent'])}))"
            rf"(?![^\W_])|{_CURRENCY_GAP}(?P<currency>{_either(list(codes))})(?![^\W_])"
        ),
        currency=_following(list(codes), _CURRENCY_GAP),
        currency_codes=codes,
        change=frozenset(data["ranges"]["change"].split()),
        singular=dict(data["singular"]),
        nouns={noun: kind for kind, nouns in data["nouns"].items() for noun in nouns.split()},
        sets={name: frozenset(str(words.get(name, "")).split()) for name in _SETS},
    )


def _pairs(entries: str) -> dict[str, int]:
    """``one=1 two=2`` as a dictionary."""
    return {word: int(value) for word, value in (entry.split("=") for entry in entries.split())}


def _following(words: list[str], gap: str) -> re.Pattern[str]:
    """One of the words right after a number, with ``gap`` between, and no letter behind."""
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"{gap}({_either(words)})(?![^\W_])")


def _either(words: list[str]) -> str:
    """The words as alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _patterns(data: dict[str, Any], values: dict[str, tuple[float, bool]]) -> dict[str, Word]:
    """Every word and phrase that the automaton looks for."""
    found: dict[str, Word] = {}

    def word(text: str) -> Word:
        return found.setdefault(text, Word())

    for text, (value, scale) in values.items():
        if not scale:
            word(text).number = value
    for low, phrases in data["numbers"]["vague"].items():
        for phrase in phrases:
            word(phrase).vague = int(low)
    for phrase in data["numbers"]["none"]["people"]:
        word(phrase).none = "people"
    for lead in data["numbers"]["none"]["counted"]:
        for noun in {
            *data["words"]["people"].split(),
            *(each for nouns in data["nouns"].values() for each in nouns.split()),
        }:
            word(f"{lead} {noun}").none = noun
    for share, phrases in data["numbers"]["fractions"].items():
        for phrase in phrases:
            word(phrase).fraction = float(share)
    for bound, phrases in data["bounds"].items():
        for phrase in phrases:
            word(phrase).bound = cast(Bound, bound)
    for kind, table in data["kinds"].items():
        for entry in table["before"]:
            for text, lemma in _forms(entry, data["language"]):
                word(text).before = (kind, lemma)
        for entry in table["after"]:
            text, _, lemma = entry.partition("=")
            word(text).after = (kind, lemma or text)
        for text in table["toll"]:
            word(text).toll = (kind, text)
    return found


def _forms(entry: str, language: str) -> list[tuple[str, str]]:
    """A verb's forms: ``kill`` inflected, ``slay=slew,slays`` as given, a phrase ``shot dead=shoot`` as it stands."""
    text, _, given = entry.partition("=")
    if " " in text or language != "en":
        return [(text, given or text)]
    return [(form, lemma) for form, lemma, _ in inflect(entry, language)]
