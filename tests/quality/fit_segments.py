"""Fit ``workers/normalize/data/segment_weights.json`` on pages whose body is known.

usage: fit_segments.py GOLD.jsonl... [--write] [--folds 5]

Each document: ``{"id", "text", "gold", "title"?}``; a line is body where most of its words are aligned with the gold
text. Weighted logistic regression (a line weighs its share of the page's words, as the shingle measure does), then the
prices of a change of state by search. Prints the shingle F1 of held-out folds; ``--write`` fits on all and writes.
Only numbers are written: no text of the documents goes into the project.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

TARGET = ROOT / "workers" / "normalize" / "data" / "segment_weights.json"
TARGETS = ("aeb", "fundus")
TOKEN = re.compile(r"\w+")

from workers.normalize.context import NEUTRAL, score_lines  # noqa: E402
from workers.normalize.lines import Line  # noqa: E402
from workers.normalize.reading import read_lines  # noqa: E402
from workers.normalize.sequence import best_sequence  # noqa: E402
from workers.normalize.weights import SIZE, TABLES, Tables  # noqa: E402

CELLS: Any = [(cell,) for cell in range(SIZE)]
"""In place of weights: added up, they name the cells of a line."""


def shingles(tokens: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def measure(pairs: list[tuple[list[str], list[str]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of 4-word shingles, averaged over documents."""
    precisions, recalls = [], []
    for gold, predicted in pairs:
        a, b = shingles(gold), shingles(predicted)
        common = sum((a & b).values())
        if b:
            precisions.append(common / sum(b.values()))
        if a:
            recalls.append(common / sum(a.values()))
    p, r = float(np.mean(precisions)), float(np.mean(recalls))
    return p, r, 2 * p * r / (p + r)


def report(what: str, figures: tuple[float, float, float]) -> None:
    """One line on standard output: precision, recall, F1."""
    sys.stdout.write("{}: P {:.4f} R {:.4f} F1 {:.4f}\n".format(what, *figures))


class Document:
    """A page with its lines, features, labels and weights."""

    def __init__(self, record: dict[str, Any], group: str, text: str, share: float = 1.0) -> None:
        self.group = group
        self.site = re.sub(r"https?://(www\.)?", "", record["url"]).split("/")[0]
        self.lines: list[Line] = read_lines(text)
        scores: Any = score_lines(self.lines, Tables(CELLS), None)
        self.cells: list[tuple[int, ...]] = [
            cells if line.role is None else () for line, cells in zip(self.lines, scores, strict=True)
        ]
        self.gold = TOKEN.findall(record["gold"])
        self.tokens = [TOKEN.findall(line.words) for line in self.lines]
        flat = [token for tokens in self.tokens for token in tokens]
        hit = np.zeros(len(flat) + 1)
        for block in SequenceMatcher(None, flat, self.gold, autojunk=False).get_matching_blocks():
            if block.size >= 4 or (block.size and block.size >= 0.02 * len(self.gold)):
                hit[block.a : block.a + block.size] = 1
        labels, position = [], 0
        for tokens in self.tokens:
            labels.append(hit[position : position + len(tokens)].mean() if tokens else 0.0)
            position += len(tokens)
        self.labels = np.array(labels) > 0.5
        sizes = np.array([len(tokens) for tokens in self.tokens], dtype=float)
        self.weights = sizes / max(1.0, sizes.sum()) + 0.15 / max(1, len(sizes))
        self.weights *= share
        self.free = np.array([line.role is None for line in self.lines])

    def predicted(self, body: list[bool]) -> list[str]:
        return [t for tokens, keep in zip(self.tokens, body, strict=True) if keep for t in tokens]


def shortened(record: dict[str, Any], document: Document) -> list[Document]:
    """The same page with a short article: its first paragraphs alone between what is around the body."""
    inside = [index for index, label in enumerate(document.labels) if label]
    if len(inside) < 4:
        return []
    words = [line.words for line in document.lines]
    made = []
    for keep, share, above, below in (
        (2, 0.15, 12, 15),
        (5, 0.2, 12, 15),
        (2, 0.2, 3, 3),
        (3, 0.2, 1, 0),
        (5, 0.2, 5, 5),
    ):
        body = [words[index] for index in inside[:keep]]
        page = [*words[max(0, inside[0] - above) : inside[0]], *body, *words[inside[-1] + 1 : inside[-1] + 1 + below]]
        made.append(Document({**record, "gold": "\n".join(body)}, "short", "\n".join(page), share))
    return made


