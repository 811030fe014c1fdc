"""The articles that benchmarks run on: the throughput corpus beside the checkout, else the project's own samples."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "eval" / "stream" / "articles.jsonl"
SAMPLES = ROOT / "workers" / "samples" / "articles.ndjson"
ENGLISH = ("s01", "s02", "s03", "s04", "s11", "s12", "s13", "s14", "s17", "s18", "s19", "s25", "s26", "s27")


def origin() -> str:
    """Which articles these are, for the report."""
    return "the throughput corpus" if CORPUS.is_file() else "the project's own samples (no ../shared here)"


def articles() -> list[dict[str, Any]]:
    """The raw articles, English, in file order."""
    path = CORPUS if CORPUS.is_file() else SAMPLES
    read = [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
    return read if CORPUS.is_file() else [each for each in read if each["id"] in ENGLISH]


def as_values(documents: list[dict[str, Any]]) -> list[bytes]:
    """The articles as ``raw_article/1`` values."""
    return [orjson.dumps({"schema": "raw_article/1", **document}) for document in documents]


def repeated(documents: list[dict[str, Any]], count: int) -> list[bytes]:
    """``count`` values: the articles again and again, each under an id (and address) of its own."""
    values = []
    for index, document in enumerate(islice(cycle(documents), count)):
        changed = {"schema": "raw_article/1", **document, "id": f"{document['id']}-{index}"}
        if document.get("url"):
            changed["url"] = f"{document['url']}{'&' if '?' in document['url'] else '?'}copy={index}"
        values.append(orjson.dumps(changed))
    return values
