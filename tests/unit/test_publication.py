"""When an article was published: from metadata, headers, URLs, datelines, and what must not be taken for it."""

from __future__ import annotations

import pytest

from workers.model import Dateline, Evidence, Flag, RawArticle, Role, Segment, Source
from workers.normalize.confidence import CONFIDENCE
from workers.normalize.publication import date_flags, find_modified, find_published

FETCHED = "2022-02-24T08:00:00Z"


def cut(*parts: tuple[Role, str]) -> tuple[RawArticle, tuple[Segment, ...]]:
    """An article made of these stretches, one behind the other."""
    segments, position = [], 0
    for role, text in parts:
        segments.append(Segment(role=role, start=position, end=position + len(text)))
        position += len(text)
    return RawArticle(text="".join(text for _, text in parts)), tuple(segments)


def source(country: str | None, domain: str = "example.com") -> Source:
    return Source(
        id="example",
        name="Example",
        domain=domain,
        country=country,
        kind="site",
        evidence=Evidence(text="x", origin="url"),
    )


def of_metadata(published: str, **fields: str | None) -> RawArticle:
    return RawArticle(text="A body that has no date.", published=published, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "value", "granularity", "zone"),
    [
        ("2022-02-23", "2022-02-23", "day", "unknown"),
        ("2022-02-23T05:31:00+05:30", "2022-02-23T05:31:00+05:30", "second", "offset"),
        ("2022-02-23T05:31:00.123Z", "2022-02-23T05:31:00Z", "second", "utc"),
        ("2022-02-23 05:31", "2022-02-23T05:31", "minute", "unknown"),
        ("2022-02-23 05:31 PM", "2022-02-23T17:31", "minute", "unknown"),
        ("20220223T053100Z", "2022-02-23T05:31:00Z", "second", "utc"),
        ("Wed, 23 Feb 2022 05:31:00 +0000", "2022-02-23T05:31:00+00:00", "second", "offset"),
        ("Wed, 23 Feb 2022 05:31:00 GMT", "2022-02-23T05:31:00Z", "second", "utc"),
        ("February 23, 2022 5:31 p.m.", "2022-02-23T17:31", "minute", "unknown"),
        ("23.02.2022", "2022-02-23", "day", "unknown"),
        ("23. Februar 2022, 14:05 Uhr", "2022-02-23T14:05", "minute", "unknown"),
        ("23 février 2022 à 14h05", "2022-02-23T14:05", "minute", "unknown"),
        ("23 de febrero de 2022", "2022-02-23", "day", "unknown"),
        ("23 февраля 2022, 14:05", "2022-02-23T14:05", "minute", "unknown"),
        ("2022年2月23日 14:05", "2022-02-23T14:05", "minute", "unknown"),
        ("2022년 2월 23일", "2022-02-23", "day", "unknown"),
        ("२३ फ़रवरी २०२२", "2022-02-23", "day", "unknown"),
        ("23 กุมภาพันธ์ 2565", "2022-02-23", "day", "unknown"),
        ("2022. február 23.", "2022-02-23", "day", "unknown"),
        ("1645594260", "2022-02-23T05:31:00Z", "second", "utc"),
        ("1645594260000", "2022-02-23T05:31:00Z", "second", "utc"),
        ("February 2022", "2022-02", "month", "unknown"),
        ("2022", "2022", "year", "unknown"),
    ],
)
def test_reads_the_forms_that_scrapers_deliver(published: str, value: str, granularity: str, zone: str) -> None:
    found = find_published(of_metadata(published), (), None, None)
    assert found is not None
    assert (found.value, found.granularity, found.zone, found.origin) == (value, granularity, zone, "metadata")
    assert found.evidence == Evidence(text=published, origin="published")


@pytest.mark.parametrize(
    "published", ["", "soon", "9999-99-99", "1970-01-01T00:00:00Z", "2022-13-41", "0", "12:30", "?"]
)
def test_says_nothing_where_metadata_is_no_date(published: str) -> None:
    assert find_published(of_metadata(published), (), None, None) is None


@pytest.mark.parametrize(
    ("country", "zone"),
    [("IN", "+05:30"), ("IE", "+01:00"), ("IL", "+02:00")],
)
def test_an_abbreviated_zone_is_that_of_the_country(country: str, zone: str) -> None:
    found = find_published(of_metadata("23 Feb 2022, 05:31 IST"), (), source(country), None)
    assert found is not None
    assert (found.value, found.zone, found.ambiguous) == (f"2022-02-23T05:31{zone}", "offset", ())


