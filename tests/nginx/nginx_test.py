"""The frontend's nginx: what it serves is what the registry would, and what it refuses is refused in the same words."""

import http.client
import json
import pathlib
import re
import socket
import tempfile
import threading
import unittest

from frontend import PAGE, Frontend
from live import Live
from ports import free_port
from recorder import Recorder
from registry import PATIENCE, Client, Registry, sign_in
from suite import run

ID = "0197f4c6-3f6a-7cc0-9b7e-4f9a5c1d2e3f"  # Of no dog, record or upload.
# The registry's limits in bytes, by method and path.
BODIES = {
    ("POST", "/v1/dogs"): 64 << 10,
    ("PUT", f"/v1/dogs/{ID}/records/{ID}"): 1 << 20,
    ("PATCH", f"/v1/dogs/{ID}/records/{ID}"): 1 << 20,
    ("POST", "/v1/group-records"): 1 << 20,
    ("POST", "/v1/sync"): 8 << 20,
    ("PATCH", f"/v1/dogs/{ID}/uploads/{ID}"): 4 << 20,
    ("POST", f"/v1/dogs/{ID}/import"): 32 << 20,
    ("POST", f"/v1/dogs/{ID}/import/boris"): 32 << 20,
    ("POST", f"/v1/dogs/{ID}/import/dossier"): 64 << 20,
}
# Of these, nginx has its own, or they differ with each answer.
OWN_FIELDS = {"server", "date", "etag", "last-modified", "accept-ranges", "x-request-id", "connection"}
SCANNED = ["/wp-login.php", "/.env", "/.git/config", "/wp-admin/", "/pma/a.php", "/actuator/health", "/cgi-bin/luci"]
BEHIND_PROXY = "set_real_ip_from 127.0.0.0/8;\nreal_ip_header X-Forwarded-For;\nreal_ip_recursive off;"


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def fields(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items() if name.lower() not in OWN_FIELDS}


