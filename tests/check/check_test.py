"""Every fault that was planted is found by `doggy-registry check`, and nothing else is."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest

from household import OWNER, Household, sign_in
from registry import PROGRAM, Registry
from suite import run


class Check(unittest.TestCase):
    whole: pathlib.Path
    dog: str
    note: str
    photo: str
    owner: str

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.whole = pathlib.Path(folder.name, "whole")
        registry = Registry(cls.whole)
        household = Household(registry.address)
        cls.dog, cls.note, cls.photo = household.dog, household.records["note"], household.photo
        cls.owner = household.owner.expect(200, "GET", "/v1/me")["id"]
        household.close()
        assert registry.terminate() == 0

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "data")
        shutil.copytree(self.whole, self.data)

    def change(self, file: pathlib.Path, statement: str, *values: str) -> None:
        with contextlib.closing(sqlite3.connect(file)) as items:
            self.assertEqual(items.execute(statement, values).rowcount, 1)
            items.commit()

    def change_item(self, statement: str, *values: str) -> None:
        self.change(self.data / "doggy.sqlite", statement, *values)

    def check(self, *flags: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [PROGRAM, "check", "--data", self.data, *flags], capture_output=True, text=True, check=False
        )

    def finds(self, *lines: str) -> None:
        done = self.check()
        for line in lines:
            self.assertIn(line, done.stdout.splitlines())
        self.assertEqual(done.stdout.splitlines()[-1], f"{len(lines)} findings")
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_nothing_is_wrong(self):
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[-1], "0 findings")

    def test_a_record_at_another_time(self):
        self.change_item("UPDATE items SET time = '2001' || time WHERE sk = ?", f"REC#{self.note}")
        self.finds(f"dog {self.dog}: record {self.note} is not in the timeline at its time")

    def test_a_record_under_another_type(self):
        self.change_item("UPDATE items SET kind = 'weight' || kind WHERE sk = ?", f"REC#{self.note}")
        self.finds(f"dog {self.dog}: record {self.note} is not listed under its type and time")

    def test_a_record_in_no_list(self):
        self.change_item("UPDATE items SET time = NULL, kind = NULL WHERE sk = ?", f"REC#{self.note}")
        self.finds(
            f"dog {self.dog}: record {self.note} is not in the timeline at its time",
            f"dog {self.dog}: record {self.note} is not listed under its type and time",
        )

    def test_a_membership_of_one_side(self):
        self.change_item("DELETE FROM items WHERE pk = ? AND sk = ?", f"ACCOUNT#{self.owner}", f"DOG#{self.dog}")
        self.finds(f"dog {self.dog}: the membership of {self.owner} has another twin")

    def test_a_place_that_the_dog_does_not_know(self):
        other = "01900000-0000-7000-8000-000000000000"
        self.change_item(
            "INSERT INTO items SELECT pk, ?, version, body, label, time, kind, expires FROM items WHERE pk = ? AND sk = ?",
            f"DOG#{other}",
            f"ACCOUNT#{self.owner}",
            f"DOG#{self.dog}",
        )
        self.finds(f"account {self.owner}: the place with dog {other} has another twin")

    def test_an_email_that_leads_nowhere(self):
        self.change_item("UPDATE items SET pk = 'KEY#EMAIL#eve@example.org' WHERE pk = 'KEY#EMAIL#owner@example.org'")
        self.finds(
            "key: KEY#EMAIL#eve@example.org points to nothing",
            f"account {self.owner}: ACCOUNT is not found by KEY#EMAIL#owner@example.org",
        )

    def blob(self) -> pathlib.Path:
        return self.data / "media/blobs" / self.dog / f"{self.photo}.full"

    def test_a_photo_without_its_bytes(self):
        self.blob().unlink()
        self.finds(f"dog {self.dog}: attachment {self.photo} has no file")

    def test_a_photo_with_other_bytes(self):
        self.blob().write_bytes(b"no photo")
        self.finds(f"dog {self.dog}: the file of attachment {self.photo} is not as its record says")

    def test_files_that_no_record_tells_of(self):
        orphan = self.blob().with_name("1.full")
        orphan.write_bytes(b"whose?")
        three_days_ago = time.time() - 3 * 24 * 60 * 60
        os.utime(orphan, (three_days_ago, three_days_ago))
        (self.data / "media/blobs/2").mkdir()
        (self.data / "media/blobs/2/1.full").write_bytes(b"whose?")
        self.finds(f"dog {self.dog}: no record tells of the file 1.full", "files of 2: there is no such dog")

    def test_what_a_killed_server_leaves_is_no_damage(self):
        self.blob().with_name("1.full").write_bytes(b"of an upload that was interrupted")
        self.blob().with_name(".new-1").write_bytes(b"half a blo")
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"dog {self.dog}: the file 1.full is of an upload that was interrupted", done.stdout.splitlines())
        self.assertEqual(done.stdout.splitlines()[-1], "0 findings")

    def test_a_search_index_is_made_anew(self):
        index = self.data / "search" / f"{self.dog}.sqlite"
        self.change(index, "DELETE FROM records WHERE record = ?", self.note)
        shutil.copy(index, index.with_name("01900000-0000-7000-8000-000000000000.sqlite"))
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"dog {self.dog}: record {self.note} is not in the search index as it is", done.stdout)
        self.assertIn("search index of 01900000-0000-7000-8000-000000000000: there is no such dog", done.stdout)
        done = self.check("--repair")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "2 findings, 2 of them repaired")
        self.assertEqual(self.check().stdout.splitlines()[-1], "0 findings")

    def test_a_lost_log_is_refused_until_that_is_accepted(self):
        registry = Registry(self.data)
        sign_in(registry.address, OWNER).close()
        registry.kill()
        log = self.data / "doggy.sqlite-wal"
        log.unlink()
        for command in (["serve", "--listen", "127.0.0.1:0"], ["check"], ["backup", "--to", self.data.parent / "copy"]):
            done = subprocess.run(
                [PROGRAM, *command, "--data", self.data], capture_output=True, text=True, check=False, timeout=60
            )
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(f"{log} is missing", done.stderr)
            self.assertIn("--accept-missing-wal", done.stderr)
        self.assertIn("log entries", self.check("--accept-missing-wal").stdout)
        self.assertIn("log entries", self.check().stdout)
        registry = Registry(self.data)
        self.assertEqual(registry.terminate(), 0)

    def test_a_damaged_page_is_named(self):
        database = self.data / "doggy.sqlite"
        with database.open("r+b") as file:
            file.seek(database.stat().st_size // 8192 // 2 * 8192)
            file.write(b"x" * 8192)
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("database: ", done.stdout)

    def test_what_people_wrote_is_not_repaired(self):
        self.change_item("DELETE FROM items WHERE sk = 'LOG#000000000003'")
        done = self.check("--repair")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"dog {self.dog}: entry 3 is missing", done.stdout)


if __name__ == "__main__":
    run()
