"""Measures the alert analyzer in a storm: 1,000 critical alerts of 1,000 groups in calls of one each. Figures, no test."""

import pathlib
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "shared"), str(pathlib.Path(__file__).resolve().parents[1] / "analyzer")]

from analyzer import Analyzer, Mailbox, alert, wait_until  # noqa: E402
from neighbors import ANALYSIS, openai  # noqa: E402

ALERTS = 1000


def resident_mib(pid: int) -> float:
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    llm, mailbox = openai(ANALYSIS), Mailbox()
    arrived: dict[str, float] = {}
    keep = mailbox.handle_DATA

    async def note(server, session, envelope):
        answer = await keep(server, session, envelope)
        text = mailbox.seen[-1].get_content()
        if "An analysis follows" in text:
            for name in [word for word in text.split() if word.startswith("Storm")]:
                arrived.setdefault(name, time.monotonic())
        return answer

    mailbox.handle_DATA = note
    with tempfile.TemporaryDirectory() as folder:
        flags = [*mailbox.flags(), "--llm-url", llm.url + "/v1", "--llm-model", "recorded", "--gather-seconds", "5"]
        analyzer = Analyzer(pathlib.Path(folder) / "data", *flags)
        sent: dict[str, float] = {}
        start = time.monotonic()
        for i in range(ALERTS):
            name = f"Storm{i:04}"
            sent[name] = time.monotonic()
            assert analyzer.send(alert(name, "critical"), group=f"{{}}:{{n={i}}}") == 202
        accepted = time.monotonic() - start
        wait_until(lambda: len(arrived) == ALERTS, "every alert is told of")
        wait_until(lambda: all(one["analysis"] != "none" for one in analyzer.summaries()), "all are reported")
        waits = sorted(arrived[name] - sent[name] for name in sent)
        print(f"analyzer: storm of {ALERTS} critical alerts in as many groups")
        print(f"  accepted durably        {ALERTS / accepted:8.0f} calls/s, one connection each")
        print(f"  notice p50 / p99 / max  {waits[ALERTS // 2]:.2f} / {waits[ALERTS * 99 // 100]:.2f} / {waits[-1]:.2f} s   (budget: p99 10 s)")
        print(f"  LLM calls               {len(llm.requests):8}   (budget: 20)")
        print(f"  mails                   {len(mailbox.seen):8}")
        print(f"  most memory             {resident_mib(analyzer.process.pid):8.0f} MiB   (budget: 64)")
        analyzer.close()
    mailbox.close()
    llm.close()


if __name__ == "__main__":
    main()
