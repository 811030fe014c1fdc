"""Datelines: place, day, span; the year comes from beside the text, and from nowhere else."""

from __future__ import annotations

import pytest

from workers.model import RawArticle, Role, Segment
from workers.normalize.agencies import find_agency
from workers.normalize.dateline import find_dateline


def of_segment(line: str, **fields: str) -> tuple[RawArticle, tuple[Segment, ...]]:
    text = line + "Shells fell on the town."
    segments = (
        Segment(role=Role.DATELINE, start=0, end=len(line)),
        Segment(role=Role.BODY, start=len(line), end=len(text)),
    )
    return RawArticle(text=text, **fields), segments  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "place", "date", "span"),
    [
        ("KYIV, Feb 23 (Reuters) - ", "KYIV", "2022-02-23", "KYIV, Feb 23 (Reuters)"),
        ("WASHINGTON (AP) — ", "WASHINGTON", None, "WASHINGTON (AP)"),
        ("CHARLESTON, S.C. (AP) — ", "CHARLESTON, S.C.", None, "CHARLESTON, S.C. (AP)"),
        ("NEW YORK, Feb. 23, 2022 (AFP) -- ", "NEW YORK", "2022-02-23", "NEW YORK, Feb. 23, 2022 (AFP)"),
        ("Berlin (dpa) - ", "Berlin", None, "Berlin (dpa)"),
        ("MADRID, 23 Feb. (EUROPA PRESS) - ", "MADRID", "2022-02-23", "MADRID, 23 Feb. (EUROPA PRESS)"),
        ("TOKYO, Dec. 31 (Kyodo) - ", "TOKYO", "2021-12-31", "TOKYO, Dec. 31 (Kyodo)"),
        ("PARIS — ", "PARIS", None, "PARIS"),
    ],
)
def test_a_dateline_is_read(line: str, place: str, date: str | None, span: str) -> None:
    raw, segments = of_segment(line, fetched_at="2022-02-24T08:00:00Z")
    found = find_dateline(raw, segments)
    assert found is not None
    assert (found.place, found.date, found.evidence.text) == (place, date, span)
    assert raw.text[found.evidence.start : found.evidence.end] == span


def test_without_a_year_beside_it_the_day_is_not_guessed() -> None:
    raw, segments = of_segment("KYIV, Feb 23 (Reuters) - ")
    found = find_dateline(raw, segments)
    assert found is not None
    assert found.date is None


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2022-02-24"},
        {"url": "https://example.com/2022/02/24/story"},
        {"fetched_at": "2022-03-01T00:00:00Z"},
    ],
)
def test_the_year_comes_from_beside_the_text(fields: dict[str, str]) -> None:
    raw, segments = of_segment("KYIV, Feb 23 (Reuters) - ", **fields)
    found = find_dateline(raw, segments)
    assert found is not None
    assert found.date == "2022-02-23"


def test_the_first_words_of_the_body_may_be_one() -> None:
    text = "KYIV (Reuters) - Shells fell on the town."
    found = find_dateline(RawArticle(text=text), (Segment(role=Role.BODY, start=0, end=len(text)),))
    assert found is not None
    assert (found.place, found.evidence.text) == ("KYIV", "KYIV (Reuters)")


def test_a_line_of_its_own_before_the_body_may_be_one() -> None:
    line = "KYIV, Feb. 23, 2022 (AFP) -"
    text = line + "\n\nShells fell on the town."
    segments = (
        Segment(role=Role.FURNITURE, start=0, end=len(line) + 2),
        Segment(role=Role.BODY, start=len(line) + 2, end=len(text)),
    )
    found = find_dateline(RawArticle(text=text), segments)
    assert found is not None
    assert (found.place, found.date, found.evidence.text) == ("KYIV", "2022-02-23", "KYIV, Feb. 23, 2022 (AFP)")
    agency = find_agency(RawArticle(text=text), segments)
    assert agency is not None
    assert agency.id == "afp"


@pytest.mark.parametrize(
    "text", ["General Motors (GM) said on Monday that it would close a plant.", "It rained.", "", "( ) -", "A (Reuters"]
)
def test_prose_is_none(text: str) -> None:
    assert find_dateline(RawArticle(text=text), (Segment(role=Role.BODY, start=0, end=len(text)),)) is None
