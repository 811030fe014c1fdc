"""What stands around a line: the features of its neighbours and of its place on the page."""

from __future__ import annotations

from bisect import bisect_right

from workers.normalize.lines import CREDITS, CUED, EDGE, HEADINGS, STOPS, Line, weigh
from workers.normalize.weights import (
    AFTER,
    BEFORE,
    BETWEEN,
    CREDIT_NEAR,
    CUES_NEAR,
    DISTANCE,
    PAGE,
    PLACE,
    REPEATED,
    SINCE_HEADING,
    TWO_BEFORE,
    Weights,
)

FAR = 99
DISTANCE_CELL = (0, 1, 2, 2, 3, 3, 3, 3) + (4,) * (FAR - 8) + (5,)
"""Lines to the next long sentence: none, 1, 2-3, 4-7, more, no such line."""

HEADING_CELL = (0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3)
"""Lines since the last heading of furniture: at once, 2, 4, 8 and fewer, more (4)."""


SHELTERED = 3.0
"""The score of a paragraph between long sentences that no cue opens and none of furniture stands in. Its features are
not looked at: of 5,228 such paragraphs in pages with furniture and in clean articles five weigh less than nothing, and
none is outside the body."""


def score_lines(lines: list[Line], weights: Weights, sheltered: float | None = SHELTERED) -> list[float]:
    """The score of every line: the weights of its own features and those of its context.

    ``sheltered``: the score of all paragraphs between long sentences; None where they shall be weighed like the rest.
    """
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
    previous = 0.0
    last = len(lines) - 1
    scores = []
    for index, line in enumerate(lines):
        near += flags[index + 6]
        coarse, mass = line.coarse, line.mass
        around = near - flags[index + 3]
        near -= flags[index]
        after = shapes[index + 1]
        if mass:
            behind = 0
        elif behind < FAR - 1:
            behind += 1
        if passed == 0:
            place = 0
        elif passed >= total - mass:
            place = 5
        else:
            place = 1 if passed < early else 2 if passed < middle else 3 if passed < late else 4
        passed += mass
        if (
            coarse == 3
            and mass
            and sheltered is not None
            and not (line.first_cues or line.cues & CUED)
            and line.ending in STOPS
            and (previous or not index)
            and (index == last or lines[index + 1].mass)
        ):
            scores.append(sheltered)
            heading += 1
            second, before, previous = before, shapes[index], mass
            continue
        repeats = seen[line.words]
        scores.append(
            weigh(line, weights)
            + weights[page + coarse]
            + weights[REPEATED + ((repeats if repeats < 3 else 3) - 1) * 4 + coarse]
            + weights[BEFORE + before * 4 + coarse]
            + weights[AFTER + after * 4 + coarse]
            + weights[CUES_NEAR + (around if around < 3 else 3) * 4 + coarse]
            + weights[PLACE + place * 4 + coarse]
            + weights[DISTANCE + (DISTANCE_CELL[behind] * 6 + ahead[index]) * 4 + coarse]
            + weights[SINCE_HEADING + (HEADING_CELL[heading] if heading < 9 else 4) * 4 + coarse]
            + weights[CREDIT_NEAR + (credits[index - 1] + 2 * credits[index + 1]) * 4 + coarse]
            + weights[
                BETWEEN + before * 9 + after if coarse < 2 else TWO_BEFORE + (second * 9 + before) * 2 + coarse - 2
            ]
        )
        heading = 0 if coarse < 2 and line.cues & HEADINGS else heading + 1
        second, before, previous = before, shapes[index], mass
    return scores


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
