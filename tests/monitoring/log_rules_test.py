"""Alerts from logs: each one is seen to fire, not to fire and to resolve, with lines as they are in a cluster.

logs/ALERT.json has for each alert:
  stream    labels of the stream, as Alloy gives them
  line      a line that makes it fire: text, or what is in the JSON line
  times     how many of them it takes (1); one less must not be enough where `stays` says so
  beside    other lines that are there too, each with `line`, `times` and perhaps a `stream`
  absent    the alert fires while there are no such lines
  labels    of the alert, beside those that the rule gives every alert
  summary   as people read it
  also      other lines that make it fire; each says `why`, and what is different: a `change` of the line (a merge patch),
            or a `line`, a `stream`, `labels`. With `each` (a path and its values) or `lines` it stands for as many cases
  stays     lines that do not make it fire, in the same form
"""

import copy
import json
import pathlib
import re
import unittest
from typing import NamedTuple

import yaml

import expressions
import logql
from log_store import Streams, metadata_of
from ruler import Alert, Ruler
from suite import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "kubernetes/monitoring/chart/log-rules"
SAMPLES = pathlib.Path(__file__).resolve().parent / "logs"
MINUTE = 60 * 10**9
START = 1_796_067_911 * 10**9


def groups() -> list[dict]:
    return [group for file in sorted(RULES.glob("*.yaml")) for group in yaml.safe_load(file.read_text())["groups"]]


def rules() -> dict[str, dict]:
    return {rule["alert"]: rule for group in groups() for rule in group["rules"]}


def samples() -> dict[str, dict]:
    return {file.stem: json.loads(file.read_text()) for file in sorted(SAMPLES.glob("*.json"))}


def patched(value, change):
    """RFC 7396."""
    if not isinstance(change, dict):
        return change
    merged = copy.deepcopy(value) if isinstance(value, dict) else {}
    for name, one in change.items():
        if one is None:
            merged.pop(name, None)
        else:
            merged[name] = patched(merged.get(name), one)
    return merged


class Batch(NamedTuple):
    """Lines that arrive together."""

    stream: dict[str, str]
    line: str
    times: int


class Case(NamedTuple):
    lines: Batch
    beside: list[Batch]

    def pour(self, streams: Streams, at_ns: int) -> None:
        for batch in (self.lines, *self.beside):
            for _ in range(batch.times):
                streams.add(batch.stream, batch.line, at_ns, metadata_of(batch.line))


def varied(differences: list[dict]) -> list[dict]:
    """Those with `each` or `lines`, one for each value."""
    found = []
    for one in differences:
        for line in one.get("lines", []):
            found.append({**one, "why": f"{one['why']}: {line}", "line": line})
        for path, values in one.get("each", {}).items():
            for value in values:
                change = value
                for name in reversed(path.split(".")):
                    change = {name: change}
                change = patched(one.get("change", {}), change)
                found.append({**one, "why": f"{one['why']}: {value}", "change": change})
        if not {"each", "lines"} & set(one):
            found.append(one)
    return found


def text_of(line) -> str:
    """As the API server and our services write JSON, without spaces."""
    return line if isinstance(line, str) else json.dumps(line, separators=(",", ":"), ensure_ascii=False)


def case_of(sample: dict, different: dict) -> Case:
    line = different.get("line", sample["line"])
    if "change" in different:
        line = patched(line, different["change"])
    stream = different.get("stream", sample["stream"])
    times = different.get("times", sample.get("times", 1))
    beside = [
        Batch(one.get("stream", stream), text_of(one["line"]), one["times"])
        for one in different.get("beside", sample.get("beside", []))
    ]
    return Case(Batch(stream, text_of(line), times), beside)


def longest(rule: dict) -> int:
    """The range that the rule looks back over."""
    return max(int(logql.seconds(found) * 1e9) for found in re.findall(r" \[(\d+[mh])\]", rule["expr"]))


class Trial:
    """A rule with its own lines and its own clock, which only goes on by pass_minutes()."""

    def __init__(self, rule: dict):
        self.streams = Streams(most=10_000)
        self.now_ns = START
        self._ruler = Ruler([{"rules": [rule]}], self.streams)
        self._window_ns = longest(rule)
        self._poured_ns: int | None = None

    def alerts(self, state: str) -> list[Alert]:
        return self._ruler.alerts(state)

    def pass_minutes(self, minutes: float, case: Case | None = None) -> None:
        """With a case, its lines are always within the range, once."""
        for _ in range(int(minutes)):
            if case and (self._poured_ns is None or self.now_ns - self._poured_ns >= self._window_ns):
                case.pour(self.streams, self.now_ns)
                self._poured_ns = self.now_ns
            self._ruler.evaluate(self.now_ns)
            self.now_ns += MINUTE


