"""Every value that crosses a step of the pipeline: frozen, slotted, built by keyword, written as JSON as it stands.

msgspec's ``Struct`` is a frozen dataclass whose construction costs a tenth (docs/decisions/values-are-structs.md).
``gc=False``: no value holds what could hold it. ``omit_defaults``: the optional parts of that value are left out of the
event where they are absent.

All ``start``/``end`` are code points into the article's ``text`` (the decoded string, unchanged), end exclusive, and
``text[start:end]`` is exactly the ``text`` beside them. Field names are those of ``enriched_article/1``
(``schemas/enriched_article/v1.schema.json``); ``workers.emit`` writes them out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from enum import StrEnum
from typing import Literal

from msgspec import Struct

Headers = tuple[tuple[str, bytes | None], ...]
"""Kafka record headers as received: names may repeat, values may be null or any bytes."""


class Role(StrEnum):
    """What a stretch of the text is. Every code point has exactly one."""

    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    HEADER = "header"
    BODY = "body"
    FURNITURE = "furniture"


class Reason(StrEnum):
    """Why a record was rejected: the closed list behind ``dlq.reason`` and the metric label ``reason``."""

    EMPTY = "empty"
    INVALID_JSON = "invalid_json"
    ENCODING = "encoding"
    DEPTH = "depth"
    NUMBER_RANGE = "number_range"
    SCHEMA = "schema"
    SCHEMA_VERSION = "schema_version"
    FRAMING = "framing"
    TOO_LARGE = "too_large"
    HEADERS = "headers"
    OUTPUT_TOO_LARGE = "output_too_large"
    INTERNAL = "internal"


class Flag(StrEnum):
    """Something odd about an input that was accepted: what a reader of the event should know."""

    NUL = "nul"
    CONTROL = "control"
    BIDI = "bidi"
    ZERO_WIDTH = "zero_width"
    SOFT_HYPHEN = "soft_hyphen"
    MOJIBAKE = "mojibake"
    HTML_ENTITIES = "html_entities"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DATE_IN_FUTURE = "date_in_future"
    URL_DROPPED = "url_dropped"
    FETCHED_AT_DROPPED = "fetched_at_dropped"
    FIELD_DROPPED = "field_dropped"
    HTML_UNRENDERED = "html_unrendered"
    MATCHES_CAPPED = "matches_capped"


class Step(StrEnum):
    """The steps whose result ``provenance.steps`` tells apart: one name a derived field (or group of fields)."""

    SEGMENTS = "segments"
    SOURCE = "source"
    AGENCY = "agency"
    CREDITS = "credits"
    PUBLISHED = "published"
    MODIFIED = "modified"
    DATELINE = "dateline"
    LANGUAGE = "language"
    DATES = "dates"
    QUOTES = "quotes"
    FIGURES = "figures"
    ENTITIES = "entities"
    TOPICS = "topics"
    FINGERPRINT = "fingerprint"


class StepResult(StrEnum):
    """``ok``: something was found; ``none``: looked, found nothing; ``failed``: raised; ``skipped``: not tried."""

    OK = "ok"
    NONE = "none"
    FAILED = "failed"
    SKIPPED = "skipped"


class RawMessage(Struct, frozen=True, kw_only=True, gc=False):
    """One Kafka record (or one line or file) as received: the input of ``process``.

    ``timestamp`` is milliseconds since the epoch, UTC, or None (files, or a record with timestamp -1).
    """

    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    timestamp: int | None = None
    timestamp_type: int = 0


class RawArticle(Struct, frozen=True, kw_only=True, gc=False):
    """A decoded ``raw_article/1`` (or ``text/plain``) message. ``html`` is the markup that ``text`` was rendered from.

    Strings stand as the producer gave them; none is cleaned. ``title``, ``published``, ``modified``, ``byline``,
    ``site`` may also come from the page's own metadata where ``html`` was given; ``from_html`` names those.
    """

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    fetched_at: str | None = None
    source: str | None = None
    byline: str | None = None
    language: str | None = None
    html: str | None = None
    from_html: frozenset[str] = frozenset()
    flags: tuple[Flag, ...] = ()


class Segment(Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of the text with one role. Segments are in order, touch each other and cover the whole text."""

    role: Role
    start: int
    end: int


class Evidence(Struct, frozen=True, kw_only=True, gc=False):
    """Where a value came from: a span of the text, or (start and end None) a field beside it, named by ``origin``.

    ``origin`` is a field of the raw article (``url``, ``source``, ``published``, ``byline`` ...), a segment role, or
    the name of a rule.
    """

    text: str
    start: int | None = None
    end: int | None = None
    origin: str


