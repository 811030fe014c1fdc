"""A day and a month without a year, as headers print them in the same year: ``Feb 23, 5:31 PM``, ``23. Februar``."""

from __future__ import annotations

import re

from workers.normalize.datetext import is_day, month_number
from workers.normalize.plausible import is_later, ordinal_of

_WORD = r"[^\W\d_]{3,14}"
_FORMS = (
    re.compile(rf"(?<![^\W_])(?P<month>{_WORD})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\.\d|,?\s\d{{4}})"),
    re.compile(
        rf"(?<![\d.:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:de\s|di\s|of\s)?(?P<month>{_WORD})(?!,?\.?\s\d{{4}})"
    ),
)
LONGEST = 400
"""How much of a header is searched, in code points."""
MOST_DAYS = 300
"""A page that leaves the year out means the last such day, and an older one is told with its year."""


def read_yearless(text: str, start: int, end: int, fetched: str, language: str | None) -> tuple[str, int, int] | None:
    """The first day of a month in ``text[start:end]`` that has no year: its ISO day, the last one up to the fetch (RFC
    3339), and its span; None where there is none within ``MOST_DAYS`` of the fetch."""
    today = fetched[:10]
    if ordinal_of(today) == 0:
        return None
    for form in _FORMS:
        for found in form.finditer(text, start, min(end, start + LONGEST)):
            known = month_number(found["month"], language)
            if known is None or known[1]:
                continue
            for year in (int(today[:4]), int(today[:4]) - 1):
                if not is_day(year, known[0], int(found["day"])):
                    continue
                day = f"{year:04d}-{known[0]:02d}-{int(found['day']):02d}"
                if not is_later(day, fetched) and ordinal_of(today) - ordinal_of(day) <= MOST_DAYS:
                    return day, found.start(), found.end()
    return None
