"""Photos go through a server into a bucket and come back, through the server or by links; the check looks there too."""

import hashlib
import http.client
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import boto3
from household import OWNER, Household, everything, sign_in
from registry import PATIENCE, PROGRAM, Client, Registry
from suite import run

BUCKET = "media"


class S3(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        server = pathlib.Path(__file__).with_name("server.py")
        cls.moto = subprocess.Popen([sys.executable, server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.moto.wait, PATIENCE)
        cls.addClassCleanup(cls.moto.stdout.close)
        cls.addClassCleanup(cls.moto.stdin.close)
        cls.endpoint = f"http://127.0.0.1:{cls.moto.stdout.readline().split()[1]}"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name, "data")
        self.bucket = boto3.resource("s3", endpoint_url=self.endpoint).Bucket(BUCKET)
        self.bucket.objects.delete()

    def flags(self) -> list[str]:
        return ["--media-store", "s3", "--s3-bucket", BUCKET, "--s3-endpoint", self.endpoint]

    def serve(self, *flags: str) -> Registry:
        registry = Registry(self.data, *self.flags(), *flags)
        self.addCleanup(registry.close)
        return registry

    def keys(self) -> list[str]:
        return sorted(one.key for one in self.bucket.objects.all())

    def photo_of(self, client: Client, household: Household, headers: dict[str, str]) -> tuple[int, bytes]:
        return client.send("GET", f"/v1/dogs/{household.dog}/media/{household.photo}?size=full", None, headers)

    def test_a_photo_goes_into_the_bucket_and_comes_back(self):
        household = Household(self.serve().address)
        self.addCleanup(household.close)
        folder = f"blobs/{household.dog}/{household.photo}"
        self.assertEqual(self.keys(), [f"{folder}.full", f"{folder}.medium", f"{folder}.thumb"])
        self.assertFalse((self.data / "media/blobs").exists())
        for one in self.bucket.objects.all():
            self.assertEqual(one.Object().server_side_encryption, "AES256")
        status, photo = self.photo_of(household.owner, household, {})
        self.assertEqual(status, 200)
        record = everything(household.owner)[household.photo]
        self.assertEqual(hashlib.sha256(photo).hexdigest(), record["sha256"])
        status, part = self.photo_of(household.owner, household, {"Range": "bytes=5-9"})
        self.assertEqual((status, part), (206, photo[5:10]))

    def test_a_link_leads_to_the_bucket_for_a_while(self):
        registry = self.serve("--media-link-seconds", "60")
        household = Household(registry.address)
        self.addCleanup(household.close)
        status, _ = self.photo_of(household.owner, household, {})
        self.assertEqual(status, 307)
        url = urllib.parse.urlsplit(household.owner.headers["Location"])
        self.assertTrue(household.owner.headers["Location"].startswith(f"{self.endpoint}/{BUCKET}/blobs/"))
        self.assertEqual(household.owner.headers["Cache-Control"], "no-store")
        self.assertEqual(dict(urllib.parse.parse_qsl(url.query))["X-Amz-Expires"], "60")
        elsewhere = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)
        self.addCleanup(elsewhere.close)
        elsewhere.request("GET", f"{url.path}?{url.query}")
        answer = elsewhere.getresponse()
        photo = answer.read()
        record = everything(household.owner)[household.photo]
        self.assertEqual(hashlib.sha256(photo).hexdigest(), record["sha256"])
        self.assertEqual(answer.headers["Content-Type"], record["mediaType"])
        self.assertIn('inline; filename="photo-', answer.headers["Content-Disposition"])
        # Whoever may not see the photo gets no link to it.
        stranger = Client(registry.address)
        self.addCleanup(stranger.close)
        self.assertEqual(self.photo_of(stranger, household, {})[0], 401)

    def test_the_page_may_show_pictures_of_the_bucket(self):
        page = self.data.parent / "page"
        page.mkdir()
        (page / "index.html").write_text("<!doctype html><title>Page</title>", encoding="utf-8")
        for flags, allowed in ((["--media-link-seconds", "60"], True), ([], False)):
            registry = self.serve("--frontend", str(page), *flags)
            client = Client(registry.address)
            client.send("GET", "/", None, {})
            policies = client.headers.get_all("Content-Security-Policy")
            self.assertEqual(len(policies), 1)
            self.assertEqual(f"img-src 'self' data: blob: {self.endpoint};" in policies[0], allowed)
            self.assertIn("script-src 'self';", policies[0])
            client.close()
            registry.close()

    def test_the_check_looks_into_the_bucket(self):
        registry = self.serve()
        household = Household(registry.address)
        dog, photo = household.dog, household.photo
        household.close()
        registry.terminate()
        check = [PROGRAM, "check", "--data", self.data, *self.flags()]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.bucket.Object(f"blobs/{dog}/{photo}.full").delete()
        self.bucket.put_object(Key=f"blobs/{dog}/1.full", Body=b"whose?")
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"dog {dog}: attachment {photo} has no file", done.stdout)
        # So new a file may be of an upload: it is named, and does not count.
        self.assertIn(f"dog {dog}: the file 1.full is of an upload that was interrupted", done.stdout)

    def test_while_the_bucket_cannot_be_reached_photos_wait(self):
        registry = self.serve()
        household = Household(registry.address)
        household.close()
        registry.terminate()
        registry = Registry(self.data, *self.flags()[:-1], "http://127.0.0.1:1")
        self.addCleanup(registry.close)
        client = sign_in(registry.address, OWNER)
        self.addCleanup(client.close)
        self.assertEqual(self.photo_of(client, household, {})[0], 503)
        self.assertGreater(int(client.headers["Retry-After"]), 0)
        self.assertGreater(len(everything(client)), 10, "records are there all the same")


if __name__ == "__main__":
    run()
