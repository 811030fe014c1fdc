"""Tags stripped from what no parser could read: one pass, linear for any string."""

from __future__ import annotations

import re
from html import unescape

from workers.normalize.page import RULES

_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>?|[!?][^<>]*>?)")
_BLOCKS = frozenset(RULES["block_elements"]) | {"br"}
_SKIPPED = frozenset(("script", "style", "noscript", "template", "svg"))


def strip_tags(html: str) -> str:
    """The text between the tags of ``html``, a blank line where a block starts or ends; scripts, styles and comments
    left out, character references resolved. Where one of those never ends, the rest of the page is left out."""
    pieces: list[str] = []
    position = 0
    skip_to: str | None = None
    for tag in _TAG.finditer(html):
        if tag.start() < position:
            continue
        name = (tag[2] or "").lower()
        if skip_to is not None:
            if tag[1] and name == skip_to:
                skip_to, position = None, tag.end()
            continue
        pieces.append(html[position : tag.start()])
        position = tag.end()
        if tag[0] == "<!--":
            end = html.find("-->", position)
            position = end + 3 if end >= 0 else len(html)
        elif name in _SKIPPED and not tag[1]:
            skip_to = name
        elif name in _BLOCKS:
            pieces.append("\n\n")
    if skip_to is None:
        pieces.append(html[position:])
    paragraphs = unescape("".join(pieces)).split("\n\n")
    return "\n\n".join(folded for each in paragraphs if (folded := " ".join(each.split())))
