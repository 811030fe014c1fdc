"""The language of a text as a BCP 47 tag: by its script, then by its function words, then by its byte n-grams.

Most texts are decided by the first two in some ten microseconds; what they leave open (short, mixed or closely related
languages) goes to a model of n-grams, whose ranking is weighed together with the function words. Words and scripts are
data: ``data/language_words.json``, ``data/language_scripts.json``.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections import defaultdict
from importlib.resources import files
from typing import Any

from workers.extract.ngrams import rank_languages
from workers.model import Language

_DATA = files("workers.extract").joinpath("data")
_WORDS: dict[str, str] = json.loads(_DATA.joinpath("language_words.json").read_text(encoding="utf-8"))
_SCRIPTS: dict[str, Any] = json.loads(_DATA.joinpath("language_scripts.json").read_text(encoding="utf-8"))
_BLOCKS = sorted((int(low, 16), int(high, 16), name) for low, high, name in _SCRIPTS["sole"] + _SCRIPTS["shared"])
_BLOCK_STARTS = [low for low, _, _ in _BLOCKS]
_SHARED = frozenset(name for _, _, name in _SCRIPTS["shared"])
_KIN: dict[str, str] = _SCRIPTS["kin"]

WINDOW = 400
"""How many code points of a text are read."""
_MODEL_WINDOW = 240
_FEWEST_LETTERS = 3
_SAMPLE = 48
_EDGES = ".,;:!?…\"'“”„‚‘’«»‹›()[]{}<>|/–—-*·•。、,।؟،؛"
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = re.compile(r"[^\x00-\u036f\u1e00-\u206f\u2070-\u2e7f\W\d_]")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_CLEAR, _CLEAR_RATIO = 2.5, 2.0
"""Function words decide alone from so many votes on, and with so many times the votes of the next language."""
_VOTE = 1.5
_UNRANKED, _UNKNOWN = -6.0, -4.5
_RANKED = 8
_UNSURE = 0.9
_LATEST_SHARE = 0.3


def _votes_by_word() -> dict[str, tuple[tuple[str, float], ...]]:
    languages: dict[str, list[str]] = defaultdict(list)
    for language, words in _WORDS.items():
        for word in words.split():
            languages[word].append(language)
    return {word: tuple((each, 1 / len(found)) for each in found) for word, found in languages.items()}


_VOTES = _votes_by_word()


def identify(text: str, declared: str | None) -> Language | None:
    """The language of ``text``, or None where it has no letters to tell by. Pure; never raises for any string.

    ``declared``: what the producer says (``en-US``); it stands where the text agrees or is too short to tell.
    """
    window = text[:WINDOW]
    if len(_LETTER.findall(window, 0, 80)) < _FEWEST_LETTERS and len(_LETTER.findall(window)) < _FEWEST_LETTERS:
        return None
    said = _TAG.fullmatch(declared.strip()) if declared else None
    decided = _decide(window)
    if decided is None:
        return Language(tag=_bcp47(declared), confidence=0.5) if said is not None and declared is not None else None
    tag, confidence = decided
    if said is not None and declared is not None:
        agrees = said[1].lower() == tag
        if agrees or confidence < _UNSURE:
            return Language(tag=_bcp47(declared), confidence=max(confidence, 0.9) if agrees else 0.6)
    return Language(tag=tag, confidence=confidence)


def _bcp47(declared: str) -> str:
    first, *rest = declared.strip().replace("_", "-").split("-")
    shaped = (each.upper() if len(each) == 2 else each.title() if len(each) == 4 else each.lower() for each in rest)
    return "-".join((first.lower(), *shaped))


def _decide(window: str) -> tuple[str, float] | None:
    script = None if window.isascii() else _script(window)
    if script is not None and script not in _SHARED:
        return script, 0.99
    votes: dict[str, float] = defaultdict(float)
    for token in window.lower().split():
        found = _VOTES.get(token) or _VOTES.get(token.strip(_EDGES))
        if found is not None:
            for language, vote in found:
                votes[language] += vote
    first, second = _two_best(votes)
    if first[1] >= _CLEAR and first[1] >= _CLEAR_RATIO * second[1]:
        return first[0], round(min(0.99, 0.9 + 0.01 * first[1]), 2)
    return _by_model(window[:_MODEL_WINDOW], votes)


def _two_best(votes: dict[str, float]) -> tuple[tuple[str, float], tuple[str, float]]:
    first = second = ("", 0.0)
    for item in votes.items():
        if item[1] > first[1]:
            first, second = item, first
        elif item[1] > second[1]:
            second = item
    return first, second


def _script(window: str) -> str | None:
    """The language (or the script, where several use it) of the letters that are not Latin; None where few are."""
    letters = _FOREIGN.findall(window)
    if not letters or len(letters) < _LATEST_SHARE * len(_LETTER.findall(window)):
        return None
    counts: dict[str, int] = defaultdict(int)
    for letter in letters[:: max(1, len(letters) // _SAMPLE)]:
        code = ord(letter)
        index = bisect_right(_BLOCK_STARTS, code) - 1
        if index >= 0 and code <= _BLOCKS[index][1]:
            counts[_BLOCKS[index][2]] += 1
    if not counts:
        return None
    best = max(counts, key=lambda each: counts[each])
    if best == "zh" and counts.get("ja", 0) * 12 >= counts["zh"]:
        return "ja"
    if best in ("bn", "he") and any(each in window for each in ("ৰ", "ৱ", "װ", "ײַ")):
        return "as" if best == "bn" else "yi"
    return best


def _by_model(window: str, votes: dict[str, float]) -> tuple[str, float] | None:
    """The model's ranking and the function words together: log-probabilities with votes added."""
    ranked = dict(rank_languages(window)[:_RANKED])
    scores = {language: math.log(max(share, 1e-4)) for language, share in ranked.items()}
    for language, vote in votes.items():
        if language not in scores and vote >= 1.0:
            kin = _KIN.get(language)
            scores[language] = scores.get(kin, _UNKNOWN) - 0.5 if kin is not None else _UNRANKED
    totals = {language: score + _VOTE * votes.get(language, 0.0) for language, score in scores.items()}
    if not totals:
        return None
    best = max(totals, key=lambda each: totals[each])
    top = totals[best]
    share = 1 / math.fsum(math.exp(each - top) for each in totals.values())
    return best, round(min(share, 0.99), 2)
