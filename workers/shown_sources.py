"""Which sources a metric names: the busiest, so that no label grows with the world's outlets."""

from __future__ import annotations

from collections import Counter

OTHER, UNREGISTERED, NONE = "other", "unregistered", "none"
"""A known source that is not among the busiest; one that the registry does not know; no source found."""

SHOWN = 30
RANK_EVERY = 10_000
"""Articles between two rankings. Counts are halved at each, so that a source that fell silent makes room."""
CLEARLY = 1.5
"""A source takes another's place when it has so many times its articles: two of one size do not change for ever."""


class ShownSources:
    """Names up to ``shown`` sources: the first that come, then whichever the rankings put in their places."""

    def __init__(self, shown: int = SHOWN, rank_every: int = RANK_EVERY) -> None:
        self._shown = shown
        self._every = rank_every
        self._seen = 0
        self._counts: Counter[str] = Counter()
        self._named: set[str] = set()

    def label(self, source: str) -> str:
        """The label of an article of this source (a registry's id: a closed list), which is counted."""
        self._counts[source] += 1
        self._seen += 1
        if source not in self._named:
            if len(self._named) >= self._shown:
                return OTHER
            self._named.add(source)
        return source

    def rank(self) -> frozenset[str]:
        """Where a ranking is due: give the names to the busiest. Return the sources that lost theirs."""
        if self._seen < self._every:
            return frozenset()
        self._seen = 0
        counts, gone = self._counts, set()
        waiting = sorted((each for each in counts if each not in self._named), key=lambda each: (-counts[each], each))
        for newcomer in waiting:
            least = min(self._named, key=lambda each: (counts[each], each))
            if counts[newcomer] <= CLEARLY * counts[least]:
                break
            self._named.remove(least)
            self._named.add(newcomer)
            gone.add(least)
        self._counts = Counter({each: count // 2 for each, count in counts.items() if count > 1})
        return frozenset(gone)
