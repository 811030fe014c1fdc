"""The tagger of entities: its weights, and the labels of the candidates of texts.

The weights (``data/entities.npz``; what they were trained on is in ``data/entities.LICENSE``) are made by
``workers.builders.entity_tagger``. A candidate's hidden layer is a sum of rows, one for each place of its window, and a
row depends on the word alone: a text costs a few array operations, and several texts together cost little more.

From the hidden layer on all numbers are whole, in steps of ``1 / STEPS``: sums of whole numbers are exact in any order,
so that a text gets the same labels alone and among others.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from workers.extract.entity_context import HEADING, SMALL, in_heading, listed_names
from workers.extract.entity_lattice import REACH, decode, lay_out
from workers.extract.entity_tokens import offsets_of, split_pieces
from workers.extract.entity_vocabulary import PIECES, ROOM, Vocabulary

STEPS = 4096.0
TOGETHER = 150_000
"""Characters of texts that are read together: what they need in memory is bounded."""
BLOCK = 256
"""Rows that are multiplied at a time."""
CUT = 20_000
"""Characters that are read of a text of more different words than the vocabulary has room for."""
_PLACES = np.arange(2 * REACH + 1)[:, None]


class Tagged(NamedTuple):
    """The candidates of a text: where they stand among words (those of one text follow each other), where they start in
    the text, the words, the numbers of their labels."""

    positions: list[int]
    starts: list[int]
    words: list[str]
    labels: list[int]


class Tagger:
    """Labels for words."""

    def __init__(self, data: dict[str, Any], room: int = ROOM, pieces: int = PIECES) -> None:
        names = data["features"].tobytes().decode("utf-8").split("\x00")
        self._vocabulary = Vocabulary(names, data["vectors"], room=room, pieces=pieces)
        # The sums of a word's vectors stay whole numbers; the scale comes in once, at the end.
        self._scale = np.float32(data["scale"])
        self._switches, self._bias = data["switches"], data["bias"]
        self._labels, self._pooled = _whole(data["labels"]), _whole(data["pooled"])
        self._offset, self._moves = _whole(data["offset"], STEPS), _whole(data["moves"], STEPS)
        self.kinds: list[str] = [label[2:] for label in data["names"].tolist()]

    def tag(self, text: str) -> Tagged | None:
        """The candidates of a text with their labels; None where it has none."""
        return self.tag_all((text,))[0]

    def tag_all(self, texts: Sequence[str]) -> list[Tagged | None]:
        """The same for several texts: what ``tag`` gives for each."""
        return [tagged for group in _groups(texts) for tagged in self._tag_group(group)]

    def _tag_group(self, texts: Sequence[str]) -> list[Tagged | None]:
        numbers = self._vocabulary.number([split_pieces(text) for text in texts])
        if numbers is not None:
            return self._tag_numbered(texts, numbers)
        if len(texts) > 1:
            return [self._tag_group((text,))[0] for text in texts]
        return [None] if len(texts[0]) <= CUT else self._tag_group((texts[0][:CUT],))

    def _tag_numbered(self, texts: Sequence[str], numbers: list[list[int]]) -> list[Tagged | None]:
        known = self._vocabulary
        # Blanks between the texts, so that no window reaches from one into the next.
        blank = [0] * REACH
        joined = list(blank)
        firsts = []
        for each in numbers:
            firsts.append(len(joined))
            joined += each
            joined += blank
        ids = np.array(joined, dtype=np.intp)
        lattice = lay_out(known.capital[ids], known.particle[ids])
        positions = lattice.positions
        if not len(positions):
            return [None] * len(texts)
        window = ids[positions + (_PLACES - REACH)]
        known.learn(window)
        hidden = known.rows[window * (2 * REACH + 1) + _PLACES].sum(0, dtype=np.int16) * self._scale
        hidden += self._bias
        here = window[REACH]
        folds = known.folds[here]
        bounds = np.array([*firsts, len(ids)])
        owners = bounds.searchsorted(positions, side="right") - 1
        edges = owners.searchsorted(np.arange(len(bounds))).tolist()
        self._switch(hidden, ids, bounds, positions, edges, here, folds)
        np.maximum(hidden, 0, out=hidden)
        whole = np.rint(hidden * np.float32(STEPS)).astype(np.float64)
        scores = _product(whole, self._labels)
        scores += self._offset
        self._pool(scores, whole, owners * known.room + folds)
        chosen = decode(scores, self._moves, lattice.firsts)
        return list(self._read(texts, ids, bounds, positions, edges, here, chosen))

    def _switch(
        self, hidden: Any, ids: Any, bounds: Any, positions: Any, edges: list[int], here: Any, folds: Any
    ) -> None:
        """Add what a text says of its candidates beside the words around them."""
        known = self._vocabulary
        small = np.zeros(len(positions), dtype=bool)
        present = np.zeros(known.room, dtype=bool)
        for (first, last), (begin, end) in zip(pairwise(bounds.tolist()), pairwise(edges), strict=True):
            inner = ids[first:last]
            present[inner] = True
            small[begin:end] = present[folds[begin:end]]
            present[inner] = False
        hidden[small & (folds != here)] += self._switches[SMALL]
        starts = np.sort(np.append(bounds[:-1], (ids == known.line).nonzero()[0]))
        hidden[in_heading(known.weights[ids], starts, positions)] += self._switches[HEADING]
        follows = (positions[1:] - positions[:-1] == 1) & known.opens[here[:-1]]
        rows = follows.nonzero()[0].tolist()
        if rows:
            folded = known.folded
            for row, switch in listed_names([folded[each] for each in here.tolist()], positions.tolist(), rows):
                hidden[row] += self._switches[switch]

    def _pool(self, scores: Any, whole: Any, keys: Any) -> None:
        """Add what the mean of the same word's candidates says of each of them; ``keys``: one a word of a text."""
        order = keys.argsort(kind="stable")
        ordered = keys[order]
        starts = np.append(True, ordered[1:] != ordered[:-1]).nonzero()[0]
        counts = np.append(starts[1:], len(order)) - starts
        mean = np.rint(np.add.reduceat(whole[order], starts, axis=0) / counts[:, None])
        scores[order] += _product(mean, self._pooled).repeat(counts, axis=0)

    def _read(
        self, texts: Sequence[str], ids: Any, bounds: Any, positions: Any, edges: list[int], here: Any, chosen: Any
    ) -> Iterator[Tagged | None]:
        """Cut the candidates up by text and find where they start."""
        words = self._vocabulary.words
        # Every word that is not in small letters is looked for in turn, so that none is found in another's place.
        large = ~self._vocabulary.small[ids]
        large[ids == 0] = False
        large[positions] = True
        visited = large.nonzero()[0]
        rows = visited.searchsorted(positions).tolist()
        names = [words[number] for number in ids[visited].tolist()]
        cuts = visited.searchsorted(bounds).tolist()
        places, labels, own = positions.tolist(), chosen.tolist(), [words[number] for number in here.tolist()]
        for text, (first, last), (begin, end) in zip(texts, pairwise(cuts), pairwise(edges), strict=True):
            if begin == end:
                yield None
                continue
            starts = offsets_of(text, names[first:last])
            found = [starts[row - first] for row in rows[begin:end]]
            yield Tagged(places[begin:end], found, own[begin:end], labels[begin:end])


