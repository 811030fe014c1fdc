"""What an expression is counted from: the article's clock, or what the text named before it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from workers.dates.arithmetic import first_day, unit_of
from workers.dates.grammar import Grammar
from workers.dates.tokens import SPLIT, Tokens
from workers.model import Anchor, Article, Basis, Role, TimexType

STRAY = 30
"""Years from the middle of a narrative at which a lone year no longer moves it."""

SPARSE = 3000
"""Code points of text a named day ("yesterday", "Tuesday") below which it is an essay."""

FEW = 4
"""Full years that a text must name to be taken for a narrative."""


class Reading(NamedTuple):
    """What a rule made of an expression. ``value`` None: recognized, but nothing to count it from.

    ``leads``: whether later expressions may hang on it; a comparison ("a year earlier") does not move the story.
    """

    type: TimexType
    value: str | None
    basis: Basis
    mod: str | None = None
    anchor: Anchor | None = None
    ambiguous: tuple[str, ...] = ()
    leads: bool = True


class Mentioned:
    """A date that the text has named: its value, its unit (``arithmetic.unit_of``) and span."""

    __slots__ = ("end", "start", "unit", "value")

    def __init__(self, value: str, unit: str, start: int, end: int) -> None:
        self.value = value
        self.unit = unit
        self.start = start
        self.end = end

    def anchor(self) -> Anchor:
        """This mention as what a later expression is counted from."""
        return Anchor(value=self.value, origin="text", start=self.start, end=self.end)


class Context:
    """The state of one article's reading, from left to right."""

    __slots__ = (
        "_clock",
        "_day",
        "_day_first",
        "_essay",
        "_last",
        "_mentions",
        "_named_words",
        "_segment",
        "article",
        "grammar",
        "middle",
        "narrative",
        "today",
        "tokens",
    )

    def __init__(self, article: Article, grammar: Grammar, tokens: Tokens) -> None:
        self.article = article
        self.grammar = grammar
        self.tokens = tokens
        self.today = clock_day(article)
        self._clock: tuple[date, Anchor] | None = None
        self._named_words: frozenset[str] | None = None
        self._day_first: bool | None = None
        self._essay: bool | None = None
        self._mentions: list[tuple[str, int, int]] = []
        self._last: Mentioned | None = None
        self._day: Mentioned | None = None
        self._segment = 0
        self.middle = 0
        self.narrative = self.today is None
        count = len(grammar.years.findall(tokens.classes))
        if self.narrative or count >= FEW:
            years = sorted([int(tokens.parts[each.start()]) for each in grammar.years.finditer(tokens.classes)])
            self.middle = years[count // 2] if count else 0
            if self.today is not None:
                self.narrative = is_narrative(years, article, tokens, grammar, self.today.year)

    def mention(self, value: str, start: int, end: int) -> None:
        """Note a resolved DATE or TIME, for what hangs on it later; it is looked at when something does."""
        self._mentions.append((value, start, end))

    @property
    def last(self) -> Mentioned | None:
        """The last date that the text named so far."""
        if self._mentions:
            self._settle()
        return self._last

    @property
    def day(self) -> Mentioned | None:
        """The last of them that names a day."""
        if self._mentions:
            self._settle()
        return self._day

    def _settle(self) -> None:
        for value, start, end in self._mentions:
            unit = unit_of(value)
            if unit is None or unit in ("CE", "DE"):
                continue
            if unit == "Y" and self.narrative and abs(int(value) - self.middle) > STRAY and self._last is not None:
                # A lone year far from all the others is an aside ("as in 1812"): the story goes on where it was.
                continue
            self._last = Mentioned(value, unit, start, end)
            if unit == "D":
                self._day = self._last
        self._mentions.clear()

    def role_at(self, position: int) -> Role:
        """The role of the segment at ``position``, which is never before one asked for earlier."""
        starts, segments = self.article.starts, self.article.segments
        index = self._segment
        while index + 1 < len(starts) and starts[index + 1] <= position:
            index += 1
        self._segment = index
        return segments[index].role if segments else Role.BODY

    def day_first(self) -> bool:
        """Whether "03/04/2022" is read with the day first: as the text's other dates in figures show, else as the
        source's country writes, else as the language does."""
        if self._day_first is None:
            self._day_first = self._order()
        return self._day_first

    def essay(self) -> bool:
        """Whether "today" is nowadays: a long text that names hardly any day does not report from one."""
        if self._essay is None:
            size, tokens, today = len(self.article.text), self.tokens, self.grammar.tables.get("DEIXIS", {})
            days = [tokens.parts[each.start()].lower() for each in self.grammar.days.finditer(tokens.classes)]
            self._essay = size >= SPARSE and sum([today.get(each) != "0" for each in days]) * SPARSE < size
        return self._essay

    def _order(self) -> bool:
        parts = self.tokens.parts
        votes = 0
        for found in self.grammar.figures.finditer(self.tokens.classes):
            first, second = int(parts[found.start()]), int(parts[found.start() + 2])
            votes += (first > 12) - (second > 12)
        if votes:
            return votes > 0
        country = self.article.source.country if self.article.source is not None else None
        if country is not None:
            return country.upper() not in self.grammar.month_first
        return self.grammar.day_first

    def named_words(self) -> frozenset[str]:
        """The words of two-way spelling ("May") that stand after a capitalized word somewhere in the text."""
        if self._named_words is None:
            parts = SPLIT(self.article.text)
            self._named_words = frozenset(
                parts[index]
                for index in range(2, len(parts), 2)
                if parts[index].lower() in self.grammar.capital
                and parts[index][:1].isupper()
                and parts[index - 1] in (" ", ". ")
                and parts[index - 2][:1].isupper()
                and parts[index - 2].lower() not in self.grammar.lexicon.values.get("PREP", ())
            )
        return self._named_words

    def clock(self) -> tuple[date, Anchor] | None:
        """The article's day and its anchor, or None where it has none."""
        if self._clock is None and self.today is not None and self.article.clock is not None:
            clock = self.article.clock
            self._clock = self.today, Anchor(value=clock.value, origin=clock.origin)
        return self._clock

    def ahead(self, mentioned: Mentioned) -> bool:
        """Whether a date that the text named begins after its clock's day."""
        return self.today is not None and first_day(mentioned.value) > self.today

    def spoken(self, *, day: bool = False) -> tuple[date, Anchor] | None:
        """What "last year" or "Tuesday" is counted from: the clock; in a narrative the last date named.

        ``day``: only a date that names a day will do in a narrative (a weekday is not counted from "1965").
        """
        last = self.day if day else self.last
        if self.narrative and last is not None:
            return first_day(last.value), last.anchor()
        return self.clock()

    def named(self) -> tuple[date, Anchor, str] | None:
        """What "the next day" or "a year earlier" is counted from: the last date named, else the clock; its value."""
        if self.last is not None:
            return first_day(self.last.value), self.last.anchor(), self.last.value
        found = self.clock()
        return None if found is None else (*found, found[0].isoformat())


def clock_day(article: Article) -> date | None:
    """The day of the article's clock, or None where there is none or it is no day of the calendar."""
    clock = article.clock
    if clock is None:
        return None
    value = clock.value[:10]
    if len(value) < 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def is_narrative(years: list[int], article: Article, tokens: Tokens, grammar: Grammar, year: int) -> bool:
    """Whether the text tells of another time than its clock's: the full years it names lie mostly far from the clock,
    and it hardly speaks of today, yesterday or weekdays, nor reports what somebody "said"."""
    far = sum([each < year for each in years])
    near = len(years) - far
    spoken = len(grammar.deictics.findall(tokens.classes))
    if len(years) < FEW or far <= 2 * (near + spoken):
        return False
    return far > 2 * (near + spoken + sum([article.folded.count(each) for each in grammar.told]))
