"""A container of an image of build/images, run by runc as Kubernetes would: read-only root, user of the image, no
capabilities, no new privileges. It shares the network of the process that starts it, which scripts/images.sh isolates."""

import json
import pathlib
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence

from archive import Archive

PATIENCE = 30  # Seconds for whatever should happen at once, on a busy machine.
USER = 65532


def mount(destination: str, kind: str, *options: str, source: str | None = None) -> dict:
    return {"destination": destination, "type": kind, "source": source or kind, "options": list(options)}


def scratch(destination: str, megabytes: int = 64) -> dict:
    """An empty folder that the container may write to, as an emptyDir is."""
    options = ("nosuid", "nodev", "noexec", f"size={megabytes}m", f"uid={USER}", f"gid={USER}", "mode=0700")
    return mount(destination, "tmpfs", *options)


def replaced(destination: str, file: pathlib.Path) -> dict:
    """A file of this machine in the place of one of the image, as a ConfigMap is."""
    return mount(destination, "bind", "bind", "ro", source=str(file))


class Container:
    """Runs from construction on, in `folder`; ended by close(). It writes to `stdout` and `stderr` there."""

    def __init__(self, archive: Archive, folder: pathlib.Path, arguments: Sequence[str], mounts: Sequence[dict]):
        self._folder = folder
        self._name = f"doggy-{folder.name}"
        self._stop_signal = signal.Signals[archive.config["config"].get("StopSignal", "SIGTERM")]
        root = folder / "rootfs"
        root.mkdir(parents=True)
        for layer in archive.layers():
            layer.extractall(root, filter="fully_trusted")
        for each in mounts:
            if each["type"] == "tmpfs":
                (root / each["destination"].lstrip("/")).mkdir(exist_ok=True)
        for name in ("proc", "dev", "sys"):  # As containerd makes them.
            (root / name).mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps(self._specification(archive, arguments, mounts)))
        self.stdout, self.stderr = folder / "stdout", folder / "stderr"
        with open(self.stdout, "wb") as out, open(self.stderr, "wb") as err:
            self.process = subprocess.Popen(
                self._runc("run", "--bundle", str(folder), self._name), stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )

    def _runc(self, *arguments: str) -> list[str]:
        return ["runc", "--root", str(self._folder / "state"), *arguments]

    @staticmethod
    def _specification(archive: Archive, arguments: Sequence[str], mounts: Sequence[dict]) -> dict:
        config = archive.config["config"]
        user, _, group = config["User"].partition(":")
        return {
            "ociVersion": "1.0.2",
            "process": {
                "user": {"uid": int(user), "gid": int(group)},
                "args": [*config["Entrypoint"], *config.get("Cmd", []), *arguments],
                "env": config["Env"],
                "cwd": config.get("WorkingDir", "/"),
                "capabilities": {},
                "noNewPrivileges": True,
            },
            "root": {"path": "rootfs", "readonly": True},
            "hostname": "container",
            "mounts": [
                mount("/proc", "proc"),
                mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
                mount("/dev/shm", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
                mount("/sys", "sysfs", "nosuid", "noexec", "nodev", "ro"),
                *mounts,
            ],
            "linux": {
                "namespaces": [{"type": kind} for kind in ("pid", "ipc", "uts", "mount")],
                "resources": {"devices": [{"allow": False, "access": "rwm"}]},
                "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/sys/firmware"],
                "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
            },
        }

    def status(self) -> dict[str, str]:
        """What the kernel says of its first process (proc(5), status)."""
        state = json.loads(subprocess.run(self._runc("state", self._name), check=True, capture_output=True).stdout)
        lines = pathlib.Path("/proc", str(state["pid"]), "status").read_text().splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def wait_for(self, ready) -> None:
        """Until ready() is true. It may raise OSError until then."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if ready():
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self._name} does not serve: {self.stderr.read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> int:
        """By the image's stop signal; the status that it ended with."""
        self.process.send_signal(self._stop_signal)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        subprocess.run(self._runc("delete", "--force", self._name), check=False, capture_output=True)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        shutil.rmtree(self._folder)