def _product(rows: Any, weights: Any) -> Any:
    """``rows @ weights``, a block of rows at a time: OpenBLAS takes all processors for a product of more than 262,144
    multiplications, and then waits for them in a loop that cost the whole core a third of its speed."""
    if len(rows) <= BLOCK:
        return rows @ weights
    product = np.empty((len(rows), weights.shape[1]))
    for at in range(0, len(rows), BLOCK):
        np.matmul(rows[at : at + BLOCK], weights, out=product[at : at + BLOCK])
    return product


def _whole(weights: Any, unit: float = 1.0) -> Any:
    """Weights in whole steps, as float64: exact in sums of products up to 2**53."""
    return np.rint(weights.astype(np.float64) * STEPS * unit)


def _groups(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in their order, as many together as ``TOGETHER`` allows."""
    begin, size = 0, 0
    for at, text in enumerate(texts):
        if size and size + len(text) > TOGETHER:
            yield texts[begin:at]
            begin, size = at, 0
        size += len(text)
    if begin < len(texts):
        yield texts[begin:]


@cache
def weights() -> dict[str, Any]:
    """The weights that come with the package."""
    packed = files("workers.extract").joinpath("data/entities.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as data:
        return {name: data[name] for name in data.files}


@cache
def tagger() -> Tagger:
    """The tagger with the weights that come with the package."""
    return Tagger(weights())
