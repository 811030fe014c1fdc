"""What a result says beside its value: basis, anchor, ambiguity, role; and texts without a clock."""

from __future__ import annotations

import pytest

from workers.article import build_article
from workers.dates.engine import find_dates
from workers.model import Article, Clock, Evidence, Language, Role, Segment, Source, Timex


def article(text: str, clock: str | None = "2022-02-23", country: str | None = None, tag: str = "en") -> Article:
    evidence = Evidence(text="x", origin="source")
    source = Source(id="x", name="X", domain=None, country=country, kind="site", evidence=evidence)
    return build_article(
        text=text,
        clock=Clock(value=clock, origin="fetched_at") if clock else None,
        source=source if country else None,
        language=Language(tag=tag, confidence=1.0),
    )


def only(found: tuple[Timex, ...]) -> Timex:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("text", ["yesterday", "on Tuesday", "last week", "two years ago", "on May 5", "at 10 p.m."])
def test_without_a_clock_nothing_is_guessed(text: str) -> None:
    found = only(find_dates(article(f"It happened {text}.", clock=None)))
    assert found.value is None
    assert found.anchor is None


def test_a_broken_clock_is_no_clock() -> None:
    assert only(find_dates(article("He left yesterday.", clock="9999-99-99"))).value is None


def test_anchor_is_the_clock_with_its_origin() -> None:
    found = only(find_dates(article("He left on Tuesday.")))
    assert found.basis == "weekday"
    assert found.rule == "weekday"
    assert found.anchor is not None
    assert (found.anchor.value, found.anchor.origin) == ("2022-02-23", "fetched_at")


def test_anchor_in_the_text() -> None:
    text = "He came on March 3, 2019. The next day he left."
    first, second = find_dates(article(text))
    assert second.value == "2019-03-04"
    assert second.anchor is not None
    assert second.anchor.origin == "text"
    assert text[second.anchor.start : second.anchor.end] == first.text == "March 3, 2019"


@pytest.mark.parametrize(
    ("text", "country", "value", "ambiguous"),
    [
        ("On 03/04/2022 he left.", None, "2022-03-04", ("2022-04-03",)),
        ("On 03/04/2022 he left.", "GB", "2022-04-03", ("2022-03-04",)),
        ("On 03/04/2022 he left.", "US", "2022-03-04", ("2022-04-03",)),
        ("On 13/04/2022 he left.", "US", "2022-04-13", ()),
        ("On 04/04/2022 he left.", "US", "2022-04-04", ()),
    ],
)
def test_day_and_month_in_figures(text: str, country: str | None, value: str, ambiguous: tuple[str, ...]) -> None:
    found = only(find_dates(article(text, country=country)))
    assert (found.value, found.ambiguous) == (value, ambiguous)


def test_the_texts_own_habit_decides_the_order() -> None:
    first, second = find_dates(article("From 03/04/2022 to 25/04/2022.", country="US"))
    assert (first.value, second.value) == ("2022-04-03", "2022-04-25")


def test_role_of_the_segment() -> None:
    text = "Feb 22, 2022. He left in 2014."
    segments = (Segment(role=Role.CAPTION, start=0, end=13), Segment(role=Role.BODY, start=13, end=len(text)))
    found = find_dates(build_article(text=text, segments=segments))
    assert [each.segment for each in found] == [Role.CAPTION, Role.BODY]


def test_narrative_hangs_on_the_text() -> None:
    text = (
        "The revolt began in April 1861 and ended in 1865. In May 1862 the town fell. On June 3 the army left. "
        "In 1863 it came back. By 1864 the war was lost, and in December the town was free."
    )
    values = [each.value for each in find_dates(article(text))]
    assert values == ["1861-04", "1865", "1862-05", "1862-06-03", "1863", "1864", "1864-12"]


def test_years_of_news_do_not_make_a_narrative() -> None:
    found = find_dates(article("He won in 1990, 1994, 1998 and 2002. He said on Tuesday that he left on May 5."))
    assert found[-1].value == "2021-05-05"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 1914 to 1918", ["1914", "1918"]),
        ("the war (1914-1918)", ["1914", "1918"]),
        ("the season of 1995-96", ["1995", "1996"]),
        ("from May 15 to August 16, 1988", ["1988-05-15", "1988-08-16"]),
        ("on April 6-7, 1915", ["1915-04-06", "1915-04-07"]),
        ("on 28 and 29 August 1918", ["1918-08-28", "1918-08-29"]),
    ],
)
def test_ranges(text: str, values: list[str]) -> None:
    assert [each.value for each in find_dates(article(f"It was {text}."))] == values


def test_a_language_without_a_file_gets_dates_in_figures() -> None:
    found = find_dates(article("Встреча 23.02.2022 на даче, 2022-02-24.", tag="ru"))
    assert [each.value for each in found] == ["2022-02-23", "2022-02-24"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Theresa May spoke. The party of May lost, and in May she left.", ["May"]),
        ("April Ryan said so.", []),
        ("He moved to Silver Spring, in Spring Hill.", []),
        ("The June report and a March operation failed.", ["June", "March"]),
        ("Sales for May rose.", ["May"]),
    ],
)
def test_months_that_are_names(text: str, found: list[str]) -> None:
    assert [each.text for each in find_dates(article(text))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He spoke on CBS's This Week.", []),
        ("He told Russia Today so.", []),
        ("Today he spoke. This week he leaves. This Week is short.", ["Today", "This week"]),
        ("He Said Today that he left.", ["Today"]),
    ],
)
def test_programmes_are_no_dates(text: str, found: list[str]) -> None:
    assert [each.text for each in find_dates(article(text))] == found


def test_a_heading_may_have_capitals() -> None:
    text = "Fed Meets This Week"
    segments = (Segment(role=Role.TITLE, start=0, end=len(text)),)
    clock = Clock(value="2022-02-23", origin="published")
    assert [each.value for each in find_dates(build_article(text=text, segments=segments, clock=clock))] == ["2022-W08"]


def test_today_is_nowadays_in_an_essay() -> None:
    essay = "Nobody knows what the world is. " * 100 + "Today it is so."
    assert only(find_dates(article(essay))).value == "PRESENT_REF"
    news = "On Monday he left. " + essay.replace("so.", "so, as it was yesterday.")
    assert [each.value for each in find_dates(article(news))] == ["2022-02-21", "2022-02-23", "2022-02-22"]


def test_a_comparison_is_with_what_has_been() -> None:
    text = "The firm expects a loss in the third quarter of 2023. In the year-ago period it earned more."
    assert [each.value for each in find_dates(article(text))] == ["2023-Q3", "2020-Q4"]


def test_a_29_february_lies_in_a_leap_year() -> None:
    assert only(find_dates(article("They withdrew on February 29."))).value == "2020-02-29"


def test_impossible_dates_are_none() -> None:
    assert [each.value for each in find_dates(article("On February 31, 2022 nothing."))] in ([], ["2022"])


def test_matches_are_bounded() -> None:
    assert len(find_dates(article("2014, " * 9000))) == 5000
