"""The books of a test that breaks a server: what was sent, and what the server said it has."""

import dataclasses
import hashlib
import json
import os
import pathlib
import threading

from registry import PATIENCE


@dataclasses.dataclass
class Written:
    """What is known of one record: the texts it may have, of which the acknowledged one or a later is on disk."""

    dog_id: str
    texts: list[str | None]  # That of version 1, of version 2, …; None is a deletion.
    acknowledged: int = 0  # The highest version that the server answered for.


@dataclasses.dataclass
class Group:
    """Records that are written together: all of them, or none."""

    size: int
    acknowledged: bool = False


@dataclasses.dataclass
class Upload:
    dog_id: str
    content: bytes
    acknowledged: bool = False


class Books:
    """Everything ever sent. Thread-safe. With `journal`, each acknowledgment is on the disk before it counts, in a file
    that the server knows nothing of."""

    def __init__(self, journal: pathlib.Path | None = None):
        self.records: dict[str, Written] = {}
        self.imports: dict[str, Group] = {}  # By the word that begins each of their texts.
        self.uploads: dict[str, Upload] = {}
        self._journal = None if journal is None else open(journal, "ab", buffering=0)
        self._acknowledgments = 0
        self._changed = threading.Condition()

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def sent(self, record_id: str, dog_id: str, text: str | None) -> None:
        with self._changed:
            if text is None and self._journal is not None:
                self._write({"deleting": record_id})
            self.records.setdefault(record_id, Written(dog_id, [])).texts.append(text)

    def acknowledged(self, record_id: str, version: int) -> None:
        with self._changed:
            record = self.records[record_id]
            self._write({"record": record_id, "version": version, "text": digest(record.texts[version - 1])})
            record.acknowledged = version
            self._count()

    def sent_import(self, word: str, size: int) -> None:
        with self._changed:
            self.imports[word] = Group(size)

    def acknowledged_import(self, word: str) -> None:
        with self._changed:
            self._write({"import": word, "size": self.imports[word].size})
            self.imports[word].acknowledged = True
            self._count()

    def sent_upload(self, upload_id: str, dog_id: str, content: bytes) -> None:
        with self._changed:
            self.uploads[upload_id] = Upload(dog_id, content)

    def acknowledged_upload(self, upload_id: str) -> None:
        with self._changed:
            self._write({"upload": upload_id})
            self.uploads[upload_id].acknowledged = True
            self._count()

    def _write(self, line: dict) -> None:
        if self._journal is not None:
            self._journal.write(json.dumps(line).encode() + b"\n")
            os.fdatasync(self._journal.fileno())

    def _count(self) -> None:
        self._acknowledgments += 1
        self._changed.notify_all()

    @property
    def acknowledgments(self) -> int:
        with self._changed:
            return self._acknowledgments

    def wait_for(self, more: int) -> None:
        """Returns after so many more acknowledgments."""
        with self._changed:
            goal = self._acknowledgments + more
            if not self._changed.wait_for(lambda: self._acknowledgments >= goal, PATIENCE):
                raise AssertionError("the server acknowledges no more writes")

    def unanswered(self) -> list[str]:
        return [record_id for record_id, one in self.records.items() if one.acknowledged < len(one.texts)]

    def unfinished_uploads(self) -> dict[str, Upload]:
        return {upload_id: one for upload_id, one in self.uploads.items() if not one.acknowledged}

    def problems(self, found: dict[str, dict]) -> list[str]:
        """What is wrong with these records, which are all that a new device gets: each acknowledged version, or a later
        one, is there with its text; nothing is there that nobody sent; an import is whole or not there."""
        wrong: list[str] = []
        for record_id, sent in self.records.items():
            wrong += _problems_of(record_id, sent, found.get(record_id))
        counts = dict.fromkeys(self.imports, 0)
        for record_id in found.keys() - self.records.keys():
            word = str(found[record_id].get("text", "")).split(" ", 1)[0]
            if word in counts:
                counts[word] += 1
            elif found[record_id]["type"] != "attachment" or record_id not in self.uploads:
                wrong.append(f"{record_id} is there and nobody sent it: {found[record_id]}")
        for word, group in self.imports.items():
            if counts[word] != group.size and (counts[word] != 0 or group.acknowledged):
                wrong.append(f"of import {word}, {counts[word]} of {group.size} records are there")
        for upload_id, upload in self.uploads.items():
            if upload.acknowledged and upload_id not in found:
                wrong.append(f"upload {upload_id} was acknowledged and is lost")
        return wrong


def _problems_of(record_id: str, sent: Written, record: dict | None) -> list[str]:
    if record is None or record.get("deleted"):
        if sent.acknowledged and None not in sent.texts[sent.acknowledged - 1 :]:
            return [f"{record_id} was acknowledged and is lost"]
        return []
    version = record["version"]
    if version < sent.acknowledged:
        return [f"a change of {record_id} is lost: it is at {version} instead of {sent.acknowledged}"]
    if version > len(sent.texts) or record["text"] != sent.texts[version - 1] or record["dogId"] != sent.dog_id:
        return [f"{record_id} is not as it was sent: {record}"]
    return []


def journal_problems(journal: pathlib.Path, found: dict[str, dict]) -> list[str]:
    """The same by the journal alone, for records that nobody changes any more. A last line that is cut off was not yet
    counted."""
    wrong, counts, versions, deleting = [], {}, {}, set()
    for record in found.values():
        word = str(record.get("text", "")).split(" ", 1)[0]
        counts[word] = counts.get(word, 0) + 1
    lines = journal.read_bytes().split(b"\n")[:-1]
    for line in map(json.loads, lines):
        if "record" in line:
            versions[line["record"]] = line
        elif "deleting" in line:
            deleting.add(line["deleting"])
        elif "import" in line and counts.get(line["import"], 0) != line["size"]:
            wrong.append(f"import {line['import']} of the journal is not whole")
        elif "upload" in line and line["upload"] not in found:
            wrong.append(f"upload {line['upload']} of the journal is lost")
    for record_id, line in versions.items():
        record = found.get(record_id)
        gone = record is None or record.get("deleted")
        if gone and record_id in deleting:
            continue
        # A later version that got no answer may be there too.
        if (
            gone
            or record["version"] < line["version"]
            or (record["version"] == line["version"] and digest(record["text"]) != line["text"])
        ):
            wrong.append(f"{record_id} of the journal is lost")
    return wrong


def digest(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()
