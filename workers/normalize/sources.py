"""Who published an article: by the host of its URL, the name it came with, its title's suffix, a copyright line."""

from __future__ import annotations

import re

from workers.model import Evidence, RawArticle, Role, Segment, Source
from workers.normalize.agencies import find_agency
from workers.normalize.credits import find_credits
from workers.normalize.registry import Entry, host_of, hosted, named, registered_domain

__all__ = ["find_agency", "find_credits", "find_source"]

_SUFFIX = re.compile(r"\s[|\-–—·»:]\s+([^|–—·»]{2,40})$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bCopyright\b)\s*(?:©|\(c\))?\s*(?:(?:\d{4}\s?[-–]\s?)?\d{4})?,?\s*(?:by\s)?", re.IGNORECASE
)
_NAME_END = re.compile(r"[.,|\n\r]|\s(?:All|Limited|Ltd|Inc|LLC|Corp|Company|GmbH|AG|plc)\b|\s\d")
_SLUG = re.compile(r"[^\w]+")


def find_source(raw: RawArticle, segments: tuple[Segment, ...]) -> Source | None:
    """The publisher of an article, or None. Pure; ``evidence.origin``: ``url``, ``source``, ``title``, ``copyright``.

    An aggregator's host (a portal, a social network, a link shortener, an archive) is no publisher. A host that the
    registry does not know gives its registered domain as id, kind ``unknown``.
    """
    host = host_of(raw.url) if raw.url else None
    entry = hosted(host) if host else None
    if entry is not None and entry.kind != "aggregator":
        return _known(entry, Evidence(text=raw.url or "", origin="url"), host)
    by_name = _from_name(raw.source) if raw.source else None
    if (
        by_name is not None
        and by_name.kind != "aggregator"
        and (host is None or entry is not None or by_name.kind not in ("agency", "unknown"))
    ):
        return by_name
    if host is not None and entry is None and (domain := registered_domain(host)) is not None:
        name = by_name.name if by_name is not None and by_name.kind == "unknown" and by_name.domain is None else domain
        evidence = Evidence(text=raw.url or "", origin="url")
        return Source(id=domain, name=name, domain=domain, country=None, kind="unknown", evidence=evidence)
    return _from_title(raw, segments) or _from_copyright(raw.text, segments) or None


def _known(entry: Entry, evidence: Evidence, host: str | None = None) -> Source:
    domain = next((each for each in entry.domains if host is not None and host.endswith(each)), None)
    return Source(
        id=entry.id,
        name=entry.name,
        domain=domain or (entry.domains[0] if entry.domains else None),
        country=entry.country,
        kind=entry.kind,
        evidence=evidence,
    )


def _from_name(name: str) -> Source | None:
    evidence = Evidence(text=name, origin="source")
    cleaned = name.strip()
    if not cleaned or len(cleaned) > 200:
        return None
    entry = named(cleaned)
    if entry is None:
        low = cleaned.lower()
        host = host_of(low) if "://" in low else host_of("http://" + low) if " " not in low and "." in low else None
        if host is not None:
            entry = hosted(host)
            if entry is None and (domain := registered_domain(host)) is not None:
                return Source(id=domain, name=domain, domain=domain, country=None, kind="unknown", evidence=evidence)
    if entry is not None:
        return _known(entry, evidence)
    slug = _SLUG.sub("-", cleaned.casefold()).strip("-")
    if not slug:
        return None
    return Source(id=slug, name=cleaned, domain=None, country=None, kind="unknown", evidence=evidence)


def _from_title(raw: RawArticle, segments: tuple[Segment, ...]) -> Source | None:
    if raw.title and (found := _SUFFIX.search(raw.title[-60:].rstrip())) is not None:
        entry = named(found[1])
        if entry is not None and entry.kind != "aggregator":
            return _known(entry, Evidence(text=found[1].strip(), origin="title"))
    for segment in segments:
        if segment.role is Role.TITLE:
            start = max(segment.start, segment.end - 80)
            found = _SUFFIX.search(raw.text[start : segment.end].rstrip())
            entry = named(found[1]) if found is not None else None
            if found is not None and entry is not None and entry.kind != "aggregator":
                at = start + found.start(1)
                text = found[1].rstrip()
                return _known(entry, Evidence(text=text, origin="title", start=at, end=at + len(text)))
    return None


def _from_copyright(text: str, segments: tuple[Segment, ...]) -> Source | None:
    low = max(0, len(text) - 2000)
    for found in _COPYRIGHT.finditer(text, low):
        rest = text[found.end() : found.end() + 80]
        end = _NAME_END.search(rest)
        name = (rest[: end.start()] if end is not None else rest).rstrip()
        entry = named(name) if len(name) > 1 else None
        if entry is not None and entry.kind not in ("aggregator",) and entry.wire:
            start, stop = found.start(), found.end() + len(name)
            return _known(entry, Evidence(text=text[start:stop], origin="copyright", start=start, end=stop))
    return None
