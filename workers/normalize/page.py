"""What a page says about itself: JSON-LD, meta tags, ``time`` elements, the canonical link. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import orjson

from workers.scan import exceeds_depth

RULES: dict[str, Any] = orjson.loads(files("workers.normalize").joinpath("data/page_metadata.json").read_bytes())

LONGEST = 500
"""Characters of a value that is taken over; a longer one is no title, date or name."""

LONGEST_LINKED_DATA = 200_000
MOST_BLOCKS = 20
MOST_ITEMS = 200
DEPTH = 32

_TYPES: list[str] = RULES["article_types"]
_RANKS = {name: rank for rank, name in enumerate(_TYPES)}
_LINKED: dict[str, list[str]] = RULES["linked_data"]
_META: dict[str, list[str]] = RULES["meta"]
_NAMES = frozenset(name for names in _META.values() for name in names)


def read_page(root: Any) -> dict[str, str]:
    """The fields of a raw article (``title``, ``published``, ``modified``, ``byline``, ``source``, ``language``,
    ``url``) that a parsed page declares. JSON-LD comes before meta tags, these before elements of the page."""
    found: dict[str, str] = {}
    for each in (_linked_data(root), _meta_tags(root), _elements(root)):
        for name, value in each.items():
            if value and len(value) <= LONGEST:
                found.setdefault(name, value)
    return found


def _linked_data(root: Any) -> dict[str, str]:
    items = [item for item in _items(root) if _rank(item) < len(_TYPES)]
    if not items:
        return {}
    article = min(items, key=_rank)
    found = {}
    for name, keys in _LINKED.items():
        for key in keys:
            if (value := _text(article.get(key), "@id" if name == "url" else "name")) is not None:
                found[name] = value
                break
    return found


def _items(root: Any) -> Iterator[dict[str, Any]]:
    """Every object at the top of the page's JSON-LD blocks or in their ``@graph``."""
    scripts = [each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower()]
    seen = 0
    for script in scripts[:MOST_BLOCKS]:
        block = (script.text or "").strip().strip(";").encode("utf-8", "replace")
        if not block or len(block) > LONGEST_LINKED_DATA or exceeds_depth(block, DEPTH):
            continue
        try:
            pending = [orjson.loads(block)]
        except orjson.JSONDecodeError:
            continue
        while pending and seen < MOST_ITEMS:
            item = pending.pop(0)
            seen += 1
            if isinstance(item, list):
                pending.extend(item[:MOST_ITEMS])
            elif isinstance(item, dict):
                yield item
                pending.append(item.get("@graph"))
                pending.append(item.get("mainEntity"))


def _rank(item: dict[str, Any]) -> int:
    """How much of an article the item is: 0 is the most, ``len(_TYPES)`` not at all."""
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return min((_RANKS.get(each.lower(), len(_TYPES)) for each in names if isinstance(each, str)), default=len(_TYPES))


def _text(value: object, key: str) -> str | None:
    """A string, the ``key`` of an object, or those of a list's, with commas."""
    if isinstance(value, dict):
        value = value.get(key) or value.get("url")
    if isinstance(value, list):
        parts = [part for each in value[:MOST_BLOCKS] if (part := _text(each, key)) is not None]
        return ", ".join(parts) or None
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def _meta_tags(root: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for each in root.iter("meta"):
        content = each.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (each.get(attribute) or "").strip().lower()
            if name in _NAMES:
                tags.setdefault(name, " ".join(content.split()))
    found = {}
    for field, names in _META.items():
        for name in names:
            value = tags.get(name)
            # some pages name their authors by the address of a profile
            if value and not (field == "byline" and value.startswith(("http:", "https:"))):
                found[field] = value.replace("_", "-") if field == "language" else value
                break
    return found


def _elements(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in root.iter("link"):
        if (each.get("rel") or "").lower() == "canonical" and each.get("href"):
            found.setdefault("url", each.get("href").strip())
    for each in root.iter("time", "span", "div", "p"):
        moment = each.get("datetime") or each.get("content")
        if not moment:
            continue
        prop = (each.get("itemprop") or "").lower()
        if prop == "datemodified":
            found.setdefault("modified", moment.strip())
        elif prop == "datepublished" or each.get("pubdate") is not None:
            found.setdefault("published", moment.strip())
    if root.get("lang"):
        found["language"] = root.get("lang").strip()
    title = next(root.iter("title"), None)
    if title is not None and title.text and title.text.strip():
        found["title"] = " ".join(title.text.split())
    return found
