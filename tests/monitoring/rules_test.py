"""Prometheus' rules by promtool, and what every alert must have: labels, texts, tests, a runbook page.

Tests are promtool's, one file in rules/ for each file of rules. What a rule says itself is not repeated in them: labels and
annotations of expected alerts are completed from the rule unless they have templates.
"""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import yaml

from suite import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "kubernetes/monitoring"
CHART = MONITORING / "chart"
TESTS = pathlib.Path(__file__).resolve().parent / "rules"
RUNBOOKS = ROOT / "docs/runbooks"
SEVERITIES = {"critical", "warning", "info"}


def read(file: pathlib.Path) -> dict:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def rules_of(folder: str) -> dict[str, list[dict]]:
    """The rules of each file, by its name."""
    files = sorted((CHART / folder).glob("*.yaml"))
    return {file.stem: [rule for group in read(file)["groups"] for rule in group["rules"]] for file in files}


def alerts_of(folder: str) -> list[dict]:
    return [rule for rules in rules_of(folder).values() for rule in rules if "alert" in rule]


def plain(texts: dict) -> dict:
    return {name: text for name, text in texts.items() if "{{" not in text}


def completed(test: dict, alerts: dict[str, dict]) -> dict:
    """The test as promtool wants it, with what is plain in the rules."""
    for check in test.get("alert_rule_test", []):
        rule = alerts[check["alertname"]]
        for expected in check["exp_alerts"]:
            expected["exp_labels"] = {**plain(rule["labels"]), **expected.get("exp_labels", {})}
            expected["exp_annotations"] = {**plain(rule["annotations"]), **expected.get("exp_annotations", {})}
    return {"interval": "1m", **test}


def minutes(time: str) -> float:
    units = {"d": 1440, "h": 60, "m": 1, "s": 1 / 60}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([dhms])", time))


