"""What is known of single words: lists of our own, and the lists of names and words that come with the package.

``data/entities.toml`` holds our own lists, ``data/entities_words.tsv.gz`` and ``data/entities_names.tsv.gz`` are made
by ``workers.builders.entity_words``. Words are looked up in lower case.
"""

from __future__ import annotations

import gzip
import tomllib
import zlib
from array import array
from bisect import bisect_left
from functools import cache
from importlib.resources import files


@cache
def own_words() -> dict[str, frozenset[str]]:
    """Our own lists by name: ``title``, ``role``, ``head`` and so on; ``tails`` and ``particles`` among them."""
    data = tomllib.loads(_read("entities.toml").decode("utf-8"))
    lists = {name: frozenset(words.split()) for name, words in data["words"].items()}
    lists["tails"] = frozenset(data["tails"]["words"].split())
    lists["particles"] = frozenset(data["joining"]["particles"].split())
    return lists


@cache
def peoples() -> dict[str, str]:
    """ISO 3166-1 codes by adjectives and names of peoples ("russian", "costa ricans")."""
    data = tomllib.loads(_read("entities.toml").decode("utf-8"))
    found: dict[str, str] = {}
    for code, words in data["peoples"].items():
        for word in words.split():
            found.setdefault(word, code)
            if "-" in word:
                found.setdefault(word.replace("-", " "), code)
    return found


@cache
def regions() -> frozenset[str]:
    """Our own list of places: regions, states, rivers, great cities."""
    return frozenset(tomllib.loads(_read("entities.toml").decode("utf-8"))["names"]["regions"])


@cache
def country_aliases() -> dict[str, str]:
    """ISO 3166-1 codes by names of countries that CLDR has not ("uk", "drc")."""
    data = tomllib.loads(_read("entities.toml").decode("utf-8"))
    return {word.replace("_", " "): code for code, words in data["countries"].items() for word in words.split()}


@cache
def names() -> dict[str, str]:
    """Names of several words and names of countries, with a code: ``K`` and ISO 3166-1 for a country, ``L`` (and the
    country, a colon, the GeoNames id) for a place, ``O`` an organization, ``P`` a person, ``N`` a people."""
    lines = gzip.decompress(_read("entities_names.tsv.gz")).decode("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


class WordCodes:
    """Codes by word. Words are kept as their CRC-32: one in some 20,000 unknown words then passes for a known one."""

    def __init__(self, lines: list[str]) -> None:
        entries = []
        numbers: dict[str, int] = {}
        for line in lines:
            word, codes = line.split("\t")
            entries.append((zlib.crc32(word.encode("utf-8")), numbers.setdefault(codes, len(numbers))))
        entries.sort()
        self._keys = array("I", [key for key, _ in entries])
        self._values = array("H", [value for _, value in entries])
        self._codes = [tuple(codes.split()) for codes in numbers]

    def codes(self, word: str) -> tuple[str, ...]:
        """The codes of a word in lower case; none where it is unknown."""
        key = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            return self._codes[self._values[at]]
        return ()


@cache
def word_codes() -> WordCodes:
    """The lists of words and names."""
    return WordCodes(gzip.decompress(_read("entities_words.tsv.gz")).decode("utf-8").splitlines())


def _read(name: str) -> bytes:
    return files("workers.extract").joinpath(f"data/{name}").read_bytes()
