"""Score ``find_figures`` on the project's own sentences: ``python -m tests.quality.score_figures [a|b] [--errors]``.

A figure is right when low, high, bound, unit and kind are all those of the gold; a sentence when all its figures are
and nothing else was found. Of each half the first 80 sentences were written before the code, the others after it, with
their gold, before anyone saw what it makes of them. Half "b" is kept for scoring: the five errors in its first 80 were
read once, those in the others never.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from workers.article import build_article
from workers.extract.figures import find_figures
from workers.model import Language

HERE = Path(__file__).parent
FIELDS = ("low", "high", "bound", "unit", "kind")
Values = tuple[object, ...]


def score(half: str) -> tuple[dict[str, float], list[str]]:
    """The percentages of one half, and a line for each sentence that is wrong."""
    right = gold_total = found_total = sentences = sentences_right = 0
    errors = []
    for line in (HERE / f"figures_{half}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = build_article(text=row["text"], language=Language(tag="en", confidence=1.0))
        gold: Counter[Values] = Counter(tuple(each[name] for name in FIELDS) for each in row["figures"])
        found: Counter[Values] = Counter(
            tuple(getattr(each, name) for name in FIELDS) for each in find_figures(article)
        )
        right += (gold & found).total()
        gold_total += gold.total()
        found_total += found.total()
        sentences += 1
        sentences_right += gold == found
        if gold != found:
            errors.append(
                f"{row['id']} {row['text']}\n"
                f"  missed {sorted(map(str, gold - found))}\n  extra {sorted(map(str, found - gold))}"
            )
    return {
        "recall": 100 * right / gold_total,
        "precision": 100 * right / max(1, found_total),
        "sentences": 100 * sentences_right / sentences,
    }, errors


def main() -> None:
    """Print a line a half, and the errors of the first where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("halves", nargs="*", default=["a", "b"])
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    for half in arguments.halves:
        figures, errors = score(half)
        print(half, {name: round(value, 1) for name, value in figures.items()})  # noqa: T201
        if arguments.errors:
            print("\n".join(errors))  # noqa: T201


if __name__ == "__main__":
    main()
