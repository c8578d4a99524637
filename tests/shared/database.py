"""Looks into a database that no server has open: is each dog's log whole, and do the records agree with it?"""

import contextlib
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from registry import PROGRAM


def check(folder: pathlib.Path) -> dict[str, int]:
    """The last sequence number of each dog. Works on a copy, so that what the crash left is repaired by the next server
    and not by us. Raises AssertionError."""
    with tempfile.TemporaryDirectory() as copy:
        for file in folder.glob("doggy.sqlite*"):
            shutil.copy(file, copy)
        with contextlib.closing(sqlite3.connect(pathlib.Path(copy, "doggy.sqlite"))) as database:
            broken = database.execute("PRAGMA integrity_check").fetchone()[0]
            assert broken == "ok", broken
            done = run_check(pathlib.Path(copy))
            assert done.returncode == 0, done.stdout + done.stderr
            heads = database.execute("SELECT pk, version, body FROM items WHERE sk = 'HEAD'").fetchall()
            return {pk.removeprefix("DOG#"): check_dog(database, pk, seq, json.loads(body)) for pk, seq, body in heads}


def run_check(folder: pathlib.Path) -> subprocess.CompletedProcess:
    """What the program itself says of a folder that no server has."""
    return subprocess.run([PROGRAM, "check", "--data", str(folder)], capture_output=True, text=True, check=False)


def check_dog(database: sqlite3.Connection, pk: str, last_seq: int, head: dict) -> int:
    entries = database.execute(
        "SELECT sk, CAST(body AS BLOB) FROM items WHERE pk = ? AND sk >= 'LOG#' AND sk < 'LOG$' ORDER BY sk", (pk,)
    ).fetchall()
    assert len(entries) == last_seq, f"{pk} is at {last_seq} and has {len(entries)} log entries"
    newest = {}
    previous = ""
    for seq, (sk, body) in enumerate(entries, 1):
        entry = json.loads(body)
        assert sk == f"LOG#{seq:012}" and entry["seq"] == seq, f"{pk}: {sk} stands where entry {seq} belongs"
        assert entry["prev"] == previous, f"{pk}: the chain breaks at {seq}"
        previous = hashlib.sha256(body).hexdigest()
        if "record" in entry:
            newest[entry["record"]["id"]] = entry["record"]
    assert head == {"seq": last_seq, "hash": previous}, f"{pk}: the head is not the last entry"

    records = database.execute("SELECT body FROM items WHERE pk = ? AND sk >= 'REC#' AND sk < 'REC$'", (pk,)).fetchall()
    stored = {record["id"]: record for record in (json.loads(body) for (body,) in records)}
    assert stored == newest, f"{pk}: the records are not what their log says"
    return last_seq
