"""``quote/1`` and ``figure/1``: one flat record a quotation or figure, for sinks that want rows.

Every column is there in every row, null where it is empty. What stands in furniture is left out; ``index`` is the
place in the event's list, so that the row can be found there again.
"""

from __future__ import annotations

from typing import Any

from workers.event import WORKER, coordinates
from workers.model import Cue, Enriched, Figure, Quote, Role


def quote_rows(outcome: Enriched) -> list[dict[str, Any]]:
    """The rows of an article's quotations, in order."""
    before, after = _article("quote/1", outcome), _provenance(outcome)
    return [
        {**before, "index": index, **_quote(each), **after}
        for index, each in enumerate(outcome.quotes)
        if each.segment is not Role.FURNITURE
    ]


def figure_rows(outcome: Enriched) -> list[dict[str, Any]]:
    """The rows of an article's figures, in order."""
    before, after = _article("figure/1", outcome), _provenance(outcome)
    return [
        {**before, "index": index, **_figure(each), **after}
        for index, each in enumerate(outcome.figures)
        if each.segment is not Role.FURNITURE
    ]


def _article(schema: str, outcome: Enriched) -> dict[str, Any]:
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


def _provenance(outcome: Enriched) -> dict[str, Any]:
    return {**coordinates(outcome.coordinates), "worker": WORKER}


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
