"""Any text: no exception, every code point in exactly one segment, and a cost that grows with the length alone."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.model import RawArticle, Role
from workers.normalize.segments import segment

FORMS = """By |Von |Jane Doe|12 May 2024|2024-05-12T10:31:00+02:00|Share|Follow us on |Twitter|Image Source : AP. |
(AP Photo/Jane Roe)|REUTERS/Jane Roe/File Photo|© 2024 |KYIV, Feb 23 (Reuters) - |Published: |read more|Larnby news : |“
新华社北京4月24日电 |3 hours ago|The man went home |日本|。|”|Hello|1|(|)|/|. |, |: | - """
WORDS = st.sampled_from(
    [*re.split(r"[|\n]", FORMS), " | ", "\n", "\r\n", "\n\n", "\u2028", "\x85", "\u200b", "\u0130", " ", "\t"]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join), st.lists(WORDS, max_size=40).map(" ".join)
)
TITLES = st.one_of(st.none(), st.text(max_size=30), st.lists(WORDS, max_size=5).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS, TITLES, TITLES)
def test_segments_cover_any_text(text: str, title: str | None, byline: str | None) -> None:
    found = segment(RawArticle(text=text, title=title, byline=byline))
    assert bool(found) == bool(text)
    if found:
        assert found[0].start == 0
        assert found[-1].end == len(text)
    assert all(one.end == two.start for one, two in pairwise(found))
    assert all(each.start < each.end for each in found)
    assert all(Role(each.role) for each in found)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_segments(text: str) -> None:
    assert segment(RawArticle(text=text)) == segment(RawArticle(text=text))


HOSTILE = {
    "quotation marks": '"',
    "curly quotation marks": "“",
    "opened brackets": "(AP ",
    "share rows": "Share\n",
    "share in one line": "share ",
    "dates": "12 May 2024 ",
    "digits": "1",
    "slashes": "AP/",
    "datelines": "KYIV — ",
    "credits": "Image Source : AP. ",
    "name rows": "Jane Doe | 12 May 2024 | Share\n",
    "one letter a line": "a\n",
    "no spaces": "A",
    "stops": ". ",
    "dotted capital i": "\u0130",
    "Chinese": "新华社北京电",
    "white space": " \n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_cost_is_proportional(name: str) -> None:
    """200,000 characters take at most a second, whatever they are: the cost is no square of anything."""
    piece = HOSTILE[name]
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    segment(RawArticle(text=text[:1000]))
    begun = time.process_time()
    found = segment(RawArticle(text=text, title=text[:100]))
    assert time.process_time() - begun < 1.0
    assert found[-1].end == len(text)
    assert len(found) <= 20_000
