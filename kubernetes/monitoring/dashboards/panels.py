"""What the dashboards share: queries, panels in one style, variables, links."""

import pathlib
import re
import zlib
from typing import Iterable, NamedTuple, Sequence

import yaml
from grafana_foundation_sdk.builders import common as style
from grafana_foundation_sdk.builders import dashboard, logs, loki, prometheus, stat, table, timeseries
from grafana_foundation_sdk.models import common
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models import prometheus as prometheus_model

PROMETHEUS = common.DataSourceRef(type_val="prometheus", uid="${prometheus}")
LOKI = common.DataSourceRef(type_val="loki", uid="${loki}")
TAG = "doggy"

# The chart's alerts link to the same pages.
_VALUES = yaml.safe_load((pathlib.Path(__file__).parents[1] / "chart/values.yaml").read_text())
RUNBOOKS = _VALUES["runbooks"]

GREEN, YELLOW, RED, BLUE = "green", "yellow", "red", "blue"


class Query(NamedTuple):
    """An expression and what its series are called in the legend."""

    text: str
    legend: str = "__auto"
    loki: bool = False


def promql(text: str, legend: str = "__auto") -> Query:
    return Query(" ".join(text.split()), legend)


def logql(text: str, legend: str = "__auto") -> Query:
    return Query(" ".join(text.split()), legend, loki=True)


def _target(query: Query, index: int, now: bool, as_table: bool = False):
    """The SDK's query. `now` asks for the newest value alone."""
    name = chr(ord("A") + index)
    if query.loki:
        target = loki.Dataquery().expr(query.text).legend_format(query.legend).datasource(LOKI).ref_id(name)
        return target.query_type("instant" if now else "range")
    target = prometheus.Dataquery().expr(query.text).legend_format(query.legend).datasource(PROMETHEUS).ref_id(name)
    target = target.instant() if now else target.range()
    return target.format(prometheus_model.PromQueryFormat.TABLE) if as_table else target


def _dressed(panel, title: str, about: str, queries: Sequence[Query], width: int, height: int, runbook: str):
    """What every panel has."""
    panel = panel.title(title).description(" ".join(about.split())).span(width).height(height)
    panel = panel.datasource(LOKI if queries[0].loki else PROMETHEUS)
    if runbook:
        link = dashboard.DashboardLink(f"Runbook of {runbook}").type(model.DashboardLinkType.LINK)
        panel = panel.links([link.url(f"{RUNBOOKS}/{runbook}.md").target_blank(True)])
    return panel


def _thresholds(limits: Iterable[tuple[float, str]], first: str = GREEN) -> dashboard.ThresholdsConfig:
    steps = [model.Threshold(color=first), *(model.Threshold(value, color) for value, color in limits)]
    return dashboard.ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


def graph(
    title: str,
    about: str,
    *queries: Query,
    unit: str,
    width: int = 8,
    height: int = 8,
    stacked: bool = False,
    limits: Sequence[tuple[float, str]] = (),
    top: float | None = None,
    runbook: str = "",
) -> timeseries.Panel:
    """Lines over time, from zero. `limits` are dashed lines where it becomes worrying."""
    panel = _dressed(timeseries.Panel(), title, about, queries, width, height, runbook).unit(unit).min(0)
    panel = panel.line_width(1).fill_opacity(30 if stacked else 8).show_points(common.VisibilityMode.NEVER)
    legend = style.VizLegendOptions().display_mode(common.LegendDisplayMode.LIST).show_legend(True)
    panel = panel.legend(legend.placement(common.LegendPlacement.BOTTOM).calcs(["lastNotNull", "max"]))
    tooltip = style.VizTooltipOptions().mode(common.TooltipDisplayMode.MULTI)
    panel = panel.tooltip(tooltip.sort(common.SortOrder.DESCENDING).hide_zeros(True))
    if stacked:
        panel = panel.stacking(style.StackingConfig().mode(common.StackingMode.NORMAL).group("A"))
    if limits:
        dashed = style.GraphThresholdsStyleConfig().mode(common.GraphThresholdsStyleMode.DASHED)
        panel = panel.thresholds(_thresholds(limits)).thresholds_style(dashed)
    if top is not None:
        panel = panel.max(top)
    for index, query in enumerate(queries):
        panel = panel.with_target(_target(query, index, now=False))
    return panel


def number(
    title: str,
    about: str,
    query: Query,
    *,
    unit: str,
    width: int = 4,
    limits: Sequence[tuple[float, str]] = (),
    first: str = GREEN,
    words: dict[str, tuple[str, str]] | None = None,
    decimals: int | None = None,
    nothing: str = "no data",
    runbook: str = "",
) -> stat.Panel:
    """One value as of now, colored by `limits`. `words` replaces values by (text, color)."""
    panel = _dressed(stat.Panel(), title, about, [query], width, 4, runbook).unit(unit).no_value(nothing)
    panel = panel.thresholds(_thresholds(limits, first)).color_mode(common.BigValueColorMode.VALUE)
    panel = panel.graph_mode(common.BigValueGraphMode.NONE)
    panel = panel.reduce_options(style.ReduceDataOptions().calcs(["lastNotNull"]))
    if words:
        results = {value: model.ValueMappingResult(text, color) for value, (text, color) in words.items()}
        panel = panel.mappings([model.ValueMap(results)])
    if decimals is not None:
        panel = panel.decimals(decimals)
    return panel.with_target(_target(query, 0, now=True))


