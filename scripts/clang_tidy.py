#!/usr/bin/env python3
"""Runs clang-tidy over the C++ sources, but not over those that passed before with the same content.

    clang_tidy.py BUILD_FOLDER [WORD…]

BUILD_FOLDER holds compile_commands.json. Its sources are the units of a unity build: files that include several of
ours, so that clang-tidy reads the libraries' headers once for all of them. That takes 5 s before the first line of
ours, so units of several libraries are checked as one where they may be: when that has findings, or does not compile
because two have a name in common, each half is checked by itself. Words choose the units that include a file whose
path contains one of them. Ends with status 1 when there are findings.

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
import shlex
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
# As many sources as one process checks in less than a minute and a gigabyte or two.
MERGED_SOURCES = 24
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


def check(database: pathlib.Path, file: str, options: list[str]) -> tuple[bool, str]:
    ended = subprocess.run(
        [CLANG_TIDY, "-p", database, "--quiet", *options, file], capture_output=True, text=True, check=False, cwd=ROOT
    )
    # Its standard error only counts suppressed warnings, unless it could not run at all.
    return ended.returncode == 0, ended.stdout if ended.stdout.strip() else ended.stderr


def search_options(command: str) -> tuple[list[str], tuple[str, ...]]:
    """The macros and include folders of a command, and what else it has but for the files."""
    searched, others = [], []
    words = iter(shlex.split(command))
    for word in words:
        if word == "-isystem":
            searched.append(f"-isystem{next(words)}")
        elif word.startswith(("-D", "-I")):
            searched.append(word)
        elif word in ("-o", "-c"):
            next(words)
        else:
            others.append(word)
    return searched, tuple(others)


def batches(entries: list[dict]) -> list[list[dict]]:
    """The units in groups that may be checked as one, the largest first."""
    alike: dict[tuple, list[dict]] = {}
    grouped = []
    for entry in entries:
        if not PRECOMPILED.search(entry["command"]):  # A program's or a fuzzer's own file: each has its main function.
            grouped.append([entry])
            continue
        size = len(sources(entry["file"]))
        kind = (*checks(entry["file"]), *search_options(entry["command"])[1])
        group = alike.get(kind)
        if group is None or sum(len(sources(one["file"])) for one in group) + size > MERGED_SOURCES:
            group = alike[kind] = []
            grouped.append(group)
        group.append(entry)
    return sorted(grouped, key=lambda group: -sum(len(sources(entry["file"])) for entry in group))


def check_as_one(build: pathlib.Path, group: list[dict]) -> bool:
    searched = {word: None for entry in group for word in search_options(entry["command"])[0]}
    with tempfile.TemporaryDirectory(dir=build, prefix="merged-") as folder:
        file = pathlib.Path(folder, "merged.cc")
        file.write_text("".join(f'#include "{entry["file"]}"\n' for entry in group), encoding="utf-8")
        words = [*search_options(group[0]["command"])[1], *searched, "-c", str(file)]
        command = {"directory": group[0]["directory"], "arguments": words, "file": str(file)}
        pathlib.Path(folder, "compile_commands.json").write_text(json.dumps([command]), encoding="utf-8")
        return check(pathlib.Path(folder), str(file), checks(group[0]["file"]))[0]


def check_group(build: pathlib.Path, group: list[dict]) -> list[tuple[str, bool, str, float]]:
    """Of each unit: its file, whether it passed, the findings, and the seconds that it took."""
    start = time.monotonic()
    if len(group) > 1 and check_as_one(build, group):
        return [(entry["file"], True, "", (time.monotonic() - start) / len(group)) for entry in group]
    if len(group) > 1:
        half = len(group) // 2
        return check_group(build, group[:half]) + check_group(build, group[half:])
    passed, output = check(build, group[0]["file"], checks(group[0]["file"]))
    return [(group[0]["file"], passed, output, time.monotonic() - start)]


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
        running = [pool.submit(check_group, build, group) for group in batches(stale)]
        for done in concurrent.futures.as_completed(running):
            for file, passed, output, seconds in done.result():
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
