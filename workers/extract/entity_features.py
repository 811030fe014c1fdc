"""What the tagger of entities sees of a single word: its form, its ends, and what the lists know of it.

A feature is a short string; the same functions serve training and tagging. Everything here depends on the word alone,
so that it is worked out once a word and not once a token.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from workers.extract.entity_words import names, own_words, peoples, word_codes

_LISTS = (
    "title", "role", "given_cue", "head", "suffix", "head_other", "place_head", "facility_head", "group", "month",
    "day", "event", "in_word", "page", "particles",
)  # fmt: skip
_RUNS = re.compile(r"(.)\1+")


def shape(word: str) -> str:
    """Capitals as ``X``, small letters ``x``, digits ``0``, signs as they are; each run once ("Yu-sheng": ``Xx-x``)."""
    if word.isalpha() and len(word) > 1:
        if word.isupper():
            return "X"
        if word[0].isupper() and word[1:].islower():
            return "Xx"
    letters = []
    for each in word[:24]:
        kind = unicodedata.category(each)
        letters.append("X" if kind == "Lu" else "0" if kind == "Nd" else "x" if kind[0] in "LM" else each)
    return _RUNS.sub(r"\1", "".join(letters))


def is_capital(word: str) -> bool:
    """Whether a word may be of a name: it has a capital, and is none of the words that have one and name nothing."""
    folded = word.lower()
    return folded != word and folded not in own_words()["plain"]


def word_features(word: str) -> list[str]:
    """The features of a word; the end of a line has only ``"\\n"``."""
    if word == "\n":
        return ["\n"]
    folded = word.lower()
    if "’" in folded:
        folded = folded.replace("’", "'")
    if not word[:1].isalpha():
        return [f"={folded if not word.isdigit() else '0' * min(len(word), 5)}", "sign"]
    if folded == word:
        found = [f"={folded}", "low", *_small(word_codes().codes(folded)), *("c" + each for each in _own(folded))]
        if len(folded) > 4:
            found.append(f"~{folded[-3:]}")
        return found
    form = shape(word)
    size = len(folded)
    found = [f"={folded}", f"^{form}", *_capital(word_codes().codes(folded)), *("C" + each for each in _own(folded))]
    if form == "X" or form == "X.":
        found.append(f"#{min(size, 6)}")
    if size > 2:
        found += (f"-{folded[-2:]}", f"{folded[:2]}-")
        if size > 3:
            found += (f"-{folded[-3:]}", f"{folded[:3]}-")
            if size > 4:
                found.append(f"-{folded[-4:]}")
    known = names().get(folded)
    if known is not None:
        found.append(f"known {known[0]}")
    return found


@cache
def _capital(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The features of a word in capitals with these codes."""
    kinds = "".join(sorted({each[0] for each in codes}))
    return (f"+{kinds}", *("C" + each for each in codes))


@cache
def _small(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The same in small letters: what names people and places says nothing there."""
    return tuple("c" + each for each in codes if each[0] in "wNVJ")


def _own(folded: str) -> tuple[str, ...]:
    return _own_lists().get(folded, ())


@cache
def _own_lists() -> dict[str, tuple[str, ...]]:
    """The names of our own lists that have a word."""
    found: dict[str, tuple[str, ...]] = {}
    lists = own_words()
    for name in _LISTS:
        for word in lists[name]:
            found[word] = (*found.get(word, ()), f".{name}")
            found[f"{word}."] = (*found.get(f"{word}.", ()), f".{name}")
    for word in (*peoples(), *lists["group"]):
        if ".people" not in found.get(word, ()):
            found[word] = (*found.get(word, ()), ".people")
    return found
