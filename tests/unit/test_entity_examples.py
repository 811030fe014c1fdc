"""The examples of the part on entities of docs/extract.md, each as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.article import build_article
from workers.extract.entities import find_entities
from workers.model import Article, Entity, Language

PAGE = Path(__file__).parents[2] / "docs" / "extract.md"
BLOCK = re.compile(r"```examples entities (\w+)\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str, str]]:
    found = []
    for tag, block in BLOCK.findall(PAGE.read_text("utf-8")):
        for line in block.strip().splitlines():
            text, _, expected = line.rpartition(" => ")
            found.append((tag, text, expected))
    return found


def shown(entity: Entity) -> str:
    link = ":".join(entity.links[0]) if entity.links else "-"
    mentions = ", ".join(f"({each.text})" if each.adjective else each.text for each in entity.mentions)
    return f"{entity.name} | {entity.type} | {link} | {mentions}"


def shown_all(article: Article) -> str:
    return " ; ".join(map(shown, find_entities(article))) or "none"


def test_page_has_examples() -> None:
    assert {tag for tag, _, _ in examples()} == {"en", "de", "fr", "es"}


@pytest.mark.parametrize(("tag", "text", "expected"), examples())
def test_example(tag: str, text: str, expected: str) -> None:
    article = build_article(text=text, language=Language(tag=tag, confidence=1.0))
    assert shown_all(article) == expected
