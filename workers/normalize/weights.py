"""The weights of a line's features, read from ``data/segment_weights.json``, and where each table of them begins.

Every feature is a cell of a small table (``length and ending``, ``share of capitalised words``, ``what stands before``
...), so that the score of a line is a sum of weights that a person can read. They were fitted by logistic regression
with ``tests/quality/fit_segments.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import product

from workers.normalize.cues import Kind

KINDS = len(Kind)
TABLES: dict[str, int] = {
    "bias": 1,
    "length_ending": 11 * 8,
    "opening": 7 * 4,
    "capitals": 6 * 4,
    "inner_stops": 4 * 4,
    "cue": KINDS * 4,
    "cue_first": KINDS * 4,
    "cue_last": KINDS * 4,
    "cue_share": 4 * 4,
    "repeated": 3 * 4,
    "symbol": 7 * 4,
    "digits": 4 * 4,
    "before": 9 * 4,
    "after": 9 * 4,
    "between": 9 * 9,
    "two_before": 9 * 9 * 2,
    "place": 6 * 4,
    "distance": 6 * 6 * 4,
    "since_heading": 5 * 4,
    "credit_near": 4 * 4,
    "cues_near": 4 * 4,
    "page": 6 * 4,
}
"""The tables and their numbers of cells."""


def _offsets() -> dict[str, int]:
    offsets, total = {}, 0
    for name, size in TABLES.items():
        offsets[name] = total
        total += size
    return offsets


OFFSET = _offsets()
SIZE = sum(TABLES.values())
(
    BIAS, LENGTH_ENDING, OPENING, CAPITALS, INNER_STOPS, CUE, CUE_FIRST, CUE_LAST, CUE_SHARE, REPEATED, SYMBOL, DIGITS,
    BEFORE, AFTER, BETWEEN, TWO_BEFORE, PLACE, DISTANCE, SINCE_HEADING, CREDIT_NEAR, CUES_NEAR, PAGE,
) = OFFSET.values()  # fmt: skip

Weights = Sequence[float]
"""One number for each cell of all tables. Nothing is done with them but ``+``, so the fit reads the cells of a line by
giving one-element tuples in their place."""

SHAPES, COARSE = 9, 4


def _cells_of(*sizes: int) -> Iterator[tuple[int, ...]]:
    """The indexes of every cell of a table, the last one fastest."""
    return product(*map(range, sizes))


class Tables:
    """The weights, those tables that are always read together added up beforehand, so that a line needs fewer look-ups.

    ``length``: [length, ending]; ``opening``: [opening, inner stops, coarse]; ``around``: [second before, before,
    after, coarse]; ``near``: [repeated, cues near, credit near, since heading, coarse]; ``place``: [page, place,
    behind, ahead, coarse]; ``cells``: every table, at ``OFFSET``.
    """

    __slots__ = ("around", "cells", "length", "near", "opening", "place")

    def __init__(self, cells: Weights) -> None:
        """``cells``: ``SIZE`` numbers."""
        self.cells = cells
        self.length = [cells[BIAS] + cells[LENGTH_ENDING + index] for index in range(TABLES["length_ending"])]
        self.opening = [
            cells[OPENING + opening * COARSE + coarse] + cells[INNER_STOPS + stops * COARSE + coarse]
            for opening, stops, coarse in _cells_of(7, 4, COARSE)
        ]
        self.around = [
            cells[BEFORE + before * COARSE + coarse]
            + cells[AFTER + after * COARSE + coarse]
            + cells[
                BETWEEN + before * SHAPES + after
                if coarse < 2
                else TWO_BEFORE + (second * SHAPES + before) * 2 + coarse - 2
            ]
            for second, before, after, coarse in _cells_of(SHAPES, SHAPES, SHAPES, COARSE)
        ]
        self.near = [
            cells[REPEATED + repeated * COARSE + coarse]
            + cells[CUES_NEAR + cues * COARSE + coarse]
            + cells[CREDIT_NEAR + credit * COARSE + coarse]
            + cells[SINCE_HEADING + heading * COARSE + coarse]
            for repeated, cues, credit, heading, coarse in product(
                range(3), range(4), range(4), range(5), range(COARSE)
            )
        ]
        self.place = [
            cells[PAGE + page * COARSE + coarse]
            + cells[PLACE + place * COARSE + coarse]
            + cells[DISTANCE + distance * COARSE + coarse]
            for page, place, distance, coarse in _cells_of(6, 6, 36, COARSE)
        ]


def _load() -> tuple[list[float], float, float]:
    data = json.loads((files("workers.normalize") / "data" / "segment_weights.json").read_text(encoding="utf-8"))
    weights: list[float] = []
    for name, size in TABLES.items():
        cells = data["tables"][name]
        if len(cells) != size:
            raise ValueError(f"segment_weights.json: table {name} has {len(cells)} cells, weights.py asks for {size}")
        weights.extend(cells)
    return weights, float(data["enter"]), float(data["leave"])


_CELLS, ENTER, LEAVE = _load()
WEIGHTS = Tables(_CELLS)
