"""What a line looks like: the features on which a line is judged body or not, and what they weigh.

Most of them know no language: length, ending, capitals, digits, inner stops, symbols; the rest are cues.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

from workers.model import Role
from workers.normalize.cues import Cue, Kind, bits
from workers.normalize.weights import (
    CAPITALS,
    CUE,
    CUE_FIRST,
    CUE_LAST,
    CUE_SHARE,
    DIGITS,
    SYMBOL,
    Tables,
    Weights,
)

LENGTHS = (8, 16, 26, 40, 60, 90, 130, 200, 320, 600)
ENDINGS = {
    **dict.fromkeys(".。।۔։።", 1),
    **dict.fromkeys("!?！？؟", 2),
    **dict.fromkeys("\"”“’'»«」』›", 3),
    **dict.fromkeys(":：", 4),
    **dict.fromkeys(",;،-–—、", 5),
    **dict.fromkeys("…", 6),
    **dict.fromkeys(")]）】", 7),
}
STOPS = frozenset((1, 2, 3, 6))
WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
SAMPLE = 400
WIDE_SCALE = 2.4
"""A CJK character says about as much as so many letters."""
HEADINGS = bits(
    Kind.READMORE, Kind.COMMENT, Kind.SUBSCRIBE, Kind.COPYRIGHT, Kind.FOLLOW, Kind.SHARE, Kind.NAV, Kind.LOGIN
)
CUED = HEADINGS | bits(Kind.NETWORK, Kind.COOKIE, Kind.ADVERT, Kind.VIDEO)
CREDITS = bits(Kind.CREDIT, Kind.AGENCY)
EDGE, CUE_SHAPE, CUT_SHAPE = 0, 7, 8
SHAPES = (1, 3, 3, 5)
SENTENCE, LONG = 60, 200
"""In letters: from here on a line that ends like a sentence is a long one, and from there on any line."""
NEAR_END = 60
FIRST: Callable[[str], str] = itemgetter(0)
NAMED_END = re.compile(r"\([^()]{2,60}\)\.?\Z")
SLASHED_END = re.compile(r"[\w.)]\s?/\s?[^\W\d_a-z][\w .\-]{1,40}\)?\Z")
DIGIT = re.compile(r"\d")
ASCII_DIGIT = re.compile(r"[0-9]")


class Line:
    """A line, or a part of one that was cut off, with what is read off it once.

    ``start``, ``end``, ``words``: where it stands and ``text[start:end]``; ``role`` where its form decided.
    ``length`` is in letters (wide scripts scaled), ``coarse`` 0 to 3: from 25, 70 and 140 letters on; ``cues`` and its
    kin: masks of ``Kind``; ``shape``: what its neighbours see of it; ``mass``: its length where it is a long sentence,
    else 0; ``plain``: it is one, with a stop at its end, and has no cue of furniture and none at its start; ``found``:
    its cues.
    """

    __slots__ = (
        "coarse",
        "cue_characters",
        "cues",
        "end",
        "ending",
        "first_cues",
        "found",
        "length",
        "mass",
        "plain",
        "role",
        "shape",
        "start",
        "words",
    )

    def __init__(
        self, start: int, end: int, words: str, found: list[Cue], scale: float, role: Role | None = None
    ) -> None:
        """``scale``: see ``scale_of``."""
        length = (end - start) * scale
        coarse = 3 if length >= 140.0 else 2 if length >= 70.0 else 1 if length >= 25.0 else 0
        ending = ENDINGS.get(words[-1], 0)
        if ending == 1 and words[-3:] == "...":
            ending = 6
        stop = ending in STOPS
        mask = first_mask = characters = 0
        if found:
            first = start + 2
            for begin, end_of_cue, kinds in found:
                mask |= kinds
                characters += end_of_cue - begin
                if begin <= first:
                    first_mask |= kinds
        self.start = start
        self.end = end
        self.role = role
        self.words = words
        self.found = found
        self.length = length
        self.coarse = coarse
        self.ending = ending
        self.cues = mask
        self.first_cues = first_mask
        self.cue_characters = characters
        self.mass = 0.0
        self.plain = False
        if role is not None:
            self.shape = CUT_SHAPE
        elif coarse < 2 and mask & CUED:
            self.shape = CUE_SHAPE
        else:
            self.shape = SHAPES[coarse] + stop
            if (stop and length >= SENTENCE) or length >= LONG:
                self.mass = length
                self.plain = stop and not (first_mask or mask & CUED)


def scale_of(text: str) -> float:
    """How much a character of this text says, in letters: more than one where the script is wide."""
    if text.isascii():
        return 1.0
    sample = text[:SAMPLE]
    if sample.isascii():
        return 1.0
    if WIDE.search(sample) is None:
        return 1.0
    share = len(WIDE.findall(sample)) / len(sample)
    return 1.0 + (WIDE_SCALE - 1.0) * min(1.0, share * 1.5) if share > 0.1 else 1.0


def holds_digit(words: str) -> bool:
    """Whether there is a digit, of any script."""
    return (ASCII_DIGIT if words.isascii() else DIGIT).search(words) is not None


def weigh(line: Line, tables: Tables) -> float:
    """The sum of the weights of the line's own features."""
    words, coarse, ending, weights = line.words, line.coarse, line.ending, tables.cells
    stops = words.count(", ", 0, 160) + words.count(". ", 0, 160)
    if coarse == 3 and stops < 3:
        stops = words.count(", ") + words.count(". ")
    score = tables.length[bisect_right(LENGTHS, line.length) * 8 + ending]
    score += tables.opening[(_opening(words[0]) * 4 + (stops if stops < 3 else 3)) * 4 + coarse]
    if line.found:
        near_end = line.end - NEAR_END
        last_mask = 0
        for _, end, kinds in line.found:
            if end >= near_end:
                last_mask |= kinds
        score += weights[CUE_SHARE + min(3, 5 * line.cue_characters // len(words)) * 4 + coarse]
        for mask, offset in ((line.cues, CUE), (line.first_cues, CUE_FIRST), (last_mask, CUE_LAST)):
            while mask:
                lowest = mask & -mask
                score += weights[offset + coarse + (lowest.bit_length() - 1) * 4]
                mask ^= lowest
    if coarse < 3:
        score += weights[CAPITALS + _capitals(words) * 4 + coarse]
        if holds_digit(words):
            digits = len(DIGIT.findall(words))
            score += weights[DIGITS + (1 + bisect_right((0.12, 0.35), digits / len(words))) * 4 + coarse]
        score = _add_symbols(score, words, coarse, weights)
    slashed = "/" in words
    if slashed:
        score = _add_slashes(score, words, ending, coarse, weights)
    if ending == 7 or ((coarse < 3 or slashed) and words.endswith(").")):
        score = _add_brackets(score, words, coarse, weights)
    return score


def _add_symbols(score: float, words: str, coarse: int, weights: Weights) -> float:
    """``score`` with handles and separators."""
    if "@" in words:
        score += weights[SYMBOL + 4 + coarse]
    wide = not words.isascii()
    if "|" in words or (wide and (" • " in words or " › " in words)):
        score += weights[SYMBOL + 8 + coarse]
    if wide and "©" in words:
        score += weights[SYMBOL + 24 + coarse]
    return score


def _add_slashes(score: float, words: str, ending: int, coarse: int, weights: Weights) -> float:
    """``score`` with addresses, and with the slash in which a credit stands at the line's end."""
    if "http" in words:
        score += weights[SYMBOL + coarse]
    if ending == 0 and SLASHED_END.search(words, max(0, len(words) - NEAR_END)):
        score += weights[SYMBOL + 20 + coarse]
    return score


def _add_brackets(score: float, words: str, coarse: int, weights: Weights) -> float:
    """``score`` with the brackets in which a credit stands at the line's end."""
    match = NAMED_END.search(words, max(0, len(words) - NEAR_END - 4))
    return score if match is None else score + weights[SYMBOL + (12 if "/" in match[0] else 16) + coarse]


@lru_cache(maxsize=4096)
def _opening(character: str) -> int:
    if character.islower():
        return 1
    if character.isupper():
        return 0
    if character.isdigit():
        return 2
    if character in "\"“”„«»‘'「『‹":
        return 3
    if character in "-–—*•·▪●►▶→":
        return 4
    return 5 if character.isalpha() else 6


def _capitals(words: str) -> int:
    """Share of capitalised words, in fifths; 5 where every letter is a capital."""
    if words.isupper():
        return 5
    parts = words.split()
    return min(4, 5 * sum(map(str.isupper, map(FIRST, parts))) // len(parts))
