"""For any text: a fingerprint or none, never an error; a text is a copy of itself, and comparing has no direction."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_extract import articles
from workers.extract.fingerprint import SIZE, find_fingerprint, sketch_text
from workers.extract.fingerprint_compare import UnreadableFingerprintError, candidate_keys, compare, read_fingerprint
from workers.model import Article

SOME = ("storm", "ferry", "mayor", "bridge", "the", "of", "12", "国", "会", "สภา", "é")
WORDS = st.lists(st.sampled_from(SOME), min_size=12, max_size=700)


@given(articles())
def test_any_article_has_one_or_none(article: Article) -> None:
    found = find_fingerprint(article)
    if found is not None:
        sketch = read_fingerprint(found)
        hashes = list(sketch.places)
        assert hashes == sorted(hashes)
        assert len(hashes) == min(sketch.total, SIZE)


@given(st.text(st.characters(), max_size=300))
def test_any_string_even_with_surrogates(text: str) -> None:
    for each in (text, text + "\ud83d", "\udc00" * 20 + text):
        sketch_text(each)


@given(WORDS, WORDS)
def test_comparing_is_symmetric_and_within_bounds(one: list[str], other: list[str]) -> None:
    found = [sketch_text(" ".join(each)) for each in (one, other)]
    first, second = (read_fingerprint(each) for each in found if each is not None)
    there, back = compare(first, second), compare(second, first)
    assert there == back
    assert all(0 <= each <= 1 for each in there[:3])
    assert compare(first, first)[:] == (1.0, 1.0, 1.0, "copy")
    assert candidate_keys(first)


@given(WORDS, st.sampled_from(["\n", "  ", " - ", ", ", ".\n\n", "\u00a0"]))
def test_what_stands_between_words_says_nothing(words: list[str], between: str) -> None:
    assert sketch_text(between.join(words)) == sketch_text(" ".join(words))


@given(st.text(max_size=100))
def test_reading_gives_a_sketch_or_says_why_not(value: str) -> None:
    with contextlib.suppress(UnreadableFingerprintError):
        assert read_fingerprint(value).places
