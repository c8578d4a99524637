"""The stand-in for Alloy, Loki and its ruler: files, queries, alerts."""

import json
import pathlib
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import logql
from log_store import AuditLog, LogStore, PodLogs, Streams, nanoseconds
from receiver import Receiver
from ruler import Ruler, TemplateError, expand, humanize
from suite import run

SECOND = 10**9
LABELS = {"app": "doggy", "component": "registry"}


def now_text() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000000Z", time.gmtime())


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.streams = Streams()

    def texts(self, query: str = '{source=~".+"}') -> list[str]:
        return [entry.text for _, entry in logql.parse_logs(query).entries(self.streams, -1, 2**63)]

    def pod_logs(self, labels_of=lambda *_: LABELS) -> PodLogs:
        logs = PodLogs(self.folder, "node-1", labels_of)
        self.addCleanup(logs.close)
        return logs

    def pod(self, container: str = "registry") -> pathlib.Path:
        file = self.folder / f"doggy_doggy-registry-1_0b5b0a3c/{container}/0.log"
        file.parent.mkdir(parents=True)
        return file

    def test_lines_of_a_pod_have_its_labels_time_and_level(self):
        self.pod().write_text('2026-11-25T03:25:11.000000007Z stderr F {"level":"ERROR","event":"x"}\n')
        self.pod_logs().read(self.streams)
        [line] = self.streams.lines(lambda _: True, 0, 2**63)
        pod = {"namespace": "doggy", "pod": "doggy-registry-1", "container": "registry", "node": "node-1"}
        self.assertEqual(line.labels, {"source": "pods"} | pod | LABELS)
        self.assertEqual(line.at_ns, nanoseconds("2026-11-25T03:25:11Z") + 7)
        self.assertEqual(line.metadata, {"level": "ERROR", "stream": "stderr"})

    def test_parts_of_a_long_line_are_joined_for_each_output(self):
        at = now_text()
        parts = ("stdout P one ", "stderr P two ", "stdout F half", "stderr F half")
        self.pod().write_text("".join(f"{at} {part}\n" for part in parts))
        self.pod_logs().read(self.streams)
        self.assertEqual(self.texts(), ["one half", "two half"])

    def test_a_line_is_read_when_it_is_whole(self):
        file, logs = self.pod(), self.pod_logs()
        with file.open("w", encoding="utf-8") as out:
            out.write(f"{now_text()} stdout F ha")
            out.flush()
            logs.read(self.streams)
            self.assertEqual(self.texts(), [])
            out.write("lf\n")
        logs.read(self.streams)
        self.assertEqual(self.texts(), ["half"])

    def test_rotation_loses_nothing(self):
        file, logs = self.pod(), self.pod_logs()
        with file.open("w", encoding="utf-8") as out:
            out.write(f"{now_text()} stdout F first\n")
            out.flush()
            logs.read(self.streams)
            out.write(f"{now_text()} stdout F before\n")
            out.flush()
            file.rename(file.with_name("0.log.20261125-032511"))
            file.write_text(f"{now_text()} stdout F after\n")
            for _ in range(2):
                logs.read(self.streams)
        self.assertEqual(sorted(self.texts()), ["after", "before", "first"])

    def test_a_pod_waits_for_its_labels_and_may_go(self):
        file, known = self.pod(), []
        logs = self.pod_logs(lambda *_: known[0] if known else None)
        file.write_text(f"{now_text()} stdout F text\n")
        logs.read(self.streams)
        self.assertEqual(self.texts(), [])
        known.append(LABELS)
        logs.read(self.streams)
        self.assertEqual(self.texts('{app="doggy"}'), ["text"])
        file.unlink()
        logs.read(self.streams)
        self.assertEqual(self.texts(), ["text"])

    def test_audit_events_have_the_time_of_their_stage(self):
        file, log = self.folder / "audit.log", AuditLog(self.folder / "audit.log")
        self.addCleanup(log.close)
        log.read(self.streams)
        file.write_text('{"stage":"ResponseComplete","stageTimestamp":"2026-11-25T03:25:11.123456Z"}\n')
        log.read(self.streams)
        [line] = self.streams.lines(lambda _: True, 0, 2**63)
        self.assertEqual(line.labels, {"source": "audit"})
        self.assertEqual(line.at_ns, nanoseconds("2026-11-25T03:25:11Z") + 123_456_000)

    def test_audit_events_of_before_are_left_out_if_wished(self):
        file = self.folder / "audit.log"
        file.write_text('{"auditID":"old","stageTimestamp":"2026-11-25T03:25:11.123456Z"}\n')
        log = AuditLog(file, from_now=True)
        self.addCleanup(log.close)
        with file.open("a") as more:
            more.write('{"auditID":"new","stageTimestamp":"2026-11-25T03:25:12.123456Z"}\n')
        log.read(self.streams)
        [line] = self.streams.lines(lambda _: True, 0, 2**63)
        self.assertIn("new", line.text)

    def test_of_each_stream_the_newest_lines_are_kept(self):
        streams = Streams(most=100)
        for number in range(1000):
            streams.add({"pod": "loud"}, str(number), number)
        streams.add({"pod": "quiet"}, "text", 0)
        loud = [line.text for line in streams.lines(lambda labels: labels["pod"] == "loud", -1, 10**6)]
        self.assertLessEqual(len(loud), 100)
        self.assertEqual(loud, [str(number) for number in range(1000 - len(loud), 1000)])
        self.assertEqual(len(list(streams.lines(lambda labels: labels["pod"] == "quiet", -1, 1))), 1)


