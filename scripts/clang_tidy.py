#!/usr/bin/env python3
"""Runs clang-tidy over the C++ sources, only those whose text, headers, options or checks changed since they passed.

    clang_tidy.py BUILD_FOLDER [WORD…]

BUILD_FOLDER holds compile_commands.json and the precompiled headers. Its sources are those of a unity build: files that
include several of ours, so that clang-tidy walks the libraries' headers once for all of them. One that passed is
remembered under BUILD_FOLDER/tidy by one hash of everything of ours that it reads. Words choose those that include a
file whose path contains one of them. Ends with status 1 when there are findings.
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
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG_TIDY = "clang-tidy-19"
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


@functools.cache
def text(path: pathlib.Path) -> bytes:
    return path.read_bytes()


def reads(source: pathlib.Path) -> list[pathlib.Path]:
    """The file and all files of ours that it includes, however deep. Include paths are from the root or absolute."""
    seen, waiting = {source}, [source]
    while waiting:
        for name in INCLUDE.findall(text(waiting.pop())):
            header = ROOT / name.decode()
            if header not in seen and header.is_file():
                seen.add(header)
                waiting.append(header)
    return sorted(seen)


def key(entry: dict, common: bytes) -> str:
    digest = hashlib.sha256(common)
    digest.update(entry["command"].encode())
    for path in reads(pathlib.Path(entry["file"])):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + text(path))
    return digest.hexdigest()


def sources(file: str) -> list[str]:
    """Of ours in that unit, from the root."""
    names = [pathlib.Path(name.decode()) for name in INCLUDE.findall(text(pathlib.Path(file)))]
    ours = [str(name.relative_to(ROOT)) for name in names if name.is_relative_to(ROOT) and name.suffix == ".cc"]
    return ours or [str(pathlib.Path(file).relative_to(ROOT))]


def check(build: pathlib.Path, file: str) -> tuple[bool, str, float]:
    start = time.monotonic()
    for_tests = any(name.endswith("_test.cc") or "/testing/" in name for name in sources(file))
    options = [f"--checks={IN_TESTS}"] if for_tests else []
    ended = subprocess.run(
        [CLANG_TIDY, "-p", build, "--quiet", *options, file], capture_output=True, text=True, check=False, cwd=ROOT
    )
    # Its standard error only counts suppressed warnings, unless it could not run at all.
    output = ended.stdout if ended.stdout.strip() else ended.stderr
    return ended.returncode == 0, output, time.monotonic() - start


def main() -> int:
    build, words = ROOT / sys.argv[1], sys.argv[2:]
    cache = build / "tidy"
    cache.mkdir(exist_ok=True)
    common = text(ROOT / ".clang-tidy") + text(pathlib.Path(__file__)) + subprocess.check_output([CLANG_TIDY, "--version"])

    stale = {}
    for entry in json.loads(text(build / "compile_commands.json")):
        if "/pch" in entry["file"] or "_pch" in entry["file"]:
            continue
        if words and not any(word in name for word in words for name in sources(entry["file"])):
            continue
        if not (cache / key(entry, common)).exists():
            stale[entry["file"]] = key(entry, common)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
        running = {pool.submit(check, build, file): file for file in stale}
        for done in concurrent.futures.as_completed(running):
            passed, output, seconds = done.result()
            names = " ".join(sources(running[done]))
            print(f"  {'ok  ' if passed else 'FAIL'} {seconds:5.1f} s  {names}", flush=True)
            if passed:
                (cache / stale[running[done]]).touch()
            else:
                failed += 1
                print(output, flush=True)
    print(f"clang-tidy: {len(stale)} units checked, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
