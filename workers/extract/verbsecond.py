"""The subject of a reporting verb in a language whose main clauses have their verb second (German, Dutch).

What stands first decides: where it can be a subject, it is; where it is a phrase with a preposition, an adverb or a
clause, the subject follows the verb. In a subordinate clause the verb is last, and the subject follows the conjunction.
"""

from __future__ import annotations

from workers.extract.casephrases import following_subject, is_article, is_function_word, may_be_subject, phrase_from
from workers.extract.lexicon import Lexicon
from workers.extract.tokens import Phrase, Stretch, Token

_LONGEST = 12


def subject_verb_second(stretch: Stretch, cue: int, words: Lexicon) -> Phrase | None:
    """The subject of the reporting word at index ``cue``, in the words of its sentence."""
    tokens = stretch.tokens
    verb = _finite(tokens, cue, words)
    if is_passive(tokens, verb, cue, words):
        return _agent(stretch, cue, words)
    if _opens_with_clause(tokens, cue, words):
        return following_subject(stretch, 1, words, stop=cue)
    begin = _clause_start(tokens, verb, words)
    if begin < verb and _subordinates(tokens, begin, verb, words):
        return _subordinate(stretch, begin, verb, words)
    while begin < verb and tokens[begin].low in words.focus:
        begin += 1
    if begin < verb and may_be_subject(tokens, begin, words):
        after = _subject_behind(stretch, begin, verb, words)
        if after is not None:
            return after
        found = phrase_from(stretch, begin, words, "before", stop=verb)
        if found is not None:
            return found
    if verb and tokens[verb - 1].low in words.joints:
        return following_subject(stretch, begin, words, stop=verb)
    return following_subject(stretch, verb + 1, words) or following_subject(stretch, begin, words, stop=verb)


def _subject_behind(stretch: Stretch, begin: int, verb: int, words: Lexicon) -> Phrase | None:
    """The subject right behind its verb though a noun phrase stands before it, which is then the object: "Die Reform
    stellte der Minister in Frage". It is plain where it is a pronoun, or a role or a name in the nominative, and the
    noun before names nobody."""
    tokens = stretch.tokens
    if verb + 1 >= len(tokens) or (tokens[begin].low in words.pronouns and not is_article(tokens, begin, words)):
        return None
    before = [token for token in tokens[begin:verb] if token.capital and not is_function_word(token, words)]
    if not before or any(_is_role(token.low, words) or token.low in words.sources for token in before):
        return None
    first = tokens[verb + 1]
    if first.low in words.masculine and first.low in words.pronouns:
        return stretch.phrase(verb + 1, verb + 1, "pronoun")
    if first.low in words.oblique or not (first.low in words.nominative or first.capital):
        return None
    found = phrase_from(stretch, verb + 1, words, "after")
    if found is None:
        return None
    index = verb + 1
    while index < len(tokens) and stretch.starts[index] < found.end:
        if _is_role(tokens[index].low, words):
            return found
        index += 1
    abstract = before[-1].low.endswith(words.abstract) and not before[-1].low.endswith(tuple(words.sources))
    return found if abstract and first.capital and not is_function_word(first, words) else None


def _is_role(low: str, words: Lexicon) -> bool:
    return low in words.roles or (bool(words.heads) and low.endswith(words.heads))


def first_subject(stretch: Stretch, words: Lexicon) -> Phrase | None:
    """The first noun phrase of a sentence that may be its subject, whatever its verb."""
    return following_subject(stretch, 0, words)


def _finite(tokens: list[Token], cue: int, words: Lexicon) -> int:
    """The index of the finite verb: an auxiliary before a participle ("hatte ... erklärt"), else the cue."""
    follows = tokens[cue + 1].low if cue + 1 < len(tokens) else ""
    modal = any(token.low in words.modal for token in tokens[:cue])
    if tokens[cue].low in words.participles and (modal or follows not in words.auxiliaries):
        for index in range(cue - 1, max(-1, cue - 40), -1):
            if tokens[index].low in words.auxiliaries or tokens[index].low in words.modal:
                return index
            if tokens[index].low in (";", ":"):
                break
    return cue


