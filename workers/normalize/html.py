"""A page as a raw article: its own metadata first, then its text. Imported only when a record holds a page."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml import html as lxml_html
from msgspec.structs import replace
from trafilatura import extract

from workers.model import Flag, RawArticle
from workers.normalize.address import canonical_url
from workers.normalize.page import read_page
from workers.normalize.render import cut_out, read_blocks
from workers.normalize.tags import strip_tags

MOST_ELEMENTS = 10_000
"""A page with more is rendered whole: what it would take to tell its article apart grows faster than its length."""

MOST_TAGS = 50_000
"""A page with more is not parsed: its tags are stripped."""

_READ = ("title", "published", "modified", "byline", "source", "language", "url")


def complete(raw: RawArticle, html: str) -> RawArticle:
    """``raw`` with what is absent filled in from its page: the text first, then what the page says of itself.

    ``from_html`` names the fields that came from the page, ``text`` among them where it was rendered. A page that
    cannot be parsed has its tags stripped and the flag ``html_unrendered``. Never raises; linear in the page's length.
    """
    rendered = not raw.text.strip()
    text, unrendered, declared = _read(html, rendered)
    found: dict[str, Any] = {name: declared[name] for name in _READ if name in declared and getattr(raw, name) is None}
    if "url" in found and canonical_url(found["url"]) is None:
        del found["url"]
    names = set(found)
    flags = raw.flags
    if rendered:
        found["text"], found["html"] = text, html
        names.add("text")
        if unrendered:
            flags = (*flags, Flag.HTML_UNRENDERED)
    return replace(raw, **found, from_html=frozenset(names), flags=flags)


def _read(html: str, rendered: bool) -> tuple[str, bool, dict[str, str]]:
    """The page's text, whether its tags could only be stripped, and what it declares."""
    try:
        root = _parse(html) if html.count("<") <= MOST_TAGS else None
        if root is None:
            return strip_tags(html), True, {}
        declared = read_page(root)
        return (_render(root) if rendered else ""), False, declared
    except Exception:  # noqa: BLE001 - lxml and trafilatura promise nothing for broken pages, this function does
        return strip_tags(html), True, {}


def _parse(html: str) -> Any:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    # lxml refuses some control characters, and ends at a NUL
    page = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # libxml2 stops reading at 256 levels of nesting: half a page is worse than one without its structure
    return None if parser.error_log.filter_from_fatals() else root


def _render(root: Any) -> str:
    blocks = read_blocks(root)
    elements = sum(1 for _ in root.iter())
    kept = None
    if len(blocks) > 3 and elements <= MOST_ELEMENTS:
        kept = extract(root, include_comments=False, include_tables=True, favor_recall=True, fast=True)
    return "\n\n".join(text for _, text in cut_out(blocks, kept))
