"""Which spans are in marks: every style, nesting, apostrophes, paragraphs, marks that are never closed."""

from __future__ import annotations

import pytest

from workers.extract.marks import find_marked
from workers.extract.offsets import mark_offsets


def spans(text: str) -> list[tuple[str, int]]:
    """What is marked in one paragraph, with its depth."""
    found = find_marked(text, 0, len(text), mark_offsets(text), continued=None, limit=100)
    return [(text[each.start : each.end], each.depth) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a b” and “c”", [("a b", 0), ("c", 0)]),
        ('"a b" and "c"', [("a b", 0), ("c", 0)]),
        ("„a b“ und „c”", [("a b", 0), ("c", 0)]),
        ('„a b" und', [("a b", 0)]),
        ("« a b » et «c»", [("a b", 0), ("c", 0)]),
        ("»a b« und", [("a b", 0)]),
        ("”a b” och", [("a b", 0)]),
        ("‘a b’ and", [("a b", 0)]),
        ("he said 'a b' and", [("a b", 0)]),
        ("``a b'' and ''c d'' too", [("a b", 0), ("c d", 0)]),
        ("the “so-called `reform’” of", [("so-called `reform’", 0), ("reform", 1)]),
        ("“he said ‘go’ and left”", [("he said ‘go’ and left", 0), ("go", 1)]),
        ("“he said ‘go’”", [("he said ‘go’", 0), ("go", 1)]),
        ("„er sagte ‚geh‘ und ging“", [("er sagte ‚geh‘ und ging", 0), ("geh", 1)]),
        ("\"he said 'go' and left\"", [("he said 'go' and left", 0), ("go", 1)]),
        ("«il dit “va” et part»", [("il dit “va” et part", 0), ("va", 1)]),
    ],
)
def test_styles(text: str, expected: list[tuple[str, int]]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the union’s boys’ club doesn’t like ’em",
        "the union's boys' club doesn't like 'em",
        "rock 'n' roll in the '90s and ’80s",
        "a 6'2\" man",
        "‘tis the season",
        "",
        "“”",
    ],
)
def test_apostrophes_and_the_like_are_no_marks(text: str) -> None:
    assert spans(text) == []


def test_plural_possessive_inside_single_marks() -> None:
    assert spans("He said ‘the boys’ club is shut.’ Then he left.") == [("the boys’ club is shut.", 0)]


def test_unclosed_runs_to_the_end_of_its_paragraph() -> None:
    text = "He said: “We go on and on."
    [found] = find_marked(text, 0, len(text), mark_offsets(text), continued=None, limit=100)
    assert (text[found.start : found.end], found.closed) == ("We go on and on.", False)


def test_unclosed_before_a_closed_one_ends_with_its_sentence() -> None:
    assert spans("“We go. “No” again.") == [("We go.", 0), ("No", 0)]


def test_opening_mark_on_each_paragraph_continues() -> None:
    text = "“And again.”"
    [found] = find_marked(text, 0, len(text), mark_offsets(text), continued="“", limit=100)
    assert found.continues
    [fresh] = find_marked(text, 0, len(text), mark_offsets(text), continued=None, limit=100)
    assert not fresh.continues


def test_limit_bounds_the_spans() -> None:
    text = "“a” " * 50
    assert len(find_marked(text, 0, len(text), mark_offsets(text), continued=None, limit=7)) == 7
