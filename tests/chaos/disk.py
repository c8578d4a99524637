"""Scenarios in which the disk takes no more writes: full, read-only, aborted by the kernel. They mount file
systems, in a mount namespace of their own: chaos.py starts this file by unshare(1).

    disk.py SCENARIO FOLDER

The last line is the row as JSON. Ends when its standard input does, and its mounts with it.
"""

import array
import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable

from crash import Scene, outcome
from registry import PATIENCE, Client, Registry
from report import Row
from writers import note, note_path

# linux/fs.h
GET_FLAGS, SET_FLAGS, IMMUTABLE = 0x80086601, 0x40086602, 0x10
READY_WITHIN = 10  # Seconds until /readyz says what is so.
TMPFS_MIB, IMAGE_MIB = 96, 256


def run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)


def unshare_command(scenario: str, folder: pathlib.Path) -> list[str]:
    """A tmpfs needs no rights outside of a user namespace; a loop device does."""
    spaces = ["--map-root-user", "--mount"] if scenario == "full" else ["--mount"]
    return ["unshare", *spaces, "--propagation", "private", sys.executable, __file__, scenario, str(folder)]


def why_not(scenario: str) -> str:
    """Why it is not possible here; empty when it is."""
    if shutil.which("unshare") is None:
        return "there is no unshare(1)"
    if scenario != "full" and (os.geteuid() != 0 or shutil.which("mkfs.ext4") is None):
        return "an ext4 in a file needs root and mkfs.ext4"
    return ""


