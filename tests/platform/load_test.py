"""The load generator as a Job in the cluster: its report, its thresholds, the autoscalers, and limits that stay as they
are."""

import ipaddress
import json
import os
import pathlib
import subprocess
import sys
import unittest

import suite
from cluster import ROOT, Cluster

sys.path.insert(0, str(ROOT / "kubernetes/load"))

import load_job  # noqa: E402: it lies in the folder that was just added

OUT = ROOT / "build/platform-test/load"
SCENARIOS = {"sync", "timeline", "writes", "pictures", "uploads", "sign-ins", "charts", "search"}
# What two cores and the emulated DynamoDB do beside each other, and in the end more than 70 % of what two pods request.
# How long answers take is up to the machine.
DAY = {
    "LOAD_DOGS": "40",
    "LOAD_HISTORY": "20",
    "LOAD_RATE": "5,20",
    "LOAD_DURATION": "40s",
    "LOAD_THRESHOLDS": "all:p99=25s",
}
PEOPLE = 40 + 4
BENCHMARKS = ipaddress.ip_network("198.18.0.0/15")


def setUpModule():
    global cluster, kubectl, image
    cluster = unittest.enterModuleContext(Cluster())
    cluster.deploy_app()
    kubectl = load_job.of(cluster)
    layout = cluster.run([ROOT / "scripts/load.sh", "image"]).splitlines()[-1]
    image = cluster.push(pathlib.Path(layout), f"{load_job.IMAGE}:local")


def program() -> pathlib.Path:
    return pathlib.Path(cluster.run([ROOT / "scripts/cluster-programs.sh", "load"]).strip()) / "doggy-load"


def run(options: dict[str, str]) -> dict:
    return load_job.run(kubectl, image, options, program(), OUT)


class Job(unittest.TestCase):
    def tearDown(self):
        self.assertEqual(kubectl("get", "namespace", "load", "--ignore-not-found"), "")
        policies = kubectl("get", "networkpolicies", "--all-namespaces", "-o", "name")
        self.assertNotIn("load", policies)

    def test_a_day_passes_within_the_limits_and_the_replicas_follow(self):
        limits = cluster.get("-n", "doggy", "configmap", "doggy-frontend")["data"]["limits.conf"]
        self.assertIn("rate=120r/m", limits)
        report = run(DAY)
        print((OUT / "report.md").read_text(encoding="utf-8"), flush=True)
        self.assertEqual(report["broken"], [])
        self.assertEqual((report["setup"]["dogs"], report["setup"]["people"]), (40, PEOPLE))
        for step in report["steps"]:
            self.assertEqual({result["name"] for result in step["scenarios"]}, SCENARIOS)
            for result in step["scenarios"]:
                self.assertGreater(result["achieved"], 0, result)
        self.assertEqual([step["rate"] for step in report["steps"]], [5, 20])
        wanted = [sample["desired"] for sample in report["autoscalers"] if sample["name"] == "doggy-registry"]
        self.assertLessEqual(wanted[0], 2)
        self.assertGreater(max(wanted), 2)
        self.check_limits()

    def check_limits(self) -> None:
        """The frontend counted every person as one client, and refused nobody."""
        lines = kubectl(
            "-n", "doggy", "logs", "--prefix=false", "--tail=-1", "-l", "app.kubernetes.io/component=frontend"
        )
        requests = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
        clients = {ipaddress.ip_address(line["remote"]) for line in requests if line["route"].startswith("/v1/")}
        self.assertEqual({client for client in clients if client not in BENCHMARKS}, set())
        self.assertEqual(len(clients), PEOPLE)
        self.assertEqual({line["rate"] for line in requests if line["route"].startswith("/v1/")}, {"PASSED"})

    def test_thresholds_that_are_broken_fail_the_run_and_are_named(self):
        report = run(
            {
                "LOAD_DOGS": "10",
                "LOAD_HISTORY": "1",
                "LOAD_RATE": "2",
                "LOAD_DURATION": "5s",
                "LOAD_SCENARIOS": "sync,timeline",
                "LOAD_THRESHOLDS": "all:p99=25s,timeline:p99=1us",
            }
        )
        (broken,) = report["broken"]
        self.assertRegex(broken, r"^step 1 \(2/s\): timeline: p99 is \d+\.\d ms, at most 0.001 ms$")
        self.assertIn(broken, (OUT / "report.md").read_text(encoding="utf-8"))

    def test_a_run_that_cannot_begin_says_why(self):
        with self.assertRaisesRegex(RuntimeError, r"status 2\n.*use at least 180 dogs"):
            run({"LOAD_DOGS": "10", "LOAD_RATE": "120"})


class Program(unittest.TestCase):
    def test_the_unit_tests_pass(self):
        for command in (["go", "vet", "./..."], ["go", "test", "./..."]):
            done = subprocess.run(command, cwd=ROOT / "tests/load", text=True, capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_help_needs_nothing_else(self):
        done = subprocess.run(
            [ROOT / "scripts/load.sh", "--help"],
            env={name: value for name, value in os.environ.items() if not name.startswith("LOAD_")},
            text=True,
            capture_output=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("LOAD_TARGET", "LOAD_RATE", *SCENARIOS):
            self.assertIn(word, done.stdout + done.stderr)


if __name__ == "__main__":
    suite.run()
