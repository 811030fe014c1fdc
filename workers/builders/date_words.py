"""Writes ``workers/normalize/data/date_words.json``: the words of dates in dateparser's data, each with its languages.

Run from the repository: ``python -m workers.builders.date_words``. With it a date string is shown to dateparser only
in the languages that know all its words. dateparser's data (BSD-3-Clause) are CLDR's, with additions of its own.
"""

from __future__ import annotations

import importlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateparser.data.languages_info import language_order

from workers.normalize.freetext import WORD

TARGET = Path("workers/normalize/data/date_words.json")
NO_WORDS = frozenset({"name", "date_order", "locale_specific", "sentence_splitter_group"})


def words_in(data: Any) -> Iterator[str]:
    """Every word anywhere in a locale's data."""
    match data:
        case str():
            yield from WORD.findall(data.lower())
        case dict():
            for key, value in data.items():
                yield from words_in(key)
                yield from words_in(value)
        case list() | tuple():
            for value in data:
                yield from words_in(value)


def main() -> None:
    """Collect the words of every language, in dateparser's order of languages, and write them, one a line."""
    languages: dict[str, list[str]] = defaultdict(list)
    for language in language_order:
        info = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        for word in set(words_in({key: value for key, value in info.items() if key not in NO_WORDS})):
            languages[word].append(language)
    lines = [
        f"  {json.dumps(word, ensure_ascii=False)}: {json.dumps(' '.join(found))}"
        for word, found in sorted(languages.items())
    ]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
