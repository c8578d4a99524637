"""Runs ansible/single-host.yml on a booted root."""

import json
import os
import pathlib
import re
import subprocess

from root import Root

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / ".tools/ansible/bin"
FOLDER = REPOSITORY / "ansible"


def environment() -> dict[str, str]:
    """So that Ansible finds its own programs, writes nothing into the home folder, and asks nobody about versions."""
    return os.environ | {
        "PATH": f"{TOOLS}:{os.environ['PATH']}",
        "ANSIBLE_CONFIG": str(FOLDER / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "LANG": "C.UTF-8",
    }


class Run:
    """One run of the playbook: its output, and the counts of its last line."""

    def __init__(self, root: Root, folder: pathlib.Path, variables: dict, *flags: str):
        enter = folder / "enter"
        command = " ".join(root.enter())
        enter.write_text(f'#!/bin/sh\n# Stands in for chroot: shift drops the folder.\nshift\nexec {command} "$@"\n')
        enter.chmod(0o755)
        inventory = folder / "inventory.ini"
        inventory.write_text(
            f"[doggy]\n{root.folder} ansible_connection=community.general.chroot ansible_chroot_exe={enter}\n"
        )
        settings = folder / "variables.json"
        settings.write_text(json.dumps(variables))
        settings.chmod(0o600)
        done = subprocess.run(
            [TOOLS / "ansible-playbook", f"--inventory={inventory}", f"--extra-vars=@{settings}"]
            + ["single-host.yml", *flags],
            cwd=FOLDER, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
        )
        self.output = done.stdout + done.stderr
        counts = dict(re.findall(r"(ok|changed|unreachable|failed)=(\d+)", self.output.rpartition("PLAY RECAP")[2]))
        if done.returncode or not counts:
            raise AssertionError(self.output[-6000:])
        self.changed = int(counts["changed"])
