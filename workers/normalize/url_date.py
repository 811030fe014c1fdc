"""The day in the path of a URL: ``/2022/02/23/``, ``-20220223``, ``/2022/feb/23/``."""

from __future__ import annotations

import re

from workers.normalize.datetext import is_day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    rf"[/\-_=.](?P<y>(?:19|20)\d\d)(?P<s>[/\-_.]?)(?P<m>0?[1-9]|1[0-2]|{'|'.join(_MONTHS)})(?P=s)"
    r"(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?=[/\-_.?#]|$|[^\d])",
    re.IGNORECASE,
)
_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=/)")
LONGEST = 500
"""Only so many code points of a URL are read."""


def url_day(url: str) -> tuple[str, str] | None:
    """The ISO day in the path of a URL, and the part that says so; None where there is none."""
    for found in _DAY.finditer(url[:LONGEST]):
        month = found["m"].lower()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        if not found["s"] and not (len(found["m"]) == 2 and len(found["d"]) == 2):
            continue
        year, day = int(found["y"]), int(found["d"])
        if is_day(year, number, day):
            return f"{year:04d}-{number:02d}-{day:02d}", found[0][1:]
    return None


def url_month(url: str) -> str | None:
    """The ISO month in the path of a URL (``/2022/02/``), which tells other dates from the right one."""
    found = _MONTH.search(url[:LONGEST])
    return f"{found[1]}-{found[2]}" if found is not None else None
