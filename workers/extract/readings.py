"""Every number of a passage with its bound, its range and what it counts, before anything is known of its kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.counted import Unit, read_unit
from workers.extract.figure_contexts import (
    ends_ratio,
    is_named,
    is_part,
    is_ratio,
    is_share,
    is_timed,
)
from workers.extract.figure_passages import Passage
from workers.extract.figure_patterns import Word
from workers.extract.figure_words import (
    IDLE,
    JOIN,
    MORE,
    OPEN,
    OWN_KINDS,
    SIGN_LASTS,
    TAIL,
    FigureWords,
)
from workers.extract.numbers import Quantity, look_ahead, may_end_sign, read_digits, read_words
from workers.extract.outcomes import Outcomes
from workers.extract.ranges import read_upper, unscaled
from workers.model import Bound, Limits

_LIMIT = Limits().matches
_FIRST_YEAR, _LAST_YEAR = 1_900, 2_100
_NEXT = r"[ \u00a0]([^\W\d_]+)(?!\w)"
_MARK = r"""[,.;:)\]!?"'”’]"""
_AFTER_DIGITS = re.compile(rf"([0-9]{{1,15}})(?:{_NEXT}|(?={_MARK}(?![0-9])|$))")
_AFTER_WORD = re.compile(rf"{_NEXT}|(?={_MARK}|$)")


class Counted(NamedTuple):
    """A number found, before its kind is known."""

    start: int
    end: int
    low: float
    high: float
    bound: Bound
    unit: Unit | None
    fused: str | None
    currency: str | None
    rule: str
    after_number: int
    year: bool = False
    """Digits that may as well be a year."""


def read_numbers(passage: Passage, words: FigureWords) -> list[Counted]:
    """Every number with its bound, range and unit.

    In a passage without a word of outcomes a number before a mark, or before a word that it can have nothing to do
    with, is no figure: most years and days of months are passed over here.
    """
    found: list[Counted] = []
    done = 0
    for start, end, word in passage.anchors:
        if start < done:
            continue
        if word is not None and word.none is not None:
            counted: Counted | None = _none(start, end, word.none, words)
        else:
            first = _digits(passage, start, words) if word is None else _words(passage, start, end, word, words)
            if first is None:
                continue
            counted = _number(passage, first, "exact" if word is None or word.vague is None else "at_least", words)
        if counted is not None:
            found.append(counted)
            done = max(counted.after_number, start + 1)
            if len(found) >= _LIMIT:
                break
    return found


def _digits(passage: Passage, start: int, words: FigureWords) -> Quantity | None:
    """The number in digits at ``start``. Most are whole numbers between blanks or marks, and are read here."""
    text, folded = passage.text, passage.folded
    after = _AFTER_DIGITS.match(folded, start)
    before = text[start - 1] if start else " "
    if after is None:
        follows = TAIL
    else:
        word = after[2]
        follows = 0 if word is None else words.follows.get(word, OPEN)
    sign = start - 1 if before == " " or before.isspace() else start
    if after is None or follows & TAIL or (text[sign - 1 : sign] in SIGN_LASTS and may_end_sign(text, sign)):
        first = read_digits(text, folded, start, words)
        if first is None or (first.plain and not first.ahead & JOIN and is_named(folded, start, first.value, words)):
            return None
        return first
    if (not follows or follows & IDLE) and not passage.outcomes:
        return None
    if before != " " and is_part(text, start):
        return None
    value = float(after[1])
    if not follows & JOIN and is_named(folded, start, value, words):
        return None
    return Quantity(start, after.end(1), value, None, None, True, True, False, follows)


def _words(passage: Passage, start: int, end: int, word: Word, words: FigureWords) -> Quantity | None:
    """The number in words at ``start``, of which ``word`` is the first."""
    folded = passage.folded
    if word.number is None:
        return _in_one_word(folded, start, end, word, words)
    after = _AFTER_WORD.match(folded, end)
    if after is None:
        return read_words(folded, start, end, words)
    follows = words.follows.get(after[1], OPEN) if after[1] else 0
    if follows & (TAIL | MORE):
        return read_words(folded, start, end, words)
    if not passage.outcomes and (not follows or follows & IDLE):
        return None
    return Quantity(start, end, word.number, None, None, False, False, False, follows)


