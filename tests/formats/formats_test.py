"""Data of every released version is read by this one as it was then; what a newer one wrote is refused."""

import contextlib
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import uuid

from household import OWNER, TRAINER, everything, sign_in
from registry import PROGRAM, Registry
from suite import run

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = sorted(HERE.glob("*.tar.gz"))


class Released(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def unpack(self, fixture: pathlib.Path) -> tuple[pathlib.Path, dict]:
        shutil.unpack_archive(fixture, self.root)
        return self.root / "data", json.loads((self.root / "said.json").read_text(encoding="utf-8"))

    def reads_all_of(self, fixture: pathlib.Path):
        data, said = self.unpack(fixture)
        registry = Registry(data)
        self.addCleanup(registry.close)
        for name, email in (("trainer", TRAINER), ("owner", OWNER)):
            with contextlib.closing(sign_in(registry.address, email)) as client:
                found = everything(client)
                self.assertEqual(found.keys(), said[name].keys())
                for record_id, record in said[name].items():
                    self.assertEqual(found[record_id], record)
                    answer = client.expect(200, "GET", f"/v1/dogs/{said['dog']}/records/{record_id}")
                    self.assertEqual(answer, record)
        with contextlib.closing(sign_in(registry.address, OWNER)) as client:
            dogs = client.expect(200, "GET", "/v1/dogs")
            self.assertEqual([dog["name"] for dog in dogs["items"]], [dog["name"] for dog in said["dogs"]["items"]])
            revisions = client.expect(200, "GET", f"/v1/dogs/{said['dog']}/records/{said['note']}/revisions")
            self.assertEqual(len(revisions["items"]), 2)
            status, photo = client.send("GET", f"/v1/dogs/{said['dog']}/media/{said['photo']}?size=full", None, {})
            self.assertEqual(status, 200)
            self.assertEqual(hashlib.sha256(photo).hexdigest(), said["owner"][said["photo"]]["sha256"])
            hits = client.expect(200, "GET", "/v1/search?q=lake")
            self.assertIn(said["note"], [hit["record"]["id"] for hit in hits["items"]])
            # It goes on from there.
            record = {"type": "note", "occurredAt": "2026-11-24T10:00:00Z", "text": "by this version"}
            client.expect(201, "PUT", f"/v1/dogs/{said['dog']}/records/{uuid.uuid4()}", record)
        self.assertEqual(registry.terminate(), 0)
        done = subprocess.run([PROGRAM, "check", "--data", data], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_newer_format_is_refused(self):
        data, _ = self.unpack(FIXTURES[-1])
        with contextlib.closing(sqlite3.connect(data / "doggy.sqlite")) as items:
            items.execute("INSERT OR REPLACE INTO items VALUES('STORE', 'FORMAT', 1000, x'', '', NULL, NULL, NULL)")
            items.commit()
        for command in (["serve", "--listen", "127.0.0.1:0"], ["check"]):
            done = subprocess.run(
                [PROGRAM, *command, "--data", data], capture_output=True, text=True, check=False, timeout=60
            )
            self.assertEqual(done.returncode, 1)
            self.assertIn("The data has format 1000, and this version of Doggy App knows", done.stderr)


for one in FIXTURES:
    name = one.name.removesuffix(".tar.gz").replace(".", "_")
    setattr(Released, f"test_reads_{name}", lambda self, one=one: self.reads_all_of(one))

if __name__ == "__main__":
    run()
