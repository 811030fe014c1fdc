"""What the worker's metrics say of an article: its issues, its ages, and under which source's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from prometheus_client import generate_latest

from workers.memory import memory_limit
from workers.metrics import TIMED, Metrics
from workers.model import Enriched, RawMessage
from workers.pipeline import process, process_batch
from workers.quality import Issue, Look, look
from workers.shown_sources import OTHER, ShownSources

BODY = "The council of Brunnau met on Monday and put off the vote on the bridge. It will meet again next week.\n\n"
RECORDED = datetime(2026, 3, 12, 10, 0, tzinfo=UTC).timestamp()


def seen(**fields: object) -> Look:
    message = RawMessage(value=json.dumps({"text": BODY * 3, **fields}).encode(), timestamp=int(RECORDED * 1000))
    event = process(message)
    assert isinstance(event, Enriched)
    found = look(message, event)
    assert found is not None
    return found


def test_a_sound_article_has_no_issue_and_both_ages() -> None:
    found = seen(
        url="https://www.bbc.co.uk/news/world-1",
        published="2026-03-12T08:00:00Z",
        fetched_at="2026-03-12T11:30:00+02:00",
    )
    assert found.issues == ()
    assert found.source not in ("none", "unregistered", "other")
    assert found.published == RECORDED - 7_200
    assert found.fetched == RECORDED - 1_800


@pytest.mark.parametrize(
    ("fields", "issue"),
    [
        ({}, Issue.UNDATED),
        ({"published": "2026-03-15T08:00:00Z"}, Issue.FUTURE_DATED),
        ({"published": "2026-03-13T09:00:00Z", "fetched_at": "2026-03-10T09:00:00Z"}, Issue.FUTURE_DATED),
        ({}, Issue.NO_SOURCE),
        ({"url": "https://news.brunnau-bote.example/a"}, Issue.UNKNOWN_SOURCE),
    ],
)
def test_issues(fields: dict[str, object], issue: Issue) -> None:
    assert issue in seen(**fields).issues


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2026-03-12"},
        {"published": "2026-03-12T08:00:00"},
        {"published": "2026-03-12T08:00:00Z", "fetched_at": "soon"},
    ],
)
def test_an_age_needs_the_minute_and_the_zone(fields: dict[str, object]) -> None:
    found = seen(**fields)
    assert found.published is None or "Z" in str(fields["published"])
    assert found.fetched is None


def test_marks_around_a_long_stretch_and_no_quotation() -> None:
    message = RawMessage(value=json.dumps({"text": BODY * 3}).encode())
    event = process(message)
    assert isinstance(event, Enriched)
    marked = "The sign said “no bicycles, no dogs and no open fires between dusk and dawn” in three languages."
    found = look(message, replace(event, body=marked, quotes=()))
    assert found is not None
    assert Issue.UNQUOTED in found.issues
    found = look(message, replace(event, body="The “bridge” stands.", quotes=()))
    assert found is not None
    assert Issue.UNQUOTED not in found.issues


def test_a_tombstone_is_no_article() -> None:
    message = RawMessage(value=None, key=b"https://example.org/a")
    event = process(message)
    assert isinstance(event, Enriched)
    assert look(message, event) is None


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=2**45))
def test_no_bytes_make_it_raise(value: bytes, timestamp: int) -> None:
    for each in (value, b'{"text":"a","fetched_at":' + value + b"}", b' {"fetched_at" "' + value):
        message = RawMessage(value=each, timestamp=timestamp)
        if isinstance(event := process(message), Enriched):
            look(message, event)


def test_the_busiest_sources_are_named_and_the_rest_are_other() -> None:
    sources = ShownSources(shown=2, rank_every=10)
    assert [sources.label(each) for each in "abc"] == ["a", "b", OTHER]
    assert sources.rank() == frozenset()
    for _ in range(8):
        sources.label("c")
    assert sources.rank() == {"a"}
    assert [sources.label(each) for each in "abc"] == [OTHER, "b", "c"]


def test_sources_of_one_size_do_not_change_places() -> None:
    sources = ShownSources(shown=1, rank_every=4)
    for _ in range(20):
        for each in "aababb":
            sources.label(each)
        assert sources.rank() == frozenset()


@given(st.lists(st.sampled_from("abcdefgh"), max_size=400))
def test_there_are_never_more_names_than_were_allowed(stream: list[str]) -> None:
    sources = ShownSources(shown=3, rank_every=7)
    shown: set[str] = set()
    for each in stream:
        shown.add(sources.label(each))
        shown -= sources.rank()
        assert len(shown - {OTHER}) <= 3


def test_the_series_of_a_source_that_lost_its_name_go(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = Metrics()
    metrics._sources = ShownSources(shown=1, rank_every=5)
    for source in ("first", *["second"] * 9):
        metrics.article(Look(source, (Issue.UNDATED,), None, None), 5.0)
    metrics.rank_sources()
    metrics.article(Look("second", (), 3.0, 9.0), 5.0)
    text = generate_latest(metrics.registry).decode()
    assert "first" not in text
    assert 'dateline_articles_total{source="other"} 9.0' in text
    assert 'dateline_articles_total{source="second"} 1.0' in text
    assert 'dateline_article_issues_total{issue="undated",source="second"} 0.0' in text
    assert "dateline_publication_age_seconds_count 1.0" in text
    assert "dateline_fetch_age_seconds_count 0.0" in text  # a fetch to come is no age


def test_every_step_is_timed_in_its_order() -> None:
    laps: list[str] = []
    process_batch([RawMessage(value=b'{"text":"Rain."}'), RawMessage(value=b"{")], lap=laps.append)
    assert tuple(laps) == TIMED


@pytest.mark.parametrize(("written", "limit"), [("1048576\n", 1_048_576.0), ("max\n", None), ("9" * 19, None)])
def test_the_memory_limit_is_the_containers(tmp_path: Path, written: str, limit: float | None) -> None:
    file = tmp_path / "memory.max"
    file.write_text(written)
    machine = memory_limit(())
    assert machine > 2**28
    assert memory_limit((file,)) == (limit or machine)
    assert memory_limit((tmp_path / "absent",)) == machine
