"""Trains the tagger of entities on the project's own texts and writes ``workers/extract/data/entities.npz``.

Run from the repository: ``python -m workers.builders.entity_tagger`` (some minutes; ``--folds 4`` measures by
cross-validation and writes nothing). numpy alone.

The tagger: each word's features (``workers.extract.entity_features``) have a vector for each place that the word can
take in the window of a candidate; their sum through a rectifier is the candidate's hidden layer; labels are scored from
it and from the mean hidden layer of the same word's candidates in the article; a matrix of moves from label to label
completes a linear-chain conditional random field, trained by its likelihood with Adam.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from workers.builders.entity_marks import Marked, read_texts
from workers.builders.entity_swap import variants
from workers.extract.entity_context import HEADING, SMALL, SWITCHES, heading_weight, in_heading, listed_names
from workers.extract.entity_features import is_capital, word_features
from workers.extract.entity_lattice import REACH, decode, lay_out
from workers.extract.entity_tokens import offsets_of, split_words
from workers.extract.entity_words import own_words

DATA = Path("workers/extract/data")
KINDS = ("PER", "ORG", "LOC", "NORP", "MISC", "FAC")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
HIDDEN = 48
ROLES = 2 * REACH + 1
DROPPED = {"identity": 0.5, "feature": 0.2, "hidden": 0.4}
"""Shares of what is left out at random while training, so that no single thing is relied on."""
DECAY = 0.1


class Sample(NamedTuple):
    """An article: its words, and its candidates with their labels, switches and groups of the same word."""

    words: list[str]
    positions: Any
    firsts: Any
    labels: Any
    switches: Any
    groups: Any


def sample_of(marked: Marked) -> Sample:
    """Lay an article out; marks that stand on no candidate are left out."""
    words = split_words(marked.text)
    starts = np.array(offsets_of(marked.text, words), dtype=np.intp)
    particles = own_words()["particles"]
    capital = np.array([is_capital(word) for word in words], dtype=bool)
    lattice = lay_out(capital, np.array([word in particles for word in words], dtype=bool))
    labels = np.zeros(len(words), dtype=np.intp)
    for start, end, kind in marked.spans:
        first, last = int(np.searchsorted(starts, start, "right")) - 1, int(np.searchsorted(starts, end, "left"))
        label = LABELS.index(f"B-{kind}")
        labels[first] = label
        labels[first + 1 : last] = label + 1
    positions = lattice.positions
    for row, at in enumerate(positions):
        if labels[at] and labels[at] % 2 == 0 and (row == 0 or positions[row - 1] != at - 1 or not labels[at - 1]):
            labels[at] -= 1
    switches = np.zeros((len(positions), SWITCHES), dtype=np.float32)
    folded = [word.lower() for word in words]
    small = set(words)
    for row, at in enumerate(positions):
        switches[row, SMALL] = folded[at] in small and folded[at] != words[at]
    weights = np.array([heading_weight(word, bool(large)) for word, large in zip(words, capital, strict=True)])
    breaks = np.array([at for at, word in enumerate(words) if word == "\n"], dtype=np.intp)
    switches[:, HEADING] = in_heading(weights, breaks, positions)
    for row, switch in listed_names([folded[at] for at in positions], positions.tolist(), range(len(positions))):
        switches[row, switch] = 1
    numbers: dict[str, int] = {}
    groups = np.array([numbers.setdefault(folded[at], len(numbers)) for at in positions], dtype=np.intp)
    return Sample(words, positions, lattice.firsts, labels[positions], switches, groups)


class Vocabulary:
    """Numbers of words and features; the features of a word as numbers."""

    def __init__(self, samples: Iterable[Sample], least: int = 6) -> None:
        counts: Counter[str] = Counter()
        for sample in samples:
            for word in set(sample.words):
                counts.update(word_features(word))
        self.features = sorted(name for name, count in counts.items() if count >= least)
        self.numbers = {name: number for number, name in enumerate(self.features)}
        self.words: dict[str, Any] = {}

    def of_word(self, word: str) -> Any:
        """The numbers of a word's known features."""
        found = self.words.get(word)
        if found is None:
            numbers = [self.numbers[name] for name in word_features(word) if name in self.numbers]
            found = self.words[word] = np.array(numbers, dtype=np.intp)
        return found


