"""Somebody connected to /v1/live: the client's side of a WebSocket, as far as a test needs it (RFC 6455)."""

import base64
import json
import os
import socket
import struct

from registry import PATIENCE


class Closed(Exception):
    """The server closed it with this code; 1006 when it said nothing."""

    def __init__(self, code: int):
        super().__init__(f"closed with {code}")
        self.code = code


class Live:
    def __init__(self, address: tuple[str, int], token: str):
        self._socket = socket.create_connection(address, PATIENCE)
        self._bytes = self._socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /v1/live HTTP/1.1\r\nHost: {address[0]}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        status = self._bytes.readline()
        if b" 101 " not in status:
            raise AssertionError(f"no WebSocket: {status}")
        while self._bytes.readline() != b"\r\n":
            pass

    def next(self) -> dict:
        """The next message. Raises Closed, or TimeoutError after PATIENCE."""
        while True:
            head = self._bytes.read(2)
            if len(head) < 2:
                raise Closed(1006)
            size = head[1] & 127
            if size == 126:
                (size,) = struct.unpack(">H", self._bytes.read(2))
            payload = self._bytes.read(size)
            match head[0] & 15:
                case 1:
                    return json.loads(payload)
                case 8:
                    raise Closed(struct.unpack(">H", payload[:2])[0] if payload else 1005)

    def close(self) -> None:
        self._bytes.close()
        self._socket.close()
