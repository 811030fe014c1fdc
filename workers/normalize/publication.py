"""When an article was published and when it was changed, with the span or the field that says so.

Trusted in this order: the producer's ``published``; the page's own metadata; a labelled date of the header; the best
other date of the text's first part; the day in the URL; a relative time; a dateline; the month in the URL. How sure
each is: ``confidence``. Without evidence the answer is None: a wrong day is worse than none.
"""

from __future__ import annotations

from msgspec.structs import replace

from workers.model import Dateline, DateOrigin, Evidence, Flag, Published, RawArticle, Role, Segment, Source
from workers.normalize.confidence import CONFIDENCE, kind_of_place
from workers.normalize.date_labels import label_before
from workers.normalize.date_places import ENOUGH, HEADS, Place, weigh_dates
from workers.normalize.datestring import Moment, moment_of, read_string
from workers.normalize.habits import Context, context_of
from workers.normalize.plausible import EARLIEST, EPOCH, is_later, ordinal_of, plausible
from workers.normalize.relative import read_relative
from workers.normalize.url_date import url_day, url_month
from workers.normalize.yearless import read_yearless

_BESIDE = 160
_FAR = 2
"""Metadata that are more than so many days from the day in the URL may be the time of the crawl or of a change."""


def find_published(
    raw: RawArticle, segments: tuple[Segment, ...], source: Source | None, dateline: Dateline | None
) -> Published | None:
    """The publication date of an article, or None where nothing says it. Pure; never raises for any string."""
    context = context_of(raw, source)
    found = _from_field(raw.published, "published", "published" in raw.from_html, context)
    url = url_day(raw.url) if raw.url else None
    if found is not None:
        far = (
            url is not None and len(found.value) >= 10 and abs(ordinal_of(found.value[:10]) - ordinal_of(url[0])) > _FAR
        )
        if far:
            return replace(found, confidence=min(found.confidence, CONFIDENCE["metadata_against_address"]))
        if len(found.value) >= 10:
            return found
    shown = _from_page(raw, segments, dateline, context, url)
    if found is None:
        return shown
    return shown if shown is not None and len(shown.value) >= 10 and shown.value.startswith(found.value) else found


def _from_page(
    raw: RawArticle,
    segments: tuple[Segment, ...],
    dateline: Dateline | None,
    context: Context,
    url: tuple[str, str] | None,
) -> Published | None:
    """The publication date that the text or the address of an article shows."""
    if url is not None and not plausible(url[0], context.fetched):
        url = None
    place = _best_place(raw, segments, context, url[0] if url else _month_in(raw.url))
    if place is not None:
        return _from_place(raw, place, moment_of(place.reading, context.country, place.rule), url and url[0])
    if url is not None:
        return Published(
            value=url[0],
            granularity="day",
            zone="unknown",
            origin="url",
            confidence=CONFIDENCE["address"],
            evidence=Evidence(text=url[1], origin="url"),
            rule="url_path",
        )
    relative = _relative(raw, segments, "published", context) or _relative(raw, segments, "modified", context)
    if relative is not None:
        return relative
    if context.fetched is not None and (yearless := _yearless(raw, segments, context.fetched, context)) is not None:
        return yearless
    if dateline is not None and dateline.date is not None and plausible(dateline.date, context.fetched):
        return Published(
            value=dateline.date,
            granularity="day",
            zone="unknown",
            origin="dateline",
            confidence=CONFIDENCE["dateline"],
            evidence=replace(dateline.evidence, origin="dateline"),
            rule="dateline",
        )
    month = url_month(raw.url) if raw.url else None
    if month is not None and plausible(month[0], context.fetched):
        return Published(
            value=month[0],
            granularity="month",
            zone="unknown",
            origin="url",
            confidence=CONFIDENCE["address_month"],
            evidence=Evidence(text=month[1], origin="url"),
            rule="url_month",
        )
    return None


def find_modified(
    raw: RawArticle, segments: tuple[Segment, ...], source: Source | None, published: Published | None
) -> Published | None:
    """The time of the last change, where the page or the producer gives one. Pure; never raises for any string."""
    context = context_of(raw, source)
    found = _from_field(raw.modified, "modified", "modified" in raw.from_html, context)
    if found is not None:
        return found
    changed = _changed(raw, segments, context)
    if changed is not None:
        return changed
    if published is not None and published.rule.endswith("_modified"):
        return published
    return _beside(raw, published, context) or _relative(raw, segments, "modified", context)


def _beside(raw: RawArticle, published: Published | None, context: Context) -> Published | None:
    """A date of change that stands close to the date of publication, in whatever segment."""
    if published is None or published.evidence.start is None or published.evidence.end is None:
        return None
    low, high = max(0, published.evidence.start - _BESIDE), min(len(raw.text), published.evidence.end + _BESIDE)
    around = (Segment(role=Role.HEADER, start=low, end=high),)
    return _changed(raw, around, context)


def _changed(raw: RawArticle, segments: tuple[Segment, ...], context: Context) -> Published | None:
    for place in weigh_dates(
        raw.text, segments, order=context.order, language=context.language, hint=None, headers_only=True
    ):
        if place.kind == "modified":
            moment = moment_of(place.reading, context.country, place.rule)
            if plausible(moment.value, context.fetched):
                return _from_place(raw, place, moment, None)
    return None


