"""The pinned charts: versions.yaml, the files that it names and the commands of docs/monitoring.md agree."""

import pathlib
import re
import shlex
import unittest

import suite
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "kubernetes/monitoring"
VERSIONS = yaml.safe_load((MONITORING / "versions.yaml").read_text(encoding="utf-8"))
DOCUMENTATION = (ROOT / "docs/monitoring.md").read_text(encoding="utf-8")
RELEASES = [(chart, release) for chart in VERSIONS["charts"] for release in chart["releases"]]


def commands() -> dict[str, list[str]]:
    """The words of each `helm install` of the documentation, by the name of the release."""
    lines = DOCUMENTATION.replace("\\\n", " ").splitlines()
    found = (shlex.split(line) for line in lines if line.startswith("helm install "))
    return {words[2]: words for words in found}


def options(words: list[str], name: str) -> list[str]:
    return [value for word, value in zip(words, words[1:], strict=False) if word == name]


class Documentation(unittest.TestCase):
    def test_it_installs_every_release_as_it_was_checked(self):
        own = {"doggy-monitoring"}
        self.assertEqual(set(commands()) - own, {release["name"] for _, release in RELEASES})
        for chart, release in RELEASES:
            words = commands()[release["name"]]
            with self.subTest(release["name"]):
                self.assertEqual(options(words, "--version"), [chart["version"]])
                self.assertEqual(options(words, "--namespace"), [release["namespace"]])
                self.assertEqual(options(words, "--values")[0], f"kubernetes/monitoring/{release['values']}")
                files = {f"{key}=kubernetes/monitoring/{file}" for key, file in release.get("files", {}).items()}
                self.assertEqual(set(options(words, "--set-file")), files)
                if chart["repository"].startswith("oci://"):
                    self.assertEqual(words[3], f"{chart['repository']}/{chart['name']}")
                else:
                    self.assertEqual((words[3], options(words, "--repo")), (chart["name"], [chart["repository"]]))

    def test_its_table_has_the_versions(self):
        rows = [line.strip("| ").split(" | ") for line in DOCUMENTATION.splitlines() if line.startswith("| ")]
        table = {row[0]: row[1:] for row in rows}
        for chart in VERSIONS["charts"]:
            with self.subTest(chart["name"]):
                version, programs, checked = table[chart["name"]]
                self.assertEqual((version, checked), (chart["version"], VERSIONS["checked"]))
                self.assertIn(chart["appVersion"].removeprefix("v"), programs)


class Files(unittest.TestCase):
    def test_each_is_used(self):
        used = {release["values"] for _, release in RELEASES}
        used |= {file for _, release in RELEASES for file in release.get("files", {}).values()}
        for file in used:
            self.assertTrue((MONITORING / file).is_file(), file)
        others = {"versions.yaml", "metrics.yaml", "audit-policy.yaml"}
        paths = (path for pattern in ("*.yaml", "alloy/*", "falco/*") for path in MONITORING.glob(pattern))
        there = {str(path.relative_to(MONITORING)) for path in paths}
        self.assertEqual(used, there - others)

    def test_digests_are_sha256(self):
        for chart in VERSIONS["charts"]:
            self.assertRegex(chart["digest"], r"^([0-9a-f]{64})?$", chart["name"])
            self.assertRegex(chart["source"], r"@[0-9a-f]{40}$", chart["name"])


class KubeStateMetrics(unittest.TestCase):
    def test_its_own_pod_is_not_in_what_it_says_of_others(self):
        """The alert analyzer reads the log of an alert's pod. The local cluster does the same."""
        values = yaml.safe_load((MONITORING / "kube-prometheus-stack.yaml").read_text(encoding="utf-8"))
        relabelings = values["kube-state-metrics"]["prometheus"]["monitor"]["http"]["relabelings"]
        self.assertEqual(relabelings, [{"action": "labeldrop", "regex": "pod|container"}])
        objects = yaml.safe_load_all((ROOT / "kubernetes/local/manifests/monitoring.yaml").read_text(encoding="utf-8"))
        [monitor] = [
            found
            for found in objects
            if found and found["kind"] == "ServiceMonitor" and found["metadata"]["name"] == "kube-state-metrics"
        ]
        self.assertEqual(monitor["spec"]["endpoints"][0]["relabelings"], relabelings)


class Streams(unittest.TestCase):
    def test_pods_have_the_labels_that_rules_and_dashboards_select_by(self):
        text = (MONITORING / "alloy/pods.alloy").read_text(encoding="utf-8")
        labels = set(re.findall(r'target_label *= "([a-z]+)"', text))
        self.assertEqual(labels, {"namespace", "pod", "container", "node", "component", "app", "source"})


if __name__ == "__main__":
    suite.run()
