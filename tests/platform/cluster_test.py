"""The cluster itself: nodes, names, Services, NetworkPolicies, volumes, metrics, a crash, and that nothing is left."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import suite
from cluster import ROOT, STATE, Cluster, LocalCluster

CGROUPS = pathlib.Path("/sys/fs/cgroup")
NAMESPACE = "smoke"
SERVICE = f"server.{NAMESPACE}.svc.cluster.local"


def deployment(cluster: Cluster, name: str, replicas: int) -> dict:
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"namespace": NAMESPACE, "name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "automountServiceAccountToken": False,
                    "terminationGracePeriodSeconds": 1,
                    "topologySpreadConstraints": [
                        {
                            "maxSkew": 1,
                            "topologyKey": "kubernetes.io/hostname",
                            "whenUnsatisfiable": "DoNotSchedule",
                            "labelSelector": {"matchLabels": labels},
                        }
                    ],
                    "containers": [cluster.probe_container()],
                },
            },
        },
    }


def service(name: str) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"namespace": NAMESPACE, "name": name},
        "spec": {"selector": {"app": name}, "ports": [{"port": 80, "targetPort": "http"}]},
    }


class OfACluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(Cluster())
        cls.enterClassContext(cls.cluster.namespace(NAMESPACE))
        cls.cluster.apply(
            deployment(cls.cluster, "server", 2),
            service("server"),
            cls.cluster.probe_pod(NAMESPACE, "client1", "node1"),
            cls.cluster.probe_pod(NAMESPACE, "client2", "node2"),
        )
        cls.cluster.wait_for("condition=Ready", "-n", NAMESPACE, "pod/client1", "pod/client2")
        cls.cluster.rolled_out(NAMESPACE, "deployment/server")

    def eventually(self, what: str, is_so, seconds: float = 30):
        """For what is not in any object that could be watched: packets, and figures of the metrics API."""
        end = time.monotonic() + seconds
        while not is_so():
            self.assertLess(time.monotonic(), end, f"after {seconds} s not so: {what}")
            time.sleep(0.2)

    def test_two_nodes_are_ready(self):
        nodes = self.cluster.get("nodes")["items"]
        ready = [c["status"] for node in nodes for c in node["status"]["conditions"] if c["type"] == "Ready"]
        self.assertEqual(ready, ["True", "True"])
        self.assertEqual({node["status"]["nodeInfo"]["kubeletVersion"] for node in nodes}, {"v1.36.3"})

    def test_pods_have_the_rights_they_ask_for_and_no_more(self):
        succeeded, status = self.cluster.probe(NAMESPACE, "client1", "read", "/proc/self/status")
        self.assertTrue(succeeded)
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        self.assertEqual(fields["Uid"].split(), ["65532"] * 4)
        self.assertEqual(int(fields["CapBnd"], 16), 0)
        self.assertEqual(fields["NoNewPrivs"], "1")
        self.assertEqual(fields["Seccomp"], "2")

    def test_names_of_services_and_no_others_resolve(self):
        for client in ("client1", "client2"):
            self.assertTrue(self.cluster.probe(NAMESPACE, client, "resolve", SERVICE)[0])
            self.assertEqual(self.cluster.probe(NAMESPACE, client, "resolve", "world.test"), (True, "203.0.113.10\n"))
            self.assertFalse(self.cluster.probe(NAMESPACE, client, "resolve", "example.org")[0])

    def test_a_pod_on_each_node_reaches_pods_on_each_node_by_their_service(self):
        def answers(client: str) -> int:
            got = [self.cluster.probe(NAMESPACE, client, "get", f"http://{SERVICE}/") for _ in range(20)]
            return len({text.split()[0] for succeeded, text in got if succeeded})

        for client in ("client1", "client2"):
            self.eventually(f"both pods answer {client}", lambda client=client: answers(client) == 2)

    def test_a_network_policy_closes_what_it_should_and_only_that(self):
        def reached(client: str) -> bool:
            return self.cluster.probe(NAMESPACE, client, "connect", f"{SERVICE}:80")[0]

        policy = {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"namespace": NAMESPACE, "name": "p"},
            "spec": {
                "podSelector": {"matchLabels": {"app": "server"}},
                "policyTypes": ["Ingress"],
                "ingress": [
                    {"from": [{"podSelector": {"matchLabels": {"app": "client1"}}}], "ports": [{"port": 8080}]}
                ],
            },
        }
        self.cluster.apply(policy)
        self.eventually("client2 is kept out", lambda: not reached("client2"))
        self.eventually("client1 is let in", lambda: reached("client1"))
        for _ in range(6):  # both pods, one of them on the client's own node
            self.assertFalse(reached("client2"))
            self.assertTrue(reached("client1"))
        self.cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "p")
        self.eventually("client2 is let in", lambda: reached("client2"))

    def test_a_volume_outlives_its_pod_and_a_crash_of_its_node(self):
        claim = {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"namespace": NAMESPACE, "name": "data"},
            "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
        }
        pod = self.cluster.probe_pod(
            NAMESPACE,
            "keeper",
            "node2",
            volumes=[{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}],
            containers=[self.cluster.probe_container(volumeMounts=[{"name": "data", "mountPath": "/data"}])],
            securityContext={"fsGroup": 65532},
        )
        ready = ("condition=Ready", "-n", NAMESPACE, "pod/keeper")
        self.cluster.apply(claim, pod)
        self.cluster.wait_for(*ready)
        self.assertTrue(self.cluster.probe(NAMESPACE, "keeper", "write", "/data/file", "kept")[0])
        self.cluster.kubectl("-n", NAMESPACE, "delete", "pod", "keeper")

        self.cluster.kill_node(2)
        self.cluster.wait_for("condition=Ready=Unknown", "node/node2")
        self.cluster.start_node(2)
        self.cluster.wait_for("condition=Ready", "node/node2")
        self.cluster.apply(pod)
        self.cluster.wait_for(*ready)
        self.assertEqual(self.cluster.probe(NAMESPACE, "keeper", "read", "/data/file"), (True, "kept"))
        self.cluster.wait_for("condition=Ready", "-n", NAMESPACE, "pod/client2")
        self.cluster.rolled_out(NAMESPACE, "deployment/server")

    def test_an_autoscaler_sees_the_load(self):
        autoscaler = {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"namespace": NAMESPACE, "name": "server"},
            "spec": {
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "server"},
                "minReplicas": 2,
                "maxReplicas": 2,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}},
                    }
                ],
            },
        }
        self.cluster.apply(autoscaler)
        self.cluster.wait_for("condition=ScalingActive", "-n", NAMESPACE, "hpa/server", seconds=90)

        def utilization() -> int:
            self.cluster.probe(NAMESPACE, "client1", "get", f"http://{SERVICE}/burn?milliseconds=1500")
            status = self.cluster.get("-n", NAMESPACE, "hpa", "server")["status"]
            return (
                status.get("currentMetrics", [{}])[0]
                .get("resource", {})
                .get("current", {})
                .get("averageUtilization", 0)
            )

        self.eventually("the autoscaler sees that the pods are busy", lambda: utilization() > 100, seconds=60)


@unittest.skipIf("DOGGY_TEST_CLUSTER" in os.environ, "it ends clusters")
class TheEnd(unittest.TestCase):
    """Whatever ends a test, its cluster leaves no process, network, mount, control group or file."""

    # A network namespace lives as long as a process in it or a mount of it, so it needs no look of its own.

    def processes(self) -> list[str]:
        """Those of the cluster: by its control group, in which also its pods are, and by its programs."""
        commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
        machine = str(ROOT / "kubernetes/local/machine")
        found = [command for command in commands if machine in command or str(STATE) in command]
        for group in self.groups():
            for folder, _, _ in os.walk(group):
                with contextlib.suppress(OSError):  # it has just gone
                    found += pathlib.Path(folder, "cgroup.procs").read_text().split()
        return found

    def mounts(self) -> list[str]:
        return [line for line in pathlib.Path("/proc/mounts").read_text().splitlines() if str(STATE) in line]

    def groups(self) -> list[pathlib.Path]:
        name = LocalCluster(STATE).cgroup
        return [*CGROUPS.glob(name), *CGROUPS.glob(f"*/{name}")]

    def folders(self) -> list[pathlib.Path]:
        return self.groups() + ([STATE] if STATE.exists() else [])

    def assertNothingLeft(self, *looks, seconds: float = 30):
        end = time.monotonic() + seconds
        while left := [trace for look in looks for trace in look()]:
            self.assertLess(time.monotonic(), end, f"left: {left}")
            time.sleep(0.1)

    def start(self) -> subprocess.Popen:
        """A test that brings up a cluster and would go on for ever."""
        program = "import time; from cluster import Cluster; Cluster(1); print('up', flush=True); time.sleep(9999)"
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=pathlib.Path(__file__).parent
        )
        self.assertEqual(process.stdout.readline(), "up\n")
        return process

    def test_after_a_killed_test_nothing_is_left(self):
        with self.start() as process:
            process.kill()
        self.assertNothingLeft(self.processes, self.mounts, self.folders)

    def test_after_an_interrupted_test_nothing_is_left(self):
        with self.start() as process:
            process.send_signal(signal.SIGINT)
        self.assertNothingLeft(self.processes, self.mounts, self.folders)

    def test_after_a_killed_supervisor_nothing_runs_and_down_removes_the_rest(self):
        with self.start() as process:
            os.kill(int((STATE / "supervisor.pid").read_text()), signal.SIGKILL)
            process.kill()
        self.assertNothingLeft(self.processes, self.mounts)
        subprocess.run([sys.executable, ROOT / "tests/platform/cluster.py", "down"], check=True)
        self.assertNothingLeft(self.processes, self.mounts, self.folders, seconds=1)


if __name__ == "__main__":
    suite.run()
