"""Prometheus's rule files, rendered; with windows a part as long, for tests that cannot wait hours."""

from __future__ import annotations

import re
from typing import Any

import yaml

from workers.builders.watch import alerts, recorded

RUNBOOK = "docs/runbook.md"
WRITTEN_BY = "# Written by `python -m workers.builders.watch` from workers/builders/watch: change that, not this.\n"

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_WINDOW = re.compile(r"(\[|offset )(\d+)([smhd])(\])?")

Rules = dict[str, Any]


def recording_rules() -> Rules:
    """The content of ``rules.yml``."""
    groups = []
    for name, every, rules in recorded.GROUPS:
        group: dict[str, Any] = {"name": name}
        if every is not None:
            group["interval"] = every
        group["rules"] = [{"record": each.name, "expr": each.expr} for each in rules]
        groups.append(group)
    return {"groups": groups}


def alerting_rules() -> Rules:
    """The content of ``alerts.yml``."""
    return {"groups": [{"name": name, "rules": [_alerting(alert) for alert in group]} for name, group in alerts.GROUPS]}


def _alerting(alert: alerts.Alert) -> dict[str, Any]:
    rule: dict[str, Any] = {"alert": alert.name, "expr": alert.expr}
    if alert.lasts:
        rule["for"] = alert.lasts
    rule["labels"] = {"severity": alert.severity}
    rule["annotations"] = {
        "summary": alert.summary,
        "runbook": f"{RUNBOOK}#{alert.name.lower()}",
        "dashboard": alert.dashboard,
    }
    return rule


def shortened(rules: Rules, divisor: int) -> Rules:
    """The same rules with every window, wait and interval ``divisor`` times as short; at least a second.

    Names stay, those with a window in them too: what refers to them refers to them still.
    """

    def short(number: str, unit: str) -> str:
        return f"{max(1, int(number) * _SECONDS[unit] // divisor)}s"

    def in_expression(found: re.Match[str]) -> str:
        return f"{found[1]}{short(found[2], found[3])}{found[4] or ''}"

    groups = []
    for group in rules["groups"]:
        changed = [
            {**rule, "expr": _WINDOW.sub(in_expression, rule["expr"])}
            | ({"for": short(rule["for"][:-1], rule["for"][-1])} if "for" in rule else {})
            for rule in group["rules"]
        ]
        every = {"interval": short(group["interval"][:-1], group["interval"][-1])} if "interval" in group else {}
        groups.append({**group, **every, "rules": changed})
    return {"groups": groups}


def write(rules: Rules) -> str:
    """A rule file; what each recording rule means stands above it."""
    written = WRITTEN_BY + yaml.safe_dump(rules, sort_keys=False, width=110, allow_unicode=True)
    for _, _, group in recorded.GROUPS:
        for each in group:
            written = written.replace(f"  - record: {each.name}\n", f"  # {each.meaning}.\n  - record: {each.name}\n")
    return written
