#!/usr/bin/env python3
"""Runs one GoogleTest program and ends with the line "N passed, N failed".

    gtest_count.py PROGRAM REPORT.json

A program that dies before it wrote its report counts as one failure. Skipped and disabled cases count as neither.
"""

import json
import pathlib
import subprocess
import sys


def count(report: dict) -> tuple[int, int]:
    passed = failed = 0
    for suite in report["testsuites"]:
        for case in suite["testsuite"]:
            if case.get("failures"):
                failed += 1
            elif case["status"] == "RUN" and case["result"] == "COMPLETED":
                passed += 1
    return passed, failed


def main() -> int:
    program, report = sys.argv[1], pathlib.Path(sys.argv[2])
    report.unlink(missing_ok=True)
    ended = subprocess.run([program, "--gtest_brief=1", f"--gtest_output=json:{report}"], check=False)
    try:
        passed, failed = count(json.loads(report.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        print(f"{program} ended with status {ended.returncode} and wrote no report")
        passed, failed = 0, 1
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if ended.returncode == 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
