"""The cleaned text of each role: the only place where text is changed, and only beside the untouched ``text``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workers.model import Flag, RawArticle, Role, Segment
from workers.normalize.characters import STRIPPED, find_flags, strip_marks

WRAPPED = 100
"""Characters. Lines up to here that end in the middle of a sentence were broken by a writer's margin."""

_BLANK_LINE = re.compile(r"\n\s*\n\s*")
_SENTENCE_END = re.compile(r"""[.!?…:;。！？؟۔।]["'”’»)\]]{0,3}$""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """``body``: paragraphs separated by a blank line. Null where there is no such segment.

    ``rest``: the whole text, cleaned, where there is neither a title nor a body: then it tells the article apart.
    """

    title: str | None = None
    kicker: str | None = None
    byline: str | None = None
    caption: str | None = None
    credit: str | None = None
    body: str | None = None
    rest: str | None = None
    flags: tuple[Flag, ...] = ()


def article_fields(text: str, segments: tuple[Segment, ...], raw: RawArticle) -> Fields:
    """The cleaned fields of an article. Pure; never raises for any string.

    ``title`` is the one that came beside the text, else the title segment; ``byline`` the segment, else the one that
    came beside. Control, direction and zero-width characters and soft hyphens are gone, character references are
    resolved, every run of white space is one space; several segments of one role (but body) stand on lines of their
    own. What was odd is in ``flags``, those of the decoder first.
    """
    flags = find_flags(text, raw.title, raw.byline)
    clean = strip_marks if STRIPPED.intersection(flags) else None
    pieces: dict[Role, list[str]] = {}
    for each in segments:
        piece = text[each.start : each.end]
        pieces.setdefault(each.role, []).append(piece if clean is None else clean(piece))
    title, byline = raw.title, raw.byline
    if clean is not None:
        title, byline = title and clean(title), byline and clean(byline)
    title = _line(title) or _lines(pieces.get(Role.TITLE))
    body = _paragraphs(pieces.get(Role.BODY))
    rest = None
    if title is None and body is None:
        rest = fold_spaces(strip_marks(text)) or None
    return Fields(
        title=title,
        kicker=_lines(pieces.get(Role.KICKER)),
        byline=_lines(pieces.get(Role.BYLINE)) or _line(byline),
        caption=_lines(pieces.get(Role.CAPTION)),
        credit=_lines(pieces.get(Role.CREDIT)),
        body=body,
        rest=rest,
        flags=(*raw.flags, *flags) if raw.flags else flags,
    )


def _line(piece: str | None) -> str | None:
    """One line, or None where nothing is left."""
    return None if piece is None else fold_spaces(piece) or None


def _lines(pieces: list[str] | None) -> str | None:
    if pieces is None:
        return None
    return "\n".join(line for piece in pieces if (line := _line(piece))) or None


def fold_spaces(text: str) -> str:
    """``text`` with every run of white space as one space, and none at its ends."""
    text = text.strip()
    # all white space but the space itself is unprintable, and asking is cheaper than splitting
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def _paragraphs(pieces: list[str] | None) -> str | None:
    """Body text: a blank line or a new segment starts a paragraph; so does a line break after a sentence, unless the
    text was wrapped at a margin."""
    if pieces is None:
        return None
    blocks: list[str] = []
    for piece in pieces:
        block = piece.strip()
        if "\r" in block:
            block = block.replace("\r\n", "\n").replace("\r", "\n")
        if "\n" in block:
            blocks.extend(_BLANK_LINE.split(block))
        else:
            blocks.append(block)
    broken = [block for block in blocks if "\n" in block]
    if broken and not _is_wrapped(broken):
        blocks = [line for block in blocks for line in (_break_lines(block) if "\n" in block else (block,))]
    return "\n\n".join(folded for block in blocks if (folded := fold_spaces(block))) or None


def _is_wrapped(blocks: list[str]) -> bool:
    """Whether the lines inside paragraphs are short and mostly end in the middle of a sentence."""
    inner = [line.strip() for block in blocks for line in block.strip().split("\n")[:-1]]
    inside = [line for line in inner if not _SENTENCE_END.search(line[-6:])]
    return len(inside) * 2 > len(inner) and all(len(line) <= WRAPPED for line in inner)


def _break_lines(block: str) -> list[str]:
    """The block's paragraphs: a line that ends in the middle of a sentence goes on in the next one."""
    paragraphs: list[list[str]] = []
    open_ended = False
    for line in block.strip().split("\n"):
        line = line.strip()
        if open_ended:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        open_ended = not _SENTENCE_END.search(line[-6:])
    return [" ".join(lines) for lines in paragraphs]
