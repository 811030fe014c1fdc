"""Stub."""

from __future__ import annotations

from workers.model import Article, Timex


def find_dates(article: Article) -> tuple[Timex, ...]:
    """Nothing yet."""
    return ()
