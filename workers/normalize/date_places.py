"""Where in an article a publication date stands: every full date of its first part, weighed by what is around it.

A date of the publication stands beside a label, or in the header, or in a line that holds little else; a date of an
event stands in a sentence; dates one below the other are those of other articles. The weights were set on public
development data (htmldate's and fundus's pages) and are all here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from workers.model import DateOrigin, Role, Segment
from workers.normalize.date_labels import Kind, label_after, label_before
from workers.normalize.datetext import Order, Reading, read_dates

SCANNED = 6000
"""How much of a text is searched, in code points."""
MOST = 60
"""How many dates are weighed; a page with more is a list of dates."""
ENOUGH = 0.6
"""The least weight that makes a date the date of publication."""

_ROLE_WEIGHT = {
    Role.HEADER: 0.4,
    Role.BYLINE: 0.4,
    Role.CAPTION: -2.0,
    Role.CREDIT: -2.0,
}
_LEAST_SHAPE = {Role.HEADER: 0.8, Role.BYLINE: 0.3}
HEADS = (Role.HEADER, Role.BYLINE)
"""The roles of a text's own header."""
_ORIGIN: dict[Role, DateOrigin] = {Role.BODY: "body", Role.DATELINE: "dateline"}
_KIND_WEIGHT: dict[Kind, float] = {"published": 3.0, "plain": 0.0, "modified": -1.0, "other": -6.0}
_REST_WEIGHTS = ((2, 2.5), (18, 2.0), (30, 1.2), (60, 0.2), (100, -1.5))
"""By the letters beside the date in its line, at most so many: the fewer, the better."""
_LONG_LINE = -3.5
_FIRST_IN_LINE = 1.3
_LAST_IN_LINE = 0.8
_BEHIND_BAR = 0.9
_TIME = 0.7
_SHORT_YEAR = -0.3
_OLD_YEAR, _OLD = 1990, -3.0
_NEAR, _PER_NEAR, _FAR, _PER_FAR = 1200, -0.0005, 1200, -0.001
_NEIGHBOUR, _PER_NEIGHBOUR, _MOST_NEIGHBOURS = 170, -0.7, 3
_URL, _URL_MONTH, _URL_OTHER = 6.0, 0.7, -1.5
_BEHIND_BODY, _BODY_BEFORE = -1.2, 1200
"""Behind so much of the body an unlabelled date is that of an article the text links to."""
_MASTHEAD, _MASTHEAD_REACH = -1.5, 1200

