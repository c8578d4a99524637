"""The Debian packages on a bare system: installed, confined, upgraded, removed, purged. Steps build on each other."""

import json
import pathlib
import re
import unittest

import web
from registry import Client
from root import Root
from stage import OLD_VERSION, QUIET, Trainer, archive, older, package, temporary, version, why_no_root

SERVICES = {"doggy-registry": "/var/lib/doggy", "doggy-alert-analyzer": "/var/lib/doggy-analyzer"}


@unittest.skipIf(why_no_root(), why_no_root())
class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = temporary(cls)
        cls.files = {name: package(name) for name in SERVICES}
        cls.old = {name: older(file, folder) for name, file in cls.files.items()}
        cls.root = Root(archive(), folder / "packages")
        cls.addClassCleanup(cls.root.close)

    def _client(self, token: str) -> Client:
        return web.WebClient(self.root, token, port=8080)

    def _wait_until_ready(self) -> None:
        self.root.wait_for("python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz')")

    def _version(self, name: str) -> str:
        return self.root.run("dpkg-query", "--show", "--showformat=${Version}", name)

    def test_1_install_on_a_bare_system(self):
        self.root.install(*self.old.values())
        for name in SERVICES:
            self.assertEqual(self._version(name), OLD_VERSION)
            self.root.wait_for("systemctl", "is-active", name)
        self._wait_until_ready()
        type(self).trainer = Trainer(self._client)
        self.assertEqual(self.root.run("systemctl", "--failed", "--no-legend").strip(), "")

    def test_2_services_have_no_rights(self):
        for name in SERVICES:
            with self.subTest(name):
                process = self.root.run("systemctl", "show", "--property=MainPID", "--value", name).strip()
                lines = self.root.run("cat", f"/proc/{process}/status").splitlines()
                status = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
                self.assertEqual((status["Seccomp"], status["NoNewPrivs"]), ("2", "1"))
                self.assertEqual({int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")}, {0})
                self.assertNotIn("0", status["Uid"].split())

    def test_3_sandboxes_hold(self):
        probe = pathlib.Path(__file__).with_name("probe.py").read_text()
        (self.root.folder / "usr/local/lib/probe.py").write_text(probe)
        for name, data in SERVICES.items():
            with self.subTest(name):
                (other,) = set(SERVICES.values()) - {data}
                unit = self.root.run("cat", f"/lib/systemd/system/{name}.service")
                command = f"/usr/bin/python3 /usr/local/lib/probe.py {data} {other}"
                unit = re.sub("ExecStart=.*", f"ExecStart={command}", unit)
                unit = re.sub("(Type|Restart)=.*", "", unit).replace("[Service]", "[Service]\nType=oneshot")
                (self.root.folder / "etc/systemd/system/probe.service").write_text(unit)
                self.root.run("systemctl", "daemon-reload")
                self.root.run("systemctl", "start", "probe")
                said = self.root.run("journalctl", "--unit=probe", "--output=cat", "--no-pager")
                outcomes = json.loads(said.rpartition("outcomes ")[2].splitlines()[0])
                allowed = {what for what, outcome in outcomes.items() if outcome == "allowed"}
                self.assertEqual(allowed, {"write its own data", "write /tmp"}, outcomes)

    def test_4_an_upgrade_keeps_data_and_settings(self):
        settings = self.root.folder / "etc/doggy/registry.env"
        settings.write_text(settings.read_text() + "DOGGY_LOG_LEVEL=debug\n")
        self.root.install(*self.files.values(), options=QUIET)
        for name, file in self.files.items():
            self.assertEqual(self._version(name), version(file))
        self._wait_until_ready()
        self.assertIn("DOGGY_LOG_LEVEL=debug", settings.read_text())
        self.assertEqual(self.trainer.note(), "Came at the first call.")

    def test_5_remove_keeps_data_and_settings(self):
        self.root.run("apt-get", "remove", "--yes", "--quiet=2", *SERVICES)
        for data in SERVICES.values():
            self.assertTrue((self.root.folder / data[1:]).is_dir(), data)
        self.assertTrue((self.root.folder / "var/lib/doggy/doggy.sqlite").is_file())
        self.assertTrue((self.root.folder / "etc/doggy/registry.env").is_file())
        self.assertFalse((self.root.folder / "usr/bin/doggy-registry").exists())
        self.root.install(*self.files.values(), options=QUIET)
        self._wait_until_ready()
        self.assertEqual(self.trainer.note(), "Came at the first call.")

    def test_6_purge_keeps_data_where_nobody_is_asked(self):
        self.root.run("apt-get", "purge", "--yes", "--quiet=2", *SERVICES)
        self.assertTrue((self.root.folder / "var/lib/doggy/doggy.sqlite").is_file())
        self.assertTrue((self.root.folder / "var/lib/doggy-analyzer").is_dir())
        self.assertFalse((self.root.folder / "etc/doggy").exists())

    def test_7_purge_deletes_data_when_told_to(self):
        self.root.install(*self.files.values())
        answers = "".join(f"{name} {name}/purge-data boolean true\n" for name in SERVICES)
        self.root.run("debconf-set-selections", text=answers)
        self.root.run("apt-get", "purge", "--yes", "--quiet=2", *SERVICES)
        for data in SERVICES.values():
            self.assertFalse((self.root.folder / data[1:]).exists(), data)
