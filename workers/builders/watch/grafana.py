"""Grafana's dashboards from ``boards``, by Grafana's own foundation SDK."""

from __future__ import annotations

import json
from typing import Any

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as forms
from grafana_foundation_sdk.models import dashboard as models

from workers.builders.watch.boards import BOARDS
from workers.builders.watch.palette import BAD, BLUE, ORANGE, PURPLE, WELL, colours
from workers.builders.watch.panels import Board, Panel

SOURCE = models.DataSourceRef(type_val="prometheus", uid="${datasource}")
HEIGHT = {"number": 4, "lines": 8, "stack": 8, "bars": 8}
RUNBOOK_DEFAULT = "docs/runbook.md"

Chart = timeseries.Panel | stat.Panel | bargauge.Panel


def dashboards() -> dict[str, str]:
    """File name -> Grafana's JSON, for every dashboard."""
    return {f"{board.uid}.json": _written(board) for board in BOARDS}


def _written(board: Board) -> str:
    content: dict[str, Any] = json.loads(JSONEncoder().encode(_dashboard(board).build()))
    for annotation in content["annotations"]["list"]:  # what the SDK's annotation has no word for
        if text := _TITLES.get(annotation["name"]):
            annotation |= {"titleFormat": text, "step": "15s", **_MOMENTS.get(annotation["name"], {})}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


_TITLES = {"Rebalances": "Rebalance: {{instance}}", "Starts": "Started: {{job}} {{instance}}", "Deploys": "{{version}}"}
_MOMENTS = {"Starts": {"useValueForTime": True}}


def _dashboard(board: Board) -> dashboard.Dashboard:
    made = (
        dashboard.Dashboard(board.title)
        .uid(board.uid)
        .description(board.meaning)
        .tags(["dateline"])
        .readonly()
        .refresh("10s")
        .time("now-1h", "now")
        .timezone("browser")
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .link(
            dashboard.DashboardLink("Dateline")
            .type(models.DashboardLinkType.DASHBOARDS)
            .tags(["dateline"])
            .include_vars(True)
            .keep_time(True)
        )
        .link(
            dashboard.DashboardLink("Runbook").type(models.DashboardLinkType.LINK).url("${runbook}").target_blank(True)
        )
    )
    for variable in _variables(board):
        made.with_variable(variable)
    for annotation in _annotations():
        made.annotation(annotation)
    for title, panels in board.rows:
        made.with_row(dashboard.Row(title))
        for panel in panels:
            made.with_panel(_panel(panel))
    return made


def _variables(board: Board) -> list[Any]:
    variables: list[Any] = [
        dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"),
        _query("job", "Kind of worker", "label_values(dateline_build_info, job)", many=True),
        _query(
            "instance",
            "Worker",
            'label_values(dateline_build_info{job=~"$job"}, instance)',
            many=not board.one_worker,
        ),
    ]
    if board.by_source:
        variables.append(_query("source", "Source", "label_values(dateline_articles_total, source)", many=True))
    variables.append(
        dashboard.TextBoxVariable("runbook")
        .label("Runbook")
        .description("Where docs/runbook.md is read: links add an alert's anchor to it")
        .default_value(RUNBOOK_DEFAULT)
    )
    return variables


def _query(name: str, label: str, query: str, *, many: bool) -> dashboard.QueryVariable:
    variable = (
        dashboard.QueryVariable(name)
        .label(label)
        .query(query)
        .datasource(SOURCE)
        .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(models.VariableSort.ALPHABETICAL_ASC)
    )
    if many:
        variable.multi(True).include_all(True).all_value(".+").current(
            models.VariableOption(selected=True, text="All", value="$__all")
        )
    return variable


def _annotations() -> list[dashboard.AnnotationQuery]:
    return [
        _annotation(
            "Rebalances", 'increase(dateline_rebalances_total{job=~"$job",instance=~"$instance"}[1m]) > 0', ORANGE
        ),
        _annotation("Starts", 'process_start_time_seconds{job=~"$job",instance=~"$instance"} * 1000', PURPLE),
        _annotation(
            "Deploys",
            "count by (version) (dateline_build_info) unless count by (version) (dateline_build_info offset 5m)",
            BLUE,
        ),
    ]


