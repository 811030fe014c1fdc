"""Paragraphs and sentence starts, as far as extractors need them: by layout and punctuation alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from workers.extract.lexicon import ABBREVIATIONS
from workers.model import Article, Role, Segment

_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
_LINE = re.compile(r"\n")
# Bounded repeats: a run of a hundred thousand full stops must not be scanned from each of its members.
_NEXT = r"\s{1,8}(?=[\"“„‘'«»(\[]{0,2}[^\W_a-zß-ÿ])"
_END = rf"(?:[.!?…]{{0,3}}[\"”’»“)\]]{{0,3}}{_NEXT}|(?<=[a-zß-ÿ]{{3}}\.)(?=[A-ZÀ-Þ][a-zß-ÿ]+ ))"
_ENDS = re.compile(rf"[.!?…]{_END}")
# The scan for a single character is several times faster than the one for a set.
_STOPS = re.compile(rf"\.{_END}")
_ORDINAL = 2
_LONGEST = 12
"""Characters of an abbreviation, at most."""


def paragraphs(article: Article) -> list[tuple[int, int, Role]]:
    """Stretches ``(start, end, role)`` that a sentence does not cross: segments, cut at blank lines (or, in a text
    without any, at line ends). Empty ones are left out."""
    text = article.text
    cut = _BLANK if _BLANK.search(text) else _LINE
    found = []
    for each in article.segments or (Segment(role=Role.BODY, start=0, end=len(text)),):
        at, end, role = each.start, each.end, each.role
        line = text.find("\n", at, end)
        if line > at and line >= end - 2:
            # The blank line at its end is all that most segments have of line ends.
            blank = text[line:end] == "\n\n"
            if blank or text[line:end] == "\n":
                stop = line if blank or cut is _LINE else end
                if not text[at].isspace() or not text[at:stop].isspace():
                    found.append((at, stop, role))
                continue
        if line >= 0:
            for match in cut.finditer(text, line, end):
                stop = match.start()
                if at < stop and not text[at:stop].isspace():
                    found.append((at, stop, role))
                at = match.end()
        if at < end and not text[at:end].isspace():
            found.append((at, end, role))
    return found


def sentence_starts(text: str, start: int, end: int, *, ordinals: bool = False) -> list[int]:
    """Offsets in ``text[start:end]`` where a sentence begins; the first is ``start``. ``ordinals``: as for
    ``is_abbreviation``."""
    starts = [start]
    for match in sentence_ends(text, start, end):
        if not is_abbreviation(text, match.start(), start, ordinals=ordinals):
            starts.append(match.end())
    return starts


def sentence_ends(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What ends a sentence of ``text[start:end]`` where another one follows; an abbreviation's full stop looks so."""
    if text.find("?", start, end) < 0 and text.find("!", start, end) < 0 and text.find("…", start, end) < 0:
        return _STOPS.finditer(text, start, end)
    return _ENDS.finditer(text, start, end)


def sentence_of(starts: list[int], position: int, end: int) -> tuple[int, int]:
    """The sentence that ``position`` stands in, out of ``sentence_starts``, in a paragraph that ends at ``end``."""
    index = bisect_left(starts, position + 1) - 1
    return starts[max(0, index)], starts[index + 1] if index + 1 < len(starts) else end


def is_abbreviation(text: str, at: int, start: int, *, ordinals: bool) -> bool:
    """Whether the mark at ``at``, in a paragraph that begins at ``start``, is the full stop of an abbreviation or an
    initial, or (where the language writes ``ordinals`` so) of a number of one or two digits: "am 3. Mai"."""
    if text[at] != ".":
        return False
    word = text[max(start, at - _LONGEST) : at].rpartition(" ")[2]
    if not word.isalpha():
        if word.isdigit():
            return ordinals and len(word) <= _ORDINAL
        begin = len(word)
        while begin and (word[begin - 1].isalpha() or word[begin - 1] == "."):
            begin -= 1
        word = word[begin:]
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    return word.lower() in ABBREVIATIONS
