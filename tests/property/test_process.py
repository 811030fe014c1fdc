"""Whatever comes in: one outcome, never an exception, and spans that cut out what they say."""

from __future__ import annotations

import json
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.dead_letter import Stamp
from workers.emit import records
from workers.model import Enriched, Limits, RawMessage, Rejected
from workers.pipeline import process
from workers.schemas import validator

STAMP = Stamp(consumer_group=None, failed_at="2026-04-12T06:02:12Z", worker_version="1")
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PHRASES = (
    "the mayor said",
    "on Monday",
    "that at least 14 people were killed",
    "in 2014",
    "“it is over”",
    ",",
    ".",
    "\n\n\n",
    "By Jane Doe",
    "Image Source : AP.",
    "KYIV, Feb 23 (Reuters) -",
    "date 2022-02-23 Follow us on",
    "nearly eight-year",
    "yesterday",
    "12 May 2024By",
    "3 %",
    "€ 4bn",
    "« oui »",
    "He called it",
    '"',
    "'",
    "’",
    "`so’",
    "\t",
    "\r\n",
    "&amp;",
    "\u200b",
    "\u202e",
    "\x00",
    "\ufeff",
    "30. Februar",
    "9999-99-99",
    "İstanbul",
    "ß",
    "ﬁ",
    "𝟛",
    "(AP Photo/A. Poe)",
)
WORDS = st.sampled_from(PHRASES)
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(WORDS, max_size=80).map(" ".join),
    st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=40).map("".join),
)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["id", "url", "title", "published", "modified", "fetched_at", "source", "byline", "language", "html", "schema"]
    ),
    st.one_of(st.none(), TEXTS, st.integers(), st.sampled_from(["https://a.example/b", "2026-04-12T06:02:12Z", "en"])),
)
TAGS = (
    "<p>",
    "</p>",
    "<div>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href='x'>",
    "<",
    ">",
    "&lt;",
    "<br>",
    "<h1>",
    "<b",
    "<title>",
    "<article>",
    '<meta name="date" content="2022-02-23">',
    '<script type="application/ld+json">{"@type":',
)
PAGES = st.lists(st.one_of(TEXTS, st.sampled_from(TAGS)), max_size=30).map("".join)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["content-type", "traceparent", "dlq.attempts", "baggage", "x"]),
        st.one_of(
            st.none(),
            st.binary(max_size=20),
            st.sampled_from([b"application/json", b"text/plain", b"text/html", b"text/html; charset=latin-1"]),
        ),
    ),
    max_size=4,
).map(tuple)


def check(message: RawMessage) -> None:
    outcome = process(message)
    assert process(message) == outcome
    emission = records(message, outcome, stamp=STAMP, limits=Limits())
    if isinstance(emission.outcome, Rejected):
        assert emission.outcome.reason != "internal", emission.outcome
        [record] = emission.records
        assert (record.stream, record.key, record.value) == ("rejected", message.key, message.value)
        return
    assert isinstance(outcome, Enriched)
    failed = [step for step, result in outcome.steps if result == "failed"]
    assert failed == []
    streams = [each.stream for each in emission.records]
    assert streams.count("enriched") == 1
    assert "rejected" not in streams
    for record in emission.records:
        name = {"enriched": "enriched_article", "quotes": "quote", "figures": "figure"}[record.stream]
        value = orjson.loads(record.value or b"")
        assert [str(each) for each in validator(name).iter_errors(value)] == []
        if name == "enriched_article" and outcome.text is not None:
            check_spans(value, outcome.text)
            check_segments(value, outcome.text)


def check_spans(value: Any, text: str) -> None:
    """Every ``start``/``end`` with a ``text`` beside it, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and "text" in value:
            assert text[value["start"] : value["end"]] == value["text"]
            assert 0 <= value["start"] < value["end"] <= len(text)
        for each in value.values():
            check_spans(each, text)
    elif isinstance(value, list):
        for each in value:
            check_spans(each, text)


def check_segments(event: Any, text: str) -> None:
    position = 0
    for each in event["segments"]:
        assert each["start"] == position < each["end"]
        position = each["end"]
    assert position == len(text)


@SLOW
@given(value=st.one_of(st.none(), st.binary(max_size=300)), key=st.none() | st.binary(max_size=40), headers=HEADERS)
def test_any_bytes(value: bytes | None, key: bytes | None, headers: Any) -> None:
    check(RawMessage(value=value, key=key, headers=headers, topic="news.raw", partition=0, offset=0, timestamp=-1))


@SLOW
@given(text=TEXTS, fields=FIELDS, timestamp=st.sampled_from([None, -1, 0, 1_775_973_731_250, 2**62]))
def test_any_article(text: str, fields: dict[str, Any], timestamp: int | None) -> None:
    value = json.dumps({**fields, "text": text}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    check(RawMessage(value=value, topic="news.raw", partition=0, offset=0, timestamp=timestamp))


@SLOW
@given(text=TEXTS)
def test_any_plain_text_comes_out_unchanged(text: str) -> None:
    message = RawMessage(value=text.encode("utf-8", "replace"), headers=(("content-type", b"text/plain"),))
    check(message)
    outcome = process(message)
    if isinstance(outcome, Enriched):
        assert outcome.text == (message.value or b"").decode("utf-8-sig")


@SLOW
@given(page=PAGES)
def test_any_page(page: str) -> None:
    check(RawMessage(value=json.dumps({"html": page}).encode()))
    check(RawMessage(value=page.encode("utf-8", "replace"), headers=(("content-type", b"text/html"),)))


PLAIN = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
NESTED = st.recursive(PLAIN, lambda each: st.lists(each) | st.dictionaries(st.text(max_size=5), each), max_leaves=20)


@SLOW
@given(value=NESTED)
def test_any_json(value: Any) -> None:
    check(RawMessage(value=json.dumps(value).encode(), headers=(("content-type", b"application/json"),)))
    check(RawMessage(value=json.dumps({"text": "x", "id": value, "url": value, "extra": value}).encode()))
