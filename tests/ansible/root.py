"""A Debian 12 system for a test: made by mmdebstrap, booted by systemd-nspawn without a network."""

import atexit
import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import time

PATIENCE = 60  # Seconds for whatever should happen at once, on a busy machine.
CACHE = pathlib.Path(os.environ.get("DOGGY_CACHE") or pathlib.Path.home() / ".cache/doggy-app") / "debian-roots"
WEEK = 7 * 24 * 3600
# What Ansible needs of a server. Everything else is for the playbook to install.
BARE = ["ca-certificates", "dbus", "init", "python3", "python3-apt"]


def sources() -> str:
    """This machine's own sources of Debian packages, so that it finds them where setup.sh does."""
    files = sorted(pathlib.Path("/etc/apt").glob("sources.list.d/debian*.sources"))
    files += [pathlib.Path("/etc/apt/sources.list")]
    return "\n".join(file.read_text() for file in files if file.is_file())


def tarball(downloads: list[str], packages: list[pathlib.Path]) -> pathlib.Path:
    """A bare system, and beside it the packages that will be installed: those named, and what our own need. Kept for a
    week."""
    needs = "".join(
        subprocess.run(["dpkg-deb", "-f", package, "Depends"], check=True, capture_output=True, text=True).stdout
        for package in packages
    )
    key = hashlib.sha256(repr([BARE, downloads, needs, sources()]).encode()).hexdigest()[:16]
    kept = CACHE / f"{key}.tar"
    if kept.exists() and time.time() - kept.stat().st_mtime < WEEK:
        return kept
    CACHE.mkdir(parents=True, exist_ok=True)
    for old in CACHE.glob("*"):
        old.unlink()
    unfinished = CACHE / f"{key}.unfinished"
    hooks = [f'--customize-hook=copy-in {package} /root' for package in packages]
    wanted = " ".join([*downloads, *(f"/root/{package.name}" for package in packages)])
    hooks.append(
        f'--customize-hook=chroot "$1" apt-get install --yes --quiet=2 --no-install-recommends --download-only {wanted}'
    )
    hooks += [f'--customize-hook=rm "$1/root/{package.name}"' for package in packages]
    # Lists and packages stay, because the booted system has no network.
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(BARE)}", "--format=tar"]
        + ["--skip=cleanup/apt", "--aptopt=APT::Keep-Downloaded-Packages true"]
        + [*hooks, "bookworm", str(unfinished), "-"],
        input=sources(), text=True, check=True,
    )
    unfinished.rename(kept)
    return kept


class Root:
    """A booted system in `folder`; ended by close()."""

    def __init__(self, archive: pathlib.Path, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir()
        subprocess.run(["tar", "--extract", "--file", archive, "--directory", folder], check=True)
        # Package lists that are as new as the archive count as new.
        stamp = folder / "var/lib/apt/periodic/update-success-stamp"
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
        # Nothing here has to outlive a power cut.
        (folder / "etc/dpkg/dpkg.cfg.d/test").write_text("force-unsafe-io\n")
        self._null = os.stat("/dev/null").st_mode
        self._log = open(folder.with_suffix(".log"), "wb")
        self._process = subprocess.Popen(
            # It ends with the tests, however those end.
            ["setpriv", "--pdeathsig", "KILL", "systemd-nspawn", "--quiet", f"--directory={folder}"]
            + [f"--machine=doggy-{os.getpid()}", "--register=no"]
            + ["--keep-unit", "--private-network", "--boot"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
        )
        atexit.register(self.close)
        try:
            self.leader = self._until(self._find_leader)
            self._until(lambda: re.search("running|degraded", self.try_run("systemctl", "is-system-running").stdout))
        except BaseException:
            self.close()
            raise

    def enter(self, *command: str) -> list[str]:
        """The command line that runs `command` inside."""
        return ["nsenter", "--target", str(self.leader), "--mount", "--uts", "--ipc", "--net", "--pid", "--", *command]

    def try_run(self, *command: str, text: str | None = None) -> subprocess.CompletedProcess:
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
        return subprocess.run(
            self.enter(*command), input=text, stdin=None if text is not None else subprocess.DEVNULL,
            capture_output=True, text=True, timeout=600, env=environment,
        )

    def run(self, *command: str, text: str | None = None) -> str:
        """What it printed. Raises AssertionError with all of it when it failed."""
        done = self.try_run(*command, text=text)
        if done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def install(self, *packages: pathlib.Path, options: tuple[str, ...] = ()) -> None:
        """With what they depend on and nothing else."""
        for package in packages:
            shutil.copy(package, self.folder / "root")
        names = [f"/root/{package.name}" for package in packages]
        self.run("apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *options, *names)

    def wait_for(self, *command: str) -> None:
        """Until the command succeeds."""
        self._until(lambda: self.try_run(*command).returncode == 0)

    def close(self) -> None:
        atexit.unregister(self.close)
        if self._process.poll() is None:
            # All of the system's processes end with its first, which has nothing to keep.
            os.kill(self._find_leader() or self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)
        self._log.close()
        if os.stat("/dev/null").st_mode != self._null:
            os.chmod("/dev/null", stat.S_IMODE(self._null))
            raise AssertionError("the system inside changed the mode of /dev/null")

    def _find_leader(self) -> int | None:
        """The first process of the system: systemd-nspawn's only child that has a process namespace of its own."""
        children = pathlib.Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        with contextlib.suppress(OSError):
            for child in children.read_text().split():
                if os.readlink(f"/proc/{child}/ns/pid") != os.readlink("/proc/self/ns/pid"):
                    return int(child)
        return None

    def _until(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not (outcome := condition()):
            if self._process.poll() is not None:
                raise AssertionError(f"the system ended: {self.folder.with_suffix('.log').read_text()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"not in {PATIENCE} seconds")
            time.sleep(0.1)
        return outcome
