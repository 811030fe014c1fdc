"""Figures tied to the place and the date of their sentence: tables of sentences with the places and dates marked."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from workers.article import build_article
from workers.extract.figure_ties import tie_figures
from workers.extract.figures import find_figures
from workers.model import Entity, Language, Mention, Role, Timex

BODY = Role.BODY
DATE: Literal["DATE"] = "DATE"
DURATION: Literal["DURATION"] = "DURATION"
MARKED = re.compile(r"\[([^|\]]+)\|([pd])\]")


def read_marked(marked: str) -> tuple[str, tuple[Entity, ...], tuple[Timex, ...]]:
    """The text without the marks, and what ``[Kyiv|p]`` and ``[Monday|d]`` mark: places and dates."""
    text, places, dates, at = "", [], [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        start, end = len(text), len(text) + len(match[1])
        text += match[1]
        at = match.end()
        if match[2] == "p":
            mention = Mention(text=match[1], start=start, end=end)
            places.append(Entity(id=match[1].lower(), type="place", name=match[1], mentions=(mention,)))
        else:
            dates.append(
                Timex(
                    text=match[1],
                    start=start,
                    end=end,
                    type="DATE",
                    value="2024-05-06",
                    basis="weekday",
                    rule="weekday",
                    segment=Role.BODY,
                )
            )
    return text + marked[at:], tuple(places), tuple(dates)


def tied(marked: str, tag: str = "en") -> list[tuple[object, str | None, str | None]]:
    text, places, dates = read_marked(marked)
    language = Language(tag=tag, confidence=1.0)
    figures = find_figures(build_article(text=text, language=language))
    found = tie_figures(figures, dates, places, text, language)
    for each in found:
        for part in (each.place, each.date):
            assert part is None or text[part.start : part.end] == part.text
    return [(f.low, f.place.text if f.place else None, f.date.text if f.date else None) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Floods killed 12 people in [Kenya|p] on [Tuesday|d].", [(12, "Kenya", "Tuesday")]),
        (
            "Shelling killed 12 people in [Lviv|p] and five people in [Kharkiv|p] on [Monday|d].",
            [(12, "Lviv", "Monday"), (5, "Kharkiv", "Monday")],
        ),
        ("In [Lviv|p], 12 people were killed and 5 hurt.", [(12, "Lviv", None), (5, "Lviv", None)]),
        ("On [Monday|d], 300 people fled.", [(300, None, "Monday")]),
        ("Near the eastern town of [Izium|p] 40 houses burned.", [(40, "Izium", None)]),
        ("He met 12 ministers from [France|p].", [(12, None, None)]),
        ("[France|p] sent 12 trucks.", [(12, None, None)]),
        ("The war has killed 14,000 people since [Monday|d].", [(14000, None, None)]),
        ("It killed 12 people. In [Kenya|p] nobody was hurt.", [(12, None, None), (0, "Kenya", None)]),
        ("Police in [Rome|p] spoke. They held 12 people.", [(12, None, None)]),
        ("In [Lviv|p] it rained.\n\n12 people fled.", [(12, None, None)]),
        ("Shelling killed 12 people in [Lviv|p] and hurt 5 others elsewhere.", [(12, "Lviv", None), (5, None, None)]),
        (
            "12 people fled [Lviv|p] on [Monday|d], and on [Tuesday|d] 5 people fled.",
            [(12, None, "Monday"), (5, None, "Tuesday")],
        ),
        ("The owners will cut 110 jobs, they announced on [Monday|d].", [(110, None, None)]),
        ("It opened on [Monday|d]. Two children fell.", [(2, None, None)]),
        ("A quake shook the coast on [Monday|d], killing seven people.", [(7, None, "Monday")]),
        ("Nothing was said of 12 houses.", [(12, None, None)]),
    ],
)
def test_place_and_date_are_those_of_the_sentence(text: str, expected: list[tuple[object, ...]]) -> None:
    assert tied(text) == expected


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("In [Kiew|p] wurden am [Montag|d] 12 Menschen getötet.", "de", [(12, "Kiew", "Montag")]),
        ("Au moins 12 personnes ont été tuées à [Lyon|p].", "fr", [(12, "Lyon", None)]),
        ("Murieron 12 personas en [Quito|p].", "es", [(12, "Quito", None)]),
        ("Almeno 12 persone sono morte a [Bari|p].", "it", [(12, "Bari", None)]),
        ("Morreram 12 pessoas em [Recife|p].", "pt", [(12, "Recife", None)]),
        ("In [Gent|p] zijn 12 mensen gedood.", "nl", [(12, "Gent", None)]),
    ],
)
def test_other_languages(text: str, tag: str, expected: list[tuple[object, ...]]) -> None:
    assert tied(text, tag) == expected


def test_what_is_counted_from_another_time_is_not_tied() -> None:
    text = "It closed Tuesday, three weeks after a fire in two flats."
    day, weeks = text.index("Tuesday"), text.index("three")
    dates = tuple(
        Timex(
            text=words, start=at, end=at + len(words), type=kind, value=value, basis="explicit", rule="", segment=BODY
        )
        for words, at, kind, value in (
            ("Tuesday", day, DATE, "2024-05-07"),
            ("three weeks", weeks, DURATION, "P3W"),
        )
    )
    [figure] = find_figures(build_article(text=text))
    assert tie_figures((figure,), dates, (), text, None) == (figure,)


def test_an_adjective_is_no_place() -> None:
    text = "In Russian towns 12 people fled."
    mention = Mention(text="Russian", start=3, end=10, adjective=True)
    russia = Entity(id="ru", type="place", name="Russia", mentions=(mention,))
    figures = find_figures(build_article(text=text))
    assert tie_figures(figures, (), (russia,), text, None) == figures
