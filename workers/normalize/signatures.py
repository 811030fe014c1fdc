"""Where a text says which wire it came over: the names at its beginning, and what stands behind its end.

A name counts only where nothing but a place and a date stand before it, or where it stands by itself behind a sentence:
"Reuters reported" is no signature. Forms of every script: ``(AP) -``, ``/TASS/``, ``[서울=연합뉴스]``,
``【ロンドン時事】``.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from workers.normalize.registry import ENTRIES, Entry, agency_named

_DATA: dict[str, Any] = json.loads(files("workers.normalize").joinpath("data/credits.json").read_text(encoding="utf-8"))
_BETWEEN = re.compile(r"[/,;|+&、・]|\s[-–—]\s|\s(?:via|and|und|et|y|e|with|mit|avec|con|och|og|и)\s|\sPhoto\b")
_OPENERS = re.compile(r"[(\[【［（/]|[.:=—–]\s?|,\s|\s--?\s")
_PLACE_WORD = re.compile(r"[\w.'’\-]{1,24}\Z")
_SMALL = frozenset(
    ("de", "di", "of", "am", "an", "der", "la", "el", "le", "sur", "and", "und", "et", "do", "da", "den", "the")
)
MOST_PLACE_WORDS = 8
OPENING = 90
_INPUTS = re.compile(
    r"(?:.{0,12}\b)?(?:[Ii]nputs?|[Cc]ontributions?|[Rr]eporting|[Mm]aterial)\s(?:from|by|von|der)\s(?:the\s)?"
    r"(?:agenc(?:y|ies)\s)?|(?:[Ww]ith|[Aa]vec|[Cc]on|[Cc]om|[Mm]it|[Mm]et|[Mm]ed)\s(?:\w{4,14}\s(?:da|de|do|del|di|der|von|van|of)\s)?",
)
_INPUTS_AFTER = re.compile(r"\s(?:[Ii]nputs?|[Cc]ontributions?|Material)\Z")
_TEXT_LABEL = re.compile(
    r"\s*(?:" + "|".join(map(re.escape, _DATA["text_labels"])) + r")(?:\s?[:：|]\s*|\s)", re.IGNORECASE
)
_EDGES = " \t\r\n.:*©()[]【】［］（）/-–—·|"


_WIDE = re.compile("[\u2e80-\ud7af]")


def _unspaced(name: str) -> bool:
    return _WIDE.search(name) is not None


_ALIASES: dict[str, Entry] = {
    name: entry
    for entry in ENTRIES
    if entry.kind == "agency" and entry.wire
    for name in (entry.name, *entry.aliases)
    if len(name) > 1
}
_UNSPACED = re.compile(
    "|".join(re.escape(name) for name in sorted(filter(_unspaced, _ALIASES), key=len, reverse=True))
    + r"|(?<![A-Za-z])(?:AFP|AP|UPI|EFE|DPA)(?![A-Za-z])"
)
"""Names that stand in scripts without spaces, where a place is written right before them."""


def wire(name: str) -> Entry | None:
    """The agency of this name, if it sends texts."""
    entry = agency_named(name.strip(" .:*©-–—"))
    return entry if entry is not None and entry.wire else None


def wire_in(inside: str) -> Entry | None:
    """The first agency among the names in ``Reuters/AFP`` or ``AP via dpa``; None where none of them is one."""
    for part in _BETWEEN.split(inside):
        entry = wire(part)
        if entry is not None:
            return entry
    found = _UNSPACED.search(inside) if not inside.isascii() and _WIDE.search(inside) is not None else None
    return _ALIASES.get(found[0]) if found is not None else None


def opening_wire(head: str, *, placed: bool = False) -> tuple[Entry, int, int] | None:
    """The agency that a text opens with, behind no more than a place and a date, and where its name stands in ``head``.

    ``head``: the first characters of the text; ``placed``: a dateline stands before them, so they may be the name.
    """
    head = head[:OPENING]
    if placed:
        for end in _ends(head, 0):
            entry = wire(head[:end])
            if entry is not None:
                return entry, 0, end
    if not head.isascii() and _WIDE.search(head) is not None:
        sign = _UNSPACED.search(head)
        if sign is not None and _is_bracketed(head, sign.start(), sign.end()):
            return _ALIASES[sign[0]], *_with_brackets(head, sign.start(), sign.end())
    for opener in _OPENERS.finditer(head):
        if not _is_place(head[: opener.start()]):
            return None
        start = opener.end()
        for end in _ends(head, start):
            entry = wire_in(head[start:end])
            if entry is not None:
                return entry, *_with_brackets(head, start, end)
    return None


def _with_brackets(head: str, start: int, end: int) -> tuple[int, int]:
    """The name's span, with the brackets that hold nothing else."""
    if start > 0 and end < len(head) and head[start - 1] in "([【［（" and head[end] in ")]】］）":
        return start - 1, end + 1
    return start, end


def _ends(head: str, start: int) -> list[int]:
    """Where a name that begins at ``start`` may end: before a closing bracket, a slash, a stop or a dash."""
    ends = []
    for sign in (")", "]", "】", "］", "）", "/", ". ", ": ", " - ", " – ", " — ", "—"):
        end = head.find(sign, start + 1, start + 40)
        if end > 0:
            ends.append(end)
    return sorted(ends)[:2]


def _is_bracketed(head: str, start: int, end: int) -> bool:
    """Whether a name in a script without spaces stands in the bracket, or before the sign, of a dateline."""
    opened = max(head.rfind(sign, 0, start) for sign in "【［[(（")
    if opened >= 0:
        return opened <= 2 and any(head.find(sign, end, end + 16) >= 0 for sign in "】］])）")
    return start <= 1 and ("电" in head[end : end + 24] or "電" in head[end : end + 24])


def _is_place(before: str) -> bool:
    """Whether words are a place and a date at most: capitalised, numbers, or the small words between them."""
    words = before.replace(",", " ").replace(".", " ").replace("/", " ").split()
    if len(words) > MOST_PLACE_WORDS:
        return False
    return all(
        _PLACE_WORD.match(word) is not None
        and (not word[0].islower() or word in _SMALL or any(map(str.isdigit, before)))
        for word in words
    )


def closing_wire(line: str) -> Entry | None:
    """The agency that a short line, bracket or tail names as the writer of the text; None where it names anything else,
    or a picture's label."""
    inside = line.strip(_EDGES)
    label = _TEXT_LABEL.match(inside)
    if label is not None:
        inside = inside[label.end() :]
    inputs = _INPUTS.match(inside)
    if inputs is not None:
        return wire_in(inside[inputs.end() :].rstrip(_EDGES)) or wire_in(_INPUTS_AFTER.sub("", inside[inputs.end() :]))
    parts = [part.strip(_EDGES) for part in _BETWEEN.split(inside)]
    found = [wire(part) for part in parts if part]
    return found[0] if found and all(entry is not None for entry in found) else None
