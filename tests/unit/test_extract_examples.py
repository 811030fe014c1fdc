"""The examples of docs/extract.md, each as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.article import build_article
from workers.extract.figures import find_figures
from workers.extract.quotes import find_quotes
from workers.model import Article, Language

PAGE = Path(__file__).parents[2] / "docs" / "extract.md"
BLOCK = re.compile(r"```examples (quotes|figures) (\w+)\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str, str, str]]:
    found = []
    for what, tag, block in BLOCK.findall(PAGE.read_text("utf-8")):
        for line in block.strip().splitlines():
            text, _, expected = line.rpartition(" => ")
            found.append((what, tag, text, expected))
    return found


def shown_quotes(article: Article) -> str:
    lines = []
    for quote in find_quotes(article):
        speaker = quote.speaker
        name, role = (speaker.name, speaker.role) if speaker else (None, None)
        lines.append(
            f"{quote.text} | {quote.kind} | {name or '-'} | {role or '-'} | {quote.cue.lemma if quote.cue else '-'}"
        )
    return " ; ".join(lines) or "none"


def shown_figures(article: Article) -> str:
    lines = []
    for figure in find_figures(article):
        low, high = ("-" if each is None else each for each in (figure.low, figure.high))
        lines.append(f"{figure.text} | {low} | {high} | {figure.bound} | {figure.unit} | {figure.kind}")
    return " ; ".join(lines) or "none"


def test_page_has_examples_of_seven_languages() -> None:
    for wanted in ("quotes", "figures"):
        assert {tag for what, tag, _, _ in examples() if what == wanted} == {"en", "de", "fr", "es", "it", "pt", "nl"}


@pytest.mark.parametrize(("what", "tag", "text", "expected"), examples())
def test_example(what: str, tag: str, text: str, expected: str) -> None:
    article = build_article(text=text, language=Language(tag=tag, confidence=1.0))
    assert {"quotes": shown_quotes, "figures": shown_figures}[what](article) == expected
