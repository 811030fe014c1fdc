"""The noun phrase that does the saying: the subject before a reporting verb, or the one after it.

Works on the words of one stretch of the writer's own text (no quotation inside), by word lists and layout; no grammar.
"""

from __future__ import annotations

from workers.extract.lexicon import LINKS, Lexicon
from workers.extract.phrases import LONGEST, first_phrase, is_head, phrase_ending
from workers.extract.tokens import INITIALS, Phrase, Stretch, Token

_MODIFIERS = 4


def subject_before(stretch: Stretch, verb: int, words: Lexicon, *, participle: bool = False) -> Phrase | None:
    """The subject of the verb at index ``verb``, from the words before it."""
    tokens = stretch.tokens
    at = verb - 1
    if participle:
        return _clause_subject(stretch, at, words)
    while at >= 0 and _between(tokens[at], words):
        at -= 1
    if at < 0:
        return None
    low = tokens[at].low
    if low in words.infinitive:
        return _clause_subject(stretch, at - 1, words)
    if low in words.pronouns:
        phrase: Phrase | None = stretch.phrase(at, at, "pronoun")
        return _antecedent(stretch, phrase, at, words) or phrase
    if low in words.relatives:
        at -= 1
        if at >= 0 and tokens[at].low == ",":
            at -= 1
        return phrase_ending(stretch, at, words, "relative")
    if low in ",–—-)":
        return _before_apposition(stretch, at, words)
    if low in ("and", "but", "or", "und", "aber"):
        return _clause_subject(stretch, at - 1, words)
    phrase = phrase_ending(stretch, at, words, "before")
    return _antecedent(stretch, phrase, at, words) or phrase


def subject_after(stretch: Stretch, verb: int, words: Lexicon, rule: str = "after") -> Phrase | None:
    """The noun phrase that begins right after index ``verb``."""
    tokens = stretch.tokens
    at = verb + 1
    while at < len(tokens) and (
        (_between(tokens[at], words) and tokens[at].low not in words.pronouns) or tokens[at].low in (":", "von", "des")
    ):
        at += 1
    if at >= len(tokens):
        return None
    first = tokens[at]
    if first.low in words.pronouns and not _counts_noun(tokens, at):
        return stretch.phrase(at, at, "pronoun")
    if not (first.capital or first.low in words.determiners or is_head(first, words) or first.low[0].isdigit()):
        if not first.low[0].isalpha() or first.low in words.clause or first.low in words.prepositions:
            return None
        if not _leads_to_name(tokens, at + 1, words):
            return None
    stop = at
    while stop < len(tokens) and stop - at < LONGEST:
        low = tokens[stop].low
        if stop > at and (low in words.pronouns or (low in words.adverbs and not tokens[stop].capital)):
            break
        if not tokens[stop].word:
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
    end = stretch.end_of(stop - 1)
    if stop < len(tokens) and tokens[stop].low == "," and any(is_head(each, words) for each in tokens[at:stop]):
        name = stop + 1
        while name < len(tokens) and (tokens[name].capital or tokens[name].low in words.particles):
            name += 1
        end = _name_end(stretch, stop + 1, name - 1, words) or end
    return Phrase(stretch.starts[at], end, rule)


def _leads_to_name(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether a role or a capital follows within a few words: "retired neurosurgeon Ann Smith"."""
    for token in tokens[at : at + _MODIFIERS]:
        if token.capital or is_head(token, words):
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


def _antecedent(stretch: Stretch, phrase: Phrase | None, at: int, words: Lexicon) -> Phrase | None:
    """Who a relative clause is about that the phrase before the verb ends: "the judge who leads the inquiry promised".
    The clause has a verb of its own and no comma; where that verb reports, what it governs follows it instead."""
    if phrase is None:
        return None
    tokens = stretch.tokens
    for index in range(at, max(0, at - LONGEST), -1):
        token = tokens[index]
        if stretch.starts[index] >= phrase.start:
            continue
        if not token.word or token.low in words.verbs:
            return None
        if token.low in words.relatives and token.low not in words.clause:
            who = tokens[index - 1].low
            if stretch.starts[index + 1] >= phrase.start or who in words.prepositions or who in words.determiners:
                return None
            return phrase_ending(stretch, index - 1, words, "relative") if who not in words.pronouns else None
    return None


def _before_apposition(stretch: Stretch, at: int, words: Lexicon) -> Phrase | None:
    """The subject before ", 35, a teacher from Ohio," : the first piece of the clause that ends in a name or role."""
    tokens = stretch.tokens
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
        if tokens[begin].low in words.days or (begin == stop and tokens[stop].length <= INITIALS):
            continue
        if tokens[stop].capital or is_head(tokens[stop], words) or tokens[begin].low in words.determiners:
            phrase = phrase_ending(stretch, stop, words, "apposition")
            head = _last_head(tokens, begin, stop, words)
            end = (
                _name_end(stretch, *pieces[index + 1], words) if head is not None and index + 1 < len(pieces) else None
            )
            if phrase is None or head is None or end is None:
                return phrase
            whole = phrase_ending(stretch, head, words, "apposition") or phrase
            return Phrase(min(phrase.start, whole.start), end, "apposition")
    for _begin, stop in reversed(pieces):
        if tokens[stop].capital or is_head(tokens[stop], words):
            return phrase_ending(stretch, stop, words, "apposition")
    return None


def _last_head(tokens: list[Token], begin: int, stop: int, words: Lexicon) -> int | None:
    """The last role of a piece that ends it, or that a phrase with a preposition follows: "the minister of finance"."""
    for at in range(stop, begin - 1, -1):
        if is_head(tokens[at], words) and (at == stop or tokens[at + 1].low in words.prepositions):
            return at
    return None


def _name_end(stretch: Stretch, begin: int, stop: int, words: Lexicon) -> int | None:
    """Where a name of two words or more ends that fills the piece: "the finance minister, Ann Smith, said"."""
    tokens = stretch.tokens
    if stop <= begin or not all(token.capital or token.low in words.particles for token in tokens[begin : stop + 1]):
        return None
    return stretch.end_of(stop)


def _clause_subject(stretch: Stretch, at: int, words: Lexicon) -> Phrase | None:
    """The first noun phrase of the clause that ends at index ``at``: the subject of "Smith smiled and said"."""
    return first_phrase(stretch, words, at + 1)
