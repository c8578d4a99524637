"""Killed at any moment, and with a full disk, it loses no alert that it accepted."""

import collections
import http.client
import pathlib
import random
import resource
import tempfile
import threading
import time
import unittest

from analyzer import Analyzer, Mailbox, alert, wait_until

KILLS = 100


class CrashTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "data"
        self.mailbox = Mailbox()
        self.addCleanup(self.mailbox.close)

    def test_killed_a_hundred_times_it_tells_of_every_alert_and_repeats_only_what_a_kill_cut_off(self):
        randomness = random.Random(7)
        accepted: list[str] = []
        running = threading.Event()
        running.set()
        current: list[Analyzer] = []

        def stream() -> None:
            number = 0
            while running.is_set():
                name = f"Alert{number:05}"
                # As Alertmanager does: again and again until it is taken.
                while running.is_set():
                    try:
                        if current and current[0].send(alert(name, "critical"), group="{}:{all}") == 202:
                            accepted.append(name)
                            break
                    except (OSError, http.client.HTTPException):
                        time.sleep(0.01)
                number += 1
                time.sleep(0.005)  # A fast stream, but one whose notices have room for every name.

        sender = threading.Thread(target=stream)
        flags = (*self.mailbox.flags(), "--report-seconds", "0", "--log-level", "warn")
        analyzer = Analyzer(self.folder, *flags)
        current.append(analyzer)
        sender.start()
        for _ in range(KILLS):
            time.sleep(randomness.uniform(0.01, 0.2))  # The moment of the kill is what is random here.
            analyzer.kill()
            analyzer = Analyzer(self.folder, *flags)
            current[0] = analyzer
        self.addCleanup(lambda: current[0].close())
        running.clear()
        sender.join()
        self.assertGreater(len(accepted), KILLS)

        def noticed() -> set[str]:
            text = "".join(one for one in list(self.mailbox.texts) if "An analysis follows" in one)
            return {name for name in accepted if name in text}

        wait_until(lambda: len(noticed()) == len(accepted), "every accepted alert is noticed")
        wait_until(lambda: current[0].summaries()[0]["reportDueAt"] is None, "every accepted alert is reported")
        copies = collections.Counter(one["Message-ID"] for one in self.mailbox.seen)
        repeated = sum(count - 1 for count in copies.values())
        self.assertLessEqual(repeated, KILLS, "a kill repeats at most the message that was on its way")
        texts = collections.defaultdict(set)
        for one in self.mailbox.seen:
            texts[one["Message-ID"]].add(one.get_content())
        self.assertTrue(all(len(same) == 1 for same in texts.values()), "a repeated message is the same message")
        # Each alert is in one notice and one report, however often the process died.
        notices = {one["Message-ID"]: one.get_content() for one in self.mailbox.seen if "An analysis follows" in one.get_content()}
        for name in accepted:
            self.assertEqual(sum(name in text for text in notices.values()), 1, name)

    def test_a_full_disk_is_503_and_recovers_by_itself(self):
        limit = 600_000

        def small_files() -> None:
            # The kernel answers EFBIG where a full disk answers ENOSPC; SQLite makes the same of both.
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            import signal

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        analyzer = Analyzer(self.folder, *self.mailbox.flags(), "--gather-seconds", "3600", preexec=small_files)
        self.addCleanup(analyzer.close)
        accepted, statuses = [], []
        for i in range(400):
            name = f"Alert{i:04}"
            status = analyzer.send(alert(name, text="x" * 4000), group="{}:{all}")
            statuses.append(status)
            if status == 202:
                accepted.append(name)
            elif statuses.count(503) >= 3:
                break
        self.assertIn(503, statuses)
        self.assertEqual(set(statuses), {202, 503})
        resource.prlimit(analyzer.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_until(lambda: analyzer.send(alert("Afterwards"), group="{}:{all}") == 202, "it takes alerts again")
        accepted.append("Afterwards")
        wait_until(
            lambda: sum(one["alertCount"] for one in analyzer.incidents()) == len(accepted), "all are on record"
        )
