#!/usr/bin/env python3
"""Checks what no other linter sees in text files given on standard input, zero-separated.

No notes to oneself without a reason ("TODO(why): …" has one), no paths of somebody's machine, no leftover merge
markers, and no addresses in lock files, which would tie them to one registry. Ends with status 1 on a finding.
"""

import pathlib
import re
import sys

NOTE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\([^)]+\))")
MACHINE_PATH = re.compile(r"(?<![\w.~/$}-])/(?:home|Users|root|work)/[\w.-]+")
MERGE = re.compile(r"^(<{7}|>{7}) ")
RESOLVED = re.compile(r'"resolved": "[a-z]+://')
OWN = "scripts/check_text.py"


def findings(name: str, line: str) -> list[str]:
    found = []
    if NOTE.search(line):
        found.append("a note to oneself without a reason: do it, or say why not in parentheses")
    if MACHINE_PATH.search(line):
        found.append("a path of one machine")
    if MERGE.match(line):
        found.append("a merge marker")
    if name.endswith("package-lock.json") and RESOLVED.search(line):
        found.append("the address of one registry: set omit-lockfile-registry-resolved=true and lock again")
    return found


def main() -> int:
    total = 0
    for raw in sys.stdin.buffer.read().split(b"\0"):
        name = raw.decode()
        if not name or name == OWN:
            continue
        try:
            text = pathlib.Path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # A picture, or test data that is wrong on purpose.
        for number, line in enumerate(text.split("\n"), 1):
            for finding in findings(name, line):
                print(f"{name}:{number}: {finding}")
                total += 1
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