def play(scenario: str, folder: pathlib.Path) -> Row:
    """By a child; a child that cannot mount is a scenario that is not possible here."""
    reason = why_not(scenario)
    name, done = NAMES[scenario]
    if not reason:
        child = subprocess.Popen(
            unshare_command(scenario, folder),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            said = child.stdout.read()
            child.wait(PATIENCE)
        finally:
            child.stdin.close()  # It ends by that, if it has not.
            child.wait(PATIENCE)
            child.stdout.close()
        lines = said.splitlines() or [""]
        if lines[-1].startswith("{"):
            row = Row(**json.loads(lines[-1]))
            print("\n".join(lines[:-1]), flush=True)
            return row
        if "not possible: " not in said and not said.startswith("unshare: "):
            return outcome(Row(name, done), [said])
        reason = lines[-1].removeprefix("not possible: ")
    return Row(name, done, verdict="skipped", why=f"not possible here: {reason}")


class Broken:
    """One server, its writers, and what everybody sees while the disk takes nothing."""

    def __init__(self, folder: pathlib.Path):
        self.wrong: list[str] = []
        self.scene = Scene(folder)
        self.registry = Registry(self.scene.folder)
        try:
            self.scene.prepare(self.registry)
        except BaseException:
            self.registry.close()
            raise

    def expect(self, right: bool, what: str) -> None:
        if not right:
            self.wrong.append(what)

    def ready(self) -> int:
        with contextlib.closing(Client(self.registry.address)) as client:
            return client.send("GET", "/readyz", None, {})[0]

    def wait_until_ready_is(self, status: int, meanwhile: Callable[[], object] = lambda: None) -> None:
        until = time.monotonic() + READY_WITHIN
        while (now := self.ready()) != status and time.monotonic() < until:
            meanwhile()
            time.sleep(0.1)  # It is asked as a load balancer asks.
        self.expect(now == status, f"/readyz stays at {now} instead of {status}")

    def write(self, count: int) -> None:
        self.scene.start_writers(self.registry)
        self.scene.books.wait_for(count)

    def write_note(self, client: Client, dog_id: str) -> tuple[int, object]:
        record_id, text = str(uuid.uuid4()), "ä" * 9000
        self.scene.books.sent(record_id, dog_id, text)
        status, answer = client.request("PUT", note_path(dog_id, record_id), note(text))
        if status == 201:
            self.scene.books.acknowledged(record_id, 1)
        return status, answer

    def assert_refuses(self) -> None:
        """The writers are at work, and each meets a refusal; who reads does not."""
        for said in self.scene.join():  # Each ends at its first refusal.
            self.expect(re.match("50[37] ", said) is not None, f"a write is refused by {said[:200]}")
            self.expect("detail" in said, f"a refusal does not say why: {said}")
        dog_id = self.scene.dogs[0]
        with contextlib.closing(Client(self.registry.address, self.scene.token)) as client:
            # What fits into the log that is there already may still be taken, until that is used up.
            for _ in range(1000):
                status, answer = self.write_note(client, dog_id)
                if status != 201:
                    break
            self.expect(status in (503, 507), f"a write is answered with {status} {str(answer)[:200]}")
            self.expect(status == 507 or int(client.headers.get("Retry-After", 0)) > 0, "a 503 without Retry-After")
            self.expect(client.request("GET", f"/v1/dogs/{dog_id}/records")[0] == 200, "reading does not go on")
            self.expect(client.request("GET", "/v1/me")[0] == 200, "nobody is signed in any more")
            # The smallest commit, which readiness tries, fits for longer than a note. People go on writing.
            self.wait_until_ready_is(503, lambda: self.write_note(client, dog_id))
        self.assert_nothing_lost()

    def assert_nothing_lost(self) -> None:
        wrong = self.scene.books.problems(self.scene.all_anew(self.registry))
        self.expect(not wrong, str(wrong)[:300])

    def assert_recovers(self) -> None:
        """By itself, once the disk takes writes again."""
        self.wait_until_ready_is(200)
        self.write(50)
        self.registry.kill()
        wrong = self.scene.join()
        self.expect(not wrong, str(wrong)[:300])
        self.registry = Registry(self.scene.folder)
        self.scene.assert_takes_a_write(self.registry)

    def finish(self) -> list[str]:
        return self.wrong + self.scene.final_problems(self.registry)

    def close(self) -> None:
        self.registry.close()
        self.scene.books.close()


def full(folder: pathlib.Path) -> list[str]:
    data = folder / "data"
    mount(["-t", "tmpfs", "-o", f"size={TMPFS_MIB}m", "tmpfs"], data)
    with contextlib.closing(Broken(folder)) as disk:
        disk.write(60)
        with open(data / "filler", "wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(b"x" * 4096)
        disk.assert_refuses()
        (data / "filler").unlink()
        disk.assert_recovers()
        return disk.finish()


def read_only(folder: pathlib.Path) -> list[str]:
    data = mounted_image(folder)
    with contextlib.closing(Broken(folder)) as disk:
        disk.write(60)
        set_immutable(data, True)
        try:
            disk.assert_refuses()
        finally:
            set_immutable(data, False)
        disk.assert_recovers()
        return disk.finish()


def aborted(folder: pathlib.Path) -> list[str]:
    data = mounted_image(folder)
    with contextlib.closing(Broken(folder)) as disk:
        disk.write(60)
        # No write is in flight when it happens. An acknowledged write was lost once when one was; whether the kernel or
        # the server is to blame is not known.
        for writer in disk.scene.writers:
            writer.stop()
        disk.expect(not disk.scene.join(), "a write is refused before anything happened")
        run("mount", "-o", "remount,abort", data)
        disk.scene.start_writers(disk.registry)
        disk.assert_refuses()
        disk.registry.terminate()
        # It takes no writes until it is mounted again.
        run("umount", data)
        mount(["-o", "loop", folder / "image"], data)
        disk.registry = Registry(disk.scene.folder)
        disk.assert_nothing_lost()
        disk.assert_recovers()
        return disk.finish()


SCENARIOS = {"full": full, "read-only": read_only, "aborted": aborted}
NAMES = {
    "full": ("disk full", f"a tmpfs of {TMPFS_MIB} MiB filled up under load, and emptied"),
    "read-only": ("disk read-only", "the files of an ext4 made immutable under load, and back"),
    "aborted": ("disk aborted", "an ext4 aborted by the kernel (EROFS), mounted again, server restarted"),
}


def mounted_image(folder: pathlib.Path) -> pathlib.Path:
    """An ext4 in a file, mounted as the data folder."""
    image, data = folder / "image", folder / "data"
    with open(image, "wb") as file:
        file.truncate(IMAGE_MIB << 20)
    run("mkfs.ext4", "-q", "-m", "0", image)
    mount(["-o", "loop", image], data)
    return data


def mount(words: list[object], where: pathlib.Path) -> None:
    where.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *map(str, words), str(where)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"not possible: {done.stderr.strip()}", flush=True)
        sys.exit(3)


def set_immutable(folder: pathlib.Path, on: bool) -> None:
    """Of everything but the WAL's index, which is shared memory and no data: a write to it would be a signal."""
    for path in (*folder.rglob("*"), folder):
        if path.name.endswith("-shm") or path.name == "lost+found":
            continue
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # One that the server was just writing.
            continue
        try:
            flags = array.array("I", [0])
            fcntl.ioctl(descriptor, GET_FLAGS, flags)
            flags[0] = flags[0] | IMMUTABLE if on else flags[0] & ~IMMUTABLE
            fcntl.ioctl(descriptor, SET_FLAGS, flags)
        finally:
            os.close(descriptor)


def main(scenario: str, folder: pathlib.Path) -> None:
    def end_with_parent() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), 15)

    threading.Thread(target=end_with_parent, daemon=True).start()
    row = Row(*NAMES[scenario])
    try:
        outcome(row, SCENARIOS[scenario](folder))
    except (AssertionError, OSError, subprocess.CalledProcessError, RuntimeError) as error:
        outcome(row, [f"{type(error).__name__}: {error}"])
    print(json.dumps(dataclasses.asdict(row)), flush=True)


if __name__ == "__main__":
    import ending

    ending.end_by_signal()
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
