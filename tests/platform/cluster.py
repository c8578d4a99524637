#!/usr/bin/env python3
"""The cluster that the platform's tests run on: one for each suite, ended with the suite however that ends.

    cluster.py up     brings one up under build/platform-test and leaves it there, to try tests against it
    cluster.py down

With DOGGY_TEST_CLUSTER naming the state folder of a cluster that is up, suites use that one and leave it running.
"""

import contextlib
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kubernetes/local"))

import local_cluster  # noqa: E402: it lies in the folder that was just added
from local_cluster import RESTRICTED, LocalCluster  # noqa: E402

STATE = ROOT / "build/platform-test/cluster"


class Cluster(LocalCluster):
    """With what tests need beside it. Use it in a `with`, or call close()."""

    def __init__(self, nodes: int = 2):
        given = os.environ.get("DOGGY_TEST_CLUSTER")
        super().__init__(pathlib.Path(given or STATE))
        self._given = bool(given)
        if not given:
            self.up(nodes)

    def close(self) -> None:
        if not self._given:
            self.down()

    def __exit__(self, *_) -> None:
        self.close()

    @contextlib.contextmanager
    def namespace(self, name: str, **labels: str):
        """A namespace for a while."""
        self.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
        try:
            yield name
        finally:
            self.kubectl("delete", "namespace", name)

    def probe_pod(self, namespace: str, name: str, node: str = "", labels: dict | None = None, **spec) -> dict:
        """A pod that serves HTTP on port 8080 and runs the commands of `probe`."""
        return {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"namespace": namespace, "name": name, "labels": {"app": name} | (labels or {})},
            "spec": {
                "automountServiceAccountToken": False,
                "terminationGracePeriodSeconds": 1,
                "nodeSelector": {"kubernetes.io/hostname": node} if node else {},
                "containers": [self.probe_container()],
                **spec,
            },
        }

    def probe_container(self, **settings) -> dict:
        return {
            "name": "probe",
            "image": self.probe_image(),
            "ports": [{"name": "http", "containerPort": 8080}],
            "readinessProbe": {"httpGet": {"path": "/", "port": "http"}, "periodSeconds": 1},
            "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
            "resources": {"requests": {"cpu": "10m", "memory": "8Mi"}, "limits": {"memory": "64Mi"}},
            "securityContext": RESTRICTED,
        } | settings

    def probe(self, namespace: str, pod: str, *command: str) -> tuple[bool, str]:
        """Runs a command of `probe` in a pod: whether it succeeded, and what it printed."""
        try:
            return True, self.kubectl("-n", namespace, "exec", pod, "--", "/probe", *command)
        except RuntimeError as error:
            if "probe: " not in str(error):  # the command was not run
                raise
            return False, str(error)


if __name__ == "__main__":
    sys.exit(local_cluster.main([sys.argv[1], str(STATE), *sys.argv[2:]]))
