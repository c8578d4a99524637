"""The images in build/images: what is in them and what is not, their bills of materials, and each at work in a container
as Kubernetes runs it. Started by scripts/images.sh, in a network of its own; IMAGES names those that were built."""

import base64
import hashlib
import http.client
import importlib.resources
import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import unittest

import jsonschema_rs
from archive import Archive
from container import PATIENCE, USER, Container, replaced, scratch
from household import picture
from live import Live
from pictures import heic
from registry import ROOT, Client, sign_in
from suite import run

FOLDER = ROOT / "build/images"
IMAGES = os.environ.get("IMAGES", "registry alert-analyzer frontend").split()
PROGRAMS = {
    "registry": {"usr/bin/doggy-registry"},
    "alert-analyzer": {"usr/bin/doggy-alert-analyzer"},
    "frontend": {"usr/sbin/nginx"},
}
LABELS = ("title", "description", "licenses", "version", "revision", "created")


def open_archive(image: str) -> Archive:
    return Archive(FOLDER / f"{image}.tar")


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


class Contents(unittest.TestCase):
    def test_nothing_is_there_to_run_but_the_program(self):
        for image in IMAGES:
            with self.subTest(image=image):
                archive = open_archive(image)
                members = [member for layer in archive.layers() for member in layer.getmembers()]
                folders = ("bin/", "sbin/", "usr/bin/", "usr/sbin/", "usr/local/")
                self.assertEqual({m.name for m in members if m.name.startswith(folders)}, PROGRAMS[image])
                for member in members:
                    self.assertEqual((member.uid, member.gid), (0, 0), member.name)
                    self.assertFalse(member.mode & 0o6000, f"{member.name} runs as somebody else")
                    if not member.issym() and member.name != "tmp":
                        self.assertFalse(member.mode & 0o022, f"{member.name} may be written to")
                    self.assertEqual(member.mtime, members[0].mtime, member.name)
                self.assertNotIn("usr/lib/apt", {member.name for member in members})

    def test_they_say_what_they_are(self):
        for image in IMAGES:
            with self.subTest(image=image):
                archive = open_archive(image)
                config = archive.config["config"]
                self.assertEqual(config["User"], f"{USER}:{USER}")
                for label in LABELS:
                    self.assertTrue(config["Labels"][f"org.opencontainers.image.{label}"])
                self.assertEqual((FOLDER / f"{image}.digest").read_text().strip(), archive.digest)
                self.assertEqual(len(archive.manifest["layers"]), 2)

    def test_authorities_and_zones_can_be_read(self):
        for image in IMAGES:
            with self.subTest(image=image):
                archive = open_archive(image)
                bundle = archive.files("etc")["etc/ssl/certs/ca-certificates.crt"].decode()
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                context.load_verify_locations(cadata=bundle)
                self.assertGreater(len(context.get_ca_certs()), 100)
                self.assertTrue(archive.files("usr/share/zoneinfo")["usr/share/zoneinfo/Europe/Berlin"].startswith(b"TZif"))


