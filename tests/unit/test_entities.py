"""Entities: what is found, what is joined, what is linked, in English and in other languages."""

from __future__ import annotations

import pytest

from workers.article import build_article
from workers.extract.entities import find_entities
from workers.extract.entity_agreement import agree
from workers.extract.entity_inside import inner_kind
from workers.extract.entity_lattice import LONGEST
from workers.extract.entity_links import country_of, link_organization, link_place, people_of
from workers.extract.entity_merge import merge
from workers.extract.entity_model import Tagged, Tagger, weights
from workers.extract.entity_spans import FACILITY, ORGANIZATION, PEOPLE, PERSON, PLACE, Found
from workers.extract.entity_tokens import offsets_of, split_words
from workers.model import Entity, Language, Limits


def entities(text: str, tag: str = "en") -> tuple[Entity, ...]:
    return find_entities(build_article(text=text, language=Language(tag=tag, confidence=1.0)))


def shown(text: str, tag: str = "en") -> dict[str, str]:
    """Type by the name of each entity."""
    return {entity.name: entity.type for entity in entities(text, tag)}


def found_in(text: str, *parts: tuple[str, str]) -> list[Found]:
    """Mentions of these parts of a text, in order, each looked for after the one before."""
    mentions = []
    at = 0
    for part, kind in parts:
        at = text.index(part, at)
        mentions.append(Found(at, at + len(part), kind, part))
        at += len(part)
    return mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "OSLO, March 3 (Reuters) - Prime Minister Ingrid Dahl said on Monday that Norway would pay.",
            {"OSLO": "place", "Reuters": "organization", "Ingrid Dahl": "person", "Norway": "place"},
        ),
        (
            "James Otieno, a teacher in Nairobi, said he had seen nothing.",
            {"Nairobi": "place", "James Otieno": "person"},
        ),
        (
            "The World Health Organization said cases in Brazil were rising.",
            {"World Health Organization": "organization", "Brazil": "place"},
        ),
        ("He said it was raining again, and nobody came on Monday.", {}),
    ],
)
def test_english(text: str, expected: dict[str, str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        (
            "de",
            "Bundeskanzler Peter Lund reiste am Montag nach Frankreich. Lund traf die Minister in Berlin.",
            {"Peter Lund": "person", "France": "place", "Berlin": "place"},
        ),
        ("de", "Der Hund lief durch den Garten, und die Kinder riefen seinen Namen.", {}),
        ("fr", "Le ministre Jean Morel est arrivé lundi en Allemagne.", {"Jean Morel": "person", "Germany": "place"}),
        (
            "es",
            "El presidente Carlos Mora viajó a Estados Unidos con la Universidad de Chile.",
            {"Carlos Mora": "person", "United States": "place", "Universidad de Chile": "organization"},
        ),
        ("sv", "Det finns hopp i Norge.", {"Norway": "place"}),
        ("it", "Il ministro Marco Neri è arrivato in Francia.", {"Marco Neri": "person", "France": "place"}),
    ],
)
def test_other_languages(tag: str, text: str, expected: dict[str, str]) -> None:
    assert shown(text, tag) == expected


def test_a_people_is_its_country_as_an_adjective() -> None:
    (country,) = [each for each in entities("Russian troops left. Russia said so.") if each.id == "iso3166:RU"]
    assert country.links == (("iso3166", "RU"),)
    assert [(each.text, each.adjective) for each in country.mentions] == [("Russian", True), ("Russia", False)]


def test_a_people_in_small_letters_counts_where_the_language_writes_it_so() -> None:
    (country,) = entities("Das russische Parlament stimmte zu.", "de")
    assert [(each.text, each.adjective) for each in country.mentions] == [("russische", True)]


def test_a_place_in_a_name_is_mentioned_inside_it() -> None:
    found = entities("She teaches law at the University of Leeds.")
    spans = {entity.name: (entity.mentions[0].start, entity.mentions[0].end) for entity in found}
    assert spans == {"University of Leeds": (23, 42), "Leeds": (37, 42)}


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        (
            "Hall wins. Mary Hall won; Hall laughed.",
            (("Hall", PERSON), ("Mary Hall", PERSON), ("Hall", PERSON)),
            {"Mary Hall": 3},
        ),
        (
            "Ann Lee met Bob Lee. Lee left. Ann Lee left.",
            (("Ann Lee", PERSON), ("Bob Lee", PERSON), ("Lee", PERSON), ("Ann Lee", PERSON)),
            {"Ann Lee": 2, "Bob Lee": 2},
        ),
        ("Maria J. Sol came. Maria Sol left.", (("Maria J. Sol", PERSON), ("Maria Sol", PERSON)), {"Maria J. Sol": 2}),
        (
            "The Water Workers Union (WWU) met. WWU voted.",
            (("Water Workers Union", ORGANIZATION), ("WWU", ORGANIZATION), ("WWU", ORGANIZATION)),
            {"Water Workers Union": 3},
        ),
        (
            "Norrland Inc fell. Norrland rose.",
            (("Norrland Inc", ORGANIZATION), ("Norrland", ORGANIZATION)),
            {"Norrland Inc": 2},
        ),
        ("Britain and the UK", (("Britain", PLACE), ("UK", PLACE)), {"United Kingdom": 2}),
        ("Muslim voters", (("Muslim", PEOPLE),), {}),
        (
            "the Alma Bridge, the Alma Bridge",
            (("Alma Bridge", FACILITY), ("Alma Bridge", FACILITY)),
            {"Alma Bridge": 2},
        ),
    ],
)
def test_mentions_are_joined(text: str, parts: tuple[tuple[str, str], ...], expected: dict[str, int]) -> None:
    assert {each.name: len(each.mentions) for each in merge(text, found_in(text, *parts))} == expected