def _annotation(name: str, expr: str, colour: str) -> dashboard.AnnotationQuery:
    return dashboard.AnnotationQuery().name(name).datasource(SOURCE).enable(True).icon_color(colour).expr(expr)


def _panel(panel: Panel) -> Chart:
    chart = _chart(panel)
    chart.title(panel.title).description(panel.meaning).datasource(SOURCE).unit(panel.unit).span(panel.width)
    chart.height(HEIGHT[panel.kind]).min(0).thresholds(_thresholds(panel))
    for index, (expr, legend) in enumerate(panel.queries):
        query = prometheus.Dataquery().expr(expr).legend_format(legend or "__auto").ref_id("ABCDEFGH"[index])
        chart.with_target(query.range() if isinstance(chart, timeseries.Panel) else query.instant())
    if panel.alerts:
        chart.links(
            [
                dashboard.DashboardLink(f"Runbook: {name}")
                .type(models.DashboardLinkType.LINK)
                .url(f"${{runbook}}#{name.lower()}")
                .target_blank(True)
                for name in panel.alerts
            ]
        )
    return chart


def _chart(panel: Panel) -> Chart:
    if panel.kind == "number":
        return (
            stat.Panel()
            .color_mode(forms.BigValueColorMode.BACKGROUND)
            .graph_mode(forms.BigValueGraphMode.NONE)
            .color_scheme(dashboard.FieldColor().mode(models.FieldColorModeId.THRESHOLDS))
        )
    if panel.kind == "bars":
        scheme = models.FieldColorModeId.CONTINUOUS_BLUES if panel.limit is None else models.FieldColorModeId.THRESHOLDS
        return (
            bargauge.Panel()
            .orientation(forms.VizOrientation.HORIZONTAL)
            .display_mode(forms.BarGaugeDisplayMode.BASIC)
            .color_scheme(dashboard.FieldColor().mode(scheme))
        )
    chart = (
        timeseries.Panel()
        .line_width(2)
        .legend(
            common.VizLegendOptions()
            .display_mode(forms.LegendDisplayMode.LIST)
            .placement(forms.LegendPlacement.BOTTOM)
            .show_legend(True)
        )
        .tooltip(common.VizTooltipOptions().mode(forms.TooltipDisplayMode.MULTI).sort(forms.SortOrder.DESCENDING))
        # An open list: shades of one colour differ in lightness, which everyone sees.
        .color_scheme(dashboard.FieldColor().mode(models.FieldColorModeId.SHADES).fixed_color(BLUE))
    )
    for name, colour in colours(_label(panel)).items():
        chart.override_by_name(
            name, [models.DynamicConfigValue(id_val="color", value={"mode": "fixed", "fixedColor": colour})]
        )
    if panel.kind == "stack":
        chart.stacking(common.StackingConfig().mode(forms.StackingMode.NORMAL)).fill_opacity(60)
    if panel.limit is not None:
        chart.thresholds_style(common.GraphThresholdsStyleConfig().mode(forms.GraphThresholdsStyleMode.DASHED))
    return chart


def _label(panel: Panel) -> str:
    """The label with a closed list that tells the panel's series apart, or an empty string."""
    legends = [legend for _, legend in panel.queries]
    if "p50" in legends:
        return "quantile"
    return "guarded step" if "step_failures" in panel.queries[0][0] else legends[0].strip("{}")


def _thresholds(panel: Panel) -> dashboard.ThresholdsConfig:
    """One step: where the alert begins. Without one everything is well."""
    low, high = (BAD, WELL) if panel.below else (WELL, BAD)
    steps = [models.Threshold(value=None, color=low if panel.limit is not None else WELL)]
    if panel.limit is not None:
        steps.append(models.Threshold(value=panel.limit, color=high))
    return dashboard.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(steps)
