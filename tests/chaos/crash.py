"""Scenarios in which the server ends: killed while it writes, asked to end while it is busy."""

import contextlib
import os
import pathlib
import random
import secrets
import time
import uuid

import database
from books import Books, journal_problems
from form import Form
from household import picture
from registry import PATIENCE, Client, Registry, sign_in
from report import Row
from writers import MixedWriter, note, note_path, upload_headers

# A failed run is repeated, as far as threads allow, with the seed that it printed.
SEED = int(os.environ.get("CHAOS_SEED", secrets.randbits(32)))
WRITERS = 5
# Seconds for a busy server to end: 20 for requests under way, 10 for jobs, and some for the machine.
ENDS_WITHIN = 35


class Scene:
    """An account with two dogs, and what a device knows of them that syncs after every restart."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder / "data"
        self.journal = folder / "journal"
        self.books = Books(self.journal)
        self.random = random.Random(SEED)
        self.writers: list[MixedWriter] = []
        self._found: dict[str, dict] = {}
        self._cursor: dict[str, str] = {}

    def prepare(self, registry: Registry) -> None:
        self.token = sign_in(registry.address)
        with contextlib.closing(Client(registry.address, self.token)) as client:
            dogs = [{"name": name, "role": "trainer"} for name in ("Balu", "Fee")]
            self.dogs = [client.expect(201, "POST", "/v1/dogs", dog)["id"] for dog in dogs]

    def start_writers(self, registry: Registry, count: int = WRITERS) -> None:
        self.writers = [
            MixedWriter(
                registry.address, self.token, self.dogs[i % 2], self.books, self.random.getrandbits(32), [picture()]
            )
            for i in range(count)
        ]

    def join(self) -> list[str]:
        """What the writers saw that no write should get."""
        for writer in self.writers:
            writer.join(PATIENCE)
            if writer.is_alive():
                raise AssertionError("a writer hangs")
        return [wrong for writer in self.writers for wrong in writer.wrong]

    def what_is_new(self, registry: Registry) -> dict[str, dict]:
        """All records, by a device that asks for what it does not have yet."""
        self._cursor = pull(registry, self.token, self._cursor, self._found)
        return self._found

    def all_anew(self, registry: Registry) -> dict[str, dict]:
        found: dict[str, dict] = {}
        pull(registry, self.token, {}, found)
        return found

    def resume_uploads(self, registry: Registry) -> list[str]:
        """As the page does after a broken connection: one that is whole, or not there any more, was complete."""
        wrong = []
        with contextlib.closing(Client(registry.address, self.token)) as client:
            for upload_id, upload in self.books.unfinished_uploads().items():
                path = f"/v1/dogs/{upload.dog_id}/uploads/{upload_id}"
                status, _ = client.send("HEAD", path, None, {"Tus-Resumable": "1.0.0"})
                offset = int(client.headers["Upload-Offset"]) if status == 200 else len(upload.content)
                if rest := upload.content[offset:]:
                    status, text = client.send("PATCH", path, rest, upload_headers(rest, offset))
                    if status != 204:
                        wrong.append(f"an upload resumed at {offset} is answered with {status} {text!r}")
                        continue
                self.books.acknowledged_upload(upload_id)
        return wrong

    def assert_takes_a_write(self, registry: Registry) -> None:
        with contextlib.closing(Client(registry.address, self.token)) as client:
            record_id = str(uuid.uuid4())
            self.books.sent(record_id, self.dogs[0], "afterwards")
            client.expect(201, "PUT", note_path(self.dogs[0], record_id), note("afterwards"))
            self.books.acknowledged(record_id, 1)

    def final_problems(self, registry: Registry) -> list[str]:
        """By a new device, by the journal, by the photos themselves, and by `check` after the server has ended."""
        found = self.all_anew(registry)
        wrong = self.books.problems(found) + journal_problems(self.journal, found)
        alive = {key: record for key, record in self.what_is_new(registry).items() if not record.get("deleted")}
        if alive != {key: record for key, record in found.items() if not record.get("deleted")}:
            wrong.append("a device that synced after every restart has other records than a new one")
        with contextlib.closing(Client(registry.address, self.token)) as client:
            for upload_id, upload in self.books.uploads.items():
                path = f"/v1/dogs/{upload.dog_id}/media/{upload_id}"
                if upload_id in found and client.send("GET", path, None, {})[0] != 200:
                    wrong.append(f"the bytes of upload {upload_id} are lost")
        status = registry.terminate()
        if status != 0:
            wrong.append(f"it ended with status {status}")
        done = database.run_check(self.folder)
        if done.returncode != 0:
            wrong.append(f"check: {done.stdout}{done.stderr}")
        return wrong


def pull(registry: Registry, token: str, cursor: dict[str, str], found: dict[str, dict]) -> dict[str, str]:
    """Brings `found` up to date and returns the new cursor."""
    with contextlib.closing(Client(registry.address, token)) as client:
        while True:
            answer = client.expect(200, "POST", "/v1/sync", cursor)
            for change in answer["changes"]:
                if "record" in change:
                    found[change["record"]["id"]] = change["record"]
                elif "id" in change:
                    found.pop(change["id"], None)
            cursor = {"cursor": answer["cursor"]}
            if not answer["more"]:
                return cursor


def outcome(row: Row, wrong: list[str]) -> Row:
    if wrong:
        row.verdict = "failed"
        more = [f"and {len(wrong) - 5} more"] if len(wrong) > 5 else []
        row.why = "; ".join([*(said[:300] for said in wrong[:5]), *more])
    return row


def kill(form: Form, folder: pathlib.Path) -> list[Row]:
    """kill -9 under mixed load, again and again, on one data folder."""
    scene = Scene(folder)
    wrong: list[str] = []
    until = time.monotonic() + form.kill_seconds
    kills = 0
    registry = Registry(scene.folder)
    try:
        scene.prepare(registry)
        while kills < form.kills and time.monotonic() < until and not wrong:
            scene.start_writers(registry)
            scene.books.wait_for(scene.random.randint(1, 80))
            registry.kill()
            kills += 1
            wrong += scene.join()
            registry = Registry(scene.folder)
            wrong += scene.resume_uploads(registry)
            wrong += scene.books.problems(scene.what_is_new(registry))
        scene.assert_takes_a_write(registry)
        wrong += scene.final_problems(registry)
    finally:
        registry.close()
        scene.books.close()
    count = f"{kills} of {form.kills} kills" if kills < form.kills else f"{kills} kills"
    said = f"{count} (-9) under mixed load, {scene.books.acknowledgments} acknowledged writes looked for"
    return [outcome(Row("kill -9", said), wrong)]


def shutdown(form: Form, folder: pathlib.Path) -> list[Row]:
    """SIGTERM under mixed load: status 0, in time, and every answered write is there."""
    scene = Scene(folder)
    wrong: list[str] = []
    longest = 0.0
    registry = Registry(scene.folder)
    try:
        scene.prepare(registry)
        for _ in range(form.shutdowns):
            scene.start_writers(registry)
            scene.books.wait_for(scene.random.randint(20, 100))
            began = time.monotonic()
            status = registry.terminate()
            took = time.monotonic() - began
            longest = max(longest, took)
            if status != 0:
                wrong.append(f"it ended with status {status}")
            if took > ENDS_WITHIN:
                wrong.append(f"it took {took:.0f} s to end")
            # A writer is told 503 when it asks while the server leaves.
            wrong += [said for said in scene.join() if not said.startswith("503")]
            registry = Registry(scene.folder)
            wrong += scene.books.problems(scene.what_is_new(registry))
        scene.assert_takes_a_write(registry)
        wrong += scene.final_problems(registry)
    finally:
        registry.close()
        scene.books.close()
    said = f"{form.shutdowns} times SIGTERM under mixed load; {longest:.1f} s at most to end"
    return [outcome(Row("shutdown", said), wrong)]
