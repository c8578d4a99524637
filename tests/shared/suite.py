"""Runs a module's unittest cases as a suite of `make test`: the last line is the count."""

import sys
import unittest


def run() -> None:
    outcome = unittest.main(module="__main__", exit=False, verbosity=2).result
    wrong = len(outcome.failures) + len(outcome.errors)
    sys.stderr.flush()
    print(f"{outcome.testsRun - wrong} passed, {wrong} failed", flush=True)
    sys.exit(1 if wrong else 0)
