"""The whole way with the real Prometheus and Alertmanager: the registry's own metric crosses a rule, and a mail with the
lines around it and an explanation arrives."""

import http.client
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from analyzer import TOKEN, Analyzer, Mailbox, wait_until
from neighbors import ANALYSIS, lines_at, loki, openai
from ports import free_port
from registry import PROGRAM as REGISTRY
from registry import Client, Registry

RULES = """
groups:
  - name: registry
    interval: 1s
    rules:
      - alert: RegistryRefusesSignIns
        expr: sum by (job) (increase(doggy_http_requests_total{route="/v1/sessions",status="4xx"}[1m])) > 0
        labels: {severity: critical}
        annotations: {summary: "Sign-ins are refused", version: "0.1.0"}
      - alert: Watchdog
        expr: vector(1)
        labels: {severity: none}
"""


@unittest.skipUnless(shutil.which("prometheus") and shutil.which("prometheus-alertmanager"), "needs both from Debian")
class AlertmanagerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.mailbox = Mailbox()
        self.addCleanup(self.mailbox.close)

    def start(self, *command: str) -> None:
        log = open(self.folder / f"{pathlib.Path(command[0]).name}.log", "wb")
        process = subprocess.Popen(command, stdout=log, stderr=log)

        def end() -> None:
            process.kill()
            process.wait()
            log.close()

        self.addCleanup(end)

    def ready(self, port: int, path: str) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False

    def test_from_the_registrys_metric_to_an_explained_mail(self):
        self.assertTrue(pathlib.Path(REGISTRY).exists())
        metrics_port, prometheus_port, alertmanager_port = free_port(), free_port(), free_port()
        registry = Registry(self.folder / "registry", "--metrics-listen", f"127.0.0.1:{metrics_port}")
        self.addCleanup(registry.close)
        line = 'level=error event=sign-in reason="no space left on device" for=olga@example.org'
        logs = loki([lines_at(time.time_ns() + i * 10**9, {"job": "registry"}, line) for i in range(120)])
        llm = openai({**ANALYSIS, "evidence": [{"ref": "L1", "quote": "no space left on device"}]})
        for server in (logs, llm):
            self.addCleanup(server.close)
        flags = ["--loki-url", logs.url, "--llm-url", llm.url + "/v1", "--llm-model", "model-x", "--gather-seconds", "3"]
        flags += ["--prometheus-url", f"http://127.0.0.1:{prometheus_port}", *self.mailbox.flags()]
        analyzer = Analyzer(self.folder / "data", *flags)
        self.addCleanup(analyzer.close)

        (self.folder / "rules.yml").write_text(RULES)
        scrape = [{"job_name": "registry", "scrape_interval": "1s", "static_configs": [{"targets": [f"127.0.0.1:{metrics_port}"]}]}]
        alerting = {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]}
        # JSON is YAML.
        configuration = {"rule_files": ["rules.yml"], "scrape_configs": scrape, "alerting": alerting}
        (self.folder / "prometheus.yml").write_text(json.dumps(configuration))
        webhook = {
            "url": f"http://{analyzer.address[0]}:{analyzer.address[1]}/webhooks/alertmanager",
            "send_resolved": True,
            "http_config": {"authorization": {"credentials": TOKEN}},
        }
        route = {"receiver": "analyzer", "group_by": ["alertname"], "group_wait": "1s", "group_interval": "2s"}
        receivers = [{"name": "analyzer", "webhook_configs": [webhook]}]
        (self.folder / "alertmanager.yml").write_text(json.dumps({"route": route, "receivers": receivers}))
        self.start(
            "prometheus-alertmanager",
            f"--config.file={self.folder}/alertmanager.yml",
            f"--storage.path={self.folder}/alertmanager",
            f"--web.listen-address=127.0.0.1:{alertmanager_port}",
            "--cluster.listen-address=",
        )
        self.start(
            "prometheus",
            f"--config.file={self.folder}/prometheus.yml",
            f"--storage.tsdb.path={self.folder}/tsdb",
            f"--web.listen-address=127.0.0.1:{prometheus_port}",
        )
        wait_until(lambda: self.ready(prometheus_port, "/-/ready"), "Prometheus is ready")
        wait_until(lambda: self.ready(alertmanager_port, "/-/ready"), "Alertmanager is ready")

        client = Client(registry.address)
        self.addCleanup(client.close)

        def told() -> bool:
            client.request("POST", "/v1/sessions", {"email": "nobody@example.org", "password": "wrong password"})
            return bool(self.mailbox.seen)

        wait_until(told, "the rule fires and the notice arrives")
        notice = self.mailbox.next()
        self.assertEqual(notice["Subject"], "[CRITICAL] RegistryRefusesSignIns in registry")
        report = self.mailbox.next()
        self.assertEqual(report["In-Reply-To"], notice["Message-ID"])
        text = report.get_content()
        for part in ("summary: Sign-ins are refused", "version: 0.1.0", "ANALYSIS BY AN LLM (model-x)", "MEASURED"):
            self.assertIn(part, text)
        self.assertIn('"no space left on device"', text)
        self.assertNotIn("olga@", text)
        wait_until(lambda: analyzer.request("GET", "/v1/status")[1]["heartbeats"], "the Watchdog is heard")
