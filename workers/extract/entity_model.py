"""The tagger of entities: its weights, the rows of words that it has met, and the labels of a text's candidates.

The weights (``data/entities.npz``; what they were trained on is in ``data/entities.LICENSE``) are made by
``workers.builders.entity_tagger``. A candidate's hidden layer is a sum of rows, one for each place of its window, and a
row depends on the word alone: rows are worked out once a word and kept, so that a text costs a few array operations.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from workers.extract.entity_context import HEADING, SMALL, in_heading, listed_names
from workers.extract.entity_features import is_capital, word_features
from workers.extract.entity_lattice import REACH, Lattice, decode, lay_out
from workers.extract.entity_words import own_words

ROOM = 32_768
"""Words whose rows are kept; then the table begins anew. What a text gives does not depend on it."""


class Tagger:
    """Labels for tokens. A word is known as a token, with the blank that may follow, so that it is looked up once."""

    def __init__(self, data: dict[str, Any]) -> None:
        names = data["features"].tobytes().decode("utf-8").split("\x00")
        self._numbers: dict[str, int] = {name: number for number, name in enumerate(names)}
        width = 2 * REACH + 1
        self._hidden = len(data["bias"])
        # The sums of a word's vectors stay whole numbers; the scale comes in once, at the end.
        vectors = np.concatenate((data["vectors"], np.zeros((1, data["vectors"].shape[1]), dtype=np.int8)))
        self._vectors = vectors.astype(np.int16)
        self._none = len(names)
        self._scale = np.float32(data["scale"])
        self._switches = data["switches"]
        self._bias = data["bias"]
        self._labels, self._pooled, self._offset = data["labels"], data["pooled"], data["offset"]
        self._moves = data["moves"]
        self.labels: list[str] = data["names"].tolist()
        self._particles = own_words()["particles"]
        self._rows = np.zeros((width, ROOM, self._hidden), dtype=np.int16)
        self._capital = np.zeros(ROOM, dtype=bool)
        self._particle = np.zeros(ROOM, dtype=bool)
        self._letters = np.zeros(ROOM, dtype=bool)
        self._breaks = np.zeros(ROOM, dtype=bool)
        self._known = np.zeros(ROOM, dtype=bool)
        self._small = np.zeros(ROOM, dtype=bool)
        self._folds = np.zeros(ROOM, dtype=np.intp)
        self._clear()

    def _clear(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: list[str] = [""]
        self._fold_ids: dict[str, int] = {}
        self._known[:] = False
        self._known[0] = True

    def tag(self, tokens: list[str]) -> tuple[Lattice, Any]:
        """The candidates among the tokens, and the number of each one's label in ``labels``."""
        ids = np.zeros(len(tokens) + 2 * REACH, dtype=np.intp)
        ids[REACH:-REACH] = self._numbered(tokens)
        inner = ids[REACH:-REACH]
        capital = self._capital[inner]
        lattice = lay_out(capital, self._particle[inner])
        positions = lattice.positions
        if not len(positions):
            return lattice, positions
        window = ids[positions + np.arange(2 * REACH + 1)[:, None]]
        unknown = window[~self._known[window]]
        if len(unknown):
            self._learn(np.unique(unknown))
        sums = self._rows[0, window[0]].astype(np.int32)
        for role in range(1, 2 * REACH + 1):
            sums += self._rows[role, window[role]]
        hidden = sums * self._scale
        hidden += self._bias
        self._switch(hidden, inner, positions, capital)
        np.maximum(hidden, 0, out=hidden)
        _, groups = np.unique(self._folds[inner[positions]], return_inverse=True)
        same = (groups == np.arange(int(groups.max()) + 1)[:, None]).astype(np.float32)
        mean = (same @ hidden) / same.sum(1, keepdims=True)
        scores = hidden @ self._labels
        scores += (mean @ self._pooled)[groups]
        scores += self._offset
        return lattice, decode(scores, self._moves, lattice.firsts)

    def _numbered(self, tokens: list[str]) -> list[int]:
        """The numbers of the tokens; new words get theirs."""
        try:
            return [self._ids[token] for token in tokens]
        except KeyError:
            pass
        new = [token for token in dict.fromkeys(tokens) if token not in self._ids]
        if len(self._words) + len(new) > ROOM:
            self._clear()
            new = list(dict.fromkeys(tokens))[: ROOM - 1]
        particles = self._particles
        for token in new:
            word = token if "\n" in token else token.rstrip()
            number = self._ids.get(word)
            if number is None:
                number = len(self._words)
                self._words.append(word)
                self._ids[word] = number
                folded = word.lower()
                small = folded == word
                self._small[number] = small
                self._capital[number] = not small and is_capital(word)
                self._particle[number] = word in particles
                self._letters[number] = word[:1].isalpha()
                self._breaks[number] = "\n" in word
                self._folds[number] = self._fold_ids.setdefault(folded, len(self._fold_ids))
            self._ids[token] = number
        return [self._ids.get(token, 0) for token in tokens]

    def _learn(self, numbers: Any) -> None:
        """Rows for words that have none."""
        flat: list[int] = []
        starts: list[int] = []
        known, none = self._numbers, self._none
        for number in numbers.tolist():
            starts.append(len(flat))
            flat.append(none)
            flat += [known[name] for name in word_features(self._words[number]) if name in known]
        sums = np.add.reduceat(self._vectors[flat], starts, axis=0, dtype=np.int16)
        width = 2 * REACH + 1
        self._rows[:, numbers] = sums.reshape(len(starts), width, self._hidden).transpose(1, 0, 2)
        self._known[numbers] = True

    def _switch(self, hidden: Any, inner: Any, positions: Any, capital: Any) -> None:
        """Add what the text says of its candidates beside the words around them."""
        here = inner[positions]
        folds = self._folds[here]
        present = np.zeros(ROOM, dtype=bool)
        present[self._folds[inner[self._small[inner]]]] = True
        hidden[present[folds] & ~self._small[here]] += self._switches[SMALL]
        hidden[in_heading(capital, self._letters[inner], self._breaks[inner], positions)] += self._switches[HEADING]
        words = self._words
        folded = [words[number].lower() for number in here.tolist()]
        for row, switch in listed_names(folded, positions.tolist()):
            hidden[row] += self._switches[switch]


@cache
def tagger() -> Tagger:
    """The tagger with the weights that come with the package."""
    packed = files("workers.extract").joinpath("data/entities.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as data:
        return Tagger({name: data[name] for name in data.files})
