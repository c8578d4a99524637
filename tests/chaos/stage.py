"""What the load scenarios run on: a server, people who work, members who attack, long histories."""

import contextlib
import http.cookies
import json
import pathlib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

from registry import Client, Registry
from writers import WHEN

PASSWORD = "walks along the river"
FILES = 16_000  # Descriptors of the server, as an operator allows them for 10,000 connections.
BUDGET_MIB = 512


class Person:
    """Somebody with an account, an address of their own, and a browser that keeps its cookies."""

    def __init__(self, address: tuple[str, int], name: str, source: str):
        self.address = address
        self.source = source
        self.email = f"{name}-{uuid.uuid4()}@example.org".lower()
        self._cookies: dict[str, str] = {}
        with contextlib.closing(Client(address, source=source)) as client:
            client.expect(201, "POST", "/v1/accounts", {"email": self.email, "password": PASSWORD, "name": name})
            self.token = self.sign_in(client)
        self.id = self.expect(200, "GET", "/v1/me")["id"]

    def client(self) -> Client:
        return Client(self.address, self.token, self.source)

    def anonymous(self) -> Client:
        return Client(self.address, source=self.source)

    def expect(self, wanted: int, method: str, path: str, body: object = None) -> dict:
        with contextlib.closing(self.client()) as client:
            return client.expect(wanted, method, path, body)

    def sign_in(self, client: Client) -> str:
        """A new session, from the browser that signed in before. Raises AssertionError."""
        body = json.dumps({"email": self.email, "password": PASSWORD}).encode()
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        status, text = client.send("POST", "/v1/sessions", body, headers)
        if status != 201:
            raise AssertionError(f"signing in: {status} {text!r}")
        for line in client.headers.get_all("Set-Cookie", []):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        return json.loads(text)["token"]

    def new_dog(self, name: str, role: str = "trainer") -> str:
        return self.expect(201, "POST", "/v1/dogs", {"name": name, "role": role})["id"]

    def invite(self, dog_id: str, whom: "Person", role: str) -> None:
        invitation = self.expect(201, "POST", f"/v1/dogs/{dog_id}/invitations", {"role": role})
        whom.expect(200, "POST", f"/v1/invitations/{invitation['token']}/accept")

    def import_notes(self, dog_id: str, count: int, text: str) -> None:
        """`count` notes over ten months."""
        while count > 0:
            part = min(count, 5_000)  # Also answered within a client's patience when the machine is busy.
            rows = (
                f"2026-{i % 10 + 1:02}-{i % 28 + 1:02}T{i % 24:02}:{i % 60:02}:00Z,{text} {count - i}"
                for i in range(part)
            )
            body = {"type": "note", "csv": "occurredAt,text\n" + "\n".join(rows) + "\n", "dryRun": False}
            self.expect(200, "POST", f"/v1/dogs/{dog_id}/import", body)
            count -= part

    def observe_much(self, dog_id: str, count: int) -> None:
        """`count` observations of 3,500 events, a quarter of a megabyte each: as large as a record gets."""
        events = ",".join(f'{{"behavior":"barks","onsetSeconds":{i}.123,"intensity":3}}' for i in range(3500))
        body = (
            f'{{"type":"observation","occurredAt":"{WHEN}","method":"continuous","observedSeconds":6000,'
            f'"behaviors":[{{"name":"barks","kind":"point"}}],"events":[{events}]}}'
        ).encode()

        def some(number: int) -> None:
            with contextlib.closing(self.client()) as client:
                for _ in range(number):
                    path = f"/v1/dogs/{dog_id}/records/{uuid.uuid4()}"
                    status, text = client.send("PUT", path, body, {"Content-Type": "application/json"})
                    if status != 201:
                        raise AssertionError(f"PUT {path}: {status} {text[:500]!r}")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(some, [count // 4] * 4))


class Process:
    """What the system says of the server's memory."""

    def __init__(self, pid: int):
        self._folder = pathlib.Path("/proc", str(pid))

    def reset_peak(self) -> None:
        (self._folder / "clear_refs").write_text("5")

    def mib(self, field: str) -> float:
        status = (self._folder / "status").read_text(encoding="ascii")
        return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) / 1024

    def peak_mib(self) -> float:
        return self.mib("VmHWM")

    def open_files(self) -> int:
        return len(list((self._folder / "fd").iterdir()))


class Stage:
    """One data folder, served, with people. Made once for all scenarios of load; serve() begins with a fresh server."""

    def __init__(self, folder: pathlib.Path, history: int, observations: int, members: int):
        self.folder = folder / "data"
        self._serve()
        try:
            self._prepare(history, observations, members)
        except BaseException:
            self.close()
            raise

    def _prepare(self, history: int, observations: int, members: int) -> None:
        address = self.registry.address
        self.workers = [Person(address, f"Olaf{i}", f"127.0.1.{i + 1}") for i in range(8)]
        self.dog = self.workers[0].new_dog("Balu")
        self.workers[0].import_notes(self.dog, 500, "Sat at the curb and watched the jogger pass.")
        for other in self.workers[1:]:
            self.workers[0].invite(self.dog, other, "trainer")
        # Members who attack have other dogs than the people who work.
        self.members = [Person(address, f"Mara{i}", f"127.0.2.{i + 1}") for i in range(members)]
        mara = self.members[0]
        self.long_dog, self.large_dog, self.import_dog = (mara.new_dog(name) for name in ("Long", "Large", "Import"))
        mara.import_notes(self.long_dog, history, "Walked by the lake.")
        mara.observe_much(self.large_dog, observations)
        for other in self.members[1:]:
            mara.invite(self.large_dog, other, "trainer")
            mara.invite(self.import_dog, other, "trainer")

    def _serve(self) -> None:
        self.registry = Registry(self.folder, "--max-connections", "11000")
        self.process = Process(self.registry.process.pid)

    def serve_anew(self) -> None:
        """The same data by a server that has done nothing yet."""
        self.registry.kill()
        self._serve()
        for person in (*self.workers, *self.members):
            person.address = self.registry.address

    def close(self) -> None:
        self.registry.close()
