"""The server hands its mails to an SMTP server, signed in when it is told to, and to nobody without TLS unless told so."""

import email
import email.policy
import pathlib
import queue
import re
import tempfile
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from ports import free_port
from registry import PATIENCE, Client, Registry
from suite import run

USER, SECRET = "doggy", "a secret of the mail server"
EMAIL, PASSWORD = "olga@example.org", "a long password"


class Mailbox:
    """Keeps what arrives."""

    def __init__(self):
        self.mails = queue.Queue()

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802, aiosmtpd calls it so
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.put((envelope.mail_from, envelope.rcpt_tos, message, getattr(session, "auth_data", None)))
        return "250 OK"


def authenticate(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.login == USER.encode() and data.password == SECRET.encode(), auth_data=data.login)


class MailTest(unittest.TestCase):
    def setUp(self):
        self.mailbox = Mailbox()
        self.smtp = Controller(
            self.mailbox, hostname="127.0.0.1", port=free_port(), authenticator=authenticate, auth_require_tls=False
        )
        self.smtp.start()
        self.addCleanup(lambda: self.smtp.stop())
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, *flags: str) -> Client:
        port = self.smtp.port
        registry = Registry(
            self.folder / "data", "--smtp-url", f"smtp://127.0.0.1:{port}", "--mail-from", "doggy@example.org", *flags
        )
        self.registry = registry
        self.addCleanup(registry.close)
        client = Client(registry.address)
        self.addCleanup(client.close)
        return client

    def next_mail(self):
        return self.mailbox.mails.get(timeout=PATIENCE)

    def test_a_forgotten_password_is_replaced_by_the_mailed_link(self):
        client = self.serve("--smtp-require-tls", "false")
        client.expect(201, "POST", "/v1/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Zoë"})
        sender, recipients, verification, _ = self.next_mail()
        self.assertEqual((sender, recipients), ("doggy@example.org", [EMAIL]))
        # Nobody's words go to an address that is not known to be theirs.
        self.assertIn("Hello,", verification.get_content())
        self.assertNotIn("Zoë", verification.get_content())

        client.expect(204, "POST", "/v1/password-resets", {"email": "Olga@Example.org"})
        _, _, mail, _ = self.next_mail()
        self.assertEqual(mail["Subject"], "Choose a new password")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        token = re.search(r"http://127\.0\.0\.1:\d+/reset-password#(\S+)", mail.get_content())[1]
        new = {"token": token, "password": "walks along the river"}
        client.expect(204, "POST", "/v1/password-resets/redeem", new)
        client.expect(201, "POST", "/v1/sessions", {"email": EMAIL, "password": new["password"]})
        changed = self.next_mail()[2]
        self.assertEqual(changed["Subject"], "Your password was changed")
        self.assertIn("Hello Zoë,", changed.get_content())

    def test_nobody_writes_headers_into_a_mail(self):
        client = self.serve("--smtp-require-tls", "false")
        name = "Eve\r\nBcc: victim@example.org\r\n\r\nBuy this\r\n.\r\nMAIL FROM:<x@y.z>"
        client.expect(422, "POST", "/v1/accounts", {"email": EMAIL, "password": PASSWORD, "name": name})
        client.expect(201, "POST", "/v1/accounts", {"email": "eve@example.org", "password": PASSWORD, "name": "Eve"})
        seen = []
        while not seen or seen[-1] != ["eve@example.org"]:
            _, recipients, mail, _ = self.next_mail()
            self.assertIsNone(mail["Bcc"])
            seen.append(recipients)
        self.assertLessEqual({address for one in seen for address in one}, {EMAIL, "eve@example.org"})

    def test_it_signs_in_with_the_password_of_a_file(self):
        secret = self.folder / "smtp-password"
        secret.write_text(SECRET + "\n")
        client = self.serve("--smtp-require-tls", "false", "--smtp-user", USER, "--smtp-password-file", str(secret))
        client.expect(201, "POST", "/v1/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Olga"})
        self.assertEqual(self.next_mail()[3], USER.encode())

    def test_without_tls_nothing_is_sent(self):
        client = self.serve()
        client.expect(201, "POST", "/v1/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Olga"})
        log = self.folder / "data.log"
        for line in follow(log):
            if '"kind":"mail"' in line:
                break
        self.assertTrue(self.mailbox.mails.empty())
        self.assertNotIn(EMAIL, log.read_text())

    def test_a_mail_waits_for_its_server_and_survives_ours(self):
        """Neither a mail server that is down nor a kill of ours loses a mail, and it comes once."""
        port = self.smtp.port
        self.smtp.stop()
        client = self.serve("--smtp-require-tls", "false")
        client.expect(201, "POST", "/v1/accounts", {"email": EMAIL, "password": PASSWORD, "name": "Olga"})
        for line in follow(self.folder / "data.log"):
            if "job-again" in line:
                self.assertNotIn(EMAIL, line)
                break
        self.registry.kill()
        self.assertTrue(self.mailbox.mails.empty())

        self.smtp = Controller(self.mailbox, hostname="127.0.0.1", port=port)
        self.smtp.start()
        again = self.serve("--smtp-require-tls", "false")
        _, recipients, mail, _ = self.next_mail()
        self.assertEqual((recipients, mail["Subject"]), ([EMAIL], "Confirm your email address"))
        # The next mail is another one: the first did not come again.
        again.expect(204, "POST", "/v1/password-resets", {"email": EMAIL})
        self.assertEqual(self.next_mail()[2]["Subject"], "Choose a new password")
        self.assertEqual(self.registry.terminate(), 0)
        self.assertTrue(self.mailbox.mails.empty())


def follow(path: pathlib.Path):
    """The lines of a file that grows."""
    end = time.monotonic() + PATIENCE
    with path.open() as file:
        while time.monotonic() < end:
            line = file.readline()
            if line:
                yield line
            else:
                time.sleep(0.02)
    raise AssertionError(f"{path.name} never said so")


if __name__ == "__main__":
    run()
