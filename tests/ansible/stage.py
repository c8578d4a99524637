"""What the tests here work with: packages of this version and of one before it, an archive of a bare system, people."""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import uuid

import root as roots
from registry import Client

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = REPOSITORY / "build/release/packages"
OLD_VERSION = "0.0.9"
# What the playbook takes from Debian.
FROM_DEBIAN = ["certbot", "logrotate", "nftables", "nginx-light", "unattended-upgrades"]
FROM_DEBIAN += ["prometheus", "prometheus-alertmanager", "prometheus-node-exporter"]
# What dpkg and apt ask from where nobody answers.
QUIET = ("-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Options::=--force-confdef")


def package(name: str) -> pathlib.Path:
    (found,) = PACKAGES.glob(f"{name}_*.deb")
    return found


def version(file: pathlib.Path) -> str:
    command = ["dpkg-deb", "-f", file, "Version"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def older(file: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The same package as the version before."""
    content = folder / "content"
    subprocess.run(["dpkg-deb", "--raw-extract", file, content], check=True)
    control = content / "DEBIAN/control"
    control.write_text(control.read_text().replace(f"Version: {version(file)}", f"Version: {OLD_VERSION}"))
    made = folder / f"{file.name.partition('_')[0]}_{OLD_VERSION}.deb"
    subprocess.run(["dpkg-deb", "--build", "-Zgzip", "-z1", content, made], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(content)
    return made


def why_no_root() -> str:
    """Why this machine cannot boot a system, or nothing."""
    if os.geteuid() != 0:
        return "booting a Debian system needs root"
    missing = [name for name in ("mmdebstrap", "systemd-nspawn", "nsenter", "dpkg-deb") if not shutil.which(name)]
    if missing:
        return f"not installed: {', '.join(missing)}; scripts/setup.sh ansible installs them"
    if subprocess.run(["unshare", "--fork", "--pid", "--mount", "--net", "true"], capture_output=True).returncode:
        return "this machine allows no namespaces"
    return ""


@functools.cache
def archive() -> pathlib.Path:
    return roots.tarball(FROM_DEBIAN, [package("doggy-registry"), package("doggy-alert-analyzer")])


def temporary(test: type) -> pathlib.Path:
    """A folder that is gone after the test's class. Not in /tmp, which may be memory."""
    (REPOSITORY / "build").mkdir(exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ansible-test-", dir=REPOSITORY / "build"))
    test.addClassCleanup(shutil.rmtree, folder)
    return folder


class Trainer:
    """Somebody with an account, a dog and a note about it. `connect` makes a client, signed in when given a token."""

    def __init__(self, connect):
        self._connect = connect
        self.credentials = {"email": f"tina-{uuid.uuid4()}@example.org", "password": "walks along the river"}
        self.record = str(uuid.uuid4())
        client = connect("")
        client.expect(201, "POST", "/v1/accounts", {**self.credentials, "name": "Tina"})
        client.close()
        client = self.sign_in()
        self.dog = client.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        note = {"type": "note", "text": "Came at the first call.", "audience": ["trainer"]}
        note["occurredAt"] = "2026-11-23T10:00:00Z"
        client.expect(201, "PUT", f"/v1/dogs/{self.dog}/records/{self.record}", note)
        client.close()

    def sign_in(self) -> Client:
        client = self._connect("")
        token = client.expect(201, "POST", "/v1/sessions", self.credentials)["token"]
        client.close()
        return self._connect(token)

    def note(self) -> str:
        """What the server has of the note, for somebody who signs in anew."""
        client = self.sign_in()
        text = client.expect(200, "GET", f"/v1/dogs/{self.dog}/records/{self.record}")["text"]
        client.close()
        return text