class Queries(unittest.TestCase):
    """As the analyzer asks: alert-analyzer/context/loki.cc."""

    def setUp(self):
        self.store = LogStore()
        self.addCleanup(self.store.close)
        for number in range(1, 6):
            self.store.streams.add({"pod": "a", **LABELS}, f"line {number}", number * SECOND)
        self.store.streams.add({"pod": "b", **LABELS}, "of another", 3 * SECOND, {"level": "error"})

    def ask(self, query: str, **parameters) -> list[dict]:
        asked = urllib.parse.urlencode({"query": query, "start": 0, "end": 10 * SECOND} | parameters)
        with urllib.request.urlopen(f"{self.store.url}/loki/api/v1/query_range?{asked}") as answer:
            body = json.load(answer)
        self.assertEqual(body["status"], "success")
        self.assertEqual(body["data"]["resultType"], "streams")
        return body["data"]["result"]

    def test_streams_have_labels_metadata_and_lines_with_their_times(self):
        self.assertEqual(
            self.ask('{pod="b"}'),
            [{"stream": {"pod": "b", **LABELS, "level": "error"}, "values": [[str(3 * SECOND), "of another"]]}],
        )

    def test_the_start_is_in_and_the_end_is_out(self):
        [stream] = self.ask('{pod="a"}', start=2 * SECOND, end=4 * SECOND, direction="forward")
        self.assertEqual([text for _, text in stream["values"]], ["line 2", "line 3"])

    def test_the_limit_keeps_what_is_first_in_the_direction(self):
        for direction, lines in (("forward", ["line 1", "line 2"]), ("backward", ["line 5", "line 4"])):
            [stream] = self.ask('{pod="a"}', limit=2, direction=direction)
            self.assertEqual([text for _, text in stream["values"]], lines)
        self.assertEqual(len(self.ask('{app="doggy"}', limit=4, direction="forward")), 2, "of all streams together")

    def test_pipelines_work_and_what_is_not_known_is_refused(self):
        [stream] = self.ask('{app="doggy"} |= "of" | level="error"')
        self.assertEqual(stream["stream"]["pod"], "b")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ask('{app="doggy"} | logfmt')
        self.assertEqual(refused.exception.code, 400)
        refused.exception.close()

    def test_it_waits_for_lines(self):
        self.assertEqual([entry.text for entry in self.store.wait_for('{pod="b"}')], ["of another"])
        with self.assertRaises(TimeoutError):
            self.store.wait_for('{pod="c"}', patience=0.01)


RULE = {
    "alert": "Errors",
    "expr": 'sum by (pod) (count_over_time({app="doggy"} |= "error" [1m])) > 1',
    "for": "30s",
    "labels": {"severity": "warning", "component": '{{ or $labels.component "workloads" }}'},
    "annotations": {"summary": "{{ $value | humanize }} errors in {{ $labels.pod }}."},
}


