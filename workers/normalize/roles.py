"""The roles of the lines that are not body: title, kicker, byline, header, caption, credit, and furniture for the rest.

They go by what a line is (a cue, a date, a name), and by where it stands: next to the title, a credit, the first line
of the body.
"""

from __future__ import annotations

import re

from workers.model import Role
from workers.normalize.cues import LOWER_NAMES, PICTURES, STARTERS, Kind, bits
from workers.normalize.lines import CUED, STOPS, Line
from workers.normalize.rows import is_name
from workers.normalize.stamps import is_clock, scan

CREDITED = bits(Kind.CREDIT, Kind.AGENCY)
CREDIT = 1 << Kind.CREDIT
CAPTIONED = 1 << Kind.CAPTION
BYLINE = 1 << Kind.BYLINE
PUBLISHED = 1 << Kind.PUBLISHED
COPYRIGHT = 1 << Kind.COPYRIGHT
PLAIN = CUED & ~bits(Kind.VIDEO)
HEADED = frozenset((Role.TITLE, Role.HEADER, Role.BYLINE))
"""After these an agency's name alone is the wire that wrote, not a picture's source."""
LONGEST_CREDIT = 120
LONGEST_BYLINE = 120
LONGEST_NAMED = 60
LONGEST_TITLE = 220
YEAR = re.compile(r"(?:19|20)\d\d")
NOT_OF_TITLES = frozenset((1, 4, 5, 6))
SUFFIX = re.compile(r"\s[|–—\-·»:]\s")


def title_key(text: str) -> str:
    """``text`` as titles are compared: case and white space folded."""
    return " ".join(text.split()).casefold()


def is_title(line: str, key: str) -> bool:
    """Whether ``line`` is the title with ``key``, where either may have a suffix such as `` | Reuters``."""
    mine = title_key(line)
    if mine == key:
        return True
    short, long = sorted((mine, key), key=len)
    return len(short) >= 12 and long.startswith(short) and SUFFIX.match(long, len(short)) is not None


def find_title(lines: list[Line], title: str | None) -> int:
    """The index of the first line that is ``title``; -1 where none is."""
    if not title or not (key := title_key(title)):
        return -1
    size, first = len(key), key[0]
    for index, line in enumerate(lines):
        if line.role is Role.TITLE:
            return index
        words = line.words
        if (
            -60 <= len(words) - size <= 60
            and words[0].casefold()[0] == first
            and line.role is None
            and is_title(words, key)
        ):
            return index
    return -1


def guess_title(lines: list[Line], body: list[bool]) -> int:
    """The line that looks most like a title where the message gives none; -1 where none does.

    It stands before the body, or is its short first line with a paragraph below. The first with four words or more
    wins, else the first with two.
    """
    first_body = body.index(True)
    if first_body + 1 < len(lines) and lines[first_body + 1].mass and all(line.role for line in lines[:first_body]):
        line = lines[first_body]
        wrapped = lines[first_body + 1].words[0].islower()
        if not wrapped and _could_be_title(line) and line.ending not in NOT_OF_TITLES and line.length <= 110:
            return first_body
    second = -1
    for index in range(first_body):
        line = lines[index]
        if (
            lines[index + 1].words[0].islower()
            or not _could_be_title(line)
            or (is_name(line.words) and line.length < 25)
        ):
            continue
        if line.length >= 25 and (line.words.count(" ") >= 3 or line.length > 2 * len(line.words)):
            return index
        if second < 0:
            second = index
    return second


def _could_be_title(line: Line) -> bool:
    if line.role is not None or line.ending == 1 or len(line.words) > LONGEST_TITLE or line.length < 12:
        return False
    if line.first_cues & CREDITED or (line.cues & CUED and 3 * line.cue_characters >= len(line.words)):
        return False
    if line.length < LONGEST_NAMED and line.cues & (1 << Kind.AGENCY) and is_byline(line):
        return False
    return " " in line.words or line.length > len(line.words)


def is_byline(line: Line) -> bool:
    """Whether a short line begins as a byline does ("By ...", "Autor: ...")."""
    if len(line.words) > LONGEST_BYLINE or (line.ending in STOPS and line.length > 70):
        return False
    if line.first_cues & BYLINE:
        return True
    first, _, rest = line.words.partition(" ")
    starts = bool(STARTERS.get(first.rstrip(":").lower(), 0) & BYLINE)
    return starts and (not rest or rest[0].isupper() or rest in LOWER_NAMES)


