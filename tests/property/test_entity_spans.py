"""Entities of any text: never an error, spans in the text, the same again whatever was read before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workers.article import build_article
from workers.extract.entities import find_entities
from workers.extract.entity_tokens import offsets_of, split_words
from workers.model import Language

WORDS = [
    "Anna ", "Lund ", "Mr. ", "President ", "Joe ", "de ", "la ", "of ", "the ", "University ", "Bank ", "Kyiv", "in ",
    "KYIV ", "Russian ", "Russia", "U.S. ", "UN ", "(WHO) ", "World Health Organization ", "said ", ". ", ", ", "'s ",
    "’s ", "-based ", "Yu-sheng ", "Al-", "\n", "\n\n", "\t", "\u00a0", "\u0130", "ß", "日本", "😀", "\ud800", "“",
    "”", "1,000 ", "New York ",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
TAGS = st.sampled_from(["en", "en-GB", "de", "fr", "es", "nl", "zh-Hant", "ar"])


@given(TEXTS)
def test_words_are_all_of_the_text_but_blanks(text: str) -> None:
    words = split_words(text)
    starts = offsets_of(text, words)
    assert all(words)
    left = list(text)
    for start, word in zip(starts, words, strict=True):
        assert text[start : start + len(word)] == word
        left[start : start + len(word)] = [" "] * len(word)
    assert not "".join(left).strip()


@given(TEXTS, TAGS)
@settings(deadline=None)
def test_spans_cut_their_text(text: str, tag: str) -> None:
    article = build_article(text=text, language=Language(tag=tag, confidence=1.0))
    found = find_entities(article)
    seen: set[tuple[int, int]] = set()
    for entity in found:
        assert entity.mentions
        assert entity.type in ("person", "organization", "place")
        assert entity.name.strip() == entity.name != ""
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
            assert (mention.start, mention.end) not in seen
            seen.add((mention.start, mention.end))
    assert len({entity.id for entity in found if entity.links}) == len([1 for entity in found if entity.links])
    assert find_entities(article) == found
