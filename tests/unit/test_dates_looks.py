"""Where an expression may stand: the runs of known words around a cue, and nothing else."""

from __future__ import annotations

import pytest

from workers.article import fold
from workers.dates.engine import LANGUAGES, grammar_of
from workers.dates.looks import look
from workers.dates.tokens import Tokens


def tokens_of(text: str, tag: str = "en") -> Tokens:
    grammar = grammar_of(tag)
    return look(text, fold(text), grammar.characters, grammar.words, grammar.cues)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Nobody spoke of the first one.", []),
        ("Nobody knows the minister.", []),
        (
            "Ministers left on Tuesday evening, mostly.",
            ["left", " ", "on", " ", "Tuesday", " ", "evening", ", ", "mostly"],
        ),
        ("2014", ["2014"]),
        ("A_2014 and B2014", []),
        ("(2014)", ["(", "2014", ")"]),
    ],
)
def test_runs_with_the_unknown_token_on_each_side(text: str, tokens: list[str]) -> None:
    assert [each for each in tokens_of(text).parts if each] == tokens


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_words_stand_at_even_indexes_at_their_offsets(tag: str) -> None:
    text = '"2014" x 3 May, 5.6.2019 \u2014 y 12:30\n\nz in 1999-2001? 7'
    tokens = tokens_of(text, tag)
    assert len(tokens.parts) == len(tokens.classes) == len(tokens.offsets) - 1
    for index, each in enumerate(tokens.parts):
        assert not each or each[0].isalnum() is (index % 2 == 0)
        assert not each or text[tokens.offsets[index] :].startswith(each)
