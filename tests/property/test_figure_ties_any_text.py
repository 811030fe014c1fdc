"""For any article: tying changes nothing of a figure but its place and date, and those stand in the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from workers.article import build_article
from workers.extract.figure_ties import tie_figures
from workers.extract.figures import find_figures
from workers.model import Entity, Language, Mention, Role, Timex

PARTS = st.sampled_from(
    ["12 people ", "killed ", "in ", "Lviv ", "on ", "Monday ", ". ", "\n\n", ", ", "5 houses ", "The "]
)


@settings(max_examples=200)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_tied_figures_are_the_same_figures(text: str) -> None:
    places = tuple(Mention(text="Lviv", start=at, end=at + 4) for at in range(len(text)) if text.startswith("Lviv", at))
    dates = tuple(
        Timex(
            text="Monday",
            start=at,
            end=at + 6,
            type="DATE",
            value="2024-05-06",
            basis="weekday",
            rule="weekday",
            segment=Role.BODY,
        )
        for at in range(len(text))
        if text.startswith("Monday", at)
    )
    language = Language(tag="en", confidence=1.0)
    figures = find_figures(build_article(text=text, language=language))
    found = tie_figures(figures, dates, (Entity(id="l", type="place", name="Lviv", mentions=places),), text, language)
    assert tuple(replace(each, place=None, date=None) for each in found) == figures
    for each in found:
        for part in (each.place, each.date):
            if part is not None:
                assert text[part.start : part.end] == part.text
                between = text[min(part.end, each.end) : max(part.start, each.start)]
                assert "\n\n" not in between
