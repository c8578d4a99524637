"""Two servers on one table are as good as one: restarted, killed, and asked in turn."""

import contextlib
import os
import pathlib
import secrets
import subprocess
import tempfile
import time
import unittest
import uuid

from dynamodb import Dynamodb
from live import Closed, Live
from load import WHEN, Calls, User
from people import PASSWORD, Person
from proxy import LEAVE_MS, Proxy
from registry import PATIENCE, PROGRAM, Client, Registry
from suite import run

USERS = 4
ROUNDS = 3
CALLS = 40  # Of all users together, before something happens to a server.
SEED = int(os.environ.get("REPLICAS_SEED", secrets.randbits(32)))


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dynamodb = Dynamodb()
        cls.addClassCleanup(cls.dynamodb.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.table = self.dynamodb.new_table()
        self.ports = [0, 0]
        self.servers = [self.serve(0), self.serve(1)]

    def serve(self, number: int) -> Registry:
        """The server of this number on the port that it had before."""
        registry = Registry(
            self.folder / f"server{number}",
            *self.table.flags,
            *("--listen", f"127.0.0.1:{self.ports[number]}", "--leave-ms", str(LEAVE_MS), "--trust-forwarded", "true"),
            *("--push-key-file", str(self.folder / "push-key.pem"), "--media-folder", str(self.folder / "media")),
            # Too seldom to be why anybody hears of anything.
            *("--look-again-ms", "3600000"),
        )
        self.addCleanup(registry.close)
        self.ports[number] = registry.address[1]
        return registry

    def ready(self, number: int) -> int:
        with contextlib.closing(Client(self.servers[number].address)) as client:
            return client.send("GET", "/readyz", None, {})[0]

    def wait_until(self, condition, what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), until, what)


