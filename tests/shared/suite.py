"""Runs a module's unittest cases as a suite of `make test`: the last line is the count."""

import sys
import unittest


def run() -> None:
    outcome = unittest.main(module="__main__", exit=False, verbosity=2).result
    # A test whose subtests fail is one that failed. What fails in setting up a class is not a test that ran.
    wrong = {getattr(test, "test_case", test) for test, _ in outcome.failures + outcome.errors}
    ran_wrong = sum(isinstance(test, unittest.TestCase) for test in wrong)
    skipped = len(outcome.skipped)
    count = f"{outcome.testsRun - ran_wrong - skipped} passed, {len(wrong)} failed"
    sys.stderr.flush()
    print(f"{count}, {skipped} skipped" if skipped else count, flush=True)
    sys.exit(1 if wrong else 0)
