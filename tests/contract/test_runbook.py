"""The runbook speaks of every reject reason, and of nothing that is none."""

from __future__ import annotations

import re
from pathlib import Path

from tests.contract.test_alerts import anchors
from workers.model import Reason

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"


def test_every_reject_reason_has_its_row() -> None:
    section = RUNBOOK.read_text("utf-8").split("## Reject reasons")[1].split("\n### ")[0]
    named = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert sorted(named) == sorted(Reason)


def test_links_within_the_page_lead_somewhere() -> None:
    text = RUNBOOK.read_text("utf-8")
    linked = set(re.findall(r"\]\(#([\w-]+)\)", text))
    assert linked
    assert linked <= anchors(text)
