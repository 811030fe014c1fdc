"""Writes ``months.json`` and ``weekdays.json`` of ``workers/normalize/data`` from the CLDR names that Babel carries.

Run from the repository: ``python -m workers.builders.month_names``. CLDR is under the Unicode licence (Unicode-3.0).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel import Locale

DATA = Path("workers/normalize/data")
LANGUAGES = (  # noqa: SIM905 - a list of words reads better in one string
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha he hi hr hu hy id ig "
    "is it jv ka kk km kn ky lb lo lt lv mg mi mk ml mn mr ms mt my ne nl nb nn om or pa pl ps pt qu rm ro ru rw sd si "
    "sk sl so sq sr sr_Latn sv sw ta te tg th ti tk tr tt ug uk ur uz vi xh yo zu de_AT"
).split()
# Forms that newspapers write and CLDR does not list.
EXTRA = {
    "en": {"sept": 9, "febr": 2},
    "de": {"feber": 2, "sept": 9, "maerz": 3, "mrz": 3},
    "es": {"setiembre": 9, "set": 9, "sept": 9},
    "fr": {"fevrier": 2, "aout": 8, "decembre": 12, "fev": 2, "dec": 12},
    "it": {"sett": 9},
    "pt": {"marco": 3},
    "ru": {"янв": 1, "фев": 2, "мар": 3, "апр": 4, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11},
    "nl": {"mrt": 3},
}


def month_words(language: str) -> dict[str, int]:
    """Every one-word name of a month in a language, lower case and without its full stop."""
    found: dict[str, int] = {}
    months = Locale.parse(language).months
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[context][width].items():
                word = re.sub(r"[\u200e\u200f]", "", name.lower()).strip().rstrip(".")
                if len(word) > 1 and re.fullmatch(r"[^\W\d_][\w'’\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e.]*", word):
                    found.setdefault(word, number)
    return found


def weekday_words() -> dict[str, list[int]]:
    """Every one-word name of a weekday with the ISO weekdays (1 is Monday) that it names in some language."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(language).days[context][width].items():
                    word = name.lower().strip().rstrip(".")
                    if len(word) > 1 and " " not in word and not word[0].isdigit():
                        found.setdefault(word, set()).add(number + 1)
    return {word: sorted(numbers) for word, numbers in sorted(found.items())}


def write(name: str, table: dict[str, object]) -> None:
    """One entry a line, in order."""
    lines = [
        f"  {json.dumps(word, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for word, value in sorted(table.items())
    ]
    (DATA / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Collect the words of all languages and write them."""
    months: dict[str, dict[int, list[str]]] = {}
    for language in LANGUAGES:
        tag = language.split("_")[0]
        for word, number in {**month_words(language), **EXTRA.get(language, {})}.items():
            tags = months.setdefault(word, {}).setdefault(number, [])
            if tag not in tags:
                tags.append(tag)
    write("months.json", dict(months))
    write("weekdays.json", dict(weekday_words()))


if __name__ == "__main__":
    main()
