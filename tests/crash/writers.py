"""Several writers at once, and the books they keep: what was sent, and what the server said it has."""

import dataclasses
import http.client
import random
import threading
import uuid

from registry import PATIENCE, Client


@dataclasses.dataclass
class Written:
    """What is known of one record: the texts it may have, of which the acknowledged one or a later is on disk."""

    dog_id: str
    texts: list[str]  # That of version 1, of version 2, …
    acknowledged: int = 0  # The highest version that the server answered for.


class Books:
    """Every record ever sent. Thread-safe."""

    def __init__(self):
        self.records: dict[str, Written] = {}
        self._acknowledgments = 0
        self._changed = threading.Condition()

    def sent(self, record_id: str, dog_id: str, text: str) -> None:
        with self._changed:
            self.records.setdefault(record_id, Written(dog_id, [])).texts.append(text)

    def acknowledged(self, record_id: str, version: int) -> None:
        with self._changed:
            self.records[record_id].acknowledged = version
            self._acknowledgments += 1
            self._changed.notify_all()

    def wait_for(self, more: int) -> None:
        """Returns after so many more acknowledgments."""
        with self._changed:
            goal = self._acknowledgments + more
            if not self._changed.wait_for(lambda: self._acknowledgments >= goal, PATIENCE):
                raise AssertionError("the server acknowledges no more writes")

    def unanswered(self) -> list[str]:
        return [record_id for record_id, one in self.records.items() if one.acknowledged < len(one.texts)]


class Writer(threading.Thread):
    """Puts notes, some of them twice with another text, until the server goes away."""

    def __init__(self, address: tuple[str, int], token: str, dog_id: str, books: Books, seed: int):
        super().__init__()
        self._client = Client(address, token)
        self._dog_id = dog_id
        self._books = books
        self._random = random.Random(seed)
        self.wrong: list[str] = []  # Answers that no write should get.
        self.start()

    def run(self) -> None:
        try:
            while not self.wrong:
                record_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
                self._put(record_id, 1)
                if self._random.random() < 0.3 and not self.wrong:
                    self._put(record_id, 2)
        except (OSError, http.client.HTTPException):
            pass  # It was killed, or is closing down.
        finally:
            self._client.close()

    def _put(self, record_id: str, version: int) -> None:
        # Of very different lengths, so that a commit ends anywhere in a page of the file.
        text = f"version {version} of {record_id} " + "ä" * self._random.choice((0, 10, 300, 5000))
        self._books.sent(record_id, self._dog_id, text)
        status, answer = self._client.request("PUT", note_path(self._dog_id, record_id), note(text))
        if status != (201 if version == 1 else 200) or answer["version"] != version:
            self.wrong.append(f"{status} {answer}")
        else:
            self._books.acknowledged(record_id, version)


def note(text: str) -> dict:
    return {"type": "note", "occurredAt": "2026-11-23T10:00:00+01:00", "text": text}


def note_path(dog_id: str, record_id: str) -> str:
    return f"/v1/dogs/{dog_id}/records/{record_id}"
