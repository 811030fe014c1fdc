"""A language ready to run: its lexicon, its rules in the order they are tried, and the words that tell the tense.

Read from ``data/TAG.toml``; the rules' notation is explained in ``workers.dates.notation``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ahocorasick_rs import AhoCorasick

from workers.dates.choice import Choice
from workers.dates.lexicon import DATA, Lexicon, read_lexicon
from workers.dates.looks import read_cues
from workers.dates.notation import characters_of, expand, literals, one_of, phrases, to_regex
from workers.dates.shape import Shape
from workers.dates.tokens import OTHER, separator_classes

Sense = Literal["past", "future", "present", "planned"]
"""What a verb says of the time; ``planned``: a plain form, future only behind its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of expression: where it matches, what resolves it, and with which fixed parameters.

    ``modified``, ``timed``: whether a match may have a modifier, a time of day. ``named``, ``titled``: whether it may
    be part of a name ("Theresa May"), or a title ("This Week").
    """

    name: str
    regex: re.Pattern[str]
    match: Callable[[str, int], re.Match[str] | None]
    resolver: str
    parameters: dict[str, Any]
    groups: tuple[tuple[str, int], ...]
    modified: bool
    timed: bool
    named: bool
    titled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A language ready to run: its lexicon, where expressions may start, and its rules in the order they are tried."""

    lexicon: Lexicon
    characters: dict[str, str]
    words: frozenset[str]
    cues: AhoCorasick
    starts: re.Pattern[str]
    rules: tuple[Rule, ...]
    choice: Choice[Rule]
    years: re.Pattern[str]
    deictics: re.Pattern[str]
    days: re.Pattern[str]
    told: tuple[str, ...]
    tables: dict[str, dict[str, str]]
    modifiers: dict[str, str]
    verbs: dict[str, Sense]
    past_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    endings: tuple[str, ...]
    not_past: tuple[str, ...]
    future_cues: frozenset[str]
    past_cues: frozenset[str]
    default_tense: Literal["past", "future", "present"] | None
    infinitive: str
    governors: frozenset[str]
    auxiliary: str
    subjects: frozenset[str]
    plural_endings: tuple[str, ...]
    no_subjects: frozenset[str]
    strong: frozenset[str]
    clauses: frozenset[str]
    figures: re.Pattern[str]
    day_first: bool
    month_first: frozenset[str]
    capital: frozenset[str]
    offsets: dict[str, str]
    anchored: frozenset[str]
    dotted: frozenset[str]


TENSES: tuple[tuple[str, Sense], ...] = (
    ("PLANNEDVERB", "planned"),
    ("PRESENTVERB", "present"),
    ("PASTVERB", "past"),
    ("FUTUREVERB", "future"),
)


MODIFIERS = frozenset(("edge", "mod", "qm"))
"""The groups of which a modified expression has one."""

TIMES = frozenset(("noon", "part", "wp", "hh", "hm", "hc", "h", "dh", "hx", "xp"))
"""The groups of which a time of day has at least one."""

UNIONS = {
    "ANYMONTH": ("MONTH", "MONTHABBR", "MONTHSURE"),
    "ANYDAY": ("DAY", "ORDDAY", "ORDINAL"),
    "ANYWEEKDAY": ("WEEKDAY", "WEEKDAYHEAD", "WEEKDAYABBR", "WEEKDAYS2", "WEEKDAYSET"),
    "ANYPART": ("PART", "PARTS"),
    "ANYDECADE": ("DECADE", "SHORTDECADE", "TENS", "YEAR", "INT"),
    "ANYUNIT": ("UNIT", "LONG", "SEASONS"),
    "ANYNUMBER": ("NW", "NA"),
    "ANYORDINAL": ("ORDINAL", "INT", "ROMAN"),
}
"""Classes that resolvers read as one: a word's value is that of the first class that has it."""


def merged(values: dict[str, dict[str, str]], names: tuple[str, ...]) -> dict[str, str]:
    """The values of the classes ``names`` in one table."""
    found: dict[str, str] = {}
    for name in reversed(names):
        found |= values.get(name, {})
    return found


def _rule(entry: dict[str, Any], regex: str) -> Rule:
    compiled = re.compile(regex, re.DOTALL)
    # Every group has a name. Backwards, so that in a dictionary of them the first that matched stands last and counts.
    groups = tuple((name.split("_")[0], index) for name, index in compiled.groupindex.items())[::-1]
    fixed = {name: value for name, value in entry.items() if name not in ("name", "pattern", "resolver")}
    names = frozenset(name for name, _ in groups)
    return Rule(
        name=entry["name"],
        regex=compiled,
        match=compiled.match,
        resolver=entry["resolver"],
        parameters=fixed,
        groups=groups,
        modified="mod" in fixed or not names.isdisjoint(MODIFIERS),
        timed=not names.isdisjoint(TIMES),
        named=bool(fixed.get("names")),
        titled=bool(fixed.get("titles")),
    )


