"""Every alert has its cases, its entry in the runbook, and series that exist; the files are what the code writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers.builders.watch.alerts import ALERTS, Alert
from workers.builders.watch.files import DEPLOY, files
from workers.builders.watch.recorded import GROUPS
from workers.builders.watch.rules import RUNBOOK, alerting_rules, recording_rules, shortened

ROOT = Path(__file__).resolve().parents[2]
CASES = DEPLOY / "prometheus" / "tests"
ENTRY = ("**Means**", "**Look**", "**Do**", "**Wake**")


def cases() -> dict[str, dict[str, Any]]:
    """Every case by its name."""
    found = {}
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["tests"]:
            assert case["name"] not in found
            found[case["name"]] = case
    return found


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as Git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", sorted(files()))
def test_the_files_are_current(path: str) -> None:
    assert (DEPLOY / path).read_text("utf-8") == files()[path], "run: python -m workers.builders.watch"


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_every_alert_has_a_case_that_fires_and_one_that_is_silent(alert: Alert) -> None:
    fires = [case for name, case in cases().items() if name.startswith(f"{alert.name} fires: ")]
    silent = [case for name, case in cases().items() if name.startswith(f"{alert.name} is silent: ")]
    assert fires
    assert silent
    for case in fires:
        (check,) = case["promql_expr_test"]
        assert f'alertname="{alert.name}",alertstate="firing"' in check["expr"]
        assert [f'severity="{alert.severity}"' in each["labels"] for each in check["exp_samples"]] == [True]
    for case in silent:
        assert case["input_series"]
        for check in case["alert_rule_test"]:
            assert check["alertname"] == alert.name
            assert check["exp_alerts"] == []


def test_every_case_is_of_an_alert() -> None:
    names = {name.split(" ")[0] for name in cases()}
    assert names == {alert.name for alert in ALERTS}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_every_alert_has_its_entry_in_the_runbook(alert: Alert) -> None:
    text = (ROOT / RUNBOOK).read_text("utf-8")
    (entry,) = re.findall(rf"^### {alert.name}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert [part for part in ENTRY if part not in entry] == []
    assert alert.name.lower() in anchors(text)


def test_the_runbook_speaks_of_no_alert_that_is_none() -> None:
    text = (ROOT / RUNBOOK).read_text("utf-8")
    section = re.split(r"^## ", text.split("\n## Alerts\n")[1], flags=re.MULTILINE)[0]
    assert re.findall(r"^### (\w+)$", section, re.MULTILINE) == [alert.name for alert in ALERTS]


def test_annotations_name_the_runbook() -> None:
    for group in alerting_rules()["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"]["runbook"] == f"{RUNBOOK}#{rule['alert'].lower()}"
            assert rule["annotations"]["summary"]


def test_names_are_not_used_twice() -> None:
    names = [alert.name for alert in ALERTS] + [rule.name for _, _, rules in GROUPS for rule in rules]
    assert len(names) == len(set(names))


def test_what_is_recorded_and_used_exists() -> None:
    recorded = {rule.name for _, _, rules in GROUPS for rule in rules}
    used = {name for alert in ALERTS for name in re.findall(r"\b\w+:\w+:\w+", alert.expr)}
    assert used <= recorded


def test_windows_can_be_made_shorter() -> None:
    rules = shortened(
        {
            "groups": [
                {
                    "name": "a",
                    "interval": "30s",
                    "rules": [{"alert": "A", "for": "5m", "expr": "rate(x[1h]) > y:z:rate1h offset 5m or a[3s]"}],
                }
            ]
        },
        30,
    )
    (group,) = rules["groups"]
    assert group["interval"] == "1s"
    assert group["rules"] == [{"alert": "A", "for": "10s", "expr": "rate(x[120s]) > y:z:rate1h offset 10s or a[1s]"}]


def test_no_window_is_left_long() -> None:
    for rules in (alerting_rules(), recording_rules()):
        text = yaml.safe_dump(shortened(rules, 30))
        assert not re.search(r"\[\d+[mhd]\]|offset \d+[mhd]|for: \d+[mhd]", text)
