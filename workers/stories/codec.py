"""Records and states as bytes: ``version/1`` for ``news.versions``, and the table's own form for its changelog."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from workers.stories.transition import ArticleState, Sight, Version

STATE = 1
"""The form of a state's bytes. Another number in a changelog means another Dateline wrote it."""


class UnreadableStateError(ValueError):
    """Bytes of the changelog that this version does not understand."""


def version_key(record: Version) -> bytes:
    """The record's key on ``news.versions``: the article's id."""
    return record.id.encode()


def version_value(record: Version) -> bytes:
    """``version/1`` as JSON, its fields always in the same order."""
    where = record.coordinates
    return orjson.dumps(
        {
            "schema": "version/1",
            "id": record.id,
            "raw_id": record.raw_id,
            "version": record.version,
            "status": record.status,
            "original": record.original,
            "similarity": record.similarity,
            "changes": [],
            "story": None,
            "seen_first": rfc3339(record.seen_first),
            "seen_last": rfc3339(record.seen_last),
            "provenance": {
                "topic": where.topic,
                "partition": where.partition,
                "offset": where.offset,
                "timestamp": where.timestamp,
            },
        }
    )


def state_value(state: ArticleState) -> bytes:
    """The bytes of a state: a JSON array, small because a changelog holds one for every article."""
    sights = [[sight.version, sight.position] for sight in state.sights]
    written = orjson.dumps([STATE, state.first, state.first_seen, state.head, state.written, sights])
    # A copy: what orjson gives keeps the buffer that it was written into, and a table of them took 4.3 kB an article
    # instead of 0.4.
    return memoryview(written).tobytes()


def read_state(value: bytes) -> ArticleState:
    """The state in ``value``. Raises ``UnreadableStateError`` for bytes that ``state_value`` did not write."""
    try:
        form, first, first_seen, head, written, sights = orjson.loads(value)
        if form != STATE:
            raise UnreadableStateError(f"a state of form {form!r}, this version reads form {STATE}")
        return ArticleState(
            first=first,
            first_seen=first_seen,
            head=head,
            written=written,
            sights=tuple(Sight(version=version, position=position) for version, position in sights),
        )
    except (ValueError, TypeError) as error:
        if isinstance(error, UnreadableStateError):
            raise
        raise UnreadableStateError("not a state of this table") from error


def rfc3339(milliseconds: int | None) -> str | None:
    """``2022-02-23T05:31:00.250Z``, or None for None and for a time outside the calendar's years 1 to 9999."""
    if milliseconds is None:
        return None
    seconds, rest = divmod(milliseconds, 1000)
    try:
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
