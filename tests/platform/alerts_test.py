"""From what goes wrong to the mail that explains it: the app, Prometheus with its operator, Alertmanager and the alert
analyzer on a real cluster, with the targets, rules and routes of kubernetes/monitoring/chart.

Stand-ins, at an address beside the nodes: for Alloy and Loki (tests/monitoring/log_store.py), which read the real logs of
the pods and the API server and evaluate the real log rules; for the LLM, which quotes the newest error that it is shown;
for the mail server. kube-state-metrics is replaced by kubernetes/local/programs/tools/state-metrics.
"""

import functools
import json
import re
import time
import unittest
import urllib.parse
import urllib.request

import entrance
import suite
import yaml
from analyzer import Mailbox, wait_until
from cluster import ROOT, Cluster, local_cluster
from log_store import LogStore
from neighbors import openai
from people import Person

OUTSIDE = local_cluster.names.OUTSIDE
# Seconds from a fault to its mail. On an idle machine it takes about 30.
PATIENCE = 150
ONCALL, DIRECT = "oncall@doggy.test", "direct@doggy.test"
STACK = "kube-prometheus-stack"
# Alerts fire within seconds.
HASTE = ("--set", "rules.for=2s,rules.interval=2s")


def last_error(question: str) -> dict:
    """An analysis that takes the newest warning or error among the log lines for the cause."""
    errors = re.findall(r'^(L\d+) .*? \| (\{.*"level":"(?:warning|warn|error)".*\})$', question, re.MULTILINE)
    reference, line = errors[-1] if errors else ("L1", "{}")
    entry = json.loads(line)
    return {
        "summary": f"The newest error is: {entry.get('event')}.",
        "probableCause": json.dumps({name: entry[name] for name in entry if name not in ("time", "level")}),
        "confidence": "medium",
        "evidence": [{"ref": reference, "quote": line}],
        "actions": [{"step": "Read the runbook.", "risk": "low"}],
        "suspectedInjection": False,
    }


def setUpModule():
    global cluster, mailbox, logs
    cluster = unittest.enterModuleContext(Cluster())
    unittest.enterModuleContext(entrance.of(cluster))
    mailbox = Mailbox(OUTSIDE)
    unittest.addModuleCleanup(mailbox.close)
    llm = openai(last_error, host=OUTSIDE)
    unittest.addModuleCleanup(llm.close)
    logs = unittest.enterModuleContext(LogStore((OUTSIDE, 0)))
    for number in (1, 2):
        logs.follow_pods(cluster.plan.node(number) / "log/pods", f"node{number}", labels_of)
    log_port = urllib.parse.urlsplit(logs.url).port
    digests = cluster.push_app()
    cluster.prepare_app()
    cluster.kubectl("-n", "doggy", "patch", "secret", "doggy-alert-analyzer", "-p", '{"stringData": {"llm-key": "test"}}')
    cluster.make_table(f"docker.io/doggyapp/doggy-registry@{digests['registry']}")
    cluster.apply(
        to_outside("doggy", {"app.kubernetes.io/component": "alert-analyzer"}, log_port),
        to_outside("monitoring", {"app.kubernetes.io/name": "alertmanager"}, mailbox.port),
        from_outside("monitoring", {"app.kubernetes.io/name": "alertmanager"}, 9093),
        from_outside("monitoring", {"app.kubernetes.io/name": "prometheus"}, 9090),
    )
    app = {
        "mail": {"smtpUrl": f"smtp://{OUTSIDE}:{mailbox.port}", "requireTls": False, "from": "doggy@doggy.test"},
        "alertAnalyzer": {
            "mailTo": [ONCALL],
            "lokiUrl": logs.url,
            "prometheusUrl": f"http://{STACK}-prometheus.monitoring:9090",
            "llm": {"url": f"{llm.url}/v1", "model": "test"},
            "settings": {"DOGGY_ANALYZER_GATHER_SECONDS": "8", "DOGGY_ANALYZER_REPORT_SECONDS": "8"},
        },
        "network": {
            "mail": {"cidrs": [f"{OUTSIDE}/32"], "ports": [mailbox.port]},
            "llm": {"cidrs": [f"{OUTSIDE}/32"], "ports": [llm.port]},
        },
    }
    cluster.upgrade_app(digests, *set_json(app))
    mail = {"to": DIRECT, "from": "alertmanager@doggy.test", "smarthost": f"{OUTSIDE}:{mailbox.port}", "requireTls": False}
    begun = time.monotonic()
    cluster.deploy_monitoring(*HASTE, *set_json({"alertmanager": {"mail": mail}}))
    print(f"monitoring ready after {time.monotonic() - begun:.0f} s", flush=True)
    # What it took to set all this up would be a storm of alerts.
    logs.follow_audit(cluster.plan.logs / "audit.log", from_now=True)
    logs.start_ruler(log_rules(), f"http://{address_of('alertmanager')}:9093", interval_seconds=2)


