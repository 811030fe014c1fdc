"""Quotations and who is quoted: ``find_quotes``, the extractor behind the event's ``quotes``."""

from __future__ import annotations

from workers.extract.attribution import Attributor
from workers.extract.cues import Reports
from workers.extract.lexicon import lexicon
from workers.extract.marks import find_marked
from workers.extract.offsets import mark_offsets
from workers.extract.sentences import paragraphs
from workers.model import Article, Limits, Quote

_LIMIT = Limits().matches


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """Every quotation of the article with its speaker, in the order of their starts.

    ``text``, ``start`` and ``end`` are inside the marks. Marks around a title, a name or a word that nobody is said to
    have spoken are left out. ``speaker`` is None where nobody can be named.
    """
    text = article.text
    offsets = mark_offsets(text)
    words = lexicon(article.language.tag if article.language else None)
    reports = Reports(text, article.folded, words, _LIMIT)
    stating = [*reports.stating, len(text)]
    attributor = Attributor(text, article.folded, reports, words)
    found: list[Quote] = []
    left_open: str | None = None
    size = len(offsets)
    first = next_stating = 0
    for start, end, role in paragraphs(article):
        while first < size and offsets[first] < start:
            first += 1
        last = first
        while last < size and offsets[last] < end:
            last += 1
        marked = []
        if first < last:
            here = offsets[first:last]
            first = last
            marked = find_marked(text, start, end, here, continued=left_open, limit=_LIMIT - len(found))
        left_open = None
        if marked:
            for each in marked:
                if not each.closed and each.depth == 0:
                    left_open = each.mark
            found.extend(attributor.paragraph(start, end, role, marked))
        else:
            while stating[next_stating] < start:
                next_stating += 1
            found.extend(attributor.plain(start, end, role, reports=stating[next_stating] < end))
        if len(found) >= _LIMIT:
            break
    return tuple(found[:_LIMIT])
