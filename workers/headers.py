"""Headers of records: their limits, and the few that are read. Names may repeat, values may be null or any bytes."""

from __future__ import annotations

import re

from workers.model import Headers, Limits, RawMessage, Reason
from workers.refusal import Refused

DEAD_LETTER = "dlq."
"""What the names of our own headers on dead letters begin with. They are stripped from whatever comes in."""

REPLAY = ".replay"
"""End of the name of the only topic whose ``dlq.attempts`` is believed: only the replay command may write there."""

_BAGGAGE = "baggage"
_TRACEPARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def is_replay(message: RawMessage) -> bool:
    """Whether the record was read from the topic of replayed dead letters."""
    return message.topic is not None and message.topic.endswith(REPLAY)


def check_headers(message: RawMessage, limits: Limits) -> None:
    """Raises Refused (``headers``) where there are too many headers or bytes in them.

    Baggage is never carried on, and what a dead letter was given is replaced after its replay: neither counts.
    """
    if not message.headers:
        return
    uncounted = (_BAGGAGE, DEAD_LETTER) if is_replay(message) else (_BAGGAGE,)
    counted = [(name, value) for name, value in message.headers if not name.lower().startswith(uncounted)]
    if len(counted) > limits.headers:
        raise Refused(Reason.HEADERS, f"the record has {len(counted)} headers; the limit is {limits.headers}")
    total = sum(len(name.encode("utf-8", "replace")) + len(value or b"") for name, value in counted)
    if total > limits.header_bytes:
        raise Refused(Reason.HEADERS, f"the record's headers have {total} bytes; the limit is {limits.header_bytes}")


def content_type_of(headers: Headers) -> str:
    """The last ``content-type`` header in lower case; empty where there is none."""
    for name, value in reversed(headers):
        if value is not None and name.lower() == "content-type":
            return value[:200].decode("ascii", "replace").strip().lower()
    return ""


def trace_of(headers: Headers) -> Headers:
    """The incoming ``traceparent`` where it is well-formed (W3C Trace Context, 3.2); without one a reader starts
    a new trace."""
    for name, value in headers:
        if value is not None and name == "traceparent" and _TRACEPARENT.fullmatch(value):
            return ((name, value),)
    return ()
