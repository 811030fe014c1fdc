"""Names that sign a quotation from behind it: after a dash, or in brackets."""

from __future__ import annotations

import re

from workers.extract.marks import Marked
from workers.extract.tokens import Phrase

_SIGNED = 8
"""Characters between a quotation and the dash before its speaker, at most."""
_SIGNATURE = re.compile(r"(?!-\w)[.,]?\s{0,2}[―—–-]{1,2}[ \u00a0]?([A-ZÀ-Þ][^\n.,;:“”\"]{2,60}?)[ .\u00a0]*(?=\n|$)")
_IN_BRACKETS = re.compile(r"[.,]?[ \u00a0]?\(([A-ZÀ-Þ][^\W\d_]+(?:[ -][^\W\d_]+){0,3})\)")
_SIGNATURE_BELOW = re.compile(r"\s{1,6}[―—–-]{1,2}[ \u00a0]?([A-ZÀ-Þ][^\n.,;:“”\"]{2,60})(?=[.,\n]|$)")


def signature(text: str, quote: Marked, stop: int, end: int) -> Phrase | None:
    """The name after a dash behind a quotation, up to ``stop``, or on a line of its own below it where nothing else
    stands in its paragraph, which ends at ``end``: "...” — Ann Smith"."""
    after = text[quote.outer_end : quote.outer_end + _SIGNED]
    if not quote.closed or not ("-" in after or "—" in after or "–" in after or "―" in after):
        return None
    match = _SIGNATURE.match(text, quote.outer_end, stop)
    if match is None and stop == end and not text[quote.outer_end : stop].strip():
        match = _SIGNATURE_BELOW.match(text, quote.outer_end)
    return Phrase(match.start(1), match.end(1), "signed") if match is not None else None


def in_brackets(text: str, quote: Marked, end: int) -> Phrase | None:
    """The name in brackets right behind a quotation in a paragraph that ends at ``end``: "...” (Ann Smith)"."""
    match = _IN_BRACKETS.match(text, quote.outer_end, end)
    return Phrase(match.start(1), match.end(1), "signed") if match is not None else None
