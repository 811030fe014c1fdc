"""Stub."""

from __future__ import annotations

from workers.model import Language


def identify(text: str, declared: str | None) -> Language | None:
    """Nothing yet."""
    return None
