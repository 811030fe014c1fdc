"""Date and time expressions in an article's text as TIMEX3 values.

One pass: the stretches where an expression may stand (``looks``) become a string of class characters (``tokens``), the
language's grammar finds expressions in it (``grammar``, ``choice``), and each rule's resolver gives the value, counted
from the article's clock or from what the text named before (``context``). Linear in the length of the text; a language
is a data file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from workers.dates import clock_rules, day_rules, period_rules, span_rules
from workers.dates.context import Context, Reading
from workers.dates.grammar import Grammar, read_grammar
from workers.dates.groups import Groups
from workers.dates.lexicon import DATA
from workers.dates.looks import look
from workers.dates.names import is_title
from workers.model import Article, Limits, Timex

Resolver = Callable[[Groups, Context], Reading | None]

RESOLVERS: dict[str, Resolver] = {
    "date": day_rules.read_date,
    "nth": day_rules.read_nth,
    "numeric": day_rules.read_numeric,
    "weekday": day_rules.read_weekday,
    "deixis": day_rules.read_deixis,
    "relative": period_rules.read_relative,
    "quarter": period_rules.read_quarter,
    "season": period_rules.read_season,
    "decade": period_rules.read_decade,
    "century": period_rules.read_century,
    "holiday": day_rules.read_holiday,
    "clock": clock_rules.read_clock,
    "part": clock_rules.read_part,
    "duration": span_rules.read_duration,
    "set": span_rules.read_set,
    "offset": span_rules.read_offset,
    "ref": span_rules.read_ref,
}

LANGUAGES = tuple(
    sorted(path.name[:2] for path in DATA.iterdir() if len(path.name) == 7 and path.name.endswith(".toml"))
)
FALLBACK = "en"
FIGURES = "und"
MATCHES = Limits().matches
LEADING = ("DATE", "TIME")
"""The types on which a later expression may hang."""


def grammar_of(tag: str) -> Grammar:
    """The grammar of a language tag (its part before the hyphen); dates in figures only where there is none for it.

    Read once a process: English takes about 0.2 s, the others less.
    """
    primary = tag.split("-")[0].lower()
    return _grammar(primary if primary in LANGUAGES else FIGURES)


_grammar = cache(read_grammar)


def find_dates(article: Article) -> tuple[Timex, ...]:
    """Every date and time expression of ``article.text``, in order, none overlapping another.

    Offsets are code points. ``value`` is None where the expression needs a clock or an earlier date and there is none.
    """
    grammar = grammar_of(article.language.tag if article.language is not None else FALLBACK)
    tokens = look(article.text, article.folded, grammar.characters, grammar.words, grammar.cues)
    classes = tokens.classes
    if not classes:
        return ()
    context = Context(article, grammar, tokens)
    choice = grammar.choice
    found: list[Timex] = []
    reached = 0
    for candidate in grammar.starts.finditer(classes):
        at = candidate.start()
        if at < reached:
            continue
        for rule in choice.able(classes, at):
            match = rule.match(classes, at)
            if match is not None and match.end() > at:
                break
        else:
            continue
        if tokens.within_number(at):
            continue
        resolver = RESOLVERS.get(rule.resolver)
        if resolver is None:
            reached = match.end()
            continue
        groups = Groups(rule, match, tokens.parts, grammar)
        try:
            reading = None if rule.titled and is_title(groups, context) else resolver(groups, context)
        except (ValueError, OverflowError):
            # Outside the calendar (a year 0 or 10000, a 31 February): not a date.
            reading = None
        if reading is None:
            continue
        reached = match.end()
        found.append(_timex(article, context, at, reached, rule.name, reading))
        if len(found) >= MATCHES:
            break
    return tuple(found)


def _timex(article: Article, context: Context, first: int, last: int, rule: str, reading: Reading) -> Timex:
    tokens = context.tokens
    parts, offsets = tokens.parts, tokens.offsets
    if last % 2 == 0:
        # The last token matched is what stands between words: no part of the expression.
        last -= 1
    start, end = offsets[first], offsets[last]
    if first % 2:
        start = end - len("".join(parts[first:last]).lstrip())
    if last < len(parts) and parts[last].startswith(".") and parts[last - 1].lower() in context.grammar.dotted:
        end += 1
    kind, value, basis, mod, anchor, ambiguous, leads = reading
    if leads and value is not None and kind in LEADING:
        context.mention(value, start, end)
    return Timex(
        text=article.text[start:end],
        start=start,
        end=end,
        type=kind,
        value=value,
        basis=basis,
        rule=rule,
        segment=context.role_at(start),
        mod=mod,
        anchor=anchor,
        ambiguous=ambiguous,
    )
