"""Characters that do not belong in a field that people read: found, flagged and taken out of derived values."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from workers.model import Flag

# by the flag that each class raises; Unicode 15, categories Cc, Cf and UAX 9
_CLASSES: tuple[tuple[Flag, str], ...] = (
    (Flag.NUL, r"\x00"),
    (Flag.CONTROL, r"\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"),
    (Flag.BIDI, r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"),
    (Flag.ZERO_WIDTH, r"\u200b\u200c\u200d\u2060\ufeff\u180e"),
    (Flag.SOFT_HYPHEN, r"\xad"),
)
_PLAIN = bytes((9, 10, 13, *range(0x20, 0x7F)))
_FLAGS = tuple((flag, re.compile(f"[{characters}]")) for flag, characters in _CLASSES)
STRIPPED = frozenset(flag for flag, _ in _CLASSES) | {Flag.HTML_ENTITIES}
"""The flags of what `strip_marks` takes out or replaces; text without them is as it would leave it."""

_ANY = re.compile("[" + "".join(characters for _, characters in _CLASSES) + "]")

# a joiner between letters of a script that is written with it (Arabic, Indic, ...) or inside an emoji is spelling
_JOINED_SCRIPTS = (
    r"\u0600-\u06ff\u0700-\u08ff\u0900-\u109f\u1780-\u17ff\u1a20-\u1aad\u1b00-\u1b7f\ua980-\ua9df"
    r"\ufe0f\u20e3\u2600-\u27bf\U0001f000-\U0001faff"
)
_JOINER = re.compile(rf"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](?=[{_JOINED_SCRIPTS}])")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
# UTF-8 read as Latin-1 or Windows-1252: a lead byte, then what a continuation byte looks like there
_MISREAD = re.compile(
    "[\xc2-\xf4][\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)


def find_flags(*texts: str | None) -> tuple[Flag, ...]:
    """What is odd about the characters of ``texts``, each flag once, in the order of ``Flag``'s classes above."""
    found: dict[Flag, None] = {}
    for text in texts:
        if not text:
            continue
        rest = "" if text.isprintable() and text.isascii() else _beyond(text)
        if rest and not rest.isprintable() and _ANY.search(rest):
            bare = _JOINER.sub("", text)
            found.update((flag, None) for flag, pattern in _FLAGS if pattern.search(bare))
        if "&" in text and _ENTITY.search(text):
            found[Flag.HTML_ENTITIES] = None
        if rest and not rest.isascii() and _MISREAD.search(rest) and _is_mojibake(text):
            found[Flag.MOJIBAKE] = None
    return tuple(found)


def _beyond(text: str) -> str:
    """What is left of ``text`` without plain ASCII and its white space: a search of that is many times faster."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def strip_marks(text: str) -> str:
    """``text`` without control, direction and zero-width characters and soft hyphens, and with character references
    (``&amp;``) as the characters they stand for. Mojibake is kept as it is."""
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    if text.isprintable() or not _ANY.search(text):
        return text
    return _ANY.sub("", _JOINER.sub(_keep, text)).replace(_KEPT[0], "\u200c").replace(_KEPT[1], "\u200d")


# noncharacters (Unicode 23.7) stand for kept joiners while the others go
_KEPT = ("\ufdd0", "\ufdd1")


def _keep(joiner: re.Match[str]) -> str:
    return _KEPT[joiner[0] == "\u200d"]


def _is_mojibake(text: str) -> bool:
    found = _MISREAD.search(text)
    return found is not None and bool(_badness()(text[max(found.start() - 500, 0) : found.start() + 1_500]))


@cache
def _badness():  # type: ignore[no-untyped-def]  # ftfy has no types
    # rare among records, and a large module
    from ftfy.badness import is_bad

    return is_bad
