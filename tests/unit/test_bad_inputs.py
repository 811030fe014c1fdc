"""Every kind of bad input that is decided without a broker: one row each, with its outcome.

A number names the case in the catalogue of bad inputs; those that need a broker (compressed batches, offsets after a
restart, aborted transactions, reject limits) are under ``tests/broker``.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from workers.dead_letter import Stamp
from workers.emit import Emission, records
from workers.model import Enriched, Flag, Headers, Limits, Options, Outcome, RawMessage, Reason, Rejected
from workers.pipeline import process
from workers.schemas import validator

JSON: Headers = (("content-type", b"application/json"),)
TEXT: Headers = (("content-type", b"text/plain; charset=utf-8"),)
STAMP = Stamp(consumer_group="g", failed_at="2026-04-12T06:02:12Z", worker_version="1")
DEFAULTS = Options()
STORY = 'The bridge over the Ansel reopened on Monday, the county said. "It is safe," said Ruth Abel, its engineer.'


def article(**fields: Any) -> bytes:
    return json.dumps({"text": STORY, **fields}, ensure_ascii=False).encode()


def nested(levels: int) -> bytes:
    return b'{"text":"x","deep":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@dataclass(frozen=True, kw_only=True)
class Case:
    number: int
    name: str
    value: bytes | None
    reason: Reason | None = None
    key: bytes | None = None
    headers: Headers = ()
    flags: tuple[Flag, ...] = ()
    options: Options = DEFAULTS
    within: float = 5.0


FRAMED = b"\x00\x00\x00\x00\x2a" + article()
REJECTED = [
    Case(number=1, name="no value, no key", value=None, reason=Reason.EMPTY),
    Case(number=2, name="no bytes", value=b"", reason=Reason.EMPTY),
    Case(number=2, name="a mark of byte order alone", value=b"\xef\xbb\xbf", reason=Reason.EMPTY),
    Case(number=3, name="white space", value=b" \r\n\t ", reason=Reason.EMPTY),
    Case(number=3, name="white space as text", value=article(text=" \n\u2003 "), reason=Reason.EMPTY),
    Case(number=3, name="an empty text", value=article(text=""), reason=Reason.EMPTY),
    Case(number=4, name="cut off", value=article()[:-9], reason=Reason.INVALID_JSON),
    Case(number=5, name="two documents", value=article() + article(), reason=Reason.INVALID_JSON),
    Case(number=5, name="bytes behind", value=article() + b"x", reason=Reason.INVALID_JSON),
    Case(number=6, name="two marks of byte order", value=b"\xef\xbb\xbf" * 2 + article(), headers=JSON,
         reason=Reason.INVALID_JSON),
    Case(number=7, name="UTF-16 with a mark", value=article().decode().encode("utf-16"), reason=Reason.ENCODING),
    Case(number=7, name="UTF-16, little end first", value=article().decode().encode("utf-16-le"),
         reason=Reason.ENCODING),
    Case(number=7, name="UTF-16, big end first", value=article().decode().encode("utf-16-be"), reason=Reason.ENCODING),
    Case(number=7, name="text in UTF-16", value=STORY.encode("utf-16-le"), headers=TEXT, reason=Reason.ENCODING),
    Case(number=8, name="0xFF in a string", value=b'{"text":"caf\xff"}', reason=Reason.ENCODING),
    Case(number=8, name="Latin-1 as plain text", value="Caf\u00e9 au lait".encode("latin-1"), headers=TEXT,
         reason=Reason.ENCODING),
    Case(number=9, name="overlong", value=b'{"text":"\xc0\xaf"}', reason=Reason.ENCODING),
    Case(number=10, name="an encoded surrogate", value=b'{"text":"\xed\xa0\x80"}', reason=Reason.ENCODING),
    Case(number=11, name="half a surrogate pair", value=b'{"text":"\\ud800"}', reason=Reason.INVALID_JSON),
    Case(number=13, name="a bare NUL", value=b'{"text":"a\x00b"}', reason=Reason.INVALID_JSON),
    Case(number=13, name="a bare control character", value=b'{"text":"a\x1bb"}', reason=Reason.INVALID_JSON),
    Case(number=14, name="1,025 levels", value=nested(1_025), reason=Reason.DEPTH),
    Case(number=15, name="255 levels", value=nested(255), reason=Reason.DEPTH),
    Case(number=15, name="65 levels", value=nested(65), reason=Reason.DEPTH),
    Case(number=16, name="100,000 brackets", value=b"[" * 100_000, headers=JSON, reason=Reason.DEPTH, within=0.05),
    Case(number=16, name="100,000 brackets of no type", value=b"[" * 100_000, reason=Reason.DEPTH, within=0.05),
    Case(number=16, name="100,000 objects", value=b'{"a":' * 100_000, reason=Reason.DEPTH, within=0.2),
    Case(number=17, name="NaN", value=b'{"text":"x","score":NaN}', reason=Reason.INVALID_JSON),
    Case(number=17, name="Infinity", value=b'{"text":"x","score":-Infinity}', reason=Reason.INVALID_JSON),
    Case(number=17, name="1e400", value=b'{"text":"x","score":1e400}', reason=Reason.INVALID_JSON),
    Case(number=18, name="2^64 as id", value=b'{"text":"x","id":18446744073709551616}', reason=Reason.NUMBER_RANGE),
    Case(number=18, name="-2^63-1 as id", value=b'{"text":"x","id":-9223372036854775809}', reason=Reason.NUMBER_RANGE),
    Case(number=19, name="5,000 digits", value=b'{"text":"x","id":' + b"9" * 5_000 + b"}", reason=Reason.INVALID_JSON),
    Case(number=21, name="an array", value=b'[{"text":"x"}]', headers=JSON, reason=Reason.SCHEMA),
    Case(number=21, name="a string", value=b'"text"', headers=JSON, reason=Reason.SCHEMA),
    Case(number=21, name="a number", value=b"42", headers=JSON, reason=Reason.SCHEMA),
    Case(number=21, name="null", value=b"null", headers=JSON, reason=Reason.SCHEMA),
    Case(number=22, name="neither text nor html", value=b'{"title":"x"}', reason=Reason.SCHEMA),
    Case(number=22, name="both null", value=b'{"text":null,"html":null}', reason=Reason.SCHEMA),
    Case(number=23, name="a number as text", value=b'{"text":42}', reason=Reason.SCHEMA),
    Case(number=23, name="an object as url", value=article(url={"href": "x"}), reason=Reason.SCHEMA),
    Case(number=23, name="a boolean as id", value=article(id=True), reason=Reason.SCHEMA),
    Case(number=23, name="a fraction as id", value=article(id=1.5), reason=Reason.SCHEMA),
    Case(number=25, name="a later major version", value=article(schema="raw_article/2"), reason=Reason.SCHEMA_VERSION),
    Case(number=25, name="another schema", value=article(schema="weather/1"), reason=Reason.SCHEMA),
    Case(number=26, name="a registry's frame", value=FRAMED, reason=Reason.FRAMING),
    Case(number=26, name="half a frame", value=b"\x00\x00", reason=Reason.FRAMING),
    Case(number=28, name="a byte over the limit", value=b"x" * 1_000_001, reason=Reason.TOO_LARGE),
    Case(number=28, name="200,001 characters", value=b"x" * 200_001, reason=Reason.TOO_LARGE),
    Case(number=29, name="an event over the limit", value=article(), reason=Reason.OUTPUT_TOO_LARGE,
         options=Options(limits=Limits(output=1_000))),
    Case(number=31, name="100,000 headers", value=article(), headers=(("h", b"v"),) * 100_000, reason=Reason.HEADERS),
    Case(number=31, name="a header of 1 MB", value=article(), headers=(("h", b"v" * 1_000_000),),
         reason=Reason.HEADERS),
]  # fmt: skip
ACCEPTED = [
    Case(number=6, name="one mark of byte order", value=b"\xef\xbb\xbf" + article()),
    Case(number=6, name="a mark before text", value=b"\xef\xbb\xbf" + STORY.encode(), headers=TEXT),
    Case(number=12, name="an escaped NUL", value=b'{"text":"The vote was\\u0000 close."}', flags=(Flag.NUL,)),
    Case(number=13, name="a NUL in plain text", value=b"The vote was\x00 close.", flags=(Flag.NUL,)),
    Case(number=15, name="64 levels", value=nested(64)),
    Case(number=15, name="brackets in a string", value=article(text="[" * 100 + STORY)),
    Case(number=18, name="2^64-1 as id", value=b'{"text":"x","id":18446744073709551615}'),
    Case(number=18, name="2^64 where it is ignored", value=b'{"text":"x","views":18446744073709551616}'),
    Case(number=20, name="a key twice", value=b'{"text":"first","text":"last"}'),
    Case(number=24, name="unknown fields", value=article(mood="good", tags=[1, {"a": None}])),
    Case(number=26, name="a registry's frame, allowed", value=FRAMED, options=Options(registry_framing=True)),
    Case(number=27, name="the limit exactly", value=article() + b" " * (1_000_000 - len(article()))),
    Case(number=27, name="200,000 characters", value=b"word " * 40_000),
    Case(number=32, name="odd headers", value=article(), headers=(("a", None), ("b", b"\xff\xfe"), ("", b""))),
    Case(number=34, name="a broken traceparent", value=article(), headers=(("traceparent", b"00-xyz-1-01"),)),
    Case(number=35, name="much baggage", value=article(), headers=(("baggage", b"k=v," * 5_000),)),
    Case(number=36, name="no key", value=article()),
    Case(number=37, name="a binary key", value=article(), key=b"\x00\xff\xfe"),
    Case(number=37, name="a key of 10 kB", value=article(), key=b"k" * 10_240),
    Case(number=38, name="furniture alone", value=article(text="Share\nTweet\nSubscribe to our newsletter\n")),
    Case(number=40, name="bait for regular expressions", value=(b"a" * 50_000 + b"!"), within=0.5),
    Case(number=41, name="200,000 characters, no space", value=b"x" * 200_000),
    Case(number=42, name="direction and zero width", value=article(text=STORY + " Ca\u200bfe \u202eevil\u202c."),
         flags=(Flag.BIDI, Flag.ZERO_WIDTH)),
    Case(number=44, name="mojibake", value=article(text="PÃ¤rnu: â€œWe expect 5,000 guests,â€\x9d said Mari Tamm."),
         flags=(Flag.CONTROL, Flag.MOJIBAKE)),
    Case(number=45, name="9999-99-99", value=article(published="9999-99-99"), flags=(Flag.DATE_OUT_OF_RANGE,)),
    Case(number=46, name="the epoch", value=article(published="1970-01-01"), flags=(Flag.DATE_OUT_OF_RANGE,)),
    Case(number=51, name="a script's address", value=article(url="javascript:alert(1)"), flags=(Flag.URL_DROPPED,)),
    Case(number=51, name="a file's address", value=article(url="file:///etc/hosts"), flags=(Flag.URL_DROPPED,)),
    Case(number=51, name="a time in words", value=article(fetched_at="this morning"),
         flags=(Flag.FETCHED_AT_DROPPED,)),
]  # fmt: skip


def name(case: Case) -> str:
    return f"{case.number:02}-{case.name}"


def run(case: Case) -> tuple[RawMessage, Outcome, Emission]:
    message = RawMessage(
        value=case.value, key=case.key, headers=case.headers, topic="news.raw", partition=0, offset=3, timestamp=-1
    )
    began = time.process_time()
    outcome = process(message, case.options)
    assert time.process_time() - began < case.within
    return message, outcome, records(message, outcome, stamp=STAMP, limits=case.options.limits)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is loaded at the first record is not the record's time."""
    process(RawMessage(value=article()))


