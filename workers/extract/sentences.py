"""Paragraphs and sentence starts, as far as extractors need them: by layout and punctuation alone."""

from __future__ import annotations

import re
from bisect import bisect_left

from workers.extract.lexicon import ABBREVIATIONS
from workers.model import Article, Role

_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
_LINE = re.compile(r"\n")
# Bounded repeats: a run of a hundred thousand full stops must not be scanned from each of its members.
_END = re.compile(r"[.!?…]{1,4}[\"”’»“)\]]{0,3}\s{1,8}(?=[\"“„‘'«»(\[]{0,2}[^\W_a-zß-ÿ])")
_LONGEST = 1 + max(len(each) for each in ABBREVIATIONS if "." not in each)


def paragraphs(article: Article) -> list[tuple[int, int, Role]]:
    """Stretches ``(start, end, role)`` that a sentence does not cross: segments, cut at blank lines (or, in a text
    without any, at line ends). Empty ones are left out."""
    text = article.text
    cut = _BLANK if _BLANK.search(text) else _LINE
    spans = [(each.start, each.end, each.role) for each in article.segments] or [(0, len(text), Role.BODY)]
    found = []
    for start, end, role in spans:
        at = start
        for match in cut.finditer(text, start, end):
            if text[at : match.start()].strip():
                found.append((at, match.start(), role))
            at = match.end()
        if text[at:end].strip():
            found.append((at, end, role))
    return found


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Offsets in ``text[start:end]`` where a sentence begins; the first is ``start``."""
    starts = [start]
    for match in _END.finditer(text, start, end):
        at = match.start()
        if text[at] == "." and _abbreviated(text, at, start):
            continue
        starts.append(match.end())
    return starts


def sentence_of(starts: list[int], position: int, end: int) -> tuple[int, int]:
    """The sentence that ``position`` stands in, out of ``sentence_starts``, in a paragraph that ends at ``end``."""
    index = bisect_left(starts, position + 1) - 1
    return starts[max(0, index)], starts[index + 1] if index + 1 < len(starts) else end


def _abbreviated(text: str, at: int, start: int) -> bool:
    """Whether the full stop at ``at`` belongs to an abbreviation, an initial or (in German) an ordinal."""
    begin = at
    low = max(start, at - 12)
    if at - low > _LONGEST and text[at - _LONGEST : at].isalpha():
        return False
    while begin > low and (text[begin - 1].isalpha() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:at]
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    return word.lower() in ABBREVIATIONS
