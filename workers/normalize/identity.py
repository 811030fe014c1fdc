"""Which article this is: ids and versions, the same for the same bytes on any machine and in any year."""

from __future__ import annotations

import re
from hashlib import blake2b
from unicodedata import normalize

from workers.normalize.address import canonical_url
from workers.normalize.fields import Fields
from workers.tombstone import Tombstone

__all__ = ["article_id", "canonical_url", "content_version", "tombstone_id"]

_ARTICLE_ID = re.compile(rb"[0-9a-f]{32}")


def article_id(url: str | None, fields: Fields) -> str:
    """32 hexadecimal digits: of the canonical URL, or without one of the content.

    The content is its title and body (where it has neither, the whole text), in NFC and with every run of white space
    as one space, so that NFC and NFD, CRLF and LF, and two line widths of one message agree.
    """
    if url is not None:
        return _digest("url", url)
    if fields.title is None and fields.body is None:
        return _digest("text", _fold(fields.rest))
    return _digest("content", _fold(fields.title), _fold(fields.body))


def content_version(fields: Fields) -> str:
    """32 hexadecimal digits of everything that a reader of the article sees: another version has another text."""
    seen = (fields.title, fields.kicker, fields.byline, fields.caption, fields.credit, fields.body, fields.rest)
    return _digest("version", *map(_fold, seen))


def tombstone_id(tombstone: Tombstone) -> str:
    """The id of the article that a tombstone withdraws: of its URL; its key where that is an article id; else the
    key's own digest (a key of any bytes and length)."""
    url = canonical_url(tombstone.url)
    if url is not None:
        return _digest("url", url)
    if _ARTICLE_ID.fullmatch(tombstone.key):
        return tombstone.key.decode()
    return blake2b(b"key\0" + tombstone.key, digest_size=16).hexdigest()


def _fold(value: str | None) -> str:
    """A cleaned field on one line (its paragraphs and lines are already folded) and in NFC."""
    if value is None:
        return ""
    line = value.replace("\n\n", " ").replace("\n", " ")
    return line if line.isascii() else normalize("NFC", line)


def _digest(kind: str, *parts: str) -> str:
    return blake2b("\0".join((kind, *parts)).encode(), digest_size=16).hexdigest()
