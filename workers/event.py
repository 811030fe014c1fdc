"""``enriched_article/1``: an outcome as plain values, in the contract's order of fields.

A single value is null where there is none; a list is then empty. Optional parts of a value (``mod``, ``anchor``,
``role``, ``adjective`` ...) are left out where they are absent.
"""

from __future__ import annotations

from typing import Any

import orjson
from msgspec import Raw
from msgspec.json import Encoder

from workers.model import Coordinates, Enriched, Entity
from workers.version import VERSION

SCHEMA = "enriched_article/1"
WORKER = f"dateline-workers/{VERSION}"


_write = Encoder().encode


def event_json(outcome: Enriched) -> bytes:
    """The event of an accepted record or a tombstone as JSON, UTF-8.

    Values of the model go out as they stand: their fields are the contract's, in its order.
    """
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
        "segments": outcome.segments,
        "title": outcome.title,
        "kicker": outcome.kicker,
        "byline": outcome.byline,
        "caption": outcome.caption,
        "credit": outcome.credit,
        "body": outcome.body,
        "published": outcome.published,
        "modified": outcome.modified,
        "dateline": outcome.dateline,
        "source": outcome.source,
        "agency": outcome.agency,
        "credits": outcome.credits,
        "language": outcome.language,
        "dates": outcome.dates,
        "quotes": outcome.quotes,
        "figures": outcome.figures,
        "entities": [_entity(each) for each in outcome.entities],
        "topics": (),
        "fingerprint": outcome.fingerprint,
        "flags": outcome.flags,
        "provenance": {
            **coordinates(outcome.coordinates),
            "worker": WORKER,
            "steps": dict(outcome.steps),
        },
    }
    if outcome.extras:
        event["extras"] = {each.name: None if each.value is None else Raw(each.value) for each in outcome.extras}
        event["provenance"] |= {"extras": {each.name: each.result for each in outcome.extras}}
    return _write(event)


def event_of(outcome: Enriched) -> dict[str, Any]:
    """The same event as plain values: what a consumer reads."""
    event: dict[str, Any] = orjson.loads(event_json(outcome))
    return event


def coordinates(place: Coordinates) -> dict[str, str | int | None]:
    """Where the record stood."""
    return {
        "topic": place.topic,
        "partition": place.partition,
        "offset": place.offset,
        "timestamp": place.timestamp,
    }


def _entity(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "links": dict(entity.links),
        "mentions": entity.mentions,
    }