def with_singles(counted: list[Counted], outcomes: Outcomes) -> list[Counted]:
    """The numbers with the single persons put in where no number stands."""
    singles = outcomes.singles()
    if not singles:
        return counted
    taken = [(each.start, each.end) for each in counted]
    for start, end, noun in singles:
        index = bisect_left(taken, (start, 0))
        if (index < len(taken) and taken[index][0] < end) or (index and taken[index - 1][1] > start):
            continue
        counted.append(Counted(start, end, 1, 1, "exact", Unit("", noun, end, True), None, None, "single", end))
    counted.sort(key=lambda each: each.start)
    return counted


def _none(start: int, end: int, noun: str, words: FigureWords) -> Counted:
    """None at all: "no one", "no deaths"."""
    form = "" if noun == "people" or words.nouns.get(noun) in OWN_KINDS else noun
    return Counted(start, end, 0, 0, "exact", Unit(form, noun, end, True), None, None, "none", end)


def _number(passage: Passage, first: Quantity, bound: Bound, words: FigureWords) -> Counted | None:
    """The number that begins with ``first``, with what belongs to it; ``bound`` holds where no word says another."""
    text, folded = passage.text, passage.folded
    start, stop, low, fused, currency, in_digits, plain, _, ahead = first
    last = stop
    high = low
    if ahead & JOIN:
        if folded[stop] == "-" and folded[stop + 1 : stop + 2].isalpha():
            return None
        second = read_upper(passage, first, words)
        if second is not None:
            if plain and second.plain and low >= _FIRST_YEAR and second.value <= _LAST_YEAR:
                return None
            _, last, high, unit_of_second, currency_of_second, _, plain, scaled, ahead = second
            if scaled and not first.scaled and low < 1_000:
                low *= round(high / unscaled(text, second, words))
            bound, fused, currency = "range", unit_of_second or fused, currency_of_second or currency
        if plain and is_named(folded, start, first.value, words):
            return None
    if start > 2 and folded[start - 3 : start - 1] in words.sets["ratio"] and ends_ratio(folded, start, words):
        return None
    unit = None
    end = last
    if fused is None or (bound == "range" and first.unit is not None and unit_of_second is None):
        if ahead & OPEN:
            if high == 1 and is_ratio(folded, last, words):
                return None
            unit = read_unit(text, folded, last, words, single=high == 1)
            if unit is not None:
                end = unit.end
            elif folded[last].isalpha() or is_timed(folded, last, words):
                return None
        if unit is None and fused is None and not passage.outcomes:
            return None
    limit = passage.bounds.get(start - 1)
    if limit is not None and folded[start - 1] in " \u00a0\n" and (limit[1] == "range") == (bound == "range"):
        start, bound = limit
    return Counted(
        start,
        end,
        low,
        high,
        bound,
        unit,
        fused,
        currency,
        "range" if bound == "range" else "digits" if in_digits else "words",
        last,
        plain and bound == "exact" and _FIRST_YEAR <= high <= _LAST_YEAR,
    )


def _in_one_word(folded: str, start: int, end: int, word: Word, words: FigureWords) -> Quantity | None:
    """A share, or a word like "dozens" with the currency behind it."""
    if word.fraction is not None:
        if not is_share(folded, start, end, words):
            return None
        return Quantity(start, end, word.fraction, "percent", None, False, False, False, look_ahead(folded, end, words))
    ahead = look_ahead(folded, end, words)
    first = Quantity(start, end, float(word.vague or 0), None, None, False, False, False, ahead)
    money = words.currency.match(folded, end) if ahead & TAIL else None
    if money is not None:
        code, needs_scale = words.currency_codes[money.group(1)]
        if not needs_scale:
            return first._replace(end=money.end(), unit=code, currency=code)
    return first
