"""Dead letters: the record as it was received, and ``dlq.*`` headers that say why it was refused."""

from __future__ import annotations

import re
from hashlib import sha256

from msgspec import Struct

from workers.headers import DEAD_LETTER, is_replay
from workers.model import Headers, Limits, RawMessage, Rejected

LONGEST_KEY = 65_536
"""Bytes. A longer key is replaced by its SHA-256: it would not fit beside a value at the limit."""

LONGEST_MESSAGE = 512
"""Bytes of ``dlq.error.message``."""

MOST_ATTEMPTS = 1_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Stamp(Struct, frozen=True, kw_only=True, gc=False):
    """What the shell adds when it writes a dead letter. ``failed_at``: RFC 3339. ``attempts``: how often the record
    has been tried by now, this time included (``attempts_of``)."""

    consumer_group: str | None
    failed_at: str
    worker_version: str
    attempts: int = 1


def attempts_of(message: RawMessage) -> int:
    """How often this record has been tried, this time included: 1, or what the replay command wrote on its topic."""
    if not is_replay(message):
        return 1
    for name, value in reversed(message.headers):
        if name == "dlq.attempts" and value is not None and value.isdigit() and len(value) < 5:
            return min(max(int(value), 1), MOST_ATTEMPTS)
    return 1


def first_timestamp(message: RawMessage) -> int | None:
    """The timestamp of the record that a replayed one was at first, milliseconds since the epoch, or None where that
    had none: an article without a date of its own hangs on it, and must give the same outcome when it is sent again.
    Of a record on any other topic its own."""
    if not is_replay(message):
        return message.timestamp
    for name, value in reversed(message.headers):
        if name == "dlq.original.timestamp" and value is not None and value.isdigit() and len(value) < 16:
            return int(value)
    return None


def dead_letter_value(message: RawMessage, limits: Limits) -> bytes | None:
    """The value as received, cut at the limit of values."""
    value = message.value
    return value if value is None or len(value) <= limits.value else value[: limits.value]


def dead_letter_key(message: RawMessage) -> bytes | None:
    """The key as received; the SHA-256 (hexadecimal) of one that is longer than ``LONGEST_KEY``."""
    key = message.key
    return key if key is None or len(key) <= LONGEST_KEY else sha256(key).hexdigest().encode()


def dead_letter_headers(message: RawMessage, rejected: Rejected, stamp: Stamp, limits: Limits) -> Headers:
    """The headers as received, without any ``dlq.*`` among them, then ours. Headers over the limit are cut."""
    received, cut = _carry(message.headers, limits)
    value = message.value
    truncated = cut or (value is not None and len(value) > limits.value) or dead_letter_key(message) != message.key
    ours = (
        ("schema", "1"),
        ("original.topic", message.topic),
        ("original.partition", message.partition),
        ("original.offset", message.offset),
        ("original.timestamp", message.timestamp),
        ("original.timestamp_type", message.timestamp_type if message.topic is not None else None),
        ("consumer_group", stamp.consumer_group),
        ("stage", rejected.stage),
        ("reason", rejected.reason.value),
        ("retryable", "true" if rejected.retryable else "false"),
        ("attempts", stamp.attempts),
        ("error.class", rejected.error),
        ("error.message", escape(rejected.message, LONGEST_MESSAGE)),
        ("failed_at", stamp.failed_at),
        ("worker_version", stamp.worker_version),
        ("payload_sha256", sha256(value or b"").hexdigest()),
        ("truncated", "true" if truncated else None),
    )
    return (*received, *((DEAD_LETTER + name, str(each).encode()) for name, each in ours if each is not None))


def escape(message: str, longest: int) -> str:
    """``message`` on one line: control characters as ``\\xNN`` or ``\\uNNNN``, at most ``longest`` bytes of UTF-8."""
    line = _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), message[:longest])
    return line.encode("utf-8", "replace")[:longest].decode("utf-8", "ignore")


def _carry(headers: Headers, limits: Limits) -> tuple[Headers, bool]:
    """The received headers within the limits, and whether any had to be left out for them."""
    if not headers:
        return (), False
    carried: list[tuple[str, bytes | None]] = []
    size = 0
    for name, value in headers:
        if name.lower().startswith(DEAD_LETTER):
            continue
        size += len(name.encode("utf-8", "replace")) + len(value or b"")
        if len(carried) == limits.headers or size > limits.header_bytes:
            return tuple(carried), True
        carried.append((name, value))
    return tuple(carried), False
