"""The audit policy logs what the alerts need, and never a secret. A real API server reads the file in the platform's
tests; here, its rules are applied as k8s.io/apiserver/pkg/audit/policy applies them."""

import itertools
import json
import pathlib
import unittest

import yaml

from log_rules_test import patched, samples, varied
from suite import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = yaml.safe_load((ROOT / "kubernetes/monitoring/audit-policy.yaml").read_text(encoding="utf-8"))
LEVELS = ["None", "Metadata", "Request", "RequestResponse"]
PEOPLE = {"username": "admin", "groups": ["system:masters", "system:authenticated"]}
KUBELET = {"username": "system:node:node-1", "groups": ["system:nodes", "system:authenticated"]}
VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]


def account(namespace: str, name: str) -> dict:
    groups = ["system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"]
    return {"username": f"system:serviceaccount:{namespace}:{name}", "groups": groups}


USERS = [
    PEOPLE,
    KUBELET,
    {"username": "system:anonymous", "groups": ["system:unauthenticated"]},
    {"username": "system:kube-controller-manager", "groups": ["system:authenticated"]},
    account("kube-system", "job-controller"),
    account("monitoring", "grafana"),
]


def matches_path(rule: dict, path: str) -> bool:
    return any(
        path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern
        for pattern in rule["nonResourceURLs"]
    )


def matches_resource(rule: dict, ref: dict) -> bool:
    if "namespaces" in rule and ref.get("namespace", "") not in rule["namespaces"]:
        return False
    resource, sub = ref["resource"], ref.get("subresource", "")
    whole = f"{resource}/{sub}" if sub else resource
    for group in rule.get("resources", [{"group": ref.get("apiGroup", "")}]):
        if group["group"] == ref.get("apiGroup", "") and {whole, "*"} & set(group.get("resources", ["*"])):
            return True
    return False


def matches(rule: dict, event: dict) -> bool:
    user, ref = event["user"], event.get("objectRef")
    if "users" in rule and user["username"] not in rule["users"]:
        return False
    if "userGroups" in rule and not set(user.get("groups", [])) & set(rule["userGroups"]):
        return False
    if "verbs" in rule and event["verb"] not in rule["verbs"]:
        return False
    if "namespaces" in rule or "resources" in rule:
        return ref is not None and matches_resource(rule, ref)
    if "nonResourceURLs" in rule:
        return ref is None and matches_path(rule, event["requestURI"].partition("?")[0])
    return True


def level_of(event: dict) -> str:
    return next((rule["level"] for rule in POLICY["rules"] if matches(rule, event)), "None")


def request(user: dict, verb: str, resource: str, group: str = "", **ref: str) -> dict:
    return {"user": user, "verb": verb, "objectRef": {"resource": resource, "apiGroup": group} | ref}


class Policy(unittest.TestCase):
    def test_it_is_one(self):
        self.assertEqual((POLICY["apiVersion"], POLICY["kind"]), ("audit.k8s.io/v1", "Policy"))
        known = {"level", "users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs"}
        for rule in POLICY["rules"]:
            self.assertIn(rule["level"], LEVELS)
            self.assertLessEqual(set(rule), known, "this test would not look at it")
            self.assertFalse("resources" in rule and "nonResourceURLs" in rule, "the API server refuses that")
            for group in rule.get("resources", []):
                self.assertLessEqual(set(group), {"group", "resources"}, "this test would not look at it")
        self.assertEqual(set(POLICY["rules"][-1]), {"level"}, "the last takes all that is left")

    def test_it_logs_every_line_that_makes_an_alert_fire(self):
        fired = [(name, sample) for name, sample in samples().items() if name.startswith("Audit")]
        self.assertGreater(len(fired), 10)
        for name, sample in fired:
            for different in ({}, *varied(sample.get("also", []))):
                event = patched(sample["line"], different.get("change", {}))
                with self.subTest(name, why=different.get("why")):
                    self.assertEqual(level_of(event), event["level"])
                    self.assertNotIn(event["stage"], POLICY["omitStages"])

    def test_bodies_are_logged_of_changed_rights_alone(self):
        groups = {
            "",
            "apps",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "external-secrets.io",
            "apiregistration.k8s.io",
        }
        resources = ["secrets", "configmaps", "pods", "pods/exec", "serviceaccounts", "tokenreviews", "externalsecrets"]
        for user, verb, group, resource in itertools.product(USERS, VERBS, groups, resources):
            one, _, sub = resource.partition("/")
            event = request(user, verb, one, group, subresource=sub, namespace="doggy", name="x")
            self.assertIn(level_of(event), ("None", "Metadata"), event)
        token = request(PEOPLE, "create", "serviceaccounts", subresource="token", namespace="doggy", name="x")
        self.assertEqual(level_of(token), "Metadata")
        binding = request(PEOPLE, "create", "clusterrolebindings", "rbac.authorization.k8s.io")
        self.assertEqual(level_of(binding), "RequestResponse")

    def test_what_people_do_is_logged(self):
        for verb, resource in itertools.product(VERBS, ("secrets", "configmaps", "pods", "nodes", "namespaces")):
            self.assertNotEqual(level_of(request(PEOPLE, verb, resource)), "None", f"{verb} {resource}")

    def test_strangers_are_logged_but_for_health_and_version(self):
        for path, level in (("/healthz", "None"), ("/readyz?verbose=true", "None"), ("/version", "None")):
            self.assertEqual(level_of({"user": USERS[2], "verb": "get", "requestURI": path}), level, path)
        for path in ("/api/v1", "/metrics", "/logs/kube-apiserver.log", "/versions"):
            self.assertEqual(level_of({"user": USERS[2], "verb": "get", "requestURI": path}), "Metadata", path)

    def test_secrets_are_read_unseen_by_few(self):
        unseen = [KUBELET, USERS[3], account("kube-system", "generic-garbage-collector")]
        seen = [PEOPLE, account("kube-system", "job-controller"), account("kube-system", "mine"), account("doggy", "x")]
        for users, level in ((unseen, "None"), (seen, "Metadata")):
            for user in users:
                self.assertEqual(level_of(request(user, "list", "secrets")), level, user)

    def test_noise_is_not_logged(self):
        for event in (
            request(KUBELET, "update", "leases", "coordination.k8s.io", namespace="kube-node-lease"),
            request(account("kube-system", "job-controller"), "create", "events", "events.k8s.io"),
            request(KUBELET, "get", "secrets", namespace="doggy"),
            request(KUBELET, "patch", "pods", subresource="status"),
            request(account("kube-system", "job-controller"), "watch", "jobs", "batch"),
            request(account("kube-system", "endpointslice-controller"), "update", "endpointslices", "discovery.k8s.io"),
            request(account("kube-system", "metrics-server"), "create", "subjectaccessreviews", "authorization.k8s.io"),
            {"user": PEOPLE, "verb": "get", "requestURI": "/openapi/v3/apis/apps/v1?hash=1"},
        ):
            self.assertEqual(level_of(event), "None", json.dumps(event))


if __name__ == "__main__":
    run()
