"""The flow: a batch is as good as one by one, and one broken step costs its field and nothing else."""

from __future__ import annotations

from functools import partial

import pytest

from tests.golden.cases import raw_messages
from workers import pipeline
from workers.draft import Draft
from workers.extract import registry
from workers.model import Enriched, Flag, Limits, Options, RawMessage, Reason, Rejected, Step, StepResult
from workers.pipeline import process, process_batch

MESSAGES = list(raw_messages().values())
BROKEN = RawMessage(value=b'{"id": 1')


def test_a_batch_gives_what_each_record_gives_alone() -> None:
    mixed = [*MESSAGES[:7], BROKEN, *MESSAGES[7:], RawMessage(value=None, key=b"k")]
    assert process_batch(mixed) == [process(message) for message in mixed]


def test_an_empty_batch_gives_nothing() -> None:
    assert process_batch(()) == []


def test_a_step_that_raises_is_marked_and_told_of_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(_: object) -> tuple[()]:
        raise ValueError("no")

    broken = partial(pipeline._extract, (Step.DATES, (), raises))
    monkeypatch.setitem(pipeline.STAGES, "dates", broken)
    told: list[tuple[RawMessage, str, str]] = []
    outcomes = process_batch(MESSAGES[:2], observer=lambda m, step, error: told.append((m, step, str(error))))
    assert told == [(MESSAGES[0], "dates", "no"), (MESSAGES[1], "dates", "no")]
    for outcome in outcomes:
        assert isinstance(outcome, Enriched)
        assert dict(outcome.steps)[Step.DATES] is StepResult.FAILED
        assert outcome.dates == ()
        assert outcome.quotes


def test_what_no_step_guards_rejects_one_record_only(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = pipeline.STAGES["fields"]

    def raises_once(draft: Draft) -> None:
        if draft.message is MESSAGES[0]:
            raise RuntimeError("a defect")
        fields(draft)

    monkeypatch.setitem(pipeline.STAGES, "fields", raises_once)
    first, second = process_batch(MESSAGES[:2])
    assert isinstance(first, Rejected)
    assert (first.reason, first.error, first.retryable) == (Reason.INTERNAL, "RuntimeError", True)
    assert isinstance(second, Enriched)


def test_a_step_switched_off_is_skipped() -> None:
    outcome = process(MESSAGES[0], Options(skip=frozenset({Step.QUOTES})))
    assert isinstance(outcome, Enriched)
    assert dict(outcome.steps)[Step.QUOTES] is StepResult.SKIPPED
    assert outcome.quotes == ()
    assert outcome.dates


def test_every_extractor_of_the_table_is_a_stage_and_a_field() -> None:
    for step, otherwise, _ in registry.EXTRACTORS:
        assert step.value in pipeline.STAGES
        assert hasattr(Enriched, step.value)
        assert otherwise in ((), None)


def test_a_lower_limit_of_matches_cuts_every_list_and_says_so() -> None:
    outcome = process(MESSAGES[0], Options(limits=Limits(matches=2)))
    assert isinstance(outcome, Enriched)
    assert [len(found) for found in (outcome.dates, outcome.quotes, outcome.figures)] == [2, 2, 2]
    assert Flag.MATCHES_CAPPED in outcome.flags
