"""Spans in quotation marks, of any style, in one pass a paragraph.

A mark opens or closes by what stands open and by its neighbours; a single mark may be an apostrophe, and is then
neither. Marks that are never closed end with their paragraph: so is a quotation over several paragraphs written, with
an opening mark on each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

DOUBLE = '“”„‟"«»'
_MARKS = "“”„‟\"«»‹›‚‛`‘’'"
_MARK = re.compile(f"[{_MARKS}]")
_TYPED = {"''": '"', "``": '"', ",,": '"', "’’": "”", "‘‘": "“"}
"""Double marks typed as two single ones, and the mark that they stand for."""
_ELISION = re.compile(r"[’'‘](?:\d0s|em|til|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)
_ENDS = ",.?!…;:"
_CURLY = "“”"
_new = tuple.__new__
_LEAST = 3
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


class Marked(NamedTuple):
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

    __slots__ = ("at", "child", "inside", "mark")

    def __init__(self, at: int, mark: str, inside: int) -> None:
        self.at = at
        self.mark = mark
        self.inside = inside
        self.child: int | None = None


class _Span(NamedTuple):
    """A marked span: its opening mark, what is inside, where the closing mark ends."""

    at: int
    inside: int
    stop: int
    after: int
    closed: bool
    mark: str


def find_marked(
    text: str, start: int, end: int, offsets: Sequence[int], *, continued: str | None, limit: int
) -> list[Marked]:
    """The marked spans of the paragraph ``text[start:end]``, in order of their starts, nested ones after their outer.

    ``offsets``: those of ``mark_offsets`` in the paragraph. ``continued``: the opening mark that the paragraph before
    left open, or None.
    """
    pairs = _pairs(text, start, end, offsets, continued) if len(offsets) <= limit else None
    if pairs is not None:
        return pairs
    stack: list[_Open] = []
    found: list[_Span] = []
    skip = start
    for at in offsets:
        if at < skip:
            continue
        mark = text[at]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        width = 1
        if after == mark and mark + after in _TYPED and not _closes_single(text, stack, mark, at):
            mark, width = _TYPED[mark + after], 2
            after = text[at + 2] if at + 2 < end else " "
            skip = at + 2
        level = _closing(text, stack, mark, before, after, at, end)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            if text[opened.inside : at].strip():
                found.append(_Span(opened.at, opened.inside, at, at + width, True, opened.mark))
                if stack and opened.mark in DOUBLE and stack[-1].child is None:
                    stack[-1].child = opened.at
            if len(found) >= limit:
                break
        elif len(stack) < _DEPTH and _opens(text, stack, mark, before, after, at, end):
            stack.append(_Open(at, mark, at + width))
    found.extend(_unclosed(text, stack, end))
    return _nested(text, start, found, continued) if found else []


def _pairs(text: str, start: int, end: int, offsets: Sequence[int], continued: str | None) -> list[Marked] | None:
    """The spans of a paragraph whose marks are pairs of one kind, one after the other, as most are; else None."""
    marks = "".join([text[at] for at in offsets])
    if not marks or len(marks) % 2 or marks not in (_CURLY * (len(marks) // 2), '"' * len(marks)):
        return None
    spans: list[Marked] = []
    mark = marks[0]
    straight = mark == '"'
    first = continued == mark and not text[start : offsets[0]].strip()
    for at, stop in zip(offsets[::2], offsets[1::2], strict=True):
        if straight and (
            (at > start and text[at - 1].isalnum() and not text[at + 1].isalnum())
            or (text[stop - 1].isspace() and stop + 1 < end and not text[stop + 1].isspace())
        ):
            return None
        inside, last = at + 1, stop
        while inside < last and text[inside].isspace():
            inside += 1
        while inside < last and text[last - 1].isspace():
            last -= 1
        if inside < last:
            spans.append(_new(Marked, (inside, last, at, stop + 1, True, mark, 0, first)))
        first = False
    return spans


def _closes_single(text: str, stack: list[_Open], mark: str, at: int) -> bool:
    """Whether the first of three single marks in a row closes a single one that stands open."""
    return bool(stack) and text[at : at + 3] == mark * 3 and mark in _CLOSES[stack[-1].mark]


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
            if text[ahead.start() - 1].isalnum() and text[ahead.end() : ahead.end() + 1].isalnum():
                continue
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


def _unclosed(text: str, stack: list[_Open], end: int) -> list[_Span]:
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
            if text[opened.inside : end].strip():
                found.append(_Span(opened.at, opened.inside, end, end, False, opened.mark))
        elif stop - opened.inside > _LEAST and text[stop - _LEAST : stop].rstrip()[-1:] in tuple(_ENDS):
            found.append(_Span(opened.at, opened.inside, stop, stop, False, opened.mark))
    return found


def _nested(text: str, start: int, found: list[_Span], continued: str | None) -> list[Marked]:
    """The spans in order, with their depth and what they continue."""
    found.sort(key=lambda span: (span.at, -span.stop))
    spans: list[Marked] = []
    ends: list[int] = []
    first = start
    while first < found[0].at and text[first].isspace():
        first += 1
    for span in found:
        while ends and ends[-1] <= span.at:
            ends.pop()
        inner = text[span.inside : span.stop]
        begin = span.inside + len(inner) - len(inner.lstrip())
        stop = begin + len(inner.strip())
        spans.append(
            Marked(
                start=begin,
                end=stop,
                outer_start=span.at,
                outer_end=span.after if span.closed else stop,
                closed=span.closed,
                mark=span.mark,
                depth=len(ends),
                continues=continued == span.mark and span.at == first,
            )
        )
        ends.append(span.stop)
    return spans
