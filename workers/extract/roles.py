"""Roles beside names in a text: before them, after a comma, and what they say of man or woman."""

from __future__ import annotations

import re

from workers.extract.lexicon import Lexicon

WORDS = re.compile(r"[^\s,]+")
ARTICLE = 8
"""Characters before a noun in which its article stands, at most."""
_ROLE_BEFORE = 60
_INITIAL = 2


def joins_role(bare: str, words: Lexicon) -> bool:
    """Whether a word in hyphens has a role among its parts: "co-founder"."""
    return "-" in bare and not words.roles.isdisjoint(bare.split("-"))


def role_before(text: str, at: int, words: Lexicon) -> str | None:
    """The role in lower case directly before a name ("Kremlin spokesman"), with the capitals before it."""
    if at < 2 or text[at - 1] not in " \u00a0":
        return None
    begin = text.rfind(" ", max(0, at - 32), at - 1) + 1
    if not begin:
        return None
    word = text[begin : at - 1]
    if not is_role(word, words):
        if not words.noun_first or not (word.isalpha() and word.islower()):
            return None
        before = text[max(0, begin - ARTICLE) : begin].lower().split()[-1:]
        return word if before and before[0] in words.articles else None
    found = list(WORDS.finditer(text, max(0, at - _ROLE_BEFORE), at))
    first = len(found) - 1
    while first > 0 and first > len(found) - 5:
        gap = text[found[first - 1].end() : found[first].start()]
        word = found[first - 1].group()
        bare = bare_word(word)
        if (
            gap != " "
            or _ends_sentence(word, words)
            or bare in words.openers
            or bare in words.determiners
            or bare in words.clause
        ):
            break
        if not (word[0].isupper() or is_role(word, words) or bare in words.modifiers):
            break
        first -= 1
    return text[found[first].start() : found[-1].end()]


_APPOSITION = re.compile(r", (?:the |a |an )?([^,.;:\n\"“”]{3,60})[,.]")


def role_after(text: str, end: int, words: Lexicon) -> str | None:
    """The role after a name: ", the Kremlin spokesman,"."""
    match = _APPOSITION.match(text, end) if text[end : end + 2] == ", " else None
    if match is None:
        return None
    role = match.group(1)
    head = role.split(" of ")[0].split(" for ")[0].split(" at ")[0].split()
    return role if head and is_role(head[-1], words) and bare_word(head[0]) not in words.relatives else None


def _ends_sentence(word: str, words: Lexicon) -> bool:
    """Whether the full stop of a word is no abbreviation's: "Gov.", "U.S.", "J."."""
    if word[-1] != "." or len(word) <= _INITIAL or "." in word[:-1]:
        return False
    return word[0].islower() or not (is_role(word, words) or bare_word(word) in words.titles)


def is_role(word: str, words: Lexicon) -> bool:
    """Whether a word is a role, by itself or (in a language of compounds) by its end."""
    bare = bare_word(word)
    return bare in words.roles or (bool(words.heads) and bare.endswith(words.heads))


def bare_word(word: str) -> str:
    """A word in lower case without the marks and the possessive at its end."""
    low = word.lower()
    if low.isalpha():
        return low
    low = low.rstrip(".,;:")
    return low[:-2] if low.endswith(("’s", "'s")) else low


def gender_of(first: str, role: str | None, words: Lexicon) -> str | None:
    """ "m" or "f" by the first name, else by the role, else None."""
    if first in words.male:
        return "m" if first not in words.female else None
    if first in words.female:
        return "f"
    for word in (role or "").lower().split():
        if word in words.female:
            return "f"
        if word in words.male:
            return "m"
    return None
