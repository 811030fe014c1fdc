"""The positions of a rule's regular expression as an automaton.

Glushkov's construction over the few forms that ``workers.dates.notation`` writes: sets, groups, alternatives, ``?``,
``{m,n}``. Look-arounds count as always true and bounded repeats as loops, so that the automaton lets
through all that the rule could match; the rule's own expression decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENER = re.compile(r"\(\?<?[=!]|\(\?:|\(\?P<\w+>|\(")
REPEAT = re.compile(r"\?|\{(\d+),\d*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the expression: the positions it may begin and end with, and whether it may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


NOTHING = Part(first=frozenset(), last=frozenset(), empty=True)


class Shape:
    """The automaton of one rule: the ``sets`` of characters that its positions take, the positions that it may begin
    (``first``) and end with (``last``), those that ``follow`` each, and whether it may be ``empty``."""

    __slots__ = ("_at", "_text", "empty", "first", "follow", "last", "sets")

    def __init__(self, regex: str) -> None:
        self._text = regex
        self._at = 0
        self.sets: list[frozenset[str]] = []
        self.follow: list[set[int]] = []
        whole = self._alternatives()
        self.first, self.last, self.empty = whole.first, whole.last, whole.empty

    def initials(self) -> frozenset[str]:
        """The characters that a match may begin with."""
        return frozenset().union(*(self.sets[each] for each in self.first))

    def singles(self) -> frozenset[str]:
        """The characters that by themselves may be a match."""
        return frozenset().union(*(self.sets[each] for each in self.first & self.last))

    def made_of(self, characters: frozenset[str]) -> bool:
        """Whether a match may consist of nothing but ``characters``."""
        if self.empty:
            return True
        seen: set[int] = set()
        waiting = set(self.first)
        while waiting:
            each = waiting.pop()
            seen.add(each)
            if not self.sets[each].isdisjoint(characters):
                if each in self.last:
                    return True
                waiting |= self.follow[each] - seen
        return False

    def _alternatives(self) -> Part:
        part = self._sequence()
        while self._at < len(self._text) and self._text[self._at] == "|":
            self._at += 1
            also = self._sequence()
            part = Part(first=part.first | also.first, last=part.last | also.last, empty=part.empty or also.empty)
        return part

    def _sequence(self) -> Part:
        whole = NOTHING
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            item = self._item()
            for each in whole.last:
                self.follow[each] |= item.first
            whole = Part(
                first=whole.first | item.first if whole.empty else whole.first,
                last=whole.last | item.last if item.empty else item.last,
                empty=whole.empty and item.empty,
            )
        return whole

    def _item(self) -> Part:
        text, start = self._text, self._at
        if text[start] == "[":
            self._at = _end_of_set(text, start)
            part = self._position(_members(text[start : self._at]))
        elif opener := OPENER.match(text, start):
            self._at = opener.end()
            part = self._alternatives()
            self._at += 1
            if opener[0][-1] in "=!":
                part = NOTHING
        else:
            self._at += 1
            part = self._position(frozenset(text[start]))
        repeat = REPEAT.match(text, self._at)
        if repeat is None:
            return part
        self._at = repeat.end()
        if repeat[0] != "?":
            for each in part.last:
                self.follow[each] |= part.first
        return Part(first=part.first, last=part.last, empty=part.empty or repeat[1] in (None, "0"))

    def _position(self, members: frozenset[str]) -> Part:
        self.sets.append(members)
        self.follow.append(set())
        here = frozenset((len(self.sets) - 1,))
        return Part(first=here, last=here, empty=False)


def _members(written: str) -> frozenset[str]:
    if written.startswith("[^"):
        return frozenset()
    return frozenset(re.sub(r"\\(.)", r"\1", written[1:-1], flags=re.DOTALL))


def _end_of_set(text: str, start: int) -> int:
    at = start + 1
    while text[at] != "]":
        at += 2 if text[at] == "\\" else 1
    return at + 1
