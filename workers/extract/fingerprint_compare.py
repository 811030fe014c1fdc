"""Two fingerprints compared: how much the texts share, and whether one is a copy of the other or another version."""

from __future__ import annotations

from binascii import Error, a2b_base64
from bisect import bisect_right
from typing import Literal, NamedTuple

import numpy as np

from workers.extract.fingerprint import FORM, HEADER, SIZE

Relation = Literal["copy", "version", "different"]
KEYS = 16
"""How many of a sketch's hashes are its keys for candidates."""
_ALL = 0xFFFFFFFF
_ENTRY = 5
_STRAY = 0.02
"""Of the passages that two texts share, those furthest out at either end are no part of what they share: a sign-off."""
ALIKE = 0.525
"""The similarity from which on two texts are copies, wherever they differ."""
ALIGNED, MOSTLY, SHORTEST = 0.8, 0.7, 0.25
"""Below it they are if they differ at their ends alone (``aligned``), most of the shorter one (``containment``) is in
the other, and that is no mere teaser of it: furniture and cuts are at the ends, an update is inside."""
RELATED = 0.2
"""The containment from which on they are versions of one text."""


class UnreadableFingerprintError(ValueError):
    """A string that ``find_fingerprint`` did not write, or not in this form."""


class Sketch(NamedTuple):
    """A fingerprint read. ``total``: different passages of the text; ``places``: the smallest hashes in order, each
    with its place in 256ths of the text; ``bound``: no hash of the text up to here is missing in them."""

    total: int
    places: dict[int, int]
    bound: int


class Comparison(NamedTuple):
    """``similarity``: passages shared, of all that either has (Jaccard); ``containment``: of the shorter one's;
    ``aligned``: the similarity from where the shared part begins to where it ends; all 0 to 1, estimated."""

    similarity: float
    containment: float
    aligned: float
    relation: Relation


def read_fingerprint(fingerprint: str) -> Sketch:
    """The sketch in an event's ``fingerprint``. Raises ``UnreadableFingerprintError``."""
    try:
        content = a2b_base64(fingerprint.encode("ascii"), strict_mode=True)
    except (Error, UnicodeEncodeError) as error:
        raise UnreadableFingerprintError(f"no base64: {error}") from None
    size, rest = divmod(len(content) - HEADER.size, _ENTRY)
    if size < 1 or rest or size > SIZE:
        raise UnreadableFingerprintError(f"{len(content)} bytes are no fingerprint")
    form, total = HEADER.unpack_from(content)
    if form != FORM or size != min(total, SIZE):
        raise UnreadableFingerprintError(f"form {form} with {size} of {total} hashes; this is form {FORM}")
    hashes: list[int] = np.frombuffer(content, dtype="<u4", count=size, offset=HEADER.size).tolist()
    return Sketch(total, dict(zip(hashes, content[-size:], strict=True)), _ALL if total == size else hashes[-1])


def shorten(sketch: Sketch, size: int) -> Sketch:
    """The sketch with its ``size`` smallest hashes alone: a sketch too, less exact, for a table that must be small."""
    if size >= len(sketch.places):
        return sketch
    kept = dict(list(sketch.places.items())[:size])
    return Sketch(sketch.total, kept, list(kept)[-1])


def candidate_keys(sketch: Sketch) -> tuple[int, ...]:
    """Keys of which two copies share one: the smallest hashes. Texts that share none need not be compared."""
    return tuple(list(sketch.places)[:KEYS])


def compare(one: Sketch, other: Sketch) -> Comparison:
    """How alike two texts are. Symmetric; a text is a copy of itself."""
    shared = [each for each in one.places if each in other.places]
    if not shared:
        return Comparison(0.0, 0.0, 0.0, "different")
    bound = min(one.bound, other.bound)
    mine, its = _up_to(one, bound), _up_to(other, bound)
    common = len(shared)
    short, long = sorted((one.total, other.total))
    # Of all passages up to the bound this share is common; and no more can be than the shorter text has.
    both = min(float(short), common / (len(mine) + len(its)) * (short + long))
    similarity, containment = both / (short + long - both), both / short
    stray = int(_STRAY * common)
    inside = _inside(mine, sorted([one.places[each] for each in shared]), stray)
    inside += _inside(its, sorted([other.places[each] for each in shared]), stray)
    kept = common - 2 * stray
    aligned = min(1.0, kept / max(kept, inside - kept))
    if similarity >= ALIKE or (aligned >= ALIGNED and containment >= MOSTLY and short >= SHORTEST * long):
        return Comparison(similarity, containment, aligned, "copy")
    return Comparison(similarity, containment, aligned, "version" if containment >= RELATED else "different")


def _up_to(sketch: Sketch, bound: int) -> list[int]:
    """The places of the hashes up to ``bound``."""
    places = list(sketch.places.values())
    return places if bound >= sketch.bound else places[: bisect_right(list(sketch.places), bound)]


def _inside(places: list[int], shared: list[int], stray: int) -> int:
    """How many of ``places`` stand between the first and the last that are shared."""
    first, last = shared[stray], shared[-1 - stray]
    return sum(first <= each <= last for each in places)
