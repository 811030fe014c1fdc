"""Figures: numbers with what they count. ``find_figures`` is the extractor behind the event's ``figures``."""

from __future__ import annotations

from workers.extract.counted import singular
from workers.extract.figure_passages import Passage, passages
from workers.extract.figure_words import OWN_KINDS, FigureWords, figure_words
from workers.extract.numbers import tidy
from workers.extract.outcomes import Outcome, Outcomes
from workers.extract.readings import Counted, read_numbers, with_singles
from workers.model import Article, Cue, Figure, Limits

_LIMIT = Limits().matches
_PAIR, _PARALLEL, _AHEAD = 2, 5, 40
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
    found: list[Figure] = []
    for passage in passages(article, words):
        found.extend(_of_passage(passage, words))
        if len(found) >= _LIMIT:
            break
    return tuple(found[:_LIMIT])


def _of_passage(passage: Passage, words: FigureWords) -> list[Figure]:
    """The figures among a passage's numbers: those with a kind, or with a noun that they plainly count."""
    counted = read_numbers(passage, words)
    if not passage.outcomes and not passage.of_remains:
        return [
            _figure(passage, each, None, kind, words)
            for each in counted
            if (kind := _kind(each, None, words) or _other(each)) is not None
        ]
    outcomes = Outcomes(passage.folded, passage.outcomes, words) if passage.outcomes else None
    if outcomes is not None:
        counted = with_singles(counted, outcomes)
    if not counted:
        return []
    of_remains = Outcomes(passage.folded, passage.of_remains, words) if passage.of_remains else None
    found: list[Figure | None] = [None] * len(counted)
    linked: list[str | None] = [None] * len(counted)
    before = 0
    for index, each in enumerate(counted):
        outcome = None
        if each.fused is None and (outcomes is not None or of_remains is not None):
            after = counted[index + 1].start if index + 1 < len(counted) else len(passage.folded)
            if of_remains is not None and each.unit is not None and each.unit.noun in words.sets["remains"]:
                outcome = of_remains.around(each.start, each.end, before, after)
            if outcome is None and outcomes is not None:
                outcome = outcomes.around(each.start, each.end, before, after)
        kind = _kind(each, outcome, words)
        if outcome is not None:
            linked[index] = outcome.kind
        elif (
            kind is None
            and index
            and linked[index - 1]
            and found[index - 1] is not None
            and _is_person(each)
            and (
                passage.folded[before : each.start].strip(" ,") in words.sets["link"]
                or _is_parallel(passage, before, each, words)
            )
        ):
            kind = linked[index] = linked[index - 1]
        if kind is not None:
            found[index] = _figure(passage, each, outcome, kind, words)
        before = each.end
    _carry_back(passage, counted, found, words)
    return [figure for figure in found if figure is not None]


def _kind(each: Counted, outcome: Outcome | None, words: FigureWords) -> str | None:
    if each.currency is not None:
        return "money"
    if each.fused is not None:
        return "percent"
    own = words.nouns.get(each.unit.noun) if each.unit is not None else None
    if own in OWN_KINDS:
        return own if each.high != 1 or outcome is not None else None
    if outcome is not None:
        return outcome.kind if _may_be(each, outcome) else own
    return own


def _may_be(each: Counted, outcome: Outcome) -> bool:
    """Whether what is counted can have become that: only people are arrested, but a flood affects houses too."""
    if each.unit is None:
        return True
    return each.unit.person or (outcome.kind in _OF_THINGS and not outcome.hit.word.of_people)


def _is_parallel(passage: Passage, before: int, each: Counted, words: FigureWords) -> bool:
    """Whether the figure before and this one are told of two places alike: "12 people in Lviv and five in Kharkiv"."""
    gap = passage.text[before : each.start].split()
    following = passage.text[each.end : each.end + _AHEAD].split(None, 2)[:2]
    return (
        _PAIR < len(gap) <= _PARALLEL
        and gap[-1] in words.sets["link"]
        and all(word[0].isupper() and word.isalpha() for word in gap[1:-1])
        and gap[0] in words.sets["where"]
        and len(following) == _PAIR
        and following[0] in words.sets["where"]
        and following[1][0].isupper()
    )


def _is_person(each: Counted) -> bool:
    return each.unit is not None and each.unit.person


def _other(each: Counted) -> str | None:
    """ "other" for a number that plainly counts a noun."""
    plainly = each.unit is not None and each.high != 1 and each.rule != "none" and not each.year
    return "other" if plainly else None


def _carry_back(passage: Passage, counted: list[Counted], found: list[Figure | None], words: FigureWords) -> None:
    """Kinds carried back over "and" ("five Germans and two Poles were among the injured"), and "other" for the rest."""
    for index in range(len(counted) - 1, -1, -1):
        each = counted[index]
        if found[index] is not None or each.unit is None:
            continue
        kind = _other(each)
        if each.unit.person and index + 1 < len(counted):
            following = found[index + 1]
            if following is not None and following.cue is not None:
                gap = passage.folded[each.end : counted[index + 1].start].strip(" ,")
                kind = following.kind if gap in words.sets["link"] else kind
        if kind is not None:
            found[index] = _figure(passage, each, None, kind, words)


def _figure(passage: Passage, each: Counted, outcome: Outcome | None, kind: str, words: FigureWords) -> Figure:
    """The number as it is given out, with its offsets in the article."""
    start, end, low, high = each.start, each.end, each.low, each.high
    unit = each.fused or _unit_of(each, outcome, words)
    if outcome is not None and outcome.also_from is not None:
        start, low, high, unit = outcome.also_from, low + 1, high + 1, "people"
    text, base = passage.text, passage.base
    cue = None
    if outcome is not None and kind not in ("money", "percent"):
        at, to, _ = outcome.hit
        cue = Cue(text=text[at:to], start=base + at, end=base + to, lemma=outcome.lemma)
    bound = each.bound
    least = tidy(low)
    most = least if low == high else tidy(high)
    return Figure(
        text=text[start:end],
        start=base + start,
        end=base + end,
        low=None if bound in ("under", "at_most") else least,
        high=None if bound in ("over", "at_least") else most,
        bound=bound,
        unit=unit,
        kind=kind,
        segment=passage.role,
        cue=cue,
        currency=each.currency,
        rule=each.rule,
    )


def _unit_of(each: Counted, outcome: Outcome | None, words: FigureWords) -> str:
    """ "people" where no noun is given, or one that says what became of them ("57 deaths", bodies recovered)."""
    unit = each.unit
    if unit is None or not unit.form or unit.noun in words.sets["outcomes"]:
        return "people"
    if outcome is not None and unit.noun in words.sets["remains"]:
        return "people"
    return singular(unit.form, words)
