"""The notation of rules, the choice of rules, and the data files behind them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.dates.build_data import calendar_names, month_first_countries
from workers.dates.choice import Choice
from workers.dates.day_rules import HOLIDAYS, holiday_date
from workers.dates.engine import LANGUAGES, RESOLVERS, grammar_of
from workers.dates.lexicon import DATA, read_lexicon
from workers.dates.notation import expand, phrases, to_regex
from workers.dates.shape import Shape
from workers.dates.tokens import tokenize

TAGS = sorted(LANGUAGES)


def test_macros_are_written_out_in_brackets() -> None:
    assert expand("DATE 'or' DATE", {"DATE": "MONTH|DAY"}) == "(MONTH|DAY) 'or' (MONTH|DAY)"


def test_macros_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        expand("A", {"A": "B", "B": "A"})


def test_a_sign_that_the_notation_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        to_regex("MONTH & DAY", read_lexicon("en", frozenset()), keep=False)


def test_phrases_become_patterns_longest_first() -> None:
    assert phrases({"easter": "x", "new year's eve": "y"}) == "'new' 'year'\u2019's' 'eve'|'easter'"


@pytest.mark.parametrize("tag", TAGS)
def test_rules_name_resolvers_that_exist(tag: str) -> None:
    for rule in grammar_of(tag).rules:
        assert rule.resolver in RESOLVERS or rule.resolver == "none", rule.name


@pytest.mark.parametrize("tag", TAGS)
def test_holidays_have_their_rules(tag: str) -> None:
    for rule in grammar_of(tag).lexicon.source.get("holidays", {}).values():
        assert holiday_date(HOLIDAYS[rule], 2022).year in (2022, 2023)


@pytest.mark.parametrize("tag", TAGS)
def test_repeats_are_bounded(tag: str) -> None:
    for rule in grammar_of(tag).rules:
        outside_sets = re.sub(r"\[(?:\\.|[^\]\\])*\]", "S", rule.regex.pattern)
        assert not re.search(r"[*+]|\{\d+,\}", outside_sets), rule.name


@pytest.mark.parametrize("tag", TAGS)
def test_calendar_names_are_those_of_cldr(tag: str) -> None:
    written = json.loads((DATA / "cldr.json").read_text("utf-8"))
    assert written[tag] == calendar_names(tag)


def test_countries_with_the_month_first_are_those_of_cldr() -> None:
    assert json.loads((DATA / "cldr.json").read_text("utf-8"))["month_first"] == month_first_countries()


@pytest.mark.parametrize(
    ("regex", "characters", "able"),
    [
        ("[a]b", "ab", True),
        ("[a]b", "ac", False),
        ("a?b", "b", True),
        ("(?:a|bc)d", "bd", False),
        ("(?:a|bc)d", "bcd", True),
        ("a(?:b){0,2}c", "abbc", True),
        ("a", "axx", True),
        ("(?<=x)a(?=y)", "a", True),
        (r"[\]\-]z", "]z", True),
    ],
)
def test_a_rule_stays_in_play_as_long_as_it_may_match(regex: str, characters: str, able: bool) -> None:
    assert bool(Choice([regex], [Shape(regex)]).able(characters, 0)) is able


def test_rules_in_play_are_in_their_order() -> None:
    rules = ["ab", "a", "b", "a[bc]d"]
    choice = Choice(rules, [Shape(each) for each in rules])
    assert choice.able("abd", 0) == ("ab", "a", "a[bc]d")
    assert choice.able("acd", 0) == ("a", "a[bc]d")
    assert choice.able("abd", 1) == ("b",)


def test_singles_and_initials() -> None:
    assert Shape("[ab]c?").singles() == {"a", "b"}
    assert Shape("[ab]c").singles() == set()
    assert Shape("a?[bc]d").initials() == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("regex", "characters", "made"),
    [("ab?c", "ac", True), ("ab?c", "bc", False), ("a(?:b|c)d", "ad", False), ("[xa]{2,3}", "a", True)],
)
def test_what_a_match_may_be_made_of(regex: str, characters: str, made: bool) -> None:
    assert Shape(regex).made_of(frozenset(characters)) is made


VOCABULARY = (
    "the last two weeks of May 5 2022 first quarter in at 10 p m Monday early nearly eight year years ago end night a "
    "1990s 12:30 's"
)
WORDS = st.sampled_from(VOCABULARY.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", ", ", ". ", ".", ":", "\u2019"])), max_size=8))
def test_a_rule_that_matches_is_never_left_out(pieces: list[tuple[str, str]]) -> None:
    grammar = grammar_of("en")
    tokens = tokenize("".join(word + sign for word, sign in pieces), grammar.lexicon.characters)
    for at in range(len(tokens.classes)):
        chosen = grammar.choice.able(tokens.classes, at)
        for rule in grammar.rules:
            match = rule.regex.match(tokens.classes, at)
            if match is not None and match.end() > at:
                assert rule in chosen, rule.name