Granularity = Literal["second", "minute", "day", "month", "year"]
Zone = Literal["offset", "utc", "unknown"]
DateOrigin = Literal["metadata", "header", "dateline", "body", "url", "feed"]


class Published(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """When the article was published (or modified): ISO 8601 cut to what is known, and why we think so.

    ``value``: ``2022``, ``2022-02``, ``2022-02-23``, ``2022-02-23T05:31``, ``2022-02-23T05:31:00+05:30``; an offset or
    ``Z`` only where one was given. ``confidence``: 0 to 1. ``ambiguous``: other readings that were possible.
    """

    value: str
    granularity: Granularity
    zone: Zone
    origin: DateOrigin
    confidence: float
    evidence: Evidence
    rule: str
    ambiguous: tuple[str, ...] = ()


class Dateline(Struct, frozen=True, kw_only=True, gc=False):
    """``KYIV, Feb 23 (Reuters) -``: the place as written, the date as an ISO value or None, and the span."""

    place: str | None
    date: str | None
    evidence: Evidence


class Source(Struct, frozen=True, kw_only=True, gc=False):
    """The publisher. ``country``: ISO 3166-1 alpha-2. ``kind``: agency, newspaper, broadcaster, site, government,
    aggregator, or unknown."""

    id: str
    name: str
    domain: str | None
    country: str | None
    kind: str
    evidence: Evidence


class Agency(Struct, frozen=True, kw_only=True, gc=False):
    """The wire agency that the text came over."""

    id: str
    name: str
    evidence: Evidence


class Credit(Struct, frozen=True, kw_only=True, gc=False):
    """A photo or video credit: ``text`` is the credit as it stands; ``id`` where the registry knows the name."""

    id: str | None
    name: str
    text: str
    start: int
    end: int


class Language(Struct, frozen=True, kw_only=True, gc=False):
    """``tag``: BCP 47 (``en``, ``de``, ``pt``). ``confidence``: 0 to 1."""

    tag: str
    confidence: float


class Clock(Struct, frozen=True, kw_only=True, gc=False):
    """What relative dates are counted from. ``value``: ISO 8601, at least a day; ``origin``: which field served."""

    value: str
    origin: Literal["published", "fetched_at", "timestamp"]


class Anchor(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What a date in the text was counted from; start and end where that is another expression in the text."""

    value: str
    origin: Literal["published", "fetched_at", "timestamp", "text"]
    start: int | None = None
    end: int | None = None


TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["explicit", "relative", "weekday", "context"]


class Timex(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A TIMEX3 expression. ``value`` None: recognized, but there is nothing to count it from (never guessed)."""

    text: str
    start: int
    end: int
    type: TimexType
    value: str | None
    basis: Basis
    rule: str
    segment: Role
    mod: str | None = None
    anchor: Anchor | None = None
    ambiguous: tuple[str, ...] = ()


QuoteKind = Literal["direct", "partial", "indirect"]


class Speaker(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """``text`` as it stands there ("He"), ``name`` resolved ("Antonio Guterres"), ``rule``: how it was found."""

    text: str
    start: int
    end: int
    name: str
    role: str | None = None
    entity: str | None = None
    rule: str = ""


class Cue(Struct, frozen=True, kw_only=True, gc=False):
    """The reporting word of a quotation or the triggering word of a figure, with its lemma."""

    text: str
    start: int
    end: int
    lemma: str


class Quote(Struct, frozen=True, kw_only=True, gc=False):
    """Text inside the marks (``direct``: a sentence of its own; ``partial``: part of the writer's), or reported speech
    (``indirect``: no marks)."""

    text: str
    start: int
    end: int
    kind: QuoteKind
    speaker: Speaker | None
    cue: Cue | None
    segment: Role


Bound = Literal["exact", "over", "at_least", "under", "at_most", "about", "nearly", "range"]


class FigurePlace(Struct, frozen=True, kw_only=True, gc=False):
    """A mention of the place that a figure is given for; ``entity``: the id of that place in ``entities``."""

    text: str
    start: int
    end: int
    entity: str


class FigureDate(Struct, frozen=True, kw_only=True, gc=False):
    """The date that a figure is given for, as it stands in ``dates``; ``value``: TIMEX3."""

    text: str
    start: int
    end: int
    value: str


class Figure(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A number and what it counts. ``over 14,000`` is low 14000, high None; ``exact``: low == high.

    ``unit``: ``people``, ``percent``, a unit's or noun's singular ...; ``kind``: killed, injured, missing, arrested,
    displaced, ... other; ``currency``: ISO 4217 where it is money. ``place``, ``date``: as its sentence states them.
    """

    text: str
    start: int
    end: int
    low: int | float | None
    high: int | float | None
    bound: Bound
    unit: str
    kind: str
    segment: Role
    cue: Cue | None = None
    currency: str | None = None
    rule: str = ""
    place: FigurePlace | None = None
    date: FigureDate | None = None


class Mention(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One mention of an entity; ``adjective``: an adjective or a people ("Russian")."""

    text: str
    start: int
    end: int
    adjective: bool = False


class Entity(Struct, frozen=True, kw_only=True, gc=False):
    """A person, organization or place. ``links``: pairs such as ("iso3166", "UA"), sorted."""

    id: str
    type: Literal["person", "organization", "place"]
    name: str
    mentions: tuple[Mention, ...]
    links: tuple[tuple[str, str], ...] = ()


class Article(Struct, frozen=True, kw_only=True, gc=False):
    """What an extractor sees: the text, its segments, and what the steps before it found.

    ``folded``: ``text`` in lower case, character by character, so that it has the same length and the same offsets.
    """

    text: str
    folded: str
    segments: tuple[Segment, ...]
    title: str | None = None
    language: Language | None = None
    source: Source | None = None
    published: Published | None = None
    clock: Clock | None = None
    starts: tuple[int, ...] = ()

    def role_at(self, position: int) -> Role:
        """The role of the code point at ``position``; ``body`` where there are no segments."""
        index = bisect_right(self.starts, position) - 1
        return self.segments[index].role if index >= 0 else Role.BODY


class Coordinates(Struct, frozen=True, kw_only=True, gc=False):
    """Where a record stood: ``provenance`` without its steps."""

    topic: str | None
    partition: int | None
    offset: int | None
    timestamp: int | None


class ExtraFound(Struct, frozen=True, kw_only=True, gc=False):
    """What a user's extractor gave. ``value``: JSON, UTF-8; None where it found nothing or failed."""

    name: str
    result: StepResult
    value: bytes | None


class Enriched(Struct, frozen=True, kw_only=True, gc=False):
    """The outcome of an accepted record: the content of ``enriched_article/1``."""

    id: str
    coordinates: Coordinates
    steps: tuple[tuple[Step, StepResult], ...]
    raw_id: str | None = None
    url: str | None = None
    version: str | None = None
    withdrawn: bool = False
    text: str | None = None
    segments: tuple[Segment, ...] = ()
    title: str | None = None
    kicker: str | None = None
    byline: str | None = None
    caption: str | None = None
    credit: str | None = None
    body: str | None = None
    published: Published | None = None
    modified: Published | None = None
    dateline: Dateline | None = None
    source: Source | None = None
    agency: Agency | None = None
    credits: tuple[Credit, ...] = ()
    language: Language | None = None
    dates: tuple[Timex, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    entities: tuple[Entity, ...] = ()
    fingerprint: str | None = None
    flags: tuple[Flag, ...] = ()
    extras: tuple[ExtraFound, ...] = ()


class Rejected(Struct, frozen=True, kw_only=True, gc=False):
    """The outcome of a record that could not be accepted. The bytes themselves stay in the ``RawMessage``.

    ``stage``: the step that refused it (``decode``, ``emit``, ...). ``error``: a class-like name. ``message``: what was
    wrong and where, for a person; never the payload. ``retryable``: whether sending it again unchanged could succeed.
    """

    reason: Reason
    stage: str
    error: str
    message: str
    retryable: bool = False


Outcome = Enriched | Rejected


class Limits(Struct, frozen=True, kw_only=True, gc=False):
    """Bounds on every input. The defaults are those of the bad-input catalogue; lengths of bytes unless said."""

    value: int = 1_000_000
    depth: int = 64
    key: int = 1_024
    headers: int = 64
    header_bytes: int = 16_384
    text_characters: int = 200_000
    output: int = 4_000_000
    extra: int = 256_000
    matches: int = 5_000


class Extra(Struct, frozen=True, kw_only=True):
    """A user's extractor: ``find`` takes an article and returns anything that JSON can hold, or None for nothing."""

    name: str
    find: Callable[[Article], object]


class Options(Struct, frozen=True, kw_only=True, gc=False):
    """What ``process`` may be told beside the record. The same options and bytes give the same outcome."""

    limits: Limits = Limits()
    registry_framing: bool = False
    skip: frozenset[Step] = frozenset()
    extras: tuple[Extra, ...] = ()
    furniture: dict[str, frozenset[str]] = {}
