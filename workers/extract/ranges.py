"""The upper end of a range: "50 to 60", "between 50 and 60", "$20-$35"."""

from __future__ import annotations

from workers.extract.figure_contexts import is_change
from workers.extract.figure_passages import Passage
from workers.extract.figure_words import SIGNS, FigureWords
from workers.extract.numbers import Quantity, read_digits, read_words

_SIGN = 4
_DASHES = "-–—"
_YEARS = 1_900
"""Plain digits above it that a dash follows are years."""


def read_upper(passage: Passage, first: Quantity, words: FigureWords) -> Quantity | None:
    """The upper end of a range that ``first`` begins: "50 to 60", "between 50 and 60", "$20-$35"."""
    text, folded = passage.text, passage.folded
    join = words.join.match(folded, first.end)
    if join is None:
        return None
    mark = join.group(1)
    opening = passage.bounds.get(first.start - 1)
    between = opening is not None and opening[1] == "range"
    if mark not in _DASHES and not between and mark in words.sets["joints"]:
        return None
    if first.plain and mark in _DASHES and first.value > _YEARS:
        return None
    at = _past_sign(text, join.end()) if first.digits else join.end()
    if at < len(text) and text[at].isdigit():
        second = read_digits(text, folded, at, words, joined=True)
    elif folded[at : at + 2] in words.ahead:
        second = read_words(folded, at, at, words)
    else:
        return None
    if second is None or (second.value <= first.value and not second.scaled):
        return None
    if first.unit is not None and first.unit != second.unit and (second.unit is not None or first.currency is None):
        return None
    if mark not in _DASHES and is_change(folded, first.start, words):
        return None
    return second


def _past_sign(text: str, at: int) -> int:
    """Where the digits after a currency's sign at ``at`` begin; ``at`` itself where there is no sign."""
    for shift in range(1, _SIGN + 1):
        if text[at + shift : at + shift + 1].isdigit() and text[at : at + shift].strip() in SIGNS:
            return at + shift
    return at


def unscaled(text: str, quantity: Quantity, words: FigureWords) -> float:
    """The number before its scale, to carry the scale over to a range's lower end."""
    match = words.digits.search(text, quantity.start, quantity.end)
    if match is None:
        return quantity.value
    body = match.group().replace("," if words.decimal == "." else ".", "").replace(words.decimal, ".")
    return float(body) or 1.0
