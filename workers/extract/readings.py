"""Every number of a text with its bound, its range and what it counts, before anything is known of its kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.counted import Unit, read_unit, singular
from workers.extract.figure_words import OWN_KINDS, SIGNS, FigureWords, Word
from workers.extract.numbers import Quantity, read_digits, read_words
from workers.extract.outcomes import Hit, Outcomes
from workers.model import Bound, Limits

_SIGN = 4
_PAIR = 2
_RATIO = 20
_TEN = 10.0
_YEARS = range(1_900, 2_101)
_LIMIT = Limits().matches
_DIGITS = re.compile(r"[0-9]+")
_PREVIOUS = re.compile(r"([^\W\d_]+\.?)[ \u00a0]?$")


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


def read_numbers(text: str, folded: str, hits: list[Hit], words: FigureWords) -> list[Counted]:
    """Every number with its bound, range and unit."""
    bounds = {hit.end: hit for hit in hits if hit.word.bound is not None}
    anchors: list[tuple[int, Hit | None]] = [(match.start(), None) for match in _DIGITS.finditer(text)]
    anchors.extend((hit.start, hit) for hit in hits if _counts(hit.word))
    anchors.sort(key=lambda anchor: anchor[0])
    found: list[Counted] = []
    done = 0
    for start, hit in anchors:
        if start < done:
            continue
        counted = _number(text, folded, start, hit.word if hit else None, hit.end if hit else start, bounds, words)
        if counted is not None:
            found.append(counted)
            done = max(counted.after_number, start + 1)
            if len(found) >= _LIMIT:
                break
    return found


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
        unit = Unit("people", noun, end, True)
        counted.append(Counted(start, end, 1, 1, "exact", unit, None, None, "single", end))
    counted.sort(key=lambda each: each.start)
    return counted


def _counts(word: Word) -> bool:
    return word.number is not None or word.vague is not None or word.none is not None or word.fraction is not None


def _number(
    text: str, folded: str, start: int, word: Word | None, end: int, bounds: dict[int, Hit], words: FigureWords
) -> Counted | None:
    """The number that begins at ``start``: in digits where ``word`` is None, else by that word of the lexicon."""
    if word is not None and word.none is not None:
        return _none(folded, start, end, word.none, words)
    first: Quantity | None
    bound: Bound = "exact"
    if word is None:
        first = read_digits(text, folded, start, words)
    elif word.fraction is not None:
        if not _is_share(folded, end, words):
            return None
        first = Quantity(start, end, word.fraction, "percent", digits=False)
    elif word.vague is not None:
        first = Quantity(start, end, word.vague, digits=False)
        money = words.currency.match(folded, end)
        if money is not None:
            code, needs = words.currency_codes[money.group(1)]
            if not needs:
                first = first._replace(end=money.end(), unit=code, currency=code)
        bound = "at_least"
    else:
        first = read_words(folded, start, words)
    if first is None or (folded[first.end : first.end + 1] == "-" and folded[first.end + 1 : first.end + 2].isalpha()):
        return None
    begin, low, high, last = first.start, first.value, first.value, first
    second = _second(text, folded, first, bounds, words)
    if second is not None and first.plain and second.plain and first.value in _YEARS and second.value in _YEARS:
        return None
    if second is not None:
        low, high, bound, last = first.value, second.value, "range", second
        if second.scaled and not first.scaled and first.value < 1_000:
            low = first.value * round(second.value / _unscaled(text, second, words))
    hit = bounds.get(begin - 1) if begin and folded[begin - 1] in " \u00a0\n" else None
    if hit is not None:
        if hit.word.bound == "range":
            begin = hit.start if bound == "range" else begin
        elif bound != "range":
            bound = hit.word.bound or bound
            begin = hit.start
        elif hit.word.bound == "about":
            pass
    unit = None
    if last.unit is None:
        unit = read_unit(text, folded, last.end, words, single=high == 1)
        if unit is None and _timed(folded, last.end, words):
            return None
    if last.plain and _excluded(folded, first, words):
        return None
    if (high == 1 and _is_ratio(folded, last.end, words)) or _ends_ratio(folded, first.start, words):
        return None
    return Counted(
        start=begin,
        end=unit.end if unit else last.end,
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        fused=last.unit or first.unit,
        currency=last.currency or first.currency,
        rule="range" if bound == "range" else "digits" if first.digits else "words",
        after_number=last.end,
        year=last.plain and bound == "exact" and high in _YEARS,
    )


def _none(folded: str, start: int, end: int, noun: str, words: FigureWords) -> Counted:
    own = words.nouns.get(noun)
    name = "people" if own in OWN_KINDS else singular(noun, words)
    unit = Unit(name, noun, end, True)
    return Counted(start, end, 0, 0, "exact", unit, None, None, "none", end)


def _second(text: str, folded: str, first: Quantity, bounds: dict[int, Hit], words: FigureWords) -> Quantity | None:
    """The upper end of a range that ``first`` begins: "50 to 60", "between 50 and 60", "$20-$35"."""
    join = words.join.match(folded, first.end)
    if join is None:
        return None
    mark = join.group(1)
    opening = bounds.get(first.start - 1)
    between = opening is not None and opening.word.bound == "range"
    if mark not in "-–—" and mark in words.sets["joints"] and not between:
        return None
    if mark not in "-–—" and _is_change(folded, first.start, words):
        return None
    at = join.end()
    if first.plain and mark in "-–—" and first.value > 1_900:
        return None
    if first.digits:
        at = _past_sign(text, at)
    if at < len(text) and text[at].isdigit():
        second = read_digits(text, folded, at, words, joined=True)
    else:
        second = read_words(folded, at, words)
    if second is None or (second.value <= first.value and not second.scaled):
        return None
    if first.unit is not None and first.unit != second.unit and (second.unit is not None or first.currency is None):
        return None
    return second


def _past_sign(text: str, at: int) -> int:
    """Where the digits after a currency's sign at ``at`` begin; ``at`` itself where there is no sign."""
    for shift in range(1, _SIGN + 1):
        if text[at + shift : at + shift + 1].isdigit() and text[at : at + shift].strip() in SIGNS:
            return at + shift
    return at


