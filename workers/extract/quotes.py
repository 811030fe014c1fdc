"""Stub."""

from __future__ import annotations

from workers.model import Article, Quote


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """Nothing yet."""
    return ()
