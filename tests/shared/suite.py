"""Runs a module's unittest cases as a suite of `make test`: the last line is the count."""

import sys
import unittest


def run() -> None:
    outcome = unittest.main(module="__main__", exit=False, verbosity=2).result
    wrong, skipped = len(outcome.failures) + len(outcome.errors), len(outcome.skipped)
    count = f"{outcome.testsRun - wrong - skipped} passed, {wrong} failed"
    sys.stderr.flush()
    print(f"{count}, {skipped} skipped" if skipped else count, flush=True)
    sys.exit(1 if wrong else 0)
