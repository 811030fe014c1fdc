"""Photo and video credits: who is named beside a picture. A credit never makes the agency of the text.

The labels that introduce one (``Image Source``, ``Foto``, ``Photo by``) are data: ``data/credits.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files

from workers.model import Credit, RawArticle, Role, Segment
from workers.normalize.registry import Entry, agency_named, named

_DATA: dict[str, list[str]] = json.loads(
    files("workers.normalize").joinpath("data/credits.json").read_text(encoding="utf-8")
)
_LABELS = "|".join(re.escape(each).replace(r"\ ", r"\s") for each in sorted(_DATA["labels"], key=len, reverse=True))
_LABEL = re.compile(rf"(?<![^\W_])(?:{_LABELS})\s?(?:[:：/|]|©|\bby\b|\bvon\b|\bde\b)\s?", re.IGNORECASE)
_SIGN = re.compile(r"©\s?")
_STOP = re.compile(r"[\n\r\])]|\.\s|\.$|\s[|]\s|\s{2,}")
_PARENTHESES = re.compile(r"[(\[]([^()\[\]\n]{2,90})[)\]]")
_NAME_PARTS = re.compile(r"[/|,;©()+&]|\s[-–—]\s|\s(?:via|per|for|by|and|und|Photo|File|Photos|photo|Archiv)\b")
_SLASHED = re.compile(r"(?<![\w/])[A-Z][\w.]{1,20}(?:\s[A-Z][\w.]{1,20}){0,2}\s?/\s?[^\n()\[\]]{2,60}$")
_LIMIT = 120
"""The longest credit, in code points."""


def find_credits(raw: RawArticle, segments: tuple[Segment, ...]) -> tuple[Credit, ...]:
    """Every photo and video credit of an article, in order. Pure; never raises for any string.

    ``text`` is the credit as it stands, with its label and without the stop or the brackets around it.
    """
    found: list[Credit] = []
    for segment in segments:
        if segment.role is Role.CREDIT:
            found.extend(_of_credit(raw.text, segment))
        elif segment.role is Role.CAPTION:
            found.extend(_of_caption(raw.text, segment))
    return tuple(found)


def _of_credit(text: str, segment: Segment) -> Iterator[Credit]:
    any_found = False
    for credit in _labelled(text, segment.start, segment.end):
        any_found = True
        yield credit
    if not any_found:
        start, end = _trim(text, segment.start, min(segment.end, segment.start + 2 * _LIMIT))
        if end > start:
            yield _credit(text, start, end, start)


def _of_caption(text: str, segment: Segment) -> Iterator[Credit]:
    any_found = False
    for credit in _labelled(text, segment.start, segment.end):
        any_found = True
        yield credit
    if any_found:
        return
    begin = max(segment.start, segment.end - 300)
    for found in _PARENTHESES.finditer(text, begin, segment.end):
        if _entry(found[1]) is not None or _LABEL.match(found[1]) or "Photo" in found[1]:
            yield _credit(text, found.start(1), found.end(1), found.start(1))
            any_found = True
    if not any_found:
        start, end = _trim(text, begin, segment.end)
        slashed = _SLASHED.search(text[start:end])
        if slashed is not None and _entry(slashed[0]) is not None:
            yield _credit(text, start + slashed.start(), end, start + slashed.start())


def _labelled(text: str, start: int, end: int) -> Iterator[Credit]:
    position = start
    for pattern in (_LABEL, _SIGN):
        for found in pattern.finditer(text, start, end):
            if found.start() < position:
                continue
            limit = min(end, found.end() + _LIMIT)
            stop = _STOP.search(text, found.end(), limit)
            low, high = _trim(text, found.start(), stop.start() if stop is not None else limit)
            if high > found.end():
                position = high
                yield _credit(text, low, high, found.end())
        if position > start:
            return


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n.,;|([\u00a0":
        start += 1
    while end > start and text[end - 1] in " \t\r\n.,;|)]\u00a0":
        end -= 1
    return start, end


def _entry(written: str) -> Entry | None:
    for part in _NAME_PARTS.split(written):
        part = part.strip(" .:")
        if len(part) > 1 and (entry := agency_named(part) or named(part)) is not None:
            return entry
    return None


def _credit(text: str, start: int, end: int, name_start: int) -> Credit:
    written = text[name_start:end]
    entry = _entry(written)
    name = entry.name if entry is not None else written.strip(" .:")
    return Credit(id=entry.id if entry else None, name=name, text=text[start:end], start=start, end=end)
