"""Mentions of entities in an English text: spans with a kind, before they are joined to entities."""

from __future__ import annotations

from itertools import accumulate

from workers.extract.entity_agreement import agree
from workers.extract.entity_inside import look_inside
from workers.extract.entity_model import tagger
from workers.extract.entity_spans import ORGANIZATION, Found
from workers.extract.entity_tokens import split_tokens


def find_mentions(text: str) -> list[Found]:
    """The mentions of an English text in order; an inner one follows the one that it lies in."""
    tokens = split_tokens(text)
    if not tokens:
        return []
    engine = tagger()
    lattice, numbers = engine.tag(tokens)
    positions: list[int] = lattice.positions.tolist()
    if not positions:
        return []
    starts = list(accumulate(map(len, tokens), initial=0))
    names = engine.labels
    found: list[Found] = []
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    first, last, kind = -1, -1, ""
    # Labels: 0 is none, odd ones begin a name, even ones go on in it.
    for at, number in zip([*positions, -1], [*numbers.tolist(), 0], strict=True):
        if first >= 0 and (number == 0 or number % 2 == 1 or at != last + 1):
            start, end = starts[first], starts[last] + len(tokens[last].rstrip())
            firsts[start], lasts[end] = first, last
            found.append(Found(start, end, kind, text[start:end]))
            first = -1
        if number:
            if first < 0:
                first, kind = at, names[number][2:]
            last = at
    done: list[Found] = []
    for each in agree(found):
        done.append(each)
        if each.kind == ORGANIZATION and " " in each.text:
            done += look_inside(text, tokens, starts, firsts[each.start], lasts[each.end])
    return done
