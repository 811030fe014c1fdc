"""Figures: numbers with what they count. ``find_figures`` is the extractor behind the event's ``figures``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from workers.extract.figure_words import OWN_KINDS, FigureWords, figure_words
from workers.extract.numbers import tidy
from workers.extract.outcomes import Hit, Outcome, Outcomes
from workers.extract.readings import Counted, read_numbers, with_singles
from workers.model import Article, Cue, Figure, Limits

_LIMIT = Limits().matches
_STOP = re.compile(r"[.!?;\n]")
_OF_THINGS = frozenset(["killed", "affected", "evacuated", "displaced"])
"""Kinds that things and animals can be of."""


def find_figures(article: Article) -> tuple[Figure, ...]:
    """Every figure of the article in the order of the text.

    ``over`` and ``at_least`` give ``low`` alone, ``under`` and ``at_most`` ``high`` alone; ``exact``, ``about`` and
    ``nearly`` give the number as both; ``range`` its two ends. "Dozens", "scores", "hundreds", "thousands" are
    ``at_least`` the least that the plural can mean: 24, 40, 200, 2,000. Shares ("two-thirds") are percent, to two
    decimals. ``unit`` is the noun in the singular, "people" for persons of no kind, ``percent``, ``percentage point``
    or the currency's code. ``text`` runs from the bound through the unit.
    """
    words = figure_words(article.language.tag if article.language else None)
    folded = article.folded
    hits = _hits(folded, words)
    outcomes = Outcomes(folded, hits, words)
    counted = with_singles(read_numbers(article.text, folded, hits, words), outcomes)
    if not counted:
        return ()
    return _kinds(article, counted, outcomes, words)


def _hits(folded: str, words: FigureWords) -> list[Hit]:
    """The lexicon's words that stand as words."""
    found: list[Hit] = []
    size = len(folded)
    table = words.words
    for index, start, end in words.automaton.find_matches_as_indexes(folded):
        if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
            continue
        found.append(Hit(start, end, table[index]))
        if len(found) >= 4 * _LIMIT:
            break
    return found


def _kinds(article: Article, counted: list[Counted], outcomes: Outcomes, words: FigureWords) -> tuple[Figure, ...]:
    """The figures among the numbers: those with a kind, or with a noun that they plainly count."""
    folded = article.folded
    stops = _stops(folded)
    found: list[Figure | None] = [None] * len(counted)
    linked: list[str | None] = [None] * len(counted)
    for index, each in enumerate(counted):
        where = bisect_right(stops, each.start)
        floor = stops[where - 1] if where else 0
        last = bisect_left(stops, each.end)
        stop = stops[last] if last < len(stops) else len(folded)
        before = counted[index - 1].end if index else 0
        after = counted[index + 1].start if index + 1 < len(counted) else stop
        outcome = None
        if each.fused is None:
            outcome = outcomes.after(each.end, min(stop, after)) or outcomes.before(each.start, max(floor, before))
        kind = _kind(each, outcome, words)
        linked_to = False
        if kind is None and index and before >= floor and folded[before : each.start].strip(" ,") in words.sets["link"]:
            previous = found[index - 1]
            if previous is not None and each.unit is not None and each.unit.person and linked[index - 1]:
                kind = linked[index - 1]
                linked_to = True
        linked[index] = outcome.kind if outcome else kind if linked_to else None
        found[index] = _figure(article, each, outcome, kind, words)
    return tuple(figure for figure in _backward(article, counted, found, words) if figure is not None)


def _stops(folded: str) -> list[int]:
    """Where sentences or lines end."""
    found = []
    for match in _STOP.finditer(folded):
        at = match.start()
        if folded[at] == "\n" or folded[at + 1 : at + 2].isspace():
            found.append(at)
    return found


def _kind(each: Counted, outcome: Outcome | None, words: FigureWords) -> str | None:
    if each.currency is not None:
        return "money"
    if each.fused is not None:
        return "percent"
    own = words.nouns.get(each.unit.noun) if each.unit is not None else None
    if own in OWN_KINDS:
        return own if each.high != 1 or outcome is not None else None
    if outcome is not None:
        return outcome.kind if _may_be(each, outcome.kind) else None
    return own


def _may_be(each: Counted, kind: str) -> bool:
    """Whether what is counted can have become that: only people are arrested, but a flood affects houses too."""
    return each.unit is None or each.unit.person or kind in _OF_THINGS


def _backward(
    article: Article, counted: list[Counted], found: list[Figure | None], words: FigureWords
) -> list[Figure | None]:
    """Kinds carried back over "and" ("five Germans and two Poles were among the injured"), and "other" for the rest."""
    for index in range(len(counted) - 1, -1, -1):
        if found[index] is not None:
            continue
        each = counted[index]
        if each.unit is None:
            continue
        kind = "other"
        if index + 1 < len(counted) and each.unit.person:
            following = found[index + 1]
            gap = article.folded[each.end : counted[index + 1].start].strip(" ,")
            if following is not None and gap in words.sets["link"] and following.cue is not None:
                kind = following.kind
        if kind == "other" and (each.high == 1 or each.rule == "none" or each.year):
            continue
        found[index] = _figure(article, each, None, kind, words)
    return found


def _figure(
    article: Article, each: Counted, outcome: Outcome | None, kind: str | None, words: FigureWords
) -> Figure | None:
    if kind is None:
        return None
    start, low, high = each.start, each.low, each.high
    unit = each.fused or _unit_of(each, words)
    if outcome is not None and outcome.also_from is not None:
        start, low, high, unit = outcome.also_from, low + 1, high + 1, "people"
    text = article.text
    cue = None
    if outcome is not None and kind not in ("money", "percent"):
        hit = outcome.hit
        cue = Cue(text=text[hit.start : hit.end], start=hit.start, end=hit.end, lemma=outcome.lemma)
    bound = each.bound
    return Figure(
        text=text[start : each.end],
        start=start,
        end=each.end,
        low=None if bound in ("under", "at_most") else tidy(low),
        high=None if bound in ("over", "at_least") else tidy(high),
        bound=bound,
        unit=unit,
        kind=kind,
        segment=article.role_at(start),
        cue=cue,
        currency=each.currency,
        rule=each.rule,
    )


def _unit_of(each: Counted, words: FigureWords) -> str:
    """ "people" where no noun is given, or one that says what became of them ("57 deaths")."""
    if each.unit is None or each.unit.noun in words.sets["outcomes"]:
        return "people"
    return each.unit.name
