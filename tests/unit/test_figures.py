"""Numbers with what they count: tables of sentences."""

from __future__ import annotations

import pytest

from tests.quality.score_figures import score
from workers.article import build_article
from workers.extract.figures import find_figures
from workers.model import Figure, Language, Role, Segment


def figures(text: str, tag: str = "en") -> list[Figure]:
    return list(find_figures(build_article(text=text, language=Language(tag=tag, confidence=1.0))))


def short(text: str, tag: str = "en") -> list[tuple[object, object, str, str, str]]:
    return [(f.low, f.high, f.bound, f.unit, f.kind) for f in figures(text, tag)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Floods killed 12 people.", (12, 12, "exact", "people", "killed")),
        ("Twelve people were killed in the floods.", (12, 12, "exact", "people", "killed")),
        ("Two hundred and fifty people were killed.", (250, 250, "exact", "people", "killed")),
        ("The army says 1,200,000 people fled.", (1_200_000, 1_200_000, "exact", "people", "displaced")),
        ("Some 2.5 million people fled.", (2_500_000, 2_500_000, "about", "people", "displaced")),
        ("At least a dozen miners are trapped.", (12, None, "at_least", "miner", "missing")),
        ("Half a dozen hikers were rescued.", (6, 6, "exact", "hiker", "rescued")),
        ("Police detained 31 men, including three soldiers.", (31, 31, "exact", "man", "arrested")),
        ("Fewer than 40 villagers were evacuated.", (None, 40, "under", "villager", "evacuated")),
        ("No more than 40 villagers were evacuated.", (None, 40, "at_most", "villager", "evacuated")),
        ("Almost 40 villagers were evacuated.", (40, 40, "nearly", "villager", "evacuated")),
        ("From 30 to 40 villagers were evacuated.", (30, 40, "range", "villager", "evacuated")),
        ("Some 30-40 villagers were evacuated.", (30, 40, "range", "villager", "evacuated")),
        ("The firm will cut 1,500 jobs.", (1500, 1500, "exact", "job", "jobs")),
        ("Nobody was hurt.", (0, 0, "exact", "people", "injured")),
        ("There were no deaths.", (0, 0, "exact", "people", "killed")),
        ("Support fell by 4.5 percentage points.", (4.5, 4.5, "exact", "percentage point", "percent")),
        ("Three quarters of the town burned.", (75, 75, "exact", "percent", "percent")),
    ],
)
def test_one_figure(text: str, expected: tuple[object, object, str, str, str]) -> None:
    assert short(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "low", "currency"),
    [
        ("It cost $1.5 million.", 1_500_000, "USD"),
        ("It cost US$3bn.", 3_000_000_000, "USD"),
        ("It cost £25m.", 25_000_000, "GBP"),
        ("It cost €900.", 900, "EUR"),
        ("It cost A$20.", 20, "AUD"),
        ("It cost Rs 25 crore.", 250_000_000, "INR"),
        ("It cost Rs. 3 lakh.", 300_000, "INR"),
        ("It cost 25 crore rupees.", 250_000_000, "INR"),
        ("It cost ₹1,50,000.", 150_000, "INR"),
        ("It cost 30 billion yen.", 30_000_000_000, "JPY"),
        ("It cost 40 million Swiss francs.", 40_000_000, "CHF"),
        ("It cost 200 million pounds.", 200_000_000, "GBP"),
    ],
)
def test_money(text: str, low: float, currency: str) -> None:
    [found] = figures(text)
    assert (found.low, found.high, found.currency, found.unit, found.kind) == (low, low, currency, currency, "money")


def test_pounds_without_a_scale_are_a_weight() -> None:
    assert short("They used 200 pounds of flour.") == [(200, 200, "exact", "pound", "other")]


@pytest.mark.parametrize(
    "text",
    [
        "He died in 2014.",
        "It happened on 12 May 2014, at 10:30.",
        "It happened on May 12.",
        "She is 34 and lives at 12 Baker Street.",
        "The 34-year-old left.",
        "They won 3-1.",
        "Version 4.2 is out.",
        "It lasted 18 months.",
        "He left two weeks ago.",
        "Route 66 was closed near exit 12.",
        "Call 555-0199.",
        "In the 1990s it was different.",
        "One of them left for half an hour.",
        "The 20th century was long.",
        "He was first in the 2nd race.",
        "He planned the raid that killed the 9/11 plotter.",
        "The raid that killed 9/11 plotters is over.",
        "It was updated 21 mins ago.",
    ],
)
def test_no_figure(text: str) -> None:
    assert short(text) == []


def test_change_is_two_figures() -> None:
    assert short("Unemployment rose from 4 percent to 6 percent.") == [
        (4, 4, "exact", "percent", "percent"),
        (6, 6, "exact", "percent", "percent"),
    ]


def test_kinds_go_over_including_and_and() -> None:
    text = "Gunmen killed 19 people, including four children."
    assert [(f.low, f.kind) for f in figures(text)] == [(19, "killed"), (4, "killed")]
    text = "Five Germans and two Poles were among the injured."
    assert [(f.low, f.kind) for f in figures(text)] == [(5, "injured"), (2, "injured")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Shelling killed 12 people in Lviv and five people in Kharkiv.", ["killed", "killed"]),
        ("Shelling killed 12 people in Lviv and five people met the mayor.", ["killed", "other"]),
        ("Raids killed 12 people in one night and five people in Kharkiv met.", ["killed", "other"]),
    ],
)
def test_kinds_go_over_places_that_are_told_alike(text: str, kinds: list[str]) -> None:
    assert [figure.kind for figure in figures(text) if figure.unit == "people"] == kinds