@pytest.mark.parametrize("case", REJECTED, ids=name)
def test_rejected(case: Case) -> None:
    message, _, emission = run(case)
    assert isinstance(emission.outcome, Rejected)
    assert emission.outcome.reason is case.reason
    [record] = emission.records
    assert record.stream == "rejected"
    assert record.key == message.key
    limit = case.options.limits.value
    assert record.value == (None if message.value is None else message.value[:limit])
    ours = {each: (value or b"").decode() for each, value in record.headers if each.startswith("dlq.")}
    assert [str(each) for each in validator("rejected").iter_errors(ours)] == []
    assert len(record.headers) <= 64 + len(ours)


@pytest.mark.parametrize("case", ACCEPTED, ids=name)
def test_accepted(case: Case) -> None:
    _, outcome, emission = run(case)
    assert isinstance(outcome, Enriched)
    assert set(case.flags) <= set(outcome.flags)
    first = emission.records[0]
    assert first.key == outcome.id.encode()
    event = orjson.loads(first.value or b"")
    assert [str(each) for each in validator("enriched_article").iter_errors(event)] == []
    assert {each for each, _ in first.headers} == {"content-type", "schema"}


def outcome_of(value: bytes, headers: Headers = (), **fields: Any) -> Enriched:
    outcome = process(RawMessage(value=value, headers=headers, **fields))
    assert isinstance(outcome, Enriched), outcome
    return outcome


