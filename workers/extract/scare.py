"""What stands in marks and is nobody's words: titles, names, so-called things."""

from __future__ import annotations

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import DOUBLE, Marked
from workers.extract.passage import Passage

_REACH = 400
_NEAR = 3
"""Words between a reporting word and what it names: "called her the"."""
_SHORT = 3
_NAME_WORDS = 4
_TITLE_WORDS = 12


def is_name(
    text: str, sentence: tuple[int, int], quote: Marked, cue: Reporting | None, reports: Reports, words: Lexicon
) -> bool:
    """Whether what is in marks is a title or a name, and nobody's words."""
    parts = text[quote.start : quote.end].strip(",.;").split()
    gap = text[cue.end : quote.outer_start].lower().split() if cue is not None else []
    after = text[quote.outer_end : quote.outer_end + 2]
    if after[:1] == "-" and after[1:].isalpha():
        return True
    if cue is not None and len(parts) <= _NAME_WORDS:
        if (
            cue.form.kind == "object"
            and len(gap) <= _NEAR
            and (parts[0][:1].isupper() or "." in parts[0][:-1])
            and "," not in "".join(gap)
        ):
            return True
        if cue.form.kind == "speech" and len(gap) == 1 and gap[0] in words.nominative:
            return True
    if not parts or text[quote.end - 1] in "!?" or not (parts[0][0].isupper() or parts[0][0].isdigit()):
        return False
    if words.capital_nouns:
        return _is_noun(text, sentence, quote, parts, cue, gap, reports, words)
    aside = any(word in words.aside or word.endswith(("’s", "'s")) for word in gap)
    if cue is not None and len(gap) <= _NEAR and not aside:
        return False
    return len(parts) <= _TITLE_WORDS and all(_in_title(part, words) for part in parts)


def _in_title(word: str, words: Lexicon) -> bool:
    """Whether a word has a capital, or is one of those that have none in a title."""
    if word[0].isupper() or word[0].isdigit() or not word[0].isalpha():
        return True
    low = word.lower()
    return low in words.prepositions or low in words.determiners or low in words.clause


def _is_noun(
    text: str,
    sentence: tuple[int, int],
    quote: Marked,
    parts: list[str],
    cue: Reporting | None,
    gap: list[str],
    reports: Reports,
    words: Lexicon,
) -> bool:
    """The same where every noun has a capital: by what stands before the marks."""
    before = text[max(sentence[0], quote.outer_start - 40) : quote.outer_start].split()
    if not before or before[-1].endswith((":", ",")) or text[quote.end - 1] in ".,":
        return False
    if cue is not None and (
        before[-1].lower() in words.indefinite or (len(gap) <= _NEAR and gap[-1:] and gap[-1] in words.prepositions)
    ):
        return False
    if (cue is not None and (cue.form.kind == "label" or len(gap) <= 1)) or _named_by(
        text, sentence, quote, reports, words
    ):
        return False
    return len(parts) <= _NAME_WORDS or before[-1][0].isupper()


def _named_by(text: str, sentence: tuple[int, int], quote: Marked, reports: Reports, words: Lexicon) -> bool:
    """Whether "as" stands before the quotation and a verb that judges after it: "als „falsch“ bezeichnet"."""
    before = text[max(0, quote.outer_start - 24) : quote.outer_start].lower().split()
    if not any(word in words.naming for word in before[-2:]):
        return False
    stop = min(sentence[1], quote.outer_end + _REACH)
    return bool(reports.between(quote.outer_end, stop))


def is_reported(passage: Passage, sentence: tuple[int, int], quote: Marked, words: Lexicon) -> bool:
    """Whether the verb's mood says that others' words are reported, though no verb does: "sei", "habe"."""
    subjunctive = words.subjunctive
    if not subjunctive:
        return False
    own = passage.own_words(max(sentence[0], quote.outer_start - _REACH), min(sentence[1], quote.outer_end + _REACH))
    return any(token.low in subjunctive for token in own.tokens)


def stands_alone(text: str, quote: Marked) -> bool:
    """Whether a quotation is a sentence of its own."""
    inner = text[quote.start : quote.end]
    return (
        quote.mark in DOUBLE
        and inner[:1].isupper()
        and (inner[-1:] in ".?!…,;:" or not quote.closed or text[quote.outer_end : quote.outer_end + 1] == ".")
        and inner.count(" ") >= _SHORT - 1
    )