def test_a_title_is_no_part_of_a_name_and_none_by_itself() -> None:
    text = "Gen Ali Bakr and the Crown Prince"
    mentions = found_in(text, ("Gen Ali Bakr", PERSON), ("Crown Prince", ORGANIZATION))
    assert agree(mentions) == [Found(4, 12, PERSON, "Ali Bakr")]


def test_a_surname_is_a_person_wherever_it_stands() -> None:
    text = "Olu Varga spoke. Varga left. Georgia stayed."
    mentions = found_in(text, ("Olu Varga", PERSON), ("Varga", PLACE), ("Georgia", PLACE))
    assert [each.kind for each in agree(mentions)] == [PERSON, PERSON, PLACE]


def test_one_name_is_one_kind_by_majority() -> None:
    text = "Mulix Mulix Mulix"
    mentions = found_in(text, ("Mulix", ORGANIZATION), ("Mulix", PLACE), ("Mulix", ORGANIZATION))
    assert {each.kind for each in agree(mentions)} == {ORGANIZATION}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Germany", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("U.S.", "US"), ("the moon", None), ("DRC", "CD")],
)
def test_countries_by_name(name: str, code: str | None) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"), [("Russian", "RU"), ("Costa Ricans", "CR"), ("française", "FR"), ("Muslim", None)]
)
def test_peoples(name: str, code: str | None) -> None:
    assert people_of(name) == code


def test_links() -> None:
    place = link_place("Nairobi")
    assert place is not None
    assert place.links == (("geonames", "184745"),)
    source = link_organization("Reuters")
    assert source is not None
    assert source.links == (("source", "reuters"),)
    assert link_organization("ap") is None
    assert link_place("Nowhereville-on-Sea") is None


@pytest.mark.parametrize(
    ("part", "kind"),
    [("indian", PEOPLE), ("leeds", PLACE), ("hong kong", PLACE), ("university", ""), ("bank", ""), ("of", "")],
)
def test_what_may_stand_inside(part: str, kind: str) -> None:
    assert inner_kind(part) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mr. Smith's U.S. trip", "Mr.|Smith|'s|U.S.|trip"),
        ("Beijing-based J. K. Rae", "Beijing|-based|J.|K.|Rae"),
        ("O’Neil,  Yu-sheng (KMT)", "O’Neil|,|Yu-sheng|(|KMT|)"),
        ("a\n\n b\tc", "a|\n|\n|b|c"),
        ("F-16s cost $3.50", "F|-|16|s|cost|$|3|.|50"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert "|".join(split_words(text)) == words
    assert [
        text[at : at + len(word)] for at, word in zip(offsets_of(text, words.split("|")), words.split("|"), strict=True)
    ] == words.split("|")


def test_what_was_read_before_changes_nothing() -> None:
    """A table with little room forgets words, and gives the same labels."""
    texts = [f"Police in Town{number} arrested Ann Word{number} of the Word{number} Bank." for number in range(60)]
    texts.append("Norway said Ingrid Dahl would meet the World Health Organization in Nairobi.")
    small, large = Tagger(weights(), room=64, pieces=48), Tagger(weights())
    assert [small.tag(text) for text in texts] == [large.tag(text) for text in texts]


def test_texts_read_together_get_what_each_gets_alone() -> None:
    """Among others, in any order, in groups that a bound parts, with texts of nothing and of too many words."""
    texts = [
        "",
        "no names here",
        "Norway said Ingrid Dahl of the Bank of Kenya met THE MAYOR IN OSLO.\nOSLO. Dahl left.",
    ]
    texts += [f"Ann Word{number} of Town{number} met the Word{number} Bank." for number in range(40)]
    texts += ["NORTHERN NEWS " * 200, " ".join(f"Word{number}x" for number in range(30_000)), *texts[2:5]]
    engine = Tagger(weights())

    def seen(tagged: Tagged | None) -> tuple[list[int], list[str], list[int]] | None:
        return None if tagged is None else (tagged.starts, tagged.words, tagged.labels)

    alone = [seen(engine.tag(text)) for text in texts]
    assert [seen(each) for each in engine.tag_all(texts)] == alone
    assert [seen(each) for each in Tagger(weights()).tag_all(texts[::-1])] == alone[::-1]


def test_a_text_of_capitals_alone_is_read_in_parts() -> None:
    longest = max(len(each.text) for entity in entities("NORTHERN NEWS " * 2000) for each in entity.mentions)
    assert longest <= LONGEST * len("NORTHERN ")


def test_mentions_end_at_the_limit() -> None:
    text = "Norway beat Kenya. " * 4000
    assert sum(len(each.mentions) for each in entities(text)) == Limits().matches
