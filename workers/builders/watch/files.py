"""The files that are written from these declarations: names under ``deploy/`` and what must stand in them."""

from __future__ import annotations

from pathlib import Path

from workers.builders.watch.grafana import dashboards
from workers.builders.watch.rules import alerting_rules, recording_rules, write

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"


def files() -> dict[str, str]:
    """Every file, by its path under ``deploy/``."""
    return {
        "prometheus/rules.yml": write(recording_rules()),
        "prometheus/alerts.yml": write(alerting_rules()),
        **{f"grafana/dashboards/{name}": content for name, content in dashboards().items()},
    }
