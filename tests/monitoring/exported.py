"""What our services export: a registry on SQLite, one on DynamoDB and an alert analyzer, all at work."""

import http.client
import pathlib
import re
import sys

from analyzer import Analyzer, Mailbox, alert, wait_until
from people import Pair
from receiver import Receiver
from registry import PATIENCE, ROOT, Registry

sys.path += [str(ROOT / "tests/analyzer"), str(ROOT / "tests/push")]

from neighbors import ANALYSIS, loki, openai  # noqa: E402, from a folder that is no library
from push_test import Browser  # noqa: E402

LINE = re.compile(r"(\w+)(?:\{(.*)\})? \S+")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
TYPE = re.compile(r"# TYPE (\w+) (\w+)")

Series = dict[str, str]  # The labels of one series.


class Scraped:
    """A page of /metrics, with the labels that Prometheus adds."""

    def __init__(self, text: str, target: Series):
        self.series: dict[str, list[Series]] = {}
        self.types = dict(TYPE.findall(text))
        for line in text.splitlines():
            if not line.startswith("#"):
                name, labels = LINE.fullmatch(line).groups()
                found = {label: value.replace("\\\\", "\\") for label, value in LABEL.findall(labels or "")}
                self.series.setdefault(name, []).append({**found, **target})


def target(service: str) -> Series:
    name = f"doggy-{service}"
    more = dict.fromkeys(("pod", "instance", "node", "endpoint"), "any")
    return {"job": name, "service": name, "namespace": "doggy", "container": service, **more}


def metrics_port(log: pathlib.Path) -> int:
    """Of the server that writes this log."""
    return int(
        wait_until(lambda: re.search(r'"metricsPort":(\d+)', log.read_text()), "it says where its metrics are")[1]
    )


def _page(log: pathlib.Path) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", metrics_port(log), timeout=PATIENCE)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _scraped(service: str, log: pathlib.Path, wanted: tuple[str, ...]) -> Scraped:
    """Once the page has all that is wanted."""

    def complete() -> str:
        text = _page(log)
        return text if all(one in text for one in wanted) else ""

    return Scraped(wait_until(complete, f"metrics of the {service}: {wanted}"), target(service))


def tell(pair: Pair, receiver: Receiver) -> None:
    """Has the pair's comments told by a webhook and by a push service, both of which are the receiver."""
    pair.tina.expect(201, "POST", "/v1/me/webhooks", {"url": f"{receiver.url}/hook", "kinds": ["comment"]})
    pair.tina.expect(201, "POST", "/v1/me/push-subscriptions", Browser(receiver, "tina").subscription())


def registry(folder: pathlib.Path, *flags: str) -> Scraped:
    """After people wrote, and were told of it."""
    receiver = Receiver()
    more = ["--metrics-listen", "127.0.0.1:0", "--log-level", "info", "--outgoing-loopback", "true"]
    server = Registry(folder, *flags, *more)
    try:
        pair = Pair(server.address)
        tell(pair, receiver)
        pair.comment()
        pair.close()
        told = {receiver.next().path, receiver.next().path}
        assert told == {"/hook", "/send/tina"}, told
        # What is counted after the receiver has answered.
        late = ("doggy_webhook_attempts_total{", "doggy_push_messages_total{", 'outcome="done"')
        return _scraped("registry", folder.with_suffix(".log"), late)
    finally:
        server.close()
        receiver.close()


def alert_analyzer(folder: pathlib.Path) -> Scraped:
    """After it mailed what an LLM said of an alert."""
    mailbox, logs, llm = Mailbox(), loki([]), openai(ANALYSIS)
    flags = [*mailbox.flags(), "--loki-url", logs.url, "--llm-url", f"{llm.url}/v1", "--llm-model", "model-x"]
    analyzer = Analyzer(folder, *flags)
    try:
        analyzer.send(alert("Errors", severity="critical"))
        mailbox.next()
        return _scraped("alert-analyzer", analyzer.log, ("doggy_analyzer_notice_seconds_count 1",))
    finally:
        analyzer.close()
        for server in (mailbox, logs, llm):
            server.close()
