"""The noun phrase that does the saying: the subject before a reporting verb, or the one after it.

Works on the words of one stretch of the writer's own text (no quotation inside), by word lists and layout; no grammar.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workers.extract.lexicon import LINKS, Lexicon

_TOKEN = re.compile(r"[^\W\d_]\w*(?:[’'.&/-][^\W\d_]\w*){0,6}\.?|\d+(?:[.,]\d+){0,4}(?:-\w+){0,3}|[^\s\w]|\w")
_MODIFIERS = 4
_LONGEST = 14
"""Words in a noun phrase at most."""


class Token(NamedTuple):
    """A word or mark: ``low`` in lower case without a final stop or possessive, with its offsets."""

    low: str
    start: int
    end: int
    capital: bool


class Phrase(NamedTuple):
    """A noun phrase by its offsets; ``rule``: how it was found."""

    start: int
    end: int
    rule: str


def read_tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of ``text[start:end]``."""
    tokens: list[Token] = []
    append, new = tokens.append, tuple.__new__
    at = start
    # What stands between two spaces comes again and again: reading it once costs less than finding its words each time.
    for chunk in text[start:end].split(" "):
        if chunk:
            for low, begin, stop, capital in _read_chunk(chunk):
                append(new(Token, (low, at + begin, at + stop, capital)))
            at += len(chunk)
        at += 1
    return tokens


@lru_cache(maxsize=32_768)
def _read_chunk(chunk: str) -> tuple[tuple[str, int, int, bool], ...]:
    """The words and marks of a text without spaces: each in lower case without a final stop or possessive, its offsets
    (without the stop), and whether it has a capital."""
    found = []
    for match in _TOKEN.finditer(chunk):
        word = match.group()
        low = word.lower()
        stop = match.end()
        length = len(word)
        if length > 1:
            if word[-1] == "." and length > _INITIALS and word.count(".") == 1 and low[:-1] not in _STOPS:
                low = low[:-1]
                stop -= 1
            if low[-2:] in _POSSESSIVE:
                low = low[:-2]
        found.append((low, match.start(), stop, word[0].isupper()))
    return tuple(found)


_POSSESSIVE = frozenset(["’s", "'s"])
_INITIALS = 3
_STOPS = frozenset(["mrs", "sen", "rep", "gov", "prof", "gen", "sgt", "capt"])


def subject_before(tokens: list[Token], verb: int, words: Lexicon, *, participle: bool = False) -> Phrase | None:
    """The subject of the verb at index ``verb``, from the words before it."""
    at = verb - 1
    if participle:
        return _clause_subject(tokens, at, words)
    while at >= 0 and _between(tokens[at], words):
        at -= 1
    if at < 0:
        return None
    low = tokens[at].low
    if low in words.infinitive:
        return _clause_subject(tokens, at - 1, words)
    if low in words.pronouns:
        phrase: Phrase | None = Phrase(tokens[at].start, tokens[at].end, "pronoun")
        return _antecedent(tokens, phrase, at, words) or phrase
    if low in words.relatives:
        at -= 1
        if at >= 0 and tokens[at].low == ",":
            at -= 1
        return _phrase_ending(tokens, at, words, "relative")
    if low in ",–—-)":
        return _before_apposition(tokens, at, words)
    if low in ("and", "but", "or", "und", "aber"):
        return _clause_subject(tokens, at - 1, words)
    phrase = _phrase_ending(tokens, at, words, "before")
    return _antecedent(tokens, phrase, at, words) or phrase


