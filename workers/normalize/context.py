"""What stands around a line: the features of its neighbours and of its place on the page."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from workers.normalize.lines import CREDITS, CUED, EDGE, HEADINGS, Line, weigh
from workers.normalize.weights import (
    Tables,
)

FAR = 99
DISTANCE_CELL = (0, 1, 2, 2, 3, 3, 3, 3) + (4,) * (FAR - 8) + (5,)
"""Lines to the next long sentence: none, 1, 2-3, 4-7, more, no such line."""

HEADING_CELL = (0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3)
"""Lines since the last heading of furniture: at once, 2, 4, 8 and fewer, more (4)."""


SHARES = (0.2, 0.4, 0.6, 0.75, 0.9)
"""Of the page's letters, how many stand in long sentences: the cells of ``page``."""

NEUTRAL = 0.0
NEAR_HEADING = 8
SHELTERED = 3.0
"""The score of a paragraph between long sentences that no cue opens and none of furniture stands in. Its features are
not looked at: of 5,228 such paragraphs in pages with furniture and in clean articles five weigh less than nothing, and
none is outside the body."""


def score_lines(lines: list[Line], tables: Tables, sheltered: float | None = SHELTERED) -> list[float]:
    """The score of every line: the weights of its own features and those of its context.

    What has its role is ``NEUTRAL``. ``sheltered``: the score of all paragraphs between long sentences; None where they
    shall be weighed like the rest.
    """
    count = len(lines)
    masses = [line.mass for line in lines]
    total = sum(masses) or 1.0
    page = 6 * bisect_right(SHARES, total / (1.0 + sum([line.length for line in lines])))
    early, middle, late = 0.1 * total, 0.5 * total, 0.9 * total
    passed_at = list(accumulate(masses, initial=0.0))
    seen = _count_words(lines)
    shapes = [line.shape for line in lines]
    shapes.append(EDGE)
    masks = [line.cues if line.coarse < 3 else 0 for line in lines]
    cued_until = list(accumulate([1 if mask & CUED else 0 for mask in masks], initial=0))
    masks.append(0)
    following, massive, headed = 0, -1, -FAR - 1
    scores: list[float] = []
    for index in range(count):
        line = lines[index]
        mass = masses[index]
        if mass:
            massive = index
        if (
            line.plain
            and line.coarse == 3
            and (not index or masses[index - 1])
            and (index + 1 == count or masses[index + 1])
            and sheltered is not None
        ):
            scores.append(sheltered)
            continue
        coarse = line.coarse
        heading = index - headed - 1
        if coarse < 2 and line.cues & HEADINGS:
            headed = index
        around = cued_until[min(index + 4, count)] - cued_until[max(index - 3, 0)]
        if line.role is not None:
            scores.append(NEUTRAL)
            continue
        if sheltered is not None and not around and heading > NEAR_HEADING and _is_between(lines, index):
            scores.append(sheltered)
            continue
        if masks[index] & CUED:
            around -= 1
        passed = passed_at[index]
        if passed == 0:
            place = 0
        elif passed >= total - mass:
            place = 5
        else:
            place = 1 if passed < early else 2 if passed < middle else 3 if passed < late else 4
        if following < index:
            following = index
        while following < count and not masses[following]:
            following += 1
        ahead = min(following - index, FAR - 1) if following < count else FAR
        behind = min(index - massive, FAR - 1) if massive >= 0 else FAR
        repeats = seen.get(line.words, 1) if seen else 1
        beside = (1 if index and masks[index - 1] & CREDITS else 0) + (2 if masks[index + 1] & CREDITS else 0)
        second = shapes[index - 2] if index > 1 else EDGE
        before = shapes[index - 1] if index else EDGE
        score = weigh(line, tables)
        score += tables.around[((second * 9 + before) * 9 + shapes[index + 1]) * 4 + coarse]
        heading = HEADING_CELL[heading] if heading < 9 else 4
        score += tables.near[
            ((((repeats if repeats < 3 else 3) * 4 - 4 + (around if around < 3 else 3)) * 4 + beside) * 5 + heading) * 4
            + coarse
        ]
        score += tables.place[((page + place) * 36 + DISTANCE_CELL[behind] * 6 + DISTANCE_CELL[ahead]) * 4 + coarse]
        scores.append(score)
    return scores


def _is_between(lines: list[Line], index: int) -> bool:
    """Whether the line is a sentence of a paragraph's length that stands between long sentences."""
    line = lines[index]
    return (
        line.plain
        and line.coarse == 2
        and (not index or lines[index - 1].mass > 0)
        and (index + 1 == len(lines) or lines[index + 1].mass > 0)
        and (line.ending != 3 or line.words[-2] in ".!?,…")
    )


def _count_words(lines: list[Line]) -> dict[str, int]:
    """How often each line stands on the page; empty where every line stands there once."""
    if len({line.words for line in lines}) == len(lines):
        return {}
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.words] = seen.get(line.words, 0) + 1
    return seen
