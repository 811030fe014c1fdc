"""Full dates in running text: forms, spans, times, and the tables behind them."""

from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest
from babel import Locale

from workers.normalize.datetext import Order, month_number, read_dates
from workers.normalize.zones import read_zone


@pytest.mark.parametrize(
    ("text", "day", "clock", "span"),
    [
        ("on Wed 23 Feb 2022, 05:31 IST, he", "2022-02-23", (5, 31, None, "IST"), "23 Feb 2022, 05:31 IST"),
        ("5:31 PM ET, Feb. 23, 2022", "2022-02-23", (17, 31, None, "ET"), "5:31 PM ET, Feb. 23, 2022"),
        ("at 12:05 a.m. on May 2, 2024", "2024-05-02", (0, 5, None, None), "12:05 a.m. on May 2, 2024"),
        ("23.02.2022 | 14:05 Uhr", "2022-02-23", (14, 5, None, None), "23.02.2022 | 14:05 Uhr"),
        ("28.04.2023, 20.15 Uhr", "2023-04-28", (20, 15, None, None), "28.04.2023, 20.15 Uhr"),
        ("2022-02-23T05:31:07.25+05:30.", "2022-02-23", (5, 31, 7, "+05:30"), "2022-02-23T05:31:07.25+05:30"),
        ("5. toukokuuta 2023 klo 14:30", "2023-05-05", (14, 30, None, None), "5. toukokuuta 2023 klo 14:30"),
        ("2023. november 3. 10:11", "2023-11-03", (10, 11, None, None), "2023. november 3. 10:11"),
        ("2023 m. lapkričio 3 d.", "2023-11-03", None, "2023 m. lapkričio 3"),
        ("2022. gada 23. februāris", "2022-02-23", None, "2022. gada 23. februāris"),
        ("23 tháng 2 năm 2022", "2022-02-23", None, "23 tháng 2 năm 2022"),
        ("23 | 02 | 2022", "2022-02-23", None, "23 | 02 | 2022"),
        ("23‐02‐2022", "2022-02-23", None, "23‐02‐2022"),
        ("الأربعاء 23 شباط / فبراير 2022 09:22", "2022-02-23", (9, 22, None, None), "23 شباط / فبراير 2022 09:22"),
        ("2022年(令和4年)2月23日", "2022-02-23", None, "2022年(令和4年)2月23日"),
        ("令和4年2月23日 午後5時31分", "2022-02-23", (17, 31, None, None), "令和4年2月23日 午後5時31分"),
        ("令和元年5月1日", "2019-05-01", None, "令和元年5月1日"),
        ("平成31年4月30日", "2019-04-30", None, "平成31年4月30日"),
        ("民國111年2月23日", "2022-02-23", None, "民國111年2月23日"),
        ("چهارشنبه ۴ اسفند ۱۴۰۰ - ۱۴:۰۵", "2022-02-23", (14, 5, None, None), "۴ اسفند ۱۴۰۰ - ۱۴:۰۵"),
        ("۱۴۰۰/۱۲/۰۴", "2022-02-23", None, "۱۴۰۰/۱۲/۰۴"),
        ("4 دي 1399", "2020-12-24", None, "4 دي 1399"),
        ("۳۱ اسفند ۱۴۰۰", None, None, None),
        ("22 رجب 1443", None, None, None),
        ("2022.02.23. 오후 5:31", "2022-02-23", (17, 31, None, None), "2022.02.23. 오후 5:31"),
        ("2022-02-23 上午12:05", "2022-02-23", (0, 5, None, None), "2022-02-23 上午12:05"),
        ("23 Φεβ 2022, 5:31 μμ", "2022-02-23", (17, 31, None, None), "23 Φεβ 2022, 5:31 μμ"),
        ("23 فبراير 2022 09:23 ص", "2022-02-23", (9, 23, None, None), "23 فبراير 2022 09:23 ص"),
        ("23 de febrero de 2022 a las 5:31 p. m.", "2022-02-23", (17, 31, None, None), None),
        ("12 May 2024By Jane Roe", "2024-05-12", None, "12 May 2024"),
        ("onFebruary 4, 2020", "2020-02-04", None, "February 4, 2020"),
        ("Gazette23 Feb 2022", "2022-02-23", None, "23 Feb 2022"),
        ("on the 22nd of June, 2016", "2016-06-22", None, "22nd of June, 2016"),
        ("1er mars 2024", "2024-03-01", None, "1er mars 2024"),
        ("12 de junio del 2012", "2012-06-12", None, "12 de junio del 2012"),
        ("25শে মার্চ 1971", "1971-03-25", None, "25শে মার্চ 1971"),
        ("18. 05. 2014", "2014-05-18", None, "18. 05. 2014"),
        ("28.09.1912:34", "2019-09-28", (12, 34, None, None), "28.09.1912:34"),
        ("31 June 2022", None, None, None),
        ("30/02/2022", None, None, None),
        ("call 555-2022-02", None, None, None),
        ("in 2014 he", None, None, None),
        ("room 12, 2014 seats", None, None, None),
        ("120220223", None, None, None),
    ],
)
def test_a_date_and_its_time(text: str, day: str | None, clock: tuple[object, ...] | None, span: str | None) -> None:
    found = next(read_dates(text, 0, len(text)), None)
    assert (found and found.iso_day) == day
    if found is not None:
        assert text[found.start : found.end] == (text if span is None else span)
        assert ((found.hour, found.minute, found.second, found.zone) if found.hour is not None else None) == clock


