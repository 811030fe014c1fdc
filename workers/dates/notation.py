"""Rules as text become regular expressions over class characters.

The notation, as it stands in ``data/TAG.toml``: ``NAME`` a class or a macro, ``'word'`` that word, a space white
space, ``-`` a hyphen, ``, `` a comma before white space, ``. `` a full stop before it, ``.`` ``,`` ``:`` ``/`` ``’``
those signs between two tokens, ``_`` white space or a full stop and white space, ``(m:...)`` a group that keeps the
tokens it matched under the name ``m`` (several groups of a rule may have one name: the first that matched counts);
``|``, ``?``, brackets and look-arounds as in regular expressions.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from workers.dates.lexicon import Lexicon

PIECE = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<group>\((?P<name>[a-z]+):)|(?P<open>\()|(?P<repeat>\{\d+,\d*\})|(?P<word>'[^']+')"
    r"|(?P<class>[A-Z][A-Z0-9]*)|(?P<sep>, |\. |[ _,.:/’–-])|(?P<operator>[|?)^])|(?P<skip>~|\n\s*)|(?P<bad>.)"
)
NEVER = r"[^\x00-\U0010ffff]"
SIGNS = {
    " ": ("SP",),
    "_": ("SP", "DO"),
    "-": ("HY",),
    "–": ("DASH", "HY"),
    ", ": ("CO",),
    ". ": ("DO",),
    ",": ("CJ",),
    ".": ("DJ",),
    ":": ("CN",),
    "/": ("SL",),
    "’": ("AP",),
}


def expand(pattern: str, macros: dict[str, str], depth: int = 0) -> str:
    """``pattern`` with every macro name replaced by its text in brackets. Raises ValueError on a cycle."""
    if depth > 12:
        raise ValueError(f"macros refer to each other in a circle near {pattern!r}")
    return re.sub(
        r"'[^']*'|[A-Z][A-Z0-9]*",
        lambda found: "(" + expand(macros[found[0]], macros, depth + 1) + ")" if found[0] in macros else found[0],
        pattern,
    )


def literals(pattern: str) -> set[str]:
    """The words that a pattern names itself."""
    return {word[1:-1] for word in re.findall(r"'[^']+'", pattern)}


def phrases(table: dict[str, Any]) -> str:
    """The pattern of a table's keys: their words, longest first, with the signs between them."""
    if not table:
        return "HOLIDAYNONE"
    ordered = sorted(table, key=lambda each: (-len(each), each))
    return "|".join(re.sub(r"\w+", r"'\g<0>'", each.replace("'", "\u2019")) for each in ordered)


def to_regex(pattern: str, lexicon: Lexicon, *, keep: bool) -> str:
    """The regular expression of an expanded pattern; without its named groups unless ``keep``."""
    number = count()

    def one(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "look" | "operator" | "repeat":
                return found[0]
            case "group":
                return f"(?P<{found['name']}_{next(number)}>" if keep else "(?:"
            case "open":
                return "(?:"
            case "word" | "class":
                return characters_of(found[0], lexicon)
            case "sep":
                return "[" + "".join(re.escape(lexicon.members[name]) for name in SIGNS[found[0]]) + "]"
            case "skip":
                return ""
            case _:
                raise ValueError(f"cannot read {found[0]!r} in the rule {pattern!r}")

    return PIECE.sub(one, pattern)


def one_of(characters: list[str]) -> str:
    """The regular expression of any of ``characters``, or one that nothing matches."""
    return "[" + "".join(map(re.escape, characters)) + "]" if characters else NEVER


def characters_of(name: str, lexicon: Lexicon) -> str:
    """The regular expression of a class: any of its characters."""
    if name not in lexicon.members:
        # A class that this language does not fill.
        return NEVER
    return one_of(list(lexicon.members[name]))
