"""``quote/1`` and ``figure/1``: one flat record a quotation or figure, for sinks that want rows.

Every column is there in every row, null where it is empty. What stands in furniture is left out; ``index`` is the
place in the event's list, so that the row can be found there again.
"""

from __future__ import annotations

from typing import Any

import orjson

from workers.event import WORKER, coordinates
from workers.model import Cue, Enriched, Figure, Quote, Role

_LEFT_OUT = Role.FURNITURE


def quote_rows(outcome: Enriched) -> list[bytes]:
    """The rows of an article's quotations as JSON, in order."""
    return _rows(
        "quote/1", outcome, [(i, _quote(q)) for i, q in enumerate(outcome.quotes) if q.segment is not _LEFT_OUT]
    )


def figure_rows(outcome: Enriched) -> list[bytes]:
    """The rows of an article's figures as JSON, in order."""
    rows = [(i, _figure(f)) for i, f in enumerate(outcome.figures) if f.segment is not _LEFT_OUT]
    return _rows("figure/1", outcome, rows)


def _rows(schema: str, outcome: Enriched, rows: list[tuple[int, dict[str, Any]]]) -> list[bytes]:
    """Each row between the article's columns, which are written once for all of them."""
    before = orjson.dumps(_article(schema, outcome))[:-1] + b',"index":'
    after = b"," + orjson.dumps({**coordinates(outcome.coordinates), "worker": WORKER})[1:]
    return [b"%b%d,%b%b" % (before, index, orjson.dumps(row)[1:-1], after) for index, row in rows]


def _article(schema: str, outcome: Enriched) -> dict[str, str | None]:
    return {
        "schema": schema,
        "article_id": outcome.id,
        "article_version": outcome.version,
        "raw_id": outcome.raw_id,
        "url": outcome.url,
        "source_id": None if outcome.source is None else outcome.source.id,
        "published": None if outcome.published is None else outcome.published.value,
        "language": None if outcome.language is None else outcome.language.tag,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "kind": quote.kind,
        "segment": quote.segment,
        "speaker_name": None if speaker is None else speaker.name,
        "speaker_text": None if speaker is None else speaker.text,
        "speaker_start": None if speaker is None else speaker.start,
        "speaker_end": None if speaker is None else speaker.end,
        "speaker_role": None if speaker is None else speaker.role,
        "speaker_entity": None if speaker is None else speaker.entity,
        "speaker_rule": None if speaker is None else speaker.rule or None,
        **_cue(quote.cue),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "unit": figure.unit,
        "kind": figure.kind,
        "currency": figure.currency,
        "segment": figure.segment,
        "rule": figure.rule or None,
        **_cue(figure.cue),
    }


def _cue(cue: Cue | None) -> dict[str, Any]:
    """Columns of a cue, all null where there is none: a row has the same columns as every other."""
    if cue is None:
        return {"cue_text": None, "cue_start": None, "cue_end": None, "cue_lemma": None}
    return {"cue_text": cue.text, "cue_start": cue.start, "cue_end": cue.end, "cue_lemma": cue.lemma}
