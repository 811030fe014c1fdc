"""Which wire a text came over: the agency of its dateline, its byline, or its closing line. Never of a photo credit."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from workers.model import Agency, Evidence, RawArticle, Role, Segment
from workers.normalize.registry import BY_ID, Entry
from workers.normalize.signatures import closing_wire, opening_wire, wire, wire_in

_PARENTHESES = re.compile(r"\(([^()\n]{2,60})\)|\[([^\[\]\n]{2,60})\]|【([^】\n]{2,40})】")
_BYLINE_PARTS = re.compile(
    r"[/,;|•·\n()]|\s[-–—]\s|\svia\s|\sand\s|\sund\s|\set\s|\s(?:of|for|from|at|avec|con|mit|met|with)\s"
)
_BY = re.compile(
    r"^\s*(?:By|Von|Par|Por|Di|Door|Av|Af|Przez|Reporting by|Source|Sources?|Quelle|Fuente|Fonte|Agencia|Redacción"
    r"|Redazione|Redaktion|Agence|Agência)\b\s*:?\s*",
    re.IGNORECASE,
)
_SIGNATURES = tuple(
    (re.compile(each["pattern"]), BY_ID[each["id"]])
    for each in json.loads(files("workers.normalize").joinpath("data/signatures.json").read_text(encoding="utf-8"))
)
_SIGNATURE_WORDS = ("©", "dpa", "diting by", "dited by", "opyright", "agency feed")
"""One of these stands in every signature: most texts have none and are spared the patterns."""
TAIL, HEAD, SIGNED = 320, 200, 600
"""How much of the end and the beginning of the body, and of the end of the text, is looked at, in code points."""

BODY, BYLINE, DATELINE = Role.BODY, Role.BYLINE, Role.DATELINE
_LEADING = (Role.BODY, Role.FURNITURE, Role.KICKER)
_ENDING = (Role.BODY, Role.CREDIT, Role.FURNITURE, Role.BYLINE)
_CLOSING_LINE = 60
_STOPS = frozenset('.!?…。”"’»)।')


def find_agency(raw: RawArticle, segments: tuple[Segment, ...]) -> Agency | None:
    """The wire agency of a text with the span that names it, or None. Pure; never raises for any string."""
    text = raw.text
    roles = [segment.role for segment in segments]
    for role in (DATELINE, BYLINE):
        if role in roles:
            for segment in segments:
                if segment.role is role and (
                    found := _in_line(text, segment.start, min(segment.end, segment.start + 300), role)
                ):
                    return found
    if raw.byline and (named := _by_names(raw.byline[:300])):
        entry, start, end = named
        return _agency(entry, Evidence(text=raw.byline[start:end], origin="byline"))
    placed = False
    for segment in segments:
        if segment.role in _LEADING and (found := _opening(text, segment, placed)) is not None:
            return found
        if segment.role is BODY:
            break
        placed = segment.role is DATELINE
    last = len(roles) - 1
    while last >= 0 and roles[last] is not BODY:
        last -= 1
    return (_closing(text, segments, last) if last >= 0 else None) or _signature(text)


def signs(text: str, segments: tuple[Segment, ...], index: int) -> bool:
    """Whether a credit stands right behind the body and names the wire of the text, and no picture's."""
    segment = segments[index]
    if index == 0 or segments[index - 1].role is not Role.BODY or segment.end - segment.start > 2 * _CLOSING_LINE:
        return False
    if text[segment.start : segment.end].lstrip()[:1] == "©":  # of a picture, unless a year is beside it
        return False
    return closing_wire(text[segment.start : segment.end]) is not None


def _agency(entry: Entry, evidence: Evidence) -> Agency:
    return Agency(id=entry.id, name=entry.name, evidence=evidence)


def _span(text: str, start: int, end: int, origin: str) -> Evidence:
    return Evidence(text=text[start:end], origin=origin, start=start, end=end)


