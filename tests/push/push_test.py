"""A notification reaches a browser through its push service, and nobody else can read it."""

import base64
import json
import os
import pathlib
import tempfile
import time
import unittest

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from people import KEPT, Pair, Person
from py_vapid import Vapid02
from receiver import Posted, Receiver
from registry import PATIENCE, Client, Registry
from suite import run

SUBSCRIPTIONS = "/v1/me/push-subscriptions"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Browser:
    """The keys of a subscription, as a browser makes them."""

    def __init__(self, service: Receiver, name: str):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.endpoint = f"{service.url}/send/{name}"

    def subscription(self, **more) -> dict:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": base64url(point), "auth": base64url(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys, "name": "Phone", **more}

    def read(self, posted: Posted) -> dict:
        plain = http_ece.decrypt(
            posted.body, private_key=self.key, auth_secret=self.auth, version=posted.headers["content-encoding"]
        )
        return json.loads(plain)


class PushTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.service = Receiver()
        self.addCleanup(self.service.close)
        self.registry = self.serve("--outgoing-loopback", "true")
        self.tina = self.person("Tina")
        self.client = self.session(self.tina)
        self.browser = Browser(self.service, "tina")

    def serve(self, *flags: str) -> Registry:
        registry = Registry(self.folder / "data", *flags)
        self.addCleanup(registry.close)
        return registry

    def person(self, name: str) -> Person:
        return Person(self.registry.address, name)

    def session(self, person: Person) -> Client:
        client = person.sign_in()
        self.addCleanup(client.close)
        return client

    def subscribe(self) -> str:
        return self.client.expect(201, "POST", SUBSCRIPTIONS, self.browser.subscription())["id"]

    def send_test(self, device: str) -> None:
        self.client.expect(204, "POST", f"{SUBSCRIPTIONS}/{device}/test")

    def subscriptions(self, client: Client | None = None) -> list:
        return (client or self.client).expect(200, "GET", SUBSCRIPTIONS)["items"]

    def test_the_browser_reads_what_was_sent(self):
        self.send_test(self.subscribe())
        posted = self.service.next()
        self.assertEqual(posted.path, "/send/tina")
        message = self.browser.read(posted)
        self.assertEqual((message["kind"], message["path"], message["body"]), ("test", "/push", ""))
        self.assertTrue(message["title"])
        self.assertEqual(posted.headers["urgency"], "high")
        self.assertLessEqual(int(posted.headers["ttl"]), 300)
        self.assertRegex(posted.headers["topic"], r"^[A-Za-z0-9_-]{1,32}$")
        self.assertLess(len(posted.body), 3993)

    def comment(self, **more) -> dict:
        """What Tina's browser is told of a comment on her note."""
        pair = Pair(self.registry.address)
        self.addCleanup(pair.close)
        pair.tina.expect(201, "POST", SUBSCRIPTIONS, self.browser.subscription(**more))
        pair.comment()
        return self.browser.read(self.service.next())

    def test_somebody_is_told_what_concerns_them_but_not_what_was_written(self):
        message = self.comment()
        self.assertEqual((message["kind"], message["body"]), ("comment", ""))
        self.assertRegex(message["path"], "^/dogs/[0-9a-f-]+/records/[0-9a-f-]+$")
        for text in KEPT:
            self.assertNotIn(text, json.dumps(message))

    def test_the_dog_is_named_where_it_may_be(self):
        self.assertEqual(self.comment(showNames=True)["body"], "Balu")

    def test_nobody_else_reads_it(self):
        self.send_test(self.subscribe())
        posted = self.service.next()
        with self.assertRaises(http_ece.ECEException):
            Browser(self.service, "other").read(posted)

    def test_the_server_says_who_it_is(self):
        self.send_test(self.subscribe())
        header = self.service.next().headers["authorization"]
        self.assertTrue(Vapid02.verify(header))
        scheme, values = header.split(" ", 1)
        parts = dict(part.strip().split("=", 1) for part in values.split(","))
        self.assertEqual(scheme, "vapid")
        claims = json.loads(base64.urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
        self.assertEqual(claims["aud"], self.service.url)
        self.assertLessEqual(claims["exp"], time.time() + 24 * 60 * 60)
        self.assertRegex(claims["sub"], "^(mailto|https):")
        self.assertEqual(parts["k"], self.client.expect(200, "GET", "/v1/push/key")["key"])

    def test_the_key_is_kept_for_the_server_alone(self):
        key = self.client.expect(200, "GET", "/v1/push/key")["key"]
        self.assertEqual((self.folder / "data" / "push-key.pem").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.registry.terminate(), 0)
        again = Client(self.serve().address)
        self.addCleanup(again.close)
        self.assertEqual(again.expect(200, "GET", "/v1/push/key")["key"], key)

    def test_a_device_that_is_gone_is_forgotten(self):
        device = self.subscribe()
        self.service.answers.put((410, {}))
        self.send_test(device)
        self.service.next()
        end = time.monotonic() + PATIENCE
        while self.subscriptions() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.subscriptions(), [])

    def test_it_tries_again_when_the_service_is_busy(self):
        device = self.subscribe()
        self.service.answers.put((503, {"Retry-After": "1"}))
        self.send_test(device)
        first, second = self.service.next(), self.service.next()
        self.assertEqual(self.browser.read(first), self.browser.read(second))
        self.assertNotEqual(first.body, second.body)
        self.assertEqual(len(self.subscriptions()), 1)

    def test_a_device_ends_with_its_session(self):
        device = self.subscribe()
        other = self.session(self.tina)
        self.assertEqual([one["id"] for one in self.subscriptions(other)], [device])
        self.client.expect(204, "DELETE", "/v1/sessions/current")
        self.assertEqual(self.subscriptions(other), [])
        other.expect(404, "POST", f"{SUBSCRIPTIONS}/{device}/test")
        self.assertTrue(self.service.posted.empty())

    def test_nobody_touches_the_devices_of_others(self):
        device = self.subscribe()
        eve = self.session(self.person("Eve"))
        self.assertEqual(self.subscriptions(eve), [])
        eve.expect(404, "POST", f"{SUBSCRIPTIONS}/{device}/test")
        eve.expect(404, "DELETE", f"{SUBSCRIPTIONS}/{device}")
        self.assertEqual(len(self.subscriptions()), 1)

    def test_endpoints_lead_to_public_addresses(self):
        self.client.close()
        self.assertEqual(self.registry.terminate(), 0)
        self.registry = self.serve()
        client = self.session(self.person("Olaf"))
        for endpoint in (
            self.browser.endpoint,
            "ftp://example.org/",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/",
            "https://10.0.0.1/",
            "https://[fd00::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://user@example.org/",
            "https://localhost/",
            "https://example.org:22/",
        ):
            body = {**self.browser.subscription(), "endpoint": endpoint}
            status, answer = client.request("POST", SUBSCRIPTIONS, body)
            self.assertEqual((status, answer["errors"][0]["field"]), (422, "endpoint"), endpoint)


if __name__ == "__main__":
    run()
