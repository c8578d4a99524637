"""A server in the registry's place: says what reached it, and answers when it is told to."""

import http.server
import json
import threading

from registry import PATIENCE


class Recorder:
    """Serves on a free port from construction on. It answers with what it was asked, in JSON, but under /v1/slow and for
    POST not before release()."""

    def __init__(self):
        self.seen: list[str] = []  # "METHOD path" of each request whose header is there.
        self.arrived = threading.Semaphore(0)  # Once for each of them.
        self.bodies: list[bytes] = []  # What has come of each body, as it comes.
        self._go = threading.Event()
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # Header and body in one packet, else each answer takes 40 ms.

            def answer(self) -> None:
                recorder.seen.append(f"{self.command} {self.path}")
                recorder.arrived.release()
                self._take_body()
                if self.path.startswith("/v1/slow") or self.command == "POST":
                    recorder._go.wait(PATIENCE)
                body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except BrokenPipeError:
                    pass  # Who asked did not wait.

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

            def _take_body(self) -> None:
                left = int(self.headers.get("Content-Length", 0))
                if left == 0:
                    return
                index = len(recorder.bodies)
                recorder.bodies.append(b"")
                while left > 0:
                    piece = self.rfile.read1(left)
                    if not piece:
                        return
                    recorder.bodies[index] += piece
                    left -= len(piece)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = self._server.server_address
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def release(self) -> None:
        self._go.set()

    def close(self) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
