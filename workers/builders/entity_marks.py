"""Reads the marked texts of ``workers/builders/entity_texts``: the tagger's training data.

Plain text with ``[Jane Doe|PER]``, ``[Kyiv|LOC]``, ``[Reuters|ORG]``, ``[French|NORP]``, ``[World Cup|MISC]``,
``[Wembley|FAC]``; articles are parted by a line ``---``. Written for this project, under its licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TEXTS = Path("workers/builders/entity_texts")
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")
KINDS = {"PERSON": "PER", "LOCATION": "LOC"}


class Marked(NamedTuple):
    """A text without its marks, and ``(start, end, kind)`` of what was marked, in order."""

    text: str
    spans: list[tuple[int, int, str]]


def unmark(text: str) -> Marked:
    """Take the marks out of a text."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for match in _MARK.finditer(text):
        between = text[at : match.start()]
        pieces += (between, match[1])
        start = length + len(between)
        length = start + len(match[1])
        spans.append((start, length, KINDS.get(match[2], match[2])))
        at = match.end()
    return Marked("".join((*pieces, text[at:])), spans)


def read_texts(folder: Path = TEXTS) -> Iterator[Marked]:
    """Every article of the folder's files, in order of their names."""
    for path in sorted(folder.glob("*.txt")):
        for article in re.split(r"^---\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if article.strip():
                yield unmark(article.strip() + "\n")