def _in_line(text: str, start: int, end: int, role: Role) -> Agency | None:
    line = text[start:end]
    for found in _PARENTHESES.finditer(line):
        entry = wire_in(found[1] or found[2] or found[3])
        if entry is not None:
            return _agency(entry, _span(text, start + found.start(), start + found.end(), str(role)))
    named = (opening_wire(line) if role is Role.DATELINE else None) or _by_names(line)
    if named is not None:
        entry, low, high = named
        return _agency(entry, _span(text, start + low, start + high, str(role)))
    return None


def _by_names(line: str) -> tuple[Entry, int, int] | None:
    begin = by.end() if (by := _BY.match(line)) is not None else 0
    position = begin
    for cut in (*_BYLINE_PARTS.finditer(line, begin), None):
        end = cut.start() if cut is not None else len(line)
        part = line[position:end]
        if (entry := wire(part)) is not None:
            low = position + len(part) - len(part.lstrip())
            return entry, low, low + len(part.strip())
        if cut is not None:
            position = cut.end()
    end = len(line.rstrip())
    for words in (1, 2):
        last = line[:end].rsplit(None, words)[1:]
        name = " ".join(last)
        if len(last) == words and name[:1].isupper() and (words == 2 or name.isupper()) and (entry := wire(name)):
            low = line.rindex(last[0], 0, end)
            return entry, low, end
    return None


def _opening(text: str, body: Segment, placed: bool) -> Agency | None:
    found = opening_wire(text[body.start : min(body.end, body.start + HEAD)], placed=placed)
    if found is None:
        return None
    entry, start, end = found
    return _agency(entry, _span(text, body.start + start, body.start + end, "body"))


def _closing(text: str, segments: tuple[Segment, ...], last: int) -> Agency | None:
    """The agency behind the last sentence of the body, or in a short line below it."""
    body = segments[last]
    begin = max(body.start, body.end - TAIL)
    tail = text[begin : body.end].rstrip()
    for found in _PARENTHESES.finditer(tail):
        entry = closing_wire(found[0]) if found.end() >= len(tail) - 2 or "inputs" in found[0] else None
        if entry is not None:
            return _agency(entry, _span(text, begin + found.start(), begin + found.end(), "body"))
    dash = max(tail.rfind(" -"), tail.rfind(" –"), tail.rfind(" —"))
    if dash >= 0 and len(tail) - dash < 32 and (entry := wire(tail[dash + 2 :])) is not None:
        return _agency(entry, _span(text, begin + dash + 1, begin + len(tail), "body"))
    space = tail.rfind(" ")
    if space > 0 and len(tail) - space < 16 and tail[space - 1] in _STOPS and (entry := wire(tail[space:])) is not None:
        return _agency(entry, _span(text, begin + space + 1, begin + len(tail), "body"))
    for segment in (body, *segments[last + 1 : last + 4]):
        if segment.role in _ENDING and (line := _closing_line(text, segment)) is not None:
            return line
    return None


def _closing_line(text: str, segment: Segment) -> Agency | None:
    start = segment.start
    for line in text[start : min(segment.end, start + TAIL)].split("\n")[:4]:
        words = line.strip()
        if words:
            entry = None
            if len(words) <= _CLOSING_LINE and words[0] != "©":
                entry = closing_wire(words)
            elif words[0] in "([" and words[-1] in ")].":
                entry = wire(words[max(words.rfind(" - "), words.rfind(" – ")) + 3 :].rstrip(")]."))
            if entry is not None:
                low = start + line.index(words)
                return _agency(entry, _span(text, low, low + len(words), "body"))
        start += len(line) + 1
    return None


def _signature(text: str) -> Agency | None:
    """What an agency's own systems print below a text: ``dpa-infocom, dpa:220223-99-1/2``, ``Editing by``."""
    begin = max(0, len(text) - SIGNED)
    tail = text[begin:]
    for word in _SIGNATURE_WORDS:
        if word in tail:
            break
    else:
        return None
    for pattern, entry in _SIGNATURES:
        found = pattern.search(tail)
        if found is not None:
            return _agency(entry, _span(text, begin + found.start(), begin + found.end(), "signature"))
    return None
