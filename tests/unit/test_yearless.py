"""Days whose year the header leaves out."""

from __future__ import annotations

import pytest

from workers.normalize.yearless import read_yearless

FETCHED = "2022-02-24T08:00:00Z"


@pytest.mark.parametrize(
    ("text", "day", "span"),
    [
        ("Feb 23, 5:31 PM", "2022-02-23", "Feb 23"),
        ("Wed, Feb. 23", "2022-02-23", "Feb. 23"),
        ("23 февраля, 14:05", "2022-02-23", "23 февраля"),
        ("23. Dezember", "2021-12-23", "23. Dezember"),
        ("el 23 de febrero", "2022-02-23", "23 de febrero"),
        ("24 Feb", "2022-02-24", "24 Feb"),
        ("25 Feb", "2022-02-25", "25 Feb"),
        ("26 Feb", None, None),
        ("3 March", None, None),
        ("29 Feb", None, None),
        ("23 Feb 2020", None, None),
        ("Feb 23, 2020", None, None),
        ("February 2022", None, None),
        ("Room 23 of the house", None, None),
        ("5 min read", None, None),
        ("May 5:31", None, None),
    ],
)
def test_the_last_such_day_up_to_the_fetch(text: str, day: str | None, span: str | None) -> None:
    found = read_yearless(text, 0, len(text), FETCHED, None)
    assert (found and found[0]) == day
    assert found is None or text[found[1] : found[2]] == span


def test_a_fetch_that_is_no_date_tells_nothing() -> None:
    assert read_yearless("Feb 23", 0, 6, "yesterday", None) is None