class Materials(unittest.TestCase):
    def setUp(self):
        schemas = importlib.resources.files("cyclonedx") / "schema/_res"

        def retrieve(uri: str) -> dict:
            return json.loads((schemas / uri.rpartition("/")[2]).read_text())

        schema = json.loads((schemas / "bom-1.6.SNAPSHOT.schema.json").read_text())
        self.validator = jsonschema_rs.validator_for(schema, retriever=retrieve)

    def bill(self, image: str) -> dict:
        return json.loads((FOLDER / f"{image}.cdx.json").read_text())

    def components(self, image: str, how: str) -> dict[str, dict]:
        """By name."""
        wanted = {"name": "doggy:how", "value": how}
        return {each["name"]: each for each in self.bill(image)["components"] if wanted in each.get("properties", [])}

    def test_bills_are_well_formed(self):
        for image in IMAGES:
            with self.subTest(image=image):
                bill = self.bill(image)
                self.validator.validate(bill)
                self.assertEqual(bill["metadata"]["component"]["hashes"][0]["content"], open_archive(image).digest[7:])

    def test_every_file_of_debian_is_of_a_package_on_the_bill(self):
        for image in IMAGES:
            with self.subTest(image=image):
                files = open_archive(image).files("usr/lib")
                self.assertTrue(any(".so" in name for name in files))
                names = [name.removeprefix("usr") for name in files]
                found = subprocess.run(
                    ["dpkg", "--search", *(f"*{name}" for name in names)], capture_output=True, text=True, check=True
                ).stdout
                owner = {path.removeprefix("/usr"): package for package, path in (x.split(": ") for x in found.splitlines())}
                listed = self.components(image, "shipped")
                for name in names:
                    package = owner[name].partition(":")[0].partition(",")[0]
                    self.assertIn(package, listed, name)
                    self.assertTrue(listed[package]["purl"].startswith(f"pkg:deb/debian/{package}@".replace("+", "%2B")))

    def test_what_leaves_no_file_is_on_the_bill_too(self):
        if "registry" in IMAGES:
            self.assertIn("libboost1.81-dev", self.components("registry", "compiled-in"))
        if "frontend" in IMAGES:
            wanted = json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]
            listed = self.components("frontend", "bundled")
            for name, version in wanted.items():
                self.assertEqual(listed[name]["version"], version)
            self.assertNotIn("vite", listed)


