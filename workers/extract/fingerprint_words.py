"""A text as one 64-bit hash a word, whatever its case, accents, punctuation, line width or normal form.

A text has the same hashes on every machine and in every Python: characters are judged by Unicode 3.2
(``unicodedata.ucd_3_2_0``, which no release changes) and hashed by multiplication modulo 2**64.
"""

from __future__ import annotations

from functools import cache
from unicodedata import ucd_3_2_0 as unicode

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Units = NDArray[np.uint16]

_UNITS = 0x10000
_DROPPED = 1
"""Stands for a character that is passed over as if it were not there: an accent, a soft hyphen, a joiner."""
_UNSEEN = "\u00ad\u200b"
"""Unseen in a text as the joiners are, though Unicode 3.2 had not yet said so: soft hyphen, zero-width space."""
_VIRAMA = 9
"""The combining class of the mark that takes an Indic letter's vowel away: no accent."""
_LETTERS = ((0x3400, 0x9FFF), (0xAC00, 0xDFFF))
"""Whole blocks of letters: Han, Hangul, and the halves of the characters beyond these 65,536."""
_SINGLE = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
"""Scripts without spaces, in which a character says about as much as half a word: each counts as a word."""
_DENSE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Scripts without spaces, in which a character is a letter: Thai, Lao, Burmese, Khmer."""
_FIRST_SINGLE = 0x0E00
WORDS, CHARACTERS, LETTERS = 4, 7, 10
"""How many "words" in a row say about as much in each kind of script."""
_BASE = 0x9E3779B97F4A7C15
"""What a word's hash is a polynomial of: odd, so that it can be divided by (2**64 over the golden ratio)."""
_SMALLEST_TABLE = 1 << 12


def hash_words(text: str) -> tuple[Hashes, int]:
    """A hash for each word of ``text`` in order, and how many of them make a passage: ``WORDS``, or (where most are
    characters, or letters, of a script without spaces) ``CHARACTERS`` or ``LETTERS``."""
    units = _read_units(text)
    if not units.size:
        return np.zeros(0, dtype=np.uint64), WORDS
    inside = units != 0
    begins = inside.copy()
    np.greater(inside[1:], inside[:-1], out=begins[1:])
    length = WORDS
    if units.dtype != np.uint8 and units.max() >= _FIRST_SINGLE:
        single, letters = _alone()
        alone = single.take(units) & inside
        begins |= alone
        begins[1:] |= inside[1:] & alone[:-1]
        half = np.count_nonzero(begins) // 2
        if np.count_nonzero(alone) > half:
            length = LETTERS if np.count_nonzero(letters.take(units) & inside) > half else CHARACTERS
    starts = begins.nonzero()[0]
    if not starts.size:
        return np.zeros(0, dtype=np.uint64), WORDS
    powers, inverses = _powers(max(_SMALLEST_TABLE, 1 << (units.size - 1).bit_length()))
    # What stands between words is 0 and adds nothing, so that a word may be summed up to where the next begins.
    values = units.astype(np.uint64)
    values *= powers[: units.size]
    words: Hashes = np.add.reduceat(values, starts)
    words *= inverses.take(starts)
    return words, length


def _read_units(text: str) -> Units | NDArray[np.uint8]:
    """UTF-16 units, letters and digits folded to one form, everything between words 0."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii").translate(_ASCII), dtype=np.uint8)
    units = _folds().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2"))
    dropped = units == _DROPPED
    return units[~dropped] if dropped.any() else units


@cache
def _folds() -> Units:
    """What each UTF-16 unit is folded to: itself in lower case without accents, ``_DROPPED``, or 0 between words."""
    folds = np.zeros(_UNITS, dtype=np.uint16)
    for first, last in _LETTERS:
        folds[first : last + 1] = np.arange(first, last + 1)
    for first, last in ((0, 0x33FF), (0xA000, 0xABFF), (0xF900, 0xFFFF)):
        folds[first : last + 1] = [_fold(chr(code)) for code in range(first, last + 1)]
    return folds


def _fold(character: str) -> int:
    category = unicode.category(character)
    if category == "Cf" or character in _UNSEEN or unicode.combining(character) not in (0, _VIRAMA):
        return _DROPPED
    if category[0] not in "LMN" and category != "Cn":
        return 0
    if category == "Cn":
        return ord(character)
    parts = unicode.normalize("NFKD", character)
    folded = parts[0] if all(unicode.combining(mark) for mark in parts[1:]) else character
    lower = folded.lower()
    return ord(lower) if len(lower) == 1 else ord(folded)


@cache
def _alone() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each unit whether it is a word by itself, and whether it is a letter of those that are."""
    single, letters = np.zeros(_UNITS, dtype=np.bool_), np.zeros(_UNITS, dtype=np.bool_)
    for first, last in _DENSE:
        letters[first : last + 1] = True
    for first, last in (*_SINGLE, *_DENSE):
        single[first : last + 1] = True
    return single, letters


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The first ``size`` powers of the base modulo 2**64, and of its inverse."""
    found = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        powers = np.full(size, base, dtype=np.uint64)
        powers[0] = 1
        found.append(np.multiply.accumulate(powers))
    return found[0], found[1]


_ASCII = bytes(_fold(chr(code)) for code in range(128)) + bytes(128)
