"""What a rule's regular expression may begin with, and which single tokens it may match whole.

Walks the few constructs that ``workers.dates.grammar`` writes: sets, groups, alternatives, ``?``, ``{m,n}``,
look-arounds.
"""

from __future__ import annotations

import re

OPENER = re.compile(r"\(\?<?[=!]|\(\?:|\(\?P<\w+>|\(")
OPTIONAL = re.compile(r"\?|\{0,\d*\}|\{\d+,\d*\}")

Part = tuple[frozenset[str], frozenset[str], bool]
"""Of an expression: the sets it may begin with, the sets that are a whole match of one character, may it be empty."""


class Shape:
    """The beginnings of one regular expression."""

    def __init__(self, regex: str) -> None:
        self._text = regex
        self._at = 0
        self._first, self._single, self._empty = self._alternatives()

    def may_start(self, character: str) -> bool:
        """Whether a match may begin with ``character``."""
        return self._empty or _contains(self._first, character)

    def may_be(self, character: str) -> bool:
        """Whether ``character`` alone may be a match."""
        return self._empty or _contains(self._single, character)

    def _alternatives(self) -> Part:
        first, single, empty = self._sequence()
        while self._at < len(self._text) and self._text[self._at] == "|":
            self._at += 1
            also = self._sequence()
            first, single, empty = first | also[0], single | also[1], empty or also[2]
        return first, single, empty

    def _sequence(self) -> Part:
        first: frozenset[str] = frozenset()
        single: frozenset[str] = frozenset()
        empty = True
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            item = self._item()
            single = (single if item[2] else frozenset()) | (item[1] if empty else frozenset())
            first |= item[0] if empty else frozenset()
            empty = empty and item[2]
        return first, single, empty

    def _item(self) -> Part:
        text, start = self._text, self._at
        if text[start] == "[":
            self._at = _end_of_set(text, start)
            found = frozenset((text[start : self._at],))
            item: Part = (found, found, False)
        elif opener := OPENER.match(text, start):
            self._at = opener.end()
            item = self._alternatives()
            self._at += 1
            if opener[0][-1] in "=!":
                item = (frozenset(), frozenset(), True)
        else:
            self._at += 1
            item = (frozenset((text[start],)), frozenset((text[start],)), text[start] == "^")
        repeat = OPTIONAL.match(text, self._at)
        if repeat is not None:
            self._at = repeat.end()
            item = (item[0], item[1], item[2] or repeat[0][:2] in ("?", "{0"))
        return item


def _contains(sets: frozenset[str], character: str) -> bool:
    return any(re.match(each, character, re.DOTALL) for each in sets)


def _end_of_set(text: str, start: int) -> int:
    at = start + 1
    while text[at] != "]":
        at += 2 if text[at] == "\\" else 1
    return at + 1
