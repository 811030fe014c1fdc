"""One article calls one name one thing: mentions that disagree with the rest of their article are set right."""

from __future__ import annotations

from collections import Counter

from workers.extract.entity_links import country_of
from workers.extract.entity_spans import FACILITY, ORGANIZATION, PEOPLE, PERSON, PLACE, Found
from workers.extract.entity_words import own_words, regions

_NO_PERSONS = frozenset((PLACE, ORGANIZATION, FACILITY))


def agree(mentions: list[Found]) -> list[Found]:
    """The mentions with titles off persons' names, words for a rank or an office alone left out, and one kind for one
    name: a word alone that ends somebody's full name is that person; else the kind that most of its mentions have."""
    titles = own_words()["title"]
    kept: list[Found] = []
    names: list[str] = []
    lasts: set[str] = set()
    kinds: dict[str, str] = {}
    disputed: set[str] = set()
    for found in mentions:
        name = found.text.lower()
        kind = found.kind
        space = name.find(" ")
        if (name[:space] if space > 0 else name).rstrip(".") in titles:
            words = name.split()
            if kind == PERSON and len(words) > 1:
                found = _without_title(found, words, titles)
                name = found.text.lower()
                space = name.find(" ")
            if kind != PEOPLE and all(word.rstrip(".") in titles for word in name.split()):
                continue
        kept.append(found)
        names.append(name)
        if kind == PERSON and space > 0:
            lasts.add(name[name.rfind(" ") + 1 :])
        if kinds.setdefault(name, kind) != kind:
            disputed.add(name)
    counts: dict[str, Counter[str]] = {name: Counter() for name in disputed}
    if disputed:
        for found, name in zip(kept, names, strict=True):
            if name in disputed:
                counts[name][found.kind] += 1
    for index, found in enumerate(kept):
        name = names[index]
        if name in lasts and found.kind in _NO_PERSONS and not _is_well_known(name):
            kept[index] = found._replace(kind=PERSON)
        elif name in counts:
            (best, most), (_, second), *_ = counts[name].most_common()
            if most > second and found.kind != best:
                kept[index] = found._replace(kind=best)
    return kept


def _without_title(found: Found, words: list[str], titles: frozenset[str]) -> Found:
    text = found.text
    while len(words) > 1 and words[0].rstrip(".") in titles:
        words = words[1:]
        text = text[len(text.split(maxsplit=1)[0]) :].lstrip()
    return Found(found.end - len(text), found.end, found.kind, text)


def _is_well_known(name: str) -> bool:
    """Whether a name is of a country or a region whoever bears it too."""
    return name in regions() or country_of(name) is not None