class Samples(unittest.TestCase):
    """One case for each alert is added below."""

    def check(self, name: str) -> None:
        rule, sample = rules()[name], samples()[name]
        for different in ({}, *varied(sample.get("also", []))):
            with self.subTest(different.get("why", "the line itself")):
                self.fires_and_resolves(rule, sample, different)
        for different in varied(sample["stays"]):
            with self.subTest(f"stays: {different['why']}"):
                trial = Trial(rule)
                trial.pass_minutes(self.hold_minutes(rule) + 5, case_of(sample, different))
                self.assertEqual(trial.alerts("pending") + trial.alerts("firing"), [])

    @staticmethod
    def hold_minutes(rule: dict) -> float:
        return logql.seconds(rule.get("for", "0s")) / 60

    def fires_and_resolves(self, rule: dict, sample: dict, different: dict) -> None:
        trial, case = Trial(rule), case_of(sample, different)
        if sample.get("absent"):
            case = case._replace(lines=case.lines._replace(times=0))
        hold = self.hold_minutes(rule)
        trial.pass_minutes(hold, case)
        self.assertEqual(trial.alerts("firing"), [], "before its time")
        self.assertEqual(len(trial.alerts("pending")), 1 if hold else 0)
        trial.pass_minutes(1, case)
        [alert] = trial.alerts("firing")
        self.is_as_expected(alert, rule, sample, different)

        if sample.get("absent"):
            case_of(sample, {}).pour(trial.streams, trial.now_ns)
            trial.pass_minutes(1)
        else:
            trial.pass_minutes(longest(rule) / MINUTE + 1)
        self.assertEqual(trial.alerts("firing"), [])
        self.assertEqual(trial.alerts("resolved"), [alert])

    def is_as_expected(self, alert: Alert, rule: dict, sample: dict, different: dict) -> None:
        plain = {name: text for name, text in rule["labels"].items() if "{{" not in text}
        for name, text in plain.items():
            self.assertEqual(alert.labels[name], text)
        if different:
            labels = different.get("labels", {})
            self.assertEqual({name: alert.labels.get(name) for name in labels}, labels)
        else:
            # Those that the rule makes of others are only checked where the sample names them.
            made = set(rule["labels"]) | {"alertname"}
            self.assertEqual(
                {name: text for name, text in alert.labels.items() if name in sample["labels"] or name not in made},
                sample["labels"] | {name: alert.labels[name] for name in alert.labels if name.startswith("k8s_")},
            )
            self.assertEqual(alert.annotations["summary"], sample["summary"])
        self.assertIn(alert.labels["severity"], {"critical", "warning", "info"})
        self.assertRegex(alert.labels["component"], r"^[a-z-]+$")
        for text in alert.annotations.values():
            self.assertRegex(text, r"(?s)^[^\s].*\.$")
            self.assertNotRegex(text, r"\n|\{\{|  | [.,]|/\.|\(\)", "something is missing in it")


for _name in samples():

    def _case(self, name=_name):
        self.check(name)

    setattr(Samples, f"test_{_name}", _case)


class Rules(unittest.TestCase):
    def test_each_alert_has_samples_of_both_kinds(self):
        self.assertEqual(set(samples()), set(rules()))
        for name, sample in samples().items():
            self.assertTrue(sample["stays"], name)

    def test_the_grammar_of_grafana_takes_every_expression(self):
        parsed = expressions.parsed(expressions.rules("log-rules", "logql").expressions)
        self.assertEqual(len(parsed), len(rules()))
        for rule, said in zip(rules().values(), parsed, strict=True):
            self.assertEqual(said["errors"], [], rule["alert"])

    def test_alerts_say_how_bad_it_is_where_it_is_and_what_it_means(self):
        for name, rule in rules().items():
            with self.subTest(name):
                self.assertIn(rule["labels"]["severity"], {"critical", "warning", "info"})
                self.assertIn("component", rule["labels"])
                self.assertEqual(set(rule["annotations"]), {"summary", "description"}, "the chart adds the runbook")

    def test_both_rules_about_errors_look_for_the_same_lines(self):
        texts = rules()["LogErrorRate"]["expr"] + rules()["LogErrorShare"]["expr"]
        filters = re.findall(r"\|~ [^[]*(?:`[^`]*`[^[`]*)+\[", texts)
        self.assertEqual(len(filters), 3)
        self.assertEqual(len(set(filters)), 1)

    def test_no_line_breaks_a_query(self):
        """Loki refuses a query of numbers when a single line of it could not be parsed."""
        for name, rule in rules().items():
            for _ in re.findall(r"\| json", rule["expr"]):
                self.assertRegex(rule["expr"], r'\| json [^|]*\| __error__=""', name)
        broken = ["", "{", "not JSON", '{"user":null}', '["a"]', '"text"', "{}", '{"level":7,"objectRef":[1]}']
        streams = Streams()
        for sample in samples().values():
            for text in (*broken, text_of(sample["line"])[:-1]):
                streams.add(sample["stream"], text, START, metadata_of(text))
        Ruler(groups(), streams).evaluate(START)

    def test_the_number_of_alerts_is_bounded_where_strangers_choose_names(self):
        """In the audit log, names are whatever somebody asked for."""
        names = 500
        line = json.dumps(samples()["AuditExec"]["line"], separators=(",", ":"))
        trial = Trial(rules()["AuditExec"])
        for number in range(names):
            trial.streams.add({"source": "audit"}, line.replace("x2x9k", f"{number:05}"), START)
        trial.pass_minutes(1)
        self.assertEqual(len(trial.alerts("firing")), 20)
        for name, rule in rules().items():
            labels = re.search(r"sum by \(([^)]*)\)", rule["expr"])
            if labels and re.search(r"\b(user|name|pod|rule)\b", labels[1]):
                self.assertTrue(rule["expr"].startswith("topk(20, "), name)


if __name__ == "__main__":
    run()