@pytest.mark.parametrize(
    ("order", "day", "others"),
    [("dmy", "2022-04-03", ()), ("mdy", "2022-03-04", ()), (None, "2022-04-03", ("2022-03-04",))],
)
def test_numbers_in_either_order(order: Order | None, day: str, others: tuple[str, ...]) -> None:
    (found,) = read_dates("03/04/2022", 0, 10, order=order)
    assert (found.iso_day, found.others) == (day, others)


@pytest.mark.parametrize(
    ("text", "day", "others"),
    [
        ("Friday, 03/04/2022", "2022-03-04", ()),
        ("Sunday 03/04/2022", "2022-04-03", ()),
        ("Montag, 03/04/2022", "2022-04-03", ("2022-03-04",)),
        ("Posted 03/04/2022", "2022-04-03", ("2022-03-04",)),
    ],
)
def test_a_weekday_settles_numbers(text: str, day: str, others: tuple[str, ...]) -> None:
    (found,) = read_dates(text, 0, len(text))
    assert (found.iso_day, found.others) == (day, others)


def test_numbers_that_only_one_order_allows_are_not_ambiguous() -> None:
    (found,) = read_dates("02/23/2022", 0, 10)
    assert (found.iso_day, found.others) == ("2022-02-23", ())


@pytest.mark.parametrize(("language", "day", "others"), [("pl", 11, ()), ("hr", 10, ()), (None, 11, (10,))])
def test_a_month_that_two_languages_name_differently(language: str | None, day: int, others: tuple[int, ...]) -> None:
    found = month_number("listopad", language)
    assert found is not None
    assert found == (day, others) or (language is None and {found[0], *found[1]} == {10, 11})


def test_two_dates_that_touch_are_two() -> None:
    text = "25. Januar 202226. Januar 2022"
    assert [each.iso_day for each in read_dates(text, 0, len(text))] == ["2022-01-25", "2022-01-26"]


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "hi", "ar", "el", "fi"]
)
def test_the_months_are_those_of_cldr(language: str) -> None:
    words = json.loads(files("workers.normalize").joinpath("data/months.json").read_text(encoding="utf-8"))
    for number, name in Locale.parse(language).months["format"]["wide"].items():
        assert language in words[name.lower()][str(number)]


@pytest.mark.parametrize(
    ("text", "country", "zone", "suffix"),
    [
        ("Z", None, "utc", "Z"),
        ("GMT", None, "utc", "Z"),
        ("GMT+1", None, "offset", "+01:00"),
        ("+0530", None, "offset", "+05:30"),
        ("−03:00", None, "offset", "-03:00"),
        ("IST", "IN", "offset", "+05:30"),
        ("IST", "IE", "offset", "+01:00"),
        ("IST", None, "unknown", ""),
        ("CST", "CN", "offset", "+08:00"),
        ("ET", "US", "unknown", ""),
        ("MESZ", None, "offset", "+02:00"),
        ("XYZ", "US", "unknown", ""),
        ("+99:00", None, "unknown", ""),
        (None, "US", "unknown", ""),
    ],
)
def test_a_zone_is_never_quietly_utc(text: str | None, country: str | None, zone: str, suffix: str) -> None:
    found = read_zone(text, country)
    assert (found.zone, found.suffix) == (zone, suffix)


@pytest.mark.parametrize("piece", ["2022", "12 ", "Feb ", "03/04/", "a", "2022-", "1 Feb 2022 ", "e", ".", "20"])
def test_a_hostile_line_costs_no_more_for_each_character(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        best = 1.0
        for _ in range(3):
            begin = time.process_time()
            for _ in read_dates(text, 0, len(text), short=True):
                pass
            best = min(best, time.process_time() - begin)
        return best

    assert cost(200_000) < 20 * max(cost(20_000), 0.002)
