"""The examples of docs/publication.md, each as a test."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from workers.model import Evidence, RawArticle, Role, Segment, Source
from workers.normalize.publication import find_published

PAGE = Path(__file__).parents[2] / "docs" / "publication.md"
BLOCK = re.compile(r"```(published|header|address)\n(.*?)```", re.DOTALL)
COUNTRY = re.compile(r"([A-Z]{2}): ")
ROW = re.compile(r"^\| [^|]+ \| (\d+) of (\d+) \| (0\.\d\d) \|$", re.MULTILINE)
FETCHED = "2022-02-24T08:00:00Z"


def examples() -> list[tuple[str, str, str]]:
    found = []
    for kind, block in BLOCK.findall(PAGE.read_text("utf-8")):
        for line in block.strip().splitlines():
            given, _, expected = line.rpartition(" => ")
            found.append((kind, given.strip(), expected.strip()))
    return found


def source(country: str) -> Source:
    evidence = Evidence(text="x", origin="url")
    return Source(id="example", name="Example", domain=None, country=country, kind="site", evidence=evidence)


def test_the_page_has_examples_of_each_kind() -> None:
    assert {kind for kind, _, _ in examples()} == {"published", "header", "address"}


@pytest.mark.parametrize(("kind", "given", "expected"), examples())
def test_example(kind: str, given: str, expected: str) -> None:
    country = COUNTRY.match(given)
    text = given[country.end() :] if country is not None else given
    segments: tuple[Segment, ...] = ()
    match kind:
        case "published":
            raw = RawArticle(text="The body.", published=text, fetched_at=FETCHED)
        case "address":
            raw = RawArticle(text="The body.", url=text, fetched_at=FETCHED)
        case _:
            raw = RawArticle(text=f"{text}\nThe body.", fetched_at=FETCHED)
            segments = (
                Segment(role=Role.HEADER, start=0, end=len(text) + 1),
                Segment(role=Role.BODY, start=len(text) + 1, end=len(raw.text)),
            )
    found = find_published(raw, segments, source(country[1]) if country is not None else None, None)
    shown = "null" if found is None else f"{found.value} | {found.granularity} | {found.zone}"
    assert shown == expected


def test_the_table_of_confidences_is_that_of_the_data() -> None:
    data = files("workers.normalize").joinpath("data/publication_confidence.json").read_text("utf-8")
    counted = {
        (row["right"], row["of"], row["confidence"]) for row in json.loads(data)["kinds"].values() if "of" in row
    }
    told = {(int(right), int(of), float(sure)) for right, of, sure in ROW.findall(PAGE.read_text("utf-8"))}
    assert told == counted
    assert all(abs((right + 1) / (of + 2) - sure) < 0.01 for right, of, sure in counted)
