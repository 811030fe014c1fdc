"""A mention found in a text, and the kinds of mentions."""

from __future__ import annotations

from typing import NamedTuple

PERSON, ORGANIZATION, PLACE, PEOPLE, FACILITY = "PER", "ORG", "LOC", "NORP", "FAC"


class Found(NamedTuple):
    """A mention: its span, its kind, its text, and whether it lies inside a longer mention."""

    start: int
    end: int
    kind: str
    text: str
    inner: bool = False