def _relative(raw: RawArticle, segments: tuple[Segment, ...], wanted: str, context: Context) -> Published | None:
    """``2 hours ago`` in the header, counted from the fetch; nothing where the fetch is unknown."""
    if context.fetched is None:
        return None
    for segment in segments:
        if segment.role not in (Role.HEADER, Role.BYLINE):
            continue
        found = read_relative(raw.text, segment.start, segment.end, context.fetched)
        if found is None:
            continue
        kind, label = label_before(raw.text, segment.start, found.start)
        if kind != wanted and (kind, wanted) != ("plain", "published"):
            continue
        start = found.start if label is None else label
        return Published(
            value=found.value + found.suffix,
            granularity=found.granularity,
            zone="unknown" if not found.suffix else "utc" if found.suffix == "Z" else "offset",
            origin="header",
            confidence=CONFIDENCE["relative" if wanted == "published" else "relative_modified"],
            evidence=Evidence(text=raw.text[start : found.end], origin=str(segment.role), start=start, end=found.end),
            rule=f"relative_{kind}",
        )
    return None


def _yearless(raw: RawArticle, segments: tuple[Segment, ...], fetched: str, context: Context) -> Published | None:
    """``Feb 23, 5:31 PM`` in the header: the last such day up to the fetch."""
    for segment in segments:
        if segment.role not in HEADS:
            continue
        found = read_yearless(raw.text, segment.start, segment.end, fetched, context.language)
        if found is None:
            continue
        day, first, end = found
        kind, label = label_before(raw.text, segment.start, first)
        if kind not in ("published", "plain"):
            continue
        start = first if label is None else label
        return Published(
            value=day,
            granularity="day",
            zone="unknown",
            origin="header",
            confidence=CONFIDENCE["yearless"],
            evidence=Evidence(text=raw.text[start:end], origin=str(segment.role), start=start, end=end),
            rule=f"yearless_{kind}",
        )
    return None


def _best_place(raw: RawArticle, segments: tuple[Segment, ...], context: Context, hint: str | None) -> Place | None:
    """The labelled date of the header, and where it has none, the best of the whole first part of the text."""
    places = [
        place
        for place in weigh_dates(raw.text, segments, order=context.order, language=context.language, hint=hint)
        if place.weight >= ENOUGH and plausible(place.reading.iso_day, context.fetched)
    ]
    for place in places:
        if place.kind == "published" and place.role in HEADS and (not hint or place.reading.iso_day.startswith(hint)):
            return place
    return places[0] if places else None


def date_flags(raw: RawArticle, published: Published | None) -> tuple[Flag, ...]:
    """What is odd about the ``published`` that came with an article: outside the calendar or the news, or to come."""
    if not raw.published or not any(map(str.isdigit, raw.published)):
        return ()
    moment = read_string(raw.published)
    if moment is None:
        return (Flag.DATE_OUT_OF_RANGE,) if published is None or published.origin != "metadata" else ()
    if moment.value[:10] == EPOCH or moment.value[:10] < EARLIEST[: len(moment.value[:10])]:
        return (Flag.DATE_OUT_OF_RANGE,)
    if moment.value[:4] > "2999":
        return (Flag.DATE_OUT_OF_RANGE,)
    return (Flag.DATE_IN_FUTURE,) if raw.fetched_at and is_later(moment.value, raw.fetched_at) else ()


def _from_field(value: str | None, name: str, from_html: bool, context: Context) -> Published | None:
    if not value:
        return None
    moment = read_string(
        value, order=context.order, language=context.language, country=context.country, base=context.fetched
    )
    if moment is None or not plausible(moment.value, context.fetched):
        return None
    origin: DateOrigin = "metadata"
    kind = "free_string" if moment.rule in ("dateparser", "relative") else "page" if from_html else "producer"
    return Published(
        value=moment.value,
        granularity=moment.granularity,
        zone=moment.zone,
        origin=origin,
        confidence=_confidence(kind, moment),
        evidence=Evidence(text=value, origin=name),
        rule=moment.rule,
        ambiguous=moment.ambiguous,
    )


def _from_place(raw: RawArticle, place: Place, moment: Moment, url: str | None) -> Published:
    kind = kind_of_place(place, moment.value[:10], url)
    return Published(
        value=moment.value,
        granularity=moment.granularity,
        zone=moment.zone,
        origin=place.origin,
        confidence=_confidence(kind, moment),
        evidence=Evidence(
            text=raw.text[place.start : place.end], origin=str(place.role), start=place.start, end=place.end
        ),
        rule=place.rule,
        ambiguous=moment.ambiguous,
    )


def _confidence(kind: str, moment: Moment) -> float:
    """That of the kind of evidence, lower where another day may be meant."""
    other_day = any(each[:10] != moment.value[:10] for each in moment.ambiguous)
    return min(CONFIDENCE[kind], CONFIDENCE["ambiguous_day"]) if other_day else CONFIDENCE[kind]


def _month_in(url: str | None) -> str | None:
    month = url_month(url) if url else None
    return month[0] if month is not None else None