def is_passive(tokens: list[Token], verb: int, cue: int, words: Lexicon) -> bool:
    """Whether a participle is passive: "wurde ... genannt", "genannt wurde", "ist ... genannt worden"."""
    if tokens[cue].low not in words.participles or tokens[cue].low in words.quoted:
        return False
    after = tokens[cue + 1].low if cue + 1 < len(tokens) else ""
    return after == words.been or after in words.passive or (verb != cue and tokens[verb].low in words.passive)


def _agent(stretch: Stretch, cue: int, words: Lexicon) -> Phrase | None:
    """Who does it in a passive: "von Kennern als ... bezeichnet"."""
    tokens = stretch.tokens
    for at in range(cue - 1, -1, -1):
        if tokens[at].low == ",":
            break
        if tokens[at].low in words.agent and at + 1 < cue:
            if tokens[at + 1].low in words.standing:
                return stretch.phrase(at + 1, at + 1, "passive")
            found = phrase_from(stretch, at + 1, words, "passive", stop=cue)
            if found is not None:
                return found
    return None


def _clause_start(tokens: list[Token], verb: int, words: Lexicon) -> int:
    """Where the verb's clause begins: at a subordinating word after the last comma, else at the sentence's start."""
    if verb and tokens[verb - 1].low == ",":
        return 0
    for index in range(verb - 1, max(-1, verb - 25), -1):
        low = tokens[index].low
        if low in (";", ":"):
            return index + 1
        after = tokens[index + 1].low if index + 1 < verb else ""
        if low == "," and after in words.subordinate and not is_article(tokens, index + 1, words):
            return index + 1
        if low == "," and may_be_subject(tokens, index + 1, words) and _has_verb(tokens, index, words):
            return index + 1
        if low in words.joints and index + 2 < verb and tokens[index + 1].low in words.nominative:
            return index + 1
    return 0


def _has_verb(tokens: list[Token], stop: int, words: Lexicon) -> bool:
    """Whether a main clause with a reporting verb of its own stands before the comma at ``stop``."""
    return any(
        token.low in words.verbs and not token.capital and token.low not in words.participles
        for token in tokens[max(0, stop - _LONGEST) : stop]
    )


def _opens_with_clause(tokens: list[Token], cue: int, words: Lexicon) -> bool:
    """Whether the sentence opens with the clause that ends in the reporting verb: "Wie Anna Lund sagte, ..."."""
    first = tokens[0].low
    if first not in words.subordinate or first in words.relatives or cue + 1 >= len(tokens):
        return False
    return tokens[cue + 1].low == ","


def _subordinates(tokens: list[Token], begin: int, verb: int, words: Lexicon) -> bool:
    return begin > 0 and tokens[begin].low in words.subordinate and tokens[begin - 1].low == ","


def _subordinate(stretch: Stretch, begin: int, verb: int, words: Lexicon) -> Phrase | None:
    """A relative pronoun's antecedent, else the first noun phrase after the conjunction."""
    tokens = stretch.tokens
    if tokens[begin].low in words.relatives and not (begin + 1 < verb and _names(tokens[begin + 1], words)):
        for at in range(begin - 2, max(-1, begin - 14), -1):
            if tokens[at].low in words.nominative or at == 0:
                return phrase_from(stretch, at, words, "relative", stop=begin - 1)
            if tokens[at].capital and at and not tokens[at - 1].capital and tokens[at - 1].low not in words.determiners:
                found = phrase_from(stretch, at, words, "relative", stop=begin - 1)
                if found is not None:
                    return found
        return None
    return following_subject(stretch, begin + 1, words, stop=verb)


def _names(token: Token, words: Lexicon) -> bool:
    """Whether a word right after a relative pronoun is the subject itself: "die Anna Lund erklärt hatte"."""
    return token.low in words.pronouns or (token.capital and not is_function_word(token, words))
