"""Which lines are body: weights over the features of each line, then the best sequence of two states over the page.

The weights (``data/segment_weights.json``, cells of ``lines.TABLES``) were fitted by logistic regression with
``tests/quality/fit_segments.py``. The sequence is found by Viterbi's algorithm: a change between body and not-body has
a price, so a lone short line inside the body stays in it and a lone long one among teasers stays out (hysteresis).
"""

from __future__ import annotations

import json
from importlib.resources import files

from workers.normalize.context import describe
from workers.normalize.lines import CREDITS, CUED, STOPS, TABLES, Line
from workers.normalize.sequence import best_sequence


def _load() -> tuple[list[float], float, float]:
    data = json.loads((files("workers.normalize") / "data" / "segment_weights.json").read_text(encoding="utf-8"))
    weights: list[float] = []
    for name, size in TABLES.items():
        cells = data["tables"][name]
        if len(cells) != size:
            raise ValueError(f"segment_weights.json: table {name} has {len(cells)} cells, lines.py asks for {size}")
        weights.extend(cells)
    return weights, float(data["enter"]), float(data["leave"])


WEIGHTS, ENTER, LEAVE = _load()
LEAD = -2.0
"""A sentence above the body whose score is higher belongs to it."""


def judge(lines: list[Line]) -> tuple[list[bool], list[float]]:
    """For each line whether it is body, and its own score (positive: rather body). Lines with a role are not body."""
    weight = WEIGHTS.__getitem__
    scores = [sum(map(weight, cells)) for cells in describe(lines)]
    body = best_sequence(lines, scores, ENTER, LEAVE)
    if True in body:
        _extend_up(lines, body, scores)
    return body, scores


def _extend_up(lines: list[Line], body: list[bool], scores: list[float]) -> None:
    """Sentences right above the body's first line are its lead, and so is the line that a wrapped one goes on from.

    A lead that is lost costs an article more than a caption that is kept, so the price is below the model's own.
    """
    index = body.index(True)
    while index > 0:
        line = lines[index - 1]
        if line.block.role is not None or line.cues & (CUED | CREDITS):
            return
        beside = lines[index - 2] if index > 1 else None
        captioned = beside is not None and beside.block.role is None and beside.cues & CREDITS
        sentence = line.mass > 0 and line.ending in STOPS and not captioned and scores[index - 1] > LEAD
        if not sentence and not (lines[index].words[0].islower() and line.ending not in STOPS and line.length > 40):
            return
        index -= 1
        body[index] = True
