"""People who write and read all the time, and the books of what they were told."""

import dataclasses
import http.client
import random
import threading
import time
import uuid

from registry import PATIENCE, Client

AGAIN_AFTER = 0.1  # Seconds until a patient user tries again.
WHEN = "2026-11-23T10:00:00+01:00"


class Calls:
    """How many calls of all users were answered as they should be. Thread-safe."""

    def __init__(self):
        self.count = 0
        self._failed = False
        self._changed = threading.Condition()

    def one_more(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def one_failed(self) -> None:
        with self._changed:
            self._failed = True
            self._changed.notify_all()

    def wait_for(self, more: int) -> None:
        """Returns after so many more, or when one failed."""
        with self._changed:
            goal = self.count + more
            if not self._changed.wait_for(lambda: self._failed or self.count >= goal, PATIENCE):
                raise AssertionError("nobody gets any further")


@dataclasses.dataclass(frozen=True)
class Failure:
    """A request that had to be made again."""

    at: float  # By the monotonic clock.
    status: int  # 502 when there was no answer.
    said: str
    retry_after: str


class User(threading.Thread):
    """Writes notes under its own ids, changes some, reads pages and syncs, until stop(). `patient`: makes a call that
    failed again, the same, for `patience` seconds; else a failure is what the test is about and ends it. `pause`:
    seconds between turns."""

    def __init__(
        self,
        client: Client,
        dog_id: str,
        calls: Calls,
        seed: int,
        patient: bool,
        patience: float = PATIENCE,
        pause: float = 0,
    ):
        super().__init__()
        self._client = client
        self._calls = calls
        self._dog = f"/v1/dogs/{dog_id}"
        self._dog_id = dog_id
        self._random = random.Random(seed)
        self._patient = patient
        self._patience = patience
        self._pause = pause
        self._enough = threading.Event()
        self._cursor: dict[str, str] = {}
        self.acknowledged: dict[str, tuple[int, str]] = {}  # Version and text of each record.
        self.failures: list[Failure] = []
        self.slowest = 0.0  # Seconds from the first try of a call to its answer.
        self.wrong: list[str] = []  # What nobody should see.
        self.start()

    def stop(self) -> None:
        self._enough.set()

    def run(self) -> None:
        try:
            while not self._enough.is_set() and not self.wrong:
                self._one_turn()
                self._enough.wait(self._pause)
        finally:
            if self.wrong:
                self._calls.one_failed()
            self._client.close()

    def _one_turn(self) -> None:
        record_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        self._put(record_id, 1)
        match self._random.randrange(4):
            case 0:
                self._put(record_id, 2)
            case 1:
                self._call("GET", f"{self._dog}/records?limit=20")
            case 2:
                self._call("GET", f"{self._dog}/records/{record_id}")
            case 3:
                self._sync(str(uuid.UUID(int=self._random.getrandbits(128), version=4)))

    def _put(self, record_id: str, version: int) -> None:
        text = f"version {version} " + "ä" * self._random.choice((0, 10, 300, 2000))
        note = {"type": "note", "occurredAt": WHEN, "text": text}
        answer = self._call("PUT", f"{self._dog}/records/{record_id}", note)
        if answer is not None and answer["version"] != version:
            self.wrong.append(f"version {answer['version']} instead of {version}")
        elif answer is not None:
            self.acknowledged[record_id] = (version, text)

    def _sync(self, record_id: str) -> None:
        record = {"id": record_id, "type": "note", "occurredAt": WHEN, "text": "written offline"}
        request = {"writes": [{"dogId": self._dog_id, "record": record}], **self._cursor}
        answer = self._call("POST", "/v1/sync", request)
        if answer is None:
            return
        self._cursor = {"cursor": answer["cursor"]}
        if answer["results"][0]["status"] in ("applied", "duplicate"):
            self.acknowledged[record_id] = (1, record["text"])
        else:
            self.wrong.append(f"sync: {answer['results']}")

    def _call(self, method: str, path: str, body: object = None) -> dict | None:
        """The answer; nothing when there is none, which is then in `wrong`."""
        begun = time.monotonic()
        while True:
            retry_after = ""
            try:
                status, answer = self._client.request(method, path, body)
                said = f"{status} {answer}"
                if 200 <= status < 300:
                    self.slowest = max(self.slowest, time.monotonic() - begun)
                    self._calls.one_more()
                    return answer
                retry_after = self._client.headers.get("Retry-After", "")
            except (OSError, http.client.HTTPException, ValueError) as error:
                status, said = 502, repr(error)  # ValueError: nginx' own page instead of JSON.
                self._client.close()
            now = time.monotonic()
            if not self._patient or status < 500 or now > begun + self._patience:
                self.wrong.append(f"{method} {path}: {said}")
                return None
            self.failures.append(Failure(now, status, said, retry_after))
            self._enough.wait(AGAIN_AFTER)