def _unscaled(text: str, quantity: Quantity, words: FigureWords) -> float:
    """The number before its scale, to carry the scale over to a range's lower end."""
    match = words.digits.search(text, quantity.start, quantity.end)
    if match is None:
        return quantity.value
    body = match.group().replace("," if words.decimal == "." else ".", "").replace(words.decimal, ".")
    return float(body) or 1.0


def _is_change(folded: str, start: int, words: FigureWords) -> bool:
    """Whether "from" before the number belongs to a change ("rose from 4 to 6"): two figures, no range."""
    before = folded[max(0, start - 40) : start].split()
    return bool(before) and before[-1] in words.sets["from"] and any(word in words.change for word in before[-5:-1])


def _is_share(folded: str, end: int, words: FigureWords) -> bool:
    """Whether "half" is a share of something counted, and not of an hour or a match."""
    following = folded[end : end + 40].split()[:4]
    if not following or following[0] not in words.sets["share"]:
        return False
    return not any(word.strip(".,") in words.sets["share_not"] for word in following)


def _excluded(folded: str, first: Quantity, words: FigureWords) -> bool:
    """Whether plain digits are a year, a day of a month, or what a thing is called by."""
    match = _PREVIOUS.search(folded, max(0, first.start - 14), first.start)
    word = match.group(1) if match else ""
    bare = word.rstrip(".")
    if 1_500 <= first.value <= 2_100 and bare in words.sets["years"]:
        return True
    return (
        bare in words.sets["labels"]
        or word in words.sets["labels"]
        or (first.value <= 31 and bare in words.sets["months"])
    )


def _is_ratio(folded: str, end: int, words: FigureWords) -> bool:
    """Whether "one" begins a ratio: "one in three"."""
    following = folded[end : end + 24].split()[:2]
    return (
        len(following) == _PAIR
        and following[0] in words.sets["ratio"]
        and (following[1][0].isdigit() or following[1].strip(".,") in words.values)
    )


def _ends_ratio(folded: str, start: int, words: FigureWords) -> bool:
    """Whether a number is the whole of a ratio: "one in three"."""
    if folded[start - 3 : start - 1] not in words.sets["ratio"]:
        return False
    before = folded[max(0, start - _RATIO) : start].split()
    if len(before) < _PAIR or before[-1] not in words.sets["ratio"]:
        return False
    word = before[-2] if before[-2] not in words.sets["ratio"] else before[-3] if len(before) > _PAIR else ""
    return (word.isdigit() and len(word) == 1) or words.values.get(word, (_TEN, True))[0] < _TEN


def _timed(folded: str, end: int, words: FigureWords) -> bool:
    """Whether a word of time follows: "18 months"."""
    following = folded[end : end + 40].split()[:3]
    return any(word.strip(".,;:)") in words.sets["time"] for word in following[:2])
