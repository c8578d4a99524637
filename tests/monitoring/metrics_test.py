"""Names of metrics: what rules and dashboards ask for exists, and what our services export is looked at."""

import pathlib
import re
import tempfile
import unittest
from collections.abc import Iterable

import exported
import suite
import yaml
from analyzer import PROGRAM as ANALYZER_PROGRAM
from dynamodb import Dynamodb
from expressions import CHOSEN, MONITORING, ROOT, Grouping, Use, dashboards, filled, of_dashboard, rules, uses
from registry import PROGRAM as REGISTRY_PROGRAM

# Exported from the first time that it happens. It is a bug when it does, so no test makes it happen.
AFTER_A_BUG = {"doggy_background_failures_total": {"task": "any"}}
# Labels whose values appear when something happens for the first time: a rule may name one that was not seen here.
LATE_LABELS = {"kind", "outcome", "operation", "task"}
# Exported, and neither in a dashboard nor in a rule.
NOT_SHOWN = {
    "process_resident_memory_bytes": "the kubelet's container_memory_working_set_bytes is what the limit is about",
    "process_start_time_seconds": "Kubernetes counts restarts",
}
SUFFIXES = ("_bucket", "_count", "_sum")
OPERATORS = {
    "=": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    "=~": lambda have, want: re.fullmatch(want, have) is not None,
    "!~": lambda have, want: re.fullmatch(want, have) is None,
}


class Declared:
    """metrics.yaml."""

    def __init__(self):
        content = yaml.safe_load((MONITORING / "metrics.yaml").read_text())
        self.exporters: list[dict] = content["exporters"]
        self.target_labels = set(content["targetLabels"])
        self.labels: dict[str, set[str]] = {}  # By the name in expressions.
        self.names: dict[str, str] = {}  # As it is declared, by the name in expressions.
        for exporter in self.exporters:
            for name, labels in exporter["metrics"].items():
                self._add(name, name, labels)
            for name, labels in exporter.get("histograms", {}).items():
                for suffix in SUFFIXES:
                    self._add(name, name + suffix, [*labels, *(["le"] if suffix == "_bucket" else [])])

    def _add(self, declared: str, name: str, labels: list[str]) -> None:
        assert name not in self.labels, f"{name} is declared twice"
        self.labels[name], self.names[name] = set(labels), declared


