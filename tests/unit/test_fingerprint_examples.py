"""The examples of docs/extract.md on fingerprints, each as a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.extract.fingerprint import sketch_text
from workers.extract.fingerprint_compare import compare, read_fingerprint

PAGE = Path(__file__).parents[2] / "docs" / "extract.md"
BLOCK = re.compile(r"```examples copies\n(.*?)```", re.DOTALL)
LINES = [line for block in BLOCK.findall(PAGE.read_text("utf-8")) for line in block.strip().splitlines()]


def sentence(number: int, *, replaced: bool = False) -> str:
    """A sentence of fourteen words that no other number has."""
    words = [f"word{number}x{place}" for place in range(14)]
    if replaced:
        words[6] = f"other{number}"
    return " ".join(words) + "."


def text_of(recipe: str) -> str:
    """``1-10 + ~11``: the sentences that it names."""
    found: list[str] = []
    for part in recipe.split(" + "):
        first, _, last = part.strip("~ ").partition("-")
        numbers = range(int(first), int(last or first) + 1)
        found.extend(sentence(number, replaced="~" in part) for number in numbers)
    return "\n".join(found)


def test_page_has_examples() -> None:
    assert {line.rpartition(" => ")[2] for line in LINES} == {"copy", "version", "different"}


@pytest.mark.parametrize("line", LINES)
def test_example(line: str) -> None:
    recipes, _, expected = line.rpartition(" => ")
    one, other = (sketch_text(text_of(recipe.strip())) for recipe in recipes.split("|"))
    assert one is not None
    assert other is not None
    assert compare(read_fingerprint(one), read_fingerprint(other)).relation == expected