def set_json(values: dict) -> list[str]:
    """Helm's arguments for values, which are merged with those of the chart."""

    def leaves(prefix: str, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from leaves(f"{prefix}.{name}" if prefix else name, inner)
        else:
            yield f"{prefix}={json.dumps(value)}"

    return [part for leaf in leaves("", values) for part in ("--set-json", leaf)]


def to_outside(namespace: str, labels: dict, port: int) -> dict:
    """An edge to a stand-in beside the nodes."""
    return edge(namespace, "to-stand-in", labels, {"egress": [{"to": OUTSIDE_PEER, "ports": [{"port": port}]}]})


def from_outside(namespace: str, labels: dict, port: int) -> dict:
    """An edge from a stand-in, or from this test."""
    name = f"{labels['app.kubernetes.io/name']}-from-test"
    return edge(namespace, name, labels, {"ingress": [{"from": BESIDE_PEER, "ports": [{"port": port}]}]})


OUTSIDE_PEER = [{"ipBlock": {"cidr": f"{OUTSIDE}/32"}}]
BESIDE_PEER = [{"ipBlock": {"cidr": f"{local_cluster.names.CONTROL_PLANE}/32"}}]


def edge(namespace: str, name: str, labels: dict, rules: dict) -> dict:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"namespace": namespace, "name": name},
        "spec": {
            "podSelector": {"matchLabels": labels},
            "policyTypes": ["Egress" if "egress" in rules else "Ingress"],
            **rules,
        },
    }


@functools.cache
def labels_of(namespace: str, pod: str) -> dict[str, str]:
    """The labels that Alloy takes over from a pod."""
    found = cluster.kubectl("-n", namespace, "get", "pod", pod, "-o", "json", "--ignore-not-found")
    labels = json.loads(found)["metadata"].get("labels", {}) if found else {}
    kept = {"app": "app.kubernetes.io/name", "component": "app.kubernetes.io/component"}
    return {name: labels[label] for name, label in kept.items() if label in labels}


def log_rules() -> list[dict]:
    """As the chart gives them to Loki, evaluated every two seconds."""
    files = cluster.get("-n", "monitoring", "configmap", "doggy-log-rules")["data"]
    return [group for text in files.values() for group in yaml.safe_load(text)["groups"]]


@functools.cache
def address_of(name: str) -> str:
    """Of a pod of the monitoring, which no test replaces."""
    pods = cluster.get("-n", "monitoring", "pods", "-l", f"app.kubernetes.io/name={name}")["items"]
    return pods[0]["status"]["podIP"]


def ask(path: str, **query: str) -> dict:
    """Of Prometheus' API."""
    url = f"http://{address_of('prometheus')}:9090/api/v1/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)["data"]


def values(query: str) -> list[tuple[dict, float]]:
    return [(one["metric"], float(one["value"][1])) for one in ask("query", query=query)["result"]]


