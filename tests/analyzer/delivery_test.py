"""What an on-call person gets: every alert, critical ones at once, in threads, with or without an analysis."""

import pathlib
import subprocess
import tempfile
import unittest

from analyzer import PROGRAM, Analyzer, Mailbox, alert, wait_until


class DeliveryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "data"
        self.mailbox = Mailbox()
        self.addCleanup(self.mailbox.close)

    def serve(self, *flags: str) -> Analyzer:
        analyzer = Analyzer(self.folder, *self.mailbox.flags(), *flags)
        self.addCleanup(analyzer.close)
        return analyzer

    def test_a_critical_alert_is_told_at_once_then_reported_then_closed_in_one_thread(self):
        analyzer = self.serve()
        self.assertEqual(analyzer.send(alert("DiskFull", "critical", job="registry")), 202)
        notice, report = self.mailbox.next(), self.mailbox.next()
        self.assertEqual(notice["Subject"], "[CRITICAL] DiskFull in registry")
        self.assertIn("An analysis follows", notice.get_content())
        self.assertIn("runbook: https://runbooks.example.org/DiskFull", notice.get_content())
        self.assertIn("analysis=fallback", report.get_content())
        self.assertIn("No LLM is set up.", report.get_content())
        self.assertEqual(report["In-Reply-To"], notice["Message-ID"])
        self.assertEqual(analyzer.send(alert("DiskFull", "critical", "resolved", job="registry")), 202)
        resolved = self.mailbox.next()
        self.assertEqual(resolved["Subject"], "[RESOLVED] DiskFull in registry")
        self.assertEqual(resolved["References"], notice["Message-ID"])
        (incident,) = analyzer.incidents()
        self.assertIsNotNone(incident["closedAt"])
        self.assertEqual([one["kind"] for one in incident["deliveries"]], ["notice", "report", "resolved"])

    def test_every_alert_of_a_call_is_reported_and_a_repeat_is_not(self):
        analyzer = self.serve()
        many = [alert("Slow", instance=f"host-{i}") for i in range(300)]
        self.assertEqual(analyzer.send(*many, truncated=5), 202)
        text = self.mailbox.next().get_content()
        for i in range(300):
            self.assertIn(f'instance="host-{i}"', text)
        self.assertEqual(analyzer.send(*many), 202)
        wait_until(lambda: analyzer.metric('doggy_analyzer_alerts_total{outcome="repeated"}') == 300, "all are known")
        self.assertEqual(analyzer.metric('doggy_analyzer_alerts_total{outcome="truncated"}'), 5)
        self.assertTrue(self.mailbox.mails.empty())

    def test_what_is_resolved_before_its_report_is_told_in_one_mail(self):
        analyzer = self.serve("--gather-seconds", "3600")
        analyzer.send(alert("Blip"))
        analyzer.send(alert("Blip", status="resolved"))
        mail = self.mailbox.next()
        self.assertIn("fired and were resolved", mail.get_content())
        self.assertEqual(len(self.mailbox.seen), 1)

    def test_a_mail_server_that_is_down_delays_and_loses_nothing(self):
        self.mailbox.down = True
        analyzer = self.serve()
        analyzer.send(alert("DiskFull", "critical"))
        wait_until(lambda: analyzer.metric("doggy_analyzer_delivery_failures_total") >= 2, "it tries again")
        self.mailbox.down = False
        self.assertEqual({self.mailbox.next()["Subject"], self.mailbox.next()["Subject"]}, {"[CRITICAL] DiskFull"})

    def test_dead_letters_are_listed_and_replayed(self):
        analyzer = self.serve("--mail-from", "no address")
        analyzer.send(alert("DiskFull"))
        wait_until(lambda: analyzer.request("GET", "/v1/status")[1]["deliveries"]["dead"] == 1, "it gives up")
        self.assertIn("doggy_analyzer_deliveries_dead", analyzer.metrics())

        def dead_letters(*arguments: str) -> str:
            command = [PROGRAM, "dead-letters", *arguments, "--data", str(self.folder)]
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        self.assertIn('"kind":"report"', dead_letters("list"))
        analyzer.terminate()
        analyzer = self.serve()
        self.assertEqual(dead_letters("replay"), "0 alerts and 1 messages wait again\n")
        self.assertEqual(self.mailbox.next()["Subject"], "[ALERT] DiskFull")
        self.assertEqual(dead_letters("list"), "")

    def test_a_silent_watchdog_is_reported_and_so_is_its_return(self):
        analyzer = self.serve("--watchdog-seconds", "2")
        analyzer.send(alert("Watchdog", "none"))
        self.assertIn("alerting may be broken", self.mailbox.next()["Subject"])
        analyzer.send(alert("Watchdog", "none"))
        self.assertEqual(self.mailbox.next()["Subject"], "[RESOLVED] Watchdog is heard again")

    def test_a_storm_of_many_groups_becomes_few_mails_that_name_every_alert(self):
        analyzer = self.serve("--gather-seconds", "2")
        for i in range(0, 1000, 100):
            for j in range(i, i + 100):
                analyzer.send(alert(f"Alert{j:04}", "critical"), group=f"{{}}:{{n={j}}}")
        names = [f"Alert{j:04}" for j in range(1000)]
        wait_until(lambda: len(self.mailbox.told(names)) == len(names), "all are told of")
        notices = [one for one in self.mailbox.seen if "An analysis follows" in one.get_content()]
        self.assertLess(len(notices), 100)
        reports = [one for one in analyzer.summaries() if one["analysis"] != "none"]
        self.assertLessEqual(len(reports), 20)

    def test_nobody_without_the_token_sends_or_reads(self):
        analyzer = self.serve()
        for method, path in (("POST", "/webhooks/alertmanager"), ("GET", "/v1/incidents"), ("GET", "/"), ("GET", "/v1/status")):
            self.assertEqual(analyzer.request(method, path, {} if method == "POST" else None, token="wrong")[0], 401, path)
        self.assertEqual(analyzer.request("GET", "/healthz", token="")[0], 200)
        self.assertEqual(analyzer.request("GET", "/readyz", token="")[0], 200)
