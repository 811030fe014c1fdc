"""The words that the tagger of entities has met: a number for each, and what depends on the word alone.

What blanks part is known as a whole, so that a text is read by one look-up for each piece. The table has a bound; a
full one forgets. What a text gives does not depend on what was met before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import numpy as np

from workers.extract.entity_context import heading_weight, openers
from workers.extract.entity_features import is_capital, word_features
from workers.extract.entity_lattice import REACH
from workers.extract.entity_tokens import split_piece
from workers.extract.entity_words import own_words

ROOM = 32_768
PIECES = 49_152
"""Words, and pieces of text, that are kept; a full table keeps the half that was met first: the common ones."""
_WIDTH = 2 * REACH + 1
_LEARNT = 512
"""Words whose rows are worked out together: some megabytes."""


class Vocabulary:
    """Numbers for words, and arrays over those numbers. Word 0 is a blank: it is in no name and says nothing."""

    def __init__(self, features: list[str], vectors: Any, *, room: int = ROOM, pieces: int = PIECES) -> None:
        """``features`` with their ``vectors`` (whole numbers), one row each: a word's row is the sum of its own."""
        self.room, self._most = room, pieces
        self._numbers: dict[str, int] = {name: number for number, name in enumerate(features)}
        self._none = len(features)
        self._vectors = np.concatenate((vectors, np.zeros((1, vectors.shape[1]), dtype=np.int8))).astype(np.int16)
        self._particles = own_words()["particles"]
        self._openers = openers()
        # One row for each place of a window that a word may have.
        self.rows = np.zeros((room * _WIDTH, vectors.shape[1] // _WIDTH), dtype=np.int16)
        self.opens = np.zeros(room, dtype=bool)
        self.capital = np.zeros(room, dtype=bool)
        self.particle = np.zeros(room, dtype=bool)
        self.weights = np.zeros(room, dtype=np.int32)
        self.small = np.zeros(room, dtype=bool)
        self.folds = np.zeros(room, dtype=np.intp)
        self._known = np.zeros(room, dtype=bool)
        self._clear()

    def number(self, texts: list[list[str]]) -> list[list[int]] | None:
        """The numbers of the words of each text, given as pieces; new words get theirs. None where they are too many to
        be known at once."""
        known = self._look_up(texts)
        new = self._new(texts, known)
        if new and not self._fits(new):
            self._shrink()
            known = self._look_up(texts)
            new = self._new(texts, known)
            if not self._fits(new):
                # Met with an empty table, so that it does not depend on what was met before.
                self._clear()
                known = self._look_up(texts)
                new = self._new(texts, known)
                if not self._fits(new):
                    return None
        ids = self._ids
        for piece, words in new.items():
            self._pieces[piece] = tuple([ids[word] if word in ids else self._number(word) for word in words])
        if new:
            for pieces, found in zip(texts, known, strict=True):
                for at in _gaps(found):
                    found[at] = self._pieces[pieces[at]]
        return [list(chain.from_iterable(found)) for found in known]  # type: ignore[arg-type]

    def learn(self, numbers: Any) -> None:
        """Rows for those of the words that have none yet."""
        unknown = numbers[~self._known[numbers]]
        if not len(unknown):
            return
        unknown = np.unique(unknown)
        known, none = self._numbers, self._none
        rows = self.rows.reshape(self.room, -1)
        for at in range(0, len(unknown), _LEARNT):
            some = unknown[at : at + _LEARNT]
            found = [
                [known[name] for name in word_features(self.words[number]) if name in known] for number in some.tolist()
            ]
            # Padded with a row of zeros to one width: a sum along an axis is several times as fast as over uneven runs.
            width = max(map(len, found), default=0) or 1
            padded = [each + [none] * (width - len(each)) for each in found]
            rows[some] = self._vectors[padded].sum(1, dtype=np.int16)
        self._known[unknown] = True

    def _look_up(self, texts: list[list[str]]) -> list[list[tuple[int, ...] | None]]:
        known = self._pieces
        return [list(map(known.get, pieces)) for pieces in texts]

    def _new(self, texts: list[list[str]], known: list[list[tuple[int, ...] | None]]) -> dict[str, list[str]]:
        """The pieces that have no numbers yet, with their words."""
        new: dict[str, list[str]] = {}
        for pieces, found in zip(texts, known, strict=True):
            for at in _gaps(found):
                piece = pieces[at]
                if piece not in new:
                    new[piece] = split_piece(piece)
        return new

    def _fits(self, new: dict[str, list[str]]) -> bool:
        """Whether there is room for new pieces, were each of their words new and its small letters too."""
        distinct = {word for words in new.values() for word in words}
        return len(self._pieces) + len(new) <= self._most and len(self.words) + 2 * len(distinct) <= self.room

    def _clear(self) -> None:
        self.words: list[str] = [""]
        self.folded: list[str] = [""]
        self._ids: dict[str, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {"": ()}
        self._known[1:] = False
        self._known[0] = True
        self.line = self._number("\n")

    def _shrink(self) -> None:
        """Forget the words and pieces that were met last."""
        kept = self.room // 2
        del self.words[kept:], self.folded[kept:]
        self._ids = {word: number for word, number in self._ids.items() if number < kept}
        self._known[kept:] = False
        pieces = islice(self._pieces.items(), self._most // 2)
        self._pieces = {piece: numbers for piece, numbers in pieces if max(numbers, default=0) < kept}

    def _number(self, word: str) -> int:
        number = self._ids.get(word)
        if number is None:
            folded = word.lower()
            # Whatever its letters, a word's number in small letters stands for it.
            small = folded == word
            fold = 0 if small else self._number(folded)
            number = len(self.words)
            self._ids[word] = number
            self.words.append(word)
            self.folded.append(folded)
            capital = not small and is_capital(word)
            self.small[number] = small
            self.capital[number] = capital
            self.particle[number] = word in self._particles
            self.opens[number] = folded in self._openers
            self.weights[number] = heading_weight(word, capital)
            self.folds[number] = number if small else fold
        return number


def _gaps(found: list[tuple[int, ...] | None]) -> Iterator[int]:
    """Where a list has None."""
    at = -1
    for _ in range(found.count(None)):
        at = found.index(None, at + 1)
        yield at