def test_01_a_tombstone_withdraws() -> None:
    url = "https://www.example.org/a"
    article_of_url = outcome_of(article(url=url))
    for key in (url.encode(), article_of_url.id.encode()):
        outcome = process(RawMessage(value=None, key=key))
        assert isinstance(outcome, Enriched)
        assert outcome.withdrawn
        assert outcome.id == article_of_url.id
    [record] = records(RawMessage(value=None, key=b"k"), outcome, stamp=STAMP, limits=Limits()).records
    event = orjson.loads(record.value or b"")
    assert event["withdrawn"] is True
    assert validator("enriched_article").is_valid(event)


def test_20_the_last_of_two_keys_counts() -> None:
    assert outcome_of(b'{"text":"first","text":"last"}').text == "last"


def test_33_spoofed_headers_are_stripped() -> None:
    headers: Headers = (("dlq.attempts", b"99"), ("DLQ.reason", b"x"), ("own", b"\xff"), ("own", None))
    message = RawMessage(value=b"", headers=headers, topic="news.raw", partition=0, offset=1)
    [record] = records(message, process(message), stamp=STAMP, limits=Limits()).records
    assert [each for each in record.headers if not each[0].startswith("dlq.")] == [("own", b"\xff"), ("own", None)]
    assert [value for each, value in record.headers if each == "dlq.attempts"] == [b"1"]
    assert len({each for each, _ in record.headers}) == len(record.headers) - 1


