"""Noun phrases that may do the saying, by word lists and layout; no grammar."""

from __future__ import annotations

from workers.extract.lexicon import LINKS, Lexicon
from workers.extract.tokens import Phrase, Stretch, Token

LONGEST = 14
"""Words in a noun phrase at most."""
_MODIFIED = 4
"""Words between a determiner and the name that it belongs to, at most."""


def is_head(token: Token, words: Lexicon) -> bool:
    """Whether a word is a role or a noun that can say something, in the singular or the plural."""
    low = token.low
    return low in words.roles or low in words.sources or (low.endswith("s") and low[:-1] in words.roles)


def phrase_ending(stretch: Stretch, at: int, words: Lexicon, rule: str) -> Phrase | None:
    """The noun phrase whose last word is at index ``at``."""
    tokens = stretch.tokens
    if at < 0 or not (tokens[at].word or tokens[at].low == "."):
        return None
    first = at
    if tokens[at].low in words.clause and tokens[at].low not in words.determiners:
        return None
    capital = tokens[at].capital
    while first > 0 and at - first < LONGEST:
        previous = tokens[first - 1]
        low = previous.low
        if not previous.word and low not in "&-":
            break
        if low in words.determiners and not (first == 1 and previous.capital and low not in words.openers):
            first -= 1
            if first > 0 and tokens[first - 1].low in LINKS and _heads(tokens, first - 2, words):
                first -= 1
                continue
            break
        if low in words.verbs and not previous.capital:
            break
        if low in words.clause or low in words.relatives:
            if low in words.prepositions and _heads(tokens, first - 2, words):
                first -= 1
                continue
            if low in words.particles and capital and first > 1 and tokens[first - 2].capital:
                first -= 1
                continue
            break
        if low in words.pronouns or low in words.auxiliaries or low in words.days:
            break
        if low == "and" or (low in words.openers and low not in words.determiners):
            break
        if capital and not previous.capital and not is_head(previous, words) and not _modifies(tokens, first, words):
            break
        first -= 1
    return stretch.phrase(first, at, rule)


def _heads(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether the word at ``at`` is a noun that a prepositional phrase may follow: "a spokesman for ..."."""
    return at >= 0 and (is_head(tokens[at], words) or (tokens[at].capital and tokens[at].low not in words.openers))


def _modifies(tokens: list[Token], first: int, words: Lexicon) -> bool:
    """Whether the lower-case word before index ``first`` goes on with a phrase of modifiers before a name."""
    for at in range(first - 2, max(-1, first - 2 - _MODIFIED), -1):
        low = tokens[at].low
        if low in words.determiners:
            return True
        if not tokens[at].word or low in words.clause or low in words.verbs:
            return False
    return False


def phrase_before_colon(stretch: Stretch, words: Lexicon) -> Phrase | None:
    """The noun phrase that ends in a capital right before the colon at the end: "Striker Ann Smith:"."""
    tokens = stretch.tokens
    if len(tokens) > 1 and tokens[-1].low == ":" and tokens[-2].capital:
        return phrase_ending(stretch, len(tokens) - 2, words, "colon")
    return None


def first_phrase(stretch: Stretch, words: Lexicon, stop: int | None = None) -> Phrase | None:
    """The first noun phrase before index ``stop`` that can speak: a pronoun, a name, or a determiner with a role or
    source noun; not one that hangs on a preposition at the start ("In a statement, Smith ...")."""
    last = len(stretch.tokens) if stop is None else stop
    return _first_phrase(stretch, words, last, False) or _first_phrase(stretch, words, last, True)


def _first_phrase(stretch: Stretch, words: Lexicon, last: int, anywhere: bool) -> Phrase | None:
    skipping = False
    tokens = stretch.tokens
    for index in range(last):
        token = tokens[index]
        low = token.low
        if low == "," or anywhere:
            skipping = False
            continue
        if low in words.pronouns:
            if not skipping:
                return stretch.phrase(index, index, "pronoun")
            continue
        if low in words.prepositions and not skipping:
            skipping = True
            continue
        if skipping:
            continue
        named = token.capital and low not in words.openers and low[0].isalpha() and len(low.strip(".")) > 1
        if named or is_head(token, words):
            end = index
            while end + 1 < last and (
                tokens[end + 1].capital
                or (is_head(tokens[end + 1], words) and tokens[end + 1].low not in words.verbs)
                or (tokens[end + 1].low in words.particles and end + 2 < last and tokens[end + 2].capital)
            ):
                end += 1
            if tokens[end].low in words.days:
                continue
            return phrase_ending(stretch, end, words, "clause")
    return None
