"""Writes ``workers/extract/data/language_ngrams.npz``: the most telling byte n-grams of py3langid's model.

Run from the repository: ``python -m workers.builders.language_ngrams`` (half a minute). py3langid's model (100,000
n-grams, 142 labels, 100 MB in memory) is cut to the labels that a script does not decide already and to the n-grams
that tell most about them (by their part of the mutual information); a log-probability is stored in one byte.
BSD-3-Clause; the licence goes with the file.
"""

from __future__ import annotations

import json
from collections import deque
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from py3langid.langid import LanguageIdentifier

DATA = Path("workers/extract/data")
NGRAMS = 30_000


def read_ngrams(model: Any) -> dict[int, bytes]:
    """The n-gram behind each feature: the shortest path of bytes to its state of the automaton."""
    paths, queue = {0: b""}, deque([0])
    while queue:
        state = queue.popleft()
        base = model.tk_row[state] << 8
        for letter in range(256):
            following = model.tk_nextmove[base + letter]
            if following not in paths:
                paths[following] = paths[state] + bytes([letter])
                queue.append(following)
    return {model.tk_output[state]: path for state, path in paths.items() if model.tk_output[state] >= 0}


def main() -> None:
    """Choose labels and n-grams, store them, and put the licence beside them."""
    scripts = json.loads((DATA / "language_scripts.json").read_text(encoding="utf-8"))
    blocks = [(int(low, 16), int(high, 16)) for low, high, _ in scripts["sole"]]
    left_out = {*scripts["unlikely"], *(name for _, _, name in scripts["sole"])}
    model = LanguageIdentifier.from_model_file("data/model.npz.xz")
    columns = [index for index, label in enumerate(model.nb_classes) if label not in left_out]
    weights = np.asarray(model.nb_ptc, dtype=np.float32)[:, columns]
    shares = np.exp(weights)
    shares /= shares.sum(0)
    mean = shares.mean(1, keepdims=True)
    telling = (shares * (np.log(shares + 1e-12) - np.log(mean + 1e-12))).sum(1)
    ngrams = read_ngrams(model)

    def is_of_sole_script(ngram: bytes) -> bool:
        return any(low <= ord(each) <= high for each in ngram.decode("utf8", "ignore") for low, high in blocks)

    chosen = [int(each) for each in np.argsort(-telling, kind="stable") if not is_of_sole_script(ngrams[int(each)])]
    chosen = chosen[:NGRAMS]
    kept = weights[chosen]
    low, high = float(kept.min()), float(kept.max())
    np.savez_compressed(
        DATA / "language_ngrams.npz",
        ngrams=np.frombuffer(b"".join(ngrams[each] for each in chosen), dtype=np.uint8),
        lengths=np.array([len(ngrams[each]) for each in chosen], dtype=np.uint8),
        weights=np.round((kept - low) / (high - low) * 255).astype(np.uint8),
        scale=np.array([low, high], dtype=np.float32),
        priors=np.asarray(model.nb_pc, dtype=np.float32)[columns],
        labels=np.array([model.nb_classes[index] for index in columns]),
    )
    licence = distribution("py3langid").read_text("licenses/LICENSE") or ""
    (DATA / "language_ngrams.LICENSE").write_text(licence, encoding="utf-8")


if __name__ == "__main__":
    main()
