"""The words of a text that may be of a name, laid out for the tagger: which they are, what stands around them.

Capital words, and the particles between them ("Bank of the South"), are candidates; candidates that follow each other
make a chain, and a name never leaves its chain.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

REACH = 2
"""Words seen on either side."""


class Lattice(NamedTuple):
    """``positions``: of the candidates among the tokens; ``firsts``: indexes in ``positions`` where a chain begins."""

    positions: Any
    firsts: Any


def lay_out(capital: Any, particle: Any) -> Lattice:
    """The candidates, from two arrays of truth values by token."""
    chosen = capital.copy()
    if len(capital) > 2:
        chosen[1:-1] |= particle[1:-1] & capital[:-2] & capital[2:]
    if len(capital) > 3:
        pair = particle[1:-2] & particle[2:-1] & capital[:-3] & capital[3:]
        chosen[1:-2] |= pair
        chosen[2:-1] |= pair
    positions = np.flatnonzero(chosen)
    breaks = np.empty(len(positions), dtype=bool)
    if len(positions):
        breaks[0] = True
        np.greater(np.diff(positions), 1, out=breaks[1:])
    return Lattice(positions, np.flatnonzero(breaks))


def decode(scores: Any, moves: Any, firsts: Any) -> Any:
    """The best labels of every chain (Viterbi): ``scores`` by candidate and label, ``moves`` from label to label.

    All chains go forward together, a step at a time, the longest first, so that a step is one array operation.
    """
    total, labels = scores.shape
    lengths = np.diff(np.append(firsts, total))
    order = np.argsort(-lengths, kind="stable")
    firsts, lengths = firsts[order], lengths[order]
    best = np.empty((total, labels), dtype=scores.dtype)
    back = np.empty((total, labels), dtype=np.intp)
    best[firsts] = scores[firsts] + moves[labels]
    longest = int(lengths[0]) if len(lengths) else 0
    alive = len(lengths)
    for step in range(1, longest):
        while lengths[alive - 1] <= step:
            alive -= 1
        at = firsts[:alive] + step
        reached = best[at - 1][:, :, None] + moves[None, :labels, :]
        back[at] = reached.argmax(1)
        best[at] = reached.max(1) + scores[at]
    chosen = np.empty(total, dtype=np.intp)
    lasts = firsts + lengths - 1
    chosen[lasts] = best[lasts].argmax(1)
    for step in range(longest - 1, 0, -1):
        alive = int(np.searchsorted(-lengths, -step, side="left"))
        at = firsts[:alive] + step
        chosen[at - 1] = back[at, chosen[at]]
    return chosen
