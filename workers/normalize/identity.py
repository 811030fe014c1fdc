"""Which article this is: ids and versions, the same for the same bytes on any machine and in any year."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from unicodedata import normalize

from workers.normalize.address import canonical_url
from workers.normalize.fields import Fields
from workers.tombstone import Tombstone

__all__ = ["article_id", "canonical_url", "content_version", "tombstone_id"]

_ASCII = bytes(range(128))
_STABLE = frozenset(map(chr, (*range(0x80, 0x300), *range(0x2010, 0x2028), 0x20AC, 0x2122)))
"""Characters that are as they are in NFC, whatever stands around them: Latin letters, typographic marks."""

_ARTICLE_ID = re.compile(rb"[0-9a-f]{32}")


def article_id(url: str | None, fields: Fields) -> str:
    """32 hexadecimal digits: of the canonical URL, or without one of the content.

    The content is its title and body (where it has neither, the whole text), in NFC and with every run of white space
    as one space, so that NFC and NFD, CRLF and LF, and two line widths of one message agree.
    """
    if url is not None:
        return _digest(b"url", url.encode())
    if fields.title is None and fields.body is None:
        return _digest(b"text", _fold(fields.rest))
    return _digest(b"content", _fold(fields.title), _fold(fields.body))


def content_version(fields: Fields) -> str:
    """32 hexadecimal digits of everything that a reader of the article sees: another version has another text."""
    seen = (fields.title, fields.kicker, fields.byline, fields.caption, fields.credit, fields.body, fields.rest)
    return _digest(b"version", *map(_fold, seen))


def tombstone_id(tombstone: Tombstone) -> str:
    """The id of the article that a tombstone withdraws: of its URL; its key where that is an article id; else the
    key's own digest (a key of any bytes and length)."""
    url = canonical_url(tombstone.url)
    if url is not None:
        return _digest(b"url", url.encode())
    if _ARTICLE_ID.fullmatch(tombstone.key):
        return tombstone.key.decode()
    return blake2b(b"key\0" + tombstone.key, digest_size=16).hexdigest()


@lru_cache(maxsize=8)
def _fold(value: str | None) -> bytes:
    """A cleaned field on one line (its paragraphs and lines are already folded), in NFC and UTF-8.

    The id and the version fold the same body: the last ones are kept.
    """
    if value is None:
        return b""
    encoded = value.encode()
    if not value.isascii() and not _STABLE.issuperset(encoded.translate(None, _ASCII).decode()):
        encoded = normalize("NFC", value).encode()
    return encoded.replace(b"\n\n", b" ").replace(b"\n", b" ")


def _digest(kind: bytes, *parts: bytes) -> str:
    return blake2b(b"\0".join((kind, *parts)), digest_size=16).hexdigest()
