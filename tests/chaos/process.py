"""Scenarios in which the process is at its limits: no descriptors, a clock that jumps."""

import contextlib
import pathlib
import resource
import shutil
import socket
import struct
import subprocess
import time
import uuid

from crash import Scene, outcome
from form import Form
from household import picture
from live import Live
from registry import PATIENCE, Client, Registry
from report import Row
from stage import Process
from writers import Writer, note, note_path, upload_headers

DAY = 24 * 60 * 60
JUMPS = {"a day on": DAY, "right": 0, "a day back": -DAY, "right again": 0}


def no_descriptors(form: Form, folder: pathlib.Path) -> list[Row]:
    """No new connection and no new file: who is connected goes on, and later everybody."""
    scene = Scene(folder)
    wrong: list[str] = []
    registry = Registry(scene.folder)
    waiting: list[socket.socket] = []
    try:
        scene.prepare(registry)
        before = resource.prlimit(registry.process.pid, resource.RLIMIT_NOFILE)
        with contextlib.closing(Client(registry.address, scene.token)) as client:
            client.expect(200, "GET", "/v1/me")
            scene.writers = [
                Writer(registry.address, scene.token, dog_id, scene.books, number)
                for number, dog_id in enumerate(scene.dogs)
            ]
            scene.books.wait_for(20)
            few = Process(registry.process.pid).open_files()
            resource.prlimit(registry.process.pid, resource.RLIMIT_NOFILE, (few, before[1]))
            for _ in range(50):
                waiting.append(socket.create_connection(registry.address, PATIENCE))
            scene.books.wait_for(100)
            client.expect(200, "GET", f"/v1/dogs/{scene.dogs[0]}/records")
            status = upload(client, scene)
            if status != 503:
                wrong.append(f"an upload without descriptors is answered with {status} instead of 503")
        resource.prlimit(registry.process.pid, resource.RLIMIT_NOFILE, before)
        # Those that waited are served now, and new ones.
        for one in waiting:
            one.settimeout(PATIENCE)
            with contextlib.suppress(ConnectionError):
                one.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                said = one.recv(100)
                if said and not said.startswith(b"HTTP/1.1 200 "):
                    wrong.append(f"a connection that waited is answered with {said!r}")
        with contextlib.closing(Client(registry.address, scene.token)) as client:
            if (status := upload(client, scene)) != 204:
                wrong.append(f"an upload afterwards is answered with {status}")
        scene.books.wait_for(20)
        status = registry.terminate()
        if status != 0:
            wrong.append(f"it ended with status {status}")
        wrong += [said for said in scene.join() if not said.startswith("503")]
        registry = Registry(scene.folder)
        wrong += scene.final_problems(registry)
    finally:
        for one in waiting:
            one.close()
        registry.close()
        scene.books.close()
    return [outcome(Row("no descriptors", "RLIMIT_NOFILE lowered to what is open, under load, and back"), wrong)]


def upload(client: Client, scene: Scene) -> int:
    """The status of the last call that it takes."""
    content = picture()
    uploads = f"/v1/dogs/{scene.dogs[0]}/uploads"
    status, begun = client.request("POST", uploads, {"length": len(content)})
    if status != 201:
        return status
    scene.books.sent_upload(begun["id"], scene.dogs[0], content)
    status, _ = client.send("PATCH", f"{uploads}/{begun['id']}", content, upload_headers(content))
    if status == 204:
        scene.books.acknowledged_upload(begun["id"])
    return status


def clock_jumps(form: Form, folder: pathlib.Path) -> list[Row]:
    """A day on, a day back, and right again: sessions, mails, order and live connections survive it."""
    row = Row("clock jumps", f"the server's clock set {', '.join(JUMPS)}, under load")
    compiler = shutil.which("clang-19") or shutil.which("cc")
    if compiler is None:
        row.verdict, row.why = "skipped", "not possible here: there is no C compiler"
        return [row]
    library, clock = folder / "clock.so", folder / "clock"
    source = pathlib.Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    clock.write_bytes(bytes(8))
    variables = {"LD_PRELOAD": str(library), "DOGGY_CHAOS_CLOCK": str(clock)}
    scene = Scene(folder)
    wrong: list[str] = []
    registry = Registry(scene.folder, variables=variables)
    try:
        scene.prepare(registry)
        outbox = scene.folder / "outbox"
        tokens = [scene.token]
        with (
            contextlib.closing(Client(registry.address, scene.token)) as client,
            contextlib.closing(Live(registry.address, scene.token)) as live,
        ):
            scene.start_writers(registry, 2)
            seq, ids = 0, set()
            for jump, seconds in JUMPS.items():
                # Eight bytes of the same page, so that nobody reads half of it.
                with open(clock, "r+b") as file:
                    file.write(struct.pack("q", seconds))
                scene.books.wait_for(30)
                for token in tokens:
                    with contextlib.closing(Client(registry.address, token)) as other:
                        if other.request("GET", "/v1/me")[0] != 200:
                            wrong.append(f"{jump}: a session does not count any more")
                tokens.append(sign_in_again(registry))
                for _ in range(3):
                    ids.add(record_id := str(uuid.uuid4()))
                    scene.books.sent(record_id, scene.dogs[0], jump)
                    answer = client.expect(201, "PUT", note_path(scene.dogs[0], record_id), note(jump))
                    scene.books.acknowledged(record_id, 1)
                    if answer["seq"] <= seq:
                        wrong.append(f"{jump}: number {answer['seq']} comes after {seq}")
                    seq = answer["seq"]
                while live.next().get("dogId") != scene.dogs[0]:
                    pass  # It is told, or the call ends by its own time.
                mails = len(list(outbox.glob("*")))
                client.expect(204, "POST", "/v1/password-resets", {"email": "trainer@example.org"})
                if not eventually(lambda before=mails: len(list(outbox.glob("*"))) > before):
                    wrong.append(f"{jump}: a mail is not sent")
        status = registry.terminate()
        if status != 0:
            wrong.append(f"it ended with status {status}")
        # An upload in two requests expires when a day passes between them.
        wrong += [said for said in scene.join() if not said.startswith(("503", "410"))]
        registry = Registry(scene.folder)
        for token in tokens:
            with contextlib.closing(Client(registry.address, token)) as client:
                client.expect(200, "GET", "/v1/me")
        scene.assert_takes_a_write(registry)
        wrong += scene.final_problems(registry)
    finally:
        registry.close()
        scene.books.close()
    return [outcome(row, wrong)]


def sign_in_again(registry: Registry) -> str:
    with contextlib.closing(Client(registry.address)) as client:
        account = {"email": "trainer@example.org", "password": "a long password"}
        return client.expect(201, "POST", "/v1/sessions", account)["token"]


def eventually(condition) -> bool:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
