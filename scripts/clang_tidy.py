#!/usr/bin/env python3
"""Runs clang-tidy over the C++ sources, but not over those that passed before with the same content.

    clang_tidy.py BUILD_FOLDER [WORD…]

BUILD_FOLDER holds compile_commands.json. Its sources are the units of a unity build: files that include several of
ours, so that clang-tidy reads the libraries' headers once for all of them. Words choose the units that include a file
whose path contains one of them. Ends with status 1 when there are findings.

A unit that passed is remembered in $DOGGY_CACHE/clang-tidy (~/.cache/doggy-app by default) under a hash of everything
that its result depends on: its sources, all headers that they include, ours and the system's, the compile command, the
checks, and clang-tidy's version. Paths count from the root of the checkout, so a new clone finds what another one left.
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG_TIDY = "clang-tidy-19"
SCAN_DEPS = "clang-scan-deps-19"
JOBS = int(os.environ.get("JOBS", os.cpu_count() or 1))
# Of tests: what misleads their reader or hides a mistake. The sanitizers they run under tell the rest, and all checks
# would take twice as long.
IN_TESTS = ",".join(
    [
        "-*",
        "bugprone-argument-comment",
        "bugprone-dangling-handle",
        "bugprone-use-after-move",
        "clang-diagnostic-*",
        "google-build-using-namespace",
        "misc-unused-alias-decls",
        "modernize-loop-convert",
        "modernize-use-nullptr",
        "readability-container-size-empty",
        "readability-duplicate-include",
        "readability-identifier-naming",
    ]
)
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
PRECOMPILED = re.compile(r"-Xclang -include-pch -Xclang (\S+)")
# Of the memory of what passed. It holds empty files, so its size is their number.
KEPT_SECONDS = 60 * 86_400
KEPT_UNITS = 20_000


class Memory:
    """The units that passed: an empty file for each, named by its key. Creating, touching and removing a file are
    atomic, so several runs may share the folder."""

    def __init__(self) -> None:
        base = os.environ.get("DOGGY_CACHE") or pathlib.Path.home() / ".cache/doggy-app"
        self.folder = pathlib.Path(base) / "clang-tidy"
        self.folder.mkdir(parents=True, exist_ok=True)

    def has(self, key: str) -> bool:
        try:
            os.utime(self.folder / key)
        except FileNotFoundError:
            return False
        return True

    def add(self, key: str) -> None:
        (self.folder / key).touch()

    def prune(self) -> None:
        """Forgets what no run has used for long, and the longest unused when there are too many."""
        used = []
        for entry in os.scandir(self.folder):
            try:
                used.append((entry.stat().st_mtime, entry.path))
            except FileNotFoundError:  # Another run has pruned it.
                continue
        used.sort(reverse=True)
        oldest = time.time() - KEPT_SECONDS
        for place, (last, path) in enumerate(used):
            if place >= KEPT_UNITS or last < oldest:
                pathlib.Path(path).unlink(missing_ok=True)


@functools.cache
def file_digest(path: str) -> bytes:
    content = pathlib.Path(path).read_bytes()
    if pathlib.Path(path).is_relative_to(ROOT):  # What CMake generated names our files by their whole paths.
        content = content.replace(os.fsencode(ROOT), b".")
    return hashlib.sha256(content).digest()


def dependencies(entries: list[dict]) -> dict[str, list[str]]:
    """The files that each unit reads, itself first, by its file. Units that cannot be preprocessed are missing."""
    # A precompiled header stands for the header that it was made from, which names all the files.
    plain = [{**entry, "command": PRECOMPILED.sub("", entry["command"])} for entry in entries]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as database:
        json.dump(plain, database)
        database.flush()
        scanned = subprocess.run(
            [SCAN_DEPS, "-compilation-database", database.name, "-format=make", "-j", str(JOBS)],
            capture_output=True,
            text=True,
            check=False,
        )
    found = {}
    for rule in scanned.stdout.replace("\\\n", " ").splitlines():
        files = [name.replace("\\ ", " ") for name in re.findall(r"(?:\\ |\S)+", rule.partition(": ")[2])]
        if files:
            found[files[0]] = files
    return found


def key(entry: dict, files: list[str], common: bytes) -> str:
    digest = hashlib.sha256(common)
    digest.update(f"{entry['command']}\0{checks(entry['file'])}\0".replace(str(ROOT), ".").encode())
    whole = {os.path.normpath(os.path.join(entry["directory"], name)) for name in files}
    for name, path in sorted((path.replace(str(ROOT), "."), path) for path in whole):
        digest.update(f"{name}\0".encode() + file_digest(path))
    return digest.hexdigest()


@functools.cache
def sources(file: str) -> list[str]:
    """Of ours in that unit, from the root."""
    names = [pathlib.Path(name.decode()) for name in INCLUDE.findall(pathlib.Path(file).read_bytes())]
    ours = [str(name.relative_to(ROOT)) for name in names if name.is_relative_to(ROOT) and name.suffix == ".cc"]
    return ours or [str(pathlib.Path(file).relative_to(ROOT))]


def checks(file: str) -> list[str]:
    for_tests = any(name.endswith("_test.cc") or "/testing/" in name for name in sources(file))
    return [f"--checks={IN_TESTS}"] if for_tests else []


def check(build: pathlib.Path, file: str) -> tuple[bool, str, float]:
    """Whether the unit passed, the findings, and the seconds that it took."""
    start = time.monotonic()
    command = [CLANG_TIDY, "-p", build, "--quiet", *checks(file), file]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    # Its standard error only counts suppressed warnings, unless it could not run at all.
    output = ended.stdout if ended.stdout.strip() else ended.stderr
    return ended.returncode == 0, output, time.monotonic() - start


def precompile(build: pathlib.Path, entries: list[dict]) -> None:
    """Makes the precompiled headers that these units want."""
    wanted = {os.path.relpath(path, build) for entry in entries for path in PRECOMPILED.findall(entry["command"])}
    if wanted:
        subprocess.run(["cmake", "--build", build, "--parallel", str(JOBS), "--target", *sorted(wanted)], check=True)


def main() -> int:
    build, words = ROOT / sys.argv[1], sys.argv[2:]
    start = time.time()
    memory = Memory()
    common = (ROOT / ".clang-tidy").read_bytes() + subprocess.check_output([CLANG_TIDY, "--version"])

    chosen = [
        entry
        for entry in json.loads((build / "compile_commands.json").read_bytes())
        if "/pch" not in entry["file"] and "_pch" not in entry["file"]
        if not words or any(word in name for word in words for name in sources(entry["file"]))
    ]
    reads = dependencies(chosen)
    keys = {entry["file"]: key(entry, reads[entry["file"]], common) for entry in chosen if entry["file"] in reads}
    stale = [entry for entry in chosen if entry["file"] not in keys or not memory.has(keys[entry["file"]])]
    precompile(build, stale)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        running = {pool.submit(check, build, entry["file"]): entry["file"] for entry in stale}
        for done in concurrent.futures.as_completed(running):
            file = running[done]
            passed, output, seconds = done.result()
            print(f"  {'ok  ' if passed else 'FAIL'} {seconds:5.1f} s  {' '.join(sources(file))}", flush=True)
            if not passed:
                failed += 1
                print(output, flush=True)
            # What was edited since it was hashed may have passed in another form.
            elif file in keys and all(os.stat(name).st_mtime < start for name in reads[file]):
                memory.add(keys[file])
    memory.prune()
    print(f"clang-tidy: {len(stale)} units checked, {failed} with findings, {len(chosen) - len(stale)} passed before")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
