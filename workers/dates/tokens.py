"""Words and what stands between them, and one character a token that says what the token may be.

Words stand at even and separators at odd indexes; a look-up in one dictionary turns each into its *class character*.
Grammar rules are then plain regular expressions over that short string (``workers.dates.grammar``), so that an article
is read once, whatever the number of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, product, repeat

SPLIT = re.compile(r"(\W+)").split
OTHER = "\x00"
"""The class character of a token that no rule names."""

SPACES = " \t\n\r\u00a0\u2009\u202f"

HYPHENS = ("-", "\u2010", "\u2011", "\u2013")
DASHES = ("\u2014", "--")
OPENINGS = ("(", "[", '"', "\u201c", "\u201e")
CURRENCIES = "$\u20ac\u00a3\u00a5#=@%"


def separator_classes() -> dict[str, str]:
    """Every separator string that the grammar tells apart, with the name of its class.

    ``SP`` white space, ``HY`` a hyphen or joined en dash, ``DASH`` any other dash, ``CO`` a comma before white
    space, ``CJ`` one between characters, ``DO``/``DJ`` the same for full stops, ``SL`` slash, ``CN`` colon, ``AP``
    apostrophe between letters, ``SA`` white space and an opening apostrophe, ``DC`` full stop and comma, ``MONEY``
    anything that ends with a sign that makes the next number no date.
    """
    gaps = ["".join(each) for each in (*product(SPACES, repeat=1), *product(" \n", repeat=2))]
    gaps = [each for each in gaps if each.count("\n") < 2]
    found = dict.fromkeys(gaps, "SP")
    found["   "] = "SP"
    for gap in (" ", "\n", "\u00a0", "  "):
        found |= {f",{gap}": "CO", f".{gap}": "DO", f".,{gap}": "DC", f"{gap}'": "SA", f"{gap}\u2019": "SA"}
        found |= {f"{gap}\u2018": "SA", f"{gap}-{gap}": "DASH", f"{gap}-": "DASH", f".-{gap}": "DASH"}
        for dash in ("\u2013", "\u2014", "--"):
            found |= {f"{gap}{dash}{gap}": "DASH", f"{gap}{dash}": "DASH", f"{dash}{gap}": "DASH"}
        for opening in OPENINGS:
            found |= {f"{gap}{opening}": "OPEN", f",{gap}{opening}": "OPEN", f"{opening}{gap}": "OPEN"}
        found[f",{gap}'"] = "SA"
    found |= dict.fromkeys(OPENINGS, "OPEN")
    found |= dict.fromkeys(HYPHENS, "HY") | dict.fromkeys(DASHES, "DASH")
    for sign in CURRENCIES:
        found |= dict.fromkeys(
            (sign, f" {sign}", f"\n{sign}", f" ({sign}", f"({sign}", f"-{sign}", f" -{sign}", f", {sign}"), "MONEY"
        )
    return found | {
        ",": "CJ",
        ".": "DJ",
        "/": "SL",
        " / ": "SL",
        ":": "CN",
        "'": "AP",
        "\u2019": "AP",
        ".,": "DC",
        "+": "PLUS",
    }


class Tokens:
    """Tokens of a text: ``parts`` (words at even indexes, separators at odd ones) and ``classes`` (a character each).

    They may be the whole text's or those of some stretches of it (``workers.dates.looks``). ``offsets``: the code point
    at which each token starts, and where the last one ends, summed up from ``lengths``.
    """

    __slots__ = ("classes", "offsets", "parts", "text")

    def __init__(self, text: str, parts: list[str], classes: str, lengths: Iterable[int]) -> None:
        self.text = text
        self.parts = parts
        self.classes = classes
        self.offsets = list(accumulate(lengths, initial=0))

    def follows(self, index: int) -> str:
        """The separator at ``index``; empty where a word stands there or the text is at its end."""
        return self.parts[index] if index % 2 and index < len(self.parts) else ""

    def within_number(self, index: int) -> bool:
        """Whether the digits at ``index`` go on a number or a clock time ("56" of "6:56", "5" of "2.5")."""
        parts = self.parts
        if index < 2 or parts[index - 1] not in (":", "."):
            return False
        return parts[index][:1].isdigit() and parts[index - 2].isdigit()


def classes_of(parts: list[str], characters: dict[str, str]) -> str:
    """The class character of each token."""
    return "".join(map(characters.get, parts, repeat(OTHER)))


def tokenize(text: str, characters: dict[str, str]) -> Tokens:
    """The tokens of the whole of ``text``."""
    parts = SPLIT(text)
    return Tokens(text, parts, classes_of(parts, characters), map(len, parts))
