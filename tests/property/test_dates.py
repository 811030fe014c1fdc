"""Any text: no exception, spans inside the text and equal to their text, in order, and a cost that is linear."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.article import build_article
from workers.dates import engine
from workers.dates.engine import LANGUAGES, find_dates
from workers.dates.tokens import tokenize
from workers.model import Clock, Language

TAGS = st.sampled_from(sorted(LANGUAGES))
VOCABULARY = """the last two and of first quarter Monday May 5 31 0 1999 2022 3000 years year ago ' - , . : / am p m Feb
12:30 10 p.m. twenty a half early late end Sunday's 23.02.2022 00/00/0000 Christmas Easter 9999 since in to until will
decade century weekend millionth 2nd 1980s 80s T Z 2022-02-30T25:61 hundred couple few this next Jahr Woche letzten vor
il y a hace dos semanas \u2019 \u2013 \u0130 \U0001f600 30 February 29 31 April week month"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n", "\n", "  "])
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS, max_size=40).map("".join)
)
CLOCKS = st.one_of(
    st.none(), st.dates().map(str), st.sampled_from(["9999-12-31", "0001-01-01", "2022-02-23T05:31Z", "x"])
)


@settings(max_examples=250, deadline=None)
@given(TEXTS, TAGS, CLOCKS)
def test_any_text(text: str, tag: str, clock: str | None) -> None:
    article = build_article(
        text=text,
        clock=Clock(value=clock, origin="timestamp") if clock else None,
        language=Language(tag=tag, confidence=1.0),
    )
    reached = 0
    found = find_dates(article)
    for each in found:
        assert reached <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.text.strip() == each.text
        reached = each.end
    assert find_dates(article) == found


@settings(max_examples=250, deadline=None)
@given(TEXTS, TAGS, CLOCKS)
def test_looking_around_cues_finds_what_the_whole_text_holds(text: str, tag: str, clock: str | None) -> None:
    article = build_article(
        text=text,
        clock=Clock(value=clock, origin="timestamp") if clock else None,
        language=Language(tag=tag, confidence=1.0),
    )
    found = find_dates(article)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "look", lambda text, folded, characters, words, cues: tokenize(text, characters))
        assert find_dates(article) == found


HOSTILE = [
    "a" * 50_000 + "!",
    "the " * 50_000,
    "the last the last " * 11_000,
    "1 " * 100_000,
    "one " * 50_000,
    "1-1-" * 50_000,
    "May " * 50_000,
    "May 1 " * 33_000,
    "Monday, " * 25_000,
    "2014-" * 40_000,
    "'" * 200_000,
    ".," * 100_000,
    "\n" * 200_000,
    "of the end of the end " * 9_000,
    "more than at least about " * 8_000,
    "10:10:10:10" * 18_000,
    "03/04/2022 " * 18_000,
    "Theresa May by May " * 10_000,
    "at 10:30 " * 22_000,
    "on Monday he " * 15_000,
]


def _work(text: str) -> int:
    """How many functions, Python's and C's, are called to read ``text``: the same on every machine."""
    article = build_article(text=text, clock=Clock(value="2022-02-23", origin="timestamp"))
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    find_dates(article)
    sys.setprofile(count)
    try:
        find_dates(article)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("text", HOSTILE, ids=[each[:20].strip() or repr(each[:2]) for each in HOSTILE])
def test_hostile_text_costs_in_proportion_to_its_length(text: str) -> None:
    # Every call does bounded work: repeats in rules are bounded (tests/unit/test_dates_grammar.py).
    text = text[: len(text) // 4]
    short, long = _work(text[: len(text) // 4]), _work(text)
    assert long < 6 * short + 500, "four times the text must not cost much more than four times as much"
