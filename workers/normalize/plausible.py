"""Which dates can be that of an article: not those of mistakes, of the epoch, or after the fetch."""

from __future__ import annotations

from datetime import date

EARLIEST = "1800-01-01"
"""The first day that a news article can have; before it (and after the fetch) a date is a mistake."""
EPOCH = "1970-01-01"


def plausible(value: str, fetched: str | None) -> bool:
    """Whether an ISO date can be that of an article: after 1800, not the epoch, not after the fetch (RFC 3339)."""
    day = value[:10]
    if day == EPOCH or day < EARLIEST[: len(day)] or day[:4] > "2999":
        return False
    return fetched is None or not is_later(value, fetched)


def is_later(value: str, fetched: str) -> bool:
    """Whether a date is more than a day after the fetch: by days, as either zone may be unknown."""
    day, limit = value[:10], fetched[:10]
    if day <= limit[: len(day)]:
        return False
    return len(day) < 10 or ordinal_of(day) - ordinal_of(limit) > 1


def ordinal_of(day: str) -> int:
    """The number of an ISO day; 0 where the calendar has no such day."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0
