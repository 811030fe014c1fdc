"""The words of figures by language, read once from ``data/figures.LANGUAGE.toml`` and ``data/currencies.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import digits

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workers.extract.figure_patterns import Word, read_patterns
from workers.extract.lexicon import languages

LANGUAGES = languages("figures")
_DATA = files("workers.extract.data")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """One language's words; every key is in lower case."""

    language: str
    noun_style: str
    """How a counted noun is told: ``plural`` (it ends in -s), ``capital`` (it has one), ``listed`` (it is known)."""
    automaton: AhoCorasick
    """Finds ``words`` by their index, and digits, one or two, from the index ``first_digit`` on."""
    words: tuple[Word, ...]
    first_digit: int
    parts: tuple[int, ...]
    """What each of ``words`` can be: bits of ``COUNTS``, ``TELLS``, ``TELLS_OF_REMAINS``, ``LIMITS``."""
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
    ahead: dict[str, int]
    """What the first two characters of a word after a number (or the one that it has) may begin: ``TAIL``, ``JOIN``,
    ``MORE``."""
    leads: dict[str, int]
    """What a word before plain digits makes of them: ``YEARS``, ``LABELS``, ``MONTHS``."""
    change: frozenset[str]
    singular: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    """A plural's endings with those of the singular, the longest first; -s alone is left to ``singular``."""
    ended: tuple[str, ...]
    """The first of each of ``endings``."""
    personal: tuple[str, ...]
    """Endings of nouns that are persons'."""
    uses: dict[str, int]
    """What a word can be after a number: bits of ``USES``."""
    follows: dict[str, int]
    """What a whole word right after a number may be: ``TAIL``, ``JOIN``, ``MORE``, or ``IDLE``."""
    nouns: dict[str, str]
    """A noun whose count is of a kind by itself."""
    sets: dict[str, frozenset[str]] = field(default_factory=dict)


USES = ("people", "units", "stop", "time", "adjectives", "final", "square", "partitive", "nouns")
"""What a word can be after a number: the sets of ``[words]``, and the table ``[nouns]``; a bit each."""
PEOPLE, UNITS, STOP, TIME, ADJECTIVES, FINAL, SQUARE, PARTITIVE, NOUNS = (1 << bit for bit in range(len(USES)))
TAIL, JOIN, MORE, OPEN, IDLE = (1 << bit for bit in range(5))
"""What may follow a number: something fused to it, a range's upper end, more number words; anything but a mark; what
it counts nothing with."""
COUNTS, TELLS, TELLS_OF_REMAINS, LIMITS = (1 << bit for bit in range(4))
"""What a word of the automaton can be: one that a figure begins with; one that says what became of those counted; one
that says it of bodies; a bound."""
YEARS, LABELS, MONTHS = (1 << bit for bit in range(3))
"""What a word before digits makes of them: a year, what a thing is called by, a day of the month."""
OWN_KINDS = frozenset(["killed", "injured", "arrested", "infected", "votes", "jobs"])
"""Kinds that a noun gives for good: "57 deaths"; with the others a word beside it decides ("protesters arrested")."""
_SETS = (
    "adjectives", "time", "labels", "stop", "between", "before", "with", "joints", "outcomes", "persons", "determiners",
    "partitive", "final", "toll_ends", "share", "share_not", "from", "months", "link", "years", "people", "units",
    "square", "ratio", "personal", "single", "was", "remains", "part", "where", "where_lead", "when_not", "when",
)  # fmt: skip
_CURRENCIES = tomllib.loads((_DATA / "currencies.toml").read_text(encoding="utf-8"))
_CURRENCY_GAP = r"\s(?:us\s|u\.s\.\s|d[’']|de\s|di\s)?"
_PAIRS = [ten + one for ten in digits for one in digits]
_LETTERS = re.compile(r"[^\W\d_]+")
_CURRENCY_LEADS = ("us", "u.", "d’", "d'", "de", "di")
SIGNS: dict[str, str] = dict(_CURRENCIES["signs"])
SIGN_SIZE = max(map(len, SIGNS))

SIGN_ENDS = frozenset(
    ending for sign in SIGNS for ending in ((sign[-2:], f"{sign[-1]}.") if sign[-1].isalnum() else (sign[-1],))
)
"""The last character of a currency's sign; the last two where it ends with a letter."""
SIGN_LASTS = frozenset(ending[-1] for ending in SIGN_ENDS)


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
    patterns = read_patterns(data, values)
    percent = data["percent"]
    tails = [*scales, *short, *percent["points"], *percent["percent"], *codes, *_CURRENCY_LEADS]
    joins = data["ranges"]["to"].split()
    nouns = {noun: kind for kind, listed in data["nouns"].items() for noun in listed.split()}
    sets = {name: frozenset(str(data["words"].get(name, "")).split()) for name in _SETS}
    idle = (sets["stop"] | sets["time"]) - sets["partitive"]
    idle -= _first_words([*tails, *joins, *values, joint])
    return FigureWords(
        language=language,
        noun_style=data["noun_style"],
        automaton=AhoCorasick(
            [*patterns, *digits, *_PAIRS], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        ),
        words=tuple(patterns.values()),
        first_digit=len(patterns),
        parts=tuple(map(_parts, patterns.values())),
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
        join=re.compile(rf"\s?({'|'.join(joins)})\s?"),
        fused=re.compile(
            rf"[\s-]?(?:(?P<points>{_either(percent['points'])})|(?P<percent>{_either(percent['percent'])}))"
            rf"(?![^\W_])|{_CURRENCY_GAP}(?P<currency>{_either(list(codes))})(?![^\W_])"
        ),
        currency=_following(list(codes), _CURRENCY_GAP),
        currency_codes=codes,
        ahead=_bits(
            {
                TAIL | OPEN: _beginnings(tails),
                JOIN | OPEN: _beginnings(joins),
                MORE | OPEN: _beginnings([*values, joint]),
            }
        ),
        leads=_bits({YEARS: sets["years"], LABELS: sets["labels"], MONTHS: sets["months"]}),
        change=frozenset(data["ranges"]["change"].split()),
        singular=dict(data["singular"]),
        endings=tuple(sorted(data.get("endings", {}).items(), key=lambda pair: -len(pair[0]))),
        personal=tuple(sets["personal"]),
        ended=tuple(data.get("endings", {})),
        uses=_bits({1 << bit: nouns if name == "nouns" else sets[name] for bit, name in enumerate(USES)}),
        follows=_bits(
            {
                TAIL: _first_words(tails),
                JOIN | OPEN: _first_words(joins),
                MORE: _first_words([*values, joint]),
                IDLE | OPEN: idle,
            }
        ),
        nouns=nouns,
        sets=sets,
    )


def _parts(word: Word) -> int:
    """What a word can be, as bits."""
    bits = COUNTS if word.counts else 0
    bits |= TELLS if word.tells else 0
    bits |= TELLS_OF_REMAINS if word.remains is not None else 0
    return bits | (LIMITS if word.bound is not None else 0)


def _bits(groups: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Every text of the groups with the bits of all groups that it is in."""
    found: dict[str, int] = {}
    for bit, texts in groups.items():
        for text in texts:
            found[text] = found.get(text, 0) | bit
    return found


def _first_words(phrases: list[str]) -> frozenset[str]:
    """The letters that each phrase begins with."""
    return frozenset(match.group() for phrase in phrases if (match := _LETTERS.match(phrase)) is not None)


def _beginnings(words: list[str]) -> frozenset[str]:
    """The first two characters of each word; the one of a word of one."""
    return frozenset(word[:2] for word in words)


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
