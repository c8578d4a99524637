#!/usr/bin/env python3
"""Overloads, kills and breaks a server, and checks what it promises (docs/reliability.md).

    chaos.py full|short [WORD…]     only scenarios whose name contains a word

Prints one table, writes it to build/test-results/chaos-*.json, and ends with status 1 when a bound is broken. The last
line is "N passed, N failed", with ", N skipped" when this machine does not allow something.
"""

import pathlib
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable

import crash
import disk
import ending
import load
import process
import report
from form import FULL, SHORT, Form
from registry import ROOT
from report import Row
from stage import FILES, Stage


class Play:
    """The scenarios, each within its share of the time."""

    def __init__(self, form: Form, words: list[str], folder: pathlib.Path):
        self._form = form
        self._words = words
        self._folder = folder
        self._until = time.monotonic() + form.seconds
        self._stage: Stage | None = None
        self.rows: list[Row] = []

    def all(self) -> None:
        form = self._form
        try:
            self._play("strangers sign in", 0.4, lambda: load.strangers(form, self.stage()))
            self._play("stalled bodies", 0.4, lambda: load.stalled(form, self.stage()))
            self._play("one member", 0.4, lambda: load.one_member(form, self.stage()))
            self._play("memory", 0.4, lambda: load.memory(form, self.stage()))
        finally:
            if self._stage is not None:
                self._stage.close()
        self._play("kill -9", 0.4, lambda: crash.kill(form, self._own("kill")))
        self._play("shutdown", 0.15, lambda: crash.shutdown(form, self._own("shutdown")))
        for scenario, (name, _) in disk.NAMES.items():
            self._play(name, 0.15, lambda scenario=scenario: [disk.play(scenario, self._own(scenario))])
        self._play("no descriptors", 0.15, lambda: process.no_descriptors(form, self._own("descriptors")))
        self._play("clock jumps", 0.2, lambda: process.clock_jumps(form, self._own("clock")))

    def stage(self) -> Stage:
        if self._stage is None:
            began = time.monotonic()
            form = self._form
            self._stage = Stage(self._own("load"), form.history, form.observations, form.members)
            print(f"  the stage is set in {time.monotonic() - began:.0f} s", flush=True)
        return self._stage

    def _own(self, name: str) -> pathlib.Path:
        return pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._folder))

    def _play(self, name: str, share: float, scenario: Callable[[], Iterable[Row]]) -> None:
        """A scenario takes that share of the whole time at most, and no more than what is left of it."""
        if self._words and not any(word in name for word in self._words):
            return
        left = self._until - time.monotonic()
        seconds = min(self._form.seconds * share, left)
        print(f"{name}: {seconds:.0f} s at most", flush=True)
        began = time.monotonic()
        rows: list[Row] = []
        try:
            if seconds <= 1:
                raise ending.Late
            ending.limit(seconds)
            for row in scenario():
                rows.append(row)
        except ending.Late:
            traceback.print_exc()
            rows += [Row(name, "the rest of it", verdict="failed", why=f"was not done after {seconds:.0f} s")]
        except Exception as error:  # noqa: BLE001: the others are played all the same
            traceback.print_exc()
            rows += [Row(name, "the rest of it", verdict="failed", why=f"{type(error).__name__}: {str(error)[:500]}")]
        finally:
            ending.limit(0)
        self.rows += rows
        verdicts = ", ".join(row.verdict for row in rows)
        print(f"{name}: {verdicts}, {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    form = {"full": FULL, "short": SHORT}[sys.argv[1]]
    ending.end_by_signal()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    print(f"CHAOS_SEED={crash.SEED}", flush=True)
    with tempfile.TemporaryDirectory(prefix="doggy-chaos-") as folder:
        play = Play(form, sys.argv[2:], pathlib.Path(folder))
        play.all()
    results = ROOT / "build/test-results"
    report.write(play.rows, results / f"chaos-{form.name}.json", form.name)
    print("\n" + report.table(play.rows) + "\n", flush=True)
    count = {verdict: sum(row.verdict == verdict for row in play.rows) for verdict in ("passed", "failed", "skipped")}
    skipped = f", {count['skipped']} skipped" if count["skipped"] else ""
    print(f"{count['passed']} passed, {count['failed']} failed{skipped}", flush=True)
    sys.exit(1 if count["failed"] else 0)


if __name__ == "__main__":
    main()
