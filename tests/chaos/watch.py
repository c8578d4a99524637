"""Latency of people who just work: in calm phases, and during an attack."""

import contextlib
import http.client
import json
import math
import pathlib
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable

from registry import PATIENCE, Client
from stage import Person
from writers import note, note_path, upload_headers

# Seconds between two calls of one person, so that the calm is calm, and an account does not sign in too often.
THINK = {"page": 0.01, "create": 0.01, "search": 0.01, "sign-in": 0.1, "upload": 0.05}
READY_WITHIN = 60  # Seconds until an attack is complete, which may be thousands of connections.
SETTLES_WITHIN = 6  # Seconds.
LAST = 12  # Seconds that the last calls of a phase are waited for.
ATTACK = pathlib.Path(__file__).with_name("attack.py")


class Attack:
    """attack.py at work, from construction until close()."""

    def __init__(self, kind: str, **given):
        command = [sys.executable, str(ATTACK), kind, json.dumps(given)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.counts: dict[str, int] = {}
        # It may never be ready, when the server lets nobody in.
        late = threading.Timer(READY_WITHIN, self._process.stdin.close)
        late.start()
        said = self._process.stdout.readline()
        late.cancel()
        self.began = said.strip() == "ready"
        if not self.began and said:
            self.counts = json.loads(said)

    def close(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()
        try:
            said = self._process.stdout.read() or ""
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)
            said = ""
        if said.strip():
            self.counts = json.loads(said.splitlines()[-1])
        if self._process.returncode != 0 and not self.counts:
            raise RuntimeError(f"the attack failed: {self._process.stderr.read()}")
        self._process.stdout.close()
        self._process.stderr.close()


class Attacks:
    """Several at once, begun one after the other."""

    def __init__(self, *begin: Callable[[], Attack]):
        self._all: list[Attack] = []
        try:
            for one in begin:
                self._all.append(one())
        except BaseException:
            self.close()
            raise

    @property
    def began(self) -> bool:
        return all(one.began for one in self._all)

    @property
    def counts(self) -> dict[str, int]:
        return {name: count for one in self._all for name, count in one.counts.items()}

    def close(self) -> None:
        for one in self._all:
            one.close()


def p99(seconds: list[float]) -> float:
    """The nearest rank: with fewer than 100, the longest. Of none at all, nobody has come to anything."""
    if not seconds:
        return math.inf
    return sorted(seconds)[math.ceil(len(seconds) * 0.99) - 1]


class Watch:
    """People who do one kind of thing each, again and again, for as long as a phase lasts. A call that is refused or
    gets no answer counts as infinitely slow."""

    def __init__(self, dog_id: str, people: list[Person], kinds: list[str], pictures: list[bytes] = ()):
        self._dog_id = dog_id
        self._pictures = pictures
        self._people = people
        self._kinds = kinds
        self._turn = 0
        self.failed: dict[str, str] = {}  # The last refusal of each kind.

    def phase(self, seconds: float, least: int) -> dict[str, list[float]]:
        """The waits of each kind in a phase of that length; it lasts longer, three times at most, for the least number
        of calls. A call that has no answer LAST after that counts with what it has waited so far."""
        waits: dict[str, list[float]] = {kind: [] for kind in self._kinds}
        pending: dict[str, float] = {}  # Since when.
        began = time.monotonic()

        def goes_on(kind: str) -> bool:
            spent = time.monotonic() - began
            return spent < seconds or (len(waits[kind]) < least and spent < 3 * seconds)

        threads = [
            threading.Thread(target=self._do, args=(kind, i, waits[kind], pending, goes_on), daemon=True)
            for i, kind in enumerate(self._kinds)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0, began + 3 * seconds + LAST - time.monotonic()))
        since = dict(pending)
        now = time.monotonic()
        return {kind: list(waits[kind]) + ([now - since[kind]] if kind in since else []) for kind in self._kinds}

    def settles(self, calm: dict[str, list[float]]) -> bool:
        """Whether calls soon take as long as in the calm again."""
        until = time.monotonic() + SETTLES_WITHIN
        slow = self._kinds
        while slow and time.monotonic() < until:
            waits = self.phase(0.3, 2)
            slow = [kind for kind in slow if statistics.median(waits[kind]) > 2 * statistics.median(calm[kind])]
        return not slow

    def _do(self, kind: str, number: int, waits: list[float], pending: dict[str, float], goes_on) -> None:
        person = self._people[number % len(self._people)]
        client = person.client()
        call = getattr(self, "_" + kind.replace("-", "_"))
        while goes_on(kind):
            began = pending[kind] = time.monotonic()
            try:
                call(client, person)
                waits.append(time.monotonic() - began)
            except (AssertionError, OSError, http.client.HTTPException) as error:
                waits.append(math.inf)
                self.failed[kind] = str(error) or repr(error)
                client.close()
            del pending[kind]
            time.sleep(THINK[kind])
        client.close()

    def _page(self, client: Client, person: Person) -> None:
        client.expect(200, "GET", f"/v1/dogs/{self._dog_id}/records?limit=50")

    def _create(self, client: Client, person: Person) -> None:
        client.expect(201, "PUT", note_path(self._dog_id, str(uuid.uuid4())), note("took the food at once"))

    def _search(self, client: Client, person: Person) -> None:
        client.expect(200, "GET", "/v1/search?q=jogger")

    def _sign_in(self, client: Client, person: Person) -> None:
        # All in turn, since an account may only sign in so often.
        self._turn += 1
        person = self._people[self._turn % len(self._people)]
        with contextlib.closing(person.anonymous()) as own:
            person.sign_in(own)

    def _upload(self, client: Client, person: Person) -> None:
        content = self._pictures[uuid.uuid4().int % len(self._pictures)]
        begun = client.expect(201, "POST", f"/v1/dogs/{self._dog_id}/uploads", {"length": len(content)})
        path = f"/v1/dogs/{self._dog_id}/uploads/{begun['id']}"
        try:
            status, text = client.send("PATCH", path, content, upload_headers(content))
            if status != 204:
                raise AssertionError(f"PATCH {path}: {status} {text!r}")
        except BaseException:
            # Only so many may be under way, and the calm that follows is not to suffer from it.
            client.close()
            client.send("DELETE", path, None, {"Tus-Resumable": "1.0.0"})
            raise
