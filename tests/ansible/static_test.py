"""What can be said about packages, units and playbook without running them."""

import subprocess
import unittest

from playbook import FOLDER, TOOLS, environment
from stage import PACKAGES, REPOSITORY


class Static(unittest.TestCase):
    def _passes(self, *command, **more) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_playbook_is_fit_for_production(self):
        lint = [TOOLS / "ansible-lint", "--offline", "--nocolor", "--config-file=.ansible-lint", "single-host.yml"]
        self._passes(*lint, cwd=FOLDER, env=environment())

    def test_ansible_reads_the_playbook(self):
        command = [TOOLS / "ansible-playbook", "--inventory=doggy,", "--syntax-check", "single-host.yml"]
        self._passes(*command, cwd=FOLDER, env=environment())

    def test_lintian_finds_nothing_in_the_packages(self):
        for package in sorted(PACKAGES.glob("*.deb")):
            with self.subTest(package.name):
                self._passes("lintian", "--allow-root", "--fail-on", "error,warning", package)

    def test_the_units_leave_little_open(self):
        for unit in sorted(REPOSITORY.glob("packaging/*/*.service")):
            with self.subTest(unit.name):
                self._passes("systemd-analyze", "security", "--offline=yes", "--threshold=20", unit)
