"""A parsed page as text: one paragraph a block element, in the order of the page, without markup.

What a reader sees is kept, captions and credits too, since the segmenter tells them apart; trafilatura says where the
article begins and ends, so that menus and lists of other articles around it are left out.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from workers.normalize.page import RULES

_SKIPPED = frozenset(RULES["skipped_elements"])
_BLOCKS = frozenset(RULES["block_elements"])
HEADLINE = "h1"
"""The element that an article begins with, where a page has one before its first paragraph."""

TAIL = 3
"""Blocks after the last one that trafilatura keeps: a wire's or a reporter's signature, a credit."""

KEY = 40
"""Characters by which a block is found again in trafilatura's output."""


def read_blocks(root: Any) -> list[tuple[str, str]]:
    """The visible blocks below ``root``: (tag, text), white space folded but for the line breaks of ``br``."""
    blocks: list[tuple[str, str]] = []
    pieces: list[str] = []
    tags: list[str] = ["body"]
    skipped: Any = None

    def flush() -> None:
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\x00"))
        text = "\n".join(line for line in lines if line)
        if text:
            blocks.append((tags[-1], text))
        pieces.clear()

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event in ("comment", "pi"):
            if skipped is None:
                pieces.append(element.tail or "")
            continue
        if event == "start":
            if skipped is None and (tag in _SKIPPED or _is_hidden(element)):
                skipped = element
            if skipped is not None:
                continue
            if tag in _BLOCKS:
                flush()
                tags.append(tag)
            elif tag == "br":
                pieces.append("\x00")
            pieces.append(element.text or "")
            continue
        if skipped is not None:
            if skipped is not element:
                continue
            skipped = None
            if tag in _BLOCKS:
                flush()
        elif tag in _BLOCKS:
            flush()
            if len(tags) > 1:
                tags.pop()
        if element is not root:
            pieces.append(element.tail or "")
    flush()
    return blocks


def cut_out(blocks: list[tuple[str, str]], kept: str | None) -> list[tuple[str, str]]:
    """The blocks from the article's headline to its end. ``kept``: trafilatura's text of the page, one block a line;
    without it, or where no block stands in it, all of them."""
    lines = {line.strip(" -|")[:KEY] for line in (kept or "").split("\n")} - {""}
    inside = [index for index, (_, text) in enumerate(blocks) if text.partition("\n")[0][:KEY].strip(" -|") in lines]
    if not inside:
        return blocks
    first, last = inside[0], inside[-1]
    # menus and page headers are gone already: without a headline what stands before may be the date or a caption
    headlines = [index for index in range(first + 1) if blocks[index][0] == HEADLINE]
    start = headlines[-1] if headlines else 0
    return blocks[start : last + 1 + TAIL]


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style[:200].replace(" ", "").lower()