def read_grammar(tag: str) -> Grammar:
    """The grammar of a language from its data file. Raises ValueError where a rule cannot be read."""
    source = read_lexicon(tag, frozenset()).source
    macros: dict[str, str] = source["macros"] | {"HOLIDAYS": phrases(source.get("holidays", {}))}
    shared = tomllib.loads((DATA / "common.toml").read_text("utf-8"))["rules"]
    written = [(entry, expand(entry["pattern"], macros)) for entry in (*shared, *source["rules"])]
    spoken = source.get("narrative", {}).get("spoken", "DEIXIS|WEEKDAY")
    named = frozenset[str]().union(*(literals(pattern) for _, pattern in written), literals(spoken))
    lexicon = read_lexicon(tag, named)
    rules = tuple(_rule(entry, to_regex(pattern, lexicon, keep=True)) for entry, pattern in written)
    shapes = [Shape(to_regex(pattern, lexicon, keep=False)) for _, pattern in written]
    first = sorted(frozenset[str]().union(*(shape.initials() for shape in shapes)))
    alone = sorted(frozenset[str]().union(*(shape.singles() for shape in shapes)))
    led = [each for each in first if each not in alone]
    # A word that is never an expression by itself ("the") is worth a look only where the next word is known too;
    # a separator (white space and an apostrophe) where the word behind it is.
    marks = {lexicon.characters[each] for each in separator_classes()}
    signs = [each for each in led if each in marks]
    led = [each for each in led if each not in marks]
    cues = read_cues(lexicon, shapes)
    narrative = Shape(to_regex(spoken, lexicon, keep=False))
    taken = frozenset[str]().union(*(members for shape in (*shapes, narrative) for members in shape.sets))
    starts = f"{one_of(alone)}|{one_of(led)}(?=[^{OTHER}][^{OTHER}])|{one_of(signs)}(?=[^{OTHER}])"
    tense = source.get("tense", {})
    past_endings = tuple(tense.get("past_endings", ())) or ("\x00",)
    future_endings = tuple(tense.get("future_endings", ())) or ("\x00",)
    characters = {token: each for token, each in lexicon.characters.items() if each in taken}
    return Grammar(
        lexicon=lexicon,
        characters=characters,
        words=frozenset(each for each in characters if each.isalnum()) if " " in characters else frozenset(),
        cues=cues,
        starts=re.compile(starts),
        rules=rules,
        choice=Choice(rules, shapes),
        years=re.compile(characters_of("YEAR", lexicon)),
        deictics=re.compile(to_regex(spoken, lexicon, keep=False)),
        days=re.compile(to_regex("DEIXIS|WEEKDAY|WEEKDAYPART", lexicon, keep=False)),
        told=tuple(f" {each}" for each in source.get("narrative", {}).get("told", ())),
        tables=lexicon.values | {name: merged(lexicon.values, names) for name, names in UNIONS.items()},
        modifiers=source.get("modifiers", {}),
        verbs={word: sense for name, sense in TENSES for word in lexicon.values.get(name, ()) if word == word.lower()},
        not_past=tuple(tense.get("not_past", ())) or ("\x00",),
        default_tense=tense.get("default"),
        infinitive=tense.get("infinitive", ""),
        clauses=frozenset(tense.get("clauses", ())),
        auxiliary=tense.get("auxiliary", ""),
        subjects=frozenset(tense.get("subjects", ())),
        plural_endings=tuple(tense.get("plural_endings", ())) or ("\x00",),
        no_subjects=frozenset(tense.get("no_subjects", ())),
        strong=frozenset(tense.get("strong", ())),
        governors=frozenset(tense.get("governors", ())),
        past_cues=frozenset(source.get("cues", {}).get("past", ())),
        future_cues=frozenset(source.get("cues", {}).get("future", ())),
        past_endings=past_endings,
        future_endings=future_endings,
        endings=past_endings + future_endings,
        figures=re.compile(to_regex("DAY(/DAY/|.DAY.)(YEAR|YY)", lexicon, keep=False)),
        capital=frozenset(source.get("case", {}).get("capital", ())),
        month_first=frozenset(json.loads((DATA / "cldr.json").read_text("utf-8"))["month_first"]),
        day_first=source.get("numeric", {}).get("day_first", True),
        anchored=frozenset(source.get("anchored", {}).get("words", ())),
        offsets=source.get("offsets", {}),
        dotted=frozenset({"m"})
        | frozenset(lexicon.values.get("MONTHABBR", ())) - frozenset(lexicon.values.get("MONTH", ())),
    )
