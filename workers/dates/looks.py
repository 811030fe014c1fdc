"""Where an expression may stand: the stretches of a text around the words without which no rule matches.

A rule matches words of the lexicon only, and at least one of them is a *cue*: a digit, a month, a weekday, a unit, or
whatever else its automaton cannot do without. So one pass of an Aho-Corasick automaton finds the cues, and only the
run of known words around each is tokenized: about an eighth of a news text.
"""

from __future__ import annotations

import re
from itertools import takewhile
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workers.dates.lexicon import Lexicon
from workers.dates.shape import Shape
from workers.dates.tokens import Tokens, classes_of

DIGITS = "0123456789"
CALENDAR = ("MONTH", "MONTHABBR", "WEEKDAY", "WEEKDAYABBR", "UNIT", "SEASON", "PART", "DEIXIS")
"""Classes whose words are cues whatever stands beside them: rarer in a text than "last" or "two", so the better cue."""

TOKENS = re.compile(r"\w+|\W+").finditer
TOKEN = re.compile(r"\w+|\W+").match
WRITTEN = re.Match.group
FLIPPED = itemgetter(slice(None, None, -1))


def read_cues(lexicon: Lexicon, shapes: list[Shape]) -> AhoCorasick:
    """The automaton of the cues of all ``shapes``, in lower case; digits one by one.

    Which words are cues is worked out from the rules: short words first (they are the frequent ones), a word becomes
    passive as long as no rule can match passive words and separators alone; all others are cues.
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
    for character in sorted(shortest, key=lambda each: (shortest[each], each)):
        if character not in always:
            wider = frozenset((*passive, character))
            if not any(shape.made_of(wider) for shape in shapes):
                passive.add(character)
    words = {
        token[0] if token[0] in DIGITS else token.lower()
        for token, character in lexicon.characters.items()
        if character not in passive
    }
    return AhoCorasick(
        sorted(words), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )


def look(text: str, folded: str, characters: dict[str, str], cues: AhoCorasick) -> Tokens:
    """The tokens of every run of known words that holds a cue, each run with the unknown token before and after it.

    ``folded``: ``text`` in lower case at the same offsets. To the left the text is read backwards.
    """
    known, size, backwards = characters.__contains__, len(text), text[::-1]
    parts: list[str] = []
    marks, places = [0], [0]
    reached = 0
    for _, start, end in cues.find_matches_as_indexes(folded):
        if start < reached or (start and ((sign := text[start - 1]).isalnum() or sign == "_")):
            continue
        if folded[end : end + 1].isalnum() and text[start] not in DIGITS:
            continue
        right = list(takewhile(known, map(WRITTEN, TOKENS(text, start))))
        if not right:
            continue
        left = list(takewhile(known, map(FLIPPED, map(WRITTEN, TOKENS(backwards, size - start, size - reached)))))
        begin = start - len("".join(left))
        before = TOKEN(backwards, size - begin, size - reached)
        if before is not None:
            left.append(before[0][::-1])
            begin -= len(left[-1])
        reached = start + len("".join(right))
        after = TOKEN(text, reached)
        if after is not None:
            right.append(after[0])
        if (len(parts) + len(left)) % 2:
            parts.append("")
        marks.append(len(parts))
        places.append(begin)
        left.reverse()
        parts += left
        parts += right
    return Tokens(parts, classes_of(parts, characters), marks, places)
