"""What every entry of the registry of publishers must be."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

import pycountry
import pytest
import tldextract
from babel import Locale

ROWS: list[dict[str, Any]] = json.loads(
    files("workers.normalize").joinpath("data/sources.json").read_text(encoding="utf-8")
)
HOSTS: dict[str, Any] = json.loads(files("workers.normalize").joinpath("data/hosts.json").read_text(encoding="utf-8"))
KINDS = {"agency", "newspaper", "broadcaster", "site", "government", "aggregator"}
FIELDS = {"id", "name", "aliases", "domains", "country", "language", "zone", "kind", "wire"}
SHARED_SUFFIXES = {"gov.uk", "blog.hu"}
"""Public suffixes that are a publisher's own name too."""

suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def wrong(check: Any) -> list[str]:
    return [row["id"] for row in ROWS if not check(row)]


def test_there_are_enough() -> None:
    assert len(ROWS) >= 600
    assert len({row["country"] for row in ROWS if row.get("country")}) >= 60


def test_ids_are_unique_and_plain() -> None:
    assert [name for name, count in Counter(row["id"] for row in ROWS).items() if count > 1] == []
    assert wrong(lambda row: re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"])) == []


def test_fields_are_known_and_kinds_from_the_closed_list() -> None:
    assert wrong(lambda row: set(row) <= FIELDS and {"id", "name", "kind"} <= set(row)) == []
    assert wrong(lambda row: row["kind"] in KINDS) == []
    assert wrong(lambda row: row["name"].strip() == row["name"] != "") == []


def test_no_domain_twice() -> None:
    counted = Counter(domain for row in ROWS for domain in row.get("domains", ()))
    assert [domain for domain, count in counted.items() if count > 1] == []


def test_domains_are_valid_by_the_public_suffix_list() -> None:
    def valid(domain: str) -> bool:
        found = suffixes(domain)
        name = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", domain) is not None
        return name and bool(found.suffix) and (bool(found.domain) or domain in SHARED_SUFFIXES)

    assert [domain for row in ROWS for domain in row.get("domains", ()) if not valid(domain)] == []


def test_countries_are_iso_3166() -> None:
    assert wrong(lambda row: row.get("country") is None or pycountry.countries.get(alpha_2=row["country"])) == []


def test_zones_are_iana() -> None:
    zones = available_timezones()
    assert wrong(lambda row: row.get("zone") is None or row["zone"] in zones) == []


def test_languages_are_bcp_47() -> None:
    def valid(tag: str) -> bool:
        return bool(Locale.parse(tag, sep="-").english_name)

    assert wrong(lambda row: row.get("language") is None or valid(row["language"])) == []


def test_no_name_belongs_to_two() -> None:
    """The first would win in silence. ``casefold``, as names are looked up."""
    owners: dict[str, set[str]] = {}
    for row in ROWS:
        for name in (row["name"], *row.get("aliases", ())):
            owners.setdefault(name if len(name) <= 4 else name.casefold(), set()).add(row["id"])
    assert {name: sorted(ids) for name, ids in owners.items() if len(ids) > 1} == {}


def test_hosts_of_blogs_are_no_publishers() -> None:
    domains = {domain for row in ROWS if row["kind"] != "aggregator" for domain in row.get("domains", ())}
    assert [host for host in (*HOSTS["blogs"], *HOSTS["shared"]) if host in domains] == []


@pytest.mark.parametrize("name", ["blogs", "shared"])
def test_lists_of_hosts_are_sorted_and_have_nothing_twice(name: str) -> None:
    assert len(set(HOSTS[name])) == len(HOSTS[name])
    assert all(re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) for host in HOSTS[name])
