"""Bytes in, a raw article out: every record is read, judged and refused here, before any step sees it.

Limits come before parsing. What is refused is a value, ``Rejected``, whose message says which field or rule, never what
the payload held. What is merely odd is accepted and flagged. The text itself is never changed.
"""

from __future__ import annotations

import codecs
import re

from workers.decode_json import read_article
from workers.headers import check_headers, content_type_of
from workers.model import Options, RawArticle, RawMessage, Reason, Rejected
from workers.refusal import Refused
from workers.scan import UTF8_BOM, Form, exceeds_depth, is_framed, is_utf16, opens_with_brackets, sniff
from workers.tombstone import Tombstone, read_tombstone

__all__ = ["Tombstone", "decode"]

FRAME = 5
"""Bytes of a schema registry's frame: a zero byte and a 4-byte schema id (Confluent wire format)."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_LEGACY = re.compile(
    r"(?:iso8859-\d{1,2}|cp125\d|koi8-[ru]|gbk|gb2312|gb18030|big5|euc_(?:jp|kr)|shift_jis|iso2022_jp)"
)


def decode(message: RawMessage, options: Options) -> RawArticle | Tombstone | Rejected:
    """The raw article in a record; a tombstone for a null value with a key; or why the record is refused.

    Never raises for any bytes. The text is the decoded string unchanged, but for one byte order mark at its start.
    """
    try:
        return _decode(message, options)
    except Refused as refused:
        return refused.rejected


def _decode(message: RawMessage, options: Options) -> RawArticle | Tombstone:
    limits = options.limits
    check_headers(message, limits)
    value = message.value
    if value is None:
        return read_tombstone(message.key, limits.key)
    if len(value) > limits.value:
        raise Refused(Reason.TOO_LARGE, f"the value has {len(value)} bytes; the limit is {limits.value}")
    content_type = content_type_of(message.headers)
    form = _declared(content_type)
    if form in (None, "json") and is_framed(value) and not is_utf16(value):
        if not options.registry_framing:
            raise Refused(
                Reason.FRAMING,
                "the value starts with a schema registry's frame (a zero byte and a schema id); "
                "set DATELINE_REGISTRY_FRAMING=true to read such values",
            )
        if len(value) <= FRAME:
            raise Refused(Reason.FRAMING, "the value ends inside a schema registry's frame")
        value, form = value[FRAME:], form or "json"
    if value.startswith(UTF8_BOM):
        value = value[len(UTF8_BOM) :]
    if not value.strip():
        raise Refused(Reason.EMPTY, "the value is empty or only whitespace")
    if is_utf16(value) and form != "html":
        raise Refused(Reason.ENCODING, "the value is UTF-16; send UTF-8")
    match form or sniff(value):
        case "json":
            return read_article(value, limits)
        case "html":
            return read_article({"html": _decode_page(value, content_type)}, limits)
        case _:
            if form is None and opens_with_brackets(value, limits.depth) and exceeds_depth(value, limits.depth):
                raise Refused(Reason.DEPTH, f"the value opens more than {limits.depth} levels of brackets")
            return read_article({"text": _decode_utf8(value)}, limits)


def _declared(content_type: str) -> Form | None:
    """The form that a content type names; None for none and for one that says nothing (octets)."""
    essence = content_type.partition(";")[0].strip()
    if essence in ("application/json", "text/json") or essence.endswith("+json"):
        return "json"
    if essence in ("text/html", "application/xhtml+xml"):
        return "html"
    return "text" if essence == "text/plain" else None


def _decode_utf8(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise Refused(Reason.ENCODING, f"the value is not UTF-8: byte {error.start} ({error.reason})") from None


def _decode_page(value: bytes, content_type: str) -> str:
    """A page's characters: UTF-8, else the charset of its content type, else of its meta tag (the order of the HTML
    standard, but that UTF-8 which decodes is taken for UTF-8)."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        pass
    if value[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return value.decode("utf-16", "replace")
    named = re.search(r"charset=[\"']?([a-z0-9_:.-]{1,40})", content_type)
    label = named[1] if named else None
    if label is None and (found := _META_CHARSET.search(value[:4096])):
        label = found[1].decode("ascii")
    try:
        codec = codecs.lookup(label or "utf-8").name
        if codec == "iso8859-1":
            codec = "cp1252"  # as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
        if _LEGACY.fullmatch(codec):
            return value.decode(codec)
    except (LookupError, UnicodeDecodeError):
        pass
    raise Refused(Reason.ENCODING, "the page is neither UTF-8 nor in the character set that it declares")