class Parameters:
    """The weights, with Adam's moments beside them."""

    def __init__(self, features: int, seed: int) -> None:
        random = np.random.default_rng(seed)
        labels = len(LABELS)

        def normal(scale: float, *size: int) -> Any:
            return (random.standard_normal(size) * scale).astype(np.float32)

        self.values: dict[str, Any] = {
            "vectors": normal(0.08, features, ROLES * HIDDEN),
            "switches": normal(0.1, SWITCHES, HIDDEN),
            "bias": np.zeros(HIDDEN, dtype=np.float32),
            "labels": normal(0.15, HIDDEN, labels),
            "pooled": normal(0.05, HIDDEN, labels),
            "offset": np.zeros(labels, dtype=np.float32),
            "moves": np.zeros((labels + 1, labels), dtype=np.float32),
        }
        self.first = {name: np.zeros_like(value) for name, value in self.values.items()}
        self.second = {name: np.zeros_like(value) for name, value in self.values.items()}
        self.step = 0

    def update(self, gradients: dict[str, Any], rate: float, decay: float) -> None:
        """One step of Adam, with decoupled decay of the vectors."""
        self.step += 1
        for name, gradient in gradients.items():
            first, second, value = self.first[name], self.second[name], self.values[name]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            value -= rate * (first / (1 - 0.9**self.step)) / (np.sqrt(second / (1 - 0.999**self.step)) + 1e-8)
            if decay and name in ("vectors", "labels", "pooled"):
                value *= 1 - rate * decay


def banned_moves() -> Any:
    """Minus a large number where a label may not follow another (row: the label before; last: a chain's begin)."""
    moves = np.zeros((len(LABELS) + 1, len(LABELS)), dtype=np.float32)
    for column, label in enumerate(LABELS):
        if label.startswith("I-"):
            for row in range(len(LABELS) + 1):
                if row == len(LABELS) or LABELS[row][2:] != label[2:]:
                    moves[row, column] = -1000
    return moves


BANNED = banned_moves()


class Batch:
    """Some samples in one row of words."""

    def __init__(self, samples: list[Sample], vocabulary: Vocabulary) -> None:
        distinct: dict[str, int] = {"": 0}
        ids: list[int] = []
        positions, firsts, groups = [], [], []
        at = count = group = 0
        for sample in samples:
            ids += [0] * REACH + [distinct.setdefault(word, len(distinct)) for word in sample.words] + [0] * REACH
            positions.append(sample.positions + at + REACH)
            firsts.append(sample.firsts + count)
            groups.append(sample.groups + group)
            at += len(sample.words) + 2 * REACH
            count += len(sample.positions)
            group += int(sample.groups.max(initial=-1)) + 1
        self.ids = np.array(ids, dtype=np.intp)
        self.positions, self.firsts = np.concatenate(positions), np.concatenate(firsts)
        self.groups, self.group_count = np.concatenate(groups), group
        self.labels = np.concatenate([sample.labels for sample in samples])
        self.switches = np.concatenate([sample.switches for sample in samples])
        lists = [vocabulary.of_word(word) for word in distinct]
        self.flat = np.concatenate(lists)
        self.owner = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
        self.words = len(lists)


def sum_rows(values: Any, keys: Any, count: int) -> Any:
    """The sum of the rows of each key."""
    result = np.zeros((count, values.shape[1]), dtype=np.float32)
    if len(keys) == 0:
        return result
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    result[keys[starts]] = np.add.reduceat(values[order], starts, axis=0)
    return result


