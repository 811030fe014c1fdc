"""Whole articles: each sample gives exactly the event that stands beside it."""

from __future__ import annotations

import json

import pytest

from tests.golden.cases import EXPECTED, event, expected_path, raw_messages

MESSAGES = raw_messages()


@pytest.mark.parametrize("name", MESSAGES)
def test_sample_gives_its_expected_event(name: str) -> None:
    assert event(MESSAGES[name]) == json.loads(expected_path(name).read_text(encoding="utf-8"))


def test_no_expected_event_is_orphaned() -> None:
    assert {path.stem for path in EXPECTED.glob("*.json")} == set(MESSAGES)
