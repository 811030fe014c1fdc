"""Lines that a source repeats under article after article: learned from many of them, known by their keys afterwards.

Pure: the shell reads articles and files (``dateline learn-furniture``), and ``Options`` carries what was learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from workers.model import RawArticle
from workers.normalize.blocks import split_lines
from workers.normalize.sources import find_source

Furniture = Mapping[str, frozenset[str]]
"""By the source's id, the keys (``line_key``) of the lines that are no part of its articles."""

LONGEST_LINE = 300
"""Characters. What is longer and repeats is an article that was sent twice."""

SHORTEST_LINE = 2
MOST_SOURCES = 5_000
MOST_LINES = 20_000
"""Different lines that are kept of one source; those that were seen once go first."""

MOST_ARTICLES = 100_000
"""Addresses and long paragraphs of one source of which it is remembered that they were seen."""

SENTENCE = 60
ENDS = frozenset('.!?…。！？।۔"”»')
FRESH = 0.6
"""The share of an article's sentences (lines of 60 characters and more that end like one) that its source must not have
had yet: with less it is an update or another print of an article that was counted."""

_DIGITS = re.compile(r"\d+")


def line_key(line: str) -> str:
    """``line`` as lines are compared: case and white space folded, every number as one zero ("12 comments")."""
    folded = " ".join(line.split()).casefold()
    return folded if folded.isalpha() else _DIGITS.sub("0", folded)


def source_key(raw: RawArticle) -> str | None:
    """The id of the source as far as it is known before the text is read: by the URL and the name that came with it."""
    source = find_source(raw, ())
    return source.id if source is not None else None


class Learner:
    """Counts, by source, in how many different articles a line stands. Bounded in sources, lines and articles."""

    def __init__(self, most_sources: int = MOST_SOURCES, most_lines: int = MOST_LINES) -> None:
        """Nothing seen yet."""
        self._most_sources, self._most_lines = most_sources, most_lines
        self.articles: Counter[str] = Counter()
        self._lines: dict[str, Counter[str]] = {}
        self._seen: dict[str, set[str]] = {}

    def add(self, source: str, text: str, identity: str | None = None) -> bool:
        """Count the lines of an article, each once. ``identity``: its URL or id, where it has one.

        False, and nothing counted, where the article was seen before (by its identity, or because too little of it is
        new), or there are too many sources.
        """
        if source not in self._lines:
            if len(self._lines) >= self._most_sources:
                return False
            self._lines[source], self._seen[source] = Counter(), set()
        lines, seen = self._lines[source], self._seen[source]
        found = {line_key(line): line for _, _, line in split_lines(text)}
        sentences = [key for key, line in found.items() if len(line) >= SENTENCE and line[-1] in ENDS] or list(found)
        fresh = sum(len(key) for key in sentences if key not in lines and key[:LONGEST_LINE] not in seen)
        if identity in seen or fresh == 0 or fresh < FRESH * sum(map(len, sentences)):
            return False
        if len(seen) < MOST_ARTICLES:
            seen.update(key[:LONGEST_LINE] for key in found if len(key) > LONGEST_LINE)
            if identity is not None:
                seen.add(identity)
        keys = [key for key, line in found.items() if len(line) >= SHORTEST_LINE and len(key) <= LONGEST_LINE]
        self.articles[source] += 1
        lines.update(keys)
        if len(lines) > self._most_lines:
            for line in [line for line, count in lines.items() if count == 1]:
                del lines[line]
        return True

    def repeated(self, least: int, share: float) -> dict[str, list[str]]:
        """By source, the keys of the lines in at least ``least`` articles and in ``share`` of them, sorted; sources
        without any are left out."""
        found = {}
        for source in sorted(self._lines):
            enough = max(least, share * self.articles[source])
            lines = sorted(line for line, count in self._lines[source].items() if count >= enough)
            if lines:
                found[source] = lines
        return found
