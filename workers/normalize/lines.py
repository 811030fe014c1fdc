"""What a line looks like: the features on which a line is judged body or not.

Every feature is a cell of a small table (``length and ending``, ``share of capitalised words``, ``what stands before``
...), so that the score of a line is a sum of weights that a person can read in ``data/segment_weights.json``. Most of
them know no language: length, ending, capitals, digits, repetition, neighbours, the place among the long sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from workers.normalize.blocks import Block
from workers.normalize.cues import Cue, Kind, bits

LENGTHS = (8, 16, 26, 40, 60, 90, 130, 200, 320, 600)
COARSE = (25, 70, 140)
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
KINDS = len(Kind)
EDGE, CUE_SHAPE, CUT_SHAPE = 0, 7, 8
SHAPES = (1, 3, 3, 5)

TABLES: dict[str, int] = {
    "bias": 1,
    "length_ending": 11 * 8,
    "opening": 7 * 4,
    "capitals": 6 * 4,
    "inner_stops": 4 * 4,
    "cue": KINDS * 4,
    "cue_first": KINDS * 4,
    "cue_last": KINDS * 4,
    "cue_share": 4 * 4,
    "repeated": 3 * 4,
    "symbol": 7 * 4,
    "digits": 4 * 4,
    "before": 9 * 4,
    "after": 9 * 4,
    "between": 9 * 9,
    "two_before": 9 * 9 * 2,
    "place": 6 * 4,
    "distance": 6 * 6 * 4,
    "since_heading": 5 * 4,
    "credit_near": 4 * 4,
    "cues_near": 4 * 4,
    "page": 6 * 4,
}
"""The tables and their numbers of cells."""


def _offsets() -> dict[str, int]:
    offsets, total = {}, 0
    for name, size in TABLES.items():
        offsets[name] = total
        total += size
    return offsets


OFFSET = _offsets()
SIZE = sum(TABLES.values())
(
    BIAS, LENGTH_ENDING, OPENING, CAPITALS, INNER_STOPS, CUE, CUE_FIRST, CUE_LAST, CUE_SHARE, REPEATED, SYMBOL, DIGITS,
    BEFORE, AFTER, BETWEEN, TWO_BEFORE, PLACE, DISTANCE, SINCE_HEADING, CREDIT_NEAR, CUES_NEAR, PAGE,
) = OFFSET.values()  # fmt: skip
NEAR_END = 60
NAMED_END = re.compile(r"\([^()]{2,60}\)\.?\Z")
SLASHED_END = re.compile(r"[\w.)]\s?/\s?[^\W\d_a-z][\w .\-]{1,40}\)?\Z")
DIGIT = re.compile(r"\d")
NEAR_END = 60
NAMED_END = re.compile(r"\([^()]{2,60}\)\.?\Z")
SLASHED_END = re.compile(r"[\w.)]\s?/\s?[^\W\d_a-z][\w .\-]{1,40}\)?\Z")
DIGIT = re.compile(r"\d")
DISTANCES = (0, 1, 3, 7, 98)
"""Lines to the next long sentence: none, 1, 2-3, 4-7, more, no such line."""


@dataclass(slots=True)
class Line:
    """A line with what is read off it once. ``length`` is in letters (wide scripts scaled).

    ``coarse``: 0 to 3 by ``COARSE``; ``cues`` and its kin: masks of ``Kind``; ``shape``: what its neighbours see of it;
    ``mass``: its length where it is a long sentence, else 0; ``cells``: its own features.
    """

    block: Block
    words: str
    length: float
    coarse: int
    ending: int
    cues: int
    first_cues: int
    cue_characters: int
    shape: int
    mass: float
    cells: list[int]


def scale_of(text: str) -> float:
    """How much a character of this text says, in letters: more than one where the script is wide."""
    if text.isascii():
        return 1.0
    sample = text[:SAMPLE]
    share = len(WIDE.findall(sample)) / len(sample)
    return 1.0 + (WIDE_SCALE - 1.0) * min(1.0, share * 1.5) if share > 0.1 else 1.0


def read_line(text: str, block: Block, cues: list[Cue], scale: float) -> Line:
    """The features of ``block`` by itself; ``cues`` stand in it."""
    begin, finish, role = block
    words = text[begin:finish]
    size = finish - begin
    length = size * scale
    coarse = bisect_right(COARSE, length)
    ending = ENDINGS.get(words[-1], 0)
    if ending == 1 and words.endswith("..."):
        ending = 6
    stops = words.count(", ") + words.count(". ")
    cells = [
        BIAS,
        LENGTH_ENDING + bisect_right(LENGTHS, length) * 8 + ending,
        OPENING + _opening(words[0]) * 4 + coarse,
        INNER_STOPS + (stops if stops < 3 else 3) * 4 + coarse,
    ]
    mask = first_mask = last_mask = characters = 0
    if cues:
        for start, end, kinds in cues:
            mask |= kinds
            characters += end - start
            if start <= begin + 2:
                first_mask |= kinds
            if end >= finish - NEAR_END:
                last_mask |= kinds
        _add_cues(cells, mask, CUE + coarse)
        _add_cues(cells, first_mask, CUE_FIRST + coarse)
        _add_cues(cells, last_mask, CUE_LAST + coarse)
        cells.append(CUE_SHARE + min(3, 5 * characters // size) * 4 + coarse)
    if coarse < 3:
        cells.append(CAPITALS + _capitals(words) * 4 + coarse)
        if digits := len(DIGIT.findall(words)):
            cells.append(DIGITS + (1 + bisect_right((0.12, 0.35), digits / size)) * 4 + coarse)
    if coarse < 3 or ending == 7 or "/" in words:
        _add_symbols(cells, words, ending, coarse)
    stop = ending in STOPS
    shape, mass = SHAPES[coarse] + stop, 0.0
    if role is not None:
        shape = CUT_SHAPE
    elif coarse < 2 and mask & CUED:
        shape = CUE_SHAPE
    elif (stop and length >= 60) or length >= 200:
        mass = length
    return Line(block, words, length, coarse, ending, mask, first_mask, characters, shape, mass, cells)


def _add_cues(cells: list[int], mask: int, offset: int) -> None:
    while mask:
        lowest = mask & -mask
        cells.append(offset + (lowest.bit_length() - 1) * 4)
        mask ^= lowest


def _add_symbols(cells: list[int], words: str, ending: int, coarse: int) -> None:
    """Addresses, handles, separators, the brackets and slashes in which credits stand at a line's end."""
    if "/" in words:
        if "http" in words:
            cells.append(SYMBOL + coarse)
        if ending == 0 and SLASHED_END.search(words, max(0, len(words) - NEAR_END)):
            cells.append(SYMBOL + 20 + coarse)
    if coarse < 3:
        if "@" in words:
            cells.append(SYMBOL + 4 + coarse)
        if "|" in words or " • " in words or " › " in words:
            cells.append(SYMBOL + 8 + coarse)
        if "©" in words:
            cells.append(SYMBOL + 24 + coarse)
    if ending == 7 or (ending == 1 and words.endswith(").")):
        match = NAMED_END.search(words, max(0, len(words) - NEAR_END - 4))
        if match:
            cells.append(SYMBOL + (12 if "/" in match[0] else 16) + coarse)


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
    if character in "-–—•*·▪●►▶→":
        return 4
    return 5 if character.isalpha() else 6


def _capitals(words: str) -> int:
    """Share of capitalised words, in fifths; 5 where every letter is a capital."""
    if words.isupper():
        return 5
    parts = words.split()
    count = 0
    for part in parts:
        if part[0].isupper():
            count += 1
    return min(4, 5 * count // len(parts))
