"""The examples of docs/dates.md, each as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.article import build_article
from workers.dates.engine import find_dates
from workers.model import Clock, Language

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
    article = build_article(
        text=sentence,
        clock=Clock(value="2022-02-23", origin="published"),
        language=Language(tag=tag, confidence=1.0),
    )
    shown = " ; ".join(
        " | ".join(each for each in (found.text, found.type, str(found.value), found.mod) if each)
        for found in find_dates(article)
    )
    assert shown == expected
