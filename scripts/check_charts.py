#!/usr/bin/env python3
"""Does what check-charts.sh says: pulls, compares and renders the charts of kubernetes/monitoring/versions.yaml.

Ends with status 1 when there is a finding.
"""

import functools
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
MONITORING = ROOT / "kubernetes/monitoring"
OUT = ROOT / "build/charts"
HELM = os.environ["HELM_PROGRAM"]
# Where the charts' own defaults are only examples: parts of Kubernetes' objects, and of the programs' own settings.
PASSED_THROUGH = re.compile(
    r"(securityContext|resources|labels|annotations|grafana\.ini|limits_config|server|commonConfig|rulerConfig|modules)$",
    re.IGNORECASE,
)
# Images that charts name and that nothing here starts: Thanos is not used, nor are Trivy's checks of nodes.
UNUSED = ("quay.io/thanos/thanos:", "ghcr.io/aquasecurity/node-collector:", "mirror.gcr.io/aquasec/trivy-checks:")
IMAGE = re.compile(r"\b(?:[\w-]+\.)+(?:io|com)/[\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?")
SELECTED_BY = ("release", "kube-prometheus-stack")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Takes `=` for a text, as Kubernetes does; some schemas have it in a list of operators."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


def read_all(text: str) -> list[dict]:
    return [found for found in yaml.load_all(text, Loader) if found]


def read(path: pathlib.Path) -> dict:
    return (read_all(path.read_text(encoding="utf-8")) or [{}])[0]


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


# Charts


def fetch(chart: dict, findings: list[str]) -> pathlib.Path:
    """The chart's folder."""
    given = os.environ.get("CHARTS_FOLDER")
    if given:
        return pathlib.Path(given) / chart["name"]
    target = OUT / "pulled" / chart["name"]
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    repository = chart["repository"]
    if repository.startswith("oci://"):
        names = [f"{repository}/{chart['name']}"]
    else:
        names = [chart["name"], "--repo", repository]
    run(HELM, "pull", *names, "--version", chart["version"], "--destination", target)
    (archive,) = target.glob("*.tgz")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if not chart["digest"]:
        print(f"{chart['name']} {chart['version']}: the archive's digest is {digest}; add it to versions.yaml")
    elif digest != chart["digest"]:
        findings.append(f"{chart['name']}: the archive's digest is {digest}, not {chart['digest']}")
    with tarfile.open(archive) as opened:
        opened.extractall(target, filter="data")
    return target / chart["name"]


def defaults(folder: pathlib.Path) -> dict:
    """The values of a chart, with those of its dependencies under their names."""
    values: dict = {}
    for dependency in read(folder / "Chart.yaml").get("dependencies", []):
        inner = folder / "charts" / dependency["name"]
        if (inner / "values.yaml").exists():
            values[dependency.get("alias", dependency["name"])] = defaults(inner)
    return merged(values, read(folder / "values.yaml"))


def merged(base: dict, top: dict) -> dict:
    result = dict(base)
    for key, value in top.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


@functools.cache
def templates(folder: pathlib.Path) -> str:
    files = [path for path in folder.rglob("templates/**/*") if path.suffix in (".yaml", ".tpl", ".yml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def unknown(ours: dict, theirs: dict, folder: pathlib.Path, path: str = "") -> list[str]:
    """Values that the chart has neither as a default nor, without one, in a template."""
    found = []
    for key, value in ours.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in theirs:
            if not re.search(rf"\.{re.escape(key)}\b", templates(folder)):
                found.append(here)
        elif isinstance(value, dict) and isinstance(theirs[key], dict) and theirs[key]:
            if not PASSED_THROUGH.search(key):
                found += unknown(value, theirs[key], folder, here)
    return found


# Objects


def render(release: dict, folder: pathlib.Path) -> list[dict]:
    files = release.get("files", {}).items()
    contents = [part for name, file in files for part in ("--set-file", f"{name}={MONITORING / file}")]
    text = run(
        HELM, "template", release["name"], folder, "--namespace", release["namespace"], "--include-crds",
        "--values", MONITORING / release["values"], *contents,
        "--kube-version", "1.36.0", "--api-versions", "monitoring.coreos.com/v1",
    )  # fmt: skip
    (OUT / f"{release['name']}.yaml").write_text(text, encoding="utf-8")
    return read_all(text)


def images(objects: list[dict]) -> set[str]:
    """Every name of an image, also those that operators get as arguments or settings."""
    texts = [yaml.safe_dump(found, width=4096) for found in objects if found["kind"] != "CustomResourceDefinition"]
    named = {name for text in texts for name in IMAGE.findall(text)}
    return {name for name in named if ":" in name and not name.startswith(UNUSED)}


def foreign(names: set[str]) -> list[str]:
    """Images that the cluster would refuse."""
    registries = read(ROOT / "kubernetes/cluster/admission/registries.yaml")["data"].values()
    return [
        f"the image {name} is {'of no fixed version' if name.endswith(':latest') else 'from no known registry'}"
        for name in sorted(names)
        if not name.startswith(tuple(registries)) or name.endswith(":latest")
    ]


def unselected(objects: list[dict]) -> list[str]:
    """What Prometheus would not see."""
    key, value = SELECTED_BY
    return [
        f"{found['kind']} {found['metadata']['name']} has no label {key}={value}"
        for found in objects
        if found["kind"] in ("ServiceMonitor", "PodMonitor", "PrometheusRule")
        and found["metadata"].get("labels", {}).get(key) != value
    ]


def refused(release: dict) -> list[str]:
    """What the API server of KUBECONFIG says against the objects. The kinds of others must be there."""
    done = subprocess.run(
        ["kubectl", "apply", "--server-side", "--dry-run=server", "--filename", OUT / f"{release['name']}.yaml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr.strip().splitlines()


def main() -> int:
    versions = read(MONITORING / "versions.yaml")
    OUT.mkdir(parents=True, exist_ok=True)
    findings: list[str] = []
    named = images(read_all((MONITORING / "kube-bench/cron-job.yaml").read_text(encoding="utf-8")))
    for chart in versions["charts"]:
        folder = fetch(chart, findings)
        metadata = read(folder / "Chart.yaml")
        for key in ("version", "appVersion"):
            if metadata[key] != chart[key]:
                findings.append(f"{chart['name']}: the chart's {key} is {metadata[key]}, not {chart[key]}")
        for release in chart["releases"]:
            values = read(MONITORING / release["values"])
            lost = [f"the chart has no value {key}" for key in unknown(values, defaults(folder), folder)]
            objects = render(release, folder)
            named |= images(objects)
            judged = refused(release) if os.environ.get("KUBECONFIG") else []
            said = [*lost, *unselected(objects), *judged]
            findings += [f"{release['name']}: {finding}" for finding in said]
            print(f"{release['name']}: {len(objects)} objects, {len(said)} findings", flush=True)
    findings += foreign(named)
    online = shutil.which("crane") and not os.environ.get("CHARTS_FOLDER")
    for name in sorted(named):
        print("image", name, run("crane", "digest", name).strip() if online else "")
    for finding in findings:
        print(f"finding: {finding}")
    print(f"{len(versions['charts'])} charts, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
