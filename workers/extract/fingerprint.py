"""The fingerprint: a sketch of the body by which near-copies are found, and told from updated versions."""

from __future__ import annotations

from binascii import b2a_base64
from struct import Struct

import numpy as np

from workers.extract.fingerprint_words import Hashes, hash_words
from workers.model import Article, Role

FORM = 1
"""The form of a fingerprint's bytes; two fingerprints can be compared where it is the same."""
SIZE = 384
"""Hashes kept of a text, the smallest: with so many a share of 0.5 is estimated to 0.025 (one standard deviation), and
texts of up to 387 words are compared exactly."""
HEADER = Struct("<BI")
"""The form; how many different passages the text has."""
FEWEST_WORDS = 8
"""Shorter texts have no fingerprint: a line like "Watch the video" is a copy of a thousand others."""
_BODY = Role.BODY
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF, _LOW_HALF, _HIGH_HALF = np.uint64(32), np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFF00000000)
_FORTY = 1 << 40


def find_fingerprint(article: Article) -> str | None:
    """The sketch of the article's body, or None where there are fewer than ``FEWEST_WORDS`` words.

    Where the body is less than half of the text, that half is not trusted to be the page's furniture, and the whole
    text is sketched: ``compare`` looks away from what only stands at the ends.
    """
    text = article.text
    bodies = [text[each.start : each.end] for each in article.segments if each.role is _BODY]
    body = bodies[0] if len(bodies) == 1 else "\n".join(bodies)
    return sketch_text(body if 2 * len(body) >= len(text) else text)


def sketch_text(text: str) -> str | None:
    """A bottom-k sketch (Cohen and Kaplan 2007) of the passages of ``text``: base64 of ``HEADER``, then the ``SIZE``
    smallest of their 32-bit hashes, little-endian and in order, then for each where it stands first, in 256ths.

    A passage is four words in a row (Broder 1997 calls it a shingle), whatever their case, accents, punctuation and
    line ends. With three, edits cost less, but passages that any text may have become keys; with five, a changed word
    costs as much as a new sentence.
    """
    words, length = hash_words(text)
    if words.size < max(FEWEST_WORDS, length):
        return None
    count = words.size - length + 1
    passages = words[:count].copy()
    for shift in range(1, length):
        passages *= _STEP
        passages += words[shift : shift + count]
    return _encode(passages, count)


def _encode(passages: Hashes, count: int) -> str:
    # Mixed (as MurmurHash3 ends), so that every bit of a passage tells on the upper half, which is kept; the lower half
    # gives way to the place, so that one sort orders both.
    passages ^= passages >> _HALF
    passages *= _MIX
    passages ^= passages >> _HALF
    passages &= _HIGH_HALF
    passages |= np.arange(count, dtype=np.uint64)
    passages.sort()
    hashes = (passages >> _HALF).astype("<u4")
    changes = hashes[1:] != hashes[:-1]
    total = 1 + int(np.count_nonzero(changes))
    if total < count:
        first = np.concatenate(([True], changes))
        hashes, passages = hashes[first], passages[first]
    places = (passages[:SIZE] & _LOW_HALF) * np.uint64(_FORTY // count) >> _HALF
    content = HEADER.pack(FORM, total) + hashes[:SIZE].tobytes() + places.astype(np.uint8).tobytes()
    return b2a_base64(content, newline=False).decode("ascii")