def base_name(name: str, known: Iterable[str]) -> str:
    """The metric that a series belongs to."""
    for suffix in SUFFIXES:
        if name.removesuffix(suffix) in known:
            return name.removesuffix(suffix)
    return name


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            dynamodb = Dynamodb()
            try:
                on_dynamodb = exported.registry(folder / "dynamodb", *dynamodb.new_table().flags)
            finally:
                dynamodb.close()
            cls.pages = [
                exported.registry(folder / "sqlite"),
                on_dynamodb,
                exported.alert_analyzer(folder / "analyzer"),
            ]
        cls.ours: dict[str, list[exported.Series]] = {
            name: [labels | exported.target(service) for service in ("registry", "alert-analyzer")]
            for name, labels in AFTER_A_BUG.items()
        }
        for page in cls.pages:
            for name, series in page.series.items():
                cls.ours.setdefault(name, []).extend(series)
        cls.families = {family for page in cls.pages for family in page.types} | AFTER_A_BUG.keys()
        cls.declared = Declared()
        cls.rules, log_rules = rules("rules", "promql"), rules("log-rules", "logql")
        cls.recorded = cls.rules.recorded | log_rules.recorded
        shown = [filled(one) for name, content in dashboards().items() for one in of_dashboard(name, content)]
        cls.uses, cls.groupings = uses(cls.rules.expressions + [one for one in shown if one.kind == "promql"])

    def test_every_metric_exists(self):
        for use in self.uses:
            with self.subTest(use.where):
                self.assertTrue(
                    use.metric in self.ours or use.metric in self.declared.labels or use.metric in self.recorded,
                    f"{use.metric}: nobody exports it, no rule records it, metrics.yaml does not have it",
                )

    def test_our_series_have_the_labels_and_values_that_are_asked_for(self):
        for use in self.uses:
            if use.metric in self.ours:
                with self.subTest(use.where):
                    self.assertTrue(any(matches(series, use) for series in self.ours[use.metric]), use)

    def test_series_of_others_have_the_labels_that_are_asked_for(self):
        for use in self.uses:
            if use.metric in self.declared.labels:
                with self.subTest(use.where):
                    asked = {label for label, _, _ in use.matchers}
                    self.assertLessEqual(asked, self.declared.labels[use.metric] | self.declared.target_labels, use)

    def test_labels_to_group_by_exist(self):
        for grouping in self.groupings:
            with self.subTest(grouping.where):
                self.assertLessEqual(grouping.labels, self.labels_of(grouping), grouping)

    def labels_of(self, grouping: Grouping) -> set[str]:
        """What the metrics have between them. A rule's record may have any: promtool's tests look at those."""
        found = set(self.declared.target_labels)
        for metric in grouping.metrics:
            if metric in self.recorded:
                return found | grouping.labels
            found |= self.declared.labels.get(metric, set())
            found.update(*self.ours.get(metric, []))
        return found

    def test_everything_declared_is_used(self):
        used: dict[str, set[str]] = {}
        for use in self.uses:
            used.setdefault(use.metric, set()).update(label for label, _, _ in use.matchers)
        for grouping in self.groupings:
            for metric in grouping.metrics:
                used.setdefault(metric, set()).update(grouping.labels)
        legends = " ".join(
            target.get("legendFormat", "")
            for content in dashboards().values()
            for panel in content["panels"]
            for target in panel.get("targets", [])
        )
        names = {self.declared.names[name] for name in used.keys() & self.declared.names.keys()}
        self.assertEqual(set(self.declared.names.values()) - names, set())
        for name, labels in self.declared.labels.items():
            if name in used:
                with self.subTest(name):
                    shown = {label for label in labels if f"{{{{{label}}}}}" in legends}
                    self.assertLessEqual(labels - used[name] - shown, set())

    def test_names_were_looked_up_in_the_versions_that_run(self):
        pinned = yaml.safe_load((MONITORING / "versions.yaml").read_text())["charts"]
        versions = {chart["name"]: str(chart["appVersion"]).removeprefix("v") for chart in pinned}
        for exporter in self.declared.exporters:
            if "chart" in exporter:
                with self.subTest(exporter["name"]):
                    self.assertEqual(exporter["version"], versions[exporter["chart"]])

    def test_every_record_is_used(self):
        self.assertEqual(self.recorded - {use.metric for use in self.uses}, set())

    def test_what_we_export_is_shown_or_watched(self):
        used = {base_name(use.metric, self.families) for use in self.uses}
        self.assertEqual(self.families - used, NOT_SHOWN.keys())

    def test_what_we_export_is_documented(self):
        """By name and labels, in the table of docs/dashboards.md."""
        rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", (ROOT / "docs/dashboards.md").read_text(), re.MULTILINE)
        documented = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
        exported_labels = {name: set() for name in self.families}
        for name, every in self.ours.items():
            labels = set().union(*every) - self.declared.target_labels - {"le"}
            exported_labels[base_name(name, self.families)] |= labels
        self.assertEqual(documented, exported_labels)

    def test_what_appears_after_a_bug_is_in_the_programs(self):
        for name in AFTER_A_BUG:
            for program in (REGISTRY_PROGRAM, ANALYZER_PROGRAM):
                self.assertIn(name.encode(), pathlib.Path(program).read_bytes())
            for page in self.pages:
                self.assertNotIn(name, page.series, "there was a bug")


def matches(series: exported.Series, use: Use) -> bool:
    """Whether the series has what the selector asks for, as far as that can be seen here."""
    for label, operator, value in use.matchers:
        if label not in series:
            return False
        settled = label not in LATE_LABELS and CHOSEN not in value
        if settled and series[label] != "any" and not OPERATORS[operator](series[label], value):
            return False
    return True


if __name__ == "__main__":
    suite.run()
