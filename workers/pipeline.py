"""``process``: one raw record in, one outcome out. The whole flow on one screen.

Pure: no clock, environment, network, logging or metrics; the same bytes and options give the same outcome.
Every step is guarded: one that raises is marked ``failed``, leaves its field null, and the article goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from workers.article import build_article, clock_of
from workers.decode import Tombstone, decode
from workers.extract.language import identify
from workers.extract.registry import EXTRACTORS
from workers.model import (
    Coordinates,
    Credit,
    Enriched,
    Flag,
    Options,
    Outcome,
    Published,
    RawArticle,
    RawMessage,
    Reason,
    Rejected,
    Role,
    Segment,
    Step,
    StepResult,
)
from workers.normalize.dateline import find_dateline
from workers.normalize.fields import article_fields
from workers.normalize.identity import article_id, canonical_url, content_version, tombstone_id
from workers.normalize.publication import date_flags, find_modified, find_published
from workers.normalize.segments import segment
from workers.normalize.sources import find_agency, find_credits, find_source

T = TypeVar("T")
DEFAULTS = Options()
Observer = Callable[[str, BaseException], None]


class Steps:
    """Runs the steps of one article and keeps the result of each."""

    def __init__(self, options: Options, observer: Observer | None) -> None:
        self._skip = options.skip
        self._observer = observer
        self._results: dict[Step, StepResult] = dict.fromkeys(Step, StepResult.SKIPPED)

    def run(self, step: Step, otherwise: T, function: Callable[..., T], *arguments: object) -> T:
        """``function(*arguments)``, or ``otherwise`` where the step is switched off or raises."""
        if step in self._skip:
            return otherwise
        try:
            found = function(*arguments)
        except Exception as error:  # noqa: BLE001 - one broken step must not cost the article
            self._results[step] = StepResult.FAILED
            if self._observer is not None:
                self._observer(step, error)
            return otherwise
        self._results[step] = StepResult.OK if found else StepResult.NONE
        return found

    def results(self) -> tuple[tuple[Step, StepResult], ...]:
        """Every step with its result, in the order of ``Step``."""
        return tuple(self._results.items())


def process(message: RawMessage, options: Options = DEFAULTS, observer: Observer | None = None) -> Outcome:
    """Decode and enrich one record. Never raises.

    ``observer(step, error)`` is told of each step that failed: the shell logs it; the outcome does not depend on it.
    """
    try:
        decoded = decode(message, options)
        match decoded:
            case Rejected():
                return decoded
            case Tombstone():
                return _withdrawn(message, decoded)
            case RawArticle():
                return _enrich(message, decoded, options, observer)
    except Exception as error:  # noqa: BLE001 - the promise is one outcome for any bytes
        if observer is not None:
            observer("process", error)
        return Rejected(
            reason=Reason.INTERNAL,
            stage="process",
            error=type(error).__name__,
            message="an unguarded step raised; the worker's log has its trace: report it with this record",
            retryable=True,
        )


def _enrich(message: RawMessage, raw: RawArticle, options: Options, observer: Observer | None) -> Enriched:
    steps = Steps(options, observer)
    text = raw.text
    whole: tuple[Segment, ...] = (Segment(role=Role.BODY, start=0, end=len(text)),)
    segments = steps.run(Step.SEGMENTS, whole, segment, raw)
    fields = article_fields(text, segments, raw)
    language = steps.run(Step.LANGUAGE, None, identify, fields.body or text, raw.language)
    source = steps.run(Step.SOURCE, None, find_source, raw, segments)
    agency = steps.run(Step.AGENCY, None, find_agency, raw, segments)
    credits: tuple[Credit, ...] = steps.run(Step.CREDITS, (), find_credits, raw, segments)
    dateline = steps.run(Step.DATELINE, None, find_dateline, raw, segments)
    published = steps.run(Step.PUBLISHED, None, find_published, raw, segments, source, dateline)
    modified = steps.run(Step.MODIFIED, None, find_modified, raw, segments, source, published)
    article = build_article(
        text=text,
        segments=segments,
        title=fields.title,
        language=language,
        source=source,
        published=published,
        clock=clock_of(published, raw.fetched_at, message.timestamp),
    )
    found = {step: steps.run(step, otherwise, find, article) for step, otherwise, find in EXTRACTORS}
    url = canonical_url(raw.url)
    return Enriched(
        id=article_id(url, fields),
        raw_id=raw.id,
        url=url,
        version=content_version(fields),
        text=text,
        segments=segments,
        title=fields.title,
        kicker=fields.kicker,
        byline=fields.byline,
        caption=fields.caption,
        credit=fields.credit,
        body=fields.body,
        published=published,
        modified=modified,
        dateline=dateline,
        source=source,
        agency=agency,
        credits=credits,
        language=language,
        flags=_flags(fields.flags, raw, published, found, options),
        coordinates=_coordinates(message),
        steps=steps.results(),
        **{step.value: value for step, value in found.items()},
    )


def _flags(
    known: tuple[Flag, ...], raw: RawArticle, published: Published | None, found: dict[Step, Any], options: Options
) -> tuple[Flag, ...]:
    """What is odd about the input: its characters, its date, and lists that were cut at the limit of matches."""
    capped = any(isinstance(each, tuple) and len(each) >= options.limits.matches for each in found.values())
    more = (*date_flags(raw, published), *((Flag.MATCHES_CAPPED,) if capped else ()))
    return tuple(dict.fromkeys((*known, *more))) if more else known


def _withdrawn(message: RawMessage, tombstone: Tombstone) -> Enriched:
    return Enriched(
        id=tombstone_id(tombstone),
        raw_id=tombstone.raw_id,
        url=tombstone.url,
        withdrawn=True,
        coordinates=_coordinates(message),
        steps=tuple((step, StepResult.SKIPPED) for step in Step),
    )


def _coordinates(message: RawMessage) -> Coordinates:
    return Coordinates(
        topic=message.topic, partition=message.partition, offset=message.offset, timestamp=message.timestamp
    )
