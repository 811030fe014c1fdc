"""The table of sources: what it must hold, and how many of its cases must be right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.quality.score_sources import HERE, score
from workers.normalize.registry import BY_ID

ROWS: dict[str, list[dict[str, Any]]] = {
    half: [json.loads(line) for line in (HERE / f"sources_{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    for half in "ab"
}


def test_there_are_enough_cases_and_each_has_its_own_id() -> None:
    rows = [row for half in ROWS.values() for row in half]
    assert len(rows) >= 400
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("half", ["a", "b"])
def test_agencies_are_in_the_registry(half: str) -> None:
    named = {row["agency"] for row in ROWS[half]} - {None}
    assert {each for each in named if BY_ID[each].kind != "agency"} == set()


def test_nearly_all_cases_are_right() -> None:
    right = total = 0.0
    for half in "ab":
        figures, errors = score(half)
        assert figures["publisher"] >= 98, errors
        assert figures["credits"] >= 98, errors
        right += figures["cases"] * figures["of"]
        total += figures["of"]
    assert right / total >= 98
