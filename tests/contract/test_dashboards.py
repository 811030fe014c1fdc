"""The dashboards: laid out without overlap, thresholds that are the alerts' own, links that lead somewhere, colours
that everyone tells apart."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import pytest

from tests.contract.test_alerts import ROOT, anchors
from workers.builders.watch import palette
from workers.builders.watch.alerts import ALERTS
from workers.builders.watch.boards import BOARDS
from workers.builders.watch.files import DEPLOY
from workers.builders.watch.panels import Panel
from workers.builders.watch.thresholds import SOURCE_SILENT, SOURCE_SILENT_SECONDS

FILES = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
DASHBOARDS: dict[str, Any] = {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}
PANELS = [panel for board in BOARDS for _, panels in board.rows for panel in panels]
BUILT_IN = {"__rate_interval", "__range", "__auto", "__all"}
WHOLE = 1
"""A limit of one is no alert's number: one core, one worker, one record."""


def test_every_dashboard_is_there_and_none_that_is_not_declared() -> None:
    assert set(DASHBOARDS) == {board.uid for board in BOARDS}
    assert {alert.dashboard for alert in ALERTS} <= set(DASHBOARDS)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_do_not_overlap(name: str) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARDS[name]["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("name", DASHBOARDS)
def test_variables_that_are_used_exist(name: str) -> None:
    text = json.dumps(DASHBOARDS[name])
    used = set(re.findall(r"\$\{?(\w+)", text)) - BUILT_IN
    assert used == {variable["name"] for variable in DASHBOARDS[name]["templating"]["list"]}


@pytest.mark.parametrize("name", DASHBOARDS)
def test_annotations_and_links(name: str) -> None:
    board = DASHBOARDS[name]
    assert [each["name"] for each in board["annotations"]["list"]] == ["Rebalances", "Starts", "Deploys"]
    assert [each["title"] for each in board["links"]] == ["Dateline", "Runbook"]
    assert board["tags"] == board["links"][0]["tags"]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_a_threshold_is_its_alerts_own_number(panel: Panel) -> None:
    if panel.limit is None or panel.limit == WHOLE:
        return
    exprs = " ".join(alert.expr for alert in ALERTS if alert.name in panel.alerts)
    if panel.limit == SOURCE_SILENT_SECONDS:
        assert f"[{SOURCE_SILENT}]" in exprs
        assert f"{panel.limit / 3_600:.0f}h" == SOURCE_SILENT
    elif panel.title == "Record to event":
        assert panel.limit == 60.0  # the bucket of the recorded share that its alerts compare
    else:
        assert re.search(rf"[<>] {panel.limit:.6g}\b", exprs), exprs


def test_links_lead_to_entries_of_the_runbook() -> None:
    known = anchors((ROOT / "docs" / "runbook.md").read_text("utf-8"))
    linked = {
        link["url"] for board in DASHBOARDS.values() for panel in board["panels"] for link in panel.get("links", [])
    }
    assert linked
    assert {url.removeprefix("${runbook}#") for url in linked} <= known


def test_every_alert_with_a_series_of_its_own_is_on_a_panel() -> None:
    shown = {name for panel in PANELS for name in panel.alerts}
    assert {alert.name for alert in ALERTS} == shown


def test_every_panel_says_what_it_shows_and_in_which_unit() -> None:
    for panel in PANELS:
        assert panel.meaning
        assert panel.unit
        assert panel.queries
        assert len({legend for _, legend in panel.queries}) == len(panel.queries)


def lightness(colour: str) -> float:
    """CIE L* of an sRGB colour, 0 to 100."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    y = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_only_colours_of_the_palette_are_used() -> None:
    allowed = {*palette.CYCLE, *palette.DARKER}
    for board in DASHBOARDS.values():
        assert set(re.findall(r'"(#[0-9A-Fa-f]{6})"', json.dumps(board))) <= allowed
        assert not re.search(r'"(?:fixedColor|color)": "(?!#)\w+"', json.dumps(board))


def test_values_of_a_list_have_colours_of_their_own() -> None:
    for label in palette.VALUES:
        found = palette.colours(label)
        pairs = [pair for pair in combinations(found, 2) if found[pair[0]] == found[pair[1]]]
        assert pairs == [], label


def test_well_and_bad_differ_in_lightness_too() -> None:
    assert abs(lightness(palette.WELL) - lightness(palette.BAD)) > 5
