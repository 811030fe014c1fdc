"""How likely each language is for a short text, by its byte n-grams: naive Bayes over a cut of py3langid's model.

``data/language_ngrams.npz`` is made by ``workers.builders.language_ngrams`` (BSD-3-Clause, licence beside it). At each
byte the longest n-gram that ends there counts; counts are damped by a logarithm, and log-probabilities divided by the
root of the length, as py3langid does, so that shares mean the same for short and long texts.
"""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick


class Model(NamedTuple):
    """``find``: every n-gram of a byte string; ``lengths``: of the n-grams; ``weights``: rows by n-gram, 0 to 255."""

    find: Any
    lengths: list[int]
    weights: Any
    low: float
    step: float
    priors: Any
    labels: list[str]


@cache
def _model() -> Model:
    packed = files("workers.extract").joinpath("data/language_ngrams.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as data:
        lengths = data["lengths"].tolist()
        blob = data["ngrams"].tobytes()
        low, high = data["scale"].tolist()
        weights, priors, labels = data["weights"], data["priors"], data["labels"].tolist()
    ngrams, at = [], 0
    for length in lengths:
        ngrams.append(blob[at : at + length])
        at += length
    finder = BytesAhoCorasick(ngrams)
    return Model(
        find=finder.find_matches_as_indexes,
        lengths=lengths,
        weights=weights,
        low=low,
        step=(high - low) / 255,
        priors=priors,
        labels=labels,
    )


def rank_languages(text: str) -> list[tuple[str, float]]:
    """Languages (ISO 639) with their shares of the probability, best first; none where no n-gram is known."""
    model = _model()
    data = (text.lower() if text.isupper() else text).encode("utf-8", errors="surrogatepass")
    longest: dict[int, int] = {}
    lengths = model.lengths
    for ngram, _, end in model.find(data, overlapping=True):
        other = longest.get(end)
        if other is None or lengths[ngram] > lengths[other]:
            longest[end] = ngram
    if not longest:
        return []
    counts = Counter(longest.values())
    rows = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
    damped = np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    scores = (damped @ model.weights[rows].astype(np.float32)) * model.step + damped.sum() * model.low + model.priors
    scores /= sqrt(len(data))
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    ranked: dict[str, float] = {}
    for label, share in zip(model.labels, shares.tolist(), strict=True):
        ranked[label] = ranked.get(label, 0.0) + share
    return sorted(ranked.items(), key=lambda item: -item[1])
