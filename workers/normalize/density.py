"""Which lines are body: weights over the features of each line, then the best sequence of two states over the page.

The weights (``data/segment_weights.json``, cells of ``lines.TABLES``) were fitted by logistic regression with
``tests/quality/fit_segments.py``. The sequence is found by Viterbi's algorithm: a change between body and not-body has
a price, so a lone short line inside the body stays in it and a lone long one among teasers stays out (hysteresis).
"""

from __future__ import annotations

import json
from importlib.resources import files

from workers.normalize.lines import TABLES, Line, describe


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


def judge(lines: list[Line]) -> tuple[list[bool], list[float]]:
    """For each line whether it is body, and its own score (positive: rather body). Lines with a role are not body."""
    weight = WEIGHTS.__getitem__
    scores = [sum(map(weight, cells)) for cells in describe(lines)]
    return best_sequence(lines, scores, ENTER, LEAVE), scores


def best_sequence(lines: list[Line], scores: list[float], enter: float, leave: float) -> list[bool]:
    """The two-state sequence of the highest sum of scores less the price of every change (``enter``, ``leave``)."""
    inside, outside = -enter, 0.0
    trace = []
    for line, score in zip(lines, scores, strict=True):
        if line.block.role is not None:
            trace.append((inside > outside, False, True))
            continue
        enters = outside - enter > inside
        leaves = inside - leave > outside
        trace.append((enters, leaves, False))
        inside, outside = (outside - enter if enters else inside) + score, inside - leave if leaves else outside
    state = inside > outside
    body = [False] * len(lines)
    for index in range(len(lines) - 1, -1, -1):
        first, second, cut = trace[index]
        if cut:
            continue
        body[index] = state
        state = not first if state else second
    return body