def test_an_ambiguous_zone_stays_unknown_and_lists_its_readings() -> None:
    found = find_published(of_metadata("23 Feb 2022, 05:31 IST"), (), None, None)
    assert found is not None
    assert (found.value, found.zone) == ("2022-02-23T05:31", "unknown")
    assert found.ambiguous == ("2022-02-23T05:31+05:30", "2022-02-23T05:31+01:00", "2022-02-23T05:31+02:00")


@pytest.mark.parametrize(
    ("country", "language", "value", "ambiguous"),
    [
        ("US", None, "2022-03-04", ()),
        ("GB", None, "2022-04-03", ()),
        (None, "de", "2022-04-03", ()),
        (None, None, "2022-04-03", ("2022-03-04",)),
        (None, "en", "2022-04-03", ("2022-03-04",)),
        (None, "en-US", "2022-03-04", ()),
        (None, "en_GB", "2022-04-03", ()),
    ],
)
def test_numbers_are_read_in_the_order_of_the_source(
    country: str | None, language: str | None, value: str, ambiguous: tuple[str, ...]
) -> None:
    raw = of_metadata("03/04/2022", language=language)
    found = find_published(raw, (), source(country) if country else None, None)
    assert found is not None
    assert (found.value, found.ambiguous) == (value, ambiguous)
    assert (found.confidence < 0.7) == bool(ambiguous)


def test_the_ending_of_an_unknown_domain_tells_the_order() -> None:
    found = find_published(of_metadata("03/04/2022"), (), source(None, "example.co.uk"), None)
    assert found is not None
    assert (found.value, found.ambiguous) == ("2022-04-03", ())


def test_the_fused_header_keeps_its_label_and_its_leading_blank() -> None:
    raw, segments = cut((Role.HEADER, " date 2022-02-23 "), (Role.FURNITURE, "Follow us on "), (Role.BODY, "The body."))
    found = find_published(raw, segments, None, None)
    assert found is not None
    assert (found.value, found.granularity, found.zone, found.origin) == ("2022-02-23", "day", "unknown", "header")
    assert found.evidence == Evidence(text=" date 2022-02-23", origin="header", start=0, end=16)


@pytest.mark.parametrize(
    ("header", "published", "modified"),
    [
        ("Published: Wed 23 Feb 2022, 05:31 GMT", "2022-02-23T05:31Z", None),
        ("23.02.2022 | 14:05 Uhr", "2022-02-23T14:05", None),
        ("Published 22 February 2022. Updated 23 February 2022", "2022-02-22", "2022-02-23"),
        ("Updated 23 February 2022, published 22 February 2022", "2022-02-22", "2022-02-23"),
        ("22.02.2022, 10:00 Uhr - aktualisiert am 23.02.2022", "2022-02-22T10:00", "2022-02-23"),
        ("Publié le 22 février 2022, mis à jour le 23 février 2022", "2022-02-22", "2022-02-23"),
        ("12 May 2021By Jane Roe", "2021-05-12", None),
        ("25. Januar 202225. Januar 2022", "2022-01-25", None),
    ],
)
def test_a_header_tells_publication_from_change(header: str, published: str, modified: str | None) -> None:
    raw, segments = cut((Role.HEADER, header + "\n"), (Role.BODY, "On 3 May 2020 the dam broke, as we reported."))
    first = find_published(raw, segments, None, None)
    last = find_modified(raw, segments, None, first)
    assert (first and first.value, last and last.value) == (published, modified)


@pytest.mark.parametrize(
    ("header", "value", "granularity"),
    [
        ("2 hours ago", "2022-02-24", "day"),
        ("Published 20 minutes ago", "2022-02-24T07:40Z", "minute"),
        ("3 weeks ago", "2022-02", "month"),
        ("vor 3 Tagen", "2022-02-21", "day"),
        ("il y a 2 jours", "2022-02-22", "day"),
        ("Heute um 06:15", "2022-02-24T06:15", "minute"),
        ("yesterday", "2022-02-23", "day"),
        ("3小时前", "2022-02-24", "day"),
    ],
)
def test_a_relative_header_counts_from_the_fetch_and_from_nothing_else(
    header: str, value: str, granularity: str
) -> None:
    raw, segments = cut((Role.HEADER, header + "\n"), (Role.BODY, "The body."))
    assert find_published(raw, segments, None, None) is None
    fetched = RawArticle(text=raw.text, fetched_at=FETCHED)
    found = find_published(fetched, segments, None, None)
    assert found is not None
    assert (found.value, found.granularity) == (value, granularity)


