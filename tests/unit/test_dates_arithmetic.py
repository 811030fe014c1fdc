"""Calendar arithmetic on TIMEX3 values."""

from __future__ import annotations

from datetime import date

import pytest

from workers.dates.arithmetic import containing, easter, first_day, nth_weekday, shift, unit_of


@pytest.mark.parametrize(
    ("value", "unit", "count", "moved"),
    [
        ("2022-02-23", "D", -1, "2022-02-22"),
        ("2022-03-31", "M", -1, "2022-02-28"),
        ("2020-02-29", "Y", 1, "2021-02-28"),
        ("2022-01", "M", -1, "2021-12"),
        ("2022-W01", "W", -1, "2021-W52"),
        ("2020-W53", "W", 1, "2021-W01"),
        ("2022-Q1", "Q", -1, "2021-Q4"),
        ("2022-Q1", "Y", -1, "2021-Q1"),
        ("2022-H1", "H", -1, "2021-H2"),
        ("1999", "DE", 1, "2009"),
        ("199", "DE", 1, "200"),
        ("19", "CE", -1, "18"),
        ("2022-SU", "Y", -1, "2021-SU"),
    ],
)
def test_shift(value: str, unit: str, count: int, moved: str) -> None:
    assert shift(value, unit, count) == moved


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("D", "2022-01-01"),
        ("W", "2021-W52"),
        ("WE", "2021-W52-WE"),
        ("M", "2022-01"),
        ("Q", "2022-Q1"),
        ("H", "2022-H1"),
        ("S", "2021-WI"),
        ("Y", "2022"),
        ("DE", "202"),
        ("CE", "20"),
    ],
)
def test_containing_and_back(unit: str, value: str) -> None:
    assert containing(date(2022, 1, 1), unit) == value
    assert unit_of(value) == unit
    assert containing(first_day(value), unit) == value


@pytest.mark.parametrize(("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2022, 4, 17), (2038, 4, 25)])
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_nth_weekday() -> None:
    assert nth_weekday(2019, 11, 4, 4) == date(2019, 11, 28)
    assert nth_weekday(2022, 5, 1, -1) == date(2022, 5, 30)


@pytest.mark.parametrize("value", ["", "PRESENT_REF", "P8Y", "XXXX-WXX-1"])
def test_no_calendar_value(value: str) -> None:
    assert unit_of(value) is None
    with pytest.raises(ValueError, match=r"moved|calendar"):
        shift(value, "D", 1)


def test_outside_the_calendar() -> None:
    with pytest.raises((ValueError, OverflowError)):
        shift("9999", "Y", 1)
