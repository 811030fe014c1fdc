"""Which wire a text came over: the agency of its dateline, its byline, or its closing line. Never of a photo credit."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from workers.model import Agency, Evidence, RawArticle, Role, Segment
from workers.normalize.registry import BY_ID, Entry, agency_named

_PARENTHESES = re.compile(r"\(([^()\n]{2,60})\)|\[([^\[\]\n]{2,60})\]|【([^】\n]{2,40})】")
_PARTS = re.compile(r"[/,;|+&]|\s[-–—]\s|\svia\s|\sand\s|\sund\s|\set\s|\sy\s|\se\s|\swith\s|\sPhoto\b")
_BYLINE_PARTS = re.compile(r"[/,;|•·\n()]|\s[-–—]\s|\svia\s|\sand\s|\sund\s|\set\s|\s(?:of|for|from|at)\s")
_BY = re.compile(
    r"^\s*(?:By|Von|Par|Por|Di|Door|Av|Af|Przez|Reporting by|Source|Sources?|Quelle|Fuente|Fonte)\b\s*:?\s*",
    re.IGNORECASE,
)
_INPUTS = re.compile(
    r"\b(?:inputs?|contributions?|reporting|material|Material)\s(?:from|by|von|der)\s(?:the\s)?(?:agenc(?:y|ies)\s)?",
    re.IGNORECASE,
)
_SIGNATURES = tuple(
    (re.compile(each["pattern"]), BY_ID[each["id"]])
    for each in json.loads(files("workers.normalize").joinpath("data/signatures.json").read_text(encoding="utf-8"))
)
_SIGNATURE_WORDS = ("infocom", "dpa:", "diting by", "dited by", "© 2", "©2", "opyright", "agency feed")
"""One of these stands in every signature: most texts have none and are spared the patterns."""
_CLOSING_LINE = 40
TAIL, HEAD, SIGNED = 320, 200, 600
"""How much of the end and the beginning of the body, and of the end of the text, is looked at, in code points."""


def find_agency(raw: RawArticle, segments: tuple[Segment, ...]) -> Agency | None:
    """The wire agency of a text with the span that names it, or None. Pure; never raises for any string."""
    text = raw.text
    for role in (Role.DATELINE, Role.BYLINE):
        for segment in segments:
            if segment.role is role and (
                found := _in_line(text, segment.start, min(segment.end, segment.start + 300), role)
            ):
                return found
    if raw.byline and (named := _by_names(raw.byline[:300])):
        entry, start, end = named
        return _agency(entry, Evidence(text=raw.byline[start:end], origin="byline"))
    for segment in segments:
        if segment.role in (Role.BODY, Role.FURNITURE, Role.KICKER) and (found := _opening(text, segment)) is not None:
            return found
        if segment.role is Role.BODY:
            break
    last = next((each for each in reversed(segments) if each.role is Role.BODY), None)
    return (_closing(text, last) if last is not None else None) or _signature(text)


def _agency(entry: Entry, evidence: Evidence) -> Agency:
    return Agency(id=entry.id, name=entry.name, evidence=evidence)


def _span(text: str, start: int, end: int, origin: str) -> Evidence:
    return Evidence(text=text[start:end], origin=origin, start=start, end=end)


def _wire(name: str) -> Entry | None:
    entry = agency_named(name.strip(" .:*©-–—"))
    return entry if entry is not None and entry.wire else None


def _in_line(text: str, start: int, end: int, role: Role) -> Agency | None:
    line = text[start:end]
    for found in _PARENTHESES.finditer(line):
        entry = wire_in(found[1] or found[2] or found[3])
        if entry is not None:
            return _agency(entry, _span(text, start + found.start(), start + found.end(), str(role)))
    named = _by_names(line)
    if named is not None:
        entry, low, high = named
        return _agency(entry, _span(text, start + low, start + high, str(role)))
    return None


def wire_in(inside: str) -> Entry | None:
    """The first agency among the names in ``Reuters/AFP`` or ``AP via dpa``; None where none of them is one."""
    return next((entry for part in _PARTS.split(inside) if (entry := _wire(part))), None)


def _by_names(line: str) -> tuple[Entry, int, int] | None:
    begin = by.end() if (by := _BY.match(line)) is not None else 0
    position = begin
    for cut in (*_BYLINE_PARTS.finditer(line, begin), None):
        end = cut.start() if cut is not None else len(line)
        part = line[position:end]
        if (entry := _wire(part)) is not None:
            low = position + len(part) - len(part.lstrip())
            return entry, low, low + len(part.strip())
        if cut is not None:
            position = cut.end()
    words = line.rstrip().rsplit(None, 1)
    if len(words) == 2 and words[1].isupper() and (entry := _wire(words[1])) is not None:
        low = line.rindex(words[1])
        return entry, low, low + len(words[1])
    return None


def _opening(text: str, body: Segment) -> Agency | None:
    head = text[body.start : min(body.end, body.start + HEAD)]
    if "(" not in head and "[" not in head and "【" not in head:
        return None
    for found in _PARENTHESES.finditer(head):
        after = head[found.end() : found.end() + 3]
        entry = wire_in(found[1] or found[2] or found[3])
        if entry is not None and (found.start() < 4 or after.lstrip()[:1] in tuple("-–—:")):
            return _agency(entry, _span(text, body.start + found.start(), body.start + found.end(), "body"))
    return None


def _closing(text: str, body: Segment) -> Agency | None:
    begin = max(body.start, body.end - TAIL)
    tail = text[begin : body.end].rstrip()
    for found in _PARENTHESES.finditer(tail):
        inside = found[1] or found[2] or found[3]
        at_end = found.end() >= len(tail) - 2
        inputs = _INPUTS.search(inside)
        entry = wire_in(inside[inputs.end() :]) if inputs else wire_in(inside) if at_end else None
        if entry is not None:
            return _agency(entry, _span(text, begin + found.start(), begin + found.end(), "body"))
    dash = max(tail.rfind(" -"), tail.rfind(" –"), tail.rfind(" —"))
    if dash >= 0 and len(tail) - dash < 32 and (entry := _wire(tail[dash + 2 :])) is not None:
        return _agency(entry, _span(text, begin + dash + 1, begin + len(tail), "body"))
    low = tail.rfind("\n") + 1
    line = tail[low:]
    if len(line) <= _CLOSING_LINE:
        label = _BY.match(line)
        if (entry := wire_in(line[label.end() :] if label is not None else line)) is not None:
            low += len(line) - len(line.lstrip())
            return _agency(entry, _span(text, begin + low, begin + len(tail), "body"))
    return None


def _signature(text: str) -> Agency | None:
    """What an agency's own systems print below a text: ``dpa-infocom, dpa:220223-99-1/2``, ``Editing by``."""
    begin = max(0, len(text) - SIGNED)
    tail = text[begin:]
    if not any(word in tail for word in _SIGNATURE_WORDS):
        return None
    for pattern, entry in _SIGNATURES:
        found = pattern.search(tail)
        if found is not None:
            return _agency(entry, _span(text, begin + found.start(), begin + found.end(), "signature"))
    return None