def test_34_a_sound_traceparent_is_carried() -> None:
    trace = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    message = RawMessage(value=article(), headers=(trace, ("tracestate", b"a=b"), ("baggage", b"k=v")))
    emission = records(message, process(message), stamp=STAMP, limits=Limits())
    for record in emission.records:
        assert trace in record.headers
        assert len(record.headers) == 3


@pytest.mark.parametrize("key", [b"\x00\xff", b"k" * 10_240])
def test_37_any_key_withdraws_under_its_hash(key: bytes) -> None:
    outcome = process(RawMessage(value=None, key=key))
    assert isinstance(outcome, Enriched)
    assert (len(outcome.id), outcome.raw_id, outcome.url) == (32, None, None)


def test_38_furniture_has_no_body() -> None:
    assert outcome_of(article(text="Share\nTweet\nEmail\nSubscribe to our newsletter\n")).body is None


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><p>{STORY}</p><script>alert('x')</script></body></html>",
        f"<p>{STORY}<script>alert('x')",
        f"<div><p>{STORY}</div></b></p><style>p {{}}</style><!-- alert -->",
        f"<div{'<' * 10}><p>{STORY}<p",
        "<div>" * 300 + STORY + "<script>alert(1)</script>",
    ],
)
def test_39_a_page_gives_its_text(page: str) -> None:
    for outcome in (
        outcome_of(json.dumps({"html": page}).encode()),
        outcome_of(page.encode(), headers=(("content-type", b"text/html"),)),
    ):
        assert STORY in (outcome.text or "")
        assert "alert" not in (outcome.text or "")
        assert "<p" not in (outcome.text or "")


def test_42_marks_are_gone_from_fields_and_stay_in_the_text() -> None:
    text = STORY + " Ca\u200bfe \u202eevil\u202c so\u00adft\x1b[31m."
    outcome = outcome_of(article(text=text, title="Ca\u200bfe\r\n\x1b[31mwins"))
    assert outcome.text == text
    assert outcome.title == "Cafe [31mwins"
    assert "Cafe evil soft[31m." in (outcome.body or "")
    assert {Flag.BIDI, Flag.ZERO_WIDTH, Flag.CONTROL, Flag.SOFT_HYPHEN} <= set(outcome.flags)


