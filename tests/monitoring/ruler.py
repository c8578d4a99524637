"""Evaluates alerting rules as Loki's ruler does, which is Prometheus' code: pending, firing, resolved, and what is sent to
Alertmanager. It knows the settings of rules and the templates that our rules use, and refuses others."""

import dataclasses
import datetime
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable

import logql

KEPT_RESOLVED_NS = 15 * 60 * 10**9


class TemplateError(ValueError):
    pass


def humanize(value: float) -> str:
    """As Prometheus' template function does: 12345 is 12.35k."""
    if value == 0 or value != value or abs(value) == float("inf"):
        return f"{value:.4g}"
    prefix = ""
    if abs(value) >= 1:
        for prefix in ("", "k", "M", "G", "T", "P", "E", "Z", "Y"):
            if abs(value) < 1000:
                break
            value /= 1000
    else:
        for prefix in ("", "m", "u", "n", "p", "f", "a", "z", "y"):
            if abs(value) >= 1:
                break
            value *= 1000
    return f"{value:.4g}{prefix}"


FUNCTIONS: dict[str, Callable[[float], str]] = {
    "humanize": humanize,
    "humanizePercentage": lambda value: f"{value * 100:.4g}%",
}
TERM = re.compile(r'\s*(?:\$labels\.(?P<label>[a-zA-Z_]\w*)|(?P<value>\$value)|"(?P<text>[^"\\]*)")')


def expand(template: str, labels: dict[str, str], value: float) -> str:
    """Of Go's templates: {{ $labels.x }}, {{ or $labels.x "text" }} and {{ $value | humanize }}."""

    def replaced(found: re.Match) -> str:
        expression, *functions = (part.strip() for part in found[1].split("|"))
        chooses = expression.startswith("or ")
        terms, at = [], 3 if chooses else 0
        while at < len(expression):
            term = TERM.match(expression, at)
            if not term:
                raise TemplateError(f"the template {{{{{found[1]}}}}} is not known here")
            terms.append(value if term["value"] else labels.get(term["label"], "") if term["label"] else term["text"])
            at = term.end()
        if not terms or (len(terms) > 1 and not chooses):
            raise TemplateError(f"the template {{{{{found[1]}}}}} is not known here")
        result = next((term for term in terms if term), terms[-1])
        for function in functions:
            if function not in FUNCTIONS or not isinstance(result, float):
                raise TemplateError(f"the template {{{{{found[1]}}}}} is not known here")
            result = FUNCTIONS[function](result)
        return result if isinstance(result, str) else f"{result:.15g}"

    text = re.sub(r"\{\{(.*?)\}\}", replaced, template)
    if "{{" in text:
        raise TemplateError(f"{template!r} has a template that does not end")
    return text


@dataclasses.dataclass
class Alert:
    labels: dict[str, str]
    annotations: dict[str, str]
    value: float
    active_ns: int
    fired_ns: int | None = None
    resolved_ns: int | None = None
    sent_ns: int | None = None

    @property
    def state(self) -> str:
        if self.resolved_ns is not None:
            return "resolved"
        return "pending" if self.fired_ns is None else "firing"


