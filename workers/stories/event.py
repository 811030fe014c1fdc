"""Bytes of ``news.enriched`` (or one line of a file of events) -> what the stories core needs of one event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from workers.model import Coordinates

LONGEST_ID, LONGEST_VERSION = 2_048, 256
"""Characters. The enrich worker's are hashes; what is longer is not its event, and would grow the table."""
LONGEST_RAW_ID = 8_192
"""Characters. A producer may name an article by a megabyte; a longer name stays in the enriched event and is left out
of the version, which has to fit its topic."""


class UnreadableEventError(ValueError):
    """A value that is not an ``enriched_article/1`` event; the message says what is wrong, never the payload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One enriched event, cut to what decides its status.

    ``position``: its place among the events of the same article, growing with their order: the offset in
    ``news.enriched`` (an article's events share a partition), or the line number of a file. ``written``: milliseconds
    since the epoch at which it was written there, None for files. ``coordinates``: those of its raw record, from the
    event's own provenance. ``version`` is None where ``withdrawn``, ``raw_id`` where the producer gave none, or one
    longer than ``LONGEST_RAW_ID``.
    """

    id: str
    raw_id: str | None
    version: str | None
    withdrawn: bool
    position: int
    written: int | None
    coordinates: Coordinates


def read_event(value: bytes | None, position: int, written: int | None = None) -> Event:
    """The event in ``value``. Raises ``UnreadableEventError`` for anything that is not an enriched article."""
    if value is None:
        raise UnreadableEventError("the value is null")
    try:
        content = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise UnreadableEventError(f"not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(content, dict):
        raise UnreadableEventError(f"a JSON {type(content).__name__} where an object was expected")
    schema = content.get("schema")
    if schema != "enriched_article/1":
        raise UnreadableEventError("its `schema` is not enriched_article/1")
    withdrawn = content.get("withdrawn") is True
    id_ = content.get("id")
    version = content.get("version")
    if not isinstance(id_, str) or not 0 < len(id_) <= LONGEST_ID:
        raise UnreadableEventError(f"its `id` is no string of 1 to {LONGEST_ID} characters")
    if not withdrawn and (not isinstance(version, str) or not 0 < len(version) <= LONGEST_VERSION):
        raise UnreadableEventError(
            f"its `version` is no string of 1 to {LONGEST_VERSION} characters, and it is not withdrawn"
        )
    raw_id = content.get("raw_id")
    return Event(
        id=id_,
        raw_id=raw_id if isinstance(raw_id, str) and len(raw_id) <= LONGEST_RAW_ID else None,
        version=None if withdrawn else version,
        withdrawn=withdrawn,
        position=position,
        written=written,
        coordinates=_coordinates(content.get("provenance")),
    )


def _coordinates(provenance: Any) -> Coordinates:
    found = provenance if isinstance(provenance, dict) else {}
    topic = found.get("topic")
    return Coordinates(
        topic=topic if isinstance(topic, str) else None,
        partition=_place(found.get("partition")),
        offset=_place(found.get("offset")),
        timestamp=_integer(found.get("timestamp")),
    )


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _place(value: Any) -> int | None:
    number = _integer(value)
    return number if number is not None and number >= 0 else None
