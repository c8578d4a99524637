"""Several writers at once."""

import base64
import hashlib
import http.client
import random
import threading
import uuid

from books import Books
from registry import Client

WHEN = "2026-11-23T10:00:00+01:00"


class Writer(threading.Thread):
    """Puts notes, some of them twice with another text, until the server goes away."""

    def __init__(self, address: tuple[str, int], token: str, dog_id: str, books: Books, seed: int):
        super().__init__(daemon=True)
        self._client = Client(address, token)
        self._dog_id = dog_id
        self._books = books
        self._random = random.Random(seed)
        self._enough = threading.Event()
        self.wrong: list[str] = []  # Answers that no write should get.
        self.start()

    def stop(self) -> None:
        """It ends after what it is doing."""
        self._enough.set()

    def run(self) -> None:
        try:
            while not self.wrong and not self._enough.is_set():
                self._one_turn()
        except (OSError, http.client.HTTPException):
            pass  # It was killed, or is closing down.
        finally:
            self._client.close()

    def _one_turn(self) -> None:
        record_id = self._new_id()
        self._put(record_id, 1)
        if self._random.random() < 0.3 and not self.wrong:
            self._put(record_id, 2)

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _text(self, about: str) -> str:
        # Of very different lengths, so that a commit ends anywhere in a page of the file.
        return f"{about} " + "ä" * self._random.choice((0, 10, 300, 5000))

    def _put(self, record_id: str, version: int) -> None:
        text = self._text(f"version {version} of {record_id}")
        self._books.sent(record_id, self._dog_id, text)
        status, answer = self._client.request("PUT", note_path(self._dog_id, record_id), note(text))
        if status != (201 if version == 1 else 200) or answer["version"] != version:
            self.wrong.append(f"{status} {answer}")
        else:
            self._books.acknowledged(record_id, version)


class MixedWriter(Writer):
    """Does all that people do: notes, changes, deletions, what was written offline, imports, photos. Each of `pictures`
    is of another content."""

    def __init__(self, address, token: str, dog_id: str, books: Books, seed: int, pictures: list[bytes] = ()):
        self._pictures = pictures
        super().__init__(address, token, dog_id, books, seed)

    def _one_turn(self) -> None:
        record_id = self._new_id()
        self._put(record_id, 1)
        match self._random.randrange(12):
            case 0 | 1 | 2 if not self.wrong:
                self._put(record_id, 2)
            case 3 if not self.wrong:
                self._erase(record_id)
            case 4 | 5:
                self._sync(5)
            case 6:
                self._import(30)
            case 7 if self._pictures:
                self._upload(self._random.choice(self._pictures))

    def _erase(self, record_id: str) -> None:
        self._books.sent(record_id, self._dog_id, None)
        status, answer = self._client.request("DELETE", note_path(self._dog_id, record_id))
        if status != 200:
            self.wrong.append(f"{status} {answer}")
        else:
            self._books.acknowledged(record_id, 2)

    def _sync(self, size: int) -> None:
        """What a device brings that was offline: each record by itself."""
        writes = []
        for _ in range(size):
            record_id = self._new_id()
            text = self._text(f"version 1 of {record_id}")
            self._books.sent(record_id, self._dog_id, text)
            writes.append({"dogId": self._dog_id, "record": {"id": record_id, **note(text)}})
        status, answer = self._client.request("POST", "/v1/sync", {"writes": writes})
        if status != 200:
            self.wrong.append(f"{status} {answer}")
            return
        for result in answer["results"]:
            if result["status"] == "applied":
                self._books.acknowledged(result["id"], 1)
            else:
                problem = result.get("problem", {})
                self.wrong.append(f"{problem.get('status')} {result['status']} {problem}")

    def _import(self, size: int) -> None:
        word = self._new_id()
        rows = [f"2026-11-20T10:00:00Z,{word} {self._text(str(i))}" for i in range(size)]
        body = {"type": "note", "csv": "occurredAt,text\n" + "\n".join(rows) + "\n", "dryRun": False}
        self._books.sent_import(word, size)
        status, answer = self._client.request("POST", f"/v1/dogs/{self._dog_id}/import", body)
        if status == 429:  # Other writers of the same account import at the moment.
            return
        if status != 200 or answer["created"] != size:
            self.wrong.append(f"{status} {answer}")
        else:
            self._books.acknowledged_import(word)

    def _upload(self, content: bytes) -> None:
        status, begun = self._client.request("POST", f"/v1/dogs/{self._dog_id}/uploads", {"length": len(content)})
        if status != 201:
            self.wrong.append(f"{status} {begun}")
            return
        self._books.sent_upload(begun["id"], self._dog_id, content)
        status, answer = self._client.send(
            "PATCH", f"/v1/dogs/{self._dog_id}/uploads/{begun['id']}", content, upload_headers(content)
        )
        if status != 204:
            self.wrong.append(f"{status} {answer}")
        else:
            self._books.acknowledged_upload(begun["id"])


def upload_headers(content: bytes, offset: int = 0) -> dict[str, str]:
    """Of a PATCH that brings `content` (tus 1.0)."""
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Upload-Checksum": "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode(),
        "Content-Type": "application/offset+octet-stream",
    }


def note(text: str) -> dict:
    return {"type": "note", "occurredAt": WHEN, "text": text}


def note_path(dog_id: str, record_id: str) -> str:
    return f"/v1/dogs/{dog_id}/records/{record_id}"
