"""What Helm makes of the chart of the monitoring: rules with their runbooks, and an Alertmanager that sends each alert where
it belongs. Routes are checked by amtool, muting by Alertmanager itself."""

import functools
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

import yaml

from ports import free_port, wait_until_served
from rendered import ROOT, of_kind, run_helm
from suite import run

MONITORING = ROOT / "kubernetes/monitoring"
CHART = MONITORING / "chart"
MAIL = {"to": "oncall@example.org", "from": "doggy@example.org", "smarthost": "mail.example.org:587", "user": "doggy"}
EVERYTHING = {"alertmanager": {"mail": MAIL, "heartbeatUrl": "https://heartbeat.example.org/doggy"}}
PATIENCE = 30  # Seconds.


def helm(command: str, values: dict) -> subprocess.CompletedProcess:
    return run_helm(command, CHART, "monitoring", values)


@functools.cache
def _render(values: str) -> str:
    done = helm("template", json.loads(values))
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


def render(values: dict) -> list[dict]:
    return [found for found in yaml.safe_load_all(_render(json.dumps(values, sort_keys=True))) if found]


def alerts(objects: list[dict]) -> dict[str, dict]:
    found = of_kind(objects, "PrometheusRule").values()
    rules = [rule for each in found for group in each["spec"]["groups"] for rule in group["rules"]]
    return {rule["alert"]: rule for rule in rules if "alert" in rule}


def configuration(values: dict) -> str:
    return of_kind(render(values), "Secret")["alertmanager-doggy"]["stringData"]["alertmanager.yaml"]


class Objects(unittest.TestCase):
    def test_helm_finds_nothing_wrong(self):
        for values in ({}, EVERYTHING):
            done = helm("lint", values)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertNotIn("[WARNING]", done.stdout)

    def test_no_name_is_there_twice_and_all_are_of_the_release(self):
        objects = render(EVERYTHING)
        names = [(found["kind"], found["metadata"]["name"]) for found in objects]
        self.assertEqual(len(names), len(set(names)))
        for found in objects:
            self.assertEqual(found["metadata"]["labels"]["app.kubernetes.io/instance"], "monitoring")
            self.assertEqual(found["metadata"]["namespace"], "monitoring")

    def test_every_rule_of_the_files_is_there_and_prometheus_selects_it(self):
        files = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in CHART.glob("rules/*.yaml")}
        rules = of_kind(render({}), "PrometheusRule")
        self.assertEqual(set(rules), {f"doggy-{name}" for name in files})
        for name, file in files.items():
            rendered = rules[f"doggy-{name}"]
            self.assertEqual(rendered["metadata"]["labels"]["release"], "kube-prometheus-stack")
            for wanted, group in zip(file["groups"], rendered["spec"]["groups"], strict=True):
                for rule in group["rules"]:
                    rule.get("annotations", {}).pop("runbook_url", None)
                self.assertEqual(group, wanted)

    def test_each_alert_links_to_a_page_that_is_there(self):
        for base, values in (
            ("https://wiki.example.org", {"runbooks": "https://wiki.example.org"}),
            ("https://github.com", {}),
        ):
            for name, rule in alerts(render(values)).items():
                link = rule["annotations"]["runbook_url"]
                self.assertTrue(link.startswith(base + "/"), link)
                self.assertTrue(link.endswith(f"/{name}.md"), link)
                self.assertTrue((ROOT / f"docs/runbooks/{name}.md").exists(), name)

    def test_a_test_can_shorten_how_long_alerts_wait(self):
        usual, hasty = alerts(render({})), alerts(render({"rules": {"for": "3s"}}))
        self.assertEqual(set(usual), set(hasty))
        self.assertEqual(
            {name for name, rule in usual.items() if "for" in rule},
            {name for name, rule in hasty.items() if "for" in rule},
        )
        self.assertEqual({rule["for"] for rule in hasty.values() if "for" in rule}, {"3s"})

    def test_wrong_values_are_refused(self):
        for wrong in (
            {"alertmanager": {"mail": {**MAIL, "smarthost": "mail.example.org"}}},
            {"alertmanager": {"analyzer": {"url": "doggy-alert-analyzer:8080"}}},
            {"alertmanager": {"groupWait": "soon"}},
            {"rules": {"for": "a while"}},
            {"runbooks": "docs/runbooks/"},
            {"scrape": {"gateway": True}},
            {"selectedBy": {}, "nonsense": 1},
        ):
            done = helm("template", wrong)
            self.assertNotEqual(done.returncode, 0, wrong)
            self.assertIn("values don't meet the specifications of the schema", done.stderr)


