"""An article under way through the pipeline: what each step found so far, and how each step went.

The only value of the core that changes; it lives between ``decode`` and the finished ``Enriched`` and no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.json import encode

from workers.article import build_article, clock_of
from workers.model import (
    Agency,
    Article,
    Coordinates,
    Credit,
    Dateline,
    Enriched,
    Extra,
    ExtraFound,
    Flag,
    Language,
    Options,
    Published,
    RawArticle,
    RawMessage,
    Role,
    Segment,
    Source,
    Step,
    StepResult,
)
from workers.normalize.fields import Fields
from workers.normalize.identity import article_id, canonical_url, content_version
from workers.normalize.publication import date_flags

T = TypeVar("T")
Observer = Callable[[RawMessage, str, BaseException], None]
"""Told of each step that raised, with the record: the shell logs it; no outcome depends on it."""


class Draft:
    """One article, filled in by the steps in their order."""

    __slots__ = (
        "agency",
        "ahead",
        "article",
        "credits",
        "dateline",
        "extras",
        "fields",
        "found",
        "language",
        "message",
        "modified",
        "observer",
        "options",
        "published",
        "raw",
        "results",
        "segments",
        "source",
    )

    def __init__(self, message: RawMessage, raw: RawArticle, options: Options, observer: Observer | None) -> None:
        self.message = message
        self.raw = raw
        self.options = options
        self.observer = observer
        self.results: dict[Step, StepResult] = dict.fromkeys(Step, StepResult.SKIPPED)
        self.segments: tuple[Segment, ...] = (Segment(role=Role.BODY, start=0, end=len(raw.text)),)
        self.fields = Fields()
        self.language: Language | None = None
        self.source: Source | None = None
        self.agency: Agency | None = None
        self.credits: tuple[Credit, ...] = ()
        self.dateline: Dateline | None = None
        self.published: Published | None = None
        self.modified: Published | None = None
        self.article = Article(text=raw.text, folded="", segments=self.segments)
        self.found: dict[Step, Any] = {}
        self.ahead: dict[Step, object] = {}
        self.extras: tuple[ExtraFound, ...] = ()

    def run(self, step: Step, otherwise: T, function: Callable[..., T], *arguments: object) -> T:
        """``function(*arguments)``, or ``otherwise`` where the step is switched off or raises; its result is kept."""
        if step in self.options.skip:
            return otherwise
        try:
            found = function(*arguments)
        except Exception as error:  # noqa: BLE001 - one broken step must not cost the article
            self.results[step] = StepResult.FAILED
            if self.observer is not None:
                self.observer(self.message, step, error)
            return otherwise
        self.results[step] = StepResult.OK if found else StepResult.NONE
        return found

    def run_extra(self, extra: Extra) -> ExtraFound:
        """A user's extractor, guarded as the project's own are; what is no JSON or longer than the limit has failed."""
        try:
            found = extra.find(self.article)
            value = None if found is None else encode(found)
            if value is not None and len(value) > self.options.limits.extra:
                raise ValueError(f"{len(value)} bytes of JSON; the limit is {self.options.limits.extra}")
        except Exception as error:  # noqa: BLE001 - as above
            if self.observer is not None:
                self.observer(self.message, f"extras.{extra.name}", error)
            return ExtraFound(name=extra.name, result=StepResult.FAILED, value=None)
        result = StepResult.NONE if value is None else StepResult.OK
        return ExtraFound(name=extra.name, result=result, value=value)

    def build_article(self) -> None:
        """What the extractors see, from what the steps before them found."""
        self.article = build_article(
            text=self.raw.text,
            segments=self.segments,
            title=self.fields.title,
            language=self.language,
            source=self.source,
            published=self.published,
            clock=clock_of(self.published, self.raw.fetched_at, self.message.timestamp),
        )

    def finish(self) -> Enriched:
        """The outcome."""
        fields, message = self.fields, self.message
        url = canonical_url(self.raw.url)
        return Enriched(
            id=article_id(url, fields),
            raw_id=self.raw.id,
            url=url,
            version=content_version(fields),
            text=self.raw.text,
            segments=self.segments,
            title=fields.title,
            kicker=fields.kicker,
            byline=fields.byline,
            caption=fields.caption,
            credit=fields.credit,
            body=fields.body,
            published=self.published,
            modified=self.modified,
            dateline=self.dateline,
            source=self.source,
            agency=self.agency,
            credits=self.credits,
            language=self.language,
            flags=self._flags(),
            coordinates=coordinates(message),
            steps=tuple(self.results.items()),
            extras=self.extras,
            **{step.value: value for step, value in self.found.items()},
        )

    def _flags(self) -> tuple[Flag, ...]:
        """What is odd about the input: its characters, its date, and lists that were cut at the limit of matches."""
        most = self.options.limits.matches
        capped = any(isinstance(each, tuple) and len(each) >= most for each in self.found.values())
        more = (*date_flags(self.raw, self.published), *((Flag.MATCHES_CAPPED,) if capped else ()))
        return tuple(dict.fromkeys((*self.fields.flags, *more))) if more else self.fields.flags


def coordinates(message: RawMessage) -> Coordinates:
    """Where a record stood."""
    return Coordinates(
        topic=message.topic, partition=message.partition, offset=message.offset, timestamp=message.timestamp
    )