def ask(
    address: tuple[str, int],
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    source: str = "127.0.0.1",
    body: bytes | None = None,
) -> Answer:
    connection = http.client.HTTPConnection(*address, timeout=PATIENCE, source_address=(source, 0))
    try:
        connection.request(method, path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def answer_to_bytes(address: tuple[str, int], *pieces: bytes) -> bytes:
    """What comes back up to the end of a header; the other side may wait for more of the body then."""
    with socket.create_connection(address, PATIENCE) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # Refused before it was all sent.
        received = b""
        try:
            while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
                received += more
        except ConnectionResetError:
            pass
        return received


def status_of_body(address: tuple[str, int], method: str, path: str, size: int, declared_only: bool) -> int:
    """The status for a stranger's body of `size` bytes."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    kind = "application/offset+octet-stream" if "/uploads/" in path else "application/json"
    head += f"Content-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"
    received = answer_to_bytes(address, head.encode(), b"" if declared_only else b" " * size)
    return int(received.split(b" ", 2)[1])


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *registries, name: str = "frontend", **settings) -> Frontend:
        frontend = Frontend(self.folder / name, registries, **settings)
        self.addCleanup(frontend.close)
        return frontend

    def start_recorder(self) -> Recorder:
        recorder = Recorder()
        self.addCleanup(recorder.close)
        return recorder

    def expect_problem(self, answer: Answer, status: int) -> dict:
        self.assertEqual(answer.status, status, answer.body[:500])
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        problem = json.loads(answer.body)
        self.assertEqual(problem["status"], status)
        self.assertEqual(problem["requestId"], answer.headers["X-Request-Id"])
        self.assertTrue(problem["title"] and problem["detail"])
        return problem


class WithRegistry(Case):
    """One registry that serves the page as well, and nginx in front of it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        data = pathlib.Path(folder.name) / "data"
        cls.registry = Registry(data, "--frontend", str(PAGE), "--trust-forwarded", "1")
        cls.addClassCleanup(cls.registry.close)
        cls.frontend = Frontend(pathlib.Path(folder.name) / "frontend", [cls.registry.address])
        cls.addClassCleanup(cls.frontend.close)

    def both(self, path: str, headers: dict[str, str] | None = None) -> tuple[Answer, Answer]:
        return ask(self.registry.address, path, headers), ask(self.frontend.address, path, headers)


class Page(WithRegistry):
    def test_files_are_as_the_registry_serves_them(self):
        files = [file for file in PAGE.rglob("*") if file.is_file() and file.suffix not in (".gz", ".br")]
        self.assertGreater(len(files), 50)
        for file in files:
            path = "/" + file.relative_to(PAGE).as_posix()
            for accepted in ("identity", "gzip", "gzip, deflate, br"):
                with self.subTest(path=path, accepted=accepted):
                    theirs, ours = self.both(path, {"Accept-Encoding": accepted})
                    self.assertEqual(ours.status, 200)
                    self.assertEqual(ours.fields(), theirs.fields())
                    self.assertEqual(ours.body, theirs.body)

    def test_deep_links_are_the_page(self):
        page = (PAGE / "index.html").read_bytes()
        for path in ("/", "/index.html", "/dogs", f"/dogs/{ID}/records/{ID}", "/sign-in?next=%2F", "/invitations/x"):
            with self.subTest(path=path):
                theirs, ours = self.both(path)
                self.assertEqual((ours.status, ours.body), (200, page))
                self.assertEqual(ours.fields(), theirs.fields())

    def test_what_a_browser_has_is_not_sent_again(self):
        for path in ("/", "/sw.js", "/manifest.webmanifest"):
            for accepted in ("identity", "br"):
                with self.subTest(path=path, accepted=accepted):
                    first = ask(self.frontend.address, path, {"Accept-Encoding": accepted})
                    again = {"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
                    same = ask(self.frontend.address, path, again)
                    self.assertEqual((same.status, same.body), (304, b""))
                    # It would take the place of the right one, which the browser has kept.
                    self.assertNotIn("Content-Security-Policy", same.headers)
                    self.assertNotIn("X-Frame-Options", same.headers)

    def test_a_missing_file_is_missing(self):
        for path in ("/assets/no.js", "/assets/no", "/favicon.txt", "/sw.js.br", "/index.html.gz", "/v2.html"):
            with self.subTest(path=path):
                theirs, ours = self.both(path)
                self.expect_problem(ours, 404)
                self.assertEqual(ours.fields() | {"content-length": ""}, theirs.fields() | {"content-length": ""})

    def test_nothing_is_written_to_the_page(self):
        for path in ("/", "/sw.js"):
            self.expect_problem(ask(self.frontend.address, path, method="POST", body=b"{}"), 405)

    def test_media_may_come_from_a_bucket_that_is_named(self):
        page = 'map "" $media_source { default " https://media.example.org"; }'
        frontend = self.start(self.registry.address, overrides={"page.conf": page})
        policy = ask(frontend.address, "/").headers["Content-Security-Policy"]
        plain = ask(self.frontend.address, "/").headers["Content-Security-Policy"]
        self.assertIn("img-src 'self' data: blob: https://media.example.org;", policy)
        self.assertIn("media-src 'self' blob: https://media.example.org;", policy)
        self.assertEqual(policy.replace(" https://media.example.org", ""), plain)

    def test_https_is_kept_to_where_a_proxy_ends_it(self):
        for path in ("/", "/v1/sessions", "/openapi.json", "/missing.js"):
            over_https = ask(self.frontend.address, path, {"X-Forwarded-Proto": "https"})
            self.assertEqual(over_https.headers["Strict-Transport-Security"], "max-age=31536000", path)
            self.assertNotIn("Strict-Transport-Security", ask(self.frontend.address, path).headers)


class Api(WithRegistry):
    def test_answers_of_the_registry_come_as_they_are(self):
        for path in ("/openapi.json", "/v1/sessions", "/v1/no-such-thing", "/v1", "/v1/live"):
            with self.subTest(path=path):
                theirs, ours = self.both(path, {"X-Request-Id": "one-of-the-test"})
                self.assertEqual((ours.status, ours.body), (theirs.status, theirs.body))
                self.assertEqual(ours.fields(), theirs.fields())
                self.assertEqual(ours.headers["X-Request-Id"], "one-of-the-test")

    def test_people_write_and_hear_of_it(self):
        token = sign_in(self.frontend.address)
        client = Client(self.frontend.address, token)
        self.addCleanup(client.close)
        dog = client.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        live = Live(self.frontend.address, token)
        self.addCleanup(live.close)
        note = {"type": "note", "occurredAt": "2026-11-23T10:00:00+01:00", "audience": [], "text": "a" * 20_000}
        client.expect(201, "PUT", f"/v1/dogs/{dog}/records/{ID}", note)
        while live.next().get("dogId") != dog:
            pass
        self.assertGreater(len(client.expect(200, "GET", f"/v1/dogs/{dog}/records")["items"][0]["text"]), 19_999)

    def test_bodies_may_be_as_large_as_the_registry_takes_them(self):
        for (method, path), limit in BODIES.items():
            with self.subTest(method=method, path=path):
                for address in (self.registry.address, self.frontend.address):
                    self.assertEqual(status_of_body(address, method, path, limit + 1, declared_only=True), 413)
                    self.assertEqual(status_of_body(address, method, path, limit, declared_only=False), 401)

    def test_a_stranger_is_refused_before_a_large_body_is_sent(self):
        path = f"/v1/dogs/{ID}/import/dossier"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
        head += "Content-Length: 60000000\r\n\r\n"
        received = answer_to_bytes(self.frontend.address, head.encode(), b"{")
        self.assertTrue(received.startswith(b"HTTP/1.1 401 "), received[:200])

    def test_the_registrys_probes_are_not_for_the_public(self):
        for path in ("/healthz", "/readyz", "/metrics"):
            self.expect_problem(ask(self.frontend.address, path), 404)


class Passing(Case):
    """What reaches the registry."""

    def test_who_asks_is_who_connects(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        forged = {"X-Forwarded-For": "192.0.2.9", "X-Request-Id": "bad id"}
        answer = ask(frontend.address, "/v1/dogs?b=%2F", forged, source="127.0.0.7")
        asked = json.loads(answer.body)
        self.assertEqual(asked["path"], "/v1/dogs?b=%2F")
        self.assertEqual(asked["headers"]["X-Forwarded-For"], "127.0.0.7")
        self.assertEqual(asked["headers"]["Host"], f"127.0.0.1:{frontend.address[1]}")
        self.assertRegex(asked["headers"]["X-Request-Id"], "^[0-9a-f]{32}$")

    def test_a_proxy_that_is_named_says_who_asks(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address, overrides={"real-ip.conf": BEHIND_PROXY})
        answer = ask(frontend.address, "/v1/dogs", {"X-Forwarded-For": "192.0.2.9, 198.51.100.7"})
        self.assertEqual(json.loads(answer.body)["headers"]["X-Forwarded-For"], "198.51.100.7")
        # The proxy's own client is in its network, too: what that client claims is not believed.
        answer = ask(frontend.address, "/v1/dogs", {"X-Forwarded-For": "192.0.2.9, 127.0.0.9"})
        self.assertEqual(json.loads(answer.body)["headers"]["X-Forwarded-For"], "127.0.0.9")

    def test_scanners_get_an_answer_of_their_own(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        for path in SCANNED:
            with self.subTest(path=path):
                self.expect_problem(ask(frontend.address, path, {"Accept": "*/*"}), 404)
                to_browser = ask(frontend.address, path, {"Accept": "text/html,*/*"})
                self.assertEqual(to_browser.status, 404)
                self.assertEqual(to_browser.body, (PAGE / "index.html").read_bytes())
                self.assertIn("script-src 'self'", to_browser.headers["Content-Security-Policy"])
        self.assertEqual(recorder.seen, [])

    def test_uploads_pass_as_they_come(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        with socket.create_connection(frontend.address, PATIENCE) as connection:
            head = f"PATCH /v1/dogs/{ID}/uploads/{ID} HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n"
            connection.sendall(head.encode() + b"half")
            self.assertTrue(recorder.arrived.acquire(timeout=PATIENCE), "nothing came before all of it was sent")
            connection.sendall(b"done")
            self.assertTrue(connection.recv(100).startswith(b"HTTP/1.1 200 "))
        self.assertEqual(recorder.bodies, [b"halfdone"])

    def test_a_server_that_is_gone_gets_no_request(self):
        recorder = self.start_recorder()
        recorder.release()
        frontend = self.start(("127.0.0.1", free_port()), recorder.address)
        for method, body in (("GET", None), ("POST", b"{}")):
            for _ in range(20):
                self.assertEqual(ask(frontend.address, "/v1/dogs", method=method, body=body).status, 200)

    def test_the_stop_signal_lets_requests_finish(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        answers = []
        caller = threading.Thread(target=lambda: answers.append(ask(frontend.address, "/v1/slow")))
        caller.start()
        self.assertTrue(recorder.arrived.acquire(timeout=PATIENCE))
        frontend.leave()
        recorder.release()
        caller.join(PATIENCE)
        self.assertEqual(answers[0].status, 200)
        self.assertEqual(frontend.process.wait(PATIENCE), 0)


class Limits(Case):
    def count(self, frontend: Frontend, path: str, calls: int, headers: dict[str, str] | None = None) -> list[int]:
        """The statuses of so many calls, one after the other on one connection."""
        connection = http.client.HTTPConnection(*frontend.address, timeout=PATIENCE)
        statuses = []
        for _ in range(calls):
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()
        return statuses

    def test_a_client_has_a_rate_and_a_burst(self):
        frontend = self.start(self.start_recorder().address)
        statuses = self.count(frontend, "/v1/dogs", 400)
        allowed = statuses.count(200)
        self.assertGreaterEqual(allowed, 241)
        self.assertEqual(statuses[:241], [200] * 241)
        self.assertEqual(set(statuses[241:]), {200, 429} if allowed > 241 else {429})
        refused = ask(frontend.address, "/v1/dogs")
        while refused.status == 200:
            refused = ask(frontend.address, "/v1/dogs")
        self.expect_problem(refused, 429)
        self.assertEqual(refused.headers["Retry-After"], "5")
        # Others have their own, and what costs nothing goes on.
        self.assertEqual(ask(frontend.address, "/v1/dogs", source="127.0.0.2").status, 200)
        self.assertEqual(set(self.count(frontend, "/sign-in", 400)), {200})
        self.assertEqual(set(self.count(frontend, f"/v1/dogs/{ID}/media/{ID}?size=thumbnail", 300)), {200})
        self.assertEqual(ask(frontend.address, "/nginx-health").body, b"ok\n")

    def test_photos_have_a_rate_too(self):
        frontend = self.start(self.start_recorder().address)
        statuses = self.count(frontend, f"/v1/dogs/{ID}/photo", 1000)
        self.assertEqual(statuses[:301], [200] * 301)
        self.assertIn(429, statuses)

    def test_a_network_of_ipv6_is_one_client(self):
        frontend = self.start(
            self.start_recorder().address,
            overrides={"real-ip.conf": BEHIND_PROXY},
            replaced={"rate=120r/m": "rate=1r/m", "burst=240 nodelay": "burst=1 nodelay"},
        )

        def statuses(*addresses: str) -> list[int]:
            return [ask(frontend.address, "/v1/dogs", {"X-Forwarded-For": address}).status for address in addresses]

        self.assertEqual(statuses("2001:db8::1", "2001:db8::2", "2001:db8::ffff:0:3"), [200, 200, 429])
        self.assertEqual(statuses("2001:db8:0:1::1", "2001:db8:0:1:2:3:4:5", "2001:db8:0:1::9"), [200, 200, 429])
        # Bytes that are line breaks, or zeros, are bytes like others.
        self.assertEqual(statuses("2001:a0a:a:a0a::1", "2001:a0a:a:a0a:a0a::", "2001:a0a:a:a0a::2"), [200, 200, 429])
        self.assertEqual(statuses("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"), [200, 200, 429])
        self.assertEqual(statuses("192.0.2.2", "::ffff:192.0.2.3"), [200, 200])

    def test_five_may_sign_in_at_once(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        statuses = []

        def sign_in_now() -> None:
            statuses.append(ask(frontend.address, "/v1/sessions", method="POST", body=b"{}").status)

        callers = [threading.Thread(target=sign_in_now) for _ in range(5)]
        for caller in callers:
            caller.start()
        for _ in callers:
            self.assertTrue(recorder.arrived.acquire(timeout=PATIENCE))
        for path in ("/v1/sessions", "/v1/accounts", "/v1/password-resets/redeem", "/v1/sessions/passkey"):
            self.expect_problem(ask(frontend.address, path, method="POST", body=b"{}"), 429)
        self.expect_problem(ask(frontend.address, "/v1/me/password", method="PUT", body=b"{}"), 429)
        self.assertEqual(ask(frontend.address, "/v1/sessions").status, 200)
        recorder.release()
        other = ask(frontend.address, "/v1/sessions", method="POST", body=b"{}", source="127.0.0.2")
        self.assertEqual(other.status, 200)
        for caller in callers:
            caller.join(PATIENCE)
        self.assertEqual(statuses, [200] * 5)
        self.assertEqual(ask(frontend.address, "/v1/sessions", method="POST", body=b"{}").status, 200)

    def test_a_client_has_so_many_connections(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address, replaced={"connections 256": "connections 3"})
        held = [socket.create_connection(frontend.address, PATIENCE) for _ in range(3)]
        for connection in held:
            self.addCleanup(connection.close)
            connection.sendall(b"GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(recorder.arrived.acquire(timeout=PATIENCE))
        self.expect_problem(ask(frontend.address, "/v1/dogs"), 429)
        self.expect_problem(ask(frontend.address, "/"), 429)
        self.assertEqual(ask(frontend.address, "/v1/dogs", source="127.0.0.2").status, 200)


class Errors(Case):
    def test_a_registry_that_is_not_there(self):
        frontend = self.start(("127.0.0.1", free_port()))
        answer = ask(frontend.address, "/v1/dogs")
        self.expect_problem(answer, 502)
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertEqual(answer.headers["Content-Security-Policy"], "default-src 'none'; frame-ancestors 'none'")
        self.assertEqual(ask(frontend.address, "/").status, 200)
        self.assertEqual(ask(frontend.address, "/nginx-health").status, 200)

    def test_a_registry_that_takes_too_long(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address, replaced={"proxy_read_timeout 60s": "proxy_read_timeout 1s"})
        answer = ask(frontend.address, "/v1/slow", method="POST", body=b"{}")
        self.expect_problem(answer, 504)
        self.assertEqual(answer.headers["Retry-After"], "5")
        self.assertEqual(recorder.seen, ["POST /v1/slow"], "a request that may make something was repeated")

    def test_what_is_too_large(self):
        frontend = self.start(self.start_recorder().address)
        body = b"{" + b" " * (64 << 10)
        self.expect_problem(ask(frontend.address, "/v1/dogs", method="POST", body=body), 413)
        chunked = b"POST /v1/dogs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        received = answer_to_bytes(frontend.address, chunked, b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n")
        self.assertTrue(received.startswith(b"HTTP/1.1 413 "), received[:200])
        self.expect_problem(ask(frontend.address, "/" + "a" * 20_000), 414)
        self.expect_problem(ask(frontend.address, "/", {"X-Large": "a" * 20_000}), 431)

    def test_what_is_no_http(self):
        frontend = self.start(self.start_recorder().address)
        wrong_length = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"
        for request in (b"GET / HTTP/1.1\r\n\r\n", wrong_length, b"?\r\n\r\n"):
            received = answer_to_bytes(frontend.address, request)
            self.assertTrue(received.startswith(b"HTTP/1.1 400 "), received[:200])
            self.assertIn(b"\r\nContent-Type: application/problem+json\r\n", received)

    def test_no_version_is_told(self):
        frontend = self.start(("127.0.0.1", free_port()))
        for path in ("/", "/missing.js", "/v1/dogs"):
            self.assertEqual(ask(frontend.address, path).headers["Server"], "nginx")


class Log(Case):
    def test_lines_are_json_without_secrets(self):
        recorder = self.start_recorder()
        frontend = self.start(recorder.address)
        secret = "mysecret"
        for path in (
            f"/v1/calendar/{secret}/doggy.ics",
            f"/v1/shared/{secret}/media/{ID}",
            f"/v1/dogs?cursor={secret}",
            f"/invitations/{secret}",
            f"/%76%31/shared/{secret}",
            f"/assets/x.js?{secret}",
        ):
            ask(frontend.address, path, {"X-Request-Id": "named-by-client", "Authorization": f"Bearer {secret}"})
        ask(frontend.address, "/", {"X-Request-Id": 'a"\\'})
        down = self.start(("127.0.0.1", free_port()), name="down")
        ask(down.address, f"/v1/shared/{secret}")
        for each in (frontend, down):
            each.leave()
            each.process.wait(PATIENCE)
            self.assertEqual(each.errors.read_text(), "")
        lines = [json.loads(line) for line in frontend.lines.read_text().splitlines()]
        self.assertEqual(len(lines), 7)
        routes = [line["route"] for line in lines]
        self.assertEqual(routes, ["/v1/calendar", "/v1/shared", "/v1/dogs", "/invitations", "/", "/assets/x.js", "/"])
        self.assertEqual({line["requestId"] for line in lines[:6]}, {"named-by-client"})
        self.assertTrue(re.fullmatch("[0-9a-f]{32}", lines[6]["requestId"]))
        self.assertEqual(lines[0]["status"], 200)
        self.assertEqual(lines[0]["upstream"], f"127.0.0.1:{recorder.address[1]}")
        failed = json.loads(down.lines.read_text())
        self.assertEqual((failed["status"], failed["upstreamStatus"]), (502, "502"))
        self.assertNotIn(secret, frontend.lines.read_text() + down.lines.read_text())


if __name__ == "__main__":
    run()