def test_updated_some_hours_ago_is_a_change_and_serves_where_nothing_else_is_told() -> None:
    raw, segments = cut((Role.HEADER, "Updated 2 hours ago\n"), (Role.BODY, "The body."))
    fetched = RawArticle(text=raw.text, fetched_at=FETCHED)
    changed = find_modified(fetched, segments, None, None)
    assert changed is not None
    assert (changed.value, changed.evidence.text) == ("2022-02-24", "Updated 2 hours ago")
    found = find_published(fetched, segments, None, None)
    assert found is not None
    assert (found.value, found.rule) == ("2022-02-24", "relative_modified")
    assert found.confidence <= 0.6


def test_a_change_beside_the_publication_is_found_outside_the_header_too() -> None:
    raw, segments = cut(
        (Role.FURNITURE, "Published 22 February 2022\n"),
        (Role.FURNITURE, "Updated 23 February 2022\n"),
        (Role.BODY, "On 3 May 2020 the dam broke."),
    )
    first = find_published(raw, segments, None, None)
    last = find_modified(raw, segments, None, first)
    assert (first and first.value, last and last.value) == ("2022-02-22", "2022-02-23")


def test_where_only_a_change_is_told_it_serves_for_both_and_says_so() -> None:
    raw, segments = cut((Role.HEADER, "Updated 23 February 2022\n"), (Role.BODY, "The body."))
    first = find_published(raw, segments, None, None)
    assert first is not None
    assert (first.value, first.rule) == ("2022-02-23", "header_modified")
    assert first.confidence < CONFIDENCE["labelled_header"]
    last = find_modified(raw, segments, None, first)
    assert last is not None
    assert last.value == "2022-02-23"


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://example.com/2022/02/23/a-story", "2022-02-23"),
        ("https://example.com/news/2022-02/23/a-story", "2022-02-23"),
        ("https://example.com/a-story-20220223.html", "2022-02-23"),
        ("https://example.com/2022/feb/23/a-story", "2022-02-23"),
        ("https://example.com/2022/02/31/a-story", None),
        ("https://example.com/story/20229999", None),
        ("https://example.com/2022/02/a-story", "2022-02"),
        ("https://example.com/2022/13/a-story", None),
    ],
)
def test_the_path_of_a_url_may_hold_the_day(url: str, value: str | None) -> None:
    found = find_published(RawArticle(text="A body.", url=url), (), None, None)
    assert (found and found.value) == value
    assert found is None or found.origin == "url"


def test_the_url_settles_the_order_of_numbers() -> None:
    raw, segments = cut((Role.HEADER, "Posted 11/8/2023\n"), (Role.BODY, "The body."))
    raw = RawArticle(text=raw.text, url="https://example.com/2023/11/08/story")
    found = find_published(raw, segments, None, None)
    assert found is not None
    assert (found.value, found.ambiguous) == ("2023-11-08", ())


def test_a_dateline_serves_last() -> None:
    raw, segments = cut((Role.DATELINE, "KYIV, Feb 23 (Reuters) - "), (Role.BODY, "Shells fell."))
    dateline = Dateline(place="KYIV", date="2022-02-23", evidence=Evidence(text="KYIV, Feb 23", origin="dateline"))
    found = find_published(raw, segments, None, dateline)
    assert found is not None
    assert (found.value, found.origin) == ("2022-02-23", "dateline")
    assert found.confidence < 0.8


@pytest.mark.parametrize(
    "body",
    [
        "The treaty was signed on 3 May 2020 in the old town, and nobody has changed a word of it since then, he said.",
        "© 2019 Example Media. All rights reserved.",
        "Copyright 03.04.2019 Example Media",
        "When: Saturday, 12 May 2019",
        "Einsendeschluss: 12.05.2019",
        "She was born on 12 March 1964 in Lyon and came to the city as a child with both of her parents and a brother.",
    ],
)
def test_other_dates_are_not_that_of_the_publication(body: str) -> None:
    raw, segments = cut((Role.BODY, body))
    assert find_published(raw, segments, None, None) is None


def test_a_date_later_than_the_fetch_is_refused_and_flagged() -> None:
    raw = of_metadata("2022-03-01", fetched_at=FETCHED)
    assert find_published(raw, (), None, None) is None
    assert date_flags(raw, None) == (Flag.DATE_IN_FUTURE,)


