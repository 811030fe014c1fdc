"""Where a text has characters that may be quotation marks, in one look a mark."""

from __future__ import annotations

import re

_SURE = '“”„‟"«»‹›‚‛`‘'
_ASCII = '"`'
_SINGLES = "‘‚‛`"
"""Marks that an apostrophe may close. Without one, or one typed twice, or one before a word, all are apostrophes."""
_STRAIGHT = re.compile(r"'(?:(?<![^\W_]')|(?![^\W_]))")
_CURLED = re.compile(r"’(?:(?<![^\W_]’)|(?![^\W_]))")
_BEFORE_WORD = re.compile(r"'(?<![^\W_]')(?=[^\W_]|[“\"(\[])")


def mark_offsets(text: str) -> list[int]:
    """Where ``text`` has characters that may be quotation marks; apostrophes between letters left out."""
    found: list[int] = []
    append, find = found.append, text.find
    single = False
    for mark in _ASCII if text.isascii() else _SURE:
        at = find(mark)
        while at >= 0:
            single = single or mark in _SINGLES
            append(at)
            at = find(mark, at + 1)
    straight = "'" in text and (single or "''" in text or _BEFORE_WORD.search(text) is not None)
    if straight:
        found += [match.start() for match in _STRAIGHT.finditer(text)]
    if "’" in text and (single or straight or "’’" in text):
        found += [match.start() for match in _CURLED.finditer(text)]
    found.sort()
    return found
