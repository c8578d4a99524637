"""Everything that a server wrote is the same byte by byte after it went to DynamoDB and back, also in pieces."""

import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import uuid

import boto3
from household import OWNER, Household, everything, sign_in
from registry import PATIENCE, PROGRAM, ROOT, Registry
from suite import run


class Migrate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        server = ROOT / "tests/dynamodb/server.py"
        cls.server = subprocess.Popen([sys.executable, server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.server.wait, PATIENCE)
        cls.addClassCleanup(cls.server.stdout.close)
        cls.addClassCleanup(cls.server.stdin.close)
        cls.endpoint = f"http://127.0.0.1:{cls.server.stdout.readline().split()[1]}"
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.data = pathlib.Path(folder.name, "data")
        registry = Registry(cls.data)
        household = Household(registry.address)
        cls.said = everything(household.owner)
        household.close()
        assert registry.terminate() == 0

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.table = f"doggy-{uuid.uuid4()}"
        self.uri = f"dynamodb:{self.table}@{self.endpoint}"
        self.run_program("table", "create", "--dynamodb-table", self.table, "--dynamodb-endpoint", self.endpoint)

    def run_program(self, *words: object) -> subprocess.CompletedProcess:
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def items(self, folder: pathlib.Path) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(folder / "doggy.sqlite")) as database:
            return database.execute("SELECT * FROM items ORDER BY pk, sk").fetchall()

    def position(self) -> dict | None:
        client = boto3.client("dynamodb", endpoint_url=self.endpoint)
        key = {"pk": {"S": "COPY"}, "sk": {"S": "POSITION"}}
        return client.get_item(TableName=self.table, Key=key, ConsistentRead=True).get("Item")

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

        serve = ["serve", "--store", "dynamodb", "--dynamodb-table", self.table, "--dynamodb-endpoint", self.endpoint]
        done = subprocess.run(
            [PROGRAM, *serve, "--data", self.root / "served", "--listen", "127.0.0.1:0"],
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
        registry = Registry(
            self.root / "served",
            *("--store", "dynamodb", "--dynamodb-table", self.table, "--dynamodb-endpoint", self.endpoint),
            *("--media-folder", str(self.data / "media")),
        )
        self.addCleanup(registry.close)
        with contextlib.closing(sign_in(registry.address, OWNER)) as client:
            self.assertEqual(everything(client), self.said)

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
