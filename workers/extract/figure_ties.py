"""Where and when a figure holds: the place and the date that its own sentence gives for it, and no others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from msgspec.structs import replace

from workers.extract.figure_words import FigureWords, figure_words
from workers.extract.lexicon import lexicon
from workers.model import Entity, Figure, FigureDate, FigurePlace, Language, Timex

_SENTENCE = re.compile(r"[;\n]|[.!?…][\"”’»“)\]]{0,3}\s+(?=[\"“„‘'«(\[]{0,2}[^\W\da-zß-ÿ_])")
"""Where a sentence ends, rather too often than too seldom: a place from another sentence would be wrong."""
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 160
"""Characters between a figure and its place or date, at most."""
_MOST = 4
"""Places looked at on either side of a figure, at most."""
_LONGEST = 18
_LEAD = 48
"""Characters before a place in which its preposition is looked for."""


_Place = tuple[int, int, str, str]
"""A mention's start, end and text, and its entity's id."""


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
    places = sorted(
        (mention.start, mention.end, mention.text, entity.id)
        for entity in entities
        if entity.type == "place"
        for mention in entity.mentions
        if not mention.adjective
    )
    tag = language.tag if language else None
    words = figure_words(tag)
    days = [each.start for each in dates]
    ends = [each.end for each in figures]
    tied: list[Figure] = []
    for figure in figures:
        place = _place_of(places, figure, ends, text, words)
        day = _date_of(dates, days, figure, ends, text)
        if day is not None and not _holds(text, day, words, lexicon(tag).verbs):
            day = None
        if place is not None or day is not None:
            figure = replace(figure, place=_as_place(place), date=_as_date(day))
        tied.append(figure)
    return tuple(tied)


def _as_place(place: _Place | None) -> FigurePlace | None:
    return None if place is None else FigurePlace(start=place[0], end=place[1], text=place[2], entity=place[3])


def _as_date(day: Timex | None) -> FigureDate | None:
    return None if day is None else FigureDate(start=day.start, end=day.end, text=day.text, value=day.value or "")


def _place_of(places: list[_Place], figure: Figure, ends: list[int], text: str, words: FigureWords) -> _Place | None:
    """The next place with a preposition after the figure in its sentence, else the last before that is no other's."""
    after = bisect_left(places, (figure.end,))
    for place in places[after : after + _MOST]:
        if place[0] > figure.end + _REACH:
            break
        if _is_located(text, place[0], words):
            if _together(text, figure.end, place[0]):
                return place
            break
    before = bisect_left(places, (figure.start,))
    for place in reversed(places[max(0, before - _MOST) : before]):
        if place[1] < figure.start - _REACH:
            break
        if _is_located(text, place[0], words):
            return place if _is_free(text, place[0], place[1], figure, ends) else None
    return None


def _date_of(dates: tuple[Timex, ...], days: list[int], figure: Figure, ends: list[int], text: str) -> Timex | None:
    """The next date after the figure in its sentence, else the last before it that is no other figure's; a duration
    where that is next: what lies beyond it ("on Monday, three weeks after") is no date of the figure."""
    index = bisect_left(days, figure.end)
    if index < len(dates) and _together(text, figure.end, days[index]):
        return dates[index]
    index = bisect_left(days, figure.start) - 1
    if index < 0 or not _is_free(text, days[index], dates[index].end, figure, ends):
        return None
    return dates[index]


def _is_free(text: str, start: int, end: int, figure: Figure, ends: list[int]) -> bool:
    """Whether what stands before a figure in its sentence stands before all the sentence's figures, or right before."""
    if not _together(text, end, figure.start):
        return False
    earlier = bisect_right(ends, start) - 1
    if earlier < 0 or not _together(text, ends[earlier], start):
        return True
    return not text[end : figure.start].strip(" ,")


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
    at = start
    while at > 0 and text[at - 1].isspace() and start - at < _LEAD:
        before = text[max(0, at - _LONGEST) : at].split()
        if not before:
            return False
        word = before[-1]
        at -= 1 + len(word)
        low = word.lower()
        if low in words.sets["where"]:
            return True
        if low not in words.sets["where_lead"]:
            return False
    return False
