"""Nothing that was acknowledged is lost, and nothing is left by halves, when the server is killed while it writes."""

import contextlib
import os
import pathlib
import random
import resource
import secrets
import socket
import sqlite3
import tempfile
import unittest
import uuid

import database
from books import Books
from registry import PATIENCE, Client, Registry, sign_in
from suite import run
from writers import Writer, note, note_path

ROUNDS = 20
WRITERS = 6
# A failed run is repeated, as far as threads allow, with the seed that it printed.
SEED = int(os.environ.get("CRASH_SEED", secrets.randbits(32)))


class Scene:
    """One data folder with an account and two dogs, which outlives its servers."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.random = random.Random(SEED)
        self.books = Books()
        registry = Registry(folder)
        try:
            self.token = sign_in(registry.address)
            client = Client(registry.address, self.token)
            dogs = [{"name": name, "role": "trainer"} for name in ("Balu", "Fee")]
            self.dogs = [client.expect(201, "POST", "/v1/dogs", dog)["id"] for dog in dogs]
            client.close()
        finally:
            registry.close()

    def start_writers(self, registry: Registry) -> list[Writer]:
        return [
            Writer(registry.address, self.token, self.dogs[i % 2], self.books, self.random.getrandbits(32))
            for i in range(WRITERS)
        ]

    def all_records(self, registry: Registry) -> dict[str, dict]:
        """What a new device gets."""
        found, cursor = {}, {}
        with contextlib.closing(Client(registry.address, self.token)) as client:
            while True:
                answer = client.expect(200, "POST", "/v1/sync", cursor)
                for change in answer["changes"]:
                    found[change["record"]["id"]] = change["record"]
                if not answer["more"]:
                    return found
                cursor = {"cursor": answer["cursor"]}


class Case(unittest.TestCase):
    scene: Scene

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.scene = Scene(pathlib.Path(folder.name, "data"))

    def serve(self) -> Registry:
        registry = Registry(self.scene.folder)
        self.addCleanup(registry.close)
        return registry

    def join(self, writers: list[Writer]) -> None:
        for writer in writers:
            writer.join(PATIENCE)
            self.assertFalse(writer.is_alive(), "a writer hangs")
            self.assertEqual(writer.wrong, [])

    def assert_nothing_lost(self, found: dict[str, dict]) -> None:
        self.assertEqual(self.scene.books.problems(found), [])

    def assert_takes_writes(self, registry: Registry, last_seqs: dict[str, int]) -> None:
        """The next number of each dog follows on; a write that got no answer can be sent again."""
        books = self.scene.books
        with contextlib.closing(Client(registry.address, self.scene.token)) as client:
            for dog_id in self.scene.dogs:
                record_id = str(uuid.uuid4())
                books.sent(record_id, dog_id, "after the crash")
                answer = client.expect(201, "PUT", note_path(dog_id, record_id), note("after the crash"))
                self.assertEqual(answer["seq"], last_seqs[dog_id] + 1)
                books.acknowledged(record_id, 1)
            for record_id in books.unanswered():
                sent = books.records[record_id]
                status, answer = client.request("PUT", note_path(sent.dog_id, record_id), note(sent.texts[-1]))
                self.assertIn(status, (200, 201))
                self.assertEqual(answer["version"], len(sent.texts))
                books.acknowledged(record_id, answer["version"])


class Kill(Case):
    def crash_once(self):
        registry = self.serve()
        writers = self.scene.start_writers(registry)
        self.scene.books.wait_for(self.scene.random.randint(1, 300))
        registry.kill()
        self.join(writers)
        last_seqs = database.check(self.scene.folder)

        registry = self.serve()
        self.assert_nothing_lost(self.scene.all_records(registry))
        self.assert_takes_writes(registry, last_seqs)
        registry.kill()


for number in range(1, ROUNDS + 1):
    setattr(Kill, f"test_round_{number:02}", lambda self: self.crash_once())


class Terminate(Case):
    def test_ends_cleanly_under_load(self):
        registry = self.serve()
        writers = self.scene.start_writers(registry)
        self.scene.books.wait_for(200)
        self.assertEqual(registry.terminate(), 0)
        self.join(writers)
        last_seqs = database.check(self.scene.folder)

        registry = self.serve()
        self.assert_nothing_lost(self.scene.all_records(registry))
        self.assert_takes_writes(registry, last_seqs)

    def test_answers_what_is_under_way(self):
        registry = self.serve()
        dog_id, record_id = self.scene.dogs[0], str(uuid.uuid4())
        self.scene.books.sent(record_id, dog_id, "just in time")
        body = b'{"type":"note","occurredAt":"2026-11-23T10:00:00+01:00","text":"just in time"}'
        with socket.create_connection(registry.address, timeout=PATIENCE) as connection:
            head = (
                f"PUT {note_path(dog_id, record_id)} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                f"Authorization: Bearer {self.scene.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            connection.sendall(head.encode())
            self.assertTrue(connection.recv(1000).startswith(b"HTTP/1.1 100 "))
            registry.process.terminate()
            while self.accepts(registry.address):
                pass
            connection.sendall(body)
            answer = b"".join(iter(lambda: connection.recv(10_000), b""))
        self.assertTrue(answer.startswith(b"HTTP/1.1 201 "), answer)
        self.scene.books.acknowledged(record_id, 1)
        self.assertEqual(registry.process.wait(PATIENCE), 0)
        self.assert_nothing_lost(self.scene.all_records(self.serve()))

    def accepts(self, address) -> bool:
        try:
            socket.create_connection(address, timeout=PATIENCE).close()
        except ConnectionError:
            return False
        return True


class FullDisk(Case):
    def test_says_so_and_goes_on_when_there_is_room(self):
        """A limit for the size of files is met as a full disk is, by writes that fail."""
        registry = self.serve()
        writers = self.scene.start_writers(registry)
        self.scene.books.wait_for(100)
        dog_id, record_id = self.scene.dogs[0], str(uuid.uuid4())
        client = Client(registry.address, self.scene.token)
        self.addCleanup(client.close)
        # What is there already does not grow any more.
        log = self.scene.folder / "doggy.sqlite-wal"
        resource.prlimit(registry.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        for writer in writers:
            writer.join(PATIENCE)  # Each ends at its first refusal.
            self.assertRegex(writer.wrong.pop(), "^503 .*Service Unavailable")
        status, answer = client.request("PUT", note_path(dog_id, record_id), note("ä" * 9000))
        self.assertEqual(status, 503, answer)
        self.assertGreater(int(client.headers["Retry-After"]), 0)
        self.assertEqual(client.request("GET", f"/v1/dogs/{dog_id}/records")[0], 200, "reading goes on")

        resource.prlimit(registry.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assert_nothing_lost(self.scene.all_records(registry))
        writers = self.scene.start_writers(registry)
        self.scene.books.wait_for(50)
        registry.kill()
        self.join(writers)
        last_seqs = database.check(self.scene.folder)
        registry = self.serve()
        self.assert_nothing_lost(self.scene.all_records(registry))
        self.assert_takes_writes(registry, last_seqs)


class Tampered(Case):
    def test_a_record_changed_behind_the_servers_back_is_found(self):
        registry = self.serve()
        writers = self.scene.start_writers(registry)
        self.scene.books.wait_for(50)
        registry.terminate()
        self.join(writers)
        done = database.run_check(self.scene.folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"2 dogs, \d+ log entries, \d+ records checked; 0 dogs are not")

        with contextlib.closing(sqlite3.connect(self.scene.folder / "doggy.sqlite")) as items:
            change = "UPDATE items SET body = CAST(replace(body, '\"text\":\"', '\"text\":\"not ') AS BLOB)"
            one = "(SELECT sk FROM items WHERE sk LIKE 'REC#%' LIMIT 1)"
            self.assertEqual(items.execute(f"{change} WHERE sk = {one}").rowcount, 1)
            items.commit()
        done = database.run_check(self.scene.folder)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stdout, r"dog \S+: record \S+ is not as entry \d+ says")


if __name__ == "__main__":
    print(f"CRASH_SEED={SEED}", flush=True)
    run()