def subject_after(tokens: list[Token], verb: int, words: Lexicon, rule: str = "after") -> Phrase | None:
    """The noun phrase that begins right after index ``verb``."""
    at = verb + 1
    while at < len(tokens) and (
        (_between(tokens[at], words) and tokens[at].low not in words.pronouns) or tokens[at].low in (":", "von", "des")
    ):
        at += 1
    if at >= len(tokens):
        return None
    first = tokens[at]
    if first.low in words.pronouns and not _counts_noun(tokens, at):
        return Phrase(first.start, first.end, "pronoun")
    if not (first.capital or first.low in words.determiners or _is_head(first, words) or first.low[0].isdigit()):
        if not first.low[0].isalpha() or first.low in words.clause or first.low in words.prepositions:
            return None
        if not _leads_to_name(tokens, at + 1, words):
            return None
    stop = at
    while stop < len(tokens) and stop - at < _LONGEST:
        low = tokens[stop].low
        if stop > at and (low in words.pronouns or (low in words.adverbs and not tokens[stop].capital)):
            break
        if not low[0].isalnum():
            break
        if low in words.clause and low not in LINKS and not (stop == at and low in words.articles):
            break
        if low in words.days:
            break
        if low in words.verbs and not tokens[stop].capital and (stop == at or not _opens_noun(tokens[stop - 1], words)):
            break
        stop += 1
    while stop > at and (tokens[stop - 1].low in words.clause or tokens[stop - 1].low in words.determiners):
        stop -= 1
    if stop == at and first.low in words.standing:
        stop += 1
    if stop == at:
        return None
    end = tokens[stop - 1].end
    if stop < len(tokens) and tokens[stop].low == "," and any(_is_head(each, words) for each in tokens[at:stop]):
        name = stop + 1
        while name < len(tokens) and (tokens[name].capital or tokens[name].low in words.particles):
            name += 1
        end = _name_end(tokens, stop + 1, name - 1, words) or end
    return Phrase(first.start, end, rule)


