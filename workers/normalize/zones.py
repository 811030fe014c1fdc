"""Time zones as they are written beside a clock time: offsets, ``Z``/``UTC``/``GMT``, and abbreviations.

An abbreviation stands for an offset only together with a country (``IST`` is +05:30 in India, +01:00 in Ireland,
+02:00 in Israel); without one, an abbreviation that has several readings gives none, and all of them are returned.
The table is ``data/zones.json``: the abbreviations of the IANA time zone database, with the countries that use them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from workers.model import Zone

_TABLE: dict[str, list[dict[str, object]]] = json.loads(
    files("workers.normalize").joinpath("data/zones.json").read_text(encoding="utf-8")
)
_OFFSET = re.compile(r"(?:(?:UTC|GMT)\s?)?([+\-−])(\d{1,2}):?(\d{2})?")
UTC_NAMES = frozenset({"Z", "UTC", "GMT", "UT"})
ABBREVIATIONS = frozenset(_TABLE) | UTC_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneReading:
    """``suffix``: what to append to an ISO time (``Z``, ``+05:30``, nothing); ``others``: those just as possible."""

    zone: Zone
    suffix: str
    others: tuple[str, ...] = ()


UNKNOWN = ZoneReading(zone="unknown", suffix="")


def read_zone(text: str | None, country: str | None) -> ZoneReading:
    """The zone that ``text`` (``IST``, ``+0530``, ``GMT+1``, ``Z``) names for a source of ``country`` (ISO 3166-1).

    Anything that is no zone, and any abbreviation that stays ambiguous, is ``unknown``: never UTC in silence.
    """
    if not text:
        return UNKNOWN
    name = text.strip().upper()
    if name in UTC_NAMES:
        return ZoneReading(zone="utc", suffix="Z")
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        sign, hours, minutes = offset.groups()
        if int(hours) > 14 or int(minutes or 0) > 59:
            return UNKNOWN
        sign = "-" if sign == "−" else sign
        return ZoneReading(zone="offset", suffix=f"{sign}{int(hours):02d}:{int(minutes or 0):02d}")
    readings = _TABLE.get(name)
    if readings is None:
        return UNKNOWN
    suffixes = [str(each["offset"]) for each in readings]
    if len(readings) == 1:
        return ZoneReading(zone="offset", suffix=suffixes[0])
    for each, suffix in zip(readings, suffixes, strict=True):
        if country is not None and country in str(each["countries"]).split():
            return ZoneReading(zone="offset", suffix=suffix)
    return ZoneReading(zone="unknown", suffix="", others=tuple(suffixes))
