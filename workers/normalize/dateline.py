"""The dateline of a report: ``KYIV, Feb 23 (Reuters) -``. The place, the day, and the span of both."""

from __future__ import annotations

import re

from workers.model import Dateline, Evidence, RawArticle, Role, Segment
from workers.normalize.datetext import is_day, month_number, read_dates
from workers.normalize.signatures import wire_in
from workers.normalize.url_date import url_day

_DASH = r"(?:-{1,2}|–|—|:|\.\s[-–—]{1,2})"
_LEAD = re.compile(
    rf"\s*([^\W\d_a-zß-öø-ÿ][^()\n\d:–—]{{1,60}}?)(?:\s?,?\s([^()\n–—]{{3,24}}?))?\s?[(（【\[]([^()\n]{{2,40}})[)）】\]]\s?{_DASH}?(?:\s|$)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,14})\.?\s(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.?\s(?:de\s|di\s)?([^\W\d_]{3,14})")
_PLACE_END = re.compile(r"\s?[,(（\[【–—]\s?(?=[^,]*\d)|\s?[(（\[【–—]|\s-{1,2}(?:\s|$)|\s\d|\s*$")
HEAD = 160
DATELINE = Role.DATELINE
_LEADING = (Role.BODY, Role.FURNITURE, Role.KICKER)
"""Roles that a dateline may be taken for, before the body and at its start."""


def find_dateline(raw: RawArticle, segments: tuple[Segment, ...]) -> Dateline | None:
    """The dateline of an article, from its segment or from the first words of its body; None where it has none.

    ``date``: an ISO day; where the dateline has no year, it is that of the day nearest to the publication or fetch date
    beside it, and None where there is neither. Pure; never raises for any string.
    """
    text = raw.text
    for segment in segments:
        if segment.role is DATELINE:
            return _read(raw, segment.start, segment.end)
    for segment in segments:
        if segment.role in _LEADING:
            head = text[segment.start : min(segment.end, segment.start + HEAD)]
            found = _LEAD.match(head) if "(" in head or "[" in head or "（" in head or "【" in head else None
            if found is not None and _is_place(found[1]) and wire_in(found[3]) is not None:
                return _read(raw, segment.start + found.start(1), segment.start + found.end())
        if segment.role is Role.BODY:
            return None
    return None


def _is_place(text: str) -> bool:
    return len(text.split()) <= 6 and text[:1].isupper()


def _read(raw: RawArticle, start: int, end: int) -> Dateline | None:
    text = raw.text
    end = min(end, start + 2 * HEAD)
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-–—―:"):
        end -= 1
    if end <= start:
        return None
    line = text[start:end]
    cut = _PLACE_END.search(line)
    place = line[: cut.start()] if cut is not None else line
    place = _without_month(place).strip(" ,;:-–—―")
    if "." not in place[:-1]:  # "S.C." keeps its stop
        place = place.rstrip(".")
    return Dateline(
        place=place or None,
        date=_date(raw, text, start, end),
        evidence=Evidence(text=line, origin="dateline", start=start, end=end),
    )


def _without_month(place: str) -> str:
    head, _, last = place.rpartition(" ")
    return head if head and month_number(last, None) is not None and head.rstrip().endswith((",", ".")) else place


def _date(raw: RawArticle, text: str, start: int, end: int) -> str | None:
    for reading in read_dates(text, start, end):
        return reading.iso_day
    line = text[start:end]
    if (found := _MONTH_DAY.search(line)) is not None and (known := month_number(found[1], None)) is not None:
        month, day = known[0], int(found[2])
    elif (found := _DAY_MONTH.search(line)) is not None and (known := month_number(found[2], None)) is not None:
        month, day = known[0], int(found[1])
    else:
        return None
    near = _reference(raw)
    if near is None:
        return None
    year, near_month, near_day = near
    candidates = [each for each in (year - 1, year, year + 1) if is_day(each, month, day)]
    ordinal = year * 372 + near_month * 31 + near_day
    # A dateline is written on the day of publication or shortly before it, seldom after it.
    best = [each for each in candidates if -200 < each * 372 + month * 31 + day - ordinal <= 7]
    return f"{best[-1]:04d}-{month:02d}-{day:02d}" if best else None


def _reference(raw: RawArticle) -> tuple[int, int, int] | None:
    day = url_day(raw.url) if raw.url else None
    for field in (raw.published, day and day[0], raw.fetched_at):
        if field:
            for reading in read_dates(field[:80], 0, min(len(field), 80)):
                if reading.month is not None and reading.day is not None:
                    return reading.year, reading.month, reading.day
    return None
