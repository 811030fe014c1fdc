"""The examples of docs/dates.md, each as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.article import build_article
from workers.dates.engine import find_dates
from workers.model import Clock, Language, Timex

PAGE = Path(__file__).parents[2] / "docs" / "dates.md"
BLOCK = re.compile(r"```examples (\w+)\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str, str]]:
    found = []
    for tag, block in BLOCK.findall(PAGE.read_text("utf-8")):
        for line in block.strip().splitlines():
            sentence, _, expected = line.partition("=>")
            found.append((tag, sentence.strip(), expected.strip()))
    return found


def test_page_has_examples_of_seven_languages() -> None:
    assert {tag for tag, _, _ in examples()} == {"en", "de", "fr", "es", "it", "pt", "nl"}


@pytest.mark.parametrize(("tag", "sentence", "expected"), examples())
def test_example(tag: str, sentence: str, expected: str) -> None:
    shown = " ; ".join(
        " | ".join(each for each in (found.text, found.type, str(found.value), found.mod) if each)
        for found in _dates(tag, sentence)
    )
    assert shown == expected


@pytest.mark.parametrize(("tag", "sentence", "expected"), examples())
def test_the_text_may_end_anywhere(tag: str, sentence: str, expected: str) -> None:
    for end in range(len(sentence)):
        for found in _dates(tag, sentence[:end]):
            assert sentence[found.start : found.end] == found.text


def _dates(tag: str, sentence: str) -> tuple[Timex, ...]:
    article = build_article(
        text=sentence,
        clock=Clock(value="2022-02-23", origin="published"),
        language=Language(tag=tag, confidence=1.0),
    )
    return find_dates(article)
