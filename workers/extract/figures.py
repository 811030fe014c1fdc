"""Stub."""

from __future__ import annotations

from workers.model import Article, Figure


def find_figures(article: Article) -> tuple[Figure, ...]:
    """Nothing yet."""
    return ()
