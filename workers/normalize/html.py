"""Stub until rendering stands."""

from __future__ import annotations

from workers.model import RawArticle


def complete(raw: RawArticle, html: str) -> RawArticle:
    """Nothing yet."""
    return raw