def test_a_day_of_slack_for_zones() -> None:
    raw = of_metadata("2022-02-25", fetched_at=FETCHED)
    assert find_published(raw, (), None, None) is not None
    assert date_flags(raw, None) == ()


@pytest.mark.parametrize("published", ["9999-99-99", "1970-01-01", "0001-01-01T00:00:00Z", "9999-12-31"])
def test_a_date_out_of_range_is_flagged(published: str) -> None:
    raw = of_metadata(published)
    assert find_published(raw, (), None, None) is None
    assert date_flags(raw, None) == (Flag.DATE_OUT_OF_RANGE,)


def test_metadata_wins_over_the_header_and_the_page() -> None:
    raw, segments = cut((Role.HEADER, "Published 22 February 2022\n"), (Role.BODY, "The body."))
    given = RawArticle(text=raw.text, published="2022-02-23")
    found = find_published(given, segments, None, None)
    assert found is not None
    assert (found.value, found.origin) == ("2022-02-23", "metadata")
    of_page = RawArticle(text=raw.text, published="2022-02-23", from_html=frozenset({"published"}))
    page = find_published(of_page, segments, None, None)
    assert page is not None
    assert page.confidence < found.confidence


def test_a_url_of_another_day_lowers_the_confidence_of_metadata() -> None:
    near = of_metadata("2022-02-23", url="https://example.com/2022/02/22/story")
    far = of_metadata("2022-02-23", url="https://example.com/2021/02/22/story")
    first, second = find_published(near, (), None, None), find_published(far, (), None, None)
    assert first is not None
    assert second is not None
    assert first.value == second.value == "2022-02-23"
    assert second.confidence < first.confidence


@pytest.mark.parametrize("published", ["February 2022", "2022", "2022-02"])
def test_a_month_or_a_year_is_made_a_day_by_the_page_that_agrees(published: str) -> None:
    raw, segments = cut((Role.HEADER, "Posted 23 February 2022\n"), (Role.BODY, "The body."))
    found = find_published(RawArticle(text=raw.text, published=published), segments, None, None)
    assert found is not None
    assert (found.value, found.origin) == ("2022-02-23", "header")
    other = find_published(RawArticle(text=raw.text, published="2021"), segments, None, None)
    assert other is not None
    assert (other.value, other.granularity, other.origin) == ("2021", "year", "metadata")


def test_each_kind_of_evidence_has_a_confidence() -> None:
    assert all(0 < sure < 1 for sure in CONFIDENCE.values())
    order = ["address_and_text", "labelled_header", "line", "header", "text_against_address"]
    assert [CONFIDENCE[kind] for kind in order] == sorted((CONFIDENCE[kind] for kind in order), reverse=True)


@pytest.mark.parametrize(
    "lines",
    [
        "Most read\n21 February 2022\nA flood in the hills\n20 February 2022\nThe mayor resigns\n19 February 2022\n",
        "Related\nA dam breaks | 3 May 2020\nThe dam is mended | 4 June 2020\nThe dam breaks again | 7 July 2021\n",
    ],
)
def test_the_dates_of_other_articles_do_not_win_over_the_label(lines: str) -> None:
    raw, segments = cut(
        (Role.HEADER, "Published: Wed 23 Feb 2022, 05:31 IST\n"),
        (Role.BODY, "Rain fell for a week, and the river rose by a metre in a single night, the office said.\n"),
        (Role.FURNITURE, lines + "© 2019 Example Media\n"),
    )
    found = find_published(raw, segments, source("IN"), None)
    assert found is not None
    assert (found.value, found.zone) == ("2022-02-23T05:31+05:30", "offset")


def test_a_linked_article_inside_the_body_is_not_dated_for_this_one() -> None:
    body = "The river rose by a metre in a single night, and the road to the coast was closed for two days. " * 30
    raw, segments = cut(
        (Role.TITLE, "The road is closed\n"),
        (Role.BODY, body + "\n"),
        (Role.FURNITURE, "The bridge was closed before\n23. 12. 2021 13:31\n"),
        (Role.BODY, body + "\n"),
    )
    assert find_published(raw, segments, None, None) is None
    top, around = cut((Role.TITLE, "The road is closed\n"), (Role.FURNITURE, "23. 12. 2021 13:31\n"), (Role.BODY, body))
    found = find_published(top, around, None, None)
    assert found is not None
    assert found.value == "2021-12-23T13:31"
