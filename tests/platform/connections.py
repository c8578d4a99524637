"""Connections opened inside the networks of other processes, thousands at a time.

A socket stays in the network in which it was created. So a thread of this process enters the network of a pod, creates
sockets there and leaves it again, and then waits for the sockets of all pods together. The pods need no program for it.
"""

import collections
import contextlib
import ctypes
import dataclasses
import errno
import pathlib
import resource
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

OPEN, REFUSED, SILENT = "open", "refused", "silent"

# Long enough for a second SYN, which the kernel sends after one second.
PATIENCE = 2.2
REPEAT_DATAGRAM = 1.0
# Sockets opened before the caller is asked again whether the network keeps up.
BURST, PAUSE = 50, 0.002
# Files that this process may open; the usual limit is made for programs that wait for files by select().
_most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
_FILES = 16384 if _most == resource.RLIM_INFINITY else min(16384, _most)
resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _most))
# Sockets open at the same time.
AT_ONCE = min(6000, _FILES // 2)

_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclasses.dataclass(frozen=True)
class Connection:
    process: int  # in whose network it is opened
    source: str  # the address to bind to, or empty
    address: str
    port: int
    question: str = ""  # a name: sends a DNS query in a datagram instead of opening a TCP connection
    answer: str = ""  # the address that the response must have, if any


@contextlib.contextmanager
def network_of(process: int) -> Iterator[None]:
    """Runs the body with this thread in the network of the process."""

    def enter(file) -> None:
        if _libc.setns(file.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    with open("/proc/thread-self/ns/net") as before, open(f"/proc/{process}/ns/net") as there:
        enter(there)
        try:
            yield
        finally:
            enter(before)


def listening_ports(process: int) -> set[int]:
    """TCP ports open in the network of the process, except those on the loopback only."""
    tables = [pathlib.Path(f"/proc/{process}/net/{name}") for name in ("tcp", "tcp6")]
    lines = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    listening, loopback = "0A", "0100007F:"
    return {
        int(local.rpartition(":")[2], 16)
        for _, local, _, state, *_ in lines
        if state == listening and not local.startswith(loopback)
    }


class Listeners:
    """Accepts and closes every connection, and returns every datagram, on the ports added."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()
        threading.Thread(target=self._serve, daemon=True).start()

    def add(self, process: int, address: str, port: int) -> None:
        with network_of(process):
            listener = socket.create_server((address, port), backlog=1024)
        self._register(listener, lambda: listener.accept()[0].close())

    def add_datagrams(self, process: int, address: str, port: int) -> None:
        with network_of(process):
            listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            listener.bind((address, port))
        self._register(listener, lambda: listener.sendto(*listener.recvfrom(512)))

    def _register(self, listener: socket.socket, serve: Callable[[], None]) -> None:
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ, serve)

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select(0.1):
                with contextlib.suppress(OSError):
                    key.data()


def query(name: str) -> bytes:
    """A DNS query for the IPv4 address of a name."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1)


class _Attempt:
    def __init__(self, connection: Connection):
        """Opens the connection in the network of the calling thread."""
        self._connection = connection
        self._datagram = bool(connection.question)
        self.outcome = ""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if self._datagram else socket.SOCK_STREAM)
        self.socket.setblocking(False)
        now = time.monotonic()
        self.deadline = now + PATIENCE
        self.repeat_at = now + REPEAT_DATAGRAM if self._datagram else self.deadline
        try:
            if connection.source:
                self.socket.bind((connection.source, 0))
            self._set_outcome(self.socket.connect_ex((connection.address, connection.port)))
            if self._datagram:
                self.socket.send(query(connection.question))
        except OSError as error:
            self._set_outcome(error.errno)

    @property
    def event(self) -> int:
        return selectors.EVENT_READ if self._datagram else selectors.EVENT_WRITE

    def repeat(self) -> None:
        self.repeat_at = self.deadline
        with contextlib.suppress(ConnectionRefusedError):  # handle_event() gets it, too
            self.socket.send(query(self._connection.question))

    def handle_event(self) -> None:
        if not self._datagram:
            self._set_outcome(self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            self.outcome = self.outcome or OPEN
            return
        try:
            response = self.socket.recv(512)
        except OSError as error:
            self._set_outcome(error.errno)
            return
        expected = self._connection.answer
        self.outcome = OPEN if not expected or response.endswith(socket.inet_aton(expected)) else "wrong answer"

    def _set_outcome(self, code: int) -> None:
        if code not in (0, errno.EINPROGRESS):
            self.outcome = REFUSED if code == errno.ECONNREFUSED else errno.errorcode.get(code, str(code))


def outcomes(connections: list[Connection], busy: Callable[[], bool]) -> list[str]:
    """Opens all connections and closes them again. An outcome is OPEN, REFUSED, SILENT or the name of an error. While
    `busy()`, no further connections are opened."""
    found = []
    for start in range(0, len(connections), AT_ONCE):
        found += _Batch(connections[start : start + AT_ONCE], busy).run()
    return found


class _Batch:
    def __init__(self, connections: list[Connection], busy: Callable[[], bool]):
        self._connections = connections
        self._busy = busy
        self._attempts: dict[int, _Attempt] = {}  # by the index of the connection
        self._pending: set[int] = set()

    def run(self) -> list[str]:
        with selectors.DefaultSelector() as self._selector:
            for process, indexes in self._bursts():
                with network_of(process):
                    opened = {index: _Attempt(self._connections[index]) for index in indexes}
                self._attempts |= opened
                for index, attempt in opened.items():
                    self._pending.add(index)
                    self._selector.register(attempt.socket, attempt.event, index)
                    self._close_if_done(index)
                self._wait(PAUSE)
                while self._busy():
                    self._wait(PAUSE)
            while self._pending:
                pending = [self._attempts[index] for index in self._pending]
                due = min(min(attempt.repeat_at, attempt.deadline) for attempt in pending)
                self._wait(max(0.0, due - time.monotonic()))
        return [self._attempts[index].outcome for index in range(len(self._connections))]

    def _bursts(self) -> Iterator[tuple[int, list[int]]]:
        """Sources take turns, so that the load spreads over the nodes."""
        waiting = collections.defaultdict(list)
        for index, connection in enumerate(self._connections):
            waiting[connection.process].append(index)
        while waiting:
            for process in list(waiting):
                yield process, waiting[process][:BURST]
                waiting[process] = waiting[process][BURST:]
                if not waiting[process]:
                    del waiting[process]

    def _wait(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            self._attempts[key.data].handle_event()
            self._close_if_done(key.data)
        now = time.monotonic()
        for index in list(self._pending):
            attempt = self._attempts[index]
            if now >= attempt.deadline:
                attempt.outcome = SILENT
                self._close_if_done(index)
            elif now >= attempt.repeat_at:
                attempt.repeat()

    def _close_if_done(self, index: int) -> None:
        if self._attempts[index].outcome:
            self._pending.discard(index)
            self._selector.unregister(self._attempts[index].socket)
            self._attempts[index].socket.close()
