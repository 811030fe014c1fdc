"""Quotations and who is quoted: ``find_quotes``, the extractor behind the event's ``quotes``."""

from __future__ import annotations

from workers.extract.attribution import Attributor
from workers.extract.cues import Reports
from workers.extract.lexicon import lexicon
from workers.extract.marks import find_marked
from workers.extract.sentences import paragraphs
from workers.model import Article, Limits, Quote

_LIMIT = Limits().matches


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """Every quotation of the article with its speaker, in the order of their starts.

    ``text``, ``start`` and ``end`` are inside the marks. Marks around a title, a name or a word that nobody is said to
    have spoken are left out. ``speaker`` is None where nobody can be named.
    """
    text = article.text
    words = lexicon(article.language.tag if article.language else None)
    attributor: Attributor | None = None
    found: list[Quote] = []
    left_open: str | None = None
    spans = paragraphs(article)
    for start, end, role in spans:
        marked = find_marked(text, start, end, continued=left_open, limit=_LIMIT - len(found))
        left_open = next((each.mark for each in reversed(marked) if not each.closed and each.depth == 0), None)
        if not marked:
            if attributor is not None:
                attributor.pass_over(start, end)
            continue
        if attributor is None:
            attributor = Attributor(text, Reports(article.folded, words, _LIMIT), words)
        found.extend(attributor.paragraph(start, end, role, marked))
        if len(found) >= _LIMIT:
            break
    return tuple(found)
