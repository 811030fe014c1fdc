"""Ids of places and organizations that lists know: ISO 3166-1, GeoNames, the registry of sources."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workers.extract.entity_words import country_aliases, names, peoples

_SHORT = 4
"""Names this long or shorter are abbreviations, and are known only in the case that the registry has."""


class Link(NamedTuple):
    """An id that is the same in every article, the name that goes with it (where the list has one), and the link."""

    id: str
    name: str | None
    links: tuple[tuple[str, str], ...]


def country_of(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country by its name in one of many languages, in any case."""
    folded = name.lower().replace("’", "'")
    code = country_aliases().get(folded)
    if code is None:
        known = names().get(folded) or ""
        code = known[1:3] if known[:1] == "K" else None
    return code


def people_of(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of the country of an adjective or a people: "Russian", "Costa Ricans"."""
    return peoples().get(name.lower())


def link_country(code: str) -> Link:
    """The link of a country by its code."""
    return Link(f"iso3166:{code}", country_names().get(code), (("iso3166", code),))


def link_place(name: str) -> Link | None:
    """The link of a place by its name: a country, or the largest place of that name."""
    code = country_of(name)
    if code is not None:
        return link_country(code)
    known = names().get(name.lower()) or ""
    if known[:1] == "L" and ":" in known:
        number = known.partition(":")[2]
        return Link(f"geonames:{number}", None, (("geonames", number),))
    return None


def link_organization(name: str) -> Link | None:
    """The link of an organization that publishes."""
    known = _sources()
    found = known.get(name) or (known.get(name.lower()) if len(name) > _SHORT else None)
    if found is None:
        return None
    number, title = found
    return Link(f"source:{number}", title, (("source", number),))


@cache
def country_names() -> dict[str, str]:
    """English names of countries by code."""
    lines = files("workers.extract").joinpath("data/entities_countries.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def _sources() -> dict[str, tuple[str, str | None]]:
    """``(id, name)`` by the names of the registry of sources; long ones also in lower case.

    A government or body of states keeps the name that it has in the text: the registry has that of its news site.
    """
    rows = json.loads(files("workers.normalize").joinpath("data/sources.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str | None]] = {}
    for row in rows:
        if row["kind"] == "aggregator":
            continue
        known = row["id"], None if row["kind"] == "government" else row["name"]
        for name in (row["name"], *row.get("aliases", ())):
            found.setdefault(name, known)
            if len(name) > _SHORT:
                found.setdefault(name.lower(), known)
    return found
