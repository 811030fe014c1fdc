"""``raw_article/1``: JSON parsed, validated from its schema, and its fields taken over."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import orjson

from workers.model import Flag, Limits, RawArticle, Reason
from workers.normalize.identity import canonical_url
from workers.refusal import Refused
from workers.scan import exceeds_depth
from workers.schemas import validator

EXACT_FLOAT = 2**53
"""From here on a float no longer tells neighbouring integers apart; orjson reads integers above 64 bits as floats."""

LONGEST = {"published": 200, "modified": 200, "language": 200, "source": 1_000, "byline": 2_000}
"""Characters. A longer string is not what its field says; it is left out and the event flagged ``field_dropped``."""

_VALIDATOR = validator("raw_article")
_SCHEMA = re.compile(r"raw_article/([0-9]{1,9})(?:\.|$)")
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_KINDS = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "an integer", float: "a number"}
_OUT_OF_RANGE = ("maximum", "minimum")


def read_article(value: bytes | dict[str, Any], limits: Limits) -> RawArticle:
    """The raw article in JSON bytes, or in fields that need no parsing (plain text, a page).

    Raises Refused: ``depth``, ``encoding``, ``invalid_json``, ``schema_version``, ``schema``, ``number_range``,
    ``empty``, ``too_large``.
    """
    fields = _parse(value, limits.depth) if isinstance(value, bytes) else value
    html = fields.get("html")
    raw = _take_over(fields)
    if html is not None and html.strip():
        # pages are rare among records and their parser is large: text-only workers never load it
        from workers.normalize.html import complete

        raw = complete(raw, html)
    if not raw.text.strip():
        raise Refused(Reason.EMPTY, "the article's text is empty or only whitespace")
    if len(raw.text) > limits.text_characters:
        raise Refused(
            Reason.TOO_LARGE, f"the text has {len(raw.text)} characters; the limit is {limits.text_characters}"
        )
    if raw.title is not None and len(raw.title) > limits.text_characters:
        raise Refused(
            Reason.TOO_LARGE, f"the title has {len(raw.title)} characters; the limit is {limits.text_characters}"
        )
    return raw


def _parse(value: bytes, depth: int) -> dict[str, Any]:
    """A validated JSON object. Of a key that stands twice the last one counts (RFC 8259 leaves it open)."""
    if exceeds_depth(value, depth):
        raise Refused(Reason.DEPTH, f"the JSON is nested deeper than {depth} levels")
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError as error:
        _check_utf8(value)
        raise Refused(
            Reason.INVALID_JSON, f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    if not isinstance(fields, dict):
        raise Refused(Reason.SCHEMA, f"the value must be a JSON object, it is {_kind(fields)}")
    if not _VALIDATOR.is_valid(fields):
        _refuse(fields)
    number = fields.get("id")
    if isinstance(number, float) and abs(number) >= EXACT_FLOAT:
        raise Refused(Reason.NUMBER_RANGE, "`id` does not fit 64 bits; send it as a string")
    return fields


def _check_utf8(value: bytes) -> None:
    try:
        value.decode()
    except UnicodeDecodeError as error:
        raise Refused(Reason.ENCODING, f"the value is not UTF-8: byte {error.start} ({error.reason})") from None


def _refuse(fields: dict[str, Any]) -> None:
    """Raises Refused with the first violation, in words made from its place and kind: never from the payload."""
    name = fields.get("schema")
    if isinstance(name, str) and (version := _SCHEMA.match(name)) and int(version[1]) != 1:
        raise Refused(
            Reason.SCHEMA_VERSION, f"`schema` names raw_article/{int(version[1])}; this worker reads raw_article/1"
        )
    errors = [(list(error.instance_path), str(error.schema_path[-1])) for error in _VALIDATOR.iter_errors(fields)]
    path, keyword = min(errors, key=lambda each: (not each[0], each[0]))
    if not path:
        raise Refused(Reason.SCHEMA, "one of `text` and `html` is required, as a string")
    field = str(path[0])
    if keyword in _OUT_OF_RANGE:
        raise Refused(Reason.NUMBER_RANGE, f"`{field}` does not fit 64 bits; send it as a string")
    if keyword == "pattern":
        raise Refused(Reason.SCHEMA, f"`{field}` must be raw_article/1")
    wanted = "a string or an integer" if field == "id" else "a string"
    raise Refused(Reason.SCHEMA, f"`{field}` must be {wanted}, it is {_kind(fields[field])}")


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), "something else")


def _take_over(fields: dict[str, Any]) -> RawArticle:
    flags: list[Flag] = []
    number = fields.get("id")
    if isinstance(number, float):
        number = int(number)
    url = _string(fields, "url")
    if url is not None and canonical_url(url) is None:
        url = None
        flags.append(Flag.URL_DROPPED)
    fetched_at = _string(fields, "fetched_at")
    if fetched_at is not None and (fetched_at := _moment(fetched_at)) is None:
        flags.append(Flag.FETCHED_AT_DROPPED)
    short = {name: value for name in LONGEST if (value := _string(fields, name)) is not None}
    for name in [name for name, value in short.items() if len(value) > LONGEST[name]]:
        del short[name]
        flags.append(Flag.FIELD_DROPPED)
    return RawArticle(
        text=fields.get("text") or "",
        id=str(number) if number is not None else None,
        url=url,
        title=_string(fields, "title"),
        fetched_at=fetched_at,
        published=short.get("published"),
        modified=short.get("modified"),
        source=short.get("source"),
        byline=short.get("byline"),
        language=short.get("language"),
        flags=tuple(dict.fromkeys(flags)),
    )


def _string(fields: dict[str, Any], name: str) -> str | None:
    """A field as it stands; None where it is absent, null, or blank."""
    value: str | None = fields.get(name)
    return value if value and not value.isspace() else None


def _moment(value: str) -> str | None:
    """An RFC 3339 moment with ``T`` and ``Z`` in upper case; None for anything else, such as the 31st of February."""
    value = value.strip()
    if len(value) > 40 or not _RFC3339.fullmatch(value):
        return None
    value = value[:10] + "T" + value[11:].upper()
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return value
