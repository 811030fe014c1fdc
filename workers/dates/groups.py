"""The tokens that a rule's groups matched, and what the lexicon says of them."""

from __future__ import annotations

import re
from itertools import compress

from workers.dates.grammar import Grammar, Rule


class Groups(dict[str, tuple[int, int]]):
    """One match of one rule: the name of each group that matched something with its span of tokens; and the group as
    words, values and numbers."""

    __slots__ = ("end", "grammar", "parts", "rule", "start")

    def __init__(self, rule: Rule, match: re.Match[str], parts: list[str], grammar: Grammar) -> None:
        self.rule = rule
        self.parts = parts
        self.grammar = grammar
        self.start, self.end = match.span()
        span = match.span
        for name, index in compress(rule.groups, match.groups()[::-1]):
            self[name] = span(index)

    def text(self, name: str) -> str:
        """What the group matched, in lower case, white space as one space; empty where it matched nothing."""
        span = self.get(name)
        if span is None:
            return ""
        start, end = span
        if end - start == 1 and start % 2 == 0:
            return self.parts[start].lower()
        return " ".join("".join(self.parts[start:end]).lower().replace("\u2019", "'").split())

    def words(self, name: str) -> list[str]:
        """The group's words (not the separators)."""
        span = self.get(name)
        if span is None:
            return []
        start, end = span
        return self.parts[start + start % 2 : end : 2]

    def value(self, name: str, table: str) -> str | None:
        """The value of the group's first word that ``table``, a class or a union of classes, knows."""
        span = self.get(name)
        if span is None:
            return None
        start, end = span
        known = self.grammar.tables.get(table)
        if known is None:
            return None
        parts = self.parts
        for at in range(start + start % 2, end, 2):
            word = parts[at]
            found = known.get(word) or known.get(word.lower())
            if found is not None:
                return found
        return None

    def number(self, name: str, table: str) -> int | None:
        """``value`` as an integer."""
        found = self.value(name, table)
        return int(found) if found is not None else None

    def quantity(self, name: str) -> float | str | None:
        """The group as a number ("twenty-five", "2 1/2", "14,000", "a hundred"), ``"X"`` where it is vague."""
        start, end = self.get(name, (0, 0))
        if end == start + 1:
            word = self.parts[start]
            if word.isdigit():
                return float(word)
        words = self.words(name)
        if not words:
            return None
        tables = self.grammar.tables
        vague = tables.get("VAGUE", NONE)
        for each in words:
            found = vague.get(each.lower())
            if found is not None:
                return float(found) if found.isdigit() else found
        digits = [each for each in words if each.isdigit()]
        if digits:
            scale = float(self.value(name, "SCALE") or 1)
            return _digits(digits, "".join(self.parts[start:end])) if scale == 1 else float(digits[0]) * scale
        return _spelled(words, tables.get("NW", NONE), tables.get("NA", NONE))


NONE: dict[str, str] = {}


def _digits(digits: list[str], written: str) -> float:
    if len(digits) == 2 and f"{digits[0]}.{digits[1]}" == written:
        return float(written)
    if len(digits) == 1:
        return float(digits[0]) + (0.5 if not written.isdigit() and " " in written else 0.0)
    if len(digits) == 3 and "/" in written and int(digits[2]):
        return float(digits[0]) + float(digits[1]) / float(digits[2])
    return float("".join(digits))


def _spelled(words: list[str], values: dict[str, str], articles: dict[str, str]) -> float | str | None:
    total, current, seen = 0.0, 0.0, False
    if words[0].lower() == "half":
        return 0.5
    for word in words:
        low = word.lower()
        if low in ("a", "an") and len(words) > 1:
            continue
        found = "0.5" if low == "half" else values.get(low) or articles.get(low)
        if found is None:
            continue
        number, seen = float(found), True
        if number >= 100:
            current = max(current, 1.0) * number
            if number >= 1000:
                total, current = total + current, 0.0
        elif number == 0.5 and current:
            current += 0.5
        else:
            current += number
    return total + current if seen else None
