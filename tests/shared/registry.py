"""A running doggy-registry and one connection to it, as blocking calls."""

import http.client
import json
import os
import pathlib
import subprocess
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("REGISTRY_PROGRAM", str(ROOT / "build/release/registry/doggy-registry"))
PATIENCE = 30  # Seconds for whatever should happen at once, on a busy machine.


class Registry:
    """Serves `folder` from construction on, on a free port unless --listen is one of the flags; ended by kill(),
    terminate() or close()."""

    def __init__(self, folder: pathlib.Path, *flags: str, variables: dict[str, str] | None = None):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DOGGY_")}
        environment |= variables or {}
        command = [PROGRAM, "serve", "--data", str(folder)]
        for flag, usual in (("--listen", "127.0.0.1:0"), ("--metrics-listen", ""), ("--log-level", "warn")):
            if flag not in flags:
                command += [flag, usual]
        self._log = open(folder.with_suffix(".log"), "ab")
        self.process = subprocess.Popen(
            [*command, *flags], stdout=subprocess.PIPE, stderr=self._log, env=environment, text=True
        )
        self.address = ("", 0)
        try:
            for line in self.process.stdout:
                if "http://" in line:
                    url = urllib.parse.urlsplit(line[line.index("http://") :].strip())
                    self.address = (url.hostname, url.port)
                    return
        except BaseException:
            self.close()  # Nobody else can.
            raise
        raise RuntimeError(f"{PROGRAM} ended with status {self.process.wait()} before it served")

    def kill(self) -> None:
        """SIGKILL: it runs no further instruction, and only what it gave to the system before is on disk."""
        self.process.kill()
        self.wait()

    def terminate(self) -> int:
        """Asks it to end and returns its exit status."""
        self.process.terminate()
        return self.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.wait()

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self._log.close()
        return status


class Client:
    """One kept-alive connection. Calls raise OSError or http.client.HTTPException when the server goes away."""

    def __init__(self, address: tuple[str, int], token: str = "", source: str = "", patience: float = PATIENCE):
        """`source`: the address that it comes from, such as 127.0.0.2. `patience`: seconds of silence until it gives
        up."""
        self._connection = http.client.HTTPConnection(
            *address, timeout=patience, source_address=(source, 0) if source else None
        )
        self.headers = http.client.HTTPMessage()  # Of the last answer.
        self.token = token
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def request(self, method: str, path: str, body: object = None) -> tuple[int, dict]:
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        self.headers = response.headers
        text = response.read()
        return response.status, json.loads(text) if text else {}

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """The same with bytes."""
        self._connection.request(method, path, body, {**self._headers, **headers})
        response = self._connection.getresponse()
        self.headers = response.headers
        return response.status, response.read()

    def expect(self, wanted: int, method: str, path: str, body: object = None) -> dict:
        """The answer, which must have this status."""
        status, answer = self.request(method, path, body)
        if status != wanted:
            raise AssertionError(f"{method} {path}: {status} instead of {wanted}: {str(answer)[:2000]}")
        return answer

    def close(self) -> None:
        self._connection.close()


def sign_in(address: tuple[str, int]) -> str:
    """The token of a new account."""
    client = Client(address)
    account = {"email": "trainer@example.org", "password": "a long password", "name": "Trainer"}
    client.expect(201, "POST", "/v1/accounts", account)
    del account["name"]
    token = client.expect(201, "POST", "/v1/sessions", account)["token"]
    client.close()
    return token
