"""Noun phrases by their articles, where nouns have capitals and articles show the case (German, Dutch in part)."""

from __future__ import annotations

from workers.extract.lexicon import Lexicon
from workers.extract.tokens import Phrase, Stretch, Token

_LONGEST = 12


def phrase_from(stretch: Stretch, at: int, words: Lexicon, rule: str, *, stop: int | None = None) -> Phrase | None:
    """The noun phrase that begins at index ``at``: determiner, adjectives, nouns, and a name set off by a comma."""
    tokens = stretch.tokens
    last = len(tokens) if stop is None else stop
    if at >= last:
        return None
    if tokens[at].low in words.pronouns and not is_article(tokens, at, words):
        return stretch.phrase(at, at, "pronoun")
    end: int | None = None
    index = at
    while index < min(last, at + _LONGEST):
        token = tokens[index]
        if token.capital and not is_function_word(token, words):
            end = index
        elif (token.low == "," and end is not None and _name_between_commas(tokens, index, last)) or (
            not token.word and token.low in "-&."
        ):
            pass
        elif _ends_phrase(token, words) or (end is not None and not _goes_on(tokens, index, words)):
            break
        index += 1
    return stretch.phrase(at, end, rule) if end is not None else None


def _goes_on(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether a noun phrase goes on with the word at ``at``: "des Verbandes", "von den Grünen"."""
    low = tokens[at].low
    return low in words.links and (low not in words.governed or tokens[at - 1].low in words.prepositions)


def _ends_phrase(token: Token, words: Lexicon) -> bool:
    low = token.low
    if not low[0].isalnum() or low in words.verbs or low in words.adverbs or low in words.auxiliaries:
        return True
    return low in words.clause and low not in words.links


def _name_between_commas(tokens: list[Token], comma: int, last: int) -> bool:
    """Whether two or three capitals follow the comma: "der Vorsitzende des Verbandes, Elmar Gesse"."""
    return comma + 2 < last and tokens[comma + 1].capital and tokens[comma + 2].capital


def is_function_word(token: Token, words: Lexicon) -> bool:
    """Whether a capital only begins a sentence, or a day's name."""
    low = token.low
    if low in words.days or low in words.openers or low in words.determiners or low in words.adverbs:
        return True
    return low in words.auxiliaries or low in words.modal


def is_article(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether a word that may be a pronoun opens a noun phrase: a capital follows it, or an adjective and one."""
    if tokens[at].low not in words.determiners:
        return False
    following = tokens[at + 1 : at + 4]
    if following and (following[0].low in words.male or following[0].low in words.female) and following[0].capital:
        return following[0].low in words.roles
    for token in following:
        if token.capital:
            return True
        if not token.low[0].isalpha() or token.low in words.clause or token.low in words.adverbs:
            return False
    return False


def may_be_subject(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether what begins at ``at`` can be a subject: no preposition, conjunction or adverb."""
    low = tokens[at].low
    if low in words.ambiguous and at + 2 < len(tokens) and tokens[at + 2].capital:
        adjective = tokens[at + 1]
        if not adjective.capital and adjective.low.endswith(words.weak) and adjective.low not in words.adverbs:
            return False
    if low in words.pronouns or low in words.nominative:
        return True
    if low in words.clause or low in words.prepositions:
        return False
    return tokens[at].capital and not is_function_word(tokens[at], words)


def following_subject(stretch: Stretch, at: int, words: Lexicon, *, stop: int | None = None) -> Phrase | None:
    """The first noun phrase from ``at`` that may be a subject; one with a preposition or in another case is passed."""
    tokens = stretch.tokens
    last = len(tokens) if stop is None else stop
    index = at
    while index < last:
        token = tokens[index]
        low = token.low
        if low in words.pronouns and not is_article(tokens, index, words):
            if low == words.dummy:
                return _source(stretch, index + 1, words, last)
            return stretch.phrase(index, index, "pronoun")
        if low in (":", ";", ","):
            return None
        if low in words.prepositions or low in words.oblique:
            index = _skip(tokens, index + 1, words, last)
            continue
        if low in words.nominative or (token.capital and not is_function_word(token, words)):
            found = phrase_from(stretch, index, words, "after", stop=stop)
            if found is not None:
                return found
        index += 1
    return None


def _skip(tokens: list[Token], at: int, words: Lexicon, last: int) -> int:
    """Where the noun phrase behind a preposition or an oblique determiner ends."""
    seen = False
    while at < last:
        token = tokens[at]
        if token.capital:
            seen = True
        elif (seen and token.low not in ("des", "-")) or (not token.word and token.low not in "-"):
            return at
        at += 1
    return at


def _source(stretch: Stretch, at: int, words: Lexicon, last: int) -> Phrase | None:
    """What a text is quoted from: "heißt es in der Erklärung"."""
    tokens = stretch.tokens
    while at < last and at < len(tokens):
        if tokens[at].low in words.prepositions and tokens[at].low not in words.purpose:
            return phrase_from(stretch, at + 1, words, "source", stop=last)
        if not tokens[at].word:
            break
        at += 1
    for index in range(min(len(tokens), 3)):
        if tokens[index].low in words.prepositions:
            return phrase_from(stretch, index + 1, words, "source")
    return None
