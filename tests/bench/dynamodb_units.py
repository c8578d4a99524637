"""Counts what each everyday API call asks of DynamoDB: requests and capacity units. Figures, no test.

A proxy between the server and the DynamoDB of the tests tells a call's own requests from those that the server makes by
itself all the time (it looks for jobs and for the bulletin of other servers). What a call leaves behind, its jobs, is
counted until a second and a half after the answer; the looking about that it causes is in there, the usual one is not.
At the end the sum is held against the server's own /metrics.
"""

import argparse
import collections
import http.client
import http.server
import json
import pathlib
import re
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))

from dynamodb import Dynamodb, Table  # noqa: E402
from live import Live  # noqa: E402
from people import Person  # noqa: E402
from registry import Client, Registry  # noqa: E402

AFTER = 1.5  # Seconds in which what a call left behind is done.
WHEN = "2026-11-23T10:00:00+01:00"
READS = ("GetItem", "BatchGetItem", "Query", "Scan")
METRIC = re.compile(r"^doggy_dynamodb_(requests|consumed_read_units|consumed_write_units)_total\S* (\S+)$", re.MULTILINE)

Figures = collections.namedtuple("Figures", "requests read written", defaults=(0.0, 0.0, 0.0))


def add(one: Figures, other: Figures, times: float = 1) -> Figures:
    return Figures(*(a + times * b for a, b in zip(one, other)))


