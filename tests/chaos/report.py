"""The outcome: one row a finding, as a table and as JSON."""

import dataclasses
import json
import math
import pathlib

POWER_CUT = "power cut: replayed from the write log by the C++ suite of registry/store/sqlite"
HEADS = ("scenario", "what was done", "calm p99", "p99 under it", "ratio", "memory peak", "verdict")


@dataclasses.dataclass
class Row:
    """`calm_ms` and `p99_ms` where somebody's waits were measured: infinite when calls were refused."""

    scenario: str
    done: str
    verdict: str = "passed"  # passed, failed, skipped
    calm_ms: float | None = None
    p99_ms: float | None = None
    memory_mib: float | None = None
    why: str = ""  # Of a verdict that is not "passed".

    @property
    def ratio(self) -> float | None:
        return None if self.calm_ms is None or self.p99_ms is None else self.p99_ms / self.calm_ms

    def cells(self) -> list[str]:
        return [
            self.scenario,
            self.done,
            _ms(self.calm_ms),
            _ms(self.p99_ms),
            "" if self.ratio is None else _number(self.ratio) + "×",
            "" if self.memory_mib is None else f"{self.memory_mib:.0f} MiB",
            self.verdict,
        ]


def _ms(value: float | None) -> str:
    return "" if value is None else _number(value) + " ms"


def _number(value: float) -> str:
    if math.isinf(value):
        return "∞"
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def table(rows: list[Row]) -> str:
    """Markdown, in columns of one width."""
    cells = [list(HEADS), *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(HEADS))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    notes = [f"{row.scenario}: {row.verdict}: {row.why}" for row in rows if row.why]
    return "\n".join([*lines, "", POWER_CUT, *notes])


def write(rows: list[Row], path: pathlib.Path, form: str) -> None:
    def plain(row: Row) -> dict:
        entry = dataclasses.asdict(row) | {"ratio": row.ratio}
        # JSON has no infinity.
        endless = (name for name, value in entry.items() if isinstance(value, float) and math.isinf(value))
        return entry | dict.fromkeys(endless, "infinite")

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"form": form, "rows": [plain(row) for row in rows]}, indent=1) + "\n", encoding="utf-8")