class Rule:
    SETTINGS = {"alert", "expr", "for", "labels", "annotations"}

    def __init__(self, rule: dict):
        unknown = set(rule) - self.SETTINGS
        if unknown:
            raise ValueError(f"the rule {rule.get('alert')} has settings that are not known here: {sorted(unknown)}")
        self.name, self.text = rule["alert"], rule["expr"]
        self.expression = logql.parse_metric(self.text)
        self.hold_ns = int(logql.seconds(rule.get("for", "0s")) * 1e9)
        self.labels, self.annotations = rule.get("labels", {}), rule.get("annotations", {})
        self.alerts: dict[frozenset, Alert] = {}

    def evaluate(self, source: logql.Source, now_ns: int) -> None:
        seen = set()
        for sample in self.expression.at(source, now_ns):
            alert = self.alert_of(sample, now_ns)
            key = frozenset(alert.labels.items())
            if key in seen:
                raise ValueError(f"{self.name}: two results have the same labels: {alert.labels}")
            seen.add(key)
            known = self.alerts.get(key)
            if known and known.state != "resolved":
                known.value, known.annotations = alert.value, alert.annotations
            else:
                self.alerts[key] = alert
        for key, alert in list(self.alerts.items()):
            if key in seen:
                if alert.state == "pending" and now_ns - alert.active_ns >= self.hold_ns:
                    alert.fired_ns = now_ns
            elif alert.state == "firing":
                alert.resolved_ns = now_ns
            elif alert.state == "pending" or now_ns - alert.resolved_ns > KEPT_RESOLVED_NS:
                del self.alerts[key]

    def alert_of(self, sample: logql.Sample, now_ns: int) -> Alert:
        def expanded(templates: dict[str, str]) -> dict[str, str]:
            return {name: expand(str(text), sample.labels, sample.value) for name, text in templates.items()}

        labels = sample.labels | expanded(self.labels) | {"alertname": self.name}
        labels = {name: text for name, text in labels.items() if text}
        return Alert(labels, expanded(self.annotations), sample.value, now_ns)


class Ruler:
    """`groups` as in a file of rules. `send` gets what Alertmanager's API takes, each time that something is due."""

    def __init__(
        self,
        groups: list[dict],
        source: logql.Source,
        send: Callable[[list[dict]], None] = lambda _: None,
        interval_seconds: float = 60,
        resend_seconds: float = 60,
    ):
        self.rules = [Rule(rule) for group in groups for rule in group["rules"]]
        self._source, self._send = source, send
        self._resend_ns = int(resend_seconds * 1e9)
        self._valid_ns = int(4 * max(interval_seconds, resend_seconds) * 1e9)

    def alerts(self, state: str = "firing") -> list[Alert]:
        return [alert for rule in self.rules for alert in rule.alerts.values() if alert.state == state]

    def evaluate(self, now_ns: int) -> None:
        """Raises an ExceptionGroup of what went wrong with single rules, after the others were evaluated and sent."""
        due: list[tuple[Rule, Alert]] = []
        problems: list[Exception] = []
        for rule in self.rules:
            try:
                rule.evaluate(self._source, now_ns)
            except ValueError as problem:
                problem.add_note(rule.name)
                problems.append(problem)
            due += [(rule, alert) for alert in rule.alerts.values() if self._is_due(alert, now_ns)]
        if due:
            self._send([self._posted(rule, alert, now_ns) for rule, alert in due])
            for _, alert in due:
                alert.sent_ns = now_ns
        if problems:
            raise ExceptionGroup("rules could not be evaluated", problems)

    def _is_due(self, alert: Alert, now_ns: int) -> bool:
        if alert.state == "pending":
            return False
        if alert.sent_ns is None or (alert.resolved_ns is not None and alert.resolved_ns > alert.sent_ns):
            return True
        return alert.sent_ns + self._resend_ns < now_ns

    def _posted(self, rule: Rule, alert: Alert, now_ns: int) -> dict:
        query = json.dumps({"queries": [{"expr": rule.text, "queryType": "range"}]})
        return {
            "labels": alert.labels,
            "annotations": alert.annotations,
            "startsAt": rfc3339(alert.fired_ns),
            "endsAt": rfc3339(alert.resolved_ns or now_ns + self._valid_ns),
            "generatorURL": f"http://grafana/explore?{urllib.parse.urlencode({'left': query})}",
        }


def rfc3339(at_ns: int) -> str:
    whole, rest = divmod(at_ns, 10**9)
    moment = datetime.datetime.fromtimestamp(whole, datetime.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{rest:09d}Z"


def post_alerts(alertmanager: str, alerts: list[dict]) -> None:
    """To Alertmanager's API v2. Raises OSError when it does not take them."""
    request = urllib.request.Request(
        f"{alertmanager}/api/v2/alerts",
        json.dumps(alerts).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10):
        pass
