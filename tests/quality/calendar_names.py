"""Write ``workers/normalize/data/calendar.json``: the words of months, weekdays and halves of the day.

Source: CLDR through Babel. Run it again when Babel brings a newer CLDR: ``python tests/quality/calendar_names.py``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import babel
from babel import Locale

LANGUAGES = [
    "af",
    "am",
    "ar",
    "as",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "gu",
    "ha",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "ig",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "my",
    "nb",
    "ne",
    "nl",
    "nn",
    "or",
    "pa",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "sd",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sr_Latn",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tk",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "xh",
    "yo",
    "yue",
    "zh",
    "zh_Hant",
    "zu",
    "de_AT",
    "pt_PT",
    "ar_IQ",
    "ar_DZ",
    "ar_MA",
    "en_AU",
    "en_CA",
]
TARGET = Path(__file__).parents[2] / "workers" / "normalize" / "data" / "calendar.json"
WORD = re.compile(r"[^\W\d_]{2,24}")
CONNECTIVES = {"de", "the", "of"}


def words(names: dict[object, object]) -> set[str]:
    """The lower-cased words of CLDR names."""
    return {word for name in names.values() for word in WORD.findall(str(name).lower())} - CONNECTIVES


def main() -> None:
    """Collect the names of every language and write the data file."""
    found: dict[str, set[str]] = {"months": set(), "weekdays": set(), "periods": set()}
    for code in LANGUAGES:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found["months"] |= words(locale.months[context].get(width, {}))
                found["weekdays"] |= words(locale.days[context].get(width, {}))
                periods = locale.day_periods.get(context, {}).get(width, {})
                found["periods"] |= words({key: value for key, value in periods.items() if key in ("am", "pm")})
    document = {
        "source": f"CLDR through Babel {babel.__version__}",
        **{key: sorted(value) for key, value in found.items()},
    }
    TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
