"""Raw article text into roles: every code point gets exactly one.

Lines are cut where a scraper fused things (``reading``, ``fused``), judged body or not by their looks and neighbours
(``lines``, ``density``), and what is not body is named (``roles``); kickers and datelines are cut off the body's first
lines (``openings``). Linear in the length of the text.
"""

from __future__ import annotations

from workers.model import RawArticle, Role, Segment
from workers.normalize.density import judge
from workers.normalize.furniture import Furniture, line_key, source_key
from workers.normalize.lines import CUT_SHAPE, Line
from workers.normalize.openings import dateline_end, kicker_end
from workers.normalize.reading import read_lines
from workers.normalize.roles import find_title, guess_title, name_roles, names_itself

BODY, FURNITURE = Role.BODY, Role.FURNITURE
NO_FURNITURE: Furniture = {}
OPENING_LINES = 3
"""A dateline is looked for in so many first lines of the body."""


def segment(raw: RawArticle, furniture: Furniture = NO_FURNITURE) -> tuple[Segment, ...]:
    """The segments of ``raw.text``: in order, touching, covering all of it; one body segment a paragraph.

    White space belongs to the segment before it, leading white space to the first. Adjacent furniture is one segment.
    ``furniture``: lines that are known to be furniture in articles of a source. No text, no segments; a text of white
    space alone is furniture. Never raises.
    """
    text = raw.text
    if not text:
        return ()
    lines = read_lines(text, raw.title)
    if not lines:
        return (Segment(role=Role.FURNITURE, start=0, end=len(text)),)
    if furniture and (known := furniture.get(source_key(raw) or "")):
        _mark(lines, known)
    return _touching(text, _parts(text, lines, raw))


def _mark(lines: list[Line], known: frozenset[str]) -> None:
    """Give the lines that the source always repeats their role; a reporter, a date or a credit that repeats keeps its
    own."""
    for line in lines:
        if line.role is None and line_key(line.words) in known and not names_itself(line):
            line.role, line.shape, line.mass, line.plain = FURNITURE, CUT_SHAPE, 0.0, False


def _parts(text: str, lines: list[Line], raw: RawArticle) -> list[tuple[int, Role]]:
    """Where each part begins, and its role."""
    title = find_title(lines, raw.title)
    if title >= 0:
        lines[title].role = Role.TITLE
    body = judge(lines)
    if title < 0 and True in body:
        title = guess_title(lines, body)
        if title >= 0:
            body[title] = False
    roles = name_roles(lines, body, title, raw.byline)
    parts: list[tuple[int, Role]] = []
    openings = 0
    for line, role in zip(lines, roles, strict=True):
        start, stop = line.start, line.end
        if role is not BODY:
            if role is not FURNITURE or not parts or parts[-1][1] is not FURNITURE:
                parts.append((start, role))
            continue
        if line.words[0].islower() and parts and _continues(text, parts[-1], start):
            continue
        if openings < OPENING_LINES:
            if openings == 0 and (end := kicker_end(text, start, stop)) > 0:
                parts.append((start, Role.KICKER))
                start = end
            if not (parts and parts[-1][1] is Role.DATELINE) and (end := dateline_end(text, start, stop)) > 0:
                parts.append((start, Role.DATELINE))
                start = end
            openings += 1
        parts.append((start, role))
    return parts


def _continues(text: str, last: tuple[int, Role], start: int) -> bool:
    """Whether the line at ``start`` goes on with the paragraph before it: text that was wrapped at a width."""
    if last[1] is not BODY:
        return False
    before = text[max(0, start - 4) : start]
    return before.count("\n") == 1 and before.rstrip()[-1:] not in ("", ".", ":", "!", "?")


def _touching(text: str, parts: list[tuple[int, Role]]) -> tuple[Segment, ...]:
    """The parts as segments, the first from the text's beginning, each to where the next one begins."""
    segments = []
    begin, current = 0, parts[0][1]
    for start, role in parts[1:]:
        segments.append(Segment(role=current, start=begin, end=start))
        begin, current = start, role
    segments.append(Segment(role=current, start=begin, end=len(text)))
    return tuple(segments)
