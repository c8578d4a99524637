"""A running doggy-alert-analyzer, and what it talks to: a mailbox, Loki, an LLM, each a real server on this machine."""

import email
import email.policy
import http.client
import http.server
import json
import os
import pathlib
import queue
import socket
import subprocess
import threading
import time
import urllib.parse

from aiosmtpd.controller import Controller

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("ANALYZER_PROGRAM", str(ROOT / "build/release/alert-analyzer/doggy-alert-analyzer"))
PATIENCE = 60  # Seconds for whatever should happen at once, on a busy machine.
TOKEN = "token-of-the-webhook"


class Analyzer:
    """Serves `folder` on a free port from construction on; more settings as flags. preexec runs in the child before."""

    def __init__(self, folder: pathlib.Path, *flags: str, preexec=None):
        folder.mkdir(exist_ok=True, parents=True)
        token = folder.parent / "token"
        token.write_text(TOKEN + "\n")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DOGGY_")}
        usual = {"--data": str(folder), "--listen": "127.0.0.1:0", "--metrics-listen": "127.0.0.1:0"}
        usual |= {"--token-file": str(token), "--mail-to": "oncall@example.org", "--gather-seconds": "0"}
        command = [PROGRAM, "serve", *flags]
        for flag, value in usual.items():
            if flag not in flags:
                command += [flag, value]
        self.log = folder.with_suffix(".log")
        self._log_file = open(self.log, "ab")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self._log_file, env=environment, text=True, preexec_fn=preexec
        )
        for line in self.process.stdout:
            if "http://" in line:
                url = urllib.parse.urlsplit(line[line.index("http://") :].strip())
                self.address = (url.hostname, url.port)
                break
        else:
            raise RuntimeError(f"{PROGRAM} ended with status {self.process.wait()}: {self.log.read_text()[-2000:]}")

    def metrics(self) -> str:
        for line in self.log.read_text().splitlines()[::-1]:
            entry = json.loads(line)
            if entry.get("event") == "serving":
                connection = http.client.HTTPConnection("127.0.0.1", entry["metricsPort"], timeout=PATIENCE)
                connection.request("GET", "/metrics")
                text = connection.getresponse().read().decode()
                connection.close()
                return text
        raise AssertionError("it never said where its metrics are")

    def metric(self, name: str) -> float:
        """The value of a line of the metrics, named with its labels as it is written there."""
        for line in self.metrics().splitlines():
            if line.rpartition(" ")[0] == name:
                return float(line.rpartition(" ")[2])
        raise AssertionError(f"there is no metric {name}")

    def request(self, method: str, path: str, body: object = None, token: str = TOKEN) -> tuple[int, dict]:
        connection = http.client.HTTPConnection(*self.address, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, json.loads(text) if text.startswith(("{", "[")) else {"text": text}

    def send(self, *alerts: dict, **call) -> int:
        """Calls the webhook as Alertmanager does; the status."""
        return self.request("POST", "/webhooks/alertmanager", webhook_call(*alerts, **call))[0]

    def summaries(self) -> list[dict]:
        status, answer = self.request("GET", "/v1/incidents?limit=200")
        assert status == 200, answer
        return answer["items"]

    def incidents(self) -> list[dict]:
        return [self.request("GET", f"/v1/incidents/{one['id']}")[1] for one in self.summaries()]

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def terminate(self) -> int:
        self.process.terminate()
        return self._end()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self._end()

    def _end(self) -> int:
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self._log_file.close()
        return status


def alert(name: str, severity: str = "warning", status: str = "firing", start: str = "2026-11-25T03:25:11Z", **labels) -> dict:
    """One alert as Alertmanager sends it."""
    labels = {"alertname": name, "severity": severity, **labels}
    fingerprint = format(abs(hash(tuple(sorted(labels.items())))) % 2**64, "016x")
    return {
        "status": status,
        "labels": labels,
        "annotations": {"summary": f"{name} is wrong", "runbook_url": f"https://runbooks.example.org/{name}"},
        "startsAt": start,
        "endsAt": "0001-01-01T00:00:00Z" if status == "firing" else "2026-11-25T04:00:00Z",
        "generatorURL": "http://prometheus.example.org/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
        "fingerprint": fingerprint,
    }


def webhook_call(*alerts: dict, group: str = "", truncated: int = 0) -> dict:
    """Alertmanager's call, version 4."""
    name = alerts[0]["labels"]["alertname"]
    return {
        "version": "4",
        "groupKey": group or f'{{}}:{{alertname="{name}"}}',
        "truncatedAlerts": truncated,
        "status": "firing" if any(one["status"] == "firing" for one in alerts) else "resolved",
        "receiver": "analyzer",
        "groupLabels": {"alertname": name},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.org",
        "alerts": list(alerts),
    }


class Mailbox:
    """An SMTP server that keeps what arrives; `down` makes it refuse for now."""

    def __init__(self, host: str = "127.0.0.1"):
        self.mails = queue.Queue()
        self.seen = []
        self.texts = []
        self.down = False
        with socket.socket() as probe:
            probe.bind((host, 0))
            self.port = probe.getsockname()[1]
        self._controller = Controller(self, hostname=host, port=self.port)
        self._controller.start()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802, aiosmtpd calls it so
        if self.down:
            return "451 Not now"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.texts.append(message.get_body(("plain",)).get_content())
        self.seen.append(message)
        self.mails.put(message)
        return "250 OK"

    def next(self):
        return self.mails.get(timeout=PATIENCE)

    def told(self, names: list[str]) -> set[str]:
        """Those of the names that a mail has."""
        text = "".join(self.texts)
        return {name for name in names if name in text}

    def flags(self) -> list[str]:
        return ["--smtp-url", f"smtp://127.0.0.1:{self.port}", "--smtp-require-tls", "false"]

    def close(self) -> None:
        self._controller.stop()


class Server:
    """An HTTP server whose answers a function gives: (method, path, headers, body) → (status, JSON)."""

    def __init__(self, answer, host: str = "127.0.0.1"):
        self.requests = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):  # noqa: N802, its name in the library
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.command, self.path, dict(self.headers), body))
                status, content = answer(self.command, self.path, self.headers, body)
                text = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def wait_until(holds, what: str, patience: float = PATIENCE):
    """The first true value of holds(), asked again and again."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = holds()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"it never happened: {what}")
