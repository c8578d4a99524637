"""Boxes: what the cluster's machines live in.

A box is a process tree in namespaces of its own (processes, network, mounts, host name, control groups). Its first
process is the init of its process namespace, so the kernel kills the whole tree, containers included, when that process
ends, and with the tree go the mounts and the network. The first process dies with the one that made the box. Only empty
control groups can outlive it; they lie under one folder that `remove_cgroups` removes.
"""

import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
CGROUPS = pathlib.Path("/sys/fs/cgroup")


def die_with_parent() -> None:
    """The kernel kills this process when the thread that started it ends, so only main threads may start one."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def hierarchies() -> list[tuple[pathlib.Path, str, str]]:
    """Mount point, file system type and options of each hierarchy of control groups: many of version 1, one of 2."""
    found = []
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        fields, kind = line.split(" - ")
        file_system, _, options = kind.split(" ", 2)
        if file_system in ("cgroup", "cgroup2"):
            wanted = [o for o in options.split(",") if o not in ("rw", "ro")]
            found.append((pathlib.Path(fields.split()[4]), file_system, ",".join(wanted)))
    return found


def _controllers_of_version_2(folder: pathlib.Path) -> None:
    """Offers every controller of a version 2 folder to the folders in it. Those that cannot be had stay out."""
    for controller in (folder / "cgroup.controllers").read_text().split():
        try:
            (folder / "cgroup.subtree_control").write_text(f"+{controller}")
        except OSError:
            pass


def make_cgroups(name: str) -> list[pathlib.Path]:
    """A folder of this name in each hierarchy, ready to take processes."""
    made = []
    for mount, file_system, _ in hierarchies():
        if file_system == "cgroup2":
            _controllers_of_version_2(mount)
        folder = mount / name
        folder.mkdir(exist_ok=True)
        for setting in ("cpuset.cpus", "cpuset.mems"):  # version 1 takes no process before these are set
            if (folder / setting).exists() and file_system == "cgroup":
                (folder / setting).write_text((mount / setting).read_text())
        made.append(folder)
    return made


def remove_cgroups(name: str, patience: float = 10) -> None:
    """Kills what still runs in the folders of this name and removes them."""
    folders = [mount / name for mount, _, _ in hierarchies() if (mount / name).is_dir()]
    end = time.monotonic() + patience
    while folders:
        for folder in list(folders):
            for path, _, _ in os.walk(folder, topdown=False):
                try:
                    for process in pathlib.Path(path, "cgroup.procs").read_text().split():
                        if process != "0":  # 0: of a process namespace that cannot be seen from here
                            os.kill(int(process), signal.SIGKILL)
                    os.rmdir(path)
                except (ProcessLookupError, FileNotFoundError, OSError):
                    pass  # it has just ended, or has not ended yet
            if not folder.exists():
                folders.remove(folder)
        if folders:
            if time.monotonic() > end:
                raise TimeoutError(f"control groups that do not empty: {folders}")
            time.sleep(0.02)


class Box:
    """Starts COMMAND as the first process of a new box. Call from a main thread."""

    def __init__(self, cgroup: str, command: list, **streams):
        folders = make_cgroups(cgroup)

        def prepare() -> None:
            for folder in folders:
                (folder / "cgroup.procs").write_text("0")
            die_with_parent()

        namespaces = ["--pid", "--net", "--mount", "--uts", "--ipc", "--cgroup"]
        self._outer = subprocess.Popen(
            ["unshare", *namespaces, "--fork", "--kill-child=KILL", "--mount-proc", "--", *map(str, command)],
            preexec_fn=prepare,
            **streams,
        )
        self.stdout = self._outer.stdout

    def first_process(self) -> int:
        """Its number in the namespace of the caller."""
        children = pathlib.Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children")
        for _ in range(500):
            if found := children.read_text().split():
                return int(found[0])
            if self._outer.poll() is not None:
                break
            time.sleep(0.01)
        raise RuntimeError("the box did not start")

    def tell(self, text: str) -> None:
        """Writes onto the standard input of the box's first process, which must be a pipe."""
        self._outer.stdin.write(text.encode())
        self._outer.stdin.flush()

    def poll(self):
        return self._outer.poll()

    def kill(self) -> None:
        """Ends everything in the box at once, as a power failure would."""
        self._outer.kill()
        self._outer.wait()


def run(*command, check=True, **options) -> subprocess.CompletedProcess:
    options = {"text": True, "capture_output": True} | options
    done = subprocess.run([str(part) for part in command], check=False, **options)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr or done.stdout}")
    return done


def become_init() -> None:
    """Forks: the parent reaps orphans, the child returns. The box ends when the child does."""
    child = os.fork()
    if not child:
        die_with_parent()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _: os.kill(child, caught))
    while True:
        ended, status = os.wait()
        if ended == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def furnish(hostname: str) -> None:
    """Gives the box its own /run, /sys and control groups, in which its folder is the root."""
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "run", "/run")
    found = hierarchies()
    run("umount", "--recursive", "--lazy", "/sys")
    run("mount", "-t", "sysfs", "sysfs", "/sys")
    if [file_system for _, file_system, _ in found] == ["cgroup2"]:
        run("mount", "-t", "cgroup2", "cgroup2", CGROUPS)
        # A folder of version 2 has either processes or controllers to offer.
        (CGROUPS / "machine").mkdir()
        for process in (CGROUPS / "cgroup.procs").read_text().split():
            (CGROUPS / "machine/cgroup.procs").write_text(process)
        _controllers_of_version_2(CGROUPS)
    else:
        run("mount", "-t", "tmpfs", "-o", "mode=755", "cgroups", CGROUPS)
        for mount, file_system, options in found:
            mount.mkdir()
            run("mount", "-t", file_system, *(["-o", options] if file_system == "cgroup" else []), file_system, mount)
    run("hostname", hostname)
    run("ip", "link", "set", "lo", "up")


class Daemons:
    """Programs that run as long as the box; each writes into a log of its own."""

    def __init__(self, logs: pathlib.Path):
        self._logs = logs
        self._running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *command, **options) -> None:
        with open(self._logs / f"{name}.log", "ab") as log:
            self._running[name] = subprocess.Popen(
                [str(part) for part in command],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
                **({"stdin": subprocess.DEVNULL} | options),
            )

    def signal(self, name: str, number: int) -> None:
        self._running[name].send_signal(number)

    def ended(self) -> str:
        """About each that has ended though nobody stopped it: how, and the end of its log."""
        return "\n".join(
            f"{name} ended with status {process.poll()}:\n{self._end_of_log(name)}"
            for name, process in self._running.items()
            if process.poll() is not None
        )

    def _end_of_log(self, name: str) -> str:
        return "\n".join((self._logs / f"{name}.log").read_text(errors="replace").splitlines()[-20:])


def wait_until(what: str, is_so, patience: float = 60, daemons: Daemons | None = None) -> None:
    """Asks every 50 ms. For what offers nothing to wait on, such as a socket that is not there yet."""
    end = time.monotonic() + patience
    while not is_so():
        if daemons and (sentence := daemons.ended()):
            raise RuntimeError(sentence)
        if time.monotonic() > end:
            raise TimeoutError(f"after {patience:.0f} s not so: {what}")
        time.sleep(0.05)


def say(text: str) -> None:
    print(text, flush=True, file=sys.stderr)
