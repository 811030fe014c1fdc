"""The cleaned text of each role: the only place where text is changed, and only beside the untouched ``text``."""

from __future__ import annotations

from dataclasses import dataclass

from workers.model import Flag, RawArticle, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """``body``: paragraphs separated by a blank line. Null where there is no such segment."""

    title: str | None = None
    kicker: str | None = None
    byline: str | None = None
    caption: str | None = None
    credit: str | None = None
    body: str | None = None
    flags: tuple[Flag, ...] = ()


def article_fields(text: str, segments: tuple[Segment, ...], raw: RawArticle) -> Fields:
    """The cleaned fields of an article. Pure; never raises for any string."""
    raise NotImplementedError
