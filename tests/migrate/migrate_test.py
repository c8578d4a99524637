"""Everything that a server wrote is the same byte by byte after it went to DynamoDB and back, also in pieces."""

import contextlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import boto3
from dynamodb import Dynamodb
from household import OWNER, TRAINER, Household, everything, sign_in
from registry import PATIENCE, PROGRAM, Client, Registry
from suite import run


class Migrate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dynamodb = Dynamodb()
        cls.addClassCleanup(cls.dynamodb.close)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.data = pathlib.Path(folder.name, "data")
        registry = Registry(cls.data)
        household = Household(registry.address)
        cls.said = everything(household.owner)
        cls.dog = household.dog
        household.close()
        assert registry.terminate() == 0

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.table = self.dynamodb.new_table()
        self.uri = self.table.uri

    def run_program(self, *words: object) -> subprocess.CompletedProcess:
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def items(self, folder: pathlib.Path) -> list[tuple]:
        # A copy: another program that closes a database which was not closed cleanly takes its log away.
        copy = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        for file in folder.glob("doggy.sqlite*"):
            shutil.copy(file, copy)
        with contextlib.closing(sqlite3.connect(copy / "doggy.sqlite")) as database:
            return database.execute("SELECT * FROM items ORDER BY pk, sk").fetchall()

    def position(self) -> dict | None:
        client = boto3.client("dynamodb", endpoint_url=self.dynamodb.endpoint)
        key = {"pk": {"S": "COPY"}, "sk": {"S": "POSITION"}}
        return client.get_item(TableName=self.table.name, Key=key, ConsistentRead=True).get("Item")

    def test_there_and_back(self):
        there = self.run_program("migrate", "--from", f"sqlite:{self.data}", "--to", self.uri)
        back = self.run_program("migrate", "--from", self.uri, "--to", f"sqlite:{self.root / 'back'}")
        self.assertEqual(there.stdout.splitlines()[-1], back.stdout.splitlines()[-1])
        self.assertRegex(there.stdout, r"both have the same \d+ items, sha256 sum [0-9a-f]{64}")
        self.assertEqual(self.items(self.root / "back"), self.items(self.data))
        self.assertIsNone(self.position())
        self.run_program("check", "--from", self.uri, "--media-folder", self.data / "media")

    def test_goes_on_after_a_kill(self):
        command = [PROGRAM, "migrate", "--from", f"sqlite:{self.data}", "--to", self.uri, "--rate", "40"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while int((self.position() or {"v": {"N": "0"}})["v"]["N"]) < 12:
            self.assertIsNone(process.poll(), "it ended before it was killed")
        process.kill()
        process.wait(PATIENCE)
        reached = int(self.position()["v"]["N"])
        self.assertLess(reached, len(self.items(self.data)))

        done = subprocess.run(
            [PROGRAM, "serve", *self.table.flags, "--data", self.root / "served", "--listen", "127.0.0.1:0"],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("was not finished", done.stderr)

        self.run_program("migrate", "--from", f"sqlite:{self.data}", "--to", self.uri)
        self.run_program("migrate", "--from", self.uri, "--to", f"sqlite:{self.root / 'back'}")
        self.assertEqual(self.items(self.root / "back"), self.items(self.data))

    def test_a_server_goes_on_from_there(self):
        self.run_program("migrate", "--from", f"sqlite:{self.data}", "--to", self.uri)
        registry = self.serve("served", *self.table.flags)
        with contextlib.closing(sign_in(registry.address, OWNER)) as client:
            self.assertEqual(everything(client), self.said)

    def serve(self, folder: str, *flags: str) -> Registry:
        registry = Registry(self.root / folder, *flags, "--media-folder", str(self.data / "media"))
        self.addCleanup(registry.close)
        return registry

    def test_exports_are_the_same(self):
        self.run_program("migrate", "--from", f"sqlite:{self.data}", "--to", self.uri)
        shutil.copytree(self.data, self.root / "file")
        file, table = self.serve("file"), self.serve("served", *self.table.flags)
        for email in (OWNER, TRAINER):
            there, here = (self.export(sign_in(one.address, email)) for one in (file, table))
            self.assertGreater(len(here), 1000)
            self.assertEqual(here, there)

    def export(self, client: Client) -> bytes:
        """The dossier, but for when it was made, which is in it and differs."""
        with contextlib.closing(client):
            status, dossier = client.send("GET", f"/v1/dogs/{self.dog}/export?format=json", None, {})
        self.assertEqual(status, 200)
        dossier, replaced = re.subn(rb'"exportedAt":"[^"]*"', b'"exportedAt":""', dossier, count=1)
        self.assertEqual(replaced, 1)
        return dossier

    def test_a_table_in_use_is_refused(self):
        self.run_program("migrate", "--from", f"sqlite:{self.data}", "--to", self.uri)
        done = subprocess.run(
            [PROGRAM, "migrate", "--from", f"sqlite:{self.data}", "--to", self.uri],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("The target has data already", done.stderr)


if __name__ == "__main__":
    run()