class Meter:
    """What went by, by who wanted it: "call" or "looking". Thread-safe."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counted = collections.defaultdict(Figures)

    def count(self, operation: str, request: dict, answer: dict) -> None:
        consumed = answer.get("ConsumedCapacity", [])
        consumed = consumed if isinstance(consumed, list) else [consumed]
        units = sum(one["CapacityUnits"] for one in consumed)
        written = 0 if operation in READS else units
        looking = operation == "Query" and re.search(r'"S": ?"(JOBS#|BULLETIN)', json.dumps(request))
        with self._lock:
            who = "looking" if looking else "call"
            self._counted[who] = add(self._counted[who], Figures(1, units - written, written))

    def take(self) -> dict[str, Figures]:
        with self._lock:
            counted, self._counted = self._counted, collections.defaultdict(Figures)
            return counted


def proxy(endpoint: str, meter: Meter) -> http.server.ThreadingHTTPServer:
    target = urllib.parse.urlsplit(endpoint)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # An answer leaves in one piece.

        def setup(self):
            super().setup()
            self.upstream = http.client.HTTPConnection(target.hostname, target.port)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.upstream.request("POST", "/", body, dict(self.headers))
            answer = self.upstream.getresponse()
            text = answer.read()
            meter.count(self.headers["X-Amz-Target"].split(".")[-1], json.loads(body), json.loads(text or b"{}"))
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Bench:
    def __init__(self, folder: pathlib.Path, times: int, idle_seconds: int):
        self.times, self.idle_seconds = times, idle_seconds
        self.dynamodb = Dynamodb()
        table = self.dynamodb.new_table()
        self.meter = Meter()
        self.proxy = proxy(self.dynamodb.endpoint, self.meter)
        behind = Table(table.name, f"http://127.0.0.1:{self.proxy.server_address[1]}")
        self.registry = Registry(folder / "data", *behind.flags, "--metrics-listen", "127.0.0.1:0", "--log-level", "info")
        self.metrics = f"http://127.0.0.1:{self._metrics_port(folder / 'data.log')}/metrics"
        self.total = Figures()
        self.idle_rate = Figures()  # Of one second.
        self.rows: list[tuple[str, Figures, Figures]] = []

    def _metrics_port(self, log: pathlib.Path) -> int:
        """The log says which port is free."""
        while True:
            found = re.search(r'"metricsPort":(\d+)', log.read_text())
            if found:
                return int(found[1])

    def take(self) -> tuple[Figures, Figures]:
        counted = self.meter.take()
        both = counted["call"], counted["looking"]
        self.total = add(add(self.total, both[0]), both[1])
        return both

    def idle(self, what: str) -> Figures:
        """Of one second in which nobody asks anything."""
        time.sleep(AFTER)
        self.take()
        time.sleep(self.idle_seconds)
        own, looking = self.take()
        both = add(own, looking)
        self.rows.append((f"{what}, {self.idle_seconds} s", both, Figures()))
        return Figures(*(figure / self.idle_seconds for figure in both))

    def measure(self, what: str, call) -> None:
        own, after = Figures(), Figures()
        for i in range(self.times):
            time.sleep(AFTER if i == 0 else 0)
            self.take()
            call()
            own = add(own, self.take()[0])
            time.sleep(AFTER)
            later = add(add(*self.take()), self.idle_rate, -AFTER)
            after = add(after, later)
        share = 1 / self.times
        after = Figures(*(max(0, figure) for figure in after))
        self.rows.append((what, add(Figures(), own, share), add(Figures(), after, share)))

    def run(self) -> None:
        address = self.registry.address
        tina, olaf = Person(address, "Tina"), Person(address, "Olaf")
        client, owner = tina.sign_in(), olaf.sign_in()
        self.idle_rate = self.idle("nobody connected")
        dogs = [client.expect(201, "POST", "/v1/dogs", {"name": f"Dog {i}", "role": "trainer"})["id"] for i in range(10)]
        dog = dogs[0]
        records = f"/v1/dogs/{dog}/records"

        def put(body: dict, who: Client = client, of: str = dog, wanted: int = 201, record_id: str = "") -> str:
            record_id = record_id or str(uuid.uuid4())
            who.expect(wanted, "PUT", f"/v1/dogs/{of}/records/{record_id}", {"occurredAt": WHEN, **body})
            return record_id

        def note(text: str = "") -> dict:
            return {"type": "note", "text": text + "Walked along the river, calm, looked at two dogs from ten meters and turned to me by himself."}

        for i in range(1000):
            one = put(note(), of=dogs[i % 10 if i < 100 else 1])
        full = dogs[1]  # 910 notes; it gets as many as make 1,000.
        for _ in range(90):
            put(note(), of=full)
        for _ in range(100):
            one = put(note())
        step = {"distanceMeters": 1}
        target = put({"type": "target", "name": "Sit", "steps": [step]})
        trials = [{"outcome": "correct", "latencySeconds": 1.5}] * 20
        session = {"type": "session", "blocks": [{"targetId": target, "step": 0, "trials": trials}]}
        client.expect(200, "GET", "/v1/search?q=river")
        sync_all = {}
        while True:
            answer = client.expect(200, "POST", "/v1/sync", sync_all)
            sync_all = {"cursor": answer["cursor"]}
            if not answer["more"]:
                break

        def sync_100() -> None:
            got = client.expect(200, "POST", "/v1/sync", before)
            assert len(got["changes"]) == 100, len(got["changes"])

        def sync_writes() -> None:
            writes = [{"dogId": dog, "record": {"id": str(uuid.uuid4()), "occurredAt": WHEN, **note()}} for _ in range(10)]
            got = client.expect(200, "POST", "/v1/sync", {**now, "writes": writes})
            now["cursor"] = got["cursor"]

        def invite() -> str:
            guest = client.expect(201, "POST", "/v1/dogs", {"name": "Guest", "role": "trainer"})["id"]
            return client.expect(201, "POST", f"/v1/dogs/{guest}/invitations", {"role": "owner"})["token"]

        invitations = [invite() for _ in range(self.times)]
        accept = lambda: owner.expect(200, "POST", f"/v1/invitations/{invitations.pop()}/accept")  # noqa: E731
        counter = iter(range(10**6))

        self.measure("sign in", lambda: tina.sign_in().close())
        self.measure("dog list, 10 dogs", lambda: client.expect(200, "GET", "/v1/dogs"))
        self.measure("timeline, page of 50", lambda: client.expect(200, "GET", f"{records}?limit=50"))
        self.measure("record read", lambda: client.expect(200, "GET", f"{records}/{one}"))
        self.measure("note created", lambda: put(note()))
        self.measure("note changed", lambda: put(note(f"again {next(counter)} "), wanted=200, record_id=one))
        self.measure("session of 20 trials created", lambda: put(session))
        self.measure("comment created", lambda: put({"type": "comment", "about": one, "text": "so did we"}))
        before = {"cursor": client.expect(200, "POST", "/v1/sync", sync_all)["cursor"]}
        for _ in range(100):
            put(note())
        self.measure("sync, 100 changes of one dog", sync_100)
        now = {"cursor": client.expect(200, "POST", "/v1/sync", before)["cursor"]}
        self.measure("sync, nothing new", lambda: client.expect(200, "POST", "/v1/sync", now))
        self.measure("sync, 10 notes written", sync_writes)
        chart = f"/v1/dogs/{dog}/progress/success-rate?targetId={target}"
        self.measure("progress chart", lambda: client.expect(200, "GET", chart))
        self.measure("search", lambda: client.expect(200, "GET", "/v1/search?q=river"))
        self.measure("invitation accepted", accept)
        self.measure("export, 1,000 records", lambda: client.expect(200, "GET", f"/v1/dogs/{full}/export?format=json"))
        live = Live(address, client.token)
        self.idle("one live connection")
        live.close()
        client.close()
        owner.close()

    def report(self) -> None:
        print(f"| API call (mean of {self.times}) | requests | read units | write units | later: requests | read | write |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for what, own, after in self.rows:
            figures = " | ".join(f"{figure:.1f}".removesuffix(".0") for figure in (*own, *after))
            print(f"| {what} | {figures} |")
        with urllib.request.urlopen(self.metrics) as answer:
            counted = collections.Counter()
            for name, value in METRIC.findall(answer.read().decode()):
                counted[name] += float(value)
        self.take()
        print(f"sums here: {self.total}; in /metrics: {dict(counted)}")

    def close(self) -> None:
        self.registry.close()
        self.proxy.shutdown()
        self.proxy.server_close()
        self.dynamodb.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="that each call is made")
    parser.add_argument("--idle-seconds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pathlib.Path(folder), options.times, options.idle_seconds)
        try:
            bench.run()
            bench.report()
        finally:
            bench.close()


if __name__ == "__main__":
    main()
