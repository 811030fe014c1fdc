"""Who published an article: by the host of its URL, the name it came with, its title's suffix, a copyright line."""

from __future__ import annotations

import re

from workers.model import Evidence, RawArticle, Role, Segment, Source
from workers.normalize.agencies import find_agency
from workers.normalize.credits import find_credits
from workers.normalize.hosts import blog_host, publisher_host
from workers.normalize.registry import Entry, host_of, hosted, named, registered_domain

__all__ = ["find_agency", "find_credits", "find_source"]

_CUT = re.compile(r"\s[|\-–—·»«:]\s+|\s?[：｜]\s?|[》】]\s?")
"""What stands between a headline and the names behind it."""
MOST_PARTS = 3
LONGEST_NAME = 40
_DATE_AT_END = re.compile(r",?\s\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\Z")
_COPYRIGHT = re.compile(
    r"(?:[©ⓒ]|\(c\)|\bCopyright\b)\s*(?:[©ⓒ]|\(c\)|by\s)?\s*(?:(?:\d{4}\s?[-–]\s?)?\d{4})?,?\s*(?:by\s)?",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"[.,|\n\r]|\s(?:All|Alle|Tous|Todos|Tutti)\b|\s\d")
_COMPANY = re.compile(
    r"\s?(?:Limited|Ltd|Inc|LLC|Corp|Corporation|Company|Co|Group|Groupe|Media|Network|Networks|Digital|Convergence"
    r"|Online|Publishing|Publications|Newspapers|News|Holdings|International|Services|GmbH|AG|SE|KG|SA|SpA|plc|PLC|株式会社|社|&)\Z"
)
_SERVICE = re.compile(
    r"\s(?:Online|ONLINE|online|Digital|News|News Online|Live|English|Mundo|News Mundo|International|Print)\Z"
)
"""What outlets add to their name for one of their services."""
_SLUG = re.compile(r"[^\w]+")
MOST_COPYRIGHTS = 20


def find_source(raw: RawArticle, segments: tuple[Segment, ...]) -> Source | None:
    """The publisher of an article, or None. Pure; ``evidence.origin``: ``url``, ``source``, ``title``, ``copyright``.

    An aggregator's host (a portal, a social network, a link shortener, an archive) is no publisher. A host that the
    registry does not know gives its registered domain as id, kind ``unknown``.
    """
    host = publisher_host(raw.url) if raw.url else None
    blog = blog_host(host) if host else None
    if blog:
        return Source(
            id=blog,
            name=blog,
            domain=blog,
            country=None,
            kind="unknown",
            evidence=Evidence(text=raw.url or "", origin="url"),
        )
    if blog is not None:
        host = None
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
    entry = named(cleaned) or named(_SERVICE.sub("", cleaned))
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
    if raw.title and (found := _behind_headline(raw.title)) is not None:
        entry, start, end = found
        return _known(entry, Evidence(text=raw.title[start:end], origin="title"))
    for segment in segments:
        if segment.role is Role.TITLE:
            found = _behind_headline(raw.text[segment.start : segment.end])
            if found is not None:
                entry, start, end = found
                start, end = segment.start + start, segment.start + end
                return _known(entry, Evidence(text=raw.text[start:end], origin="title", start=start, end=end))
    return None


def _behind_headline(title: str) -> tuple[Entry, int, int] | None:
    """The publisher that is named behind a headline (``... | World | The Times``), and where."""
    title = title.rstrip()
    low = max(0, len(title) - 3 * LONGEST_NAME)
    cuts = list(_CUT.finditer(title, low))[-MOST_PARTS:]
    end = len(title)
    for cut in reversed(cuts):
        start = cut.end()
        name = _DATE_AT_END.sub("", title[start:end])
        if 1 < len(name) <= LONGEST_NAME:
            entry = named(name) or (hosted(name.lower()) if "." in name and " " not in name else None)
            if entry is not None and entry.kind != "aggregator":
                return entry, start, start + len(name)
        end = cut.start()
    return None


def _from_copyright(text: str, segments: tuple[Segment, ...]) -> Source | None:
    low = max(0, len(text) - 2000)
    if "©" not in text and "ⓒ" not in text and "opyright" not in text and "(c)" not in text:
        return None
    for count, found in enumerate(_COPYRIGHT.finditer(text, low)):
        if count >= MOST_COPYRIGHTS:
            break
        rest = text[found.end() : found.end() + 80]
        end = _NAME_END.search(rest)
        name = (rest[: end.start()] if end is not None else rest).rstrip()
        entry = _of_company(name)
        # what an agency has written others publish
        if entry is not None and entry.kind not in ("aggregator", "agency"):
            start, stop = found.start(), found.end() + len(name)
            return _known(entry, Evidence(text=text[start:stop], origin="copyright", start=start, end=stop))
    return None


def _of_company(name: str) -> Entry | None:
    """The publisher of this name, or of the name without the words by which companies are called."""
    while len(name) > 1:
        entry = named(name)
        if entry is not None:
            return entry
        shorter = _COMPANY.sub("", name).rstrip()
        if shorter == name:
            return None
        name = shorter
    return None
