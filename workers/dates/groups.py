"""The tokens that a rule's groups matched, and what the lexicon says of them."""

from __future__ import annotations

import re
from itertools import compress

from workers.dates.context import Context
from workers.dates.grammar import Rule


class Groups(dict[str, tuple[int, int]]):
    """One match of one rule: the name of each group that matched something with its span of tokens; and the group as
    words, values and numbers."""

    __slots__ = ("_values", "end", "modifiers", "parts", "rule", "start")

    def __init__(self, rule: Rule, match: re.Match[str], context: Context) -> None:
        matched = compress(rule.groups, match.groups()[::-1])
        super().__init__({name: match.span(index) for name, index in matched})
        self.rule = rule
        self.parts = context.tokens.parts
        self._values = context.grammar.lexicon.values
        self.modifiers = context.grammar.modifiers
        self.start, self.end = match.span()

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
        if name not in self:
            return []
        start, end = self[name]
        return self.parts[start + start % 2 : end : 2]

    def value(self, name: str, *classes: str) -> str | None:
        """The value of the group's first word that one of ``classes`` knows."""
        span = self.get(name)
        if span is None:
            return None
        start, end = span
        tables = [table for each in classes if (table := self._values.get(each)) is not None]
        for word in self.parts[start + start % 2 : end : 2]:
            for table in tables:
                found = table.get(word) or table.get(word.lower())
                if found is not None:
                    return found
        return None

    def number(self, name: str, *classes: str) -> int | None:
        """``value`` as an integer."""
        found = self.value(name, *classes)
        return int(found) if found is not None else None

    def quantity(self, name: str) -> float | str | None:
        """The group as a number ("twenty-five", "2 1/2", "14,000", "a hundred"), ``"X"`` where it is vague."""
        start, end = self.get(name, (0, 0))
        words = self.words(name)
        if not words:
            return None
        vague = self._values.get("VAGUE", {})
        for each in words:
            found = vague.get(each.lower())
            if found is not None:
                return int(found) if found.isdigit() else found
        digits = [each for each in words if each.isdigit()]
        if digits:
            return _digits(digits, "".join(self.parts[start:end]))
        return _spelled(words, self._values.get("NW", {}), self._values.get("NA", {}))


def _digits(digits: list[str], written: str) -> float:
    if len(digits) == 2 and f"{digits[0]}.{digits[1]}" == written:
        return float(written)
    if len(digits) == 1:
        return int(digits[0]) + (0.5 if not written.isdigit() and " " in written else 0)
    if len(digits) == 3 and "/" in written and int(digits[2]):
        return int(digits[0]) + int(digits[1]) / int(digits[2])
    return int("".join(digits))


def _spelled(words: list[str], values: dict[str, str], articles: dict[str, str]) -> float | str | None:
    total, current, seen = 0.0, 0.0, False
    if words[0].lower() == "half":
        return 0.5
    for word in words:
        if word.lower() in ("a", "an") and len(words) > 1:
            continue
        found = "0.5" if word.lower() == "half" else values.get(word.lower()) or articles.get(word.lower())
        if found is None:
            continue
        number, seen = float(found), True
        if number >= 100:
            current = max(current, 1) * number
            if number >= 1000:
                total, current = total + current, 0.0
        elif number == 0.5 and current:
            current += 0.5
        else:
            current += number
    return total + current if seen else None
