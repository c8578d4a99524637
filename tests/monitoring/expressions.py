"""The expressions of rules and dashboards, and what expressions.mjs says that they use."""

import functools
import json
import pathlib
import re
import subprocess
from typing import NamedTuple

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "kubernetes/monitoring"
# What Grafana puts in the place of its own variables.
BUILT_IN = {"__rate_interval": "5m", "__interval": "1m", "__auto": "5m", "__range": "1h", "__range_s": "3600"}
CHOSEN = "chosen"  # In the place of a dashboard's.
VARIABLE = re.compile(r"\$\{?(\w+)(?::\w+)?\}?")
LABEL_VALUES = re.compile(r"label_values\((.+), *(\w+)\)")


class Expression(NamedTuple):
    kind: str  # promql or logql
    text: str
    where: str


class Use(NamedTuple):
    """A selector of a metric."""

    metric: str
    matchers: tuple[tuple[str, str, str], ...]  # (label, operator, value)
    where: str


class Grouping(NamedTuple):
    """Each of `labels` is one of some metric of `metrics`."""

    labels: frozenset[str]
    metrics: frozenset[str]
    where: str


def dashboards() -> dict[str, dict]:
    return {
        path.stem: json.loads(path.read_text()) for path in sorted((MONITORING / "chart/dashboards").glob("*.json"))
    }


def panels(dashboard: dict) -> list[dict]:
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def variables_of(dashboard: dict) -> dict[str, dict]:
    return {variable["name"]: variable for variable in dashboard["templating"]["list"]}


def of_dashboard(name: str, dashboard: dict) -> list[Expression]:
    """As they are written, with variables."""
    found = [
        Expression("promql", annotation["expr"], f"dashboard {name}, annotation {annotation['name']}")
        for annotation in dashboard["annotations"]["list"]
    ]
    for variable in variables_of(dashboard).values():
        if variable["type"] == "query":
            text = LABEL_VALUES.fullmatch(variable["query"]["query"])[1]
            found.append(Expression("promql", text, f"dashboard {name}, variable {variable['name']}"))
    for panel in panels(dashboard):
        for target in panel["targets"]:
            kind = {"prometheus": "promql", "loki": "logql"}[target["datasource"]["type"]]
            found.append(Expression(kind, target["expr"], f"dashboard {name}, panel {panel['title']}"))
    return found


def filled(expression: Expression) -> Expression:
    """With values in the place of Grafana's variables."""
    text = VARIABLE.sub(lambda found: BUILT_IN.get(found[1], CHOSEN), expression.text)
    return expression._replace(text=text)


class Rules(NamedTuple):
    expressions: list[Expression]
    recorded: set[str]
    alerts: set[str]
    components: set[str]  # What alerts are about.


@functools.cache
def rules(folder: str, kind: str) -> Rules:
    """Those of chart/FOLDER."""
    expressions, recorded, alerts, components = [], set(), set(), set()
    for path in sorted((MONITORING / "chart" / folder).glob("*.yaml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                name = rule.get("alert") or rule["record"]
                (alerts if "alert" in rule else recorded).add(name)
                components.add(rule.get("labels", {}).get("component", ""))
                expressions.append(Expression(kind, rule["expr"], f"{folder}/{path.name}, {name}"))
    return Rules(expressions, recorded, alerts, components)


def parsed(expressions: list[Expression]) -> list[dict]:
    """What expressions.mjs says of each."""
    lines = "".join(json.dumps({"kind": one.kind, "text": one.text}) + "\n" for one in expressions)
    script = pathlib.Path(__file__).parent / "expressions.mjs"
    answer = subprocess.run(["node", script], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def uses(expressions: list[Expression]) -> tuple[list[Use], list[Grouping]]:
    """Of expressions in PromQL."""
    found, groupings = [], []
    for expression, said in zip(expressions, parsed(expressions), strict=True):
        for one in said["selectors"]:
            matchers = tuple((matcher["label"], matcher["op"], matcher["value"]) for matcher in one["matchers"])
            found.append(Use(one["metric"], matchers, expression.where))
        for group in said["groups"]:
            labels = frozenset(group["labels"]) - frozenset(said["made"])
            groupings.append(Grouping(labels, frozenset(group["metrics"]), expression.where))
    return found, groupings
