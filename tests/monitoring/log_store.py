"""Plays Alloy and Loki for tests: reads the logs of pods and the audit log of an API server, answers queries for lines,
and evaluates alerting rules.

    with LogStore(("127.0.0.1", 0)) as store:
        store.follow_pods(node / "var/log/pods", "node-1", lambda namespace, pod: {"app": …, "component": …})
        store.follow_audit(logs / "audit.log")
        store.start_ruler(groups, alertmanager="http://127.0.0.1:9093", interval_seconds=1)
        store.wait_for('{source="audit"} |= `"verb":"delete"`')

Streams have the labels that Alloy gives them in a cluster: namespace, pod, container, node, app, component and source
(pods, audit or events). The level of a JSON line and the stream that it was written to are structured metadata.
"""

import bisect
import datetime
import http.server
import json
import operator
import pathlib
import re
import threading
import time
import traceback
import urllib.parse
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import logql
from ruler import Ruler, post_alerts

POLL_SECONDS = 0.2
PATIENCE = 60

time_of = operator.itemgetter(0)


class Stored(NamedTuple):
    at_ns: int
    text: str
    metadata: dict[str, str]


class Streams:
    """Lines by stream, in order of time. Of each stream the newest `most` are kept. Thread-safe."""

    def __init__(self, most: int = 20_000):
        self._most = most
        self._streams: dict[frozenset, list[Stored]] = {}
        self.changed = threading.Condition()

    def add(self, labels: dict[str, str], text: str, at_ns: int, metadata: dict[str, str] | None = None) -> None:
        with self.changed:
            lines = self._streams.setdefault(frozenset(labels.items()), [])
            bisect.insort_right(lines, Stored(at_ns, text, metadata or {}), key=time_of)
            if len(lines) > self._most:
                del lines[: self._most // 10 + 1]
            self.changed.notify_all()

    def lines(self, wanted: Callable[[dict[str, str]], bool], after_ns: int, until_ns: int) -> Iterator[logql.Line]:
        with self.changed:
            found = [
                (dict(labels), lines[bisect.bisect_right(lines, after_ns, key=time_of) :])
                for labels, lines in self._streams.items()
                if wanted(dict(labels))
            ]
        for labels, lines in found:
            for at_ns, text, metadata in lines[: bisect.bisect_right(lines, until_ns, key=time_of)]:
                yield logql.Line(at_ns, text, labels, metadata)


def nanoseconds(text: str) -> int:
    """Of a time as Kubernetes and container runtimes write it: 2026-01-02T03:04:05.123456789Z."""
    whole, rest, zone = re.fullmatch(r"([^.Z+]+)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)", text).groups()
    moment = datetime.datetime.fromisoformat(whole + zone)
    return int(moment.timestamp()) * 10**9 + int((rest or "0").ljust(9, "0"))


def metadata_of(text: str) -> dict[str, str]:
    if text.startswith("{"):
        try:
            level = json.loads(text).get("level")
        except ValueError:
            return {}
        if isinstance(level, str):
            return {"level": level}
    return {}


class GrowingFile:
    """Whole lines of a file that is written to, and rotated by giving it another name."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        self._file: BinaryIO = path.open("rb")
        self._rest = b""

    def new_lines(self) -> list[str]:
        *lines, self._rest = (self._rest + self._file.read()).split(b"\n")
        return [line.decode(errors="replace") for line in lines]

    def is_current(self) -> bool:
        try:
            known, now = pathlib.Path(f"/proc/self/fd/{self._file.fileno()}").stat(), self.path.stat()
        except FileNotFoundError:
            return False
        return (known.st_dev, known.st_ino) == (now.st_dev, now.st_ino)

    def close(self) -> None:
        self._file.close()


class PodLogs:
    """All files below a node's /var/log/pods: NAMESPACE_POD_UID/CONTAINER/N.log, in the format of the CRI. `labels_of`
    says which labels the streams of a pod have beside the usual ones; None if it is not known yet."""

    def __init__(self, folder: pathlib.Path, node: str, labels_of: Callable[[str, str], dict[str, str] | None]):
        self._folder, self._node, self._labels_of = folder, node, labels_of
        self._files: dict[pathlib.Path, tuple[GrowingFile, dict[str, str]]] = {}
        self._parts: dict[pathlib.Path, dict[str, str]] = {}

    def read(self, streams: Streams) -> None:
        for path in self._folder.glob("*/*/*.log"):
            if path not in self._files:
                self._open(path)
        for path, (file, labels) in list(self._files.items()):
            current = file.is_current()
            for line in file.new_lines():
                self._add(streams, path, labels, line)
            if not current:
                file.close()
                del self._files[path]

    def close(self) -> None:
        for file, _ in self._files.values():
            file.close()

    def _open(self, path: pathlib.Path) -> None:
        namespace, pod, _ = path.parts[-3].split("_")
        more = self._labels_of(namespace, pod)
        if more is None:
            return
        labels = {"source": "pods", "namespace": namespace, "pod": pod, "container": path.parts[-2], "node": self._node}
        try:
            self._files[path] = GrowingFile(path), labels | more
        except FileNotFoundError:
            pass  # The pod has just gone.

    def _add(self, streams: Streams, path: pathlib.Path, labels: dict[str, str], line: str) -> None:
        at, output, flag, text = line.split(" ", 3)
        parts = self._parts.setdefault(path, {})
        text = parts.pop(output, "") + text
        if flag == "P":
            parts[output] = text
        else:
            streams.add(labels, text, nanoseconds(at), metadata_of(text) | {"stream": output})


class AuditLog:
    """`from_now`: without what is in the file already."""

    def __init__(self, path: pathlib.Path, from_now: bool = False):
        self._path = path
        self._file: GrowingFile | None = None
        if from_now:
            self._file = GrowingFile(path)
            self._file.new_lines()

    def read(self, streams: Streams) -> None:
        if self._file is None:
            if not self._path.exists():
                return
            self._file = GrowingFile(self._path)
        current = self._file.is_current()
        for line in self._file.new_lines():
            streams.add({"source": "audit"}, line, nanoseconds(json.loads(line)["stageTimestamp"]))
        if not current:
            self.close()

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def answer_of(streams: Streams, query: dict[str, str]) -> dict:
    """GET /loki/api/v1/query_range, for lines. Start is included, end is not. Raises LogqlError."""
    logs = logql.parse_logs(query["query"])
    start_ns, end_ns = int(query["start"]), int(query["end"])
    backward = query.get("direction", "backward") == "backward"
    found = sorted(logs.entries(streams, start_ns - 1, end_ns - 1), key=time_of, reverse=backward)
    answered: dict[frozenset, list[list[str]]] = {}
    for at_ns, entry in found[: int(query.get("limit", "100"))]:
        answered.setdefault(frozenset(entry.all_labels().items()), []).append([str(at_ns), entry.text])
    result = [{"stream": dict(labels), "values": values} for labels, values in answered.items()]
    return {"status": "success", "data": {"resultType": "streams", "result": result, "stats": {}}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    streams: Streams

    def do_GET(self):  # noqa: N802, http.server calls it so
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        if parts.path == "/ready":
            self._answer(200, "text/plain", b"ready\n")
        elif parts.path != "/loki/api/v1/query_range":
            self._answer(404, "text/plain", b"404 page not found\n")
        else:
            try:
                answer = json.dumps(answer_of(self.streams, query)).encode()
            except (KeyError, ValueError) as error:
                self._answer(400, "text/plain", f"{error}\n".encode())
            else:
                self._answer(200, "application/json", answer)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class LogStore:
    """Use it in a `with`, or call close(). What goes wrong in its threads is in `problems`."""

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0), most_lines: int = 20_000):
        self.streams = Streams(most_lines)
        self.ruler: Ruler | None = None
        self.problems: list[str] = []
        self._readers: list[PodLogs | AuditLog] = []
        self._ended = threading.Event()
        handler = type("Handler", (Handler,), {"streams": self.streams})
        self._server = http.server.ThreadingHTTPServer(address, handler)
        self._server.daemon_threads = True
        self.url = "http://{}:{}".format(*self._server.server_address[:2])
        self._threads: list[threading.Thread] = []
        self._run(self._server.serve_forever)
        self._run(lambda: self._repeat(self._read, POLL_SECONDS))

    def __enter__(self) -> "LogStore":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(PATIENCE)
        for reader in self._readers:
            reader.close()

    def follow_pods(
        self, folder: pathlib.Path, node: str, labels_of: Callable[[str, str], dict[str, str] | None]
    ) -> None:
        self._readers.append(PodLogs(folder, node, labels_of))

    def follow_audit(self, path: pathlib.Path, from_now: bool = False) -> None:
        self._readers.append(AuditLog(path, from_now))

    def start_ruler(self, groups: list[dict], alertmanager: str, interval_seconds: float) -> None:
        """`for` and `interval` of the rules hold as they are, so shorten them before, where a test must not wait."""
        self.ruler = Ruler(groups, self.streams, lambda alerts: post_alerts(alertmanager, alerts), interval_seconds)
        self._run(lambda: self._repeat(lambda: self.ruler.evaluate(time.time_ns()), interval_seconds))

    def wait_for(self, query: str, patience: float = PATIENCE) -> list[logql.Entry]:
        """Lines of a query, as soon as there are any. Raises TimeoutError."""
        logs = logql.parse_logs(query)

        def found() -> list[logql.Entry]:
            return [entry for _, entry in logs.entries(self.streams, 0, 2**63)]

        with self.streams.changed:
            lines = self.streams.changed.wait_for(found, patience)
        if not lines:
            raise TimeoutError(f"no line for {query} within {patience} s; problems: {self.problems}")
        return lines

    def _read(self) -> None:
        for reader in list(self._readers):
            reader.read(self.streams)

    def _repeat(self, task: Callable[[], None], interval_seconds: float) -> None:
        while not self._ended.wait(interval_seconds):
            try:
                task()
            except Exception:  # whatever it is, the next round may work, and tests read about it
                self.problems.append(traceback.format_exc(limit=3))

    def _run(self, task: Callable[[], None]) -> None:
        thread = threading.Thread(target=task, daemon=True)
        self._threads.append(thread)
        thread.start()
