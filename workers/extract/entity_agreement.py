"""One article calls one name one thing: mentions that disagree with the rest of their article are set right."""

from __future__ import annotations

from collections import Counter

from workers.extract.entity_links import country_of
from workers.extract.entity_spans import FACILITY, ORGANIZATION, PEOPLE, PERSON, PLACE, Found
from workers.extract.entity_words import own_words, regions


def agree(mentions: list[Found]) -> list[Found]:
    """The mentions with titles off persons' names, words for a rank or an office alone left out, and one kind for one
    name: a word alone that ends somebody's full name is that person; else the kind that most of its mentions have."""
    titles = own_words()["title"]
    kept: list[Found] = []
    lasts: set[str] = set()
    kinds: dict[str, Counter[str]] = {}
    for found in mentions:
        words = found.text.lower().split()
        if found.kind == PERSON and len(words) > 1 and words[0].rstrip(".") in titles:
            found, words = _without_title(found, words, titles)
        if found.kind != PEOPLE and all(word.rstrip(".") in titles for word in words):
            continue
        kept.append(found)
        if found.kind == PERSON and len(words) > 1:
            lasts.add(words[-1])
        kinds.setdefault(" ".join(words), Counter())[found.kind] += 1
    disputed = {name: count for name, count in kinds.items() if len(count) > 1}
    for index, found in enumerate(kept):
        name = " ".join(found.text.lower().split())
        if found.kind in (PLACE, ORGANIZATION, FACILITY) and name in lasts and not _is_well_known(name):
            kept[index] = found._replace(kind=PERSON)
        elif name in disputed:
            (best, most), *others = disputed[name].most_common()
            if most > others[0][1] and found.kind != best:
                kept[index] = found._replace(kind=best)
    return kept


def _without_title(found: Found, words: list[str], titles: frozenset[str]) -> tuple[Found, list[str]]:
    text = found.text
    while len(words) > 1 and words[0].rstrip(".") in titles:
        words = words[1:]
        text = text[len(text.split(maxsplit=1)[0]) :].lstrip()
    return Found(found.end - len(text), found.end, found.kind, text), words


def _is_well_known(name: str) -> bool:
    """Whether a name is of a country or a region whoever bears it too."""
    return name in regions() or country_of(name) is not None
