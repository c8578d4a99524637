#!/usr/bin/env python3
"""Prints the notes of a release: what to do when upgrading, and the commits since the release before.

    release_notes.py VERSION

VERSION is one of the tags vX.Y.Z, without its v. What an upgrade needs is in docs/upgrades/X.Y.Z.md; a version without
that file needs nothing.
"""

import collections
import pathlib
import re
import subprocess
import sys

VERSION = re.compile(r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")
UPGRADES = pathlib.Path("docs/upgrades")
# The part of the project by the folder that most files of a commit are in.
PARTS = {
    "frontend": "App",
    "registry": "Server",
    "platform": "Server",
    "alert-analyzer": "Alert analyzer",
    "images": "Images and cluster",
    "kubernetes": "Images and cluster",
    "cloudformation": "AWS",
    "ansible": "Installation",
    "packaging": "Installation",
}
OTHER = "Documentation, tests and tools"


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def previous(version: str) -> str | None:
    """The newest release before this one that it contains."""
    tags = [tag[1:] for tag in git("tag", "--merged", f"v{version}").split() if VERSION.match(tag[1:])]
    older = [tag for tag in tags if number(tag) < number(version)]
    return max(older, key=number, default=None)


def part_of(files: list[str]) -> str:
    parts = collections.Counter(PARTS.get(file.split("/")[0], OTHER) for file in files)
    return parts.most_common(1)[0][0] if parts else OTHER


def changes(span: str) -> dict[str, list[str]]:
    """Subjects of commits by part, the oldest first."""
    found: dict[str, list[str]] = collections.defaultdict(list)
    for commit in git("log", "--reverse", "--no-merges", "--format=%x00%s", "--name-only", span).split("\0")[1:]:
        subject, *files = [line for line in commit.splitlines() if line]
        found[part_of(files)].append(subject)
    return found


def notes(version: str) -> str:
    before = previous(version)
    upgrade = UPGRADES / f"{version}.md"
    needed = upgrade.read_text(encoding="utf-8").strip() if upgrade.is_file() else "Nothing to do but to install it."
    text = [f"# Doggy App {version}", "## Upgrading", needed, f"## Changes since {before}" if before else "## Changes"]
    found = changes(f"v{before}..v{version}" if before else f"v{version}")
    for part in dict.fromkeys((*PARTS.values(), OTHER)):
        if part in found:
            text += [f"### {part}", "\n".join(f"- {subject}" for subject in found[part])]
    return "\n\n".join(text)


def main() -> None:
    version = sys.argv[1] if len(sys.argv) == 2 else ""
    if not VERSION.match(version):
        raise SystemExit("usage: release_notes.py X.Y.Z")
    print(notes(version))


if __name__ == "__main__":
    main()
