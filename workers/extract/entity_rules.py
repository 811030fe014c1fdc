"""Mentions in languages that the tagger was not made for: by lists, titles and given names, and nothing that only a
capital speaks for. In German every noun has one."""

from __future__ import annotations

from workers.extract.entity_spans import ORGANIZATION, PEOPLE, PERSON, PLACE, Found
from workers.extract.entity_tokens import offsets_of, split_words
from workers.extract.entity_words import names, own_words, peoples, regions, word_codes
from workers.extract.lexicon import lexicon

_MOST = 5
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "bin",
        "ibn",
        "al",
        "el",
    ]
)
_SHORT = 4


class Reader:
    """One text being read from left to right."""

    def __init__(self, text: str, tag: str) -> None:
        self._text = text
        self._words = split_words(text)
        self._folded = [word.lower().replace("’", "'") for word in self._words]
        self._starts = offsets_of(text, self._words)
        self._function = lexicon(tag).function
        self._noun_capitals = lexicon(tag).capital_nouns
        self._endings = tuple(own_words()["small_ending"])
        self._surnames: set[str] = set()

    def read(self) -> list[Found]:
        """The mentions in order; a surname alone counts where its full name stands somewhere in the text."""
        spans: list[tuple[int, int, str]] = []
        at = 0
        while at < len(self._words):
            length, kind = self._at(at)
            if length:
                spans.append((at, at + length, kind))
            at += max(length, 1)
        taken = {index for first, end, _ in spans for index in range(first, end)}
        for index, folded in enumerate(self._folded):
            if folded in self._surnames and index not in taken and self._is_capital(index):
                spans.append((index, index + 1, PERSON))
        return [self._found(first, end, kind) for first, end, kind in sorted(spans)]

    def _at(self, at: int) -> tuple[int, str]:
        """``(number of tokens, kind)`` of a mention that begins at a token; 0 where none does."""
        folded = self._folded[at]
        if (
            folded in peoples()
            and len(folded) >= _SHORT
            and folded not in self._function
            and (self._is_capital(at) or folded.endswith(self._endings))
        ):
            return 1, PEOPLE
        if not self._is_capital(at) or folded in self._function:
            return 0, ""
        length, kind = self._listed(at)
        if length:
            return length, kind
        if folded in own_words()["title"]:
            return 0, ""
        length = self._person(at)
        if length:
            self._surnames.add(self._folded[at + length - 1])
            return length, PERSON
        length = self._institution(at)
        return (length, ORGANIZATION) if length else (0, "")

    def _listed(self, at: int) -> tuple[int, str]:
        for length in range(_MOST, 0, -1):
            last = at + length - 1
            if last >= len(self._words) or (not self._is_capital(last) and length > 1):
                continue
            name = " ".join(self._folded[at : at + length])
            code = names().get(name) or ""
            if (code[:1] == "K" and (length > 1 or len(name) >= _SHORT)) or (name in regions() and len(name) > 1):
                return length, PLACE
            if code[:1] == "O" and (length > 1 or (self._words[at].isupper() and len(name) > 2)):
                return length, ORGANIZATION
            if length > 1 and code[:1] == "L" and not self._noun_capitals:
                return length, PLACE
            if length == 1 and self._is_city(name) and not self._before_name(at):
                return 1, PLACE
        return 0, ""

    def _is_city(self, name: str) -> bool:
        codes = word_codes().codes(name)
        return ("p1" in codes or "p2" in codes) and not any(each[0] in "gw" for each in codes)

    def _before_name(self, at: int) -> bool:
        """Whether a capital word follows at once, so that the word may be somebody's given name."""
        return at + 1 < len(self._words) and self._is_capital(at + 1) and self._is_followed(at)

    def _person(self, at: int) -> int:
        """The tokens of a full name: after a title any two capital words, else a given name and a capital word."""
        titled = at > 0 and self._folded[at - 1].rstrip(".") in own_words()["title"]
        codes = word_codes().codes(self._folded[at])
        given = any(each[0] == "g" for each in codes) and not any(each in ("w10", "w20") for each in codes)
        if not (given or titled):
            return 0
        end = at + 1
        capitals = 1
        while end < len(self._words) and capitals < 4 and self._is_followed(end - 1):
            step = end
            while step < len(self._words) and step < end + 2 and self._folded[step] in _PARTICLES:
                step += 1
            if step >= len(self._words) or not self._is_name(step):
                break
            end = step + 1
            capitals += 1
            if self._noun_capitals and capitals == 2:
                break
        return end - at if capitals > 1 else 0

    def _is_name(self, at: int) -> bool:
        folded = self._folded[at]
        lists = own_words()
        return (
            self._is_capital(at) and folded not in self._function and folded not in lists["head"]
            and folded not in lists["head_other"] and folded not in lists["title"] and not self._words[at].isupper()
        )  # fmt: skip

    def _institution(self, at: int) -> int:
        """The tokens of a name that begins with its head: "Universidad de Chile"."""
        if self._noun_capitals or self._folded[at] not in own_words()["head_other"]:
            return 0
        end = at + 1
        while end < len(self._words) and end < at + 8:
            step = end
            while step < len(self._words) and step < end + 2 and self._folded[step] in own_words()["particles"]:
                step += 1
            if step >= len(self._words) or not self._is_capital(step) or not self._is_followed(end - 1):
                break
            end = step + 1
        return end - at if end > at + 1 else 0

    def _is_followed(self, at: int) -> bool:
        """Whether a blank parts a word from the next one."""
        end = self._starts[at] + len(self._words[at])
        return self._text[end : end + 1] == " "

    def _is_capital(self, at: int) -> bool:
        return self._words[at][:1].isupper()

    def _found(self, first: int, end: int, kind: str) -> Found:
        start, stop = self._starts[first], self._starts[end - 1] + len(self._words[end - 1])
        return Found(start, stop, kind, self._text[start:stop])


def read_mentions(text: str, tag: str) -> list[Found]:
    """The mentions of a text in the language of a BCP 47 tag."""
    return Reader(text, tag).read()