class Routes(unittest.TestCase):
    """By amtool, which reads the configuration as Alertmanager does."""

    def amtool(self, values: dict, *arguments: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "alertmanager.yaml"
            file.write_text(configuration(values), encoding="utf-8")
            place = [file] if arguments[0] == "check-config" else [f"--config.file={file}"]
            done = subprocess.run(["amtool", *arguments, *place], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.strip()

    def receivers(self, values: dict, **labels: str) -> list[str]:
        given = [f"{name}={value}" for name, value in labels.items()]
        return self.amtool(values, "config", "routes", "test", *given).split(",")

    def test_alertmanager_takes_the_configuration(self):
        for values in (
            {},
            EVERYTHING,
            {"alertmanager": {"mail": MAIL}},
            {"alertmanager": {"heartbeatUrl": "https://h.example.org"}},
        ):
            self.assertIn("SUCCESS", self.amtool(values, "check-config"))

    def test_everything_goes_to_the_analyzer_and_what_is_critical_by_mail_as_well(self):
        kinds = {
            (rule["labels"]["severity"], rule["labels"].get("component", "workloads"))
            for rule in alerts(render({})).values()
        }
        kinds.remove(("none", "monitoring"))  # The Watchdog.
        self.assertLessEqual({("critical", "registry"), ("warning", "security"), ("warning", "workloads")}, kinds)
        for severity, component in sorted(kinds):
            with self.subTest(severity=severity, component=component):
                labels = {"alertname": "Any", "severity": severity, "component": component}
                ways = ["direct-mail", "analyzer"] if severity == "critical" else ["analyzer"]
                self.assertEqual(self.receivers(EVERYTHING, **labels), ways)
        labels = {"alertname": "Any", "severity": "critical", "component": "registry"}
        self.assertEqual(self.receivers({}, **labels), ["analyzer"], "without a mail server")

    def test_upstreams_alerts_take_the_same_ways(self):
        self.assertEqual(
            self.receivers(EVERYTHING, alertname="KubeAPIDown", severity="critical"), ["direct-mail", "analyzer"]
        )
        self.assertEqual(self.receivers(EVERYTHING, alertname="KubeJobFailed", severity="warning"), ["analyzer"])
        self.assertEqual(self.receivers(EVERYTHING, alertname="CPUThrottlingHigh", severity="info"), ["analyzer"])

    def test_critical_signs_of_attacks_take_both_ways(self):
        labels = {"alertname": "FalcoCritical", "severity": "critical", "component": "security"}
        self.assertEqual(self.receivers(EVERYTHING, **labels), ["direct-mail", "analyzer"])

    def test_the_watchdog_is_heard_by_the_analyzer_and_outside(self):
        self.assertEqual(self.receivers(EVERYTHING, alertname="Watchdog", severity="none"), ["heartbeat", "analyzer"])
        self.assertEqual(self.receivers({}, alertname="Watchdog", severity="none"), ["analyzer"])

    def test_the_watchdog_comes_more_often_than_the_analyzer_takes_for_silence(self):
        routes = [
            route
            for route in yaml.safe_load(configuration(EVERYTHING))["route"]["routes"]
            if 'alertname = "Watchdog"' in route.get("matchers", [])
        ]
        self.assertEqual([route["receiver"] for route in routes], ["heartbeat", "analyzer"])
        settings = (ROOT / "alert-analyzer/app/settings.h").read_text(encoding="utf-8")
        silence = int(re.search(r"watchdog_seconds = (\d+);", settings).group(1))
        for route in routes:
            period, tick = (
                int(re.fullmatch(r"(\d+)m", route[key]).group(1)) * 60 for key in ("repeat_interval", "group_interval")
            )
            # Twice: one call may be lost. The repetition comes with the next tick after the period.
            self.assertLess(2 * (period + tick), silence)

    def test_what_only_mutes_others_goes_nowhere(self):
        self.assertEqual(self.receivers(EVERYTHING, alertname="InfoInhibitor", severity="none"), ["nobody"])

    def test_secrets_are_files_only(self):
        text = configuration(EVERYTHING)
        found = yaml.safe_load(text)
        receivers = {receiver["name"]: receiver for receiver in found["receivers"]}
        webhook = receivers["analyzer"]["webhook_configs"][0]
        folder = "/etc/alertmanager/secrets/doggy-alertmanager"
        self.assertEqual(webhook["http_config"], {"authorization": {"credentials_file": f"{folder}/webhook-token"}})
        self.assertEqual(webhook["url"], "http://doggy-alert-analyzer.doggy:8080/webhooks/alertmanager")
        self.assertEqual(receivers["direct-mail"]["email_configs"][0]["auth_password_file"], f"{folder}/smtp-password")
        self.assertNotRegex(text, r"(credentials|auth_password|_key|_token): ")
        values = yaml.safe_load((MONITORING / "kube-prometheus-stack.yaml").read_text(encoding="utf-8"))[
            "alertmanager"
        ]["alertmanagerSpec"]
        self.assertEqual((values["configSecret"], values["secrets"]), ("alertmanager-doggy", ["doggy-alertmanager"]))

    def test_without_a_mail_server_there_is_no_second_way_and_the_configuration_says_so(self):
        text = configuration({})
        self.assertNotIn("direct-mail", text)
        self.assertIn("Critical alerts take no second path", text)
        self.assertNotIn("take no second path", configuration(EVERYTHING))

    def test_a_mail_needs_a_sender_and_a_server(self):
        for missing in ("from", "smarthost"):
            done = helm("template", {"alertmanager": {"mail": {**MAIL, missing: ""}}})
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(f"alertmanager.mail.{missing} is needed", done.stderr)

    def test_the_mail_says_what_is_wrong(self):
        mail = next(
            receiver
            for receiver in yaml.safe_load(configuration(EVERYTHING))["receivers"]
            if receiver["name"] == "direct-mail"
        )
        template = mail["email_configs"][0]
        data = {
            "status": "firing",
            "alerts": [
                {
                    "status": "firing",
                    "startsAt": "2026-11-30T03:00:00Z",
                    "labels": {"alertname": "RegistryDown", "namespace": "doggy"},
                    "annotations": {
                        "summary": "It is down.",
                        "description": "Nobody can sign in.",
                        "runbook_url": "https://r.example.org",
                    },
                }
            ],
        }
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "data.json"
            for status, subject in (("firing", "[CRITICAL] It is down."), ("resolved", "[RESOLVED] It is down.")):
                file.write_text(json.dumps({**data, "status": status}), encoding="utf-8")

                def rendered(text, file=file, folder=folder):
                    command = [
                        "amtool",
                        "template",
                        "render",
                        f"--template.data={file}",
                        f"--template.glob={folder}/*.none",
                        "--template.text",
                        text,
                    ]
                    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

                self.assertEqual(rendered(template["headers"]["Subject"]).strip(), subject)
                lines = rendered(template["text"]).strip().splitlines()
                self.assertEqual(
                    lines[:6],
                    [
                        "RegistryDown (firing)",
                        "It is down.",
                        "Nobody can sign in.",
                        "namespace: doggy",
                        "since: 2026-11-30 03:00:00 UTC",
                        "runbook: https://r.example.org",
                    ],
                )
                self.assertRegex(lines[-1], "^Sent by Alertmanager itself")


class Muting(unittest.TestCase):
    """Alertmanager itself says which alerts are muted, and how it groups the others."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        # Nothing leaves this machine: the receivers are there, but empty.
        found = yaml.safe_load(configuration(EVERYTHING))
        found["receivers"] = [{"name": receiver["name"]} for receiver in found["receivers"]]
        (folder / "alertmanager.yaml").write_text(yaml.safe_dump(found), encoding="utf-8")
        port = free_port()
        cls.url = f"http://127.0.0.1:{port}/api/v2"
        log = cls.enterClassContext(open(folder / "log", "wb"))
        cls.process = subprocess.Popen(
            [
                "prometheus-alertmanager",
                f"--config.file={folder}/alertmanager.yaml",
                f"--storage.path={folder}",
                f"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=",
            ],
            stdout=log,
            stderr=log,
        )
        cls.addClassCleanup(cls.process.wait)
        cls.addClassCleanup(cls.process.kill)
        wait_until_served(("127.0.0.1", port), cls.process)

    def call(self, path: str, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer) if body is None else None

    def settled(self, *labels: dict) -> list[dict]:
        """These alerts, as Alertmanager has them after it looked for what mutes them."""
        # It looks at alerts in the order of their arrival: when the last is muted, it has looked at all.
        last = [
            {"alertname": "Last", "severity": severity, "component": "last"} for severity in ("critical", "warning")
        ]
        self.call("/alerts", [{"labels": {**each, "test": self.id()}} for each in (*labels, *last)])
        query = "?" + urllib.parse.urlencode({"filter": f'test="{self.id()}"'})
        until = time.monotonic() + PATIENCE
        found: list[dict] = []
        while not any(alert["labels"]["alertname"] == "Last" and alert["status"]["inhibitedBy"] for alert in found):
            self.assertLess(time.monotonic(), until, found)
            found = self.call("/alerts" + query)
        return [alert for alert in found if alert["labels"]["alertname"] != "Last"]

    def muted(self, *labels: dict) -> dict[str, bool]:
        """Of these alerts, which are muted by another of them. They are resolved afterwards."""
        found = self.settled(*labels)
        self.call("/alerts", [{"labels": alert["labels"], "endsAt": "2026-01-01T00:00:00Z"} for alert in found])
        return {alert["labels"]["alertname"]: bool(alert["status"]["inhibitedBy"]) for alert in found}

    def test_what_is_critical_mutes_warnings_about_the_same(self):
        registry = {"namespace": "doggy", "component": "registry"}
        self.assertEqual(
            self.muted(
                {"alertname": "RegistryDown", "severity": "critical", **registry},
                {"alertname": "RegistryErrorBudgetBurnsFast", "severity": "critical", **registry},
                {"alertname": "RegistryJobsLate", "severity": "warning", **registry},
                {"alertname": "Info", "severity": "info", **registry},
                {"alertname": "Staging", "severity": "warning", **registry, "namespace": "staging"},
                {
                    "alertname": "AlertAnalyzerLlmDown",
                    "severity": "warning",
                    "namespace": "doggy",
                    "component": "alert-analyzer",
                },
            ),
            {
                "RegistryDown": False,
                "RegistryErrorBudgetBurnsFast": False,
                "RegistryJobsLate": True,
                "Info": True,
                "Staging": False,
                "AlertAnalyzerLlmDown": False,
            },
        )

    def test_no_sign_of_an_attack_is_muted(self):
        security = {"namespace": "doggy", "component": "security"}
        found = self.muted(
            {"alertname": "FalcoCritical", "severity": "critical", **security},
            {"alertname": "SignInsRefused", "severity": "warning", **security},
        )
        self.assertEqual(found, {"FalcoCritical": False, "SignInsRefused": False})

    def test_alerts_without_a_component_mute_nothing(self):
        found = self.muted({"alertname": "A", "severity": "critical"}, {"alertname": "B", "severity": "warning"})
        self.assertEqual(found, {"A": False, "B": False})

    def test_a_lost_node_mutes_what_is_about_its_pods_and_agents(self):
        self.assertEqual(
            self.muted(
                {"alertname": "NodeNotReady", "severity": "warning", "component": "nodes", "node": "n1"},
                {
                    "alertname": "PodNotReady",
                    "severity": "warning",
                    "component": "registry",
                    "namespace": "doggy",
                    "node": "n1",
                },
                {
                    "alertname": "PodCrashLooping",
                    "severity": "warning",
                    "component": "workloads",
                    "namespace": "other",
                    "node": "n2",
                },
                {
                    "alertname": "ScrapeTargetDown",
                    "severity": "warning",
                    "component": "monitoring",
                    "namespace": "node-agents",
                    "service": "alloy",
                },
                {"alertname": "RegistryDown", "severity": "critical", "component": "registry", "namespace": "doggy"},
            ),
            {
                "NodeNotReady": False,
                "PodNotReady": True,
                "PodCrashLooping": False,
                "ScrapeTargetDown": True,
                "RegistryDown": False,
            },
        )

    def test_what_is_critical_is_not_muted_by_a_lost_node(self):
        found = self.muted(
            {"alertname": "NodeNotReady", "severity": "warning", "component": "nodes", "node": "n1"},
            {"alertname": "Any", "severity": "critical", "component": "workloads", "namespace": "doggy", "node": "n1"},
        )
        self.assertEqual(found, {"NodeNotReady": False, "Any": False})

    def test_other_targets_are_not_muted_by_a_lost_node(self):
        found = self.muted(
            {"alertname": "NodeNotReady", "severity": "warning", "component": "nodes", "node": "n1"},
            {
                "alertname": "ScrapeTargetDown",
                "severity": "warning",
                "component": "monitoring",
                "namespace": "monitoring",
                "service": "loki",
            },
        )
        self.assertEqual(found, {"NodeNotReady": False, "ScrapeTargetDown": False})

    def test_without_the_api_server_nothing_is_told_of_what_it_knows(self):
        self.assertEqual(
            self.muted(
                {"alertname": "KubeAPIDown", "severity": "critical", "component": "control-plane"},
                {"alertname": "PodUnschedulable", "severity": "warning", "component": "nodes", "namespace": "doggy"},
                {"alertname": "VolumeFillsUp", "severity": "warning", "component": "storage", "namespace": "doggy"},
                {"alertname": "RegistryJobsLate", "severity": "warning", "component": "registry", "namespace": "doggy"},
                {"alertname": "VolumeAlmostFull", "severity": "critical", "component": "storage", "namespace": "doggy"},
            ),
            {
                "KubeAPIDown": False,
                "PodUnschedulable": True,
                "VolumeFillsUp": True,
                "RegistryJobsLate": False,
                "VolumeAlmostFull": False,
            },
        )

    def test_info_is_told_only_together_with_something_worse(self):
        found = self.muted(
            {"alertname": "InfoInhibitor", "severity": "none", "namespace": "doggy"},
            {"alertname": "CPUThrottlingHigh", "severity": "info", "component": "workloads", "namespace": "doggy"},
        )
        self.assertEqual(found, {"InfoInhibitor": False, "CPUThrottlingHigh": True})
        found = self.muted(
            {"alertname": "CPUThrottlingHigh", "severity": "info", "component": "workloads", "namespace": "doggy"}
        )
        self.assertEqual(found, {"CPUThrottlingHigh": False})

    def test_one_part_of_the_system_is_one_incident_and_signs_of_attacks_are_each_their_own(self):
        registry = {"namespace": "other", "component": "registry", "severity": "critical"}
        security = {"namespace": "other", "component": "security", "severity": "warning"}
        self.settled(
            {"alertname": "RegistryDown", **registry},
            {"alertname": "RegistryErrorBudgetBurnsFast", **registry},
            {"alertname": "AuditExec", **security},
            {"alertname": "SignInsRefused", **security},
        )
        ours = [("filter", f'test="{self.id()}"'), ("filter", 'alertname!="Last"'), ("receiver", "^analyzer$")]
        query = "?" + urllib.parse.urlencode(ours)
        groups = [
            sorted(alert["labels"]["alertname"] for alert in group["alerts"])
            for group in self.call("/alerts/groups" + query)
        ]
        self.assertEqual(
            sorted(groups), [["AuditExec"], ["RegistryDown", "RegistryErrorBudgetBurnsFast"], ["SignInsRefused"]]
        )


if __name__ == "__main__":
    run()
