"""Header names of any bytes.

Kafka says that header names are strings, and checks nothing: a producer may write bytes that are no UTF-8.
kafka-python 3.0.12 then raises out of ``poll``, for good: one such record would hold its partition for ever. Kafka's
own client reads U+FFFD for what is no UTF-8, and so do we.
"""

from __future__ import annotations

from typing import Any

from kafka.record.default_records import ControlRecord, DefaultRecord, DefaultRecordBatch
from kafka.record.util import decode_varint

_strict = DefaultRecordBatch._read_msg


def accept_any_header_name() -> None:
    """From now on consumers of this process read every header name. May be called again."""
    DefaultRecordBatch._read_msg = _read


def _read(batch: Any) -> Any:
    try:
        return _strict(batch)
    except UnicodeDecodeError:  # the batch's position has not moved
        return _read_leniently(batch)


def _read_leniently(batch: Any) -> Any:
    """One record as KIP-98 lays it out: length, attributes, timestamp and offset deltas, key, value, headers."""
    buffer = batch._buffer
    length, start = decode_varint(buffer, batch._pos)
    _, at = decode_varint(buffer, start)
    later, at = decode_varint(buffer, at)
    further, at = decode_varint(buffer, at)
    key, at = _bytes(buffer, at)
    value, at = _bytes(buffer, at)
    count, at = decode_varint(buffer, at)
    headers = []
    for _ in range(count):
        name, at = _bytes(buffer, at)
        content, at = _bytes(buffer, at)
        headers.append(((name or b"").decode("utf-8", "replace"), content))
    batch._pos = at
    kind = ControlRecord if batch.is_control_batch else DefaultRecord
    appended = batch.timestamp_type == batch.LOG_APPEND_TIME
    timestamp = batch.max_timestamp if appended else batch.first_timestamp + later
    return kind(length, batch.base_offset + further, timestamp, batch.timestamp_type, key, value, headers)


def _bytes(buffer: Any, at: int) -> tuple[bytes | None, int]:
    size, at = decode_varint(buffer, at)
    return (None, at) if size < 0 else (bytes(buffer[at : at + size]), at + size)
