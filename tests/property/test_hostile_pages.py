"""Pages that no editor would print: every code point has one role, and whatever is in them does not raise."""

from __future__ import annotations

from itertools import pairwise

import orjson
import pytest

from workers.model import Enriched, Options, RawArticle, RawMessage, Role, Step, StepResult
from workers.normalize.segments import segment
from workers.pipeline import process

JSON = (("content-type", b"application/json"),)
LIMIT = 200_000
SENTENCE = "The harbour of Larnby was closed on Sunday after two ferries collided in thick fog, the port said. "
PARAGRAPH = SENTENCE + SENTENCE.replace("Sunday", "Monday")
QUOTATION = "“We saw the lights of the other ferry far too late,” said Jane Doe. “Nobody on board was hurt.”\n\n"

PAGES: dict[str, str] = {
    "one line of sentences": (SENTENCE * (LIMIT // len(SENTENCE) + 1))[:LIMIT],
    "one line without a space": "x" * LIMIT,
    "one line of a wide script": "港" * LIMIT,
    "one line of datelines": ("LARNBY, May 12 (Reuters) - " * 8_000)[:LIMIT],
    "one line of credits": ("Image Source : AP. REUTERS/Jane Doe. " * 6_000)[:LIMIT],
    "one line of copyright signs": ("© 2024 The Guardian " * 10_000)[:LIMIT],
    "one line of brackets": ("(AP) [AP] 【共同】 " * 12_000)[:LIMIT],
    "one line of line separators": "\u2028" * 1_000 + SENTENCE + "\x85" * 1_000,
    "a thousand share rows": "Share on Facebook Twitter WhatsApp\n" * 1_000,
    "a thousand share rows around a text": "Share Tweet\n" * 500
    + f"{PARAGRAPH}\n\n{PARAGRAPH}\n"
    + "Share Tweet\n" * 500,
    "a thousand bylines": "By Jane Doe | 12 May 2024\n" * 1_000,
    "a thousand credits": "(AP Photo/Jane Doe)\n" * 1_000,
    "ten thousand letters, a line each": "a\n" * 10_000,
    "all quotations": QUOTATION * 200,
    "all quotations in one line": QUOTATION.replace("\n\n", " ") * 200,
    "one quotation that never ends": "“" + SENTENCE * 50,
    "one word": "Larnby",
    "one character": "L",
    "one sign": "—",
    "one sign of no width": "\u200b",
    "a name of an agency": "AP",
    "a copyright sign": "©",
    "a lone surrogate": "Larnby \ud800 port",
    "white space alone": " \t\r\n\u00a0\u3000" * 50,
    "the same paragraph a thousand times": f"{PARAGRAPH}\n" * 1_000,
    "signatures alone": "— AFP\n" * 300,
}


@pytest.mark.parametrize("name", PAGES)
def test_every_code_point_has_one_role(name: str) -> None:
    text = PAGES[name]
    for title in (None, text[:80], "Another title"):
        found = segment(RawArticle(text=text, title=title, url="https://www.larnbyherald.co.uk/1"))
        assert found[0].start == 0
        assert found[-1].end == len(text)
        assert all(one.end == two.start for one, two in pairwise(found))
        assert all(each.start < each.end for each in found)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("a lone surrogate", "white space alone")])
def test_no_step_before_the_extractors_fails(name: str) -> None:
    value = orjson.dumps({"text": PAGES[name], "url": "https://www.larnbyherald.co.uk/1"})
    skipped = frozenset((Step.DATES, Step.QUOTES, Step.FIGURES, Step.ENTITIES, Step.FINGERPRINT))
    outcome = process(RawMessage(value=value, headers=JSON), Options(skip=skipped))
    assert isinstance(outcome, Enriched), outcome
    assert [step for step, result in outcome.steps if result is StepResult.FAILED] == []
    assert all(outcome.text and outcome.text[each.start : each.end] == each.text for each in outcome.credits)


def test_an_article_that_is_all_quotations_is_body() -> None:
    text = PAGES["all quotations"]
    body = sum(each.end - each.start for each in segment(RawArticle(text=text)) if each.role is Role.BODY)
    assert body > 0.95 * len(text)


def test_share_rows_are_furniture_and_the_text_between_them_is_body() -> None:
    assert {each.role for each in segment(RawArticle(text=PAGES["a thousand share rows"]))} <= {
        Role.FURNITURE,
        Role.BODY,
    }
    text = PAGES["a thousand share rows around a text"]
    body = "".join(text[each.start : each.end] for each in segment(RawArticle(text=text)) if each.role is Role.BODY)
    assert body.split() == (PARAGRAPH + PARAGRAPH).split()


@pytest.mark.parametrize("name", ["one word", "one character"])
def test_one_word_is_its_own_body(name: str) -> None:
    assert [each.role for each in segment(RawArticle(text=PAGES[name]))] == [Role.BODY]
