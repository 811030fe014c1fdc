"""The article that started it, read from beside the checkout (its text is not ours to keep), in six arrangements.

It skips where `../shared` is not there: a user's clone has no such folder.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.golden.cases import event
from workers.model import RawMessage

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article-000.txt"
TEXT = (("content-type", b"text/plain"),)
FETCHED = "2022-02-23T18:00:00Z"
SAID = "in borders that existed when they proclaimed"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLE.is_file(), reason="../shared is not beside this checkout"),
]


def arrangements() -> dict[str, RawMessage]:
    """The article as it is, and rearranged as scrapers would deliver it."""
    if not ARTICLE.is_file():
        return {"as it is": RawMessage(value=b"")}
    text = ARTICLE.read_text("utf-8")
    header = " date 2022-02-23 "
    rest = text.removeprefix(header)
    paragraphs = [part for part in text.split("\n") if part.strip()]
    page = "".join(f"<p>{html.escape(part.strip())}</p>" for part in paragraphs)
    return {
        "as it is": RawMessage(value=text.encode(), headers=TEXT),
        "without its header": RawMessage(
            value=orjson.dumps({"text": rest.removeprefix("Follow us on "), "published": "2022-02-23"})
        ),
        "with its header at the end": RawMessage(value=f"{rest.rstrip()}\n\ndate 2022-02-23\n".encode(), headers=TEXT),
        "with CRLF": RawMessage(value=text.replace("\n", "\r\n").encode(), headers=TEXT),
        "all in one line": RawMessage(value=" ".join(text.split("\n")).encode(), headers=TEXT),
        "as a page": RawMessage(
            value=orjson.dumps({"html": f"<html><body><article>{page}</article></body></html>", "fetched_at": FETCHED})
        ),
    }


ARRANGEMENTS = arrangements()


@pytest.fixture(params=ARRANGEMENTS)
def found(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The event of one arrangement."""
    return event(ARRANGEMENTS[request.param])


def values(found: dict[str, Any], text: str) -> list[str | None]:
    return [date["value"] for date in found["dates"] if date["text"] == text]


def paragraphs() -> list[str]:
    """The article's paragraphs, its first line too."""
    return [part.strip() for part in ARTICLE.read_text("utf-8").split("\n") if part.strip()]


def marked(paragraph: str) -> list[str]:
    """What stands in quotation marks in a paragraph, the nested ones too."""
    return re.findall("“([^”]*)”", paragraph) + re.findall("`([^’]*)’", paragraph)


def quote(found: dict[str, Any], text: str) -> dict[str, Any]:
    hits: list[dict[str, Any]] = [q for q in found["quotes"] if q["text"] == text]
    assert len(hits) == 1, (text, [q["text"] for q in found["quotes"]])
    return hits[0]


def test_every_span_cuts_out_its_text(found: dict[str, Any]) -> None:
    text = found["text"]
    assert found["segments"][0]["start"] == 0
    assert found["segments"][-1]["end"] == len(text)
    for before, after in zip(found["segments"], found["segments"][1:], strict=False):
        assert before["end"] == after["start"]
    for each in (*found["dates"], *found["quotes"], *found["figures"], *found["credits"]):
        assert text[each["start"] : each["end"]] == each["text"]


def test_published_on_the_day_of_its_header(found: dict[str, Any]) -> None:
    assert (found["published"]["value"], found["published"]["granularity"]) == ("2022-02-23", "day")
    assert found["published"]["zone"] == "unknown"


def test_evidence_of_the_day_is_the_header() -> None:
    published = event(ARRANGEMENTS["as it is"])["published"]
    assert published["origin"] == "header"
    assert published["evidence"]["text"] == " date 2022-02-23"
    assert (published["evidence"]["start"], published["evidence"]["end"]) == (0, 16)


def test_the_photo_is_the_agencys_and_the_text_is_not(found: dict[str, Any]) -> None:
    assert [(credit["id"], credit["name"]) for credit in found["credits"]] == [("ap", "Associated Press")]
    assert found["agency"] is None


def test_caption_is_whole_and_not_in_the_body(found: dict[str, Any]) -> None:
    first, *others = paragraphs()
    assert found["caption"] == first.split("AP. ")[1]
    assert found["caption"] not in found["body"]
    assert found["body"].startswith(others[0].split(" : ")[1])
    assert found["body"].endswith(others[-1])


def test_share_row_is_furniture_and_the_kicker_is_one(found: dict[str, Any]) -> None:
    assert "Follow us on" not in found["body"]
    assert found["kicker"].rstrip(" :") == "Russia-Ukraine news"
    if "Follow us on" in found["text"]:
        furniture = [found["text"][s["start"] : s["end"]] for s in found["segments"] if s["role"] == "furniture"]
        assert any("Follow us on" in part for part in furniture)


def test_dates_hang_on_the_day_of_publication(found: dict[str, Any]) -> None:
    assert values(found, "Tuesday") == ["2022-02-22", "2022-02-22"]
    assert values(found, "Monday") == ["2022-02-21"]
    assert values(found, "Feb 22, 2022") == ["2022-02-22"]
    assert values(found, "2014") == ["2014"]
    [duration] = [date for date in found["dates"] if date["value"] == "P8Y"]
    assert (duration["text"], duration["type"]) == ("nearly eight-year", "DURATION")
    assert duration["mod"] in ("LESS_THAN", "APPROX")
    assert {date["anchor"]["value"] for date in found["dates"] if date["basis"] == "weekday"} == {"2022-02-23"}


def test_every_quotation_in_its_marks(found: dict[str, Any]) -> None:
    expected = [text for paragraph in paragraphs() for text in marked(paragraph)]
    assert sorted(q["text"] for q in found["quotes"] if q["kind"] != "indirect") == sorted(expected)


def test_speakers_are_resolved(found: dict[str, Any]) -> None:
    spoken_by_him = [p for p in paragraphs() if p.startswith("He ") or "Guterres said" in p or "Guterres told" in p]
    assert spoken_by_him
    for paragraph in spoken_by_him:
        for text in marked(paragraph):
            speaker = quote(found, text)["speaker"]
            assert speaker["name"] == "Antonio Guterres"
            assert speaker["text"] == "He" or not paragraph.startswith("He ")
    speaker = quote(found, SAID)["speaker"]
    assert (speaker["name"], speaker["role"]) == ("Dmitry Peskov", "Kremlin spokesman")


def test_the_toll_keeps_its_bound(found: dict[str, Any]) -> None:
    [figure] = [figure for figure in found["figures"] if figure["kind"] == "killed"]
    assert figure["text"] == "over 14,000 people"
    assert (figure["low"], figure["high"], figure["bound"], figure["unit"]) == (14000, None, "over", "people")
