"""Any string: nothing raises, and every span cuts out the text beside it.

No deadline for an example: the first one loads tables and the language model.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from workers.extract.language import identify
from workers.model import Evidence, RawArticle, Role, Segment
from workers.normalize.calendars import other_calendars, persian_day
from workers.normalize.dateline import find_dateline
from workers.normalize.datestring import read_string
from workers.normalize.datetext import Order, is_day, read_dates
from workers.normalize.publication import date_flags, find_modified, find_published
from workers.normalize.sources import find_agency, find_credits, find_source

PIECES = (
    "Published",
    "Updated:",
    "23 Feb 2022",
    "2022-02-23",
    "03/04/2022",
    "05:31 IST",
    "T05:31Z",
    "1970-01-01",
    "99.99.9999",
    "(Reuters)",
    "KYIV,",
    "By Jane Roe",
    "AFP",
    "Image Source : AP.",
    "©",
    "2021",
    "2 hours ago",
    "heute um 12:19",
    "\n",
    " ",
    "|",
    "-",
    "—",
    "Foto:",
    "dpa",
    "(",
    ")",
    "It rained for a week.",
    "年",
    "2022年2月23日",
    "٢٠٢٢",
    "İ",
    "\u200b",
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
FIELDS = st.one_of(st.none(), TEXTS, st.sampled_from(("2022-02-24T08:00:00Z", "https://example.com/2022/02/23/a")))


@st.composite
def articles(draw: st.DrawFn) -> tuple[RawArticle, tuple[Segment, ...]]:
    text = draw(TEXTS)
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=6))})
    segments = tuple(
        Segment(role=draw(st.sampled_from(tuple(Role))), start=low, end=high) for low, high in pairwise(cuts)
    )
    raw = RawArticle(
        text=text,
        url=draw(FIELDS),
        title=draw(FIELDS),
        published=draw(FIELDS),
        modified=draw(FIELDS),
        fetched_at=draw(FIELDS),
        source=draw(FIELDS),
        byline=draw(FIELDS),
    )
    return raw, segments


def check(text: str, evidence: Evidence) -> None:
    if evidence.start is not None:
        assert evidence.end is not None
        assert 0 <= evidence.start < evidence.end <= len(text)
        assert text[evidence.start : evidence.end] == evidence.text


@settings(deadline=None)
@given(articles())
def test_the_steps_never_raise_and_their_spans_are_true(article: tuple[RawArticle, tuple[Segment, ...]]) -> None:
    raw, segments = article
    source = find_source(raw, segments)
    dateline = find_dateline(raw, segments)
    published = find_published(raw, segments, source, dateline)
    modified = find_modified(raw, segments, source, published)
    date_flags(raw, published)
    for found in (source, dateline, published, modified, find_agency(raw, segments)):
        if found is not None:
            check(raw.text, found.evidence)
    for date in (published, modified):
        if date is not None:
            assert 0 <= date.confidence <= 1
            year, month, day = (int(each) for each in (date.value[:10] + "-01-01").split("-")[:3])
            assert is_day(year, month, day)
            assert date.value[:10] != "1970-01-01"
    for credit in find_credits(raw, segments):
        assert raw.text[credit.start : credit.end] == credit.text


@settings(deadline=None)
@given(TEXTS)
def test_dates_in_text_are_in_order_and_inside(text: str) -> None:
    last = 0
    for reading in read_dates(text, 0, len(text)):
        assert last <= reading.start < reading.end <= len(text)
        assert reading.month is not None
        assert reading.day is not None
        assert is_day(reading.year, reading.month, reading.day)
        last = reading.end


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), st.sampled_from(("de", "en-US", "xx", "?"))))
def test_a_string_is_read_the_same_twice(text: str, language: str | None) -> None:
    first = read_string(text, language=language)
    assert first == read_string(text, language=language)


DATE_WORDS = (
    "ago",
    "vor",
    "2",
    "13",
    "weeks",
    "Jahren",
    "in",
    "Fri",
    "10:00",
    "IST",
    "May",
    "昨天",
    "前",
    "3小时",
    "назад",
    "-1",
)
STRINGS = st.one_of(TEXTS, st.lists(st.sampled_from(DATE_WORDS), max_size=12).map(" ".join))
BASES = st.one_of(
    st.none(), TEXTS, st.sampled_from(("2022-02-24T08:00:00Z", "0001-01-01T00:00:00+05:30", "2022-02-24"))
)


@settings(deadline=None)
@given(STRINGS, BASES, st.sampled_from((None, "dmy", "mdy", "ymd")), st.sampled_from((None, "IN", "US")))
def test_a_string_beside_any_base_gives_a_date_cut_to_its_granularity(
    text: str, base: str | None, order: Order | None, country: str | None
) -> None:
    found = read_string(text, order=order, country=country, base=base)
    if found is None:
        return
    lengths = {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 19}
    assert len(found.value) >= lengths[found.granularity]
    assert (found.zone == "unknown") == (len(found.value) == lengths[found.granularity])
    assert found.exact is None or found.exact.startswith(found.value[: lengths[found.granularity]])


@settings(deadline=None)
@given(STRINGS)
def test_days_of_other_calendars_stand_inside_the_text(text: str) -> None:
    for start, end, _, _ in other_calendars(text, 0, len(text)):
        assert 0 <= start < end <= len(text)


@given(st.integers(1300, 1471), st.integers(1, 12), st.integers(1, 29))
def test_a_day_of_the_persian_calendar_follows_the_one_before(year: int, month: int, day: int) -> None:
    first, second = persian_day(year, month, day), persian_day(year, month, day + 1 if day < 29 else 1)
    assert first is not None
    assert second is not None
    assert (second - first).days == (1 if day < 29 else -28)
    following = persian_day(year + 1, month, day)
    assert following is not None
    assert 365 <= (following - first).days <= 366


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), TEXTS))
def test_the_language_of_anything(text: str, declared: str | None) -> None:
    found = identify(text, declared)
    assert found is None or (found.tag and 0 <= found.confidence <= 1)