class Pass:
    """One pass over a batch: scores, and the gradients where labels are to be learned."""

    def __init__(self, batch: Batch, values: dict[str, Any], identities: Any, random: Any = None) -> None:
        self.batch, self.values = batch, values
        flat, owner = batch.flat, batch.owner
        if random is not None:
            kept = random.random(len(flat)) > np.where(identities[flat], DROPPED["identity"], DROPPED["feature"])
            flat, owner = flat[kept], owner[kept]
        self.flat, self.owner = flat, owner
        rows = sum_rows(values["vectors"][flat], owner, batch.words).reshape(batch.words, ROLES, HIDDEN)
        hidden = batch.switches @ values["switches"] + values["bias"]
        for role in range(ROLES):
            hidden += rows[batch.ids[batch.positions + role - REACH], role]
        self.active = hidden > 0
        self.hidden = hidden * self.active
        if random is not None:
            self.dropped = (random.random(self.hidden.shape) > DROPPED["hidden"]) / np.float32(1 - DROPPED["hidden"])
            self.hidden = self.hidden * self.dropped
        sizes = np.bincount(batch.groups, minlength=batch.group_count)
        self.shares = (1 / np.maximum(sizes, 1)).astype(np.float32)[:, None]
        self.pooled = (sum_rows(self.hidden, batch.groups, batch.group_count) * self.shares)[batch.groups]
        self.scores = self.hidden @ values["labels"] + self.pooled @ values["pooled"] + values["offset"]
        self.moves = values["moves"] + BANNED

    def gradients(self) -> tuple[float, dict[str, Any]]:
        """The loss by candidate, and the gradients of its sum."""
        batch, values = self.batch, self.values
        loss, by_score, by_move = likelihood(self.scores, self.moves, batch.firsts, batch.labels)
        by_hidden = by_score @ values["labels"].T
        by_pool = sum_rows(by_score @ values["pooled"].T, batch.groups, batch.group_count) * self.shares
        by_hidden += by_pool[batch.groups]
        by_hidden = by_hidden * self.dropped * self.active
        by_row = np.zeros((batch.words, ROLES * HIDDEN), dtype=np.float32)
        for role in range(ROLES):
            by_row[:, role * HIDDEN : (role + 1) * HIDDEN] = sum_rows(
                by_hidden, batch.ids[batch.positions + role - REACH], batch.words
            )
        return loss, {
            "vectors": sum_rows(by_row[self.owner], self.flat, len(values["vectors"])),
            "switches": batch.switches.T @ by_hidden,
            "bias": by_hidden.sum(0),
            "labels": self.hidden.T @ by_score,
            "pooled": self.pooled.T @ by_score,
            "offset": by_score.sum(0),
            "moves": by_move,
        }


def likelihood(scores: Any, moves: Any, firsts: Any, gold: Any) -> tuple[float, Any, Any]:
    """Minus the log-likelihood of the labels by candidate, and its sum's gradients by score and by move."""
    total, labels = scores.shape
    lengths = np.diff(np.append(firsts, total))
    longest = int(lengths.max())
    padded = np.zeros((len(firsts), longest, labels), dtype=np.float64)
    inside = np.arange(longest)[None, :] < lengths[:, None]
    padded[inside] = scores
    forward = np.zeros_like(padded)
    backward = np.zeros_like(padded)
    forward[:, 0] = padded[:, 0] + moves[labels]
    for step in range(1, longest):
        reached = _log_sum(forward[:, step - 1, :, None] + moves[None, :labels], 1) + padded[:, step]
        forward[:, step] = np.where(inside[:, step, None], reached, forward[:, step - 1])
    norm = _log_sum(forward[:, -1], 1)
    for step in range(longest - 2, -1, -1):
        reached = _log_sum(moves[None, :labels] + (padded[:, step + 1] + backward[:, step + 1])[:, None, :], 2)
        backward[:, step] = np.where(inside[:, step + 1, None], reached, 0)
    marginal = np.exp(forward + backward - norm[:, None, None])
    by_score = marginal[inside].astype(np.float32)
    by_score[np.arange(total), gold] -= 1
    by_move = np.zeros(moves.shape)
    by_move[labels] = marginal[:, 0].sum(0)
    for step in range(1, longest):
        on = inside[:, step]
        joint = (
            forward[on, step - 1, :, None] + moves[None, :labels]
            + (padded[on, step] + backward[on, step])[:, None, :] - norm[on, None, None]
        )  # fmt: skip
        by_move[:labels] += np.exp(joint).sum(0)
    first = np.zeros(total, dtype=bool)
    first[firsts] = True
    before = np.where(first, labels, np.append(labels, gold[:-1]))
    np.add.at(by_move, (before, gold), -1)
    truth = scores[np.arange(total), gold].sum() + moves[before, gold].sum()
    return float(norm.sum() - truth) / total, by_score, by_move.astype(np.float32)


def _log_sum(values: Any, axis: int) -> Any:
    top = values.max(axis, keepdims=True)
    return (top + np.log(np.exp(values - top).sum(axis, keepdims=True))).squeeze(axis)