def ranking(
    title: str,
    about: str,
    query: Query,
    *,
    columns: Sequence[str],
    value: str,
    unit: str,
    width: int = 12,
    height: int = 8,
    limits: Sequence[tuple[float, str]] = (),
    runbook: str = "",
) -> table.Panel:
    """A table of what an expression has now, largest first: a column for each label, and one for the value."""
    panel = _dressed(table.Panel(), title, about, [query], width, height, runbook).unit(unit)
    panel = panel.align(common.FieldTextAlignment.AUTO).sort_by(
        [style.TableSortByFieldState().display_name(value).desc(True)]
    )
    if limits:
        panel = panel.thresholds(_thresholds(limits))
        cell = model.DynamicConfigValue("custom.cellOptions", {"type": "color-text"})
        panel = panel.override_by_name(value, [cell])
    column = "Value #A" if query.loki else "Value"  # As the data source calls it.
    order = {name: index for index, name in enumerate([*columns, column])}
    keep = {"include": {"names": list(order)}}
    arranged = {"excludeByName": {}, "indexByName": order, "renameByName": {column: value}}
    panel = panel.with_transformation(model.DataTransformerConfig(id_val="filterFieldsByName", options=keep))
    panel = panel.with_transformation(model.DataTransformerConfig(id_val="organize", options=arranged))
    return panel.with_target(_target(query, 0, now=True, as_table=True))


def lines(title: str, about: str, query: Query, *, width: int = 24, height: int = 10) -> logs.Panel:
    """Lines of logs, newest first."""
    panel = _dressed(logs.Panel(), title, about, [query], width, height, "")
    panel = panel.show_time(True).wrap_log_message(True).enable_log_details(True)
    panel = panel.sort_order(common.LogsSortOrder.DESCENDING).dedup_strategy(common.LogsDedupStrategy.NONE)
    return panel.with_target(_target(query, 0, now=False))


def choice(name: str, label: str, query: str, *, chosen: str = "", regex: str = "") -> dashboard.QueryVariable:
    """A variable whose values Prometheus knows: one of them, or with nothing chosen any number and at first all."""
    variable = dashboard.QueryVariable(name).label(label).datasource(PROMETHEUS)
    variable = variable.query({"query": query, "refId": name, "qryType": 1})  # 1: label_values(…)
    variable = variable.refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
    variable = variable.sort(model.VariableSort.ALPHABETICAL_ASC)
    if regex:
        variable = variable.regex(regex)
    if chosen:
        return variable.current(model.VariableOption(text=chosen, value=chosen))
    variable = variable.multi(True).include_all(True).all_value(".*")
    return variable.current(model.VariableOption(text=["All"], value=["$__all"]))


def board(
    name: str,
    title: str,
    question: str,
    rows: dict[str, list],
    *,
    variables: Sequence[dashboard.QueryVariable] = (),
    components: Sequence[str],
    since: str = "now-3h",
    refresh: str = "30s",
) -> dashboard.Dashboard:
    """A dashboard. Firing alerts of `components` are marked in its graphs."""
    made = dashboard.Dashboard(title).uid(f"doggy-{name}").description(" ".join(question.split())).tags([TAG])
    made = made.time(since, "now").refresh(refresh).timezone("browser").readonly()
    made = made.tooltip(model.DashboardCursorSync.CROSSHAIR)
    for source in ("prometheus", "loki"):
        if source == "prometheus" or any(_reads_logs(panel) for panels in rows.values() for panel in panels):
            # Named as in Grafana's provisioning; another one can be chosen.
            option = model.VariableOption(text=source.capitalize(), value=source)
            variable = dashboard.DatasourceVariable(source).label(source.capitalize()).type(source)
            made = made.with_variable(variable.current(option))
    for variable in variables:
        made = made.with_variable(variable)
    others = dashboard.DashboardLink("Doggy App").type(model.DashboardLinkType.DASHBOARDS).tags([TAG])
    made = made.link(others.as_dropdown(True).keep_time(True))
    section = re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-")
    about = f"{RUNBOOKS.rpartition('/')[0]}/dashboards.md#{section}"
    for text, url in (("Runbooks", RUNBOOKS), ("About this dashboard", about)):
        made = made.link(dashboard.DashboardLink(text).type(model.DashboardLinkType.LINK).url(url).target_blank(True))
    firing = f'ALERTS{{alertstate="firing", component=~"{"|".join(components)}"}}'
    alerts = dashboard.AnnotationQuery().name("Alerts").datasource(PROMETHEUS).enable(True)
    made = made.annotation(alerts.icon_color(RED).expr(firing))
    for row, panels in rows.items():
        made = made.with_row(dashboard.Row(row).id(_id(row)))
        for panel in panels:
            made = made.with_panel(panel.id(_id(f"{row}/{panel.build().title}")))
    return made


def _reads_logs(panel) -> bool:
    return any(target.datasource == LOKI for target in panel.build().targets)


def _id(name: str) -> int:
    """A panel's number is part of links to it, so it does not depend on the other panels."""
    return zlib.crc32(name.encode()) % 1_000_000
