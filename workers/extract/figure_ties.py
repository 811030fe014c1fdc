"""Where and when a figure holds: the place and the date that its own sentence gives for it, and no others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from msgspec.structs import replace

from workers.extract.figure_words import FigureWords, figure_words
from workers.extract.lexicon import lexicon
from workers.model import Entity, Figure, FigureDate, FigurePlace, Language, Timex

_SENTENCE = re.compile(r"[.!?…][\"”’»“)\]]{0,3}\s+(?=[\"“„‘'«(\[]{0,2}[^\W\da-zß-ÿ_])|\n\s*\n|[;\n]")
"""Where a sentence ends, rather too often than too seldom: a place from another sentence would be wrong."""
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 160
_LEAD = 48
"""Characters before a place in which its preposition is looked for."""


class _Point(NamedTuple):
    """A place or a date near a figure. ``value``: the place's entity, the date's value; "" where it can be none of a
    figure's, and says that what lies beyond is none either ("three weeks after")."""

    start: int
    end: int
    text: str
    value: str


def tie_figures(
    figures: tuple[Figure, ...],
    dates: tuple[Timex, ...],
    entities: tuple[Entity, ...],
    text: str,
    language: Language | None,
) -> tuple[Figure, ...]:
    """The figures, each with ``place`` and ``date`` where its sentence states them.

    A place counts with a preposition of place before it ("in the city of Lviv"), a date with a value, not after a word
    like "since" or "said on". A figure takes what stands next after it ("12 in Lviv and 5 in Kyiv"), else what stands
    before all figures of its sentence ("In Lviv, 12 were killed and 5 hurt") or right before itself.
    """
    if not figures:
        return figures
    words = figure_words(language.tag if language else None)
    places = sorted(
        _Point(mention.start, mention.end, mention.text, entity.id)
        for entity in entities
        if entity.type == "place"
        for mention in entity.mentions
        if not mention.adjective and _is_located(text, mention.start, words)
    )
    verbs = lexicon(language.tag if language else None).verbs
    days = [
        _Point(each.start, each.end, each.text, each.value if each.value and _holds(text, each, words, verbs) else "")
        for each in dates
    ]
    if not places and not days:
        return figures
    tied = []
    ends = [each.end for each in figures]
    for figure in figures:
        place = _nearest(places, figure, ends, text)
        day = _nearest(days, figure, ends, text)
        tied.append(
            figure
            if place is None and day is None
            else replace(
                figure,
                place=place and FigurePlace(text=place.text, start=place.start, end=place.end, entity=place.value),
                date=day and FigureDate(text=day.text, start=day.start, end=day.end, value=day.value),
            )
        )
    return tuple(tied)


def _nearest(points: list[_Point], figure: Figure, ends: list[int], text: str) -> _Point | None:
    """The next point after the figure in its sentence, else the last before it, if that is no other figure's."""
    point = _next(points, figure, ends, text)
    return point if point is not None and point.value else None


def _next(points: list[_Point], figure: Figure, ends: list[int], text: str) -> _Point | None:
    index = bisect_left(points, (figure.end,))
    if index < len(points) and _together(text, figure.end, points[index].start):
        return points[index]
    index = bisect_left(points, (figure.start,)) - 1
    if index < 0 or not _together(text, points[index].end, figure.start):
        return None
    point = points[index]
    earlier = bisect_right(ends, point.start) - 1
    if earlier < 0 or not _together(text, ends[earlier], point.start):
        return point
    return point if not text[point.end : figure.start].strip(" ,") else None


def _together(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two offsets that are not far apart."""
    # One character more, since what begins the next sentence shows that this one has ended.
    return start <= end <= start + _REACH and _SENTENCE.search(text, start, end + 1) is None


def _holds(text: str, date: Timex, words: FigureWords, verbs: frozenset[str]) -> bool:
    """Whether a date can say when something held: no duration, not "since 2014", not "officials said on Monday"."""
    if date.type not in ("DATE", "TIME") or not (date.value or "")[:1].isdigit():
        return False
    before = _WORD.findall(text[max(0, date.start - _LEAD) : date.start].lower())
    if before and before[-1] in words.sets["when_not"]:
        return False
    if before and before[-1] in words.sets["when"]:
        before.pop()
    return not before or before[-1] not in verbs


def _is_located(text: str, start: int, words: FigureWords) -> bool:
    """Whether a preposition of place stands before ``start``, with none but words like "the city of" between."""
    for word in reversed(_WORD.findall(text[max(0, start - _LEAD) : start].lower())):
        if word in words.sets["where"]:
            return True
        if word not in words.sets["where_lead"]:
            return False
    return False
