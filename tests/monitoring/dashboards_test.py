"""The dashboards: generated, whole, and understood by Prometheus' and Loki's own grammars."""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import suite
from expressions import BUILT_IN, MONITORING, ROOT, VARIABLE
from expressions import dashboards, filled, of_dashboard, panels, parsed, rules, variables_of
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models import units

DOCUMENT = ROOT / "docs/dashboards.md"
STREAM_LABELS = {"namespace", "pod", "container", "node", "component", "app", "source"}  # alloy/pods.alloy
UNITS = {value for name, value in vars(units).items() if isinstance(value, str) and not name.startswith("_")}


class Dashboards(unittest.TestCase):
    def each_panel(self):
        for name, dashboard in dashboards().items():
            for panel in panels(dashboard):
                yield f"{name}: {panel['title']}", panel

    def test_committed_files_are_what_the_generator_makes(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, MONITORING / "dashboards/generate.py", folder], check=True)
            made = {path.name: path.read_text() for path in pathlib.Path(folder).iterdir()}
        committed = {path.name: path.read_text() for path in (MONITORING / "chart/dashboards").iterdir()}
        self.assertEqual(made.keys(), committed.keys())
        stale = [name for name, text in made.items() if text != committed[name]]
        self.assertEqual(stale, [], "run kubernetes/monitoring/dashboards/generate.py")

    def test_files_are_dashboards_of_grafana(self):
        """Each survives the way through the SDK's model: it has no field that Grafana's schema does not know."""
        register_default_plugins()
        for name, dashboard in dashboards().items():
            with self.subTest(name):
                read = model.Dashboard.from_json(dashboard)
                self.assertEqual(json.loads(JSONEncoder().encode(read)), dashboard)

    def test_addresses_are_stable_and_unique(self):
        uids = [dashboard["uid"] for dashboard in dashboards().values()]
        self.assertEqual(uids, [f"doggy-{name}" for name in dashboards()])
        for name, dashboard in dashboards().items():
            with self.subTest(name):
                self.assertNotIn("id", dashboard)
                counts = collections.Counter(panel["id"] for panel in dashboard["panels"])
                self.assertEqual([number for number, count in counts.items() if count > 1], [])

    def test_every_query_parses(self):
        for name, dashboard in dashboards().items():
            expressions = [filled(one) for one in of_dashboard(name, dashboard)]
            for expression, said in zip(expressions, parsed(expressions), strict=True):
                with self.subTest(expression.where):
                    self.assertEqual(said["errors"], [], expression.text)

    def test_prometheus_accepts_every_query(self):
        """Its own parser also looks at types: rate() of a single value is refused."""
        expressions = [filled(one) for name, content in dashboards().items() for one in of_dashboard(name, content)]
        every = [one for one in expressions if one.kind == "promql"]
        rules = [{"record": f"query:{number}", "expr": one.text} for number, one in enumerate(every)]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            json.dump({"groups": [{"name": "queries", "rules": rules}]}, file)
            file.flush()
            said = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn(f"{len(every)} rules found", said.stdout)

    def test_queries_of_logs_find_streams_and_fields(self):
        """Streams have these labels alone, and the frontend's lines these fields."""
        access_log = (ROOT / "images/frontend/nginx/log.conf").read_text()
        fields = set(re.findall(r'"(\w+)":["$]', access_log))
        self.assertIn("upstreamSeconds", fields)
        for name, dashboard in dashboards().items():
            expressions = [filled(one) for one in of_dashboard(name, dashboard) if one.kind == "logql"]
            for expression, said in zip(expressions, parsed(expressions), strict=True):
                with self.subTest(expression.where):
                    for selector in said["selectors"]:
                        wanted = {matcher["label"]: matcher["value"] for matcher in selector["matchers"]}
                        self.assertLessEqual(wanted.keys(), STREAM_LABELS)
                        if wanted.get("component") == "frontend":
                            self.assertLessEqual(set(said["fields"]), fields)

    def test_every_panel_says_what_it_is(self):
        for where, panel in self.each_panel():
            with self.subTest(where):
                self.assertTrue(panel["title"])
                self.assertIn("?", panel["description"], "a description answers a question")
                if panel["type"] != "logs":
                    self.assertIn(panel["fieldConfig"]["defaults"]["unit"], UNITS)

    def test_variables_exist_and_are_used(self):
        for name, dashboard in dashboards().items():
            with self.subTest(name):
                declared = set(variables_of(dashboard))
                used = set()
                for expression in of_dashboard(name, dashboard):
                    used |= set(VARIABLE.findall(expression.text)) - BUILT_IN.keys()
                for source in [panel["datasource"] for panel in panels(dashboard)]:
                    used |= set(VARIABLE.findall(source["uid"]))
                self.assertEqual(used, declared)

    def test_panels_do_not_overlap(self):
        for name, dashboard in dashboards().items():
            taken = set()
            for panel in dashboard["panels"]:
                place = panel["gridPos"]
                columns = range(place["x"], place["x"] + place["w"])
                cells = {(x, y) for x in columns for y in range(place["y"], place["y"] + place["h"])}
                with self.subTest(f"{name}: {panel['title']}"):
                    self.assertLessEqual(place["x"] + place["w"], 24)
                    self.assertFalse(cells & taken)
                taken |= cells

    def test_links_lead_to_runbooks_of_alerts(self):
        alerts = rules("rules", "promql").alerts | rules("log-rules", "logql").alerts
        for where, panel in self.each_panel():
            for link in panel.get("links", []):
                with self.subTest(where):
                    self.assertIn(link["url"].rpartition("/")[2].removesuffix(".md"), alerts)

    def test_alerts_of_every_component_are_marked(self):
        known = rules("rules", "promql").components | rules("log-rules", "logql").components
        marked = set()
        for dashboard in dashboards().values():
            (annotation,) = dashboard["annotations"]["list"]
            marked.update(re.search(r'component=~"([a-z|-]+)"', annotation["expr"])[1].split("|"))
        self.assertEqual(marked, {component for component in known if component and "{{" not in component})

    def test_every_dashboard_is_documented(self):
        sections = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", DOCUMENT.read_text(), re.MULTILINE))
        for name, dashboard in dashboards().items():
            with self.subTest(name):
                self.assertIn(dashboard["title"], sections)
                self.assertIn(f"`{name}.json`", sections[dashboard["title"]])
                anchors = {re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-") for title in sections}
                (about,) = (link["url"] for link in dashboard["links"] if "#" in link.get("url", ""))
                self.assertIn(about.partition("#")[2], anchors)


if __name__ == "__main__":
    suite.run()
