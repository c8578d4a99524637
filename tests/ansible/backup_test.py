"""The nightly backup's script, with a program in the registry's place that fails where it is told to."""

import os
import subprocess
import unittest

from stage import REPOSITORY, temporary

STAND_IN = """#!/bin/sh
[ "$1" != "$FAIL_AT" ] || exit 1
for last; do :; done
[ "$1" = check ] || mkdir "$last"
[ "$1" = backup ] || [ -z "$DOGGY_MEDIA_FOLDER" ] || exit 2
"""


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder = temporary(type(self))
        self.backups = self.folder / "backups"
        self.backups.mkdir()
        program = self.folder / "doggy-registry"
        program.write_text(STAND_IN)
        program.chmod(0o755)

    def _run(self, fail_at: str = "", keep: int = 3) -> int:
        environment = os.environ | {
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "DOGGY_DATA": str(self.folder / "data"),
            "DOGGY_MEDIA_FOLDER": str(self.folder / "media"),
            "DOGGY_BACKUP_FOLDER": str(self.backups),
            "DOGGY_BACKUP_KEEP": str(keep),
            "FAIL_AT": fail_at,
        }
        return subprocess.run([REPOSITORY / "packaging/registry/backup"], env=environment, check=False).returncode

    def _old(self, *days: int) -> set[str]:
        names = {f"2026-11-{day:02}T031000Z" for day in days}
        for name in names:
            (self.backups / name).mkdir()
        return names

    def test_a_backup_is_kept_and_the_oldest_is_deleted(self):
        old = self._old(1, 2, 3, 4)
        (self.backups / "by-hand").mkdir()
        (self.backups / ".unfinished").mkdir()
        self.assertEqual(self._run(), 0)
        names = set(os.listdir(self.backups))
        self.assertEqual(names & old, {"2026-11-03T031000Z", "2026-11-04T031000Z"})
        self.assertEqual(len(names), 4, names)
        self.assertIn("by-hand", names)

    def test_what_fails_on_the_way_deletes_nothing_and_leaves_nothing(self):
        old = self._old(1, 2, 3, 4)
        for step in ("backup", "restore", "check"):
            with self.subTest(step):
                self.assertNotEqual(self._run(fail_at=step), 0)
                self.assertEqual(set(os.listdir(self.backups)), old)
