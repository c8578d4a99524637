"""Falco's rules for our processes: what Falco would refuse and what Loki's rules need of a finding. Falco itself reads the
file only where it runs."""

import pathlib
import re
import unittest

import yaml

from suite import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "kubernetes/monitoring/falco/doggy-rules.yaml"
IMAGES = ROOT / "images"
TEMPLATES = ROOT / "kubernetes/doggy/templates"
PRIORITIES = ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFORMATIONAL", "DEBUG"]
# Fields of Falco 0.44 and of its plugin "container", as its documentation lists them.
FIELDS = {
    "container.id",
    "container.name",
    "container.image.repository",
    "evt.type",
    "evt.res",
    "evt.rawres",
    "evt.is_open_read",
    "evt.is_open_write",
    "fd.name",
    "fd.num",
    "fd.sip",
    "fd.snet",
    "fd.sport",
    "fd.typechar",
    "k8s.ns.name",
    "k8s.pod.name",
    "proc.cmdline",
    "proc.exepath",
    "proc.pexepath",
    "user.uid",
}
OPERATORS = {"and", "or", "not", "in", "startswith"}


def parts(kind: str) -> list[dict]:
    return [part for part in yaml.safe_load(RULES.read_text(encoding="utf-8")) if kind in part]


def words(condition: str) -> set[str]:
    """The names in a condition that are neither text, number nor path."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", " ", condition)
    # Values: what follows a comparison, and paths. A list may hold names of lists.
    bare = re.sub(r"(=|!=|<=?|>=?|startswith) *[\w./-]+", " ", bare)
    return {word for word in re.findall(r"(?<![\w/.:-])[a-z_][a-z0-9_.]*(?![\w/])", bare) if word not in OPERATORS}


class FalcoRules(unittest.TestCase):
    def test_each_part_is_one_of_those_that_falco_reads(self):
        kinds = {
            "required_engine_version": {"required_engine_version"},
            "required_plugin_versions": {"required_plugin_versions"},
            "list": {"list", "items"},
            "macro": {"macro", "condition"},
            "rule": {"rule", "desc", "condition", "output", "priority", "tags"},
        }
        for part in yaml.safe_load(RULES.read_text(encoding="utf-8")):
            kind = next(iter(part))
            self.assertEqual(set(part), kinds[kind], part)
        names = [part[kind] for kind in ("list", "macro", "rule") for part in parts(kind)]
        self.assertEqual(len(names), len(set(names)))

    def test_names_do_not_replace_those_of_falcos_own_rules(self):
        for kind in ("list", "macro", "rule"):
            for part in parts(kind):
                self.assertTrue(part[kind].lower().startswith("doggy"), part[kind])

    def test_conditions_are_made_of_fields_macros_and_lists_that_exist(self):
        known: set[str] = {part["list"] for part in parts("list")}
        events = {"connect", "execve", "execveat", "open", "openat", "openat2"}
        for part in parts("macro") + parts("rule"):
            condition = part["condition"]
            self.assertEqual(condition.count("("), condition.count(")"), condition)
            values = {"doggy", "gateway", "monitoring", "host"}
            self.assertEqual(words(condition) - FIELDS - known - events - values, set(), part)
            known |= {part["macro"]} if "macro" in part else set()

    def test_each_rule_begins_with_the_calls_that_it_is_about(self):
        """Falco evaluates a rule for those alone."""
        macros = {part["macro"]: part["condition"] for part in parts("macro")}
        for rule in parts("rule"):
            condition = " ".join(rule["condition"].split())
            first = re.match(r"\w+", condition)[0]
            self.assertRegex(macros.get(first, condition), r"^\(?evt\.type (=|in) ", rule["rule"])

    def test_findings_say_where_and_who_and_become_alerts(self):
        for rule in parts("rule"):
            with self.subTest(rule["rule"]):
                self.assertIn(rule["priority"], PRIORITIES[: PRIORITIES.index("WARNING") + 1], "no alert takes others")
                message, _, fields = rule["output"].partition(" | ")
                self.assertNotIn("%", message)
                named = re.findall(r"(\w+)=%([\w.]+)", fields)
                self.assertEqual(fields, " ".join(f"{name}=%{field}" for name, field in named))
                self.assertLessEqual({field for _, field in named}, FIELDS)
                needed = {"k8s.ns.name", "k8s.pod.name", "container.name", "proc.exepath", "proc.cmdline", "user.uid"}
                self.assertLessEqual(needed, {field for _, field in named})
                self.assertIn("doggy", rule["tags"])
                self.assertTrue(any(tag.startswith("mitre_") for tag in rule["tags"]))

    def test_containers_have_the_names_that_rules_select_by(self):
        conditions = " ".join(rule["condition"] for rule in parts("rule"))
        selected = set(re.findall(r'container\.name = "([\w-]+)"', conditions))
        self.assertTrue(selected)
        templates = "\n".join(file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.yaml"))
        named = set(re.findall(r"^ +containers:\n +- name: ([\w-]+)$", templates, re.MULTILINE))
        self.assertLessEqual(selected, named)

    def test_the_programs_are_those_of_the_images(self):
        [programs] = [part["items"] for part in parts("list") if part["list"] == "doggy_programs"]
        started = set()
        for file in IMAGES.glob("*/Containerfile"):
            started |= set(re.findall(r'^ENTRYPOINT \["([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE))
        self.assertEqual(set(programs), started | {"/pause"})


if __name__ == "__main__":
    run()
