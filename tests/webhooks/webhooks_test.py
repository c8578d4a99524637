"""Webhooks: signed so that the scheme's own library takes them, tried again, and withheld from who may not see."""

import json
import pathlib
import tempfile
import time
import unittest

from people import KEPT, Pair, Person
from receiver import Posted, Receiver
from registry import PATIENCE, Registry
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from suite import run

WEBHOOKS = "/v1/me/webhooks"


class WebhooksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.registry = Registry(self.folder / "data", "--outgoing-loopback", "true")
        self.addCleanup(self.registry.close)
        self.client = Person(self.registry.address, "Tina").sign_in()
        self.addCleanup(self.client.close)

    def make(self, **more) -> tuple[str, str]:
        """The webhook's path and its secret."""
        body = {"url": f"{self.receiver.url}/hook", "kinds": ["comment"], **more}
        made = self.client.expect(201, "POST", WEBHOOKS, body)
        return f"{WEBHOOKS}/{made['webhook']['id']}", made["secret"]

    def deliveries(self, hook: str, count: int) -> list:
        """The last deliveries, once there are so many: a receiver has its message before its delivery is noted."""
        end = time.monotonic() + PATIENCE
        while True:
            items = self.client.expect(200, "GET", f"{hook}/deliveries")["items"]
            if len(items) >= count or time.monotonic() > end:
                return items
            time.sleep(0.02)

    @staticmethod
    def verify(secret: str, posted: Posted) -> dict:
        return Webhook(secret).verify(posted.body, posted.headers)

    def send_test(self, hook: str) -> str:
        return self.client.expect(202, "POST", f"{hook}/test")["messageId"]

    def test_a_message_is_signed(self):
        hook, secret = self.make()
        message_id = self.send_test(hook)
        posted = self.receiver.next()
        message = self.verify(secret, posted)
        self.assertEqual(message["type"], "test")
        self.assertEqual(set(message["data"]), {"url"})
        for change in (
            {"body": posted.body + b" "},
            {"headers": {**posted.headers, "webhook-id": "msg_other"}},
            {"headers": {**posted.headers, "webhook-timestamp": str(int(posted.headers["webhook-timestamp"]) + 1)}},
        ):
            with self.assertRaises(WebhookVerificationError):
                self.verify(secret, posted._replace(**change))
        (delivery,) = self.deliveries(hook, 1)
        self.assertEqual((delivery["outcome"], delivery["status"], delivery["attempt"]), ("delivered", 201, 1))
        self.assertEqual({delivery["messageId"], posted.headers["webhook-id"]}, {message_id})

    def test_a_message_is_sent_again_under_its_id_when_its_owner_asks(self):
        hook, secret = self.make()
        self.receiver.answers.put((500, {}))
        self.send_test(hook)
        first = self.receiver.next()
        (delivery,) = self.deliveries(hook, 1)
        self.assertEqual((delivery["outcome"], delivery["status"]), ("failed", 500))
        again = self.client.expect(202, "POST", f"{hook}/deliveries/{delivery['id']}/redeliver")
        second = self.receiver.next()
        self.assertEqual(self.verify(secret, first), self.verify(secret, second))
        self.assertEqual({first.headers["webhook-id"], second.headers["webhook-id"]}, {again["messageId"]})
        self.assertEqual(self.deliveries(hook, 2)[0]["outcome"], "delivered")

    def pair_with_hook(self) -> tuple[Pair, str, str]:
        pair = Pair(self.registry.address)
        self.addCleanup(pair.close)
        self.client = pair.tina
        return pair, *self.make()

    def test_somebody_is_told_what_happened_and_where_but_not_what_was_written(self):
        pair, _, secret = self.pair_with_hook()
        pair.comment()
        posted = self.receiver.next()
        message = self.verify(secret, posted)
        self.assertEqual((message["type"], message["data"]["dogId"]), ("comment", pair.dog))
        self.assertIn(f"/dogs/{pair.dog}/records/", message["data"]["url"])
        for text in KEPT:
            self.assertNotIn(text.encode(), posted.body)

    def test_a_message_is_tried_again_under_its_id(self):
        pair, hook, secret = self.pair_with_hook()
        self.receiver.answers.put((503, {"Retry-After": "1"}))
        pair.comment()
        first, second = self.receiver.next(), self.receiver.next()
        self.assertEqual(self.verify(secret, first), self.verify(secret, second))
        self.assertEqual(first.headers["webhook-id"], second.headers["webhook-id"])
        attempts = self.deliveries(hook, 2)
        self.assertEqual([(one["attempt"], one["status"]) for one in attempts], [(2, 201), (1, 503)])

    def test_each_message_has_an_id_of_its_own(self):
        pair, _, secret = self.pair_with_hook()
        for _ in range(3):
            pair.comment()
        messages = [self.receiver.next() for _ in range(3)]
        self.assertEqual(len({one.headers["webhook-id"] for one in messages}), 3)
        for one in messages:
            self.verify(secret, one)

    def test_what_may_no_longer_be_seen_is_withheld(self):
        pair, hook, _ = self.pair_with_hook()
        pair.comment()
        self.receiver.next()
        (delivery,) = self.deliveries(hook, 1)
        pair.remove_tina()
        self.client.expect(202, "POST", f"{hook}/deliveries/{delivery['id']}/redeliver")
        self.assertEqual(self.deliveries(hook, 2)[0]["outcome"], "withheld")
        self.assertTrue(self.receiver.posted.empty())

    def test_redirects_are_not_followed(self):
        hook, _ = self.make()
        self.receiver.answers.put((302, {"Location": f"{self.receiver.url}/elsewhere"}))
        self.send_test(hook)
        self.assertEqual(self.receiver.next().path, "/hook")
        self.assertEqual(self.deliveries(hook, 1)[0]["status"], 302)
        self.assertTrue(self.receiver.posted.empty())

    def test_a_new_secret_overlaps_with_the_one_before(self):
        hook, old = self.make()
        new = self.client.expect(200, "POST", f"{hook}/secret")["secret"]
        self.send_test(hook)
        posted = self.receiver.next()
        self.assertEqual(self.verify(old, posted), self.verify(new, posted))
        self.assertNotIn(new, json.dumps(self.client.expect(200, "GET", hook)))

    def test_a_receiver_that_is_gone_turns_its_webhook_off(self):
        hook, _ = self.make()
        self.receiver.answers.put((410, {}))
        self.send_test(hook)
        self.receiver.next()
        end = time.monotonic() + PATIENCE
        while self.client.expect(200, "GET", hook)["enabled"] and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(self.client.expect(200, "GET", hook)["disabledBecause"], "gone")
        self.assertTrue(self.client.expect(200, "PATCH", hook, {"enabled": True})["enabled"])

    def test_nobody_touches_the_webhooks_of_others(self):
        hook, _ = self.make()
        eve = Person(self.registry.address, "Eve").sign_in()
        self.addCleanup(eve.close)
        self.assertEqual(eve.expect(200, "GET", WEBHOOKS)["items"], [])
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/secret"), ("POST", "/test"), ("GET", "/deliveries")):
            eve.expect(404, method, f"{hook}{path}")
        self.assertTrue(self.client.expect(200, "GET", hook)["enabled"])

    def test_urls_lead_to_public_addresses(self):
        self.client.close()
        self.assertEqual(self.registry.terminate(), 0)
        registry = Registry(self.folder / "data")
        self.addCleanup(registry.close)
        client = Person(registry.address, "Olaf").sign_in()
        self.addCleanup(client.close)
        for url in (
            f"{self.receiver.url}/hook",
            "http://example.org/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://2130706433/",
            "https://169.254.169.254/latest/",
            "https://192.168.0.1/",
            "https://[fe80::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://localhost/",
            "https://a:b@example.org/",
        ):
            status, answer = client.request("POST", WEBHOOKS, {"url": url, "kinds": ["comment"]})
            self.assertEqual((status, answer["errors"][0]["field"]), (422, "url"), url)


if __name__ == "__main__":
    run()
