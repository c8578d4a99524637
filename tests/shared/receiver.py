"""A server on the loopback that keeps what is posted to it and answers as it is told."""

import http.server
import queue
import threading
from typing import NamedTuple

from registry import PATIENCE


class Posted(NamedTuple):
    path: str
    headers: dict
    body: bytes


class Receiver:
    """Answers each request with the next of `answers`, (status, headers), and 201 when there is none left."""

    def __init__(self):
        self.posted: queue.Queue[Posted] = queue.Queue()
        self.answers: queue.Queue[tuple[int, dict]] = queue.Queue()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802, http.server calls it so
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    status, more = receiver.answers.get_nowait()
                except queue.Empty:
                    status, more = 201, {}
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                receiver.posted.put(Posted(self.path, headers, body))

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # A server that ends drops the connection that it kept.

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def next(self) -> Posted:
        return self.posted.get(timeout=PATIENCE)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
