"""The tagger of entities: its weights, the rows of words that it has met, and the labels of a text's candidates.

The weights (``data/entities.npz``; what they were trained on is in ``data/entities.LICENSE``) are made by
``workers.builders.entity_tagger``. A candidate's hidden layer is a sum of rows, one for each place of its window, and a
row depends on the word alone: rows are worked out once a word and kept, so that a text costs a few array operations.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from workers.extract.entity_context import HEADING, SMALL, heading_weight, in_heading, listed_names, openers
from workers.extract.entity_features import is_capital, word_features
from workers.extract.entity_lattice import REACH, decode, lay_out
from workers.extract.entity_tokens import offsets_of, split_piece, split_pieces
from workers.extract.entity_words import own_words

ROOM = 49_152
PIECES = 98_304
"""Words, and pieces of text, that are kept; a full table keeps the half that was met first, which has the common ones.
What a text gives does not depend on it."""
_PLACES = np.arange(2 * REACH + 1)[:, None]


class Tagged(NamedTuple):
    """The candidates of a text: where they stand among its words, where they start in it, the words, the numbers of
    their labels."""

    positions: list[int]
    starts: list[int]
    words: list[str]
    labels: list[int]


class Tagger:
    """Labels for words. What blanks part is known as a whole, so that a text is read by one look-up for each piece."""

    def __init__(self, data: dict[str, Any], room: int = ROOM, pieces: int = PIECES) -> None:
        self._room, self._most = room, pieces
        names = data["features"].tobytes().decode("utf-8").split("\x00")
        self._numbers: dict[str, int] = {name: number for number, name in enumerate(names)}
        width = 2 * REACH + 1
        self._hidden = len(data["bias"])
        # Sums stay whole numbers, and 16 bits hold them: five words of some 30 features of at most 127. The scale comes
        # in once, at the end.
        vectors = np.concatenate((data["vectors"], np.zeros((1, data["vectors"].shape[1]), dtype=np.int8)))
        self._vectors = vectors.astype(np.int16)
        self._none = len(names)
        self._scale = np.float32(data["scale"])
        self._switches = data["switches"]
        self._bias = data["bias"]
        self._labels, self._pooled, self._offset = data["labels"], data["pooled"], data["offset"]
        self._moves = data["moves"]
        self.kinds: list[str] = [label[2:] for label in data["names"].tolist()]
        self._particles = own_words()["particles"]
        self._openers = openers()
        self._rows = np.zeros((room * width, self._hidden), dtype=np.int16)
        self._opens = np.zeros(room, dtype=bool)
        self._capital = np.zeros(room, dtype=bool)
        self._particle = np.zeros(room, dtype=bool)
        self._weights = np.zeros(room, dtype=np.int32)
        self._present = np.zeros(room, dtype=bool)
        self._known = np.zeros(room, dtype=bool)
        self._small = np.zeros(room, dtype=bool)
        self._folds = np.zeros(room, dtype=np.intp)
        self._line = -1
        self._ids: dict[str, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {"": ()}
        self._words: list[str] = [""]
        self._folded: list[str] = [""]
        self._known[0] = True

    def _shrink(self) -> None:
        """Forget the words and pieces that were met last."""
        kept = self._room // 2
        del self._words[kept:], self._folded[kept:]
        self._ids = {word: number for word, number in self._ids.items() if number < kept}
        self._known[kept:] = False
        pieces = islice(self._pieces.items(), self._most // 2)
        self._pieces = {piece: numbers for piece, numbers in pieces if max(numbers, default=0) < kept}

    def tag(self, text: str) -> Tagged | None:
        """The candidates of a text with their labels; None where it has none."""
        numbers = self._numbered(split_pieces(text))
        size = len(numbers)
        ids = np.zeros(size + 2 * REACH, dtype=np.intp)
        ids[REACH:-REACH] = numbers
        inner = ids[REACH:-REACH]
        capital = self._capital[inner]
        lattice = lay_out(capital, self._particle[inner])
        positions = lattice.positions
        if not len(positions):
            return None
        window = ids[positions + _PLACES]
        known = self._known[window]
        if not known.all():
            self._learn(np.unique(window[~known]))
        sums = self._rows[window * (2 * REACH + 1) + _PLACES].sum(0, dtype=np.int16)
        hidden = sums * self._scale
        hidden += self._bias
        here = window[REACH]
        folds = self._folds[here]
        small = self._small[inner]
        self._switch(hidden, inner, here, positions, folds)
        np.maximum(hidden, 0, out=hidden)
        scores = hidden @ self._labels
        scores += self._offset
        self._pool(scores, hidden, folds)
        chosen = decode(scores, self._moves, lattice.firsts)
        # Every word that is not in small letters is looked for in turn, so that none is found in another's place.
        large = ~small
        large[positions] = True
        visited = large.nonzero()[0]
        words = self._words
        starts = offsets_of(text, [words[number] for number in inner[visited].tolist()])
        rows = visited.searchsorted(positions).tolist()
        return Tagged(
            positions=positions.tolist(),
            starts=[starts[row] for row in rows],
            words=[words[number] for number in here.tolist()],
            labels=chosen.tolist(),
        )

    def _numbered(self, pieces: list[str]) -> list[int]:
        """The numbers of the words of the pieces; new words get theirs."""
        found = list(map(self._pieces.get, pieces))
        if None in found:
            new = {piece: split_piece(piece) for piece, known in zip(pieces, found, strict=True) if known is None}
            if (
                len(self._pieces) + len(new) > self._most
                or len(self._words) + 2 * sum(map(len, new.values())) > self._room
            ):
                self._shrink()
                new = {piece: split_piece(piece) for piece in pieces if piece not in self._pieces}
            for piece, words in new.items():
                self._pieces[piece] = tuple([self._number(word) for word in words])
            return [number for piece in pieces for number in self._pieces[piece]]
        return list(chain.from_iterable(found))  # type: ignore[arg-type]

    def _number(self, word: str) -> int:
        number = self._ids.get(word)
        if number is None:
            if len(self._words) == self._room:
                return 0  # A text of more words than there is room for: the last ones are as good as blanks.
            folded = word.lower()
            # Whatever its letters, a word's number in small letters stands for it.
            small = folded == word or len(self._words) + 1 == self._room
            fold = 0 if small else self._number(folded)
            number = len(self._words)
            self._ids[word] = number
            self._words.append(word)
            self._folded.append(folded)
            capital = not small and is_capital(word)
            self._small[number] = small
            self._capital[number] = capital
            self._particle[number] = word in self._particles
            self._opens[number] = folded in self._openers
            self._weights[number] = heading_weight(word, capital)
            self._folds[number] = number if small else fold
            if word == "\n":
                self._line = number
        return number

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
        self._rows.reshape(self._room, width * self._hidden)[numbers] = sums
        self._known[numbers] = True

    def _switch(self, hidden: Any, inner: Any, here: Any, positions: Any, folds: Any) -> None:
        """Add what the text says of its candidates beside the words around them."""
        present = self._present
        present[inner] = True
        hidden[present[folds] & (folds != here)] += self._switches[SMALL]
        present[inner] = False
        heading = in_heading(self._weights[inner], (inner == self._line).nonzero()[0], positions)
        hidden[heading] += self._switches[HEADING]
        follows = (positions[1:] - positions[:-1] == 1) & self._opens[here[:-1]]
        rows = follows.nonzero()[0].tolist()
        if rows:
            folded = self._folded
            for row, switch in listed_names([folded[each] for each in here.tolist()], positions.tolist(), rows):
                hidden[row] += self._switches[switch]

    def _pool(self, scores: Any, hidden: Any, folds: Any) -> None:
        """Add what the mean of the same word's candidates says of each of them."""
        order = folds.argsort(kind="stable")
        ordered = folds[order]
        starts = np.append(True, ordered[1:] != ordered[:-1]).nonzero()[0]
        counts = np.append(starts[1:], len(order)) - starts
        mean = np.add.reduceat(hidden[order], starts, axis=0)
        mean /= counts[:, None]
        scores[order] += (mean @ self._pooled).repeat(counts, axis=0)


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
