"""What decoding does beside refusing: forms, content types, fields taken over, keys of tombstones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workers.decode import Tombstone, decode
from workers.model import Flag, Headers, Limits, Options, RawArticle, RawMessage, Reason, Rejected
from workers.scan import exceeds_depth, is_utf16, opens_with_brackets

OPTIONS = Options()


def read(value: bytes, content_type: str | None = None, options: Options = OPTIONS) -> RawArticle:
    headers: Headers = () if content_type is None else (("Content-Type", content_type.encode()),)
    decoded = decode(RawMessage(value=value, headers=headers), options)
    assert isinstance(decoded, RawArticle), decoded
    return decoded


def read_fields(**fields: Any) -> RawArticle:
    return read(json.dumps({"text": "x", **fields}).encode())


@pytest.mark.parametrize(
    ("value", "content_type", "text"),
    [
        (b'{"text":"a"}', None, "a"),
        (b' \r\n\t{"text":"a"}', None, "a"),
        (b'\xef\xbb\xbf {"text":"a"}', None, "a"),
        (b'{"text":"a"}', "application/json; charset=utf-8", "a"),
        (b'{"text":"a"}', "application/vnd.news+json", "a"),
        (b'{"text":"a"}', "application/octet-stream", "a"),
        (b'{"text":"a"}', "text/plain", '{"text":"a"}'),
        (b"[1] a note", None, "[1] a note"),
        (b"\xef\xbb\xbf a\r\nb ", None, " a\r\nb "),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", None, "\ufeffa"),
        (b"e\xcc\x81\x00", "text/plain", "e\u0301\x00"),
        (b"\x00a note", "text/plain", "\x00a note"),
        (b"<p>a</p>", None, "<p>a</p>"),
        (b"<p>a</p>", "text/html", "a"),
    ],
)
def test_the_form_and_the_text(value: bytes, content_type: str | None, text: str) -> None:
    assert read(value, content_type).text == text


def test_the_last_content_type_counts() -> None:
    headers: Headers = (("content-type", b"application/json"), ("content-type", b"text/plain"), ("content-type", None))
    decoded = decode(RawMessage(value=b"[1]", headers=headers), OPTIONS)
    assert isinstance(decoded, RawArticle)
    assert decoded.text == "[1]"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": 4711}, {"id": "4711"}),
        ({"id": 18446744073709551615}, {"id": "18446744073709551615"}),
        ({"id": -1}, {"id": "-1"}),
        ({"id": 12.0}, {"id": "12"}),
        ({"id": ""}, {"id": ""}),
        ({"title": None, "byline": "", "source": "  "}, {"title": None, "byline": None, "source": None}),
        ({"title": " A\u200b\n"}, {"title": " A\u200b\n"}),
        ({"schema": "raw_article/1"}, {}),
        ({"schema": "raw_article/1.4"}, {}),
        ({"schema": None}, {}),
        ({"url": "HTTPS://A.example/?utm_source=x"}, {"url": "HTTPS://A.example/?utm_source=x", "flags": ()}),
        ({"url": "//a.example/b"}, {"url": None, "flags": (Flag.URL_DROPPED,)}),
        ({"url": "a.example/b"}, {"url": None, "flags": (Flag.URL_DROPPED,)}),
        ({"url": "https://a.example/" + "b" * 9_000}, {"url": None, "flags": (Flag.URL_DROPPED,)}),
        ({"url": None}, {"url": None, "flags": ()}),
        ({"fetched_at": "2026-04-12t06:02:11z"}, {"fetched_at": "2026-04-12T06:02:11Z", "flags": ()}),
        ({"fetched_at": "2026-04-12 06:02:11.25+05:30"}, {"fetched_at": "2026-04-12T06:02:11.25+05:30"}),
        ({"fetched_at": "2026-04-12T06:02:11"}, {"fetched_at": None, "flags": (Flag.FETCHED_AT_DROPPED,)}),
        ({"fetched_at": "2026-02-30T06:02:11Z"}, {"fetched_at": None, "flags": (Flag.FETCHED_AT_DROPPED,)}),
        ({"fetched_at": "2026-04-12"}, {"fetched_at": None, "flags": (Flag.FETCHED_AT_DROPPED,)}),
        ({"published": "9" * 201, "language": "e" * 300}, {"published": None, "flags": (Flag.FIELD_DROPPED,)}),
        ({"source": "S" * 1_000, "byline": "B" * 2_001}, {"source": "S" * 1_000, "byline": None}),
        ({"html": "<title>T</title>", "title": "Own"}, {"title": "Own", "html": None, "from_html": frozenset()}),
        ({"html": "<title>T</title>"}, {"title": "T", "text": "x", "html": None, "from_html": frozenset({"title"})}),
    ],
)
def test_fields_are_taken_over(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    decoded = read_fields(**fields)
    assert {name: getattr(decoded, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("key", "raw_id", "url"),
    [
        (b"https://a.example/b", None, "https://a.example/b"),
        (b"harbour-0412", "harbour-0412", None),
        (b"a\nb", None, None),
        (b"\xff", None, None),
        (b"k" * 1_024, "k" * 1_024, None),
        (b"k" * 1_025, None, None),
    ],
)
def test_a_null_value_is_a_tombstone(key: bytes, raw_id: str | None, url: str | None) -> None:
    assert decode(RawMessage(value=None, key=key), OPTIONS) == Tombstone(key=key, raw_id=raw_id, url=url)


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        ("<p>Grüße</p>".encode(), "text/html"),
        ("<p>Grüße</p>".encode(), "text/html; charset=iso-8859-1"),
        ("<p>Grüße</p>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("<meta charset=windows-1252><p>Grüße</p>".encode("latin-1"), "text/html"),
        ("<p>Grüße</p>".encode("utf-16"), "text/html"),
    ],
)
def test_a_page_names_its_character_set(page: bytes, content_type: str) -> None:
    assert read(page, content_type).text == "Grüße"


@pytest.mark.parametrize("charset", ["utf-7", "idna", "unicode_escape", "rot13", "nonsense", "utf-8"])
def test_a_page_in_no_known_character_set_is_refused(charset: str) -> None:
    headers: Headers = (("content-type", f"text/html; charset={charset}".encode()),)
    decoded = decode(RawMessage(value=b"<p>Gr\xfc\xdfe</p>", headers=headers), OPTIONS)
    assert isinstance(decoded, Rejected)
    assert decoded.reason is Reason.ENCODING


def test_messages_say_where() -> None:
    for value, message in (
        (b'{"text":42}', "`text` must be a string, it is an integer"),
        (b'{"text":"x","id":[1]}', "`id` must be a string or an integer, it is an array"),
        (b"{}", "one of `text` and `html` is required, as a string"),
        (b'{"text":"x","schema":"raw_article/9"}', "`schema` names raw_article/9; this worker reads raw_article/1"),
        (b'{"text":"caf\xe9"}', "the value is not UTF-8: byte 12 (invalid continuation byte)"),
        (b'{"text":', "not JSON at line 1, column 9: unexpected end of data"),
    ):
        decoded = decode(RawMessage(value=value), OPTIONS)
        assert isinstance(decoded, Rejected)
        assert decoded.message == message
        assert (decoded.stage, decoded.retryable) == ("decode", False)


def test_limits_are_those_of_the_options() -> None:
    small = Options(limits=Limits(value=20, text_characters=5, headers=1, header_bytes=9, depth=2))
    for value, headers, reason in (
        (b"x" * 21, (), Reason.TOO_LARGE),
        (b"123456", (), Reason.TOO_LARGE),
        (b"1", (("a", b""), ("b", b"")), Reason.HEADERS),
        (b"1", (("a", b"123456789"),), Reason.HEADERS),
        (b'{"text":"x","a":[[]]}'[:20], (), Reason.DEPTH),
    ):
        decoded = decode(RawMessage(value=value, headers=headers), small)
        assert isinstance(decoded, Rejected)
        assert decoded.reason is reason


def test_the_headers_of_a_dead_letter_do_not_count_on_its_replay() -> None:
    headers: Headers = (*((f"h{number}", b"") for number in range(64)), *((f"dlq.{each}", b"x") for each in range(20)))
    replayed = RawMessage(value=b"x", headers=headers, topic="news.replay")
    assert isinstance(decode(replayed, OPTIONS), RawArticle)
    spoofed = decode(RawMessage(value=b"x", headers=headers, topic="news.raw"), OPTIONS)
    assert isinstance(spoofed, Rejected)
    assert spoofed.reason is Reason.HEADERS


@pytest.mark.parametrize(
    ("value", "depth", "expected"),
    [
        (b"[[]]", 2, False),
        (b"[[]]", 1, True),
        (b'["[[[["]', 1, False),
        (b'["\\"[[["]', 1, False),
        (b'["\\\\",[[', 1, True),
        (b'"[[[[', 1, False),
        (b'{"a":{},"b":{}}', 2, False),
        (b"]]]][[", 1, False),
        (b"[]" * 100, 1, False),
    ],
)
def test_depth_is_counted_outside_strings(value: bytes, depth: int, expected: bool) -> None:
    assert exceeds_depth(value, depth) is expected


def test_scans_of_odd_beginnings() -> None:
    assert not is_utf16(b"")
    assert not is_utf16(b"\x00\x00\x00\x00\x01")
    assert is_utf16("{}".encode("utf-16-le"))
    assert opens_with_brackets(b" [{" * 3 + b"[[[", 4) is False
    assert opens_with_brackets(b"  [{[{[", 4) is True
    assert opens_with_brackets(b"[[[[ a", 4) is False
