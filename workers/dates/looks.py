"""Where an expression may stand: the stretches of a text around the words without which no rule matches.

A rule matches words of the lexicon only, and at least one of them is a *cue*: a digit, a month, a weekday, a unit, or
whatever else its automaton cannot do without. So one pass of an Aho-Corasick automaton finds the cues, and only the
run of known words around each is tokenized: about an eighth of a news text.
"""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workers.dates.lexicon import Lexicon
from workers.dates.shape import Shape
from workers.dates.tokens import Tokens, classes_of

DIGITS = "0123456789"
CALENDAR = ("MONTH", "MONTHABBR", "WEEKDAY", "WEEKDAYABBR", "UNIT", "SEASON", "PART", "DEIXIS")
"""Classes whose words are cues whatever stands beside them: rarer in a text than "last" or "two", so the better cue."""

EMPTY = ("", ""), ("",)
REACH = 40
"""Code points in which a space is looked for."""

TOKENS = re.compile(r"\w+|\W+").finditer


def read_cues(lexicon: Lexicon, shapes: list[Shape]) -> AhoCorasick:
    """The automaton of the cues of all ``shapes``, in lower case; digits one by one.

    Which words are cues is worked out from the rules: short words and those of many rules first (they are the frequent
    ones), a word becomes passive as long as no rule can match passive words and separators alone; the others are cues.
    """
    always = frozenset("".join(lexicon.members.get(name, "") for name in CALENDAR))
    shortest: dict[str, int] = {}
    passive: set[str] = set()
    digits: set[str] = set()
    for token, character in lexicon.characters.items():
        if not token[0].isalnum():
            passive.add(character)
        elif token[0] in DIGITS:
            digits.add(character)
        else:
            shortest[character] = min(len(token), shortest.get(character, len(token)))
    if not any(shape.made_of(frozenset(passive | digits)) for shape in shapes):
        passive |= digits
    taking: dict[str, list[Shape]] = {}
    for shape in shapes:
        for character in frozenset().union(*shape.sets):
            taking.setdefault(character, []).append(shape)
    for character in sorted(shortest, key=lambda each: (shortest[each], -len(taking.get(each, ())), each)):
        if character not in always:
            wider = frozenset((*passive, character))
            if not any(shape.made_of(wider) for shape in taking.get(character, ())):
                passive.add(character)
    words = {
        token[0] if token[0] in DIGITS else token.lower()
        for token, character in lexicon.characters.items()
        if character not in passive
    }
    return AhoCorasick(sorted(words), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)


def look(text: str, folded: str, characters: dict[str, str], words: frozenset[str], cues: AhoCorasick) -> Tokens:
    """The tokens of every run of known words that holds a cue, each run with the unknown token before and after it.

    ``folded``: ``text`` in lower case at the same offsets. ``words``: the known tokens that are words, none where a
    single space is no known separator. Words between single spaces, which most are, are cut out by the spaces; the rest
    of a run by a regular expression, to the left in the text read backwards.
    """
    size, backwards = len(text), text[::-1]
    parts: list[str] = []
    gaps: list[tuple[int, int]] = []
    reached = place = 0
    for _, start, end in cues.find_matches_as_indexes(folded):
        if start < reached:
            continue
        if start:
            sign = text[start - 1]
            if sign.isalnum() or sign == "_":
                continue
        if folded[end : end + 1].isalnum() and text[start] not in DIGITS:
            continue
        right: list[str] = []
        stop = size
        at = start
        space = text.find(" ", at, at + REACH)
        while space > 0:
            token = text[at:space]
            if token in words:
                right.append(token)
                right.append(" ")
                at = space + 1
                space = text.find(" ", at, at + REACH)
            elif token.isalnum():
                right.append(token)
                stop = at
                break
            else:
                break
        if stop == size:
            if right:
                # What follows the last word may be more than its space.
                right.pop()
                at -= 1
            for found in TOKENS(text, at):
                token = found[0]
                right.append(token)
                if token not in characters:
                    stop = found.start()
                    break
        if stop == start:
            continue
        left: list[str] = []
        begin = reached
        at = start
        while at > reached and text[at - 1] == " ":
            low = at - REACH if at - REACH > reached else reached
            space = text.rfind(" ", low, at - 1)
            token = text[space + 1 : at - 1]
            if space < 0:
                break
            if token in words:
                left.append(" ")
                left.append(token)
                at = space + 1
            elif token.isalnum():
                left.append(" ")
                left.append(token)
                begin = space + 1
                break
            else:
                break
        if begin == reached:
            for found in TOKENS(backwards, size - at, size - reached):
                token = found[0][::-1]
                left.append(token)
                if token not in characters:
                    begin = size - found.end()
                    break
        # One or two empty tokens, so that words stay at even indexes; the first is as long as the gap in the text.
        gaps.append((len(parts), begin - place))
        parts += EMPTY[(len(parts) + len(left)) % 2]
        parts += left[::-1]
        parts += right
        reached = stop
        place = stop + len(right[-1]) if stop < size else size
    lengths = list(map(len, parts))
    for index, gap in gaps:
        lengths[index] = gap
    return Tokens(text, parts, classes_of(parts, characters), lengths)
