"""What stands in marks and is nobody's words: titles, names, so-called things."""

from __future__ import annotations

from workers.extract.cues import Reporting, Reports
from workers.extract.lexicon import Lexicon
from workers.extract.marks import DOUBLE, Marked
from workers.extract.passage import Passage

_REACH = 400
_BEFORE = 40
_NEAR = 3
"""Words between a reporting word and what it names: "called her the"."""
_SHORT = 3
_ABOUT = 6
"""Words between a reporting word and the preposition before what it says, at most."""
_NAME_WORDS = 4
_TITLE_WORDS = 12


def is_name(
    passage: Passage,
    sentence: tuple[int, int],
    quote: Marked,
    cue: Reporting | None,
    reports: Reports,
    words: Lexicon,
) -> bool:
    """Whether what is in marks is a title or a name, and nobody's words."""
    text = passage.text
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
    if cue is not None and words.called:
        subject = text[max(sentence[0], cue.start - _BEFORE) : cue.start].rstrip().lower()
        if subject.endswith(words.called):
            return True
    if not parts or text[quote.end - 1] in "!?" or not (parts[0][0].isupper() or parts[0][0].isdigit()):
        return False
    if words.capital_nouns:
        reported = is_reported(passage, sentence, quote, words.subjunctive - words.modal)
        return _is_noun(text, sentence, quote, parts, cue, gap, reports, words, reported)
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


def is_title(text: str, sentence: tuple[int, int], quote: Marked, words: Lexicon) -> bool:
    """Where every noun has a capital: whether what is in marks is a name by itself, as several words that all have one
    are, or by the noun before it ("der Film „...“"), or stands short in brackets."""
    before = text[max(sentence[0], quote.outer_start - _BEFORE) : quote.outer_start].rstrip()
    if not before:
        return False
    parts = text[quote.start : quote.end].split()
    ended = text[quote.end - 1] in ".,!?"
    if before.rfind("(") > before.rfind(")"):
        return len(parts) <= _NAME_WORDS and not ended
    if before[-1] in ":,;":
        return False
    last = before.split()
    if last[-1].lower() in words.titled:
        return True
    if last[-1].lower() in words.naming and len(last) > 1 and last[-2].lower() in words.articles:
        return True
    return not ended and 1 < len(parts) <= _TITLE_WORDS and _is_named(parts, words)


def _is_named(parts: list[str], words: Lexicon) -> bool:
    """Whether all words have a capital but prepositions between them."""
    if not (parts[0][0].isupper() and parts[-1][0].isupper()):
        return False
    return all(part[0].isupper() or not part[0].isalpha() or part in words.prepositions for part in parts)


def _is_noun(
    text: str,
    sentence: tuple[int, int],
    quote: Marked,
    parts: list[str],
    cue: Reporting | None,
    gap: list[str],
    reports: Reports,
    words: Lexicon,
    reported: bool,
) -> bool:
    """The same by what stands before the marks."""
    before = text[max(sentence[0], quote.outer_start - _BEFORE) : quote.outer_start].split()
    if not before or before[-1].endswith((":", ",")) or text[quote.end - 1] in ".,":
        return False
    last = before[-1].lower()
    if cue is not None:
        if cue.form.kind == "label":
            return any(word in words.impersonal for word in gap)
        if len(gap) <= 1 or last in words.indefinite or last in words.naming:
            return False
        if len(gap) <= _ABOUT and not words.content.isdisjoint(gap[-2:]) and last not in words.nominative:
            return False
    if _named_by(text, sentence, quote, reports, words) or (reported and before[-1].islower()):
        return False
    return len(parts) <= _NAME_WORDS or (before[-1][0].isupper() and cue is None and not reported)


def _named_by(text: str, sentence: tuple[int, int], quote: Marked, reports: Reports, words: Lexicon) -> bool:
    """Whether "as" stands before the quotation and a verb that judges after it: "als „falsch“ bezeichnet"."""
    before = text[max(0, quote.outer_start - 24) : quote.outer_start].lower().split()
    if not any(word in words.naming for word in before[-2:]):
        return False
    stop = min(sentence[1], quote.outer_end + _REACH)
    return bool(reports.between(quote.outer_end, stop))


def is_reported(passage: Passage, sentence: tuple[int, int], quote: Marked, subjunctive: frozenset[str]) -> bool:
    """Whether the verb's mood says that others' words are reported, though no verb does: "sei", "habe"."""
    if not subjunctive:
        return False
    own = passage.own_words(max(sentence[0], quote.outer_start - _REACH), min(sentence[1], quote.outer_end + _REACH))
    return any(token.low in subjunctive for token in own.tokens)


def is_short(text: str, quote: Marked) -> bool:
    """Whether a quotation is a few words and no sentence."""
    return text[quote.end - 1] not in ".?!…" and text.count(" ", quote.start, quote.end) < _NAME_WORDS


def stands_alone(text: str, quote: Marked) -> bool:
    """Whether a quotation is a sentence of its own."""
    inner = text[quote.start : quote.end]
    return (
        quote.mark in DOUBLE
        and inner[:1].isupper()
        and (inner[-1:] in ".?!…,;:" or not quote.closed or text[quote.outer_end : quote.outer_end + 1] == ".")
        and inner.count(" ") >= _SHORT - 1
    )
