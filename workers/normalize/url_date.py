"""The day in the path of a URL: ``/2022/02/23/``, ``/2022-02/23/``, ``-20220223``, ``/2022/feb/23/``."""

from __future__ import annotations

import re

from workers.normalize.datetext import is_day

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"[/\-_=.](?P<y>(?:19|20)\d\d)"
_END = r"(?=[/\-_.?#]|$|[^\d])"
_DAYS = (
    re.compile(_YEAR + r"[/\-_.](?P<m>0[1-9]|1[0-2])[/\-_.](?P<d>0[1-9]|[12]\d|3[01])" + _END),
    re.compile(_YEAR + r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])" + _END),
    re.compile(
        _YEAR
        + rf"(?P<s>[/\-_.])(?P<m>[1-9]|{'|'.join(_NAMES)}|0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01]|[1-9])"
        + _END,
        re.IGNORECASE,
    ),
)
_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=/)")
LONGEST = 500
"""Only so many code points of a URL are read."""


def url_day(url: str) -> tuple[str, str] | None:
    """The ISO day in the path of a URL, and the part that says so; None where there is none."""
    for pattern in _DAYS:
        for found in pattern.finditer(url[:LONGEST]):
            name = found["m"].lower()
            month = _NAMES.index(name) + 1 if name in _NAMES else int(name)
            year, day = int(found["y"]), int(found["d"])
            if is_day(year, month, day):
                return f"{year:04d}-{month:02d}-{day:02d}", found[0][1:]
    return None


def url_month(url: str) -> str | None:
    """The ISO month in the path of a URL (``/2022/02/``), which tells other dates from the right one."""
    found = _MONTH.search(url[:LONGEST])
    return f"{found[1]}-{found[2]}" if found is not None else None
