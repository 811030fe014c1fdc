"""Reading a number at a place in the text: digits, words, scales, shares, percent, money, ranges."""

from __future__ import annotations

from typing import NamedTuple

from workers.extract.figure_words import SIGN, SIGNS, FigureWords


class Quantity(NamedTuple):
    """A number and what stands fused to it. ``unit``: ``percent``, ``percentage point``, or a currency's code;
    ``digits``: written in digits; ``plain``: digits without separator, decimals, scale or unit (so perhaps a year)."""

    start: int
    end: int
    value: float
    unit: str | None = None
    currency: str | None = None
    digits: bool = True
    plain: bool = False
    scaled: bool = False


def tidy(value: float) -> int | float:
    """A whole number as an int, any other rounded to what decimals in news can mean."""
    whole = int(value)
    if whole == value:
        return whole
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def read_digits(text: str, folded: str, start: int, words: FigureWords, *, joined: bool = False) -> Quantity | None:
    """The number in digits that begins at ``start``, or None where the digits are part of something else: a date, a
    time, a score, an identifier. ``joined``: what stands before them is known, and is no such part."""
    match = words.digits.match(folded, start)
    if match is None:
        return None
    raw = match.group()
    end = match.end()
    before = text[start - 1] if start else " "
    sign = SIGN.search(text, max(0, start - 5), start)
    begin, currency = start, None
    if sign is not None:
        code = SIGNS.get(sign.group().strip()) or SIGNS.get(sign.group().strip().rstrip("."))
        ahead = text[sign.start() - 1] if sign.start() else " "
        if code is not None and not (ahead.isalpha() and text[sign.start()].isalpha()):
            begin, currency = sign.start(), code
    if (
        currency is None
        and not joined
        and (before.isalnum() or before in "./:#@_&=" or (before in ",-–" and text[start - 2 : start - 1].isdigit()))
    ):
        return None
    plain = raw.isdigit()
    if plain:
        value = float(raw)
    else:
        separators = "," if words.decimal == "." else ".\u00a0\u202f "
        for separator in separators:
            raw = raw.replace(separator, "")
        value = float(raw.replace(words.decimal, "."))
    scaled = False
    scale = words.scales.match(folded, end)
    if scale is None and currency is not None:
        scale = words.money_scales.match(folded, end)
    if scale is not None:
        value *= words.scale_values[scale.group(1)]
        end = scale.end()
        plain, scaled = False, True
    return _with_unit(folded, Quantity(begin, end, value, currency, currency, True, plain, scaled), words)


def read_words(folded: str, start: int, words: FigureWords) -> Quantity | None:
    """The number in words that begins at ``start``: "two hundred and fifty", "thirty-two", "three dozen"."""
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
    return _with_unit(folded, Quantity(start, end, total + current, None, None, False, False, scaled), words)


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
    if found.lastgroup == "points":
        return quantity._replace(end=end, unit="percentage point", plain=False)
    if found.lastgroup == "percent":
        return quantity._replace(end=end, unit="percent", plain=False)
    code, needs_scale = words.currency_codes[found.group("currency")]
    if needs_scale and not quantity.scaled:
        return quantity
    return quantity._replace(end=end, unit=code, currency=quantity.currency or code, plain=False)
