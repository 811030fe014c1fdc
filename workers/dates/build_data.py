"""Build ``data/cldr.json`` from Unicode CLDR through Babel: month and weekday names of every language, and the order
of day and month in figures in every country.

Run ``python -m workers.dates.build_data`` after Babel changes or a language is added to ``data/*.toml``; the engine
itself reads only the file. Names are lower case, without the full stop of abbreviations.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale, localedata

DATA = Path(__file__).parent / "data"


def calendar_names(tag: str) -> dict[str, dict[str, list[str]]]:
    """``{"MONTH": {"1": [...]}, "MONTHABBR": ..., "WEEKDAY": ..., "WEEKDAYABBR": ...}``; weekdays are ISO, 1 Monday.

    An abbreviation that is as long as the full name is left out; German in Austria says "Jänner", so a language's
    regional locales are read too.
    """
    locales = [tag, *REGIONS.get(tag, ())]
    names: dict[str, dict[str, list[str]]] = {"MONTH": {}, "MONTHABBR": {}, "WEEKDAY": {}, "WEEKDAYABBR": {}}
    for kind, attribute, first in (("MONTH", "months", 0), ("WEEKDAY", "days", 1)):
        for width, suffix in (("wide", ""), ("abbreviated", "ABBR")):
            for locale in locales:
                tables = getattr(Locale.parse(locale), attribute)
                for context in ("format", "stand-alone"):
                    for number, name in tables[context][width].items():
                        words = names[kind + suffix].setdefault(str(number + first), [])
                        word = name.lower().rstrip(".")
                        known = names[kind].get(str(number + first), []) if suffix else []
                        if word not in words and word not in known:
                            words.append(word)
    return names


REGIONS = {"de": ("de_AT",), "en": ("en_GB",), "pt": ("pt_PT",), "es": ("es_MX",)}


def month_first_countries() -> list[str]:
    """ISO 3166-1 codes of the countries whose short date in English has the month before the day ("3/4/22")."""
    countries = []
    for identifier in localedata.locale_identifiers():
        if identifier.startswith("en_") and len(identifier) == 5:
            pattern = Locale.parse(identifier).date_formats["short"].pattern
            if pattern.find("M") < pattern.find("d") and not pattern.startswith("y"):
                countries.append(identifier[3:])
    return sorted(countries)


def main() -> None:
    """Write the file, sorted, so that building it again without a change changes nothing."""
    tags = sorted(path.stem for path in DATA.glob("*.toml") if len(path.stem) == 2)
    names: dict[str, object] = {tag: calendar_names(tag) for tag in tags}
    names["month_first"] = month_first_countries()
    (DATA / "cldr.json").write_text(json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
