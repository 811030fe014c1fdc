"""Outcomes as records: fields and their order, what is left out, keys, headers, rows."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from workers.dead_letter import LONGEST_KEY, Stamp, attempts_of, escape
from workers.emit import records
from workers.model import (
    Agency,
    Anchor,
    Coordinates,
    Credit,
    Cue,
    Dateline,
    Enriched,
    Entity,
    Evidence,
    Figure,
    Flag,
    Headers,
    Language,
    Limits,
    Mention,
    Published,
    Quote,
    RawMessage,
    Reason,
    Rejected,
    Role,
    Segment,
    Source,
    Speaker,
    Step,
    StepResult,
    Timex,
)
from workers.schemas import load, validator

STAMP = Stamp(consumer_group="news-enrich", failed_at="2026-04-12T06:02:12Z", worker_version="0.1.0", attempts=2)
MESSAGE = RawMessage(value=b"raw", key=b"k", topic="news.raw", partition=3, offset=7, timestamp=12, timestamp_type=1)
WHERE = Coordinates(topic="news.raw", partition=3, offset=7, timestamp=12)
STEPS = tuple((step, StepResult.NONE) for step in Step)
ID = "0123456789abcdef" * 2
PLAIN = Enriched(id=ID, coordinates=WHERE, steps=STEPS, version=ID, text="A bridge.")
EVIDENCE = Evidence(text="A", origin="header", start=0, end=1)
BESIDE = Evidence(text="2026", origin="published")
CUE = Cue(text="said", start=2, end=6, lemma="say")
SPEAKER = Speaker(text="He", start=0, end=2, name="A. Poe")
QUOTE = Quote(text="Yes", start=1, end=4, kind="direct", speaker=None, cue=None, segment=Role.BODY)
FIGURE = Figure(text="7", start=1, end=2, low=7, high=7, bound="exact", unit="people", kind="killed", segment=Role.BODY)
TIMEX = Timex(text="now", start=0, end=3, type="DATE", value=None, basis="relative", rule="now", segment=Role.BODY)
PUBLISHED = Published(
    value="2026", granularity="year", zone="unknown", origin="metadata", confidence=0.5, evidence=BESIDE, rule="year"
)
FULL = replace(
    PLAIN,
    raw_id="r",
    url="https://a.example/",
    segments=(Segment(role=Role.BODY, start=0, end=9),),
    title="T",
    body="A bridge.",
    published=PUBLISHED,
    modified=replace(PUBLISHED, ambiguous=("2026-01", "2026-02")),
    dateline=Dateline(place="KYIV", date=None, evidence=EVIDENCE),
    source=Source(id="a", name="A", domain=None, country="US", kind="site", evidence=BESIDE),
    agency=Agency(id="ap", name="AP", evidence=EVIDENCE),
    credits=(Credit(id=None, name="AP", text="AP", start=0, end=2),),
    language=Language(tag="en", confidence=1.0),
    dates=(TIMEX, replace(TIMEX, mod="APPROX", anchor=Anchor(value="2026", origin="text", start=0, end=4))),
    quotes=(QUOTE, replace(QUOTE, segment=Role.FURNITURE), replace(QUOTE, speaker=SPEAKER, cue=CUE)),
    figures=(replace(FIGURE, segment=Role.FURNITURE), replace(FIGURE, cue=CUE, currency="EUR", low=0.5, rule="r")),
    entities=(
        Entity(
            id="UA",
            type="place",
            name="Ukraine",
            links=(("iso3166", "UA"),),
            mentions=(Mention(text="A", start=0, end=1), Mention(text="A", start=0, end=1, adjective=True)),
        ),
    ),
    flags=(Flag.NUL,),
)


def emit(outcome: Enriched, message: RawMessage = MESSAGE) -> list[tuple[str, Any]]:
    emission = records(message, outcome, stamp=STAMP, limits=Limits())
    assert emission.outcome is outcome
    assert all(each.key == outcome.id.encode() for each in emission.records)
    return [(each.stream, orjson.loads(each.value or b"")) for each in emission.records]


def reject(message: RawMessage, **changes: Any) -> tuple[bytes | None, bytes | None, list[tuple[str, bytes | None]]]:
    rejected = Rejected(reason=Reason.SCHEMA, stage="decode", error="SchemaViolation", message="no `text`")
    emission = records(message, replace(rejected, **changes), stamp=STAMP, limits=Limits())
    [record] = emission.records
    assert record.stream == "rejected"
    return record.key, record.value, list(record.headers)


@pytest.mark.parametrize("outcome", [PLAIN, FULL, replace(PLAIN, withdrawn=True, text=None, version=None)])
def test_events_keep_to_the_schema_and_its_order(outcome: Enriched) -> None:
    event = emit(outcome)[0][1]
    assert [str(each) for each in validator("enriched_article").iter_errors(event)] == []
    assert list(event) == [each for each in load("enriched_article")["properties"] if each in event]
    assert ("withdrawn" in event) is outcome.withdrawn


def test_a_single_value_is_null_and_a_list_is_empty() -> None:
    event = emit(PLAIN)[0][1]
    for name, value in load("enriched_article")["properties"].items():
        if name in event and value.get("type") == "array":
            assert event[name] == [], name
    assert [event[name] for name in ("url", "title", "published", "dateline", "source", "language", "fingerprint")] == [
        None
    ] * 7


def test_what_is_absent_is_left_out() -> None:
    event = emit(FULL)[0][1]
    assert [set(each) & {"mod", "anchor", "ambiguous"} for each in event["dates"]] == [set(), {"mod", "anchor"}]
    assert event["dates"][1]["anchor"] == {"value": "2026", "origin": "text", "start": 0, "end": 4}
    assert "role" not in event["quotes"][2]["speaker"]
    assert [set(each) & {"cue", "currency", "rule"} for each in event["figures"]] == [
        set(),
        {"cue", "currency", "rule"},
    ]
    assert [each.get("adjective") for each in event["entities"][0]["mentions"]] == [None, True]
    assert event["entities"][0]["links"] == {"iso3166": "UA"}
    assert event["published"]["evidence"] == {"text": "2026", "start": None, "end": None, "origin": "published"}
    assert event["modified"]["ambiguous"] == ["2026-01", "2026-02"]


def test_rows_leave_furniture_out_and_keep_their_index() -> None:
    written = emit(FULL)
    assert [stream for stream, _ in written] == ["enriched", "quotes", "quotes", "figures"]
    assert [value["index"] for _, value in written[1:]] == [0, 2, 1]
    for stream, row in written[1:]:
        name = stream.removesuffix("s")
        assert [str(each) for each in validator(name).iter_errors(row)] == []
        assert list(row) == list(load(name)["properties"])
        assert (row["article_id"], row["source_id"], row["published"], row["language"]) == (ID, "a", "2026", "en")
        assert (row["topic"], row["partition"], row["offset"], row["timestamp"]) == ("news.raw", 3, 7, 12)
    assert (written[2][1]["speaker_name"], written[2][1]["cue_lemma"]) == ("A. Poe", "say")
    assert written[3][1]["low"] == 0.5


def test_headers_of_events() -> None:
    trace = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    headers: Headers = (("x", b"1"), trace, ("dlq.reason", b"schema"))
    emission = records(replace(MESSAGE, headers=headers), FULL, stamp=STAMP, limits=Limits())
    schemas = {"enriched": b"enriched_article/1", "quotes": b"quote/1", "figures": b"figure/1"}
    for record in emission.records:
        assert record.headers == (("content-type", b"application/json"), ("schema", schemas[record.stream]), trace)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        b"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        b"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        b"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
        None,
    ],
)
def test_a_malformed_traceparent_is_not_carried(value: bytes | None) -> None:
    message = replace(MESSAGE, headers=(("traceparent", value),))
    assert len(records(message, PLAIN, stamp=STAMP, limits=Limits()).records[0].headers) == 2


def test_an_event_too_large_becomes_a_rejection() -> None:
    emission = records(MESSAGE, FULL, stamp=STAMP, limits=Limits(output=100))
    assert isinstance(emission.outcome, Rejected)
    assert emission.outcome.reason is Reason.OUTPUT_TOO_LARGE
    assert [each.stream for each in emission.records] == ["rejected"]
    assert emission.records[0].value == MESSAGE.value


def test_a_dead_letter_is_what_was_received_and_why() -> None:
    own: Headers = (("a", None), ("a", b"\xff"), ("content-type", b"text/plain"))
    key, value, headers = reject(replace(MESSAGE, headers=own))
    assert (key, value, tuple(headers[:3])) == (b"k", b"raw", own)
    assert dict(headers[3:]) == {
        "dlq.schema": b"1",
        "dlq.original.topic": b"news.raw",
        "dlq.original.partition": b"3",
        "dlq.original.offset": b"7",
        "dlq.original.timestamp": b"12",
        "dlq.original.timestamp_type": b"1",
        "dlq.consumer_group": b"news-enrich",
        "dlq.stage": b"decode",
        "dlq.reason": b"schema",
        "dlq.retryable": b"false",
        "dlq.attempts": b"2",
        "dlq.error.class": b"SchemaViolation",
        "dlq.error.message": b"no `text`",
        "dlq.failed_at": b"2026-04-12T06:02:12Z",
        "dlq.worker_version": b"0.1.0",
        "dlq.payload_sha256": sha256(b"raw").hexdigest().encode(),
    }
    assert validator("rejected").is_valid({name: (each or b"").decode() for name, each in headers[3:]})


@pytest.mark.parametrize(
    ("message", "value", "key"),
    [
        (replace(MESSAGE, value=b"x" * 1_000_001), b"x" * 1_000_000, b"k"),
        (replace(MESSAGE, headers=(("h", b"v" * 20_000),)), b"raw", b"k"),
        (replace(MESSAGE, headers=(("h", b"v"),) * 65), b"raw", b"k"),
        (replace(MESSAGE, key=b"k" * (LONGEST_KEY + 1)), b"raw", None),
    ],
)
def test_what_is_too_large_is_cut_and_says_so(message: RawMessage, value: bytes, key: bytes | None) -> None:
    found_key, found_value, headers = reject(message)
    assert found_value == value
    assert found_key == key if key is not None else len(found_key or b"") == 64
    assert dict(headers)["dlq.truncated"] == b"true"
    assert sum(len(name) + len(each or b"") for name, each in headers if not name.startswith("dlq.")) <= 16_384


def test_a_null_value_and_key_stay_null() -> None:
    key, value, headers = reject(RawMessage(value=None))
    assert (key, value) == (None, None)
    assert not any(name.startswith("dlq.original") for name, _ in headers)


@pytest.mark.parametrize(
    ("topic", "value", "attempts"),
    [
        ("news.replay", b"2", 2),
        ("news.replay", b"0", 1),
        ("news.replay", b"-1", 1),
        ("news.replay", b"99999999", 1),
        ("news.replay", "²".encode(), 1),
        ("news.replay", None, 1),
        ("news.raw", b"2", 1),
        (None, b"2", 1),
    ],
)
def test_attempts_are_believed_on_the_replay_topic_alone(topic: str | None, value: bytes | None, attempts: int) -> None:
    assert attempts_of(RawMessage(value=b"", topic=topic, headers=(("dlq.attempts", value),))) == attempts


def test_error_messages_are_one_short_line() -> None:
    assert escape("a\nb\x00\x9f\u2029", 512) == "a\\nb\\x00\\x9f\\u2029"
    assert escape("é" * 300, 511) == "é" * 255
    assert escape("\ud800", 512) == "?"