def test_43_composed_and_decomposed_agree() -> None:
    composed, decomposed = "Le caf\u00e9 de la gare a rouvert lundi.", "Le cafe\u0301 de la gare a rouvert lundi."
    assert outcome_of(article(text=composed)).id == outcome_of(article(text=decomposed)).id
    lines = "The bridge reopened.\n\nIt is safe, the county said on Monday.\n"
    assert outcome_of(lines.encode()).id == outcome_of(lines.replace("\n", "\r\n").encode()).id
    assert outcome_of(lines.encode()).id == outcome_of(json.dumps({"text": lines}).encode()).id


def test_44_mojibake_is_kept() -> None:
    text = "The festival in PÃ¤rnu opens on Saturday, its director said in a statement."
    assert outcome_of(article(text=text)).body == text


@pytest.mark.parametrize("published", ["9999-99-99", "2999-01-01", "1970-01-01", "0000-00-00"])
def test_45_46_impossible_dates_are_no_dates(published: str) -> None:
    outcome = outcome_of(article(published=published, fetched_at="2026-04-12T06:00:00Z"))
    assert outcome.published is None
    assert {Flag.DATE_OUT_OF_RANGE, Flag.DATE_IN_FUTURE} & set(outcome.flags)


def test_47_a_date_fused_to_a_byline_is_split() -> None:
    outcome = outcome_of(b"12 May 2024By Jane Doe\nThe river Ansel has risen for nine days, the county said.\n")
    assert outcome.published is not None
    assert outcome.published.value == "2024-05-12"
    assert "Jane Doe" in (outcome.byline or "")


def test_48_yesterday_without_a_clock_stays_open() -> None:
    outcome = outcome_of(b"The bridge over the river was closed yesterday, the county said in a statement.")
    assert [(each.text, each.value) for each in outcome.dates] == [("yesterday", None)]


def test_49_a_record_without_a_timestamp_gives_no_clock() -> None:
    value = b"The bridge over the river was closed yesterday, the county said in a statement."
    outcome = outcome_of(value, timestamp=-1)
    assert outcome.coordinates.timestamp == -1
    assert all(each.anchor is None for each in outcome.dates)


def test_50_an_error_is_one_escaped_line() -> None:
    message = RawMessage(value=b"{}", topic="news.raw")
    rejected = Rejected(
        reason=Reason.SCHEMA, stage="decode", error="X", message="a\r\n\x1b[31m\u2028b" + "\u00e9" * 600
    )
    headers = dict(records(message, rejected, stamp=STAMP, limits=Limits()).records[0].headers)
    line = headers["dlq.error.message"] or b""
    assert line.startswith(b"a\\r\\n\\x1b[31m\\u2028b")
    assert len(line) <= 512
    assert line.decode().isprintable()


def test_52_53_the_same_record_gives_the_same_bytes() -> None:
    message = RawMessage(
        value=article(url="https://example.org/a"), topic="news.raw", partition=1, offset=5, timestamp=0
    )
    first = records(message, process(message), stamp=STAMP, limits=Limits())
    assert records(message, process(message), stamp=replace(STAMP, failed_at="later"), limits=Limits()) == first
    elsewhere = replace(message, partition=2, offset=9)
    other = records(elsewhere, process(elsewhere), stamp=STAMP, limits=Limits())
    for one, two in zip(first.records, other.records, strict=True):
        assert one.key == two.key
        changed = (two.value or b"").replace(b'"partition":2,"offset":9', b'"partition":1,"offset":5')
        assert changed == one.value


def test_54_bad_records_in_a_row_are_all_rejected() -> None:
    values = [b'{"text":', b"\xff", b'{"text":1}', b""] * 500
    assert all(isinstance(process(RawMessage(value=each)), Rejected) for each in values)


def test_messages_never_hold_the_payload() -> None:
    held = "a-word-of-the-payload"
    for value in (
        b'{"text":{"' + held.encode() + b'":1}}',
        b'{"text":"' + held.encode(),
        json.dumps({"text": "x", "schema": held}).encode(),
        b'{"text":"x","url":["' + held.encode() + b'"]}',
    ):
        outcome = process(RawMessage(value=value))
        assert isinstance(outcome, Rejected)
        assert held not in outcome.message
