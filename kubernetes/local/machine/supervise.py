#!/usr/bin/env python3
"""Keeps one local cluster: starts its box, waits, and removes what is left.

    supervise.py                   reads a plan, and runs the cluster until SIGTERM or until standard input ends; after
                                   the line "stay" it does not look at standard input any more
    supervise.py --remove STATE    ends what runs on this state folder and removes what it left

Prints "ready" when the cluster can be used. Whatever ends it, the box dies with it; after a SIGKILL only files and
empty control groups remain, which the next start or --remove takes away. DOGGY_CLUSTER_LOGS names a folder that gets
a copy of the logs at the end.
"""

import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys

import box
from plan import ENTRANCE, Plan, cgroup

SUPERVISOR = "supervisor.pid"


def remove(state: pathlib.Path) -> None:
    """Asks a supervisor to end, if there is one, and removes what a killed one has left."""
    try:
        supervisor = int((state / SUPERVISOR).read_text())
        handle = os.pidfd_open(supervisor)
        if b"supervise.py" in pathlib.Path(f"/proc/{supervisor}/cmdline").read_bytes() and supervisor != os.getpid():
            signal.pidfd_send_signal(handle, signal.SIGTERM)
            select.select([handle], [], [], 30)
    except (FileNotFoundError, ProcessLookupError, ValueError, OSError):
        pass  # it has ended already
    box.remove_cgroups(cgroup(state))
    shutil.rmtree(state, ignore_errors=True)
    if state.exists():
        shutil.rmtree(state)  # says what cannot be removed


def open_entrance(plan: Plan) -> subprocess.Popen:
    """Leads a port of the loopback to the gateway. Its connections end with the box."""
    return subprocess.Popen(
        ["socat", f"TCP-LISTEN:{plan.port},bind=127.0.0.1,fork,reuseaddr", f"UNIX-CONNECT:{ENTRANCE}"],
        cwd=plan.state,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=box.die_with_parent,
    )


def supervise(plan: Plan) -> int:
    asked_to_end, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)

    remove(plan.state)
    plan.state.mkdir(parents=True)
    plan.logs.mkdir()
    (plan.state / SUPERVISOR).write_text(str(os.getpid()))
    (plan.state / "plan.json").write_text(plan.to_json())
    machine = box.Box(
        cgroup(plan.state),
        [sys.executable, pathlib.Path(__file__).with_name("machine.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    entrance = None
    try:
        process = machine.first_process()
        (plan.state / "machine.pid").write_text(str(process))
        machine.tell(plan.to_json() + "\n")
        watched = [asked_to_end, machine.stdout, sys.stdin]
        while True:
            readable, _, _ = select.select(watched, [], [])
            if asked_to_end in readable:
                return 0
            if sys.stdin in readable:
                if os.read(sys.stdin.fileno(), 1024) != b"stay\n":
                    return 0
                watched.remove(sys.stdin)
            if machine.stdout in readable:
                text = os.read(machine.stdout.fileno(), 1024)
                if not text:
                    return 1  # the machine has ended, and has said why
                if plan.port and not entrance:
                    entrance = open_entrance(plan)
                sys.stdout.buffer.write(text)
                sys.stdout.flush()
    finally:
        machine.kill()
        if entrance:
            entrance.kill()
        box.remove_cgroups(cgroup(plan.state))
        if logs := os.environ.get("DOGGY_CLUSTER_LOGS"):
            shutil.copytree(plan.logs, logs, dirs_exist_ok=True)
        shutil.rmtree(plan.state)


def main() -> int:
    if sys.argv[1:2] == ["--remove"]:
        remove(pathlib.Path(sys.argv[2]))
        return 0
    return supervise(Plan.from_json(sys.stdin.buffer.raw.readline().decode()))


if __name__ == "__main__":
    sys.exit(main())
