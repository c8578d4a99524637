"""SNS, SQS and Secrets Manager, as moto has them: a topic whose queue gets the messages, a queue that alerts wait in."""

import json
import os
import pathlib
import tempfile
import unittest

import boto3
from analyzer import PATIENCE, Analyzer, Mailbox, Server, alert, wait_until
from moto.server import ThreadedMotoServer
from neighbors import ANALYSIS, lines_at, loki, openai, planted_secrets

REGION = "eu-central-1"
START_NS = 1_764_041_111_000_000_000  # 2025-11-25T03:25:11Z
START = "2025-11-25T03:25:11Z"


class CloudTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
        cls.moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        cls.moto.start()
        host, port = cls.moto.get_host_and_port()
        cls.url = f"http://{host}:{port}"
        cls.addClassCleanup(cls.moto.stop)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "data"
        self.sns = boto3.client("sns", endpoint_url=self.url)
        self.sqs = boto3.client("sqs", endpoint_url=self.url)

    def serve(self, *flags: str) -> Analyzer:
        analyzer = Analyzer(self.folder, "--aws-endpoint", self.url, "--aws-region", REGION, *flags)
        self.addCleanup(analyzer.close)
        return analyzer

    def topic_with_queue(self, name: str) -> tuple[str, str]:
        topic = self.sns.create_topic(Name=name)["TopicArn"]
        queue = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return topic, queue

    def received(self, queue: str, count: int) -> list[dict]:
        """So many messages of a topic, as its subscriber gets them."""
        found: list[dict] = []

        def enough() -> bool:
            for one in self.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
                found.append(json.loads(one["Body"]))
                self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
            return len(found) >= count

        wait_until(enough, f"{count} messages arrive")
        return found

    def test_a_subscriber_of_the_topic_gets_notice_report_and_closing(self):
        topic, queue = self.topic_with_queue("alerts")
        analyzer = self.serve("--mail-to", "", "--sns-topic", topic)
        name = "Zoë's disk 🐕 " + "x" * 150
        analyzer.send(alert(name, "critical", note="olga@example.org " + "ä" * 1000))
        messages = self.received(queue, 2)
        analyzer.send(alert(name, "critical", "resolved", note="olga@example.org " + "ä" * 1000))
        messages += self.received(queue, 1)
        for message in messages:
            subject = message["Subject"]
            self.assertTrue(subject.isascii() and subject.isprintable() and len(subject) <= 99, subject)
            self.assertLessEqual(len(message["Message"].encode()), 200_000)
            self.assertNotIn("olga@", message["Message"])
        self.assertTrue(messages[0]["Subject"].startswith("[CRITICAL] Zo?'s disk ? xxx"))
        self.assertIn("firing since", messages[0]["Message"])
        self.assertTrue(messages[-1]["Subject"].startswith("[RESOLVED]"))

    def test_sns_down_delays_and_loses_nothing(self):
        mailbox = Mailbox()
        self.addCleanup(mailbox.close)
        analyzer = self.serve("--sns-topic", f"arn:aws:sns:{REGION}:123456789012:later", *mailbox.flags())
        analyzer.send(alert("DiskFull"))
        self.assertEqual(mailbox.next()["Subject"], "[ALERT] DiskFull", "the other channel does not wait")
        wait_until(lambda: analyzer.metric("doggy_analyzer_delivery_failures_total") >= 1, "the topic is not there")
        _, queue = self.topic_with_queue("later")
        self.assertEqual(self.received(queue, 1)[0]["Subject"], "[ALERT] DiskFull")

    def test_none_of_500_planted_secrets_reaches_a_subscriber(self):
        topic, queue = self.topic_with_queue("secrets")
        planted = planted_secrets(500)
        logs = loki([lines_at(START_NS - 10**9, {"job": "registry"}, *(line for line, _ in planted))])
        self.addCleanup(logs.close)
        flags = ["--mail-to", "", "--sns-topic", topic, "--loki-url", logs.url]
        analyzer = self.serve(*flags, "--log-lines", "1000", "--log-bytes", "200000")
        leaking = alert("Leak", "critical", start=START, job="registry")
        leaking["annotations"]["description"] = " ".join(line for line, _ in planted[:50])
        analyzer.send(leaking)
        notice, report = self.received(queue, 2)
        self.assertIn("[PRIVATE-KEY-50]", report["Message"], "the lines are in the report, with placeholders")
        said = notice["Subject"] + notice["Message"] + report["Subject"] + report["Message"]
        self.assertEqual([secret for _, secret in planted if secret in said], [])

    def test_with_loki_llm_sns_and_mail_down_together_nothing_is_lost(self):
        down = [Server(lambda *_: (503, {"error": {"message": "down"}})) for _ in range(2)]
        mailbox = Mailbox()
        for one in (*down, mailbox):
            self.addCleanup(one.close)
        mailbox.down = True
        key = self.folder.parent / "llm-key"
        key.write_text("key-of-the-llm\n")
        llm = ["--llm-url", down[1].url + "/v1", "--llm-model", "m", "--llm-key-file", str(key)]
        topic = f"arn:aws:sns:{REGION}:123456789012:all-down"
        analyzer = self.serve("--sns-topic", topic, "--loki-url", down[0].url, *llm, *mailbox.flags())
        names = [f"Down{i}" for i in range(5)]
        for name in names:
            analyzer.send(alert(name, "critical", start=START, job="registry"), group=f"{{}}:{{name={name}}}")
        wait_until(lambda: analyzer.metric("doggy_analyzer_delivery_failures_total") >= 2, "both channels failed")
        self.assertEqual(mailbox.seen, [])
        mailbox.down = False
        _, queue = self.topic_with_queue("all-down")
        wait_until(lambda: len(mailbox.told(names)) == len(names), "mail tells of all", 2 * PATIENCE)
        told: list[str] = []

        def all_told() -> bool:
            told.extend(one["Message"] for one in self.received(queue, 1))
            return all(any(name in message for message in told) for name in names)

        wait_until(all_told, "SNS tells of all", 2 * PATIENCE)

    def test_alerts_wait_in_sqs_and_survive_the_process(self):
        mailbox = Mailbox()
        self.addCleanup(mailbox.close)
        queue = self.sqs.create_queue(QueueName="inbox")["QueueUrl"].replace("http://localhost:5000", self.url)
        flags = ["--sqs-queue", queue, "--report-seconds", "0", *mailbox.flags()]
        analyzer = self.serve(*flags)
        many = [alert(f"Alert{i:03}", instance="x" * 20) for i in range(35)]
        self.assertEqual(analyzer.send(*many, group="{}:{all}"), 202)
        analyzer.kill()
        self.serve(*flags)

        names = [f"Alert{i:03}" for i in range(35)]
        # What was handed out when it was killed comes back when its hold of 60 s ends.
        wait_until(lambda: len(mailbox.told(names)) == len(names), "all are told of", 2 * PATIENCE)

    def test_the_key_of_the_llm_comes_from_secrets_manager(self):
        mailbox = Mailbox()
        self.addCleanup(mailbox.close)
        llm = openai(ANALYSIS)
        self.addCleanup(llm.close)
        boto3.client("secretsmanager", endpoint_url=self.url).create_secret(Name="llm", SecretString="from the cloud")
        analyzer = self.serve(*mailbox.flags(), "--llm-url", llm.url + "/v1", "--llm-model", "m", "--llm-key-secret", "llm")
        analyzer.send(alert("DiskFull"))
        self.assertIn("NOT CHECKED BY A PERSON", mailbox.next().get_content())
        self.assertEqual(llm.requests[0][2]["Authorization"], "Bearer from the cloud")
