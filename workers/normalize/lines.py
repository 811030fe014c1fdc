"""What a line looks like: the features on which a line is judged body or not.

Every feature is a cell of a small table (``length and ending``, ``share of capitalised words``, ``what stands before``
...), so that the score of a line is a sum of weights that a person can read in ``data/segment_weights.json``. Most of
them know no language: length, ending, capitals, digits, repetition, neighbours, the place among the long sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

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
WIDE_SCALE = 2.4
"""A CJK character says about as much as so many letters."""
HEADINGS = bits(
    Kind.READMORE, Kind.COMMENT, Kind.SUBSCRIBE, Kind.COPYRIGHT, Kind.FOLLOW, Kind.SHARE, Kind.NAV, Kind.LOGIN
)
CUED = HEADINGS | bits(Kind.NETWORK, Kind.COOKIE, Kind.ADVERT, Kind.VIDEO)
CREDITS = bits(Kind.CREDIT, Kind.AGENCY)
KINDS = len(Kind)
EDGE, CUE_SHAPE, CUT_SHAPE = 0, 7, 8

TABLES: dict[str, int] = {
    "bias": 1,
    "length_ending": 11 * 8,
    "opening": 7 * 4,
    "capitals": 6 * 4,
    "inner_stops": 4 * 4,
    "cue": KINDS * 4,
    "cue_first": KINDS * 4,
    "cue_share": 4 * 4,
    "repeated": 3 * 4,
    "symbol": 6 * 4,
    "digits": 4 * 4,
    "before": 9 * 4,
    "after": 9 * 4,
    "between": 9 * 9,
    "place": 6 * 4,
    "distance": 6 * 6 * 4,
    "since_heading": 5 * 4,
    "credit_near": 4 * 4,
    "cues_near": 4 * 4,
    "page": 4 * 4,
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
    BIAS, LENGTH_ENDING, OPENING, CAPITALS, INNER_STOPS, CUE, CUE_FIRST, CUE_SHARE, REPEATED, SYMBOL, DIGITS,
    BEFORE, AFTER, BETWEEN, PLACE, DISTANCE, SINCE_HEADING, CREDIT_NEAR, CUES_NEAR, PAGE,
) = OFFSET.values()  # fmt: skip
DIGIT = re.compile(r"\d")
DISTANCES = (0, 1, 3, 7, 98)
"""Lines to the next long sentence: none, 1, 2-3, 4-7, more, no such line."""


@dataclass(slots=True)
class Line:
    """A line with what is read off it once. ``length`` is in letters (wide scripts scaled)."""

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


def scale_of(text: str) -> float:
    """How much a character of this text says, in letters: more than one where the script is wide."""
    if text.isascii():
        return 1.0
    sample = text[:2000]
    share = len(WIDE.findall(sample)) / len(sample)
    return 1.0 + (WIDE_SCALE - 1.0) * min(1.0, share * 1.5) if share > 0.1 else 1.0


def read_line(text: str, block: Block, cues: list[Cue], first: int, last: int, scale: float) -> Line:
    """The features of ``block`` by itself; ``cues[first:last]`` stand in it."""
    words = text[block.start : block.end]
    length = len(words) * scale
    coarse = bisect_right(COARSE, length)
    ending = ENDINGS.get(words[-1], 0)
    mask = first_mask = characters = 0
    for index in range(first, last):
        start, end, kinds = cues[index]
        mask |= kinds
        characters += end - start
        if start <= block.start + 2:
            first_mask |= kinds
    stop = ending in STOPS
    if block.role is not None:
        shape, mass = CUT_SHAPE, 0.0
    elif mask & CUED and coarse < 2:
        shape, mass = CUE_SHAPE, 0.0
    else:
        shape = (1, 3, 3, 5)[coarse] + stop
        mass = length if (stop and length >= 60) or length >= 200 else 0.0
    return Line(block, words, length, coarse, ending, mask, first_mask, characters, shape, mass)


def _opening(words: str) -> int:
    character = words[0]
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
    """Share of capitalised words, in sixths of the scale; 5 where every letter is a capital."""
    if words.isupper():
        return 5
    parts = words.split()
    count = 0
    for part in parts:
        if part[0].isupper():
            count += 1
    return min(4, 5 * count // len(parts))


def describe(lines: list[Line]) -> list[list[int]]:
    """The cells of every line, as indexes into the concatenated ``TABLES``."""
    count = len(lines)
    seen = Counter(line.words for line in lines)
    total = sum(line.mass for line in lines) or 1.0
    page = bisect_right((4, 15, 50), count)
    ahead = [99] * count
    gap = 99
    for index in range(count - 1, -1, -1):
        gap = 0 if lines[index].mass else gap + 1
        ahead[index] = gap
    flagged = [0, 0, 0]
    flagged += [1 if line.cues & CUED and line.coarse < 3 else 0 for line in lines]
    flagged += [0, 0, 0, 0]
    near = sum(flagged[:6])
    behind, before_mass, heading = 99, 0.0, 99
    cells = []
    for index, line in enumerate(lines):
        near += flagged[index + 6]
        coarse, mask = line.coarse, line.cues
        behind = 0 if line.mass else behind + 1
        earlier = lines[index - 1] if index else None
        later = lines[index + 1] if index + 1 < count else None
        before = earlier.shape if earlier else EDGE
        after = later.shape if later else EDGE
        words = line.words
        row = [
            BIAS,
            LENGTH_ENDING + bisect_right(LENGTHS, line.length) * 8 + line.ending,
            OPENING + _opening(words) * 4 + coarse,
            INNER_STOPS + min(3, words.count(", ") + words.count(". ")) * 4 + coarse,
            REPEATED + min(2, seen[words] - 1) * 4 + coarse,
            BEFORE + before * 4 + coarse,
            AFTER + after * 4 + coarse,
            CUES_NEAR + min(3, near - flagged[index + 3]) * 4 + coarse,
            PAGE + page * 4 + coarse,
        ]
        share = before_mass / total
        place = (
            0
            if before_mass == 0
            else 5
            if before_mass >= total - line.mass
            else 1 + bisect_right((0.1, 0.5, 0.9), share)
        )
        row.append(PLACE + place * 4 + coarse)
        row.append(
            DISTANCE + (bisect_right(DISTANCES, behind) * 6 + bisect_right(DISTANCES, ahead[index])) * 4 + coarse
        )
        since = bisect_right((0, 1, 3, 8), heading)
        row.append(SINCE_HEADING + since * 4 + coarse)
        heading = 0 if mask & HEADINGS and coarse < 2 else heading + 1
        before_mass += line.mass
        credit = (1 if earlier and earlier.cues & CREDITS and earlier.coarse < 3 else 0) + (
            2 if later and later.cues & CREDITS and later.coarse < 3 else 0
        )
        row.append(CREDIT_NEAR + credit * 4 + coarse)
        if coarse < 3:
            row.append(CAPITALS + _capitals(words) * 4 + coarse)
            digits = len(DIGIT.findall(words))
            if digits:
                row.append(DIGITS + (1 + bisect_right((0.12, 0.35), digits / len(words))) * 4 + coarse)
            if coarse < 2:
                row.append(BETWEEN + before * 9 + after)
        if mask:
            kind = 0
            first = line.first_cues
            while mask:
                if mask & 1:
                    row.append(CUE + kind * 4 + coarse)
                    if first & 1:
                        row.append(CUE_FIRST + kind * 4 + coarse)
                mask >>= 1
                first >>= 1
                kind += 1
            row.append(CUE_SHARE + min(3, 5 * line.cue_characters // len(words)) * 4 + coarse)
        if "http" in words or "www." in words:
            row.append(SYMBOL + coarse)
        if "@" in words:
            row.append(SYMBOL + 4 + coarse)
        if "|" in words or " • " in words or " › " in words:
            row.append(SYMBOL + 8 + coarse)
        cells.append(row)
        near -= flagged[index]
    return cells
