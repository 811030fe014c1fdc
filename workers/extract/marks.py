"""Spans in quotation marks, of any style, in one pass a paragraph.

A mark opens or closes by what stands open and by its neighbours; a single mark may be an apostrophe, and is then
neither. Marks that are never closed end with their paragraph: so is a quotation over several paragraphs written, with
an opening mark on each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOUBLE = '“”„‟"«»'
_MARK = re.compile(r"[“”„‟\"«»‹›‚‛`]|(?<!\w)[‘’']|[’'‘](?!\w)")
_ELISION = re.compile(r"[’'‘](?:\d0s|em|til|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)
_ENDS = ",.?!…;:"
_DEPTH = 8
"""More marks open at once than this are not nesting but noise."""

_CLOSES: dict[str, str] = {
    "“": '”“"',
    "”": '”"',
    "„": '“”"‟',
    "‟": '”"',
    '"': '"”',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "’": "’",
    "‚": "‘’'",
    "‛": "’",
    "'": "'’",
    "`": "’'`",
}
"""The marks that may close each opening mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A span inside marks: ``start``/``end`` exclude them and the white space beside them; ``outer_start`` and
    ``outer_end`` include them. ``closed`` False: it runs to its paragraph's end. ``depth``: how many marked spans it
    stands in. ``continues``: it goes on with the unclosed one of the paragraph before."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    mark: str
    depth: int = 0
    continues: bool = False


class _Open:
    """An opening mark that waits for its closing one."""

    __slots__ = ("at", "child", "mark")

    def __init__(self, at: int, mark: str) -> None:
        self.at = at
        self.mark = mark
        self.child: int | None = None


def find_marked(text: str, start: int, end: int, *, continued: str | None, limit: int) -> list[Marked]:
    """The marked spans of the paragraph ``text[start:end]``, in order of their starts, nested ones after their outer.

    ``continued``: the opening mark that the paragraph before left open, or None.
    """
    stack: list[_Open] = []
    found: list[tuple[int, int, bool, str]] = []
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        mark = text[at]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        level = _closing(text, stack, mark, before, after, at, end)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            if text[opened.at + 1 : at].strip():
                found.append((opened.at, at, True, opened.mark))
                if stack and opened.mark in DOUBLE and stack[-1].child is None:
                    stack[-1].child = opened.at
            if len(found) >= limit:
                break
        elif len(stack) < _DEPTH and _opens(text, stack, mark, before, after, at, end):
            stack.append(_Open(at, mark))
    found.extend(_unclosed(text, stack, end))
    return _nested(text, start, found, continued)


def _closing(text: str, stack: list[_Open], mark: str, before: str, after: str, at: int, end: int) -> int | None:
    """Which open mark (an index into ``stack``) this one closes, or None."""
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level].mark
        if mark not in _CLOSES[opened]:
            continue
        if mark in '“"' and opened != "„" and before.isspace() and not after.isspace():
            return None
        if mark == "“" and opened == "“" and after.isalnum():
            return None
        if mark == "»" and opened == "»" and before.isspace():
            return None
        if mark in "’'" and (after.isalnum() or _possessive(text, before, at, end)):
            return None
        return level
    return None


def _possessive(text: str, before: str, at: int, end: int) -> bool:
    """Whether a single mark after an "s" is the plural's apostrophe: a surer closing mark follows."""
    if before not in "sS":
        return False
    for ahead in _MARK.finditer(text, at + 1, min(end, at + 200)):
        mark = text[ahead.start()]
        if mark in "’'":
            return text[ahead.start() - 1] in _ENDS
        if mark in DOUBLE or mark == "‘":
            return False
    return False


def _opens(text: str, stack: list[_Open], mark: str, before: str, after: str, at: int, end: int) -> bool:
    """Whether a mark that closes nothing opens a span."""
    if mark in "“„‟":
        return True
    if mark == '"':
        return not (before.isalnum() and not after.isalnum())
    if mark == "`":
        return after.isalnum()
    if mark in "«‹":
        return True
    if mark in "»›”":
        return not before.isalnum() and before not in _ENDS and not after.isspace()
    if before.isalnum() or not (after.isalnum() or after in '“"[('):
        return False
    return _ELISION.match(text, at, end) is None and mark != "’"


def _unclosed(text: str, stack: list[_Open], end: int) -> list[tuple[int, int, bool, str]]:
    """Spans of double marks left open: up to a later one that was closed (where a sentence ends before it), or to the
    paragraph's end. Single ones were apostrophes."""
    found = []
    for index, opened in enumerate(stack):
        if opened.mark not in DOUBLE:
            continue
        stop = opened.child
        if stop is None:
            stop = next((later.at for later in stack[index + 1 :] if later.mark in DOUBLE), None)
        if stop is None:
            if text[opened.at + 1 : end].strip():
                found.append((opened.at, end, False, opened.mark))
        elif text[max(opened.at, stop - 3) : stop].rstrip()[-1:] in tuple(_ENDS) and stop - opened.at > 3:
            found.append((opened.at, stop, False, opened.mark))
    return found


def _nested(text: str, start: int, found: list[tuple[int, int, bool, str]], continued: str | None) -> list[Marked]:
    """The spans in order, with their depth and what they continue."""
    found.sort(key=lambda span: (span[0], -span[1]))
    spans: list[Marked] = []
    ends: list[int] = []
    first = start + len(text[start : start + 64]) - len(text[start : start + 64].lstrip())
    for opened, stop, closed, mark in found:
        while ends and ends[-1] <= opened:
            ends.pop()
        inner_start = opened + 1
        while inner_start < stop and text[inner_start].isspace():
            inner_start += 1
        inner_end = stop
        while inner_end > inner_start and text[inner_end - 1].isspace():
            inner_end -= 1
        spans.append(
            Marked(
                start=inner_start,
                end=inner_end,
                outer_start=opened,
                outer_end=stop + 1 if closed else inner_end,
                closed=closed,
                mark=mark,
                depth=len(ends),
                continues=continued == mark and opened == first,
            )
        )
        ends.append(stop)
    return spans
