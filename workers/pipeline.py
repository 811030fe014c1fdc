"""``process``: one raw record in, one outcome out. The whole flow on one screen.

Pure: no clock, environment, network, logging or metrics; the same bytes and options give the same outcome.
Every step is guarded: one that raises is marked ``failed``, leaves its field null, and the article goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from workers.decode import Tombstone, decode
from workers.draft import Draft, Observer, coordinates
from workers.extract.figure_ties import tie_figures
from workers.extract.language import identify
from workers.extract.registry import AHEAD, EXTRACTORS, Extractor
from workers.extract.speaker_ties import tie_speakers
from workers.model import Enriched, Options, Outcome, RawMessage, Reason, Rejected, Step, StepResult
from workers.normalize.dateline import find_dateline
from workers.normalize.fields import article_fields
from workers.normalize.identity import tombstone_id
from workers.normalize.publication import find_modified, find_published
from workers.normalize.segments import segment
from workers.normalize.sources import find_agency, find_credits, find_source

DEFAULTS = Options()
_STEPS_AHEAD = {step.value: step for step in AHEAD}
Stage = Callable[[Draft], None]


def process(message: RawMessage, options: Options = DEFAULTS, observer: Observer | None = None) -> Outcome:
    """Decode and enrich one record. Never raises.

    ``observer(message, step, error)`` is told of each step that failed; the outcome does not depend on it.
    """
    return process_batch((message,), options, observer)[0]


def process_batch(
    messages: Sequence[RawMessage],
    options: Options = DEFAULTS,
    observer: Observer | None = None,
    lap: Callable[[str], None] | None = None,
) -> list[Outcome]:
    """The outcome of each record, in order: exactly what ``process`` gives, faster for some dozens at once.

    Each step goes over all of them before the next begins, so that its code and tables stay in the processor's cache
    (measured: a third of the time; docs/decisions/steps-go-over-a-batch.md). ``lap(name)`` is called after each of
    ``decode``, the ``STAGES`` and ``finish``: the shell reads its clock then.
    """
    outcomes: list[Outcome | Draft] = [_begin(message, options, observer) for message in messages]
    if lap is not None:
        lap("decode")
    for name, stage in STAGES.items():
        _look_ahead(name, [outcome for outcome in outcomes if isinstance(outcome, Draft)])
        for index, draft in enumerate(outcomes):
            if isinstance(draft, Draft):
                try:
                    stage(draft)
                except Exception as error:  # noqa: BLE001 - the promise is one outcome for any bytes
                    outcomes[index] = _internal(draft.message, error, observer)
        if lap is not None:
            lap(name)
    finished = [_end(outcome, observer) if isinstance(outcome, Draft) else outcome for outcome in outcomes]
    if lap is not None:
        lap("finish")
    return finished


def _segments(draft: Draft) -> None:
    draft.segments = draft.run(Step.SEGMENTS, draft.segments, segment, draft.raw, draft.options.furniture)


def _fields(draft: Draft) -> None:
    draft.fields = article_fields(draft.raw.text, draft.segments, draft.raw)


def _language(draft: Draft) -> None:
    text = draft.fields.body or draft.raw.text
    draft.language = draft.run(Step.LANGUAGE, None, identify, text, draft.raw.language)


def _names(draft: Draft) -> None:
    raw, segments = draft.raw, draft.segments
    draft.source = draft.run(Step.SOURCE, None, find_source, raw, segments)
    draft.agency = draft.run(Step.AGENCY, None, find_agency, raw, segments)
    draft.credits = draft.run(Step.CREDITS, draft.credits, find_credits, raw, segments)
    draft.dateline = draft.run(Step.DATELINE, None, find_dateline, raw, segments)


def _publication(draft: Draft) -> None:
    raw, segments, source = draft.raw, draft.segments, draft.source
    draft.published = draft.run(Step.PUBLISHED, None, find_published, raw, segments, source, draft.dateline)
    draft.modified = draft.run(Step.MODIFIED, None, find_modified, raw, segments, source, draft.published)


def _look_ahead(stage: str, drafts: Sequence[Draft]) -> None:
    """Work out what ``stage`` has in ``AHEAD`` for the articles together; where that raises, each does it alone."""
    step = _STEPS_AHEAD.get(stage)
    if step is None:
        return
    wanted = [draft for draft in drafts if step not in draft.options.skip]
    try:
        given = AHEAD[step]([draft.article for draft in wanted])
    except Exception:  # noqa: BLE001 - told of by the article that raises alone
        return
    for draft, each in zip(wanted, given, strict=True):
        draft.ahead[step] = each


def _extract(extractor: Extractor, draft: Draft) -> None:
    step, otherwise, find = extractor
    given = (draft.ahead[step],) if step in draft.ahead else ()
    found = draft.run(step, otherwise, find, draft.article, *given)
    draft.found[step] = found[: draft.options.limits.matches] if isinstance(found, tuple) else found


def _ties(draft: Draft) -> None:
    found = draft.found
    entities = found.get(Step.ENTITIES, ())
    if figures := found.get(Step.FIGURES):
        arguments = (figures, found.get(Step.DATES, ()), entities, draft.raw.text, draft.language)
        found[Step.FIGURES] = draft.run(Step.FIGURES, figures, tie_figures, *arguments)
    if entities and (quotes := found.get(Step.QUOTES)):
        found[Step.QUOTES] = draft.run(Step.QUOTES, quotes, tie_speakers, quotes, entities)


def _extras(draft: Draft) -> None:
    if draft.options.extras:
        draft.extras = tuple(draft.run_extra(extra) for extra in draft.options.extras)


STAGES: dict[str, Stage] = {
    "segments": _segments,
    "fields": _fields,
    "language": _language,
    "names": _names,
    "publication": _publication,
    "article": Draft.build_article,
    **{extractor[0].value: partial(_extract, extractor) for extractor in EXTRACTORS},
    "ties": _ties,
    "extras": _extras,
}
"""The steps in their order; ``names``: source, agency, credits, dateline; ``ties``: of figures to places and dates,
of speakers to entities; ``extras``: the user's own extractors."""


def _begin(message: RawMessage, options: Options, observer: Observer | None) -> Outcome | Draft:
    try:
        decoded = decode(message, options)
        match decoded:
            case Rejected():
                return decoded
            case Tombstone():
                return _withdrawn(message, decoded)
            case raw:
                return Draft(message, raw, options, observer)
    except Exception as error:  # noqa: BLE001 - as above
        return _internal(message, error, observer)


def _end(draft: Draft, observer: Observer | None) -> Outcome:
    try:
        return draft.finish()
    except Exception as error:  # noqa: BLE001 - as above
        return _internal(draft.message, error, observer)


def _internal(message: RawMessage, error: Exception, observer: Observer | None) -> Rejected:
    if observer is not None:
        observer(message, "process", error)
    return Rejected(
        reason=Reason.INTERNAL,
        stage="process",
        error=type(error).__name__,
        message="an unguarded step raised; the worker's log has its trace: report it with this record",
        retryable=True,
    )


def _withdrawn(message: RawMessage, tombstone: Tombstone) -> Enriched:
    return Enriched(
        id=tombstone_id(tombstone),
        raw_id=tombstone.raw_id,
        url=tombstone.url,
        withdrawn=True,
        coordinates=coordinates(message),
        steps=tuple((step, StepResult.SKIPPED) for step in Step),
    )
