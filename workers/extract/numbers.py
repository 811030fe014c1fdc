"""Reading a number at a place in the text: digits, words, scales, percent, money."""

from __future__ import annotations

from typing import NamedTuple

from workers.extract.figure_contexts import is_part
from workers.extract.figure_words import (
    MORE,
    OPEN,
    SIGN_ENDS,
    SIGN_LASTS,
    SIGN_SIZE,
    SIGNS,
    TAIL,
    FigureWords,
)

_MARKS = frozenset([*",.;:)]}!?/\"'’”»", ""])
"""After these nothing belongs to the number any more."""
_TIMES = (":", "/")
"""Between digits these make a time, a date or a fraction."""


class Quantity(NamedTuple):
    """A number and what stands fused to it. ``unit``: ``percent``, ``percentage point``, or a currency's code;
    ``digits``: written in digits; ``plain``: digits without separator, decimals, scale or unit (so perhaps a year);
    ``ahead``: what may follow (``look_ahead``)."""

    start: int
    end: int
    value: float
    unit: str | None = None
    currency: str | None = None
    digits: bool = True
    plain: bool = False
    scaled: bool = False
    ahead: int = 0


def tidy(value: float) -> int | float:
    """A whole number as an int, any other rounded to what decimals in news can mean."""
    whole = int(value)
    if whole == value:
        return whole
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def look_ahead(folded: str, at: int, words: FigureWords) -> int:
    """What may follow a number that ends at ``at``: bits of ``TAIL``, ``JOIN``, ``MORE``, ``OPEN``.

    A look at two characters that spares most patterns: what it lets through is for a pattern to decide."""
    ahead = words.ahead
    first = folded[at : at + 1]
    if first == " ":
        key = folded[at + 1 : at + 3]
        if key.isalpha():
            return ahead.get(key, OPEN)
    elif first in _MARKS:
        return 0
    if first.isspace():
        at += 1
    bits = OPEN
    if folded[at : at + 1] == "-":
        bits |= ahead.get("-", 0)
        at += 1
    key = folded[at : at + 2]
    bits |= ahead.get(key, 0)
    if not key.isalpha():
        bits |= ahead.get(key[:1], 0)
    return bits


def read_digits(text: str, folded: str, start: int, words: FigureWords, *, joined: bool = False) -> Quantity | None:
    """The number in digits that begins at ``start``, or None where the digits are part of something else: a date, a
    time, a score, an identifier. ``joined``: what stands before them is known, and is no such part."""
    match = words.digits.match(folded, start)
    if match is None:
        return None
    end = match.end()
    before = text[start - 1] if start else " "
    begin, currency = start, None
    if may_end_sign(text, start - 1 if before.isspace() else start):
        begin, currency = _sign(text, start)
    if currency is None and not joined and is_part(text, start):
        return None
    if folded[end : end + 1] in _TIMES and folded[end + 1 : end + 2].isdigit():
        return None
    ahead = look_ahead(folded, end, words)
    raw = match.group()
    plain = raw.isdigit()
    if plain:
        value = float(raw)
    else:
        separators = "," if words.decimal == "." else ".\u00a0\u202f "
        for separator in separators:
            raw = raw.replace(separator, "")
        value = float(raw.replace(words.decimal, "."))
    if not ahead & TAIL:
        return Quantity(begin, end, value, currency, currency, True, plain, False, ahead)
    scale = words.scales.match(folded, end) if folded[end] != "%" else None
    if scale is None and currency is not None:
        scale = words.money_scales.match(folded, end)
    if scale is None:
        return _with_unit(folded, Quantity(begin, end, value, currency, currency, True, plain, False, ahead), words)
    value *= words.scale_values[scale.group(1)]
    end = scale.end()
    quantity = Quantity(begin, end, value, currency, currency, True, False, True, look_ahead(folded, end, words))
    return _with_unit(folded, quantity, words) if quantity.ahead & TAIL else quantity


def may_end_sign(text: str, at: int) -> bool:
    """Whether what ends at ``at`` may be a currency's sign: a look that spares the pattern."""
    last = text[at - 1 : at]
    return last in SIGN_LASTS and (last in SIGN_ENDS or text[max(0, at - 2) : at] in SIGN_ENDS)


def _sign(text: str, start: int) -> tuple[int, str | None]:
    """Where the currency's sign before ``start`` begins, and its code; ``start`` itself where there is none."""
    end = start - 1 if text[start - 1 : start].isspace() else start
    symbol = SIGNS.get(text[end - 1 : end])
    if symbol is not None and not text[max(0, end - 2) : end - 1].isalpha():
        return end - 1, symbol
    for stop in (end, end - 1) if text[end - 1 : end] == "." else (end,):
        for size in range(min(SIGN_SIZE, stop), 0, -1):
            at = stop - size
            code = SIGNS.get(text[at:stop])
            if code is not None:
                return (start, None) if at and text[at - 1].isalpha() and text[at].isalpha() else (at, code)
    return start, None


def read_words(folded: str, start: int, end: int, words: FigureWords) -> Quantity | None:
    """The number in words that begins at ``start``: "two hundred and fifty", "thirty-two", "three dozen".

    ``end``: where its first word ends if that is known, else ``start``."""
    if end > start:
        ahead = look_ahead(folded, end, words)
        if not ahead & MORE:
            value = words.values[folded[start:end]][0]
            quantity = Quantity(start, end, value, None, None, False, False, False, ahead)
            return _with_unit(folded, quantity, words) if ahead & TAIL else quantity
    match = words.run.match(folded, start)
    if match is None:
        return None
    total = current = 0.0
    last = 0.0
    end = start
    scaled = False
    at = start
    while at < match.end():
        found = words.run.match(folded, at)
        if found is None:
            break
        word = _first_word(folded, at, found.end(), words)
        value, scale = words.values[word]
        if scale:
            if value >= 1_000:
                total += (current or 1) * value
                current = 0.0
            else:
                current = (current or 1) * value
            scaled = True
        elif last and not (last >= 100 or (20 <= last < 100 and value < 10)):
            break
        else:
            current += value
        last = value
        end = at + len(word)
        rest = folded[end : match.end()]
        gap = len(rest) - len(rest.lstrip(" -\u00a0\n"))
        if rest[gap:].startswith("and "):
            gap += 4
        at = end + gap
    ahead = look_ahead(folded, end, words)
    quantity = Quantity(start, end, total + current, None, None, False, False, scaled, ahead)
    return _with_unit(folded, quantity, words) if ahead & TAIL else quantity


def _first_word(folded: str, start: int, end: int, words: FigureWords) -> str:
    """The longest number word at ``start``."""
    stop = start
    best = ""
    while stop < end:
        stop += 1
        if stop < end and folded[stop].isalnum():
            continue
        candidate = folded[start:stop]
        if candidate in words.values:
            best = candidate
    return best


def _with_unit(folded: str, quantity: Quantity, words: FigureWords) -> Quantity:
    """The quantity with a percent sign or a currency's word behind it taken in."""
    found = words.fused.match(folded, quantity.end)
    if found is None:
        return quantity
    end = found.end()
    ahead = look_ahead(folded, end, words)
    begin, _, value, unit, currency, digits, _, scaled, _ = quantity
    if found.lastgroup == "currency":
        code, needs_scale = words.currency_codes[found.group("currency")]
        if needs_scale and not scaled:
            return quantity
        unit, currency = code, currency or code
    else:
        unit = "percent" if found.lastgroup == "percent" else "percentage point"
    return Quantity(begin, end, value, unit, currency, digits, False, scaled, ahead)
