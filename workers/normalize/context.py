"""What stands around a line: the features of its neighbours and of its place on the page."""

from __future__ import annotations

from bisect import bisect_right

from workers.normalize.lines import (
    AFTER,
    BEFORE,
    BETWEEN,
    CREDIT_NEAR,
    CREDITS,
    CUED,
    CUES_NEAR,
    DISTANCE,
    EDGE,
    HEADINGS,
    PAGE,
    PLACE,
    REPEATED,
    SINCE_HEADING,
    TWO_BEFORE,
    Line,
)

FAR = 99
DISTANCE_CELL = (0, 1, 2, 2, 3, 3, 3, 3) + (4,) * (FAR - 8) + (5,)
"""Lines to the next long sentence: none, 1, 2-3, 4-7, more, no such line."""

HEADING_CELL = (0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3)
"""Lines since the last heading of furniture: at once, 2, 4, 8 and fewer, more (4)."""


def describe(lines: list[Line]) -> list[list[int]]:
    """The cells of every line, its own and those of its context, as indexes into the concatenated ``TABLES``."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.words] = seen.get(line.words, 0) + 1
    total = sum([line.mass for line in lines]) or 1.0
    size = 1.0 + sum([line.length for line in lines])
    page = PAGE + 4 * bisect_right((0.2, 0.4, 0.6, 0.75, 0.9), total / size)
    early, middle, late = 0.1 * total, 0.5 * total, 0.9 * total
    ahead = _ahead(lines)
    flags = [0, 0, 0, *[1 if line.cues & CUED and line.coarse < 3 else 0 for line in lines], 0, 0, 0, 0]
    near = flags[3] + flags[4] + flags[5]
    shapes = [line.shape for line in lines]
    shapes.append(EDGE)
    credits = [1 if line.cues & CREDITS and line.coarse < 3 else 0 for line in lines]
    credits.append(0)
    behind, heading, passed = FAR, FAR, 0.0
    second = before = EDGE
    cells = []
    for index, line in enumerate(lines):
        near += flags[index + 6]
        coarse, mass = line.coarse, line.mass
        around = near - flags[index + 3]
        near -= flags[index]
        after = shapes[index + 1]
        if mass:
            behind = 0
        elif behind < FAR:
            behind = behind + 1 if behind < FAR - 1 else behind
        if passed == 0:
            place = 0
        elif passed >= total - mass:
            place = 5
        else:
            place = 1 if passed < early else 2 if passed < middle else 3 if passed < late else 4
        passed += mass
        repeats = seen[line.words]
        row = line.cells
        row += (
            page + coarse,
            REPEATED + ((repeats if repeats < 3 else 3) - 1) * 4 + coarse,
            BEFORE + before * 4 + coarse,
            AFTER + after * 4 + coarse,
            CUES_NEAR + (around if around < 3 else 3) * 4 + coarse,
            PLACE + place * 4 + coarse,
            DISTANCE + (DISTANCE_CELL[behind] * 6 + ahead[index]) * 4 + coarse,
            SINCE_HEADING + (HEADING_CELL[heading] if heading < 9 else 4) * 4 + coarse,
            CREDIT_NEAR + (credits[index - 1] + 2 * credits[index + 1]) * 4 + coarse,
        )
        heading = 0 if coarse < 2 and line.cues & HEADINGS else heading + 1
        if coarse < 2:
            row.append(BETWEEN + before * 9 + after)
        else:
            row.append(TWO_BEFORE + (second * 9 + before) * 2 + coarse - 2)
        second, before = before, line.shape
        cells.append(row)
    return cells


def _ahead(lines: list[Line]) -> list[int]:
    ahead = []
    gap = FAR
    for line in reversed(lines):
        if line.mass:
            gap = 0
        elif gap < FAR - 1:
            gap += 1
        ahead.append(DISTANCE_CELL[gap])
    ahead.reverse()
    return ahead
