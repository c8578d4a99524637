"""HTTP to the app inside a booted root: the client of tests/shared in the root's own network."""

import ctypes
import http.client
import os
import pathlib
import socket
import ssl
import threading

from registry import PATIENCE, Client

from root import Root

HOST = "dogs.test"
_NETWORK = 0x40000000  # CLONE_NEWNET


def connect(root: Root, port: int) -> socket.socket:
    """A connection to 127.0.0.1 inside. A thread enters the namespace, and the socket stays in it."""
    made: list[socket.socket | OSError] = []

    def work() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        try:
            with open(f"/proc/{root.leader}/ns/net", encoding="ascii") as namespace:
                if libc.setns(namespace.fileno(), _NETWORK):
                    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            made.append(socket.create_connection(("127.0.0.1", port), PATIENCE))
        except OSError as problem:
            made.append(problem)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    return made[0]


class _Connection(http.client.HTTPConnection):
    def __init__(self, root: Root, port: int, certificate: pathlib.Path | None):
        super().__init__(HOST, timeout=PATIENCE)
        self._root, self._number, self._certificate = root, port, certificate

    def connect(self) -> None:
        self.sock = connect(self._root, self._number)
        if self._certificate:
            context = ssl.create_default_context(cafile=str(self._certificate))
            self.sock = context.wrap_socket(self.sock, server_hostname=HOST)


class WebClient(Client):
    """With a certificate over TLS, which must be the one that the server has."""

    def __init__(self, root: Root, token: str = "", port: int = 443, certificate: pathlib.Path | None = None):
        super().__init__((HOST, port), token)
        self._connection = _Connection(root, port, certificate)
