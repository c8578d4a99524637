"""The frontend's nginx by Debian's package: the configuration of images/frontend/nginx, before servers of a test."""

import os
import pathlib
import shutil
import signal
import subprocess
from collections.abc import Sequence

from ports import free_port, wait_until_served
from registry import PATIENCE, ROOT

CONFIGURATION = ROOT / "images/frontend/nginx"
PAGE = pathlib.Path(os.environ.get("FRONTEND_DIST", str(ROOT / "frontend/dist")))
# What is elsewhere in the image: /tmp and the page.
IMAGE_PAGE = "/usr/share/doggy/page"


class Frontend:
    """Serves from construction on; ended by close(). `overrides` are files of doggy/, as a deployment replaces them;
    `replaced` are texts of the configuration for which a test has no time, with what stands for them."""

    def __init__(
        self,
        folder: pathlib.Path,
        registries: Sequence[tuple[str, int]],
        overrides: dict[str, str] | None = None,
        replaced: dict[str, str] | None = None,
    ):
        folder.mkdir()
        self.address = ("127.0.0.1", free_port())
        self.lines = folder / "stdout"
        self.errors = folder / "stderr"
        configuration = folder / "nginx"
        shutil.copytree(CONFIGURATION, configuration)
        servers = [f"server {host}:{port} max_fails=0;" for host, port in registries]
        files = {"upstream.conf": "\n".join(servers), "listen.conf": f"listen 127.0.0.1:{self.address[1]};"}
        for name, content in (files | (overrides or {})).items():
            (configuration / "doggy" / name).write_text(content + "\n", encoding="utf-8")
        for file in configuration.rglob("*.conf"):
            text = file.read_text(encoding="utf-8").replace(" /tmp/", f" {folder}/").replace(IMAGE_PAGE, str(PAGE))
            for old, new in (replaced or {}).items():
                text = text.replace(old, new)
            if file.name == "nginx.conf" and os.getuid() == 0:
                text = "user root;\n" + text  # Else its workers become somebody who may not read a test's folder.
            file.write_text(text, encoding="utf-8")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        with open(self.lines, "wb") as lines, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [program, "-e", "stderr", "-p", str(folder), "-c", str(configuration / "nginx.conf")],
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=errors,
            )
        try:
            wait_until_served(self.address, self.process)
        except ConnectionError:
            self.close()
            raise RuntimeError(f"nginx does not serve: {self.errors.read_text()}") from None

    def leave(self) -> None:
        """Asks it to end as the image's stop signal does: it finishes what is under way."""
        self.process.send_signal(signal.SIGQUIT)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
