"""What the address of an article says of its day: ``/2022/02/23/``, ``-20220223``, ``/22_febbraio_23/``,
``/23/02/2022/``, ``/202202231405``, ``_220223_140509_``; or of its month alone: ``/2022/02/``, ``/2022-02/``.

Of an address inside another (an archive's, a cache's) the inner one is read: the outer numbers are the time of a crawl.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workers.normalize.datetext import is_day, month_number

LONGEST = 500
"""Only so many code points of a URL are read."""

_DIGITS = re.compile(r"\d\d")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR = r"(?<=[/\-_=.])((?:19|20)\d\d)"
_MONTH_DAY = r"(0[1-9]|1[0-2]){}(0[1-9]|[12]\d|3[01])"
_YEAR_FIRST = (
    re.compile(_YEAR + r"[/\-_.]" + _MONTH_DAY.format(r"[/\-_.]") + r"(?!\d)"),
    re.compile(_YEAR + _MONTH_DAY.format("") + r"(?!\d)"),
    re.compile(_YEAR + r"/" + _MONTH_DAY.format("") + r"(?=/)"),
    re.compile(_YEAR + _MONTH_DAY.format("/") + r"(?=/)"),
    re.compile(_YEAR + r"([/\-_.])(?P<m>[1-9]|0[1-9]|1[0-2])\2(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"(?<!\d)(20[0-3]\d)" + _MONTH_DAY.format("") + r"(?:[01]\d|2[0-3])[0-5]\d\d{0,6}(?!\d)"),
)
_NAMED = re.compile(r"(?<=[/\-_])((?:19|20)?\d\d)([/\-_])([^\W\d_]{3,12})\2(\d{1,2})(?=[/\-_.?#]|$)")
_DAY_FIRST = re.compile(r"/(0[1-9]|[12]\d|3[01])/(0[1-9]|[12]\d|3[01])/((?:19|20)\d\d)(?=/)")
_SHORT_STAMP = re.compile(r"_[a-z]?(\d\d)" + _MONTH_DAY.format("") + r"_(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?=_)", re.I)
_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=/(?!\d{1,2}/))")


@lru_cache(maxsize=256)
def url_day(url: str) -> tuple[str, str] | None:
    """The ISO day in a URL, and the part that says so; None where there is none.

    ``/04/03/2022/`` says none: either number may be the month.
    """
    url = _inner(url)
    if _DIGITS.search(url) is None:
        return None
    dated = _FULL_YEAR.search(url) is not None
    for pattern in _YEAR_FIRST if dated else ():
        for found in pattern.finditer(url):
            parts = found.groups()
            day = _iso(int(found[1]), int(parts[-2]), int(parts[-1]))
            if day is not None:
                return day, found[0]
    for found in _NAMED.finditer(url):
        known = month_number(found[3], None)
        year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)
        day = _iso(year, known[0], int(found[4])) if known is not None and not known[1] else None
        if day is not None:
            return day, found[0]
    for found in _DAY_FIRST.finditer(url) if dated else ():
        first, second = int(found[1]), int(found[2])
        days = {_iso(int(found[3]), *pair) for pair in ((second, first), (first, second))} - {None}
        if len(days) == 1:
            return days.pop() or "", found[0][1:]
    for found in _SHORT_STAMP.finditer(url) if "_" in url else ():
        day = _iso(2000 + int(found[1]), int(found[2]), int(found[3]))
        if day is not None:
            return day, found[0].strip("_")
    return None


@lru_cache(maxsize=256)
def url_month(url: str) -> tuple[str, str] | None:
    """The ISO month in the path of a URL (``/2022/02/``), and the part that says so."""
    found = _MONTH.search(_inner(url))
    return (f"{found[1]}-{found[2]}", found[0][1:]) if found is not None else None


def _inner(url: str) -> str:
    url = url[:LONGEST]
    at = max(url.rfind("http://"), url.rfind("https://"))
    return url[at:] if at > 0 else url


def _iso(year: int, month: int, day: int) -> str | None:
    return f"{year:04d}-{month:02d}-{day:02d}" if is_day(year, month, day) else None
