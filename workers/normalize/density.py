"""Which lines are body: weights over the features of each line, then the best sequence of two states over the page.

The weights (``data/segment_weights.json``, cells of ``lines.TABLES``) were fitted by logistic regression with
``tests/quality/fit_segments.py``. The sequence is found by Viterbi's algorithm: a change between body and not-body has
a price, so a lone short line inside the body stays in it and a lone long one among teasers stays out (hysteresis).
"""

from __future__ import annotations

import json
from importlib.resources import files

from workers.normalize.context import describe
from workers.normalize.lines import TABLES, Line
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


def judge(lines: list[Line]) -> tuple[list[bool], list[float]]:
    """For each line whether it is body, and its own score (positive: rather body). Lines with a role are not body."""
    weight = WEIGHTS.__getitem__
    scores = [sum(map(weight, cells)) for cells in describe(lines)]
    return best_sequence(lines, scores, ENTER, LEAVE), scores