def test_those_beside_the_number_count() -> None:
    [found] = figures("The crash killed the driver and three passengers.")
    assert (found.text, found.low, found.unit) == ("the driver and three passengers", 4, "people")


def test_cue_is_the_word_that_says_it() -> None:
    text = "Clashes have killed over 14,000 people."
    [found] = figures(text)
    assert found.cue is not None
    assert (found.text, found.cue.text, found.cue.lemma) == ("over 14,000 people", "killed", "kill")
    assert text[found.cue.start : found.cue.end] == "killed"


def test_kind_does_not_reach_over_a_sentence() -> None:
    assert short("Nobody was killed. 12 houses burned.")[1:] == [(12, 12, "exact", "house", "other")]


def test_segment_is_the_role_where_it_stands() -> None:
    text = "12 people were killed."
    article = build_article(text=text, segments=(Segment(role=Role.CAPTION, start=0, end=len(text)),))
    [found] = find_figures(article)
    assert found.segment is Role.CAPTION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rescuers recovered six bodies.", [(6, 6, "exact", "people", "killed")]),
        ("Eleven bodies were found in the hold.", [(11, 11, "exact", "people", "killed")]),
        ("Divers pulled two bodies from the river.", [(2, 2, "exact", "people", "killed")]),
        ("The bodies of at least 12 miners were flown home.", [(12, None, "at_least", "miner", "killed")]),
        ("They identified the remains of the two soldiers.", [(2, 2, "exact", "soldier", "killed")]),
        ("The governing bodies of 12 sports met.", [(12, 12, "exact", "sport", "other")]),
        ("The remains of 200 dinosaurs were found.", [(200, 200, "exact", "dinosaur", "other")]),
        ("The two bodies set the rules for schools.", [(2, 2, "exact", "body", "other")]),
        ("The plan would merge 168 public bodies.", [(168, 168, "exact", "body", "other")]),
    ],
)
def test_bodies_found_are_killed(text: str, expected: list[tuple[object, object, str, str, str]]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    ("plural", "unit"),
    [
        ("bronzes", "bronze"), ("prizes", "prize"), ("quizzes", "quiz"), ("waltzes", "waltz"), ("boxes", "box"),
        ("churches", "church"), ("avalanches", "avalanche"), ("crashes", "crash"), ("buses", "bus"),
        ("viruses", "virus"), ("houses", "house"), ("causes", "cause"), ("horses", "horse"), ("lenses", "lens"),
        ("classes", "class"), ("databases", "database"), ("gases", "gas"), ("species", "species"),
        ("diagnoses", "diagnosis"), ("counties", "county"), ("movies", "movie"), ("potatoes", "potato"),
        ("shoes", "shoe"), ("loaves", "loaf"), ("shelves", "shelf"), ("trees", "tree"),
    ],
)  # fmt: skip
def test_unit_is_the_singular(plural: str, unit: str) -> None:
    assert [figure.unit for figure in figures(f"They counted 40 {plural} there.")] == [unit]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Half of the town burned.", 1),
        ("More than half of its homes burned.", 1),
        ("It was the second half of its life.", 0),
        ("Sales fell in the first half of 2005.", 0),
        ("They are in the bottom half of the table.", 0),
        ("He won the other half of the prize.", 0),
    ],
)
def test_a_part_is_no_share(text: str, expected: int) -> None:
    assert len(figures(text)) == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Martedì 3 giugno 2025\n\nÈ di nove morti il bilancio", "it"),
        ("Tuesday, 3 June 2025\n\nMiners were rescued", "en"),
        ("Floods killed\n\n12 hours later", "en"),
    ],
)
def test_figure_stays_in_its_paragraph(text: str, tag: str) -> None:
    border = text.index("\n\n")
    assert all(not figure.start < border < figure.end for figure in figures(text, tag))
    assert all(figure.low not in (2025, 12) for figure in figures(text, tag))


def test_figure_stays_in_its_segment() -> None:
    text = "Updated 14 Rescuers left 3 dead."
    segments = (Segment(role=Role.HEADER, start=0, end=11), Segment(role=Role.BODY, start=11, end=len(text)))
    found = find_figures(build_article(text=text, segments=segments))
    assert [(figure.text, figure.segment) for figure in found] == [("3", Role.BODY)]


def test_lines_of_furniture_have_nothing_to_do_with_each_other() -> None:
    text = "Advertisement 2\nStories to read\n12 stories more"
    article = build_article(text=text, segments=(Segment(role=Role.FURNITURE, start=0, end=len(text)),))
    assert [figure.text for figure in find_figures(article)] == ["12 stories"]
    wrapped = build_article(text="They read 12\nstories a day.")
    assert [figure.low for figure in find_figures(wrapped)] == [12]


def test_text_may_begin_with_a_number_and_end_with_a_stop() -> None:
    assert short("12 people were killed.") == [(12, 12, "exact", "people", "killed")]


@pytest.mark.parametrize("half", ["a", "b"])
def test_own_sentences_reach_their_mark(half: str) -> None:
    found, errors = score(half)
    assert found["recall"] >= 92, errors
    assert found["precision"] >= 92, errors
