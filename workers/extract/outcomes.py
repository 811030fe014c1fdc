"""What became of those counted: the kind of a figure, by the word before or after it that says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from workers.extract.figure_passages import Hit
from workers.extract.figure_words import FigureWords

_GAP_WORD = re.compile(r"[\w’'-]+")
_PARENTHESIS = re.compile(r"^, [^,.;]{1,80},|^ \([^()]{1,80}\)")
_AND_ONE = re.compile(r"^ and an? [\w-]+(?= )")
_STOP = re.compile(r"[.!?;]\s|\n")
"""Where a sentence or a line ends."""
_REACH = 70
_SINGLE = 60
_OF_ONE = frozenset(["killed", "injured"])
"""Kinds that a single person is counted for, though no number is given."""


class Outcome(NamedTuple):
    """A kind, the hit that gives it with its lemma, and (for "her and two of her children") where those not in the
    number begin."""

    kind: str
    hit: Hit
    lemma: str
    also_from: int | None = None


class Outcomes:
    """The words of a passage that give kinds, for look-up around a figure."""

    def __init__(self, folded: str, hits: list[Hit], words: FigureWords) -> None:
        self._folded = folded
        self._words = words
        self._hits = hits

    def around(self, start: int, end: int, floor: int, stop: int) -> Outcome | None:
        """By the words after or before a figure, within its sentence and between ``floor`` and ``stop``."""
        return self.after(end, stop) or self.before(start, floor)

    def singles(self) -> list[tuple[int, int, str]]:
        """Where one person is said to have been killed or injured: ``(start, end, noun)`` of "a man was killed"."""
        found = []
        sets = self._words.sets
        for hit in self._hits:
            if hit.word.after is None or hit.word.after[0] not in _OF_ONE:
                continue
            begin = max(0, hit.start - _SINGLE)
            parts = list(_GAP_WORD.finditer(self._folded, begin, hit.start))
            while parts and (parts[-1].group() in sets["was"] or parts[-1].group().endswith("ly")):
                parts.pop()
            if not parts or parts[-1].end() > hit.start - 3 or parts[-1].group() not in sets["people"]:
                continue
            for back in range(2, min(5, len(parts) + 1)):
                if parts[-back].group() in sets["single"]:
                    start, end = parts[-back].start(), parts[-1].end()
                    if not any(mark in self._folded[start : hit.start] for mark in ',.;:\n"“”'):
                        found.append((start, end, parts[-1].group()))
                    break
        return found

    def after(self, end: int, stop: int) -> Outcome | None:
        """By the word after a figure that ends at ``end``: "(people) were killed"; nothing from ``stop`` on."""
        index = bisect_left(self._hits, (end,))
        while index < len(self._hits):
            hit = self._hits[index]
            if hit.start >= min(stop, end + _REACH + 40):
                return None
            if hit.word.after is not None:
                gap = self._folded[end : hit.start]
                if _STOP.search(gap) is not None:
                    return None
                bare = _AND_ONE.sub("", _PARENTHESIS.sub("", gap, count=1), count=1)
                if len(bare) <= _REACH and self._passes(bare, "between"):
                    kind, lemma = hit.word.after
                    return Outcome(kind, hit, lemma)
                return None
            index += 1
        return None

    def before(self, start: int, floor: int) -> Outcome | None:
        """By the word before a figure that starts at ``start``: "killed", "the death toll rose to"; nothing before
        ``floor``."""
        index = bisect_left(self._hits, (start,)) - 1
        if index < 0:
            return None
        hit = self._hits[index]
        if hit.start < floor or start - hit.end > _REACH or hit.end > start:
            return None
        gap = self._folded[hit.end : start]
        if _STOP.search(gap) is not None:
            return None
        if hit.word.toll is not None and self._counts(gap):
            return Outcome(hit.word.toll[0], hit, hit.word.toll[1])
        if hit.word.before is None:
            return None
        kind, lemma = hit.word.before
        if self._passes(gap, "before"):
            return Outcome(kind, hit, lemma)
        also = self._also(gap)
        if also is not None:
            return Outcome(kind, hit, lemma, hit.end + also)
        ending = gap.split()
        if ending and ending[-1] in self._words.sets["with"] and "," not in gap:
            return Outcome(kind, hit, lemma)
        return None

    def _passes(self, gap: str, name: str) -> bool:
        """Whether a gap is made of words that may stand there; no mark but an apostrophe."""
        allowed = self._words.sets[name]
        bare = gap.strip()
        if not bare:
            return True
        if any(mark in bare for mark in ',;:.()"“”—–'):
            return False
        return all(word in allowed or word.endswith("ly") for word in _GAP_WORD.findall(bare))

    def _counts(self, gap: str) -> bool:
        """Whether "the death toll" goes on to a number: "rose to", "now stands at", "of"."""
        ending = gap.split()
        if not ending:
            return False
        return ending[-1].strip(",") in self._words.sets["toll_ends"] and not any(mark in gap for mark in ';()"“”')

    def _also(self, gap: str) -> int | None:
        """Where in " her and " the one person begins who is counted beside the number; None where there is none."""
        parts = gap.split()
        joints = self._words.sets["joints"]
        if not 2 <= len(parts) <= 4 or parts[-1] not in joints:
            return None
        head = parts[-2]
        if (len(parts) == 2 and head in self._words.sets["persons"]) or (
            parts[0] in self._words.sets["determiners"]
            and head in self._words.sets["people"]
            and not head.endswith("s")
        ):
            return len(gap) - len(gap.lstrip())
        return None
