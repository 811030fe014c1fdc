"""For any text, in any language: the extractors never raise, and every span cuts its own text out of the article's."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workers.article import build_article
from workers.extract.figures import find_figures
from workers.extract.quotes import find_quotes
from workers.model import Article, Language, Role, Segment

MARKS = list("“”„\"«»‹›‘’'`‚")
WORDS = [
    "said ", "he ", "John Smith ", "told us ", "according to ", "the minister ", "killed ", "were injured ",
    "over ", "between ", "to ", "and ", "14,000 ", "12 ", "3.5", "-", "%", "$", "€", "Rs ", "two ", "hundred ",
    "million ", "dozens of ", "no one ", "half ", "of ", "people ", "sagte ", "so ", "sei ", "die ", "Merkel ",
    "wurden ", "death toll ", "a third ", ". ", ", ", "? ", ": ", "—", "(", ")", " ", "1.2.3", "1/2", "\u0130",
    "é", "日本", "😀", "\n", "\n\n",
]  # fmt: skip
PIECES = st.sampled_from(MARKS + WORDS)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))
TAGS = st.sampled_from(["en", "de", "fr", "es", "it", "pt", "nl", "xx", "zh-Hant"])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(TEXTS)
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=3))})
    segments = tuple(
        Segment(role=draw(st.sampled_from(list(Role))), start=start, end=end) for start, end in pairwise(cuts)
    )
    return build_article(text=text, segments=segments, language=Language(tag=draw(TAGS), confidence=1.0))


def inside(article: Article, start: int, end: int, text: str) -> bool:
    return 0 <= start <= end <= len(article.text) and article.text[start:end] == text


@given(articles())
def test_quotes_of_any_text(article: Article) -> None:
    found = find_quotes(article)
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)
    for quote in found:
        assert quote.text.strip()
        assert inside(article, quote.start, quote.end, quote.text)
        assert article.role_at(quote.start) == article.role_at(quote.end - 1) == quote.segment
        if quote.speaker is not None:
            assert quote.speaker.name
            assert inside(article, quote.speaker.start, quote.speaker.end, quote.speaker.text)
        if quote.cue is not None:
            assert inside(article, quote.cue.start, quote.cue.end, quote.cue.text)


@given(articles())
def test_figures_of_any_text(article: Article) -> None:
    found = find_figures(article)
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
    for figure in found:
        assert inside(article, figure.start, figure.end, figure.text)
        assert figure.unit
        low, high = figure.low, figure.high
        assert low is not None or high is not None
        match figure.bound:
            case "over" | "at_least":
                assert high is None
            case "under" | "at_most":
                assert low is None
            case "range":
                assert low is not None
                assert high is not None
                assert low <= high
            case _:
                assert low == high
        assert (figure.currency is not None) == (figure.kind == "money")
        if figure.cue is not None:
            assert inside(article, figure.cue.start, figure.cue.end, figure.cue.text)


@given(articles())
def test_same_article_gives_the_same(article: Article) -> None:
    assert find_quotes(article) == find_quotes(article)
    assert find_figures(article) == find_figures(article)
