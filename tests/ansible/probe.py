"""Runs inside, in the sandbox of a service: tries what a program that was taken over would try, and prints as JSON what
came of it, `allowed` or an error."""

import ctypes
import errno
import json
import mmap
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def write(path: str):
    with open(path, "w") as file:
        file.write("x")


attempts = {
    "write /etc": lambda: write("/etc/probe"),
    "write /usr": lambda: write("/usr/probe"),
    "write /var/lib": lambda: write("/var/lib/probe"),
    "write another's data": lambda: write(f"{sys.argv[2]}/probe"),
    "read /root": lambda: os.listdir("/root"),
    "read the environment of init": lambda: open("/proc/1/environ").read(),
    "write kernel settings": lambda: write("/proc/sys/kernel/hostname"),
    "become root": lambda: os.setuid(0),
    "make a namespace": lambda: call("unshare", 0x10000000),
    "mount": lambda: call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "trace": lambda: call("ptrace", 16, os.getppid(), 0, 0),
    "raw packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "write and run memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC),
    "make a set-user-id program": lambda: (write(f"{sys.argv[1]}/probe"), os.chmod(f"{sys.argv[1]}/probe", 0o4755)),
    "write its own data": lambda: (write(f"{sys.argv[1]}/probe"), os.unlink(f"{sys.argv[1]}/probe")),
    "write /tmp": lambda: write("/tmp/probe"),
}
outcomes = {}
for name, attempt in attempts.items():
    try:
        attempt()
        outcomes[name] = "allowed"
    except OSError as problem:
        outcomes[name] = errno.errorcode[problem.errno]
print("outcomes", json.dumps(outcomes))