def train(samples: list[Sample], epochs: int, seed: int, size: int = 16) -> tuple[Vocabulary, dict[str, Any]]:
    """Train; the weights given back are the mean of those of the last third of the steps."""
    vocabulary = Vocabulary(samples)
    identities = np.array([name[0] == "=" for name in vocabulary.features])
    parameters = Parameters(len(vocabulary.features), seed)
    random = np.random.default_rng(seed)
    batches = -(-len(samples) // size)
    steps = epochs * batches
    mean: dict[str, Any] = {}
    taken = 0
    for epoch in range(epochs):
        order = random.permutation(len(samples))
        losses = []
        for number in range(batches):
            chosen = [samples[int(each)] for each in order[number * size : (number + 1) * size]]
            loss, gradients = Pass(Batch(chosen, vocabulary), parameters.values, identities, random).gradients()
            losses.append(loss)
            scale = 1 / sum(len(each.positions) for each in chosen)
            for value in gradients.values():
                value *= scale
            rate = 0.006 * (1 - 0.9 * parameters.step / steps)
            parameters.update(gradients, rate, decay=DECAY)
            if parameters.step > steps * 2 // 3:
                taken += 1
                for name, value in parameters.values.items():
                    mean[name] = value.copy() if taken == 1 else mean[name] + (value - mean[name]) / taken
        sys.stderr.write(f"epoch {epoch}: loss {np.mean(losses):.4f}\n")
    return vocabulary, mean


def tag(sample: Sample, vocabulary: Vocabulary, values: dict[str, Any]) -> Any:
    """The labels of a sample's candidates."""
    done = Pass(Batch([sample], vocabulary), values, None)
    return decode(done.scores, done.moves, sample.firsts)


def spans_of(labels: Any, positions: Any) -> set[tuple[int, int, str]]:
    """``(first, last, kind)`` by position, of labels by candidate."""
    found = set()
    first = -1
    for row in range(len(labels) + 1):
        label = LABELS[labels[row]] if row < len(labels) else "O"
        if first >= 0 and not label.startswith("I-"):
            found.add((int(positions[first]), int(positions[row - 1]), LABELS[labels[first]][2:]))
            first = -1
        if label.startswith("B-"):
            first = row
    return found


def measure(samples: list[Sample], vocabulary: Vocabulary, values: dict[str, Any]) -> dict[str, tuple[float, ...]]:
    """Precision, recall and F1 by kind."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for sample in samples:
        found = spans_of(tag(sample, vocabulary, values), sample.positions)
        gold = spans_of(sample.labels, sample.positions)
        for counter, spans in ((right, found & gold), (said, found), (true, gold)):
            counter.update(kind for _, _, kind in spans)
            counter["three"] += sum(kind in ("PER", "ORG", "LOC") for _, _, kind in spans)
    result: dict[str, tuple[float, ...]] = {}
    for kind in (*KINDS, "three"):
        precision, recall = right[kind] / max(said[kind], 1), right[kind] / max(true[kind], 1)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        result[kind] = (round(100 * precision, 1), round(100 * recall, 1), round(100 * score, 1))
    return result


def store(vocabulary: Vocabulary, values: dict[str, Any], path: Path) -> None:
    """Write the weights; vectors in one byte a number."""
    vectors = values["vectors"]
    scale = float(np.abs(vectors).max()) / 127
    kept = np.abs(vectors).max(1) > scale
    names = [name for name, keep in zip(vocabulary.features, kept, strict=True) if keep]
    np.savez_compressed(
        path,
        features=np.frombuffer("\x00".join(names).encode("utf-8"), dtype=np.uint8),
        vectors=np.round(vectors[kept] / scale).astype(np.int8),
        scale=np.float32(scale),
        moves=values["moves"] + BANNED,
        names=np.array(LABELS),
        **{name: values[name] for name in ("switches", "bias", "labels", "pooled", "offset")},
    )


def main() -> None:
    """Train on everything and store, or measure by cross-validation."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folds", type=int, default=0)
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--variants", type=int, default=2, help="copies of each article with other names")
    arguments.add_argument("--out", type=Path, default=DATA / "entities.npz")
    chosen = arguments.parse_args()
    articles = list(read_texts())
    for fold in range(chosen.folds):
        held = articles[fold :: chosen.folds]
        kept = [each for number, each in enumerate(articles) if number % chosen.folds != fold]
        vocabulary, values = train(samples_of(kept, chosen.variants), chosen.epochs, seed=fold)
        sys.stdout.write(f"fold {fold}: {measure([sample_of(each) for each in held], vocabulary, values)}\n")
        sys.stdout.flush()
        if fold + 1 == min(chosen.folds, 2):
            return
    vocabulary, values = train(samples_of(articles, chosen.variants), chosen.epochs, chosen.seed)
    store(vocabulary, values, chosen.out)


def samples_of(articles: list[Marked], copies: int) -> list[Sample]:
    """The articles and their variants."""
    return [
        sample for number, each in enumerate(articles)
        for sample in map(sample_of, (each, *variants(each, copies, number))) if len(sample.positions)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