_LETTER = re.compile(r"[^\W\d_]")
_BAR_BEFORE = re.compile(r"(?:[|•·»/(\[]|\s[-–—])\s*$")
_WEEKDAY_BEFORE = re.compile(r"(?:^|\s)[^\W\d_]{2,12}[.,]{1,2}\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A date in the text that may be that of the publication: the evidence span, its kind and its weight."""

    reading: Reading
    start: int
    end: int
    role: Role
    kind: Kind
    origin: DateOrigin
    weight: float
    rule: str
    line: int
    line_end: int


def weigh_dates(
    text: str,
    segments: tuple[Segment, ...],
    *,
    order: Order | None,
    language: str | None,
    hint: str | None,
    headers_only: bool = False,
) -> list[Place]:
    """The full dates of a text (its first ``SCANNED`` code points and its headers), the most likely day first.

    ``hint``: the ISO day or month of the article's URL; it also settles whether ``11/8/2023`` is in August or November.
    """
    spans = [(each.start, each.end) for each in segments if each.role in HEADS]
    if not headers_only:
        spans = [(0, min(len(text), SCANNED)), *((low, high) for low, high in spans if low >= SCANNED)]
    starts = [each.start for each in segments]
    places: list[Place] = []
    for low, high in spans:
        for reading in read_dates(text, low, high, order=order, language=language, short=True):
            index = bisect_right(starts, reading.start) - 1
            places.append(_place(text, segments[index] if index >= 0 else None, reading))
            if len(places) >= MOST:
                break
    if not places:
        return places
    places = [replace(each, reading=_settled(each.reading, places, hint)) for each in places]
    body = _position_in_body(segments)
    places = [replace(each, weight=_weight(text, each, places, hint, body)) for each in places]
    best = max(places, key=lambda each: each.weight)
    if _is_masthead(text, best, places):
        places = [replace(each, weight=each.weight + _MASTHEAD) if each is best else each for each in places]
    return sorted(places, key=lambda each: -each.weight)


def _place(text: str, segment: Segment | None, reading: Reading) -> Place:
    role = segment.role if segment is not None else Role.BODY
    line = max(0, text.rfind("\n", max(0, reading.start - 400), reading.start) + 1)
    high = min(len(text), reading.end + 200)
    line_end = text.find("\n", reading.end, high)
    if line_end < 0:
        line_end = high
    label_from = line
    if segment is not None and role in HEADS:
        label_from = max(line, segment.start)
    look_from = label_from
    if line > 0 and _LETTER.search(text, line, reading.start) is None:
        above = max(0, text.rfind("\n", max(0, line - 40), line - 1) + 1)
        if line - above <= 36:
            look_from = above
    start, end = reading.start, reading.end
    kind, label = label_before(text, look_from, start)
    if label is not None:
        start = label_from if 0 <= label - label_from <= 3 else label
    else:
        kind, label = label_after(text, end, line_end)
        if label is not None:
            end = label
    return Place(
        reading=reading,
        start=start,
        end=end,
        role=role,
        kind=kind,
        origin=_ORIGIN.get(role, "header"),
        weight=0.0,
        rule=f"{'line' if role is Role.BODY else role}_{kind}",
        line=line,
        line_end=line_end,
    )


def _settled(reading: Reading, places: list[Place], hint: str | None) -> Reading:
    """``reading`` with the month and the day the other way round, where the URL or another date of the page says so."""
    if not reading.others:
        return reading
    days = {each.reading.iso_day for each in places if not each.reading.others}
    if reading.iso_day in days or (hint is not None and reading.iso_day.startswith(hint)):
        return replace(reading, others=())
    turned = next((each for each in reading.others if each in days or (hint and each.startswith(hint))), None)
    if turned is None and reading.rule == "dmy":
        # A page that writes "Nov. 3, 2023" puts the month first in numbers too.
        rules = {each.reading.rule for each in places}
        turned = reading.others[0] if "month-day" in rules and "day-month" not in rules else None
        if turned is not None:
            return _turned(reading, turned, (reading.iso_day,))
    return reading if turned is None else _turned(reading, turned, ())


def _turned(reading: Reading, day: str, others: tuple[str, ...]) -> Reading:
    return replace(reading, month=int(day[5:7]), day=int(day[8:10]), others=others, rule="mdy")


def _position_in_body(segments: tuple[Segment, ...]) -> int:
    """Where so much of the body has been read that what follows is no head of the article; none: beyond any text."""
    read = 0
    for each in segments:
        if each.role is Role.BODY:
            if read + each.end - each.start >= _BODY_BEFORE:
                return each.start + _BODY_BEFORE - read
            read += each.end - each.start
    return 1 << 60


def _weight(text: str, place: Place, places: list[Place], hint: str | None, behind: int) -> float:
    reading = place.reading
    weight = _KIND_WEIGHT[place.kind] + _ROLE_WEIGHT.get(place.role, 0.0)
    if place.role is not Role.HEADER:
        weight += _PER_NEAR * min(reading.start, _NEAR) + _PER_FAR * max(0, reading.start - _FAR)
    weight += max(_shape(text, place, places), _LEAST_SHAPE.get(place.role, _LONG_LINE))
    if place.kind == "plain":
        near = sum(
            abs(each.reading.start - reading.start) < _NEIGHBOUR
            and each.line != place.line
            and each.reading.iso_day != reading.iso_day
            for each in places
            if each.kind == "plain"
        )
        weight += _PER_NEIGHBOUR * min(near, _MOST_NEIGHBOURS)
        if reading.start >= behind:
            weight += _BEHIND_BODY
        if reading.year < _OLD_YEAR:
            weight += _OLD
    if reading.hour is not None:
        weight += _TIME
    if reading.rule == "short":
        weight += _SHORT_YEAR
    if hint is not None:
        weight += (_URL if len(hint) == 10 else _URL_MONTH) if reading.iso_day.startswith(hint) else _URL_OTHER
    return weight


def _shape(text: str, place: Place, places: list[Place]) -> float:
    """How much a line is nothing but its dates, by the letters beside them; or how much one stands apart in it."""
    weight = _LONG_LINE
    if place.line_end - place.line <= 300:
        at, rest = place.line, 0
        for each in places:
            if each.line == place.line and each.start >= at:
                rest += len(_LETTER.findall(text, at, each.start))
                at = each.end
        rest += len(_LETTER.findall(text, at, place.line_end))
        weight = next((weight for most, weight in _REST_WEIGHTS if rest <= most), _LONG_LINE)
    before = text[max(place.line, place.reading.start - 16) : place.reading.start]
    apart = _LONG_LINE
    if place.reading.start - place.line <= 1 or (
        place.reading.start - place.line < 14 and _WEEKDAY_BEFORE.search(before)
    ):
        apart = _FIRST_IN_LINE
    elif _BAR_BEFORE.search(before):
        apart = _BEHIND_BAR
    elif place.line_end - place.reading.end <= 1 and place.line_end < len(text):
        apart = _LAST_IN_LINE if text[place.line_end - 1] not in '.!?”"' else _LONG_LINE
    return max(weight, apart)


def _is_masthead(text: str, best: Place, places: list[Place]) -> bool:
    """Whether the best date is the page's own clock: a bare day above another good date, a little earlier than it.

    A weekday beside it, or a time beside the other one, tells.
    """
    if best.kind != "plain":
        return False
    before = text[max(best.line, best.reading.start - 16) : best.reading.start]
    weekday = _WEEKDAY_BEFORE.search(before) is not None
    return any(
        0 < each.start - best.end < _MASTHEAD_REACH
        and each.weight > ENOUGH + 0.6
        and each.reading.iso_day < best.reading.iso_day
        and (weekday or (best.reading.hour is None and each.reading.hour is not None))
        for each in places
    )
