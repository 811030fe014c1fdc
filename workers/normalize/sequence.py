"""The best sequence of two states (body, not body) over the lines of a page, by Viterbi's algorithm."""

from __future__ import annotations

from workers.normalize.lines import Line


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
