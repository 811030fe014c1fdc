"""For any text in any segments: no figure leaves its segment or its paragraph, and each segment is read as if alone."""

from __future__ import annotations

from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_extract import articles
from workers.article import build_article
from workers.extract.figures import find_figures
from workers.model import Article, Figure, Language, Role, Segment

PARTS = st.sampled_from(
    [
        "12", "2025", "1,200", "3.5", "two", "dozens of", "no one", "half of the", "$", "Rs ", "%", " ", "\n", "\n\n",
        " people", " houses", " bodies", " were killed", "killed ", "recovered ", "death toll rose to ", "over ",
        "between ", " and ", " to ", "-", ", including ", ". ", "in ", "May ", " million", " dollars", "her and ",
    ]
)  # fmt: skip


@given(articles())
def test_figure_stays_in_its_segment_and_paragraph(article: Article) -> None:
    for figure in find_figures(article):
        assert "\n\n" not in figure.text
        spans = [(figure.start, figure.end)] + ([(figure.cue.start, figure.cue.end)] if figure.cue else [])
        places = {bisect_right(article.starts, at) for start, end in spans for at in (start, end - 1)}
        assert len(places) == 1
        assert figure.segment is article.role_at(figure.start)


@given(
    st.lists(st.lists(PARTS, min_size=1, max_size=12).map(lambda some: "".join(some) + "\n"), min_size=1, max_size=4)
)
def test_segments_are_read_as_if_alone(parts: list[str]) -> None:
    language = Language(tag="en", confidence=1.0)
    segments = []
    alone: list[Figure] = []
    start = 0
    for part in parts:
        segments.append(Segment(role=Role.BODY, start=start, end=start + len(part)))
        alone.extend(find_figures(build_article(text=part, language=language)))
        start += len(part)
    together = find_figures(build_article(text="".join(parts), segments=tuple(segments), language=language))
    assert [(each.text, each.low, each.kind) for each in together] == [
        (each.text, each.low, each.kind) for each in alone
    ]
