#!/usr/bin/env python3
"""Draws dashboards for docs/dashboards.md: their real layout and queries, with figures of a real Prometheus.

    .tools/python/bin/pip install matplotlib
    PYTHONPATH=tests/shared .tools/python/bin/python tests/monitoring/preview.py [MINUTES] [DASHBOARD…]

Starts a registry on SQLite, people who use it, an alert analyzer with alerts to explain, and Debian's Prometheus with
the chart's rules. Lets them run for MINUTES (15), and writes docs/images/dashboards/DASHBOARD.png. The pictures are not
Grafana's and do not look like it. Panels whose figures come from Kubernetes, AWS or Loki stay empty. A tool that is run
by hand, and no test.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import matplotlib

matplotlib.use("Agg")

import exported  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import yaml  # noqa: E402
from analyzer import Analyzer, Mailbox, alert  # noqa: E402
from books import Books  # noqa: E402
from expressions import MONITORING, VARIABLE, dashboards, panels  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402
from neighbors import ANALYSIS, loki, openai  # noqa: E402, exported knows where it is
from people import Pair  # noqa: E402
from ports import free_port  # noqa: E402
from receiver import Receiver  # noqa: E402
from registry import ROOT, Registry  # noqa: E402
from writers import MixedWriter  # noqa: E402

SCRAPE_SECONDS = 5
PAPER, PANEL, INK, FAINT = "#f4f5f5", "#ffffff", "#24292e", "#8a8f94"
COLORS = {"green": "#3a9d4e", "yellow": "#d9a400", "red": "#d0353e", "blue": "#3274d9"}
SCALES = {  # (factor of the value, what it is called), the first that the value reaches.
    "s": [(86400, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")],
    "bytes": [(2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"), (1, "B")],
    "Bps": [(2**20, "MiB/s"), (2**10, "KiB/s"), (1, "B/s")],
    "percentunit": [(0.01, "%")],
    "reqps": [(1, "req/s")],
    "ops": [(1, "/s")],
    "cps": [(1, "/s")],
    "short": [(1e6, "M"), (1e3, "K"), (1, "")],
}


class Life:
    """What is watched: people, alerts, and who watches."""

    def __init__(self, folder: pathlib.Path):
        flags = ["--metrics-listen", "127.0.0.1:0", "--log-level", "info", "--outgoing-loopback", "true"]
        self._registry = Registry(folder / "registry", *flags)
        self._receiver = Receiver()
        self._mailbox, self._logs, self._llm = Mailbox(), loki([]), openai(ANALYSIS)
        prices = ["--llm-input-price", "1.25", "--llm-output-price", "10"]
        asked = ["--loki-url", self._logs.url, "--llm-url", f"{self._llm.url}/v1", "--llm-model", "model-x"]
        self._analyzer = Analyzer(folder / "analyzer", *self._mailbox.flags(), *asked, *prices)
        self._pair = Pair(self._registry.address)
        self._books = Books()
        self._writers = [
            MixedWriter(self._registry.address, self._pair.tina.token, self._pair.dog, self._books, seed)
            for seed in (1, 2)
        ]
        self._done = threading.Event()
        self._others = [threading.Thread(target=work) for work in (self._read, self._raise_alerts)]
        for thread in self._others:
            thread.start()
        self.prometheus = f"http://127.0.0.1:{free_port()}"
        self._prometheus = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={self._configuration(folder)}",
                f"--storage.tsdb.path={folder / 'prometheus'}",
                f"--web.listen-address={self.prometheus.removeprefix('http://')}",
                "--log.level=error",
            ]
        )

    def _configuration(self, folder: pathlib.Path) -> pathlib.Path:
        logs = {"registry": folder / "registry.log", "alert-analyzer": self._analyzer.log}
        jobs = []
        for service, log in logs.items():
            labels = exported.target(service) | {"pod": f"doggy-{service}-5d9c7b6f4-x2x7k"}
            target = {"targets": [f"127.0.0.1:{exported.metrics_port(log)}"]}
            jobs.append(
                {
                    "job_name": labels.pop("job"),
                    "static_configs": [
                        {**target, "labels": {name: labels[name] for name in labels if name != "instance"}}
                    ],
                }
            )
        path = folder / "prometheus.yml"
        content = {
            "global": {"scrape_interval": f"{SCRAPE_SECONDS}s", "evaluation_interval": f"{SCRAPE_SECONDS}s"},
            "rule_files": [str(MONITORING / "chart/rules/*.yaml")],
            "scrape_configs": jobs,
        }
        path.write_text(yaml.safe_dump(content))
        return path

    def _read(self) -> None:
        """Pages, charts and searches, and once in a while a wrong password."""
        pair = Pair(self._registry.address)
        exported.tell(pair, self._receiver)
        dog = f"/v1/dogs/{pair.dog}"
        paths = [f"{dog}/records?limit=50", "/v1/search?q=vet", f"{dog}/progress/heat-map", "/v1/dogs", "/v1/me"]
        turn = 0
        while not self._done.wait(0.05):
            turn += 1
            pair.tina.request("GET", paths[turn % len(paths)])
            if turn % 20 == 0:
                pair.comment()
            if turn % 200 == 0:
                pair.tina.request("POST", "/v1/sessions", {"email": "tina@example.org", "password": "a wrong password"})
        pair.close()

    def _raise_alerts(self) -> None:
        number = 0
        while not self._done.wait(20):
            number += 1
            self._analyzer.send(
                alert(f"Trouble{number}", severity=("critical", "warning")[number % 2]), alert("Watchdog")
            )

    def close(self) -> None:
        self._done.set()
        for thread in self._others:
            thread.join()
        self._prometheus.terminate()
        self._prometheus.wait()
        self._pair.close()
        self._registry.close()
        self._analyzer.close()
        for server in (self._mailbox, self._logs, self._llm, self._receiver):
            server.close()


class Figures:
    """What Prometheus says."""

    def __init__(self, url: str, minutes: float):
        self._url, self._minutes = url, minutes

    def _ask(self, path: str, **parameters) -> list[dict]:
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self._url}/api/v1/{path}?{query}") as answer:
            return json.load(answer)["data"]["result"]

    def _filled(self, text: str) -> str:
        seconds = int(self._minutes * 60)
        values = {"__rate_interval": "1m", "__range": f"{seconds}s", "__range_s": str(seconds), "namespace": "doggy"}
        return VARIABLE.sub(lambda found: values.get(found[1], ".*"), text)

    def over_time(self, expr: str) -> list[dict]:
        end = time.time()
        return self._ask(
            "query_range", query=self._filled(expr), start=end - self._minutes * 60, end=end, step=SCRAPE_SECONDS
        )

    def now(self, expr: str) -> list[dict]:
        return self._ask("query", query=self._filled(expr))


def written(value: float, unit: str) -> str:
    if value == 0:
        return "0"
    for factor, name in SCALES.get(unit, [(1, "")]):
        if abs(value) >= factor or (factor, name) == SCALES.get(unit, [(1, "")])[-1]:
            return f"{value / factor:.3g} {name}".strip()
    return f"{value:.3g}"


def color_of(value: float, defaults: dict) -> str:
    color = "green"
    for step in defaults.get("thresholds", {}).get("steps", []):
        if step["value"] is None or value >= step["value"]:
            color = step["color"]
    return COLORS[color]


def legend(target: dict, labels: dict) -> str:
    text = target.get("legendFormat", "")
    for name, value in labels.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def draw_graph(axes, panel: dict, figures: Figures) -> bool:
    defaults = panel["fieldConfig"]["defaults"]
    drawn, highest = False, 0.0
    stacked = defaults.get("custom", {}).get("stacking")
    for target in panel["targets"]:
        base: dict[float, float] = {}
        for series in figures.over_time(target["expr"]):
            points = [(float(at), float(value)) for at, value in series["values"] if value not in ("NaN", "+Inf")]
            if not points or (stacked and not any(value for _, value in points)):
                continue
            times = [at for at, _ in points]
            values = [value + (base.get(at, 0) if stacked else 0) for at, value in points]
            (line,) = axes.plot(times, values, linewidth=0.8, label=legend(target, series["metric"]))
            if stacked:
                axes.fill_between(times, [base.get(at, 0) for at in times], values, color=line.get_color(), alpha=0.25)
                base |= dict(zip(times, values))
            drawn, highest = True, max(highest, *values)
    if not drawn:
        return False
    axes.set_ylim(0, defaults.get("max") or highest * 1.15 or 1)
    axes.set_xticks([])
    ticks = axes.get_yticks()[::2]
    axes.set_yticks(ticks, [written(tick, defaults["unit"]) for tick in ticks], fontsize=5, color=FAINT)
    axes.grid(axis="y", linewidth=0.3, color="#dddddd")
    handles, names = axes.get_legend_handles_labels()
    axes.legend(
        handles[:6], names[:6], fontsize=4.5, loc="upper center", bbox_to_anchor=(0.5, -0.02), ncol=3, frameon=False
    )
    return True


def draw_number(axes, panel: dict, figures: Figures) -> bool:
    defaults = panel["fieldConfig"]["defaults"]
    found = figures.now(panel["targets"][0]["expr"])
    if not found or found[0]["value"][1] == "NaN":
        return False
    value = float(found[0]["value"][1])
    text, color = written(value, defaults["unit"]), color_of(value, defaults)
    for mapping in defaults.get("mappings", []):
        if f"{value:g}" in mapping["options"]:
            result = mapping["options"][f"{value:g}"]
            text, color = result["text"], COLORS[result["color"]]
    axes.text(0.5, 0.4, text, fontsize=13, color=color, ha="center", va="center", transform=axes.transAxes)
    return True


def draw_table(axes, panel: dict, figures: Figures) -> bool:
    rows = figures.now(panel["targets"][0]["expr"])
    rows.sort(key=lambda row: -float(row["value"][1]))
    unit = panel["fieldConfig"]["defaults"]["unit"]
    for index, row in enumerate(rows[:9]):
        name = "  ".join(value for label, value in row["metric"].items() if label in ("method", "route"))
        axes.text(0.02, 0.88 - index * 0.1, name, fontsize=5.5, transform=axes.transAxes, va="top")
        amount = written(float(row["value"][1]), unit)
        axes.text(0.98, 0.88 - index * 0.1, amount, fontsize=5.5, transform=axes.transAxes, va="top", ha="right")
    return bool(rows)


DRAWN = {"timeseries": draw_graph, "stat": draw_number, "table": draw_table}


def draw(dashboard: dict, figures: Figures, path: pathlib.Path) -> None:
    places = [panel["gridPos"] for panel in dashboard["panels"]]
    height = max(place["y"] + place["h"] for place in places)
    figure = plt.figure(figsize=(12, (height + 2) * 0.25), dpi=110, facecolor=PAPER)

    def frame(place: dict, inner: bool) -> tuple[float, float, float, float]:
        unit = 1 / (height + 2)
        left, bottom = place["x"] / 24, 1 - (place["y"] + 2 + place["h"]) * unit
        width, tall = place["w"] / 24, place["h"] * unit
        if inner:
            return left + 0.036, bottom + 1.6 * unit, width - 0.046, tall - 3.1 * unit
        return left + 0.003, bottom + 0.12 * unit, width - 0.006, tall - 0.24 * unit

    figure.text(0.006, 1 - 1.2 / (height + 2), dashboard["title"], fontsize=13, color=INK, weight="bold")
    for row in dashboard["panels"]:
        if row["type"] == "row":
            left, bottom, _, _ = frame(row["gridPos"], False)
            figure.text(left, bottom, row["title"], fontsize=8, color=INK, weight="bold")
    for panel in panels(dashboard):
        left, bottom, width, tall = frame(panel["gridPos"], False)
        box = Rectangle((left, bottom), width, tall, facecolor=PANEL, edgecolor="#d8d9da", linewidth=0.5, zorder=-1)
        figure.add_artist(box)
        figure.text(left + 0.005, bottom + tall - 0.75 / (height + 2), panel["title"], fontsize=6.5, color=INK)
        inner = panel["type"] == "timeseries"
        axes = figure.add_axes(frame(panel["gridPos"], True) if inner else (left, bottom, width, tall))
        axes.patch.set_alpha(0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        prometheus = panel["datasource"]["type"] == "prometheus"
        if not (prometheus and panel["type"] in DRAWN and DRAWN[panel["type"]](axes, panel, figures)):
            axes.text(0.5, 0.45, "no data here", fontsize=6, color=FAINT, ha="center", transform=axes.transAxes)
            axes.set_xticks([])
            axes.set_yticks([])
        elif not inner:
            axes.set_xticks([])
            axes.set_yticks([])
    figure.savefig(path, facecolor=PAPER)
    plt.close(figure)


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    chosen = sys.argv[2:] or ["registry", "slo", "alert-analyzer"]
    images = ROOT / "docs/images/dashboards"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        life = Life(pathlib.Path(folder))
        try:
            time.sleep(minutes * 60)
            for name in chosen:
                draw(dashboards()[name], Figures(life.prometheus, minutes), images / f"{name}.png")
        finally:
            life.close()


if __name__ == "__main__":
    main()
