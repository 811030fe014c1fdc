"""What is known of single words: lists of our own, and the lists of names and words that come with the package.

``data/entities.toml`` holds our own lists, ``data/entities_words.tsv.gz`` and ``data/entities_names.tsv.gz`` are made
by ``workers.builders.entity_words``. Words are looked up in lower case.
"""

from __future__ import annotations

import gzip
import io
import tomllib
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np


@cache
def own_words() -> dict[str, frozenset[str]]:
    """Our own lists by name: ``title``, ``role``, ``head`` and so on; ``tails`` and ``particles`` among them."""
    data = _lists()
    lists = {name: frozenset(words.split()) for name, words in data["words"].items()}
    lists["tails"] = frozenset(data["tails"]["words"].split())
    lists["particles"] = frozenset(data["joining"]["particles"].split())
    return lists


@cache
def peoples() -> dict[str, str]:
    """ISO 3166-1 codes by adjectives and names of peoples ("russian", "costa ricans")."""
    data = _lists()
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
    return frozenset(_lists()["names"]["regions"])


@cache
def country_aliases() -> dict[str, str]:
    """ISO 3166-1 codes by names of countries that CLDR has not ("uk", "drc")."""
    data = _lists()
    return {word.replace("_", " "): code for code, words in data["countries"].items() for word in words.split()}


_RECENT = 8_192
"""Names whose codes are at hand: what is asked for is asked for again."""


class Names:
    """Codes by name. The names stay one string and are found in it by their CRC-32, for a tenth of the memory."""

    def __init__(self, lines: bytes) -> None:
        """``lines``: a name, a tab and its code each, UTF-8."""
        self._lines = lines
        keys, places = array("I"), array("I")
        at = 0
        while at < len(lines):
            keys.append(zlib.crc32(lines[at : lines.index(b"\t", at)]))
            places.append(at)
            at = lines.index(b"\n", at) + 1
        self._keys, self._places = _in_order(keys, places)
        self._recent: dict[str, str | None] = {}

    def get(self, name: str) -> str | None:
        """The code of a name in lower case; None where it is unknown."""
        recent = self._recent
        if name in recent:
            return recent[name]
        if len(recent) >= _RECENT:
            recent.clear()
        recent[name] = code = self._find(name)
        return code

    def _find(self, name: str) -> str | None:
        wanted = name.encode("utf-8", "surrogatepass") + b"\t"
        key = zlib.crc32(wanted[:-1])
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at] == key:
            place = self._places[at]
            if self._lines.startswith(wanted, place):
                first = place + len(wanted)
                return self._lines[first : self._lines.index(b"\n", first)].decode("utf-8")
            at += 1
        return None

    def __iter__(self) -> Iterator[str]:
        for line in self._lines.splitlines():
            yield line.partition(b"\t")[0].decode("utf-8")


@cache
def names() -> Names:
    """Names of several words and names of countries, with a code: ``K`` and ISO 3166-1 for a country, ``L`` (and the
    country, a colon, the GeoNames id) for a place, ``O`` an organization, ``P`` a person, ``N`` a people."""
    return Names(gzip.decompress(_read("entities_names.tsv.gz")))


class WordCodes:
    """Codes by word. Words are kept as their CRC-32: one in some 20,000 unknown words then passes for a known one."""

    def __init__(self, lines: bytes) -> None:
        """``lines``: a word, a tab and its codes each, UTF-8."""
        numbers: dict[bytes, int] = {}
        keys, values = array("I"), array("I")
        for line in io.BytesIO(lines):
            word, _, codes = line.partition(b"\t")
            keys.append(zlib.crc32(word))
            values.append(numbers.setdefault(codes, len(numbers)))
        self._keys, self._values = _in_order(keys, values)
        self._codes = [tuple(codes.decode("utf-8").split()) for codes in numbers]

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
    return WordCodes(gzip.decompress(_read("entities_words.tsv.gz")))


def _in_order(keys: array[int], values: array[int]) -> tuple[array[int], array[int]]:
    """The keys in ascending order and their values; arrays all the way, because lists would cost tens of megabytes."""
    order = np.argsort(np.frombuffer(keys, dtype=np.uint32), kind="stable")
    ordered = (np.frombuffer(each, dtype=np.uint32)[order].tobytes() for each in (keys, values))
    first, second = (array("I", each) for each in ordered)
    return first, second


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_read("entities.toml").decode("utf-8"))


def _read(name: str) -> bytes:
    return files("workers.extract").joinpath(f"data/{name}").read_bytes()
