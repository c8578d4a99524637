#!/usr/bin/env python3
"""Runs the load generator (tests/load) as a Job in a cluster, and reports what it and the autoscalers did.

    load_job.py PROGRAM OUT                in the cluster that kubectl talks to, with the image LOAD_IMAGE
    load_job.py PROGRAM OUT STATE LAYOUT   in the local cluster of that state, with the image of that OCI layout

PROGRAM is doggy-load on this machine, which prints the report; OUT is the folder for report.json and report.md. Options
of the run are LOAD_* variables, see PROGRAM -help. `scripts/load.sh` is what people use; tests use run().
"""

import dataclasses
import datetime
import json
import os
import pathlib
import subprocess
import sys
import threading

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OBJECTS = HERE / "objects.yaml"
IMAGE = "docker.io/doggyapp/doggy-load"
# What is not an option of the run itself.
OURS = {"LOAD_TARGET", "LOAD_IMAGE", "LOAD_URL", "LOAD_OUT", "LOAD_RENDER"}
# Statuses of doggy-load when it has reported.
HELD, BROKEN = 0, 1


@dataclasses.dataclass(frozen=True)
class Kubectl:
    """How to call it."""

    command: list[str]
    environment: dict[str, str]

    def __call__(self, *arguments, input: str | None = None) -> str:
        """Its output; RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [*self.command, *map(str, arguments)],
            env=self.environment,
            input=input,
            text=True,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"kubectl {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *arguments) -> subprocess.Popen:
        """Its output can be read while it runs."""
        return subprocess.Popen([*self.command, *arguments], env=self.environment, text=True, stdout=subprocess.PIPE)


def of(cluster) -> Kubectl:
    """That of a LocalCluster."""
    return Kubectl(cluster.beside("kubectl"), cluster.environment)


class Autoscalers:
    """What the autoscalers of the app say, from construction on until close()."""

    def __init__(self, kubectl: Kubectl):
        self.samples: list[dict] = []
        fields = r'{.metadata.name},{.status.currentReplicas},{.status.desiredReplicas}{"\n"}'
        self._watch = kubectl.start("-n", "doggy", "get", "hpa", "--watch", "-o", f"jsonpath={fields}")
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> "Autoscalers":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _read(self) -> None:
        last = {}
        for line in self._watch.stdout:
            name, current, desired = line.strip().split(",")
            if last.get(name) != (current, desired):
                last[name] = (current, desired)
                at = datetime.datetime.now(datetime.timezone.utc).isoformat()
                self.samples.append(
                    {"at": at, "name": name, "current": int(current or 0), "desired": int(desired or 0)}
                )

    def close(self) -> None:
        self._watch.terminate()
        self._watch.wait()
        self._reader.join()
        self._watch.stdout.close()


def job(image: str, options: dict[str, str]) -> dict:
    described = yaml.safe_load((HERE / "job.yaml").read_text(encoding="utf-8"))
    (container,) = described["spec"]["template"]["spec"]["containers"]
    container["image"] = image
    container["env"] += [{"name": name, "value": value} for name, value in sorted(options.items())]
    return described


def run(kubectl: Kubectl, image: str, options: dict[str, str], program: pathlib.Path, out: pathlib.Path) -> dict:
    """The report, also as files in `out`; `broken` in it says which thresholds did not hold. RuntimeError when the run
    did not come about. Whatever happens, nothing stays in the cluster."""
    if kubectl("get", "namespace", "load", "--ignore-not-found", "-o", "name"):
        raise RuntimeError(f"a run is under way, or was cut off: kubectl delete -f {OBJECTS.relative_to(ROOT)}")
    try:
        kubectl("apply", "-f", OBJECTS)
        with Autoscalers(kubectl) as autoscalers:
            kubectl("create", "-f", "-", input=json.dumps(job(image, options)))
            report = _report(kubectl)
    finally:
        kubectl("delete", "--ignore-not-found", "-f", OBJECTS)
    report["autoscalers"] = autoscalers.samples
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    text = subprocess.run(
        [program, "-render", out / "report.json"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    (out / "report.md").write_text(text, encoding="utf-8")
    return report


def _report(kubectl: Kubectl) -> dict:
    """What the Job's pod reports in the end. Prints its progress meanwhile."""
    in_namespace, state = ("-n", "load"), ".status.containerStatuses[0].state"
    kubectl(*in_namespace, "wait", "--for=create", "--timeout=60s", "pods", "--selector=job-name=load")
    (name,) = kubectl(*in_namespace, "get", "pods", "-o", "name").split()
    # It has started when it runs or has ended already: then its state has the beginning of either.
    kubectl(*in_namespace, "wait", f"--for=jsonpath={{{state}.*.startedAt}}", "--timeout=120s", name)
    with kubectl.start(*in_namespace, "logs", "--follow", name) as log:
        for line in log.stdout:
            if not line.startswith("{"):
                print(line, end="", flush=True)
    kubectl(*in_namespace, "wait", f"--for=jsonpath={{{state}.terminated}}", "--timeout=10m", name)
    status = int(kubectl(*in_namespace, "get", name, "-o", f"jsonpath={{{state}.terminated.exitCode}}"))
    lines = kubectl(*in_namespace, "logs", name).splitlines()
    reports = [line for line in lines if line.startswith("{")]
    if status not in (HELD, BROKEN) or not reports:
        raise RuntimeError("\n".join([f"the run ended with status {status}", *lines[-20:]]))
    report = json.loads(reports[-1])
    if bool(report["broken"]) != (status == BROKEN):
        raise RuntimeError(f"status {status}, and these thresholds are broken: {report['broken']}")
    return report


def main(arguments: list[str]) -> int:
    program, out, *local = map(pathlib.Path, arguments)
    options = {name: value for name, value in os.environ.items() if name.startswith("LOAD_") and name not in OURS}
    if local:
        sys.path.insert(0, str(HERE.parent / "local"))
        from local_cluster import LocalCluster

        state, layout = local
        cluster = LocalCluster(state)
        kubectl, image = of(cluster), cluster.push(layout, f"{IMAGE}:local")
    else:
        kubectl, image = Kubectl(["kubectl"], dict(os.environ)), os.environ["LOAD_IMAGE"]
    try:
        report = run(kubectl, image, options, program, out)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    print((out / "report.md").read_text(encoding="utf-8"), end="")
    for broken in report["broken"]:
        print(f"broken threshold: {broken}", file=sys.stderr)
    return BROKEN if report["broken"] else HELD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
