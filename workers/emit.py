"""Outcome in, records out: the bytes, keys and headers of everything that a record gives. Pure and cheap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from workers.dead_letter import Stamp, dead_letter_headers, dead_letter_key, dead_letter_value
from workers.event import event_json
from workers.headers import trace_of
from workers.model import Enriched, Headers, Limits, Outcome, RawMessage, Reason, Rejected
from workers.rows import figure_rows, quote_rows

__all__ = ["Emission", "OutRecord", "Stamp", "records"]

Stream = Literal["enriched", "quotes", "figures", "rejected"]


class OutRecord(Struct, frozen=True, kw_only=True, gc=False):
    """One record to write; ``stream`` is the topic's name without its prefix."""

    stream: Stream
    key: bytes | None
    value: bytes | None
    headers: Headers


class Emission(Struct, frozen=True, kw_only=True, gc=False):
    """``outcome``: as given, or the rejection of an event that grew too large. ``records``: the first is the outcome's
    own (``enriched`` or ``rejected``), then its rows."""

    outcome: Outcome
    records: tuple[OutRecord, ...]


def records(message: RawMessage, outcome: Outcome, *, stamp: Stamp, limits: Limits) -> Emission:
    """The records of one outcome: an event and its flat rows, keyed by article id; or one dead letter, keyed as
    received. ``stamp`` goes into dead letters only, so that the same bytes give the same events."""
    if isinstance(outcome, Rejected):
        return _reject(message, outcome, stamp, limits)
    value = event_json(outcome)
    if len(value) > limits.output:
        too_large = Rejected(
            reason=Reason.OUTPUT_TOO_LARGE,
            stage="emit",
            error="OutputTooLarge",
            message=f"the event has {len(value)} bytes; the limit is {limits.output}",
        )
        return _reject(message, too_large, stamp, limits)
    key = outcome.id.encode()
    trace = trace_of(message.headers)
    written = [OutRecord(stream="enriched", key=key, value=value, headers=(*_EVENT, *trace))]
    for stream, headers, rows in _rows_of(outcome):
        all_headers = (*headers, *trace)
        written.extend(OutRecord(stream=stream, key=key, value=row, headers=all_headers) for row in rows)
    return Emission(outcome=outcome, records=tuple(written))


def _described(schema: str) -> Headers:
    return (("content-type", b"application/json"), ("schema", schema.encode()))


_EVENT = _described("enriched_article/1")
_QUOTE = _described("quote/1")
_FIGURE = _described("figure/1")


def _rows_of(outcome: Enriched) -> Iterator[tuple[Stream, Headers, list[bytes]]]:
    if outcome.quotes:
        yield "quotes", _QUOTE, quote_rows(outcome)
    if outcome.figures:
        yield "figures", _FIGURE, figure_rows(outcome)


def _reject(message: RawMessage, rejected: Rejected, stamp: Stamp, limits: Limits) -> Emission:
    record = OutRecord(
        stream="rejected",
        key=dead_letter_key(message),
        value=dead_letter_value(message, limits),
        headers=dead_letter_headers(message, rejected, stamp, limits),
    )
    return Emission(outcome=rejected, records=(record,))
