"""The chart as Helm renders it: what each test renders it with, and with which program."""

import copy
import functools
import json
import os
import pathlib
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "kubernetes/doggy"
CLUSTER = ROOT / "kubernetes/cluster"
NGINX = ROOT / "images/frontend/nginx/doggy"
DIGESTS = {name: f"sha256:{digit * 64}" for name, digit in (("registry", "a"), ("frontend", "b"), ("alertAnalyzer", "c"))}

# What every deployment decides for itself, for the overlays that leave it open.
OWN = {
    "publicUrl": "https://doggy.example.org",
    "registry": {"store": {"table": "doggy"}, "media": {"bucket": "doggy-media"}},
    "frontend": {"trustedProxies": ["10.0.0.0/16"]},
    "alertAnalyzer": {"mailTo": ["oncall@example.org"]},
    "mail": {"from": "doggy@example.org", "smtpUrl": "smtps://mail.example.org", "smtpUser": "doggy"},
    "network": {"aws": {"cidrs": ["10.0.0.0/16"]}, "mail": {"cidrs": ["203.0.113.0/24"]}},
}
# All that the analyzer can talk to.
ALL_NEIGHBORS = {
    "alertAnalyzer": {
        "snsTopic": "arn:aws:sns:eu-central-1:123456789012:alerts",
        "sqsQueue": "https://sqs.eu-central-1.amazonaws.com/123456789012/alerts",
        "lokiUrl": "http://loki.monitoring:3100",
        "prometheusUrl": "http://prometheus.monitoring:9090",
        "llm": {"url": "https://api.example.org/v1", "model": "large"},
    },
    "network": {"llm": {"cidrs": ["0.0.0.0/0"]}},
}
WITH_DIGESTS = {name: {"image": {"digest": digest}} for name, digest in DIGESTS.items()}
SQLITE = {
    "registry": {
        "replicas": 1,
        "store": {"kind": "sqlite"},
        "media": {"kind": "folder"},
        "autoscaling": {"enabled": False},
    }
}
INGRESS = {"exposure": {"kind": "ingress", "gateway": {"tlsSecret": ""}, "ingress": {"tlsSecret": "doggy-tls"}}}
LOAD_BALANCER = {"exposure": {"kind": "loadBalancer", "gateway": {"tlsSecret": ""}}}


@functools.cache
def helm_program() -> str:
    """That of HELM_PROGRAM, or the one that the local cluster has."""
    given = os.environ.get("HELM_PROGRAM")
    if given:
        return given
    done = subprocess.run([ROOT / "scripts/cluster-programs.sh", "tools"], check=True, stdout=subprocess.PIPE, text=True)
    return f"{done.stdout.strip()}/helm"


def merged(*parts: dict) -> dict:
    """As Helm merges values: maps by their keys, all else as a whole."""
    result: dict = {}
    for part in parts:
        for key, value in part.items():
            both_maps = isinstance(value, dict) and isinstance(result.get(key), dict)
            result[key] = merged(result[key], value) if both_maps else copy.deepcopy(value)
    return result


def run_helm(command: str, chart: pathlib.Path, name: str, values: dict, *arguments) -> subprocess.CompletedProcess:
    """On a release that has the name of its namespace."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "values.json"
        file.write_text(json.dumps(values), encoding="utf-8")
        release = [name] if command == "template" else []
        environment = {**os.environ, "HOME": folder, "HELM_CACHE_HOME": folder, "HELM_CONFIG_HOME": folder}
        return subprocess.run(
            [helm_program(), command, *release, chart, "--namespace", name, *arguments, "--values", file],
            capture_output=True, text=True, check=False, env=environment,
        )


def helm(command: str, overlay: str | None, values: dict) -> subprocess.CompletedProcess:
    overlays = ["--values", CHART / f"values-{overlay}.yaml"] if overlay else []
    return run_helm(command, CHART, "doggy", values, *overlays)


@functools.cache
def _render(overlay: str | None, values: str) -> str:
    done = helm("template", overlay, json.loads(values))
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


def render(overlay: str | None, *values: dict) -> list[dict]:
    text = _render(overlay, json.dumps(merged(*values), sort_keys=True))
    return [found for found in yaml.safe_load_all(text) if found]


# Everything that is deployed in one way or another: name → objects.
VARIANTS = {
    "local": ("local",),
    "staging": ("staging", OWN),
    "production": ("production", OWN, WITH_DIGESTS),
    "production with all neighbors": ("production", OWN, WITH_DIGESTS, ALL_NEIGHBORS),
    "production on SQLite": ("production", OWN, WITH_DIGESTS, SQLITE),
    "ingress": ("production", OWN, WITH_DIGESTS, INGRESS),
    "load balancer": ("production", OWN, WITH_DIGESTS, LOAD_BALANCER),
    "without the analyzer": ("production", OWN, WITH_DIGESTS, {"alertAnalyzer": {"enabled": False}}),
}


def of_kind(objects: list[dict], kind: str) -> dict[str, dict]:
    return {found["metadata"]["name"]: found for found in objects if found["kind"] == kind}