class Rules(unittest.TestCase):
    def test_promtool_finds_nothing_wrong(self):
        files = sorted((CHART / "rules").glob("*.yaml"))
        done = subprocess.run(["promtool", "check", "rules", *files], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_file_has_a_file_of_tests_and_the_other_way_round(self):
        self.assertEqual({file.stem for file in TESTS.glob("*.yaml")}, set(rules_of("rules")))

    def test_names_are_unique(self):
        alerts = [alert["alert"] for folder in ("rules", "log-rules") for alert in alerts_of(folder)]
        self.assertEqual(len(alerts), len(set(alerts)))
        records = [rule["record"] for rules in rules_of("rules").values() for rule in rules if "record" in rule]
        self.assertEqual(len(records), len(set(records)))

    def test_alerts_say_how_bad_it_is_where_it_is_and_what_it_means(self):
        for alert in alerts_of("rules"):
            with self.subTest(alert["alert"]):
                labels = alert["labels"]
                self.assertIn(labels["severity"], SEVERITIES if alert["alert"] != "Watchdog" else {"none"})
                # Those about pods take it from the pod.
                if "namespace_pod:component_node:info" not in alert["expr"]:
                    self.assertRegex(labels["component"], r"^[a-z-]+$|^\{\{ \$labels\.container \}\}$")
                self.assertEqual(set(alert["annotations"]), {"summary", "description"}, "the chart adds the runbook")
                for text in alert["annotations"].values():
                    self.assertRegex(text, r"(?s)^[A-Z0-9{].*[.]$")
                    self.assertNotIn("\n", text)

    # The analyzer looks for logs with the labels namespace, pod, container and job of an alert, and logs have no job.
    def test_no_alert_has_a_job(self):
        for alert in alerts_of("rules"):
            self.assertNotRegex(alert["expr"], r"by \([^)]*\bjob\b|without \(", alert["alert"])


class Tests(unittest.TestCase):
    """One case for each file of tests is added below."""

    def run_tests(self, name: str) -> None:
        rules = CHART / f"rules/{name}.yaml"
        alerts = {rule["alert"]: rule for rule in rules_of("rules")[name] if "alert" in rule}
        tests = [completed(test, alerts) for test in read(TESTS / f"{name}.yaml")["tests"]]
        with tempfile.TemporaryDirectory() as folder:
            files = []
            # Rules are evaluated as often as there are samples.
            for interval in {test["interval"] for test in tests}:
                files.append(pathlib.Path(folder) / f"{interval}.yaml")
                chosen = [test for test in tests if test["interval"] == interval]
                content = {"rule_files": [str(rules)], "evaluation_interval": interval, "tests": chosen}
                files[-1].write_text(yaml.safe_dump(content), encoding="utf-8")
            done = subprocess.run(["promtool", "test", "rules", *files], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_alert_is_seen_to_fire_not_to_fire_and_to_resolve(self):
        seen: dict[str, set[str]] = {alert["alert"]: set() for alert in alerts_of("rules")}
        for file in TESTS.glob("*.yaml"):
            for test in read(file)["tests"]:
                fired = set()
                for check in sorted(test.get("alert_rule_test", []), key=lambda check: minutes(check["eval_time"])):
                    name = check["alertname"]
                    if check["exp_alerts"]:
                        fired.add(name)
                        seen[name].add("fires")
                    else:
                        seen[name].add("resolves" if name in fired else "does not fire")
        # It always fires; there is nothing in which it would not.
        seen["Watchdog"] |= {"does not fire", "resolves"}
        for name, what in seen.items():
            self.assertEqual(what, {"fires", "does not fire", "resolves"}, name)


for _name in rules_of("rules"):

    def _case(self, name=_name):
        self.run_tests(name)

    setattr(Tests, f"test_{_name.replace('-', '_')}", _case)


class Runbooks(unittest.TestCase):
    def test_each_alert_has_a_page_and_each_page_an_alert(self):
        alerts = {alert["alert"] for folder in ("rules", "log-rules") for alert in alerts_of(folder)}
        pages = {file.stem for file in RUNBOOKS.glob("*.md")} - {"README"}
        self.assertEqual(pages, alerts)

    def test_pages_have_three_parts_with_something_in_each(self):
        for file in sorted(RUNBOOKS.glob("*.md")):
            if file.stem == "README":
                continue
            with self.subTest(file.stem):
                title, *parts = re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
                self.assertEqual(title.splitlines()[0], f"# {file.stem}")
                found = {part.splitlines()[0]: "\n".join(part.splitlines()[1:]).strip() for part in parts}
                self.assertEqual(list(found), ["What it means", "First looks", "Fixes"])
                for name, text in found.items():
                    self.assertGreater(len(text), 40, name)
                self.assertRegex(found["First looks"], r"```|`[^`]{4,}`", "commands or queries")

    def test_the_index_has_every_page_with_its_severity(self):
        index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| \[(\w+)\]\((\w+)\.md\) \| (\w+) \|", index, flags=re.MULTILINE)
        self.assertTrue(all(name == page for name, page, _ in rows))
        alerts = [alert for folder in ("rules", "log-rules") for alert in alerts_of(folder)]
        self.assertEqual(
            sorted((name, severity) for name, _, severity in rows),
            sorted((alert["alert"], alert["labels"]["severity"]) for alert in alerts),
        )

    def test_links_lead_somewhere(self):
        for file in RUNBOOKS.glob("*.md"):
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8")):
                self.assertTrue((RUNBOOKS / link).exists(), f"{file.name}: {link}")


class Upstream(unittest.TestCase):
    """docs/upstream-alerts.md and the values that do what it says."""

    @classmethod
    def setUpClass(cls):
        cls.text = (ROOT / "docs/upstream-alerts.md").read_text(encoding="utf-8")
        cls.values = read(MONITORING / "kube-prometheus-stack.yaml")
        table = [line.split(" | ") for line in cls.text.splitlines() if line.startswith("| ")][1:]
        cls.decisions = {row[1]: row[3] for row in table if row[1] != "---"}
        assert len(cls.decisions) == len(table) - 1 > 100

    def test_it_is_about_the_version_that_is_installed(self):
        charts = {chart["name"]: chart["version"] for chart in read(MONITORING / "versions.yaml")["charts"]}
        self.assertIn(f"kube-prometheus-stack {charts['kube-prometheus-stack']}", self.text)

    def test_what_is_silenced_and_changed_is_so_in_the_values(self):
        silenced = {name for name, decision in self.decisions.items() if decision == "silenced"}
        self.assertEqual(self.values["defaultRules"]["disabled"], dict.fromkeys(silenced, True))
        changed = {
            name: {"severity": decision.removeprefix("changed: ")}
            for name, decision in self.decisions.items()
            if decision.startswith("changed: ")
        }
        self.assertEqual(self.values["customRules"], changed)
        self.assertLessEqual(set(self.decisions.values()), {"kept", "silenced", "off", "changed: warning"})

    def test_what_is_kept_has_a_component(self):
        groups = self.values["defaultRules"]["additionalRuleGroupLabels"]
        example = yaml.safe_load(re.search(r"```yaml\n(.*?)```", self.text, flags=re.DOTALL).group(1))
        self.assertEqual(groups, example["defaultRules"]["additionalRuleGroupLabels"])

    def test_none_is_ours(self):
        ours = {alert["alert"] for folder in ("rules", "log-rules") for alert in alerts_of(folder)}
        self.assertEqual(ours & {name for name, decision in self.decisions.items() if decision != "silenced"}, set())


if __name__ == "__main__":
    if not shutil.which("promtool"):
        raise SystemExit("promtool is missing: it is in Debian's package prometheus")
    run()
