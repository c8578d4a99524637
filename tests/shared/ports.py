"""Ports on loopback, for servers that cannot choose their own."""

import socket
import subprocess
import time

from registry import PATIENCE


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def wait_until_served(address: tuple[str, int], process: subprocess.Popen) -> None:
    """Returns when something listens there. Raises ConnectionError when the process has ended, or after PATIENCE."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(address, PATIENCE).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise ConnectionError(f"nothing listens on {address}") from None