def _leads_to_name(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether a role or a capital follows within a few words: "retired neurosurgeon Ann Smith"."""
    for token in tokens[at : at + _MODIFIERS]:
        if token.capital or _is_head(token, words):
            return True
        if not token.low[0].isalpha() or token.low in words.verbs:
            return False
    return False


def _counts_noun(tokens: list[Token], at: int) -> bool:
    """Whether "one" goes on to a noun: "one former aide"."""
    return tokens[at].low in ("one", "man") and at + 1 < len(tokens) and tokens[at + 1].low[0].isalpha()


def _between(token: Token, words: Lexicon) -> bool:
    """Whether a word may stand between a subject and its verb."""
    low = token.low
    if low in words.adverbs:
        return not token.capital or low in words.days
    return low.endswith(words.adverb_endings) and not token.capital


def _opens_noun(token: Token, words: Lexicon) -> bool:
    """Whether a word that may be a verb is a noun after this one: "the report"."""
    return token.low in words.determiners


def _is_head(token: Token, words: Lexicon) -> bool:
    low = token.low
    return low in words.roles or low in words.sources or (low.endswith("s") and low[:-1] in words.roles)


def _phrase_ending(tokens: list[Token], at: int, words: Lexicon, rule: str) -> Phrase | None:
    """The noun phrase whose last word is at index ``at``."""
    if at < 0 or not (tokens[at].low[0].isalnum() or tokens[at].low == "."):
        return None
    first = at
    if tokens[at].low in words.clause and tokens[at].low not in words.determiners:
        return None
    capital = tokens[at].capital
    while first > 0 and at - first < _LONGEST:
        previous = tokens[first - 1]
        low = previous.low
        if not low[0].isalnum() and low not in "&-":
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
        if capital and not previous.capital and not _is_head(previous, words) and not _modifies(tokens, first, words):
            break
        first -= 1
    return Phrase(tokens[first].start, tokens[at].end, rule)


def _heads(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether the word at ``at`` is a noun that a prepositional phrase may follow: "a spokesman for ..."."""
    return at >= 0 and (_is_head(tokens[at], words) or (tokens[at].capital and tokens[at].low not in words.openers))


def _modifies(tokens: list[Token], first: int, words: Lexicon) -> bool:
    """Whether the lower-case word before index ``first`` goes on with a phrase of modifiers before a name."""
    for back in range(1, 5):
        at = first - 1 - back
        if at < 0:
            return False
        low = tokens[at].low
        if low in words.determiners:
            return True
        if not low[0].isalnum() or low in words.clause or low in words.verbs:
            return False
    return False


def _antecedent(tokens: list[Token], phrase: Phrase | None, at: int, words: Lexicon) -> Phrase | None:
    """Who a relative clause is about that the phrase before the verb ends: "the judge who leads the inquiry promised".
    The clause has a verb of its own and no comma; where that verb reports, what it governs follows it instead."""
    if phrase is None:
        return None
    for index in range(at, max(0, at - _LONGEST), -1):
        token = tokens[index]
        if token.start >= phrase.start:
            continue
        if not token.low[0].isalnum() or token.low in words.verbs:
            return None
        if token.low in words.relatives and token.low not in words.clause:
            who = tokens[index - 1].low
            if tokens[index + 1].start >= phrase.start or who in words.prepositions or who in words.determiners:
                return None
            return _phrase_ending(tokens, index - 1, words, "relative") if who not in words.pronouns else None
    return None


def _before_apposition(tokens: list[Token], at: int, words: Lexicon) -> Phrase | None:
    """The subject before ", 35, a teacher from Ohio," : the first piece of the clause that ends in a name or role."""
    pieces: list[tuple[int, int]] = []
    begin = 0
    for index in range(at + 1):
        if tokens[index].low in ",–—-()":
            if index > begin:
                pieces.append((begin, index - 1))
            begin = index + 1
    for index, (begin, stop) in enumerate(pieces):
        if tokens[begin].low in words.prepositions or tokens[begin].low in words.clause:
            continue
        if begin == stop and tokens[begin].low in words.openers:
            continue
        if tokens[begin].low in words.days or (begin == stop and tokens[stop].end - tokens[stop].start <= _INITIALS):
            continue
        if tokens[stop].capital or _is_head(tokens[stop], words) or tokens[begin].low in words.determiners:
            phrase = _phrase_ending(tokens, stop, words, "apposition")
            head = _last_head(tokens, begin, stop, words)
            end = _name_end(tokens, *pieces[index + 1], words) if head is not None and index + 1 < len(pieces) else None
            if phrase is None or head is None or end is None:
                return phrase
            whole = _phrase_ending(tokens, head, words, "apposition") or phrase
            return Phrase(min(phrase.start, whole.start), end, "apposition")
    for _begin, stop in reversed(pieces):
        if tokens[stop].capital or _is_head(tokens[stop], words):
            return _phrase_ending(tokens, stop, words, "apposition")
    return None


def _last_head(tokens: list[Token], begin: int, stop: int, words: Lexicon) -> int | None:
    """The last role of a piece that ends it, or that a phrase with a preposition follows: "the minister of finance"."""
    for at in range(stop, begin - 1, -1):
        if _is_head(tokens[at], words) and (at == stop or tokens[at + 1].low in words.prepositions):
            return at
    return None


def _name_end(tokens: list[Token], begin: int, stop: int, words: Lexicon) -> int | None:
    """Where a name of two words or more ends that fills the piece: "the finance minister, Ann Smith, said"."""
    if stop <= begin or not all(token.capital or token.low in words.particles for token in tokens[begin : stop + 1]):
        return None
    return tokens[stop].end


def _clause_subject(tokens: list[Token], at: int, words: Lexicon) -> Phrase | None:
    """The first noun phrase of the clause that ends at index ``at``: the subject of "Smith smiled and said"."""
    return first_phrase(tokens[: at + 1], words)


def phrase_before_colon(tokens: list[Token], words: Lexicon) -> Phrase | None:
    """The noun phrase that ends in a capital right before the colon at the end: "Striker Ann Smith:"."""
    if len(tokens) > 1 and tokens[-1].low == ":" and tokens[-2].capital:
        return _phrase_ending(tokens, len(tokens) - 2, words, "colon")
    return None


def first_phrase(tokens: list[Token], words: Lexicon) -> Phrase | None:
    """The first noun phrase that can speak: a pronoun, a name, or a determiner with a role or source noun; not one
    that hangs on a preposition at the start ("In a statement, Smith ...")."""
    return _first_phrase(tokens, words, False) or _first_phrase(tokens, words, True)


def _first_phrase(tokens: list[Token], words: Lexicon, anywhere: bool) -> Phrase | None:
    skipping = False
    for index, token in enumerate(tokens):
        low = token.low
        if low == "," or anywhere:
            skipping = False
            continue
        if low in words.pronouns:
            if not skipping:
                return Phrase(token.start, token.end, "pronoun")
            continue
        if low in words.prepositions and not skipping:
            skipping = True
            continue
        if skipping:
            continue
        named = token.capital and low not in words.openers and low[0].isalpha() and len(low.strip(".")) > 1
        if named or _is_head(token, words):
            stop = index
            while stop + 1 < len(tokens) and (
                tokens[stop + 1].capital
                or (_is_head(tokens[stop + 1], words) and tokens[stop + 1].low not in words.verbs)
                or (tokens[stop + 1].low in words.particles and stop + 2 < len(tokens) and tokens[stop + 2].capital)
            ):
                stop += 1
            if tokens[stop].low in words.days:
                continue
            return _phrase_ending(tokens, stop, words, "clause")
    return None