def is_credit(line: Line) -> bool:
    """Whether a short line is a credit: a label at its start, or agencies and little else."""
    if not line.cues & CREDITED or len(line.words) > LONGEST_CREDIT or line.cues & PLAIN & ~bits(Kind.COPYRIGHT):
        return False
    if YEAR.search(line.words) and (line.words[0] in "©(" or line.first_cues & COPYRIGHT):
        return False
    if line.first_cues & CREDIT and (line.ending not in STOPS or line.length < 60):
        return True
    return 2 * line.cue_characters >= len(line.words) or (
        "/" in line.words and not line.mass and line.ending not in STOPS
    )


def names_itself(line: Line) -> bool:
    """Whether a line is a byline, a credit or a date by its own form, wherever it stands."""
    words = line.words
    if line.first_cues & PUBLISHED or is_name(words) or is_byline(line) or is_credit(line):
        return True
    folded = words.lower()
    return len(folded) <= LONGEST_BYLINE and scan(folded, 0, len(folded)) >= len(folded) - 1


def name_roles(lines: list[Line], body: list[bool], title: int, byline: str | None) -> list[Role]:
    """The role of every line; ``title`` is the index of the title's line or -1."""
    count = len(lines)
    first_body = body.index(True) if True in body else count
    last_body = count - 1 - body[::-1].index(True) if first_body < count else -1
    given = title_key(byline) if byline else None
    roles = [Role.BODY] * count
    others = [index for index, inside in enumerate(body) if not inside]
    unnamed = []
    for index in others:
        line = lines[index]
        cut = line.role
        if cut is Role.HEADER:
            roles[index] = _header_role(line, index, first_body, last_body)
        elif cut is not None:
            roles[index] = cut
        elif index == title:
            roles[index] = Role.TITLE
        elif (given and title_key(line.words) == given) or is_byline(line):
            roles[index] = Role.BYLINE
        elif is_credit(line):
            roles[index] = Role.CREDIT
        elif index < first_body and (is_clock(line.words.lower()) or (line.first_cues & PUBLISHED and line.coarse < 2)):
            roles[index] = Role.HEADER
        else:
            roles[index] = Role.FURNITURE
            unnamed.append(index)
    for index in unnamed:
        roles[index] = _by_neighbours(lines, roles, index, title, first_body, last_body)
    for index in others:
        if roles[index] is Role.DATELINE and roles[index + 1 : index + 2] != [Role.BODY]:
            roles[index] = roles[index + 1] if index + 1 < count else Role.FURNITURE
        elif (
            roles[index] is Role.CREDIT
            and index + 1 == first_body
            and (index == 0 or roles[index - 1] in HEADED)
            and _is_agency(lines[index])
        ):
            roles[index] = Role.BYLINE
    return roles


def _is_agency(line: Line) -> bool:
    """Whether a line is the name of an agency and nothing else: with no caption beside it, the wire that wrote."""
    if line.cues & CREDIT or line.cue_characters + 2 < len(line.words):
        return False
    return not any(part.strip() in PICTURES for part in (line.words.lower(), *line.words.lower().split("/")))


def _header_role(line: Line, index: int, first_body: int, last_body: int) -> Role:
    """A date without a label inside or well after the body belongs to a teaser."""
    if index < first_body or line.first_cues & PUBLISHED or index == last_body + 1:
        return Role.HEADER
    return Role.FURNITURE


def _by_neighbours(
    lines: list[Line], roles: list[Role], index: int, title: int, first_body: int, last_body: int
) -> Role:
    line = lines[index]
    beside = [roles[near] for near in (index - 1, index + 1) if 0 <= near < len(roles)]
    sentence = line.length >= (40 if line.ending == 0 else 25)
    if Role.CREDIT in beside and sentence and not line.cues & PLAIN and index <= last_body + 2:
        return Role.CAPTION
    if line.cues & CAPTIONED and line.length >= 40 and not line.cues & PLAIN and index <= last_body:
        return Role.CAPTION
    if index + 1 == title and line.length <= 45 and not line.cues & CUED and index < first_body:
        return Role.KICKER
    if (
        index < first_body
        and (Role.HEADER in beside or Role.BYLINE in beside or index == title + 1)
        and is_name(line.words)
    ):
        return Role.BYLINE if not line.cues & CUED else Role.FURNITURE
    return Role.FURNITURE
