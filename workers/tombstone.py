"""A null value on the raw topic: the article under its key is withdrawn."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workers.model import Reason
from workers.refusal import Refused

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """``key``: the record's key as received. ``url``: the key where it is an http(s) address; else ``raw_id``: the key
    where it is readable text."""

    key: bytes
    raw_id: str | None = None
    url: str | None = None


def read_tombstone(key: bytes | None, readable: int) -> Tombstone:
    """The tombstone of a null value under ``key``. A key longer than ``readable`` bytes, or not in UTF-8, withdraws its
    article all the same, but is not repeated as ``raw_id``. Raises Refused (``empty``) where there is no key."""
    if not key:
        raise Refused(Reason.EMPTY, "the record has neither a value nor a key")
    if len(key) > readable:
        return Tombstone(key=key)
    try:
        text = key.decode()
    except UnicodeDecodeError:
        return Tombstone(key=key)
    if _ADDRESS.match(text):
        return Tombstone(key=key, url=text)
    return Tombstone(key=key, raw_id=text if text.isprintable() else None)
