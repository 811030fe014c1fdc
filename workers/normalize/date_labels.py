"""The words beside a date that say what it is the date of: ``Published``, ``Aktualisiert``, ``©`` ...

The words are data: ``data/date_labels.json``, by kind; ``after``: those that follow the date (``... gepostet``).
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Literal

Kind = Literal["published", "modified", "other", "plain"]
_DATA: dict[str, dict[Kind, list[str]]] = json.loads(
    files("workers.normalize").joinpath("data/date_labels.json").read_text(encoding="utf-8")
)
_BEFORE: dict[str, Kind] = {label: kind for kind, labels in _DATA["before"].items() for label in labels}
_AFTER: dict[str, Kind] = {label: kind for kind, labels in _DATA["after"].items() for label in labels}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?|©")
LOOK_BACK = 48
"""How far before a date its label is looked for, in code points."""
_GAP = 28
"""The widest gap between a label and its date: a weekday and a preposition fit in."""
_RUN = 3
_FOLLOWING = re.compile(r"\s{0,2}([^\W\d_]{2,16})(?:\s([^\W\d_]{2,16}))?")


def label_before(text: str, low: int, position: int) -> tuple[Kind, int | None]:
    """The kind of date that the words right before ``position`` announce, and where those words begin."""
    words = list(_WORD.finditer(text, max(low, position - LOOK_BACK), position))[-5:]
    for last in range(len(words) - 1, -1, -1):
        if position - words[last].end() > _GAP:
            break
        # The longest label that ends in this word: "last updated on" before "updated on" before "on".
        for first in range(max(0, last - _RUN + 1), last + 1):
            kind = _BEFORE.get(" ".join(each[0].lower() for each in words[first : last + 1]))
            if kind is not None:
                return kind, words[first].start()
    return "plain", None


def label_after(text: str, position: int, high: int) -> tuple[Kind, int | None]:
    """The kind of date that one of the two words right after ``position`` tells, and where that word ends."""
    found = _FOLLOWING.match(text, position, min(high, position + 40))
    if found is not None:
        for group in (1, 2):
            if found[group] and (kind := _AFTER.get(found[group].lower())) is not None:
                return kind, found.end(group)
    return "plain", None
