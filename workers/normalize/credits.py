"""Photo and video credits: who is named beside a picture. A credit never makes the agency of the text.

The labels that introduce one (``Image Source``, ``Foto``, ``Photo by``) are data: ``data/credits.json``; ``bare``:
those that need no colon before a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from workers.model import Credit, RawArticle, Role, Segment
from workers.normalize.agencies import signs
from workers.normalize.registry import Entry, agency_named, named

_DATA: dict[str, list[str]] = json.loads(
    files("workers.normalize").joinpath("data/credits.json").read_text(encoding="utf-8")
)


def _any_of(phrases: list[str]) -> str:
    return "|".join(re.escape(each).replace(r"\ ", r"\s") for each in sorted(phrases, key=len, reverse=True))


_LABEL = re.compile(
    rf"(?<![^\W_])(?:(?i:{_any_of(_DATA['labels'])})\s?[:：|]\s?©?\s?"
    rf"|(?:{_any_of(_DATA['bare'])})\s(?=[^\W\d_a-z])|©\s?(?!\s?(?:19|20)\d\d))"
)
_LABEL_WORDS = frozenset(each.casefold() for each in (*_DATA["labels"], *_DATA["bare"]))
_STOP = re.compile(r"[\n\r\])]|\.\s|\.$|\s[|]\s|\s{2,}")
_PARENTHESES = re.compile(r"[(\[]([^()\[\]\n]{2,90})[)\]]")
_NAME_PARTS = re.compile(
    r"[/|,;:©()+&]|\s[-–—]\s|\s(?:via|per|for|by|on|and|und|Photo|Foto|File|Photos|photo|photos|Archiv|in)\b"
)
_WORD = r"(?:[A-Z]\.|[A-Z]\w{1,20})"
_SLASHED = re.compile(rf"(?<![\w/]){_WORD}(?:\s{_WORD}){{0,2}}\s?/\s?[^\n()\[\]]{{2,60}}$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright\b)\s?(?:19|20)\d\d|rights reserved|alle rechte|© copyright|copyright ©|dpa-infocom",
    re.IGNORECASE,
)
CREDIT, CAPTION = Role.CREDIT, Role.CAPTION
_LONG_NAME = 60
"""A longer name that the registry does not know is a caption (``FILE PHOTO: A car is seen ...``)."""
_EDGES = " \t\r\n.,;:|-–—/\u00a0"
_LIMIT = 120
"""The longest credit, in code points."""
_CAPTION_TAIL = 300
_SCANNED, _MOST = 4000, 100
"""How much of a segment is searched for credits, in code points, and how many credits an article may have."""


def find_credits(raw: RawArticle, segments: tuple[Segment, ...]) -> tuple[Credit, ...]:
    """Every photo and video credit of an article, in order. Pure; never raises for any string.

    ``text`` is the credit as it stands, with its label and without the stop or the brackets around it.
    """
    found: list[Credit] = []
    for index, segment in enumerate(segments):
        role = segment.role
        if role is CREDIT:
            if not signs(raw.text, segments, index) and not _is_imprint(raw.text, segments, index):
                found.extend(_of_credit(raw.text, segment))
        elif role is CAPTION:
            found.extend(_of_caption(raw.text, segment))
    return tuple(found[:_MOST])


def _is_imprint(text: str, segments: tuple[Segment, ...], index: int) -> bool:
    """Whether a line behind the body is the publisher's own copyright (``© Le Monde``)."""
    segment = segments[index]
    if text[segment.start] != "©" or index == 0 or segments[index - 1].role is not Role.BODY:
        return False
    entry = named(text[segment.start + 1 : segment.end].strip(_EDGES))
    return entry is not None and entry.kind != "agency"


def _of_credit(text: str, segment: Segment) -> Iterator[Credit]:
    labelled = tuple(_labelled(text, segment.start, segment.end))
    yield from labelled
    if not labelled:
        start, end = _trim(text, segment.start, min(segment.end, segment.start + 2 * _LIMIT))
        credit = _credit(text, start, end, start)
        if credit is not None and (credit.id is not None or _is_name(credit.name)):
            yield credit


def _of_caption(text: str, segment: Segment) -> Iterator[Credit]:
    labelled = tuple(_labelled(text, segment.start, segment.end))
    if labelled:
        yield from labelled
        return
    begin = max(segment.start, segment.end - _CAPTION_TAIL)
    bracketed = False
    for found in _PARENTHESES.finditer(text, begin, segment.end):
        if (_entry(found[1]) is not None or "Photo" in found[1]) and (
            credit := _credit(text, found.start(1), found.end(1), found.start(1))
        ):
            bracketed = True
            yield credit
    if not bracketed:
        start, end = _trim(text, begin, segment.end)
        slashed = _SLASHED.search(text[start:end])
        if slashed is not None and _entry(slashed[0]) is not None:
            credit = _credit(text, start + slashed.start(), end, start + slashed.start())
            if credit is not None:
                yield credit


def _labelled(text: str, start: int, end: int) -> Iterator[Credit]:
    position = start
    end = min(end, start + _SCANNED)
    for found in _LABEL.finditer(text, start, end):
        if found.start() < position:
            continue
        limit = min(end, found.end() + _LIMIT)
        stop = _STOP.search(text, found.end(), limit)
        low, high = _trim(text, found.start(), stop.start() if stop is not None else limit)
        if text.count("(", low, high) > text.count(")", low, high) and text[high : high + 1] == ")":
            high += 1
        credit = _credit(text, low, high, found.end())
        if credit is not None:
            position = high
            yield credit


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGES or text[start] in "(["):
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1] in ")]"):
        end -= 1
    return start, end


def _entry(written: str) -> Entry | None:
    for part in _NAME_PARTS.split(written):
        part = part.strip(_EDGES)
        if len(part) > 1 and (entry := agency_named(part) or named(part)) is not None:
            return entry
    words = written.strip(_EDGES).split(" ")
    return next((entry for word in (words[-1], words[0]) if len(word) > 1 and (entry := agency_named(word))), None)


def _is_sentence(written: str) -> bool:
    """Whether words behind a label describe a picture ("A ferry in the harbour"): most are not capitalised."""
    words = written.split()
    return len(words) >= 4 and 2 * sum(word[0].islower() for word in words) >= len(words)


def _is_name(written: str) -> bool:
    """Whether words without a label look like names: capitalised, few, and none of them a label themselves."""
    words = written.replace("/", " ").split()
    return len(words) <= 6 and ":" not in written and all(word[:1].isupper() for word in words[:2])


def _credit(text: str, start: int, end: int, name_start: int) -> Credit | None:
    written = text[name_start:end].strip(_EDGES)
    if not any(map(str.isalpha, written)) or written.casefold() in _LABEL_WORDS:
        return None
    if _COPYRIGHT.search(text, start, end) is not None:
        return None
    entry = _entry(written)
    if entry is None and (len(written) > _LONG_NAME or _is_sentence(written)):
        return None
    name = entry.name if entry is not None else written
    return Credit(id=entry.id if entry else None, name=name, text=text[start:end], start=start, end=end)
