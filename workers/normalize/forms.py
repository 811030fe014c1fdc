"""The forms that cuts inside a line go by: where a sentence ends, how a name, a label and a credit look.

Every repeat is bounded, so a match costs no more than the window that it is given.
"""

from __future__ import annotations

import re

SEPARATORS = " \t\u00a0\u200b|•·‧,;:–—-/>»"
"""What may stand between two things that were fused."""

LONGEST_CREDIT = 100

SENTENCE_END = re.compile(
    r"(?<![ .(]\w)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep|Rev|Col|Sgt))[.!?…][\"”’»)]{0,2}"
    r"(?=\s+[^\W\d_a-zа-я]|\s+[\"“‘«(]|\Z)|[。！？]"
)
YEAR = re.compile(r"(?:19|20)\d\d")
LABEL_GAP = re.compile(r"\s{0,3}[:：=＝/|©–-]?\s{0,3}")
LABELLED = re.compile(
    r"\s{0,3}(?:[:：=＝/|©]|(?<=[:：＝=／/©])|(?<=by)|(?<=von)|(?<=de)|(?<=di)|(?<=of)|(?<=via))\s{0,3}(?=\S)"
)
JOIN = re.compile(r"[\s|•·‧,;:–—\-/>»]{0,6}(?:(?:and|und|et|y|e|en|och|og|i|и|&)\s)?")
NAME = re.compile(
    r"[^\W\d_a-zа-яё][\w'’.\-]{0,30}(?:\s{1,2}"
    r"(?:(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|ten|bin|al|el|y|e|and|und|et|i|avec|mit|con|com|with|met|&)\s){0,2}"
    r"[^\W\d_a-zа-яё][\w'’.\-]{0,30}){0,5}"
)


def credit_end(text: str, position: int, stop: int) -> int:
    """Where the name of a credit ends that begins at ``position``: its full stop, a separator, or the line's end.

    -1 where what follows is too long for a name.
    """
    window = min(stop, position + LONGEST_CREDIT)
    match = SENTENCE_END.search(text, position, window)
    if match is not None and match.end() <= window:
        return match.end()
    bar = text.find(" | ", position, window)
    if bar >= 0:
        return bar
    return stop if window == stop else -1


def is_copyright(line: str) -> bool:
    """Whether a line says who holds the rights since when: a sign first, and a year."""
    return line[0] in "©ⓒ" and YEAR.search(line) is not None
