"""ansible/single-host.yml on a bare Debian system. Steps build on each other."""

import base64
import hashlib
import os
import re
import ssl
import subprocess
import unittest

from playbook import Run
from root import Root
from stage import REPOSITORY, Trainer, archive, temporary, why_no_root
from web import HOST, WebClient


@unittest.skipIf(why_no_root(), why_no_root())
class SingleHost(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = temporary(cls)
        cls.certificate = cls.folder / "certificate.pem"
        key = cls.folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
            + ["-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
            + ["-keyout", key, "-out", cls.certificate],
            check=True, capture_output=True,
        )
        cls.secrets = {"key": key.read_text(), "token": os.urandom(16).hex(), "password": os.urandom(16).hex()}
        cls.variables = {
            "doggy_domain": HOST,
            "doggy_certificate": cls.certificate.read_text(),
            "doggy_certificate_key": cls.secrets["key"],
            "doggy_alerting": True,
            "doggy_analyzer_token": cls.secrets["token"],
            "doggy_smtp_password": cls.secrets["password"],
            # There is no network to look for newer package lists.
            "doggy_apt_cache_seconds": 1_000_000_000,
        }
        cls.root = Root(archive(), cls.folder / "host")
        cls.addClassCleanup(cls.root.close)

    def _run(self, *flags: str) -> Run:
        run = Run(self.root, self.folder, self.variables, "--diff", *flags)
        for name, secret in self.secrets.items():
            self.assertNotIn(secret.splitlines()[len(secret.splitlines()) // 2], run.output, f"the output shows {name}")
        return run

    def _client(self, token: str) -> WebClient:
        return WebClient(self.root, token, certificate=self.certificate)

    def test_1_check_mode_on_a_bare_system_changes_nothing(self):
        self.assertGreater(self._run("--check").changed, 0)
        self.assertFalse((self.root.folder / "usr/sbin/nginx").exists())
        self.assertFalse((self.root.folder / "etc/doggy").exists())

    def test_2_the_first_run_sets_everything_up(self):
        self.assertGreater(self._run().changed, 0)
        self.assertEqual(self.root.run("systemctl", "--failed", "--no-legend").strip(), "")
        for unit in ("doggy-backup.timer", "nftables.service", "unattended-upgrades.service"):
            self.root.run("systemctl", "is-enabled", unit)
        self.assertIn("tcp dport { 22, 80, 443 } accept", self.root.run("nft", "list", "ruleset"))
        self.root.run("logrotate", "--debug", "/etc/logrotate.d/nginx")

    def test_3_the_second_run_changes_nothing(self):
        self.assertEqual(self._run().changed, 0)

    def test_4_check_mode_on_the_server_finds_nothing_to_change(self):
        self.assertEqual(self._run("--check").changed, 0)

    def test_5_the_main_job_through_tls(self):
        trainer = type(self).trainer = Trainer(self._client)
        self.assertEqual(trainer.note(), "Came at the first call.")
        client = self._client("")
        self.addCleanup(client.close)
        status, page = client.send("GET", "/", None, {})
        self.assertEqual((status, b'<div id="root">' in page), (200, True))
        self.assertIn("max-age", client.headers["Strict-Transport-Security"])
        for path in ("/metrics", "/readyz"):
            self.assertEqual(client.send("GET", path, None, {})[0], 404, path)
        plain = WebClient(self.root, port=80)
        self.addCleanup(plain.close)
        self.assertEqual(plain.send("GET", "/", None, {})[0], 301)
        self.assertEqual(plain.headers["Location"], f"https://{HOST}/")

    def test_6_the_main_job_in_browsers(self):
        der = ssl.PEM_cert_to_DER_cert(self.certificate.read_text())
        key = subprocess.run(
            ["openssl", "x509", "-inform", "der", "-pubkey", "-noout"], input=der, check=True, capture_output=True
        ).stdout
        key = base64.b64decode("".join(key.decode().splitlines()[1:-1]))
        done = subprocess.run(
            ["nsenter", f"--net=/proc/{self.root.leader}/ns/net", "node", "run.mjs", "main_job"],
            cwd=REPOSITORY / "tests/e2e", text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL,
            env=os.environ
            | {
                "E2E_URL": f"https://{HOST}",
                "E2E_ADDRESS": "127.0.0.1",
                "E2E_CERTIFICATE": base64.b64encode(hashlib.sha256(key).digest()).decode(),
            },
        )
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-3000:])

    def test_7_a_backup_is_restored_as_it_was(self):
        self.root.run("systemctl", "start", "doggy-backup.service")
        (name,) = os.listdir(self.root.folder / "var/backups/doggy")
        self.assertRegex(name, r"^20\d\d-.*Z$")
        as_doggy = ["setpriv", "--reuid=doggy", "--regid=doggy", "--clear-groups", "doggy-registry"]
        self.root.run("install", "--directory", "--owner=doggy", "--group=doggy", "/var/restored")
        self.root.run(*as_doggy, "restore", "--from", f"/var/backups/doggy/{name}", "--data", "/var/restored/data")
        self.root.run("systemctl", "stop", "doggy-registry")
        counts = []
        for data in ("/var/lib/doggy", "/var/restored/data"):
            done = self.root.try_run(*as_doggy, "check", "--data", data)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            counts.append(re.findall(".*(?:checked|findings).*", done.stdout + done.stderr))
        self.assertEqual(counts[0], counts[1])
        self.assertRegex(counts[0][0], "^[1-9]")
        self.root.run("mv", "/var/lib/doggy", "/var/lib/doggy-before")
        self.root.run("mv", "/var/restored/data", "/var/lib/doggy")
        self.root.run("systemctl", "start", "doggy-registry")
        self.root.wait_for("python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz')")
        self.assertEqual(self.trainer.note(), "Came at the first call.")

    def test_8_an_alert_becomes_a_mail(self):
        self.root.run(
            "amtool", "alert", "add", "--alertmanager.url=http://127.0.0.1:9093", "DiskAlmostFull",
            "severity=critical", "mountpoint=/srv",
        )  # fmt: skip
        self.root.wait_for("grep", "--recursive", "--quiet", "DiskAlmostFull", "/var/lib/doggy-analyzer/outbox")
