"""The words of a text that may be of a name, laid out for the tagger: which they are, what stands around them.

Capital words, and the particles between them ("Bank of the South"), are candidates; candidates that follow each other
make a chain, and a name never leaves its chain.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

REACH = 2
"""Words seen on either side."""
LONGEST = 256
"""A text with a longer chain is broken at every candidate of this number: capitals alone take no more steps."""


class Lattice(NamedTuple):
    """``positions``: of the candidates among the words; ``firsts``: indexes in ``positions`` where a chain begins."""

    positions: Any
    firsts: Any


def lay_out(capital: Any, particle: Any) -> Lattice:
    """The candidates, from two arrays of truth values by word."""
    chosen = capital.copy()
    if len(capital) > 3:
        inner = particle[1:-1]
        chosen[1:-1] |= inner & capital[:-2] & capital[2:]
        pair = inner[:-1] & inner[1:] & capital[:-3] & capital[3:]
        chosen[1:-2] |= pair
        chosen[2:-1] |= pair
    positions = chosen.nonzero()[0]
    breaks = np.ones(len(positions), dtype=bool)
    np.not_equal(positions[1:] - positions[:-1], 1, out=breaks[1:])
    firsts = breaks.nonzero()[0]
    lengths = np.append(firsts[1:], len(positions)) - firsts
    if len(positions) > LONGEST and lengths.max() > LONGEST:
        inside = np.arange(len(positions)) - firsts.repeat(lengths)
        firsts = (inside % LONGEST == 0).nonzero()[0]
    return Lattice(positions, firsts)


def decode(scores: Any, moves: Any, firsts: Any) -> Any:
    """The best labels of every chain (Viterbi): ``scores`` by candidate and label, ``moves`` from label to label.

    All chains go forward together, a step at a time, the longest first, so that a step is one array operation.
    """
    total, labels = scores.shape
    lengths = np.append(firsts[1:], total) - firsts
    order = (-lengths).argsort(kind="stable")
    firsts, lengths = firsts[order], lengths[order]
    longest = int(lengths[0])
    alive = (-lengths).searchsorted(-np.arange(longest), side="left").tolist()
    between = moves[:labels]
    best = scores[firsts] + moves[labels]
    bests = [best]
    ends = best.copy()
    for step in range(1, longest):
        count = alive[step]
        best = (best[:count, :, None] + between).max(1)
        best += scores[firsts[:count] + step]
        bests.append(best)
        ends[:count] = best
    label = ends.argmax(1)
    chosen = np.empty(total, dtype=np.intp)
    chosen[firsts + (lengths - 1)] = label
    # Which label came before is worked out on the way back, for the chosen ones alone.
    into = np.ascontiguousarray(between.T)
    for step in range(longest - 1, 0, -1):
        count = alive[step]
        before = (bests[step - 1][:count] + into[label[:count]]).argmax(1)
        chosen[firsts[:count] + (step - 1)] = before
        label[:count] = before
    return chosen