class AtWork(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, image: str, *arguments: str, mounts: tuple[dict, ...] = ()) -> Container:
        if image not in IMAGES:
            self.skipTest(f"{image} was not built")
        container = Container(open_archive(image), self.folder / image, arguments, (scratch("/tmp"), *mounts))
        self.addCleanup(container.close)
        return container

    def start_registry(self, port: int) -> Container:
        container = self.start(
            "registry",
            *("serve", "--data", "/data", "--listen", f"127.0.0.1:{port}", "--metrics-listen", "127.0.0.1:9090"),
            "--trust-forwarded=1",
            mounts=(scratch("/data", 256),),
        )
        container.wait_for(lambda: get(port, "/readyz")[0] == 200)
        return container

    def expect_confined(self, container: Container) -> None:
        status = container.status()
        self.assertEqual(set(status["Uid"].split() + status["Gid"].split()), {str(USER)})
        self.assertEqual({status[name] for name in ("CapEff", "CapPrm", "CapBnd", "CapInh")}, {"0" * 16})
        self.assertEqual(status["NoNewPrivs"], "1")

    def upload(self, client: Client, dog: str, record: str, content: bytes) -> str:
        wanted = {"length": len(content), "recordId": record}
        begun = client.expect(201, "POST", f"/v1/dogs/{dog}/uploads", wanted)
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": "0",
            "Upload-Checksum": "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode(),
            "Content-Type": "application/offset+octet-stream",
        }
        status, answer = client.send("PATCH", f"/v1/dogs/{dog}/uploads/{begun['id']}", content, headers)
        self.assertEqual(status, 204, answer)
        return begun["id"]

    def test_registry(self):
        container = self.start_registry(8080)
        self.expect_confined(container)
        self.assertIn(b"# TYPE", get(9090, "/metrics")[2])
        client = Client(("127.0.0.1", 8080), sign_in(("127.0.0.1", 8080)))
        self.addCleanup(client.close)
        dog = client.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "owner"})["id"]
        note = "0197f4c6-3f6a-7cc0-9b7e-4f9a5c1d2e3f"
        body = {"type": "note", "occurredAt": "2026-11-23T10:00:00+01:00", "text": "a photo", "audience": []}
        client.expect(201, "PUT", f"/v1/dogs/{dog}/records/{note}", body)
        # PNG by what libvips is linked with, HEIC by the module that it loads.
        for content in (picture(), heic(640, 480)):
            record = self.upload(client, dog, note, content)
            status, thumbnail = client.send("GET", f"/v1/dogs/{dog}/media/{record}?size=thumb", None, {})
            self.assertEqual(status, 200, thumbnail)
            self.assertTrue(client.headers["Content-Type"].startswith("image/"))
        # By its time zones: ten o'clock in Berlin is an hour later by UTC after summer time ends.
        weekly = {
            "type": "appointment",
            "kind": "class",
            "title": "Obedience",
            "occurredAt": "2026-10-21T10:00:00+02:00",
            "timeZone": "Europe/Berlin",
            "recurrence": "FREQ=WEEKLY;COUNT=2",
            "audience": [],
        }
        client.expect(201, "PUT", f"/v1/dogs/{dog}/records/0197f4c6-3f6a-7cc0-9b7e-4f9a5c1d2e40", weekly)
        occurrences = client.expect(200, "GET", f"/v1/dogs/{dog}/occurrences?from=2026-10-01&to=2026-10-31")
        self.assertIn("2026-10-28T10:00:00+01:00", json.dumps(occurrences))
        self.assertEqual(container.stop(), 0)

    def test_alert_analyzer(self):
        container = self.start(
            "alert-analyzer",
            *("serve", "--data", "/data", "--listen", "127.0.0.1:8080", "--metrics-listen", "127.0.0.1:9090"),
            "--mail-to=oncall@example.org",
            mounts=(scratch("/data"),),
        )
        container.wait_for(lambda: get(8080, "/readyz")[0] == 200)
        self.expect_confined(container)
        self.assertIn(b"doggy_analyzer_storage_writable 1", get(9090, "/metrics")[2])
        alert = {
            "status": "firing",
            "labels": {"alertname": "RegistryDown", "severity": "critical"},
            "annotations": {"summary": "No registry answers."},
            "startsAt": "2026-11-23T10:00:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "fingerprint": "0123456789abcdef",
        }
        message = {"version": "4", "status": "firing", "receiver": "doggy", "groupKey": "{}:{}", "alerts": [alert]}
        client = Client(("127.0.0.1", 8080))
        self.addCleanup(client.close)
        self.assertEqual(client.request("POST", "/webhooks/alertmanager", message)[0], 202)
        self.assertEqual(container.stop(), 0)

    def test_frontend(self):
        self.start_registry(8081)
        upstream = self.folder / "upstream.conf"
        upstream.write_text("server 127.0.0.1:8081 max_fails=0;\n")
        container = self.start("frontend", mounts=(replaced("/etc/nginx/doggy/upstream.conf", upstream),))
        container.wait_for(lambda: get(8080, "/nginx-health")[0] == 200)
        self.expect_confined(container)
        status, headers, page = get(8080, f"/dogs/{USER}", {"Accept-Encoding": "br"})
        self.assertEqual((status, headers["Content-Encoding"]), (200, "br"))
        self.assertEqual(page, (ROOT / "frontend/dist/index.html.br").read_bytes())
        self.assertIn("script-src 'self'", headers["Content-Security-Policy"])
        self.assertEqual(headers["Server"], "nginx")
        for path in ("/wp-login.php", "/.env"):
            self.assertEqual(get(8080, path)[0], 404)
        self.assertEqual(get(8080, "/openapi.json")[2], get(8081, "/openapi.json")[2])
        token = sign_in(("127.0.0.1", 8080))
        live = Live(("127.0.0.1", 8080), token)
        live.close()
        client = Client(("127.0.0.1", 8080), token)
        self.addCleanup(client.close)
        self.assertEqual(client.send("POST", "/v1/dogs", b" " * (65 << 10), {})[0], 413)
        self.assertEqual(client.headers["Content-Type"], "application/problem+json")
        self.assertEqual({client.request("GET", "/v1/dogs")[0] for _ in range(300)}, {200, 429})
        self.assertEqual(container.stop(), 0)
        lines = [json.loads(line) for line in container.stdout.read_text().splitlines()]
        self.assertIn(429, {line["status"] for line in lines})
        self.assertEqual(container.stderr.read_text(), "")


if __name__ == "__main__":
    run()