class Waiting(unittest.TestCase):
    def eventually(self, what: str, find, seconds: float = PATIENCE):
        """The first true value of find(). When there is none, the last mails are in the error."""
        try:
            return wait_until(find, what, seconds)
        except AssertionError as error:
            error.add_note(f"mails: {subjects()[-20:]}")
            raise

    def mail(self, to: str, *patterns: str, since: int = 0) -> str:
        """A mail whose subject or text has all of the patterns, as soon as it is there."""

        def find() -> str:
            for message, text in zip(mailbox.seen[since:], mailbox.texts[since:]):
                whole = f"{message['Subject']}\n\n{text}"
                if message["To"] == to and all(re.search(pattern, whole) for pattern in patterns):
                    return whole
            return ""

        return self.eventually(f"a mail to {to} with {patterns}", find)


def subjects() -> list[str]:
    return [f"{message['To']}: {message['Subject']}" for message in mailbox.seen]


class Metrics(Waiting):
    def test_every_target_is_up(self):
        jobs = {
            "doggy-registry": 2,
            "doggy-alert-analyzer": 1,
            "kube-state-metrics": 1,
            "kubelet": 4,
            "apiserver": 1,
            f"{STACK}-prometheus": 1,
            f"{STACK}-alertmanager": 1,
        }

        def up() -> dict[str, int]:
            return {labels["job"]: int(value) for labels, value in values("sum by (job) (up)")}

        self.eventually("all targets are up", lambda: up() == jobs, 60)

    def test_prometheus_takes_all_rules_and_none_fails(self):
        expected = {
            rule.get("alert") or rule["record"]
            for file in (ROOT / "kubernetes/monitoring/chart/rules").glob("*.yaml")
            for group in yaml.safe_load(file.read_text())["groups"]
            for rule in group["rules"]
        }

        def loaded() -> dict[str, str]:
            return {rule["name"]: rule["health"] for group in ask("rules")["groups"] for rule in group["rules"]}

        self.eventually("all rules are evaluated", lambda: "unknown" not in (found := loaded()).values() and found)
        self.assertEqual(set(loaded()), expected)
        self.assertEqual({name for name, health in loaded().items() if health != "ok"}, set())

    def test_names_that_rules_use_of_exporters_are_what_those_export(self):
        """After Faults: unittest runs classes by their names. Some metrics exist only since something was wrong."""
        here = {"Prometheus", "Alertmanager", "kube-state-metrics", "cAdvisor, part of the kubelet", "kubelet", "API server"}
        # Of containers with a CPU limit, and of pods that no node can take.
        absent = {
            "container_cpu_cfs_periods_total",
            "container_cpu_cfs_throttled_periods_total",
            "kube_pod_status_unschedulable",
        }
        exporters = yaml.safe_load((ROOT / "kubernetes/monitoring/metrics.yaml").read_text())["exporters"]
        found = [exporter for exporter in exporters if exporter["name"] in here]
        self.assertEqual({exporter["name"] for exporter in found}, here)
        exported = set(ask("label/__name__/values"))
        for exporter in found:
            names = set(exporter.get("metrics", ())) | {f"{name}_bucket" for name in exporter.get("histograms", ())}
            self.assertEqual(names - exported - absent, set(), exporter["name"])

    def test_the_operator_refuses_a_rule_that_prometheus_could_not_load(self):
        rule = {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {"namespace": "monitoring", "name": "broken"},
            "spec": {"groups": [{"name": "broken", "rules": [{"alert": "Broken", "expr": "sum by (job) (up"}]}]},
        }
        with self.assertRaisesRegex(RuntimeError, "could not parse expression.*unclosed left parenthesis"):
            cluster.apply(rule)

    def test_the_analyzer_hears_the_watchdog(self):
        self.eventually("a heartbeat", lambda: values("doggy_analyzer_heartbeat_age_seconds"))


