"""One date string as a scraper delivers it: what it says, how much of it is known, and what it is counted from."""

from __future__ import annotations

import pytest

from workers.normalize.datestring import read_string
from workers.normalize.freetext import LONGEST, read_free

BASE = "2022-02-24T08:00:00Z"
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "value", "granularity", "zone", "exact"),
    [
        ("12 minutes ago", "2022-02-24T07:48Z", "minute", "utc", "2022-02-24T07:48"),
        ("3 hours ago", "2022-02-24", "day", "unknown", "2022-02-24T05:00"),
        ("10 hours ago", "2022-02-23", "day", "unknown", "2022-02-23T22:00"),
        ("1 hour 20 minutes ago", "2022-02-24T06:40Z", "minute", "utc", "2022-02-24T06:40:00"),
        ("4 days ago", "2022-02-20", "day", "unknown", "2022-02-20T08:00"),
        ("2 weeks ago", "2022-02", "month", "unknown", "2022-02-10T08:00"),
        ("vor 2 Monaten", "2021-12", "month", "unknown", "2021-12-24T08:00:00"),
        ("hace 5 años", "2017", "year", "unknown", "2017-02-24T08:00:00"),
        ("1 year, 2 months, 3 days ago", "2020-12-21", "day", "unknown", "2020-12-21T08:00:00"),
        ("2 года назад", "2020", "year", "unknown", "2020-02-24T08:00:00"),
        ("Monday", "2022-02-21", "day", "unknown", "2022-02-21T00:00:00"),
        ("Thursday", "2022-02-24", "day", "unknown", "2022-02-24T00:00:00"),
        ("Lundi, 18:23", "2022-02-21T18:23", "minute", "unknown", "2022-02-21T18:23:00"),
        ("15 Dec", "2021-12-15", "day", "unknown", "2021-12-15T00:00:00"),
        ("aujourd’hui", "2022-02-24", "day", "unknown", "2022-02-24T08:00"),
        ("aujourdʼhui", "2022-02-24", "day", "unknown", "2022-02-24T08:00:00"),
    ],
)
def test_what_is_counted_from_the_fetch_is_told_as_far_as_it_is_known(
    text: str, value: str, granularity: str, zone: str, exact: str
) -> None:
    found = read_string(text, base=BASE)
    assert found is not None
    assert (found.value, found.granularity, found.zone, found.exact) == (value, granularity, zone, exact)


@pytest.mark.parametrize("text", ["3 hours ago", "Monday", "15 Dec", "yesterday", "vor 2 Monaten", "10:00 Uhr"])
def test_without_a_base_nothing_is_counted(text: str) -> None:
    assert read_string(text) is None


@pytest.mark.parametrize("text", ["May", "sun", "12:30", "1", "now or never", "The mayor spoke on Monday", "", "ago"])
def test_words_that_name_no_day_are_none(text: str) -> None:
    found = read_string(text, base=BASE)
    assert found is None or found.value[:10] == "2022-02-20"  # "sun" alone is Sunday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 जनवरी 1997 11:08 अपराह्न", "1997-01-12T23:08"),
        ("12 जनवरी 1997 11:08 पूर्वाह्न", "1997-01-12T11:08"),
        ("26 . 10.21", "2021-10-26"),
        ("26 . 10 . 2021", "2021-10-26"),
        ("3 Feb 2022 by night", "2022-02-03"),
    ],
)
def test_what_stands_beside_a_date(text: str, value: str) -> None:
    found = read_string(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "country", "value", "zone", "ambiguous"),
    [
        ("yesterday 10:00 IST", "IN", "2022-02-23T10:00+05:30", "offset", ()),
        (
            "yesterday 10:00 IST",
            None,
            "2022-02-23T10:00",
            "unknown",
            ("2022-02-23T10:00+05:30", "2022-02-23T10:00+01:00", "2022-02-23T10:00+02:00"),
        ),
        ("Today, 06:30 BST", "GB", "2022-02-24T06:30+01:00", "offset", ()),
        ("Monday 10:00 GMT", None, "2022-02-21T10:00Z", "utc", ()),
        ("Monday 10:00", "GB", "2022-02-21T10:00", "unknown", ()),
    ],
)
def test_the_zone_of_a_relative_string_is_that_of_the_country(
    text: str, country: str | None, value: str, zone: str, ambiguous: tuple[str, ...]
) -> None:
    found = read_string(text, country=country, base=BASE)
    assert found is not None
    assert (found.value, found.zone, found.ambiguous) == (value, zone, ambiguous)


def test_the_zone_of_the_fetch_goes_with_what_is_counted_in_minutes() -> None:
    found = read_string("5 minutes ago", base="2022-02-24T08:00:00+05:30")
    assert found is not None
    assert (found.value, found.zone) == ("2022-02-24T07:55+05:30", "offset")


@pytest.mark.parametrize("piece", ["1 year ", "in ", "ago ", "1 ", "-1 day ", "May ", "mon ", "1.", ": "])
def test_what_goes_to_dateparser_is_bounded(piece: str) -> None:
    text = piece * 500
    assert read_free(text, None, None, BASE) is None
    assert len(text) > LONGEST
    read_free(text[:LONGEST], None, None, BASE)