class Load(Case):
    """While people work."""

    def setUp(self):
        super().setUp()
        self.proxy = Proxy(self.folder / "nginx", self.ports)
        self.addCleanup(self.proxy.close)
        self.person = Person(self.proxy.address, "Tina").sign_in()
        self.addCleanup(self.person.close)
        self.dog = self.person.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        note = {"type": "note", "occurredAt": WHEN, "text": "the first"}
        first = self.person.expect(201, "PUT", f"/v1/dogs/{self.dog}/records/{uuid.uuid4()}", note)
        self.first, self.first_seq = first["id"], first["seq"]
        self.users: list[User] = []
        self.calls = Calls()

    def changes(self) -> list[dict]:
        """What a new device gets."""
        found, cursor = [], {}
        while True:
            answer = self.person.expect(200, "POST", "/v1/sync", cursor)
            found += answer["changes"]
            if not answer["more"]:
                return found
            cursor = {"cursor": answer["cursor"]}

    def begin(self, patient: bool) -> None:
        token = self.person.token
        for i in range(USERS):
            self.users.append(User(Client(self.proxy.address, token), self.dog, self.calls, SEED + i, patient))
        for user in self.users:
            self.addCleanup(user.stop)

    def work_on(self) -> None:
        """Returns after some more calls."""
        self.calls.wait_for(CALLS)
        self.assertEqual([wrong for user in self.users for wrong in user.wrong], [], self.proxy.log())

    def end(self) -> None:
        """Every acknowledged record is there once, and nothing else; the log has one entry for each and is whole."""
        for user in self.users:
            user.stop()
        for user in self.users:
            user.join(PATIENCE)
            self.assertFalse(user.is_alive(), "somebody hangs")
        self.assertEqual([wrong for user in self.users for wrong in user.wrong], [], self.proxy.log())
        acknowledged = {key: value for user in self.users for key, value in user.acknowledged.items()}
        changes = [change for change in self.changes() if "record" in change]
        records = [change["record"] for change in changes if change["record"]["id"] != self.first]
        found = {record["id"]: (record["version"], record["text"]) for record in records}
        self.assertEqual(len(found), len(records), "a record is there twice")
        self.assertEqual(found, acknowledged)
        last_seq = max(change["seq"] for change in changes)
        self.assertEqual(last_seq - self.first_seq, sum(version for version, _ in acknowledged.values()))
        for server in self.servers:
            self.assertEqual(server.terminate(), 0)
        done = subprocess.run(
            [PROGRAM, "check", "--from", self.table.uri, "--media-folder", self.folder / "media"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        print(
            f"{self.calls.count} calls, {len(acknowledged)} records, "
            f"{sum(len(user.failures) for user in self.users)} calls made again by clients",
            flush=True,
        )

    def test_a_rolling_restart_fails_no_request(self):
        self.begin(patient=False)
        for number in [0, 1] * ROUNDS:
            self.work_on()
            self.servers[number].process.terminate()
            self.wait_until(lambda at=number: self.ready(at) == 503, "it does not say that it leaves")
            self.work_on()
            # A second signal would kill it.
            self.assertEqual(self.servers[number].wait(), 0)
            self.work_on()
            self.servers[number] = self.serve(number)
            self.wait_until(lambda at=number: self.ready(at) == 200, "it does not become ready")
        self.work_on()
        self.end()

    def test_a_killed_server_loses_and_doubles_nothing(self):
        self.begin(patient=True)
        for number in [0, 1] * ROUNDS:
            self.work_on()
            self.servers[number].kill()
            self.work_on()
            self.servers[number] = self.serve(number)
        self.work_on()
        self.end()


class Together(Case):
    def test_live_connections_hear_of_what_the_other_server_did(self):
        tina = Person(self.servers[0].address, "Tina")
        here = tina.sign_in()
        olaf = Person(self.servers[1].address, "Olaf").sign_in()
        for client in (here, olaf):
            self.addCleanup(client.close)
        dog = olaf.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "owner"})["id"]
        invitation = olaf.expect(201, "POST", f"/v1/dogs/{dog}/invitations", {"role": "trainer"})
        here.expect(200, "POST", f"/v1/invitations/{invitation['token']}/accept")
        me = here.expect(200, "GET", "/v1/me")["id"]
        live = Live(self.servers[0].address, here.token)
        self.addCleanup(live.close)
        took = {}

        begun = time.monotonic()
        note = {"type": "note", "occurredAt": WHEN, "text": "limps", "audience": ["trainer", "owner"]}
        path = f"/v1/dogs/{dog}/records/8a6e0804-2bd0-4672-b79d-d97027f9071a"
        seq = olaf.expect(201, "PUT", path, note)["seq"]
        self.hear(live, lambda said: said.get("dogId") == dog and said.get("seq", 0) >= seq)
        took["a record"] = time.monotonic() - begun

        begun = time.monotonic()
        olaf.expect(204, "DELETE", f"/v1/dogs/{dog}/circle/{me}")
        self.hear(live, lambda said: said.get("dogId") == dog and said.get("removed"))
        took["a membership that ended"] = time.monotonic() - begun

        with contextlib.closing(Client(self.servers[1].address, here.token)) as there:
            begun = time.monotonic()
            there.expect(204, "DELETE", "/v1/sessions/current")
        with self.assertRaises(Closed) as ended:
            self.hear(live, lambda said: False)
        self.assertEqual(ended.exception.code, 4401)
        took["a session that ended"] = time.monotonic() - begun
        print("heard of " + ", ".join(f"{what} after {time_:.2f} s" for what, time_ in took.items()), flush=True)

    def hear(self, live: Live, wanted) -> None:
        while not wanted(live.next()):
            pass

    def test_guesses_are_counted_together(self):
        alone = self.guesses([0])
        self.assertGreater(alone, 1)
        self.assertEqual(self.guesses([0, 1]), alone)

    def guesses(self, numbers: list[int]) -> int:
        """How many wrong passwords somebody new may try at these servers in turn."""
        email = f"{secrets.token_hex(8)}@example.org"
        clients = [Client(self.servers[number].address) for number in numbers]
        for client in clients:
            self.addCleanup(client.close)
        clients[0].expect(201, "POST", "/v1/accounts", {"email": email, "password": PASSWORD, "name": "Toni"})
        for tried in range(100):
            wrong = {"email": email, "password": "not that"}
            status, _ = clients[tried % len(clients)].request("POST", "/v1/sessions", wrong)
            if status == 429:
                # Nor is the right one tried any more, wherever.
                for client in clients:
                    client.expect(429, "POST", "/v1/sessions", {"email": email, "password": PASSWORD})
                return tried
            self.assertEqual(status, 401)
        self.fail("nobody is throttled")


if __name__ == "__main__":
    print(f"REPLICAS_SEED={SEED}", flush=True)
    run()