class Faults(Waiting):
    def setUp(self):
        """Once all is well, so that each mail is of the test's own fault."""
        critical = 'ALERTS{alertstate="firing", severity="critical"}'
        self.eventually("all is well", lambda: values('up{job="doggy-registry"} == 1') and not values(critical))

    def test_a_registry_without_its_database_is_told_with_its_cause_and_again_when_it_is_well(self):
        since, begun = len(mailbox.seen), time.monotonic()
        cluster.throttle_dynamodb(True)
        self.addCleanup(cluster.throttle_dynamodb, False)
        self.mail(ONCALL, "CRITICAL", "RegistryDown", since=since)
        print(f"critical mail after {time.monotonic() - begun:.0f} s", flush=True)
        self.mail(DIRECT, "CRITICAL", "runbooks/RegistryDown.md", since=since)
        self.mail(ONCALL, "RegistryDown", "The newest error is: dynamodb call failed", "Throttl|Throughput", since=since)
        print(f"explained after {time.monotonic() - begun:.0f} s", flush=True)

        cluster.throttle_dynamodb(False)
        begun = time.monotonic()
        # The analyzer closes the incident when the rates of errors, too, are low again.
        self.mail(DIRECT, r"RegistryDown \(resolved\)", since=since)
        print(f"resolved after {time.monotonic() - begun:.0f} s", flush=True)

    def test_a_pod_that_cannot_start_is_told_with_what_its_log_says(self):
        since = len(mailbox.seen)
        cluster.kubectl("-n", "doggy", "set", "env", "deployment/doggy-registry", "DOGGY_DYNAMODB_TABLE=absent")
        self.addCleanup(cluster.kubectl, "-n", "doggy", "rollout", "undo", "deployment/doggy-registry")
        self.mail(ONCALL, "PodCrashLooping", "absent", since=since)

    def test_a_mail_comes_though_the_analyzer_is_down(self):
        since = len(mailbox.seen)
        cluster.kubectl("-n", "doggy", "scale", "deployment/doggy-alert-analyzer", "--replicas=0")
        self.addCleanup(cluster.kubectl, "-n", "doggy", "scale", "deployment/doggy-alert-analyzer", "--replicas=1")
        self.mail(DIRECT, "CRITICAL", "AlertAnalyzerDown", since=since)


class Security(Waiting):
    """What somebody does in the cluster is in the API server's audit log, and a log rule makes an alert of it."""

    ADMIN = {"kind": "User", "name": "mallory", "apiGroup": "rbac.authorization.k8s.io"}

    def alert(self, name: str, /, **labels: str) -> None:
        """Waits until the rule fires with these labels, and until a mail tells it."""

        def fires() -> bool:
            return any(
                alert.labels["alertname"] == name and labels.items() <= alert.labels.items()
                for alert in logs.ruler.alerts("firing")
            )

        self.eventually(f"{name} fires with {labels}", fires)
        self.mail(ONCALL, name)

    def test_exec_into_a_pod(self):
        cluster.apply(cluster.probe_pod("default", "victim"))
        self.addCleanup(cluster.kubectl, "-n", "default", "delete", "pod", "victim")
        cluster.wait_for("condition=Ready", "-n", "default", "pod/victim")
        self.assertTrue(cluster.probe("default", "victim", "read", "/proc/self/status")[0])
        self.alert("AuditExec", namespace="default", pod="victim", user="admin")

    def test_a_secret_that_somebody_reads(self):
        cluster.kubectl("-n", "doggy", "get", "secret", "doggy-registry", "-o", "json")
        self.alert("AuditSecretRead", namespace="doggy", name="doggy-registry", user="admin")

    def test_a_new_administrator(self):
        binding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "backdoor"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
            "subjects": [self.ADMIN],
        }
        cluster.apply(binding)
        self.addCleanup(cluster.kubectl, "delete", "clusterrolebinding", "backdoor")
        self.alert("AuditClusterAdmin", name="backdoor", subject="mallory", user="admin")

    def test_an_object_that_admission_denies(self):
        pod = cluster.probe_pod("default", "intruder", volumes=[{"name": "host", "hostPath": {"path": "/"}}])
        with self.assertRaisesRegex(RuntimeError, "hostPath"):
            cluster.apply(pod)
        self.alert("AuditAdmissionDenied", policy="doggy-host-access", namespace="default", user="admin")


if __name__ == "__main__":
    suite.run()
