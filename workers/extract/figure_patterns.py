"""The words and phrases of figures that one pass over a text looks for, and what each can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from workers.extract.inflection import inflect
from workers.model import Bound


@dataclass(slots=True, kw_only=True)
class Word:
    """What one word or phrase can be in a figure. Kinds come with the lemma to report."""

    number: float | None = None
    """A number word, or one that multiplies where ``scale``."""
    scale: bool = False
    vague: int | None = None
    """The least that "dozens" and the like can mean."""
    none: str | None = None
    """"no one": the noun that is counted to nought, "people" where none is named."""
    fraction: float | None = None
    bound: Bound | None = None
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    toll: tuple[str, str] | None = None
    remains: Word | None = None
    """What it says of bodies alone: "recovered"."""
    of_people: bool = False
    """Whether what it says (``before``) is said of people alone: "the bodies of"."""

    @property
    def counts(self) -> bool:
        """Whether a figure can begin with it."""
        return any(each is not None for each in (self.number, self.vague, self.none, self.fraction))

    @property
    def tells(self) -> bool:
        """Whether it says what became of those counted."""
        return any(each is not None for each in (self.before, self.after, self.toll))


def read_patterns(data: dict[str, Any], values: dict[str, tuple[float, bool]]) -> dict[str, Word]:
    """Every word and phrase that the automaton looks for."""
    found: dict[str, Word] = {}

    def word(text: str) -> Word:
        return found.setdefault(text, Word())

    for text, (value, scale) in values.items():
        if not scale:
            word(text).number = value
    for low, phrases in data["numbers"]["vague"].items():
        for phrase in phrases:
            word(phrase).vague = int(low)
    for phrase in data["numbers"]["none"]["people"]:
        word(phrase).none = "people"
    for lead in data["numbers"]["none"]["counted"]:
        for noun in {
            *data["words"]["people"].split(),
            *(each for nouns in data["nouns"].values() for each in nouns.split()),
        }:
            word(f"{lead} {noun}").none = noun
    for share, phrases in data["numbers"]["fractions"].items():
        for phrase in phrases:
            word(phrase).fraction = float(share)
    for bound, phrases in data["bounds"].items():
        for phrase in phrases:
            word(phrase).bound = cast(Bound, bound)
    language = data["language"]
    for kind, table in data["kinds"].items():
        _tell(kind, table, language, word)
    for kind, table in data.get("remains", {}).items():
        _tell(kind, table, language, lambda text: _of_remains(word(text)))
    return found


def _tell(kind: str, table: dict[str, list[str]], language: str, word: Callable[[str], Word]) -> None:
    """Put into the words what a table of ``[kinds]`` says of them."""
    for entry in table["before"]:
        for text, lemma in _forms(entry, language):
            word(text).before = (kind, lemma)
    for entry in table["after"]:
        text, _, lemma = entry.partition("=")
        word(text).after = (kind, lemma or text)
    for entry in table.get("of_people", ()):
        text, _, lemma = entry.partition("=")
        word(text).before = (kind, lemma)
        word(text).of_people = True
    for text in table["toll"]:
        word(text).toll = (kind, text)


def _of_remains(word: Word) -> Word:
    """What ``word`` says of remains."""
    word.remains = word.remains or Word()
    return word.remains


def _forms(entry: str, language: str) -> list[tuple[str, str]]:
    """A verb's forms: ``kill`` inflected, ``slay=slew,slays`` as given, a phrase ``shot dead=shoot`` as it stands."""
    text, _, given = entry.partition("=")
    if " " in text or language != "en":
        return [(text, given or text)]
    return [(form, lemma) for form, lemma, _ in inflect(entry, language)]
