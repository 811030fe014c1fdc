"""``enriched_article/1``: an outcome as plain values, in the contract's order of fields.

A single value is null where there is none; a list is then empty. Optional parts of a value (``mod``, ``anchor``,
``role``, ``adjective`` ...) are left out where they are absent.
"""

from __future__ import annotations

from typing import Any

from workers.model import (
    Anchor,
    Clock,
    Coordinates,
    Cue,
    Enriched,
    Entity,
    Evidence,
    Figure,
    Published,
    Quote,
    Source,
    Speaker,
    Timex,
)
from workers.version import VERSION

SCHEMA = "enriched_article/1"
WORKER = f"dateline-workers/{VERSION}"


def event_of(outcome: Enriched) -> dict[str, Any]:
    """The event of an accepted record or a tombstone, ready for JSON."""
    event: dict[str, Any] = {
        "schema": SCHEMA,
        "id": outcome.id,
        "raw_id": outcome.raw_id,
        "url": outcome.url,
        "version": outcome.version,
    }
    if outcome.withdrawn:
        event["withdrawn"] = True
    event |= {
        "text": outcome.text,
        "segments": [{"role": each.role, "start": each.start, "end": each.end} for each in outcome.segments],
        "title": outcome.title,
        "kicker": outcome.kicker,
        "byline": outcome.byline,
        "caption": outcome.caption,
        "credit": outcome.credit,
        "body": outcome.body,
        "published": _published(outcome.published),
        "modified": _published(outcome.modified),
        "dateline": None
        if (dateline := outcome.dateline) is None
        else {"place": dateline.place, "date": dateline.date, "evidence": _evidence(dateline.evidence)},
        "source": None if outcome.source is None else _source(outcome.source),
        "agency": None
        if (agency := outcome.agency) is None
        else {"id": agency.id, "name": agency.name, "evidence": _evidence(agency.evidence)},
        "credits": [
            {"id": each.id, "name": each.name, "text": each.text, "start": each.start, "end": each.end}
            for each in outcome.credits
        ],
        "language": None
        if (language := outcome.language) is None
        else {"tag": language.tag, "confidence": language.confidence},
        "dates": [_timex(each) for each in outcome.dates],
        "quotes": [_quote(each) for each in outcome.quotes],
        "figures": [_figure(each) for each in outcome.figures],
        "entities": [_entity(each) for each in outcome.entities],
        "topics": [],
        "fingerprint": outcome.fingerprint,
        "flags": outcome.flags,
        "provenance": {
            **coordinates(outcome.coordinates),
            "worker": WORKER,
            "steps": {str(step): result for step, result in outcome.steps},
        },
    }
    return event


def coordinates(place: Coordinates) -> dict[str, Any]:
    """Where the record stood."""
    return {
        "topic": place.topic,
        "partition": place.partition,
        "offset": place.offset,
        "timestamp": place.timestamp,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"text": evidence.text, "start": evidence.start, "end": evidence.end, "origin": evidence.origin}


def _published(published: Published | None) -> dict[str, Any] | None:
    if published is None:
        return None
    value: dict[str, Any] = {
        "value": published.value,
        "granularity": published.granularity,
        "zone": published.zone,
        "origin": published.origin,
        "confidence": published.confidence,
        "evidence": _evidence(published.evidence),
        "rule": published.rule,
    }
    if published.ambiguous:
        value["ambiguous"] = published.ambiguous
    return value


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "domain": source.domain,
        "country": source.country,
        "kind": source.kind,
        "evidence": _evidence(source.evidence),
    }


def _timex(timex: Timex) -> dict[str, Any]:
    value: dict[str, Any] = {
        "text": timex.text,
        "start": timex.start,
        "end": timex.end,
        "type": timex.type,
        "value": timex.value,
        "basis": timex.basis,
        "rule": timex.rule,
        "segment": timex.segment,
    }
    if timex.mod is not None:
        value["mod"] = timex.mod
    if timex.anchor is not None:
        value["anchor"] = _anchor(timex.anchor)
    if timex.ambiguous:
        value["ambiguous"] = timex.ambiguous
    return value


def _anchor(anchor: Anchor | Clock) -> dict[str, Any]:
    value: dict[str, Any] = {"value": anchor.value, "origin": anchor.origin}
    if isinstance(anchor, Anchor) and anchor.start is not None:
        value["start"], value["end"] = anchor.start, anchor.end
    return value


def _cue(cue: Cue) -> dict[str, Any]:
    return {"text": cue.text, "start": cue.start, "end": cue.end, "lemma": cue.lemma}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    value: dict[str, Any] = {
        "text": speaker.text,
        "start": speaker.start,
        "end": speaker.end,
        "name": speaker.name,
    }
    if speaker.role is not None:
        value["role"] = speaker.role
    if speaker.entity is not None:
        value["entity"] = speaker.entity
    if speaker.rule:
        value["rule"] = speaker.rule
    return value


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "kind": quote.kind,
        "speaker": None if quote.speaker is None else _speaker(quote.speaker),
        "cue": None if quote.cue is None else _cue(quote.cue),
        "segment": quote.segment,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    value: dict[str, Any] = {
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "unit": figure.unit,
        "kind": figure.kind,
        "segment": figure.segment,
    }
    if figure.cue is not None:
        value["cue"] = _cue(figure.cue)
    if figure.currency is not None:
        value["currency"] = figure.currency
    if figure.rule:
        value["rule"] = figure.rule
    return value


def _entity(entity: Entity) -> dict[str, Any]:
    mentions = []
    for each in entity.mentions:
        mention: dict[str, Any] = {"text": each.text, "start": each.start, "end": each.end}
        if each.adjective:
            mention["adjective"] = True
        mentions.append(mention)
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "links": dict(entity.links),
        "mentions": mentions,
    }
