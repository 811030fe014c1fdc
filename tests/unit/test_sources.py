"""Publisher, wire agency and photo credit: three roles, told apart."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from workers.model import RawArticle, Role, Segment
from workers.normalize.registry import ENTRIES, agency_named, country_of_domain, date_order, named
from workers.normalize.sources import find_agency, find_credits, find_source


def cut(*parts: tuple[Role, str]) -> tuple[RawArticle, tuple[Segment, ...]]:
    """An article made of these stretches, one behind the other."""
    segments, position = [], 0
    for role, text in parts:
        segments.append(Segment(role=role, start=position, end=position + len(text)))
        position += len(text)
    return RawArticle(text="".join(text for _, text in parts)), tuple(segments)


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("https://www.reuters.com/world/story", "reuters"),
        ("https://m.timesofindia.indiatimes.com/story", "timesofindia"),
        ("https://economictimes.indiatimes.com/story", "economictimes"),
        ("https://amp.theguardian.com/world/2022/feb/23/story", "theguardian"),
        ("https://www.bbc.co.uk/news/1", "bbc"),
        ("https://edition.cnn.com/story", "cnn"),
        ("https://abcnews.go.com/story", "abcnews"),
        ("https://www.abc.net.au/news/1", "abc-au"),
        ("https://news.example.co.uk/1", "example.co.uk"),
        ("https://www.somewhere-gazette.com/1", "somewhere-gazette.com"),
        ("https://новости.пример.рф/1", "пример.рф"),
        ("https://www.xn--e1afmkfd.xn--p1ai/1", "xn--e1afmkfd.xn--p1ai"),
        ("https://t.co/abc", None),
        ("https://news.google.com/articles/1", None),
        ("https://web.archive.org/web/2020/http://www.bbc.co.uk/news/1", "bbc"),
        ("https://web.archive.org/web/2020/http://example.com/", "example.com"),
        ("https://www.google.com/amp/s/www.lemonde.fr/1", "lemonde"),
        ("https://www-lemonde-fr.translate.goog/1", "lemonde"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.dw.com%2Fen%2F1", "dw"),
        ("https://larnby.wordpress.com/1", "larnby.wordpress.com"),
        ("https://www.larnby.blogspot.co.uk/1", "larnby.blogspot.co.uk"),
        ("https://www.tumblr.com/larnby/1", None),
        ("https://web.archive.org/save/", None),
        ("not a url", None),
        ("http://[broken", None),
        ("https://localhost/1", None),
        ("https://192.168.0.1/1", None),
    ],
)
def test_the_host_names_the_publisher(url: str, identity: str | None) -> None:
    found = find_source(RawArticle(text="A body.", url=url), ())
    assert (found and found.id) == identity
    if found is not None:
        assert (found.evidence.text, found.evidence.origin) == (url, "url")


@pytest.mark.parametrize(
    ("name", "identity", "kind"),
    [
        ("Reuters", "reuters", "agency"),
        ("The New York Times", "nytimes", "newspaper"),
        ("new york times", "nytimes", "newspaper"),
        ("bbc.com", "bbc", "broadcaster"),
        ("https://www.spiegel.de/", "spiegel", "site"),
        ("village-herald.org", "village-herald.org", "unknown"),
        ("The Village Herald", "the-village-herald", "unknown"),
    ],
)
def test_the_source_field_may_be_a_name_or_a_domain(name: str, identity: str, kind: str) -> None:
    found = find_source(RawArticle(text="A body.", source=name), ())
    assert found is not None
    assert (found.id, found.kind, found.evidence.origin) == (identity, kind, "source")


def test_a_name_beside_an_aggregator_is_the_publisher() -> None:
    raw = RawArticle(text="A body.", url="https://www.msn.com/en/1", source="The Guardian")
    found = find_source(raw, ())
    assert found is not None
    assert found.id == "theguardian"


def test_an_agency_named_beside_an_unknown_host_is_not_the_publisher() -> None:
    raw = RawArticle(text="A body.", url="https://www.somewhere-gazette.com/1", source="Reuters")
    found = find_source(raw, ())
    assert found is not None
    assert found.id == "somewhere-gazette.com"


@pytest.mark.parametrize(
    ("title", "identity"),
    [
        ("Dam breaks in the north | Reuters", "reuters"),
        ("Dam breaks in the north - BBC News", "bbc"),
        ("Damm bricht im Norden – DER SPIEGEL", "spiegel"),
        ("Dam breaks - minister resigns", None),
        ("A people in peril", None),
    ],
)
def test_the_suffix_of_the_title_names_the_publisher(title: str, identity: str | None) -> None:
    found = find_source(RawArticle(text="A body.", title=title), ())
    assert (found and found.id) == identity


def test_a_copyright_line_names_the_publisher_with_its_span() -> None:
    raw, segments = cut(
        (Role.BODY, "The dam broke.\n\n"), (Role.FURNITURE, "© 2022 The Guardian. All rights reserved.")
    )
    found = find_source(raw, segments)
    assert found is not None
    assert found.id == "theguardian"
    evidence = found.evidence
    assert evidence.start is not None
    assert raw.text[evidence.start : evidence.end] == evidence.text == "© 2022 The Guardian"


@pytest.mark.parametrize(
    ("parts", "identity", "evidence"),
    [
        ([(Role.DATELINE, "KYIV, Feb 23 (Reuters) - "), (Role.BODY, "Shells fell.")], "reuters", "(Reuters)"),
        ([(Role.DATELINE, "BERLIN (dpa/lsw) - "), (Role.BODY, "Es schneit.")], "dpa", "(dpa/lsw)"),
        ([(Role.BYLINE, "By Jane Roe | Associated Press\n"), (Role.BODY, "It rained.")], "ap", "Associated Press"),
        ([(Role.BYLINE, "Reuters\n"), (Role.BODY, "It rained.")], "reuters", "Reuters"),
        ([(Role.BYLINE, "By Jane Roe, AFP\n"), (Role.BODY, "It rained.")], "afp", "AFP"),
        ([(Role.BODY, "It rained for a week. (AFP)")], "afp", "(AFP)"),
        ([(Role.BODY, "It rained for a week.\n\ndpa")], "dpa", "dpa"),
        ([(Role.BODY, "It rained for a week.\n(With inputs from PTI)")], "pti", "(With inputs from PTI)"),
        ([(Role.BODY, "It rained for a week. – ANI")], "ani", "– ANI"),
        ([(Role.BODY, "Es regnet.\n© dpa-infocom, dpa:1-2-3/4")], "dpa", "© dpa-infocom, dpa:1-2-3/4"),
        ([(Role.BODY, "Es regnet.\nQuelle: dpa")], "dpa", "Quelle: dpa"),
        ([(Role.BODY, "It rained. (Reporting by Jane Roe; Editing by John Doe)")], "reuters", None),
        ([(Role.BODY, "Il pleut."), (Role.FURNITURE, "\n© 2022 AFP")], "afp", "© 2022 AFP"),
        ([(Role.BODY, "Il pleut."), (Role.CREDIT, "\n© AFP")], None, None),
        (
            [(Role.BODY, "Es regnet."), (Role.CREDIT, "\n© dpa-infocom, dpa:1-2-3/4")],
            "dpa",
            "© dpa-infocom, dpa:1-2-3/4",
        ),
        ([(Role.BODY, "(ANSA) - ROMA, 23 FEB - Piove da una settimana.")], "ansa", "(ANSA)"),
        ([(Role.BODY, "【新华社】北京下雨了。")], "xinhua", "【新华社】"),
        ([(Role.BODY, "A report in the AP said that it rained for a week in the north of the country.")], None, None),
        ([(Role.CREDIT, "Image Source : AP. "), (Role.BODY, "It rained for a week.")], None, None),
        ([(Role.CAPTION, "Rain in Oslo (AP Photo/Jane Roe). "), (Role.BODY, "It rained.")], None, None),
        ([(Role.BYLINE, "By Jane Roe, Getty Images\n"), (Role.BODY, "It rained.")], None, None),
    ],
)
def test_the_wire_is_named_by_dateline_byline_or_closing(
    parts: list[tuple[Role, str]], identity: str | None, evidence: str | None
) -> None:
    raw, segments = cut(*parts)
    found = find_agency(raw, segments)
    assert (found and found.id) == identity
    if evidence is not None or found is None:
        assert (found and found.evidence.text) == evidence
    if found is not None:
        assert raw.text[found.evidence.start : found.evidence.end] == found.evidence.text


def test_the_byline_beside_the_text_serves_too() -> None:
    found = find_agency(RawArticle(text="It rained.", byline="Jane Roe for Reuters"), ())
    assert found is not None
    assert (found.id, found.evidence.origin, found.evidence.start) == ("reuters", "byline", None)


@pytest.mark.parametrize(
    ("role", "text", "credit", "identity", "name"),
    [
        (Role.CREDIT, "Image Source : AP. ", "Image Source : AP", "ap", "Associated Press"),
        (Role.CREDIT, "Foto: dpa\n", "Foto: dpa", "dpa", "Deutsche Presse-Agentur"),
        (Role.CREDIT, "Getty Images", "Getty Images", "getty", "Getty Images"),
        (Role.CREDIT, "REUTERS/Jane Roe/File Photo", "REUTERS/Jane Roe/File Photo", "reuters", "Reuters"),
        (Role.CREDIT, "Photo by Jane Roe", "Photo by Jane Roe", None, "Jane Roe"),
        (Role.CREDIT, "Credit: AP (File)\n", "Credit: AP (File)", "ap", "Associated Press"),
        (Role.CAPTION, "Rain in Oslo. (AP Photo/Jane Roe)", "AP Photo/Jane Roe", "ap", "Associated Press"),
        (Role.CAPTION, "Rain in Oslo. REUTERS/Jane Roe", "REUTERS/Jane Roe", "reuters", "Reuters"),
        (Role.CAPTION, "Regen in Oslo. Foto: Jane Roe/AFP", "Foto: Jane Roe/AFP", "afp", "Agence France-Presse"),
        (Role.CREDIT, "Foto: AP Vis mer", "Foto: AP Vis mer", "ap", "Associated Press"),
        (Role.CREDIT, "Jane Roe/Example Sports", "Jane Roe/Example Sports", None, "Jane Roe/Example Sports"),
        (Role.CAPTION, "Pluie à Oslo. © Jane Roe, AFP", "© Jane Roe, AFP", "afp", "Agence France-Presse"),
    ],
)
def test_a_credit_is_the_text_as_it_stands(role: Role, text: str, credit: str, identity: str | None, name: str) -> None:
    raw, segments = cut((Role.BODY, "Before. "), (role, text), (Role.BODY, "After."))
    (found,) = find_credits(raw, segments)
    assert (found.text, found.id, found.name) == (credit, identity, name)
    assert raw.text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (Role.CAPTION, "Rain in Oslo (the capital) on Monday."),
        (Role.CREDIT, "Photo\n"),
        (Role.CREDIT, "© 2022 Example Media"),
        (Role.CREDIT, "© dpa-infocom, dpa:220223-99-123456/3"),
        (Role.CREDIT, "Bildrechte"),
        (
            Role.CAPTION,
            "FILE PHOTO: A long row of cars is seen in front of the ministry in the old town of Oslo, Norway",
        ),
        (Role.BODY, "Image Source : AP."),
    ],
)
def test_what_is_no_credit(role: Role, text: str) -> None:
    raw, segments = cut((role, text))
    assert find_credits(raw, segments) == ()


def test_every_entry_is_whole() -> None:
    rows = json.loads(files("workers.normalize").joinpath("data/sources.json").read_text(encoding="utf-8"))
    kinds = {"agency", "newspaper", "broadcaster", "site", "government", "aggregator"}
    allowed = {"id", "name", "aliases", "domains", "country", "language", "zone", "kind", "wire"}
    assert len({row["id"] for row in rows}) == len(rows) == len(ENTRIES) >= 150
    domains = [domain for row in rows for domain in row.get("domains", ())]
    assert len(domains) == len(set(domains))
    for row in rows:
        assert set(row) <= allowed, row["id"]
        assert row["kind"] in kinds
        assert len(row["country"]) == 2
        assert row["country"].isupper()


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "AP",
        "AFP",
        "dpa",
        "EFE",
        "ANSA",
        "TASS",
        "Xinhua",
        "PTI",
        "ANI",
        "Kyodo",
        "Yonhap",
        "Anadolu",
        "PA",
        "UPI",
        "Bloomberg",
        "Interfax",
        "IANS",
        "ТАСС",
        "新华社",
    ],
)
def test_the_big_agencies_are_known_by_their_usual_form(name: str) -> None:
    entry = agency_named(name)
    assert entry is not None
    assert entry.wire


def test_abbreviations_are_known_only_in_their_own_case() -> None:
    assert named("ap") is None
    assert named("time") is None
    assert named("TIME") is not None


@pytest.mark.parametrize(
    ("country", "language", "order"),
    [
        ("US", None, "mdy"),
        ("IN", None, "dmy"),
        ("JP", None, "ymd"),
        ("CA", None, None),
        (None, "de", "dmy"),
        (None, "en", None),
    ],
)
def test_the_order_of_numbers(country: str | None, language: str | None, order: str | None) -> None:
    assert date_order(country, language) == order


@pytest.mark.parametrize(
    ("domain", "country"), [("a.co.uk", "GB"), ("a.de", "DE"), ("a.com", None), ("a.io", None), (None, None)]
)
def test_the_country_of_a_domain(domain: str | None, country: str | None) -> None:
    assert country_of_domain(domain) == country
