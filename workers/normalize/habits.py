"""What decides how a date string is read: its source's country, language and order of numbers, and the fetch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workers.model import RawArticle, Source
from workers.normalize.datetext import Order
from workers.normalize.registry import BY_ID, country_of_domain, date_order, region_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """``country``: ISO 3166-1; ``language``: the first part of a BCP 47 tag; ``order``: of numbers, None where unknown;
    ``fetched``: the RFC 3339 moment of the fetch."""

    country: str | None
    language: str | None
    order: Order | None
    fetched: str | None


def context_of(raw: RawArticle, source: Source | None) -> Context:
    """The context of an article from its source, its declared language and its fetch."""
    if source is None:
        country, language, order = _habits(None, None, None, raw.language)
    else:
        country, language, order = _habits(source.id, source.country, source.domain, raw.language)
    return Context(country=country, language=language, order=order, fetched=raw.fetched_at)


@lru_cache(maxsize=1024)
def _habits(
    source: str | None, country: str | None, domain: str | None, tag: str | None
) -> tuple[str | None, str | None, Order | None]:
    """The country, the language and the order of numbers of a source, by its id and the article's declared language."""
    entry = BY_ID.get(source) if source is not None else None
    region = region_of(tag)
    tag = tag or (entry.language if entry is not None else None)
    language = tag.strip().replace("_", "-").split("-")[0].lower() if tag else None
    country = country or country_of_domain(domain)
    return country, language, date_order(country or region, language)
