"""nginx in front of two servers, as a process of this test with a configuration of its own."""

import pathlib
import shutil
import subprocess

from ports import free_port, wait_until_served
from registry import PATIENCE

# What a try at one server that failed is followed by:
#
# - The other server, when no connection came about or it broke (error) or nothing came (timeout). A request that was
#   sent may have been carried out all the same. nginx therefore repeats only what HTTP calls idempotent, and so do we:
#   GET, PUT and DELETE. Records are PUT under an id that the client made, and "the same content is the same record".
# - A POST only as long as it was not sent, because it may make something under an id of the server's: dogs, sessions,
#   invitations. Save for /v1/sync, which carries writes under ids of the client's: done twice, it says "duplicate".
# - Not after a 503 (http_503): the servers share their database, so the other would say the same, and the answer has a
#   Retry-After. A server that leaves answers as usual until it stops listening.
#
# Health is what nginx sees by itself: a server that failed once is left alone for a second. The kept connections end a
# second after their last use, before a server that leaves (LEAVE_MS) ends them: so none ends under a request.
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_body_buffer_size 64k;
  client_max_body_size 32m;

  upstream registry {{
    {servers}
    keepalive 16;
    keepalive_timeout 1s;
  }}
  map $http_upgrade $connection_of_upgrade {{ default upgrade; "" ""; }}

  proxy_http_version 1.1;
  proxy_set_header Host $host;
  proxy_set_header Connection $connection_of_upgrade;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_connect_timeout 2s;
  proxy_next_upstream error timeout;

  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://registry; }}
    location = /v1/sync {{
      proxy_pass http://registry;
      proxy_next_upstream error timeout non_idempotent;
    }}
  }}
}}
"""
LEAVE_MS = 1500


class Proxy:
    """In front of the servers at `ports` from construction on, until close()."""

    def __init__(self, folder: pathlib.Path, ports: list[int]):
        folder.mkdir()
        self.address = ("127.0.0.1", free_port())
        self._log = folder / "error.log"
        configuration = folder / "nginx.conf"
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in ports)
        configuration.write_text(CONFIGURATION.format(folder=folder, servers=servers, port=self.address[1]))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [program, "-e", str(self._log), "-p", str(folder), "-c", str(configuration)]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            wait_until_served(self.address, self._process)
        except ConnectionError:
            raise RuntimeError(f"nginx does not serve: {self.log()}") from None

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
