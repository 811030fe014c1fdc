"""The registry of publishers and agencies: ``data/sources.json``, one entry a line, and the look-ups into it.

An entry: ``id``, ``name``, ``country`` (ISO 3166-1 alpha-2), ``kind``, and, where known, ``aliases``, ``domains``,
``language`` (BCP 47), ``zone`` (IANA), ``wire`` (false for an agency that sends pictures and no text). A new source is
one more entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

import tldextract

from workers.normalize.datetext import Order

_DATA = files("workers.normalize").joinpath("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A publisher or an agency as the registry knows it."""

    id: str
    name: str
    country: str | None
    kind: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    language: str | None = None
    zone: str | None = None
    wire: bool = True


def _load() -> tuple[Entry, ...]:
    rows = json.loads(_DATA.joinpath("sources.json").read_text(encoding="utf-8"))
    return tuple(
        Entry(
            id=row["id"],
            name=row["name"],
            country=row.get("country"),
            kind=row["kind"],
            aliases=tuple(row.get("aliases", ())),
            domains=tuple(row.get("domains", ())),
            language=row.get("language"),
            zone=row.get("zone"),
            wire=row.get("wire", True),
        )
        for row in rows
    )


ENTRIES = _load()
_ORDERS: dict[str, Order | None] = {
    country: None if order == "mixed" else order
    for order, countries in json.loads(_DATA.joinpath("date_order.json").read_text(encoding="utf-8")).items()
    for country in countries
}
_BY_DOMAIN: Mapping[str, Entry] = {domain: entry for entry in ENTRIES for domain in entry.domains}
BY_ID: Mapping[str, Entry] = {entry.id: entry for entry in ENTRIES}
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_SHORT_NAME = 4
"""Names this long or shorter are abbreviations, and are known only in the case that they are registered in."""


def _names(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    exact = {name: entry for entry in reversed(entries) for name in (*entry.aliases, entry.name)}
    folded = {name.casefold(): entry for name, entry in exact.items() if len(name) > _SHORT_NAME}
    return {**folded, **exact}


_BY_NAME = _names(ENTRIES)
_AGENCIES = _names(tuple(entry for entry in ENTRIES if entry.kind == "agency"))


def _look_up(table: Mapping[str, Entry], name: str) -> Entry | None:
    name = name.strip()
    return table.get(name) or (table.get(name.casefold()) if len(name) > _SHORT_NAME else None)


def named(name: str) -> Entry | None:
    """The entry of this name or alias; abbreviations (``AP``) only as they are registered."""
    return _look_up(_BY_NAME, name) or _look_up(_BY_NAME, name.strip().removeprefix("The ").removeprefix("the "))


def agency_named(name: str) -> Entry | None:
    """The agency of this name, ``dpa`` and ``AFP`` among them; picture agencies too (``wire`` tells them apart)."""
    return _look_up(_AGENCIES, name) or _look_up(_AGENCIES, name.strip().removeprefix("The ").removeprefix("the "))


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str | None:
    """``bbc.co.uk`` of ``www.bbc.co.uk``, by the public suffix list that tldextract bundles; None for no such host.

    A top-level domain that the list does not have is a suffix by itself: its rule for those is ``*``.
    """
    found = _extract(host)
    if found.suffix:
        return found.top_domain_under_public_suffix or None
    labels = host.split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 and not found.ipv4 and not found.ipv6 else None


@lru_cache(maxsize=4096)
def hosted(host: str) -> Entry | None:
    """The entry whose domain this host is, or is under (``m.``, ``amp.``, ``www.`` and any other host of it)."""
    labels = host.split(".")
    for index in range(len(labels) - 1):
        entry = _BY_DOMAIN.get(".".join(labels[index:]))
        if entry is not None:
            return entry
    return None


_HOST = re.compile(r"(?:[^\W_][\w-]{0,62}\.){1,12}[^\W\d_][\w-]{1,62}")


def host_of(url: str) -> str | None:
    """The host of an absolute URL, lower case, without its port; None where there is none."""
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return None
    if host is None or len(host) > 253:
        return None
    return host if _HOST.fullmatch(host) else None


_GENERIC_ENDINGS = frozenset(("ai", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "sh", "to", "tv", "ws"))


def country_of_domain(domain: str | None) -> str | None:
    """The country of a domain's ending (``uk`` is GB); None for endings that anyone anywhere takes (``tv``, ``io``)."""
    ending = (domain or "").rpartition(".")[2]
    if len(ending) != 2 or ending in _GENERIC_ENDINGS:
        return None
    return "GB" if ending == "uk" else ending.upper()


def region_of(tag: str | None) -> str | None:
    """The region of a BCP 47 tag (``en-US`` is US), or None."""
    parts = (tag or "").strip().replace("_", "-").split("-")[1:]
    return next((each.upper() for each in parts if len(each) == 2 and each.isalpha()), None)


def date_order(country: str | None, language: str | None) -> Order | None:
    """How dates in numbers are written in a country: ``mdy`` (CLDR's short formats), ``ymd``, else the day first.

    None where that is unknown: no country, or one whose papers write both.
    """
    if country is not None:
        return _ORDERS.get(country, "dmy")
    if language is not None and language.split("-")[0] not in ("en", "es"):
        return "dmy"
    return None
