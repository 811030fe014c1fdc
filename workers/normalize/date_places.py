"""Where in an article a publication date stands: header dates with their labels, lines that are a date, the URL."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from workers.model import DateOrigin, Role, Segment
from workers.normalize.datetext import Order, Reading, is_day, read_dates

Kind = Literal["published", "modified", "other", "plain"]
_LABELS: dict[str, Kind] = {
    label: kind
    for kind, labels in json.loads(
        files("workers.normalize").joinpath("data/date_labels.json").read_text(encoding="utf-8")
    ).items()
    for label in labels
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?|©")
LOOK_BACK = 48
"""How far before a date its label is looked for, in code points, on the same line."""
_URL_DAY = re.compile(
    r"[/\-_=](?P<y>(?:19|20)\d\d)(?P<s>[/\-_]?)(?P<m>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P=s)(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?![0-9])",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A date in the text that may be that of the publication: the evidence span, its kind and how sure we are."""

    reading: Reading
    start: int
    end: int
    role: Role
    kind: Kind
    origin: DateOrigin
    confidence: float
    rule: str


def url_day(url: str) -> tuple[str, str] | None:
    """The ISO day in the path of a URL (``/2022/02/23/``, ``-20220223``), and the part that says so."""
    for found in _URL_DAY.finditer(url[:500]):
        month = found["m"].lower()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        if not found["s"] and not (len(found["m"]) == 2 and len(found["d"]) == 2):
            continue
        year, day = int(found["y"]), int(found["d"])
        if is_day(year, number, day):
            return f"{year:04d}-{number:02d}-{day:02d}", found[0][1:]
    return None


def header_dates(
    text: str, segments: tuple[Segment, ...], *, order: Order | None, language: str | None, url_day: str | None
) -> list[Place]:
    """The dates of the header segments, the most trustworthy first."""
    places: list[Place] = []
    for segment in segments:
        if segment.role is Role.HEADER or segment.role is Role.BYLINE:
            for reading in read_dates(text, segment.start, segment.end, order=order, language=language, short=True):
                places.append(_place(text, segment, reading))
    rank = {"published": 0, "plain": 1, "modified": 2, "other": 3}
    return sorted((each for each in places if each.kind != "other"), key=lambda each: rank[each.kind])


def _place(text: str, segment: Segment, reading: Reading) -> Place:
    line = max(segment.start, text.rfind("\n", segment.start, reading.start) + 1)
    kind, label = label_before(text, line, reading.start)
    start = reading.start
    if label is not None:
        start = line if label - line <= 3 else label
    confidence = {"published": 0.95, "plain": 0.85, "modified": 0.9, "other": 0.2}[kind]
    return Place(
        reading=reading,
        start=start,
        end=reading.end,
        role=segment.role,
        kind=kind,
        origin="header",
        confidence=confidence,
        rule=f"header_{kind}",
    )


def label_before(text: str, low: int, position: int) -> tuple[Kind, int | None]:
    """The kind of date that the words right before ``position`` announce, and where those words begin."""
    begin = max(low, position - LOOK_BACK)
    words = list(_WORD.finditer(text, begin, position))[-6:]
    for index in range(len(words) - 1, -1, -1):
        for size in (3, 2, 1):
            run = words[index : index + size]
            if len(run) == size:
                kind = _LABELS.get(" ".join(each[0].lower() for each in run))
                if kind is not None:
                    first = index
                    while first > 0 and _LABELS.get(words[first - 1][0].lower() + " " + run[0][0].lower()) == kind:
                        first -= 1
                    return kind, words[first].start()
    return "plain", None
