"""A backup of a server that is written to has everything that was acknowledged before it began, as whole chains."""

import contextlib
import pathlib
import subprocess
import tempfile
import unittest

import database
from books import Books
from registry import PATIENCE, PROGRAM, Client, Registry, sign_in
from suite import run
from writers import Writer

ROUNDS = 3


def command(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)


class Backup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def serve(self, data: pathlib.Path) -> Registry:
        registry = Registry(data)
        self.addCleanup(registry.close)
        return registry

    def all_records(self, registry: Registry, token: str) -> dict[str, dict]:
        found, cursor = {}, {}
        with contextlib.closing(Client(registry.address, token)) as client:
            while True:
                answer = client.expect(200, "POST", "/v1/sync", cursor)
                found.update((change["record"]["id"], change["record"]) for change in answer["changes"])
                if not answer["more"]:
                    return found
                cursor = {"cursor": answer["cursor"]}

    def test_has_all_that_was_acknowledged_before_it_began(self):
        registry = self.serve(self.root / "data")
        token = sign_in(registry.address)
        with contextlib.closing(Client(registry.address, token)) as client:
            dogs = [client.expect(201, "POST", "/v1/dogs", {"name": n, "role": "trainer"})["id"] for n in ("Balu", "Fee")]
        books = Books()
        writers = [Writer(registry.address, token, dogs[i % 2], books, i) for i in range(4)]
        acknowledged = []
        for number in range(ROUNDS):
            books.wait_for(100)
            acknowledged.append({id: one.acknowledged for id, one in list(books.records.items()) if one.acknowledged})
            done = command("backup", "--data", self.root / "data", "--to", self.root / f"backup{number}")
            self.assertEqual(done.returncode, 0, done.stderr)
        registry.kill()
        for writer in writers:
            writer.join(PATIENCE)
            self.assertEqual(writer.wrong, [])

        for number in range(ROUNDS):
            data = self.root / f"restored{number}"
            done = command("restore", "--from", self.root / f"backup{number}", "--data", data)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(database.check(data)), 2)
            restored = self.serve(data)
            found = self.all_records(restored, token)
            for record_id, version in acknowledged[number].items():
                self.assertIn(record_id, found)
                self.assertGreaterEqual(found[record_id]["version"], version)
                self.assertEqual(
                    found[record_id]["text"], books.records[record_id].texts[found[record_id]["version"] - 1]
                )
            restored.close()

    def test_a_damaged_backup_is_refused(self):
        registry = self.serve(self.root / "data")
        sign_in(registry.address)
        done = command("backup", "--data", self.root / "data", "--to", self.root / "backup")
        self.assertEqual(done.returncode, 0, done.stderr)
        damaged = self.root / "backup" / "doggy.sqlite"
        with open(damaged, "r+b") as file:
            file.seek(damaged.stat().st_size // 2)
            file.write(b"damage")
        done = command("restore", "--from", self.root / "backup", "--data", self.root / "restored")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"The backup is damaged: {damaged} is not as it was written.", done.stderr)
        self.assertFalse((self.root / "restored").exists())


if __name__ == "__main__":
    run()