def fit(documents: list[Document], penalty: float) -> np.ndarray:
    """Logistic regression by Adam over sparse cells."""
    rows: list[int] = []
    columns: list[int] = []
    labels: list[bool] = []
    weights: list[float] = []
    n = 0
    for document in documents:
        for cells, label, weight, free in zip(
            document.cells, document.labels, document.weights, document.free, strict=True
        ):
            if not free:
                continue
            rows.extend([n] * len(cells))
            columns.extend(cells)
            labels.append(label)
            weights.append(weight)
            n += 1
    r, c = np.array(rows), np.array(columns)
    y, s = np.array(labels, dtype=float), np.array(weights)
    w = np.zeros(SIZE)
    m, v = np.zeros(SIZE), np.zeros(SIZE)
    for step in range(1, 401):
        z = np.bincount(r, w[c], n)
        p = 1 / (1 + np.exp(-z))
        g = np.bincount(c, ((p - y) * s)[r], SIZE) + penalty * w
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        rate = 0.08 * min(1.0, 3 * (1 - step / 401))
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def decode(document: Document, w: np.ndarray, enter: float, leave: float) -> list[bool]:
    scores = [float(w[list(cells)].sum()) if cells else NEUTRAL for cells in document.cells]
    return best_sequence(scores, enter, leave)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=0.02)
    parser.add_argument("--page", action="store_true", help="also fit on the whole pages")
    arguments = parser.parse_args()
    if not TARGET.exists():
        write(np.zeros(SIZE), 1.0, 1.0, {})
    documents = []
    for path in arguments.gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            documents.append(Document(record, path.parent.name, record["text"]))
            documents.extend(shortened(record, documents[-1]))
            documents.append(Document(record, "clean", record["gold"], 0.3))
            wrapped = "\n\n".join(textwrap.fill(line, 76) for line in record["gold"].splitlines())
            documents.append(Document(record, "wrapped", wrapped, 0.1))
            if record.get("title"):
                documents.append(Document(record, "titled", record["title"] + "\n\n" + record["gold"], 0.2))
            if arguments.page and record.get("page"):
                documents.append(Document(record, "page", record["page"]))
    sites = sorted({d.site for d in documents})
    fold_of = {site: index % arguments.folds for index, site in enumerate(sites)}
    groups = sorted({d.group for d in documents})
    for group in groups:
        chosen = [d for d in documents if d.group == group]
        bound = [(d.gold, d.predicted([bool(x and f) for x, f in zip(d.labels, d.free, strict=True)])) for d in chosen]
        report(f"{group}: {len(chosen)} documents, bound of whole lines", measure(bound))
    fitted = {}
    for fold in range(arguments.folds):
        fitted[fold] = fit([d for d in documents if fold_of[d.site] != fold], arguments.penalty)
    best = None
    for enter in (0.0, 0.5, 1.0, 1.5, 2.0):
        for leave in (0.0, 0.5, 1.0, 1.5, 2.0):
            result = {}
            for group in groups:
                result[group] = measure(
                    [
                        (d.gold, d.predicted(decode(d, fitted[fold_of[d.site]], enter, leave)))
                        for d in documents
                        if d.group == group
                    ]
                )
            mean = (
                float(np.mean([result[g][2] for g in groups if g in TARGETS]))
                + 0.3 * result["clean"][2]
                + 0.3 * result["short"][2]
            )
            if best is None or mean > best[0]:
                best = (mean, enter, leave, result)
    assert best is not None
    mean, enter, leave, result = best
    for group in groups:
        report(f"{group}: held-out folds, enter {enter}, leave {leave}", result[group])
    w = fit(documents, arguments.penalty)
    for group in groups:
        chosen = [d for d in documents if d.group == group]
        report(f"{group}: in sample", measure([(d.gold, d.predicted(decode(d, w, enter, leave))) for d in chosen]))
    if arguments.write:
        write(w, enter, leave, result)


def write(w: np.ndarray, enter: float, leave: float, result: dict[str, tuple[float, float, float]]) -> None:
    tables, position = {}, 0
    for name, size in TABLES.items():
        tables[name] = [round(float(x), 3) for x in w[position : position + size]]
        position += size
    document = {
        "enter": enter,
        "leave": leave,
        "held_out_f1": {k: round(v[2], 4) for k, v in result.items()},
        "tables": tables,
    }
    text = json.dumps(document, indent=1)
    TARGET.write_text(
        re.sub(r",\n {3}", ", ", re.sub(r"\[\n {3}", "[", re.sub(r"\n {2}\]", "]", text))) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