class Alerts(unittest.TestCase):
    def setUp(self):
        self.streams, self.sent = Streams(), []
        self.ruler = Ruler([{"rules": [RULE]}], self.streams, self.sent.append)

    def error(self, at: int, pod: str = "a") -> None:
        self.streams.add({"pod": pod, **LABELS}, "error", at * SECOND)

    def states(self, *times: int) -> list[list[str]]:
        found = []
        for at in times:
            self.ruler.evaluate(at * SECOND)
            found.append([alert.state for rule in self.ruler.rules for alert in rule.alerts.values()])
        return found

    def test_pending_firing_resolved_and_forgotten(self):
        self.error(100), self.error(101)
        self.assertEqual(self.states(100, 101, 130), [[], ["pending"], ["pending"]])
        self.assertEqual(self.states(131, 159), [["firing"], ["firing"]])
        self.assertEqual(self.states(162, 1062, 1063), [["resolved"], ["resolved"], []])

    def test_pending_that_passes_is_never_told(self):
        self.error(100), self.error(101)
        self.assertEqual(self.states(110, 165), [["pending"], []])
        self.assertEqual(self.sent, [])

    def test_what_alertmanager_gets(self):
        self.error(100), self.error(101)
        self.states(101, 131, 170)
        [[firing], [resolved]] = self.sent
        self.assertEqual(
            firing["labels"], {"alertname": "Errors", "pod": "a", "severity": "warning", "component": "workloads"}
        )
        self.assertEqual(firing["annotations"], {"summary": "2 errors in a."})
        self.assertEqual(firing["startsAt"], "1970-01-01T00:02:11.000000000Z")
        self.assertEqual(firing["endsAt"], "1970-01-01T00:06:11.000000000Z", "four minutes, unless it is repeated")
        self.assertEqual(resolved["startsAt"], firing["startsAt"])
        self.assertEqual(resolved["endsAt"], "1970-01-01T00:02:50.000000000Z")

    def test_it_is_repeated_once_a_minute_while_it_fires(self):
        for at in range(100, 400, 20):
            self.error(at), self.error(at)
        self.states(*range(100, 400, 10))
        self.assertEqual([alerts[0]["startsAt"][14:19] for alerts in self.sent], ["02:10"] * len(self.sent))
        self.assertEqual(len(self.sent), 4)

    def test_it_fires_again_after_it_was_resolved(self):
        self.error(100), self.error(101)
        self.states(101, 131, 170)
        self.error(200), self.error(201)
        self.assertEqual(self.states(201, 231), [["pending"], ["firing"]])

    def test_each_set_of_labels_is_an_alert(self):
        for pod in ("a", "a", "b", "b", "c"):
            self.error(100, pod)
        self.states(100, 130)
        self.assertEqual(sorted(alert.labels["pod"] for alert in self.ruler.alerts()), ["a", "b"])

    def test_what_was_not_taken_is_sent_again(self):
        self.error(100), self.error(101)
        answers = iter((OSError("nobody is there"), None))

        def send(alerts: list[dict]) -> None:
            if problem := next(answers):
                raise problem
            self.sent.append(alerts)

        ruler = Ruler([{"rules": [{**RULE, "for": "0s"}]}], self.streams, send)
        with self.assertRaises(OSError):
            ruler.evaluate(101 * SECOND)
        ruler.evaluate(102 * SECOND)
        self.assertEqual(len(self.sent), 1)

    def test_a_rule_that_fails_does_not_stop_the_others(self):
        broken = {"alert": "Broken", "expr": 'count_over_time({app="doggy"} | json [1m]) > 0'}
        ruler = Ruler([{"rules": [broken, {**RULE, "for": "0s"}]}], self.streams, self.sent.append)
        self.error(100), self.error(101)
        with self.assertRaises(ExceptionGroup):
            ruler.evaluate(101 * SECOND)
        self.assertEqual(self.sent[0][0]["labels"]["alertname"], "Errors")

    def test_settings_that_are_not_known_are_refused(self):
        with self.assertRaisesRegex(ValueError, "keep_firing_for"):
            Ruler([{"rules": [{**RULE, "keep_firing_for": "5m"}]}], self.streams)


class Templates(unittest.TestCase):
    def test_what_rules_use(self):
        labels = {"pod": "a", "empty": ""}
        for template, text in (
            ("{{ $labels.pod }}/{{ $labels.none }}.", "a/."),
            ('{{ or $labels.empty "none" }}', "none"),
            ("{{or $labels.none $labels.pod}}", "a"),
            ("{{ $value }} {{ $value | humanize }} {{ $value | humanizePercentage }}", "0.1256 125.6m 12.56%"),
            ("no template, {not one} either", "no template, {not one} either"),
        ):
            self.assertEqual(expand(template, labels, 0.1256), text)

    def test_others_are_refused(self):
        for template in (
            "{{ .Labels.pod }}",
            "{{ $labels.pod | toUpper }}",
            "{{ if $value }}x{{ end }}",
            "{{ $labels.pod $value }}",
            "{{ $labels.pod",
            "{{ }}",
        ):
            with self.assertRaises(TemplateError, msg=template):
                expand(template, {}, 1.0)

    def test_numbers_are_short(self):
        for value, text in ((0, "0"), (61, "61"), (1234.5, "1.234k"), (0.0625, "62.5m"), (2e6, "2M"), (-3e9, "-3G")):
            self.assertEqual(humanize(value), text)


class Whole(unittest.TestCase):
    def test_from_a_file_to_alertmanager(self):
        with tempfile.TemporaryDirectory() as folder, LogStore() as store:
            receiver = Receiver()
            self.addCleanup(receiver.close)
            store.follow_audit(pathlib.Path(folder) / "audit.log")
            expression = 'sum by (source) (count_over_time({source="audit"} [1h])) > 0'
            store.start_ruler([{"rules": [{"alert": "Audit", "expr": expression}]}], receiver.url, 0.05)
            line = json.dumps({"stageTimestamp": now_text()})
            (pathlib.Path(folder) / "audit.log").write_text(f"{line}\n")
            self.assertEqual([entry.text for entry in store.wait_for('{source="audit"}')], [line])
            posted = receiver.next()
            self.assertEqual(posted.path, "/api/v2/alerts")
            self.assertEqual(json.loads(posted.body)[0]["labels"], {"alertname": "Audit", "source": "audit"})
            self.assertEqual(store.problems, [])


if __name__ == "__main__":
    run()
