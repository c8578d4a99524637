"""The app on the cluster while replicas come and go: scaled, drained, killed, out of memory, without its database."""

import collections
import http.client
import pathlib
import subprocess
import threading
import time
import unittest

import entrance
import suite
from cluster import ROOT, Cluster
from people import Person
from workload import FOR_MANY, USERS, Load

# Two replicas, whatever the load, but where a test wants more; a lost node's pods are replaced soon.
SETTINGS = (
    *FOR_MANY,
    "--set",
    "registry.autoscaling.max=2,frontend.autoscaling.max=2,scheduling.lostNodeSeconds=5",
)
# Clients give up an answer after so many seconds and try again.
SILENCE = 5.0


def setUpModule():
    global cluster
    cluster = unittest.enterModuleContext(Cluster())
    cluster.deploy_app(*SETTINGS)
    unittest.enterModuleContext(entrance.of(cluster))


def pods(component: str = "registry") -> list[dict]:
    """Those that have not been told to end."""
    found = cluster.get("-n", "doggy", "pods", "-l", f"app.kubernetes.io/component={component}")["items"]
    return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]


def names(component: str = "registry") -> list[str]:
    return sorted(pod["metadata"]["name"] for pod in pods(component))


def nodes(component: str = "registry") -> set[str]:
    return {pod["spec"].get("nodeName", "") for pod in pods(component)}


def restarts(component: str = "registry") -> dict[str, int]:
    return {pod["metadata"]["name"]: pod["status"]["containerStatuses"][0]["restartCount"] for pod in pods(component)}


def rolled_out() -> None:
    cluster.rolled_out("doggy", "deployment/doggy-registry", "deployment/doggy-frontend")


def spread() -> None:
    """Puts the pods of each service on both nodes, where an earlier test has left them on one."""
    dns = {pod["spec"].get("nodeName") for pod in cluster.get("-n", "kube-system", "pods", "-l", "k8s-app=kube-dns")["items"]}
    if len(dns) < 2:
        cluster.kubectl("-n", "kube-system", "rollout", "restart", "deployment/coredns")
        cluster.rolled_out("kube-system", "deployment/coredns")
    for component in ("registry", "frontend"):
        if len(nodes(component)) < 2:
            cluster.kubectl("-n", "doggy", "rollout", "restart", f"deployment/doggy-{component}")
    rolled_out()


def upgrade(*settings: str) -> None:
    cluster.helm(
        "upgrade",
        "doggy",
        ROOT / "kubernetes/doggy",
        "--namespace",
        "doggy",
        "--reuse-values",
        "--set",
        ",".join(settings),
        "--wait",
        "--timeout",
        "120s",
    )


def say(text: str) -> None:
    print(f"  {text}", flush=True)


class Stopwatch:
    def __init__(self):
        self.begun = time.monotonic()

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s"

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun


class Case(unittest.TestCase):
    def setUp(self):
        print(flush=True)
        spread()

    def tell_failures(self, load: Load, since: float) -> float:
        """Prints which requests failed. Seconds from then to the last."""
        failures = [failure for failure in load.failures if failure.at >= since]
        if not failures:
            say("no request failed")
            return 0
        last = failures[-1].at - since
        kinds = collections.Counter(f"{failure.status} {failure.said[:60]}" for failure in failures)
        say(f"{len(failures)} requests failed, the last after {last:.1f} s: {dict(kinds.most_common(4))}")
        return last


class Scaling(Case):
    def test_replicas_follow_the_load_and_no_request_fails(self):
        upgrade("registry.autoscaling.max=3", "registry.autoscaling.quietSeconds=5")
        self.addCleanup(upgrade, "registry.autoscaling.max=2")
        replicas = ("-n", "doggy", "deployment/doggy-registry")
        few = Load(self, 1, pause=1)
        crowd = Load(self, 8)
        watch = Stopwatch()
        cluster.wait_for("jsonpath={.status.availableReplicas}=3", *replicas, seconds=120)
        say(f"2 to 3 replicas, available after {watch} of load")
        crowd.work_on(200)
        crowd.end()

        watch = Stopwatch()
        cluster.wait_for("jsonpath={.status.replicas}=2", *replicas, seconds=180)
        say(f"3 to 2 replicas, {watch} after the load")
        few.work_on(10)  # While the pod leaves, which takes 5 s, and after.
        few.end()

    def test_a_drain_fails_no_request(self):
        load = Load(self)
        held = 0
        # After the first drain both replicas of each service are on one node, so the second would end them at once but
        # for the budgets.
        for node, other in (("node2", "node1"), ("node1", "node2")):
            watch = Stopwatch()
            self.addCleanup(cluster.kubectl, "uncordon", node)
            done = subprocess.run(
                cluster.beside(
                    "kubectl", "drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"
                ),
                env=cluster.environment,
                text=True,
                capture_output=True,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            held = done.stderr.count("violate the pod's disruption budget")
            say(f"{node} drained after {watch}; budgets held back {held} evictions")
            for component in ("registry", "frontend"):
                self.assertEqual((len(pods(component)), nodes(component)), (2, {other}))
            load.work_on()
            cluster.kubectl("uncordon", node)
        self.assertGreater(held, 0)
        load.end()


class Faults(Case):
    def test_a_node_that_loses_power_is_replaced_and_nothing_is_lost(self):
        load = Load(self, patient=True, silence=SILENCE)
        watch = Stopwatch()
        cluster.kill_node(2)
        cluster.wait_for("condition=Ready=Unknown", "node/node2")
        unknown = watch.seconds
        say(f"node2 is known to be lost after {watch}")
        load.work_on(100)
        self.wait_for_pods_on("node1")
        say(f"its pods are replaced after {watch}")
        load.work_on(200)
        last = self.tell_failures(load, watch.begun)

        watch = Stopwatch()
        cluster.start_node(2)
        cluster.wait_for("condition=Ready", "node/node2")
        say(f"node2 is Ready {watch} after its start")
        begun = time.monotonic()
        load.work_on(100)
        load.end()
        self.assertEqual([failure for failure in load.failures if failure.at > begun], [])
        # Until the node is known to be lost its pods get requests. Those that are on their way by then end by the
        # client's patience at the latest.
        self.assertLess(last, unknown + SILENCE + 5)

    def wait_for_pods_on(self, node: str) -> None:
        rolled_out()
        for component in ("registry", "frontend"):
            self.assertEqual((len(pods(component)), nodes(component)), (2, {node}))

    def test_a_pod_deleted_by_force_is_replaced_and_nothing_is_lost(self):
        load = Load(self, patient=True, silence=SILENCE)
        for component in ("registry", "frontend"):
            victim = names(component)[0]
            watch = Stopwatch()
            cluster.kubectl("-n", "doggy", "delete", "pod", victim, "--force", "--grace-period=0")
            rolled_out()
            say(f"{component}: replaced after {watch}")
            load.work_on(100)
            self.assertNotIn(victim, names(component))
            self.tell_failures(load, watch.begun)
        load.end()

    def test_a_killed_process_is_started_again_and_nothing_is_lost(self):
        load = Load(self, patient=True, silence=SILENCE)
        for component, container in (("registry", "registry"), ("frontend", "nginx")):
            before = restarts(component)
            victim = min(before)
            node, process = cluster.process_in_pod("doggy", victim, container)
            watch = Stopwatch()
            cluster.run(cluster.inside_node(node, "kill", "-KILL", process))
            self.wait_for_restart(victim, before[victim] + 1)
            say(f"{component}: ready again after {watch}")
            load.work_on(100)
            self.assertEqual(restarts(component), before | {victim: before[victim] + 1})
            self.tell_failures(load, watch.begun)
        load.end()

    def wait_for_restart(self, pod: str, count: int) -> dict:
        """The state in which the container ended, once the pod is ready again."""
        cluster.wait_for(f"jsonpath={{.status.containerStatuses[0].restartCount}}={count}", "-n", "doggy", f"pod/{pod}")
        cluster.wait_for("condition=Ready", "-n", "doggy", f"pod/{pod}")
        status = cluster.get("-n", "doggy", "pod", pod)["status"]["containerStatuses"][0]
        return status["lastState"]["terminated"]

    def test_a_pod_out_of_memory_is_started_again_and_nothing_is_lost(self):
        before = restarts()
        victim, other = sorted(before)
        node, process = cluster.process_in_pod("doggy", victim, "registry")
        usage, limit = memory_files(node, process)
        load = Load(self, patient=True, silence=SILENCE)
        used = int(cluster.run(cluster.inside_node(node, "cat", usage)))
        watch = Stopwatch()
        # Above what it has, below what one more password takes.
        set_limit = f"echo {used + (1 << 20)} > {limit}"
        cluster.run(cluster.inside_node(node, "sh", "-c", set_limit))
        stop = threading.Event()
        signing_in = threading.Thread(target=sign_in_all_the_time, args=[stop])
        signing_in.start()
        try:
            ended = self.wait_for_restart(victim, before[victim] + 1)
        finally:
            stop.set()
            signing_in.join()
        say(f"used {used >> 20} MiB; ready again after {watch}: {ended['reason']}, status {ended['exitCode']}")
        load.work_on(100)
        self.tell_failures(load, watch.begun)
        load.end()
        self.assertEqual((ended["reason"], ended["exitCode"]), ("OOMKilled", 137))
        self.assertEqual(restarts(), before | {victim: before[victim] + 1})

    def test_throttled_by_dynamodb_it_says_so_and_recovers(self):
        before = restarts()
        load = Load(self, patient=True, patience=90, silence=20)
        watch = Stopwatch()
        self.addCleanup(cluster.throttle_dynamodb, False)
        cluster.throttle_dynamodb(True)
        # Longer than a pod lives whose liveness fails: 3 times, every 10 s.
        time.sleep(40)
        ready = [pod for pod in pods() if is_ready(pod)]
        say(f"{len(ready)} of 2 pods are ready while it lasts")
        cluster.throttle_dynamodb(False)
        recovery = Stopwatch()
        load.work_on(4)
        say(f"a request succeeds {recovery} after the end")
        rolled_out()
        say(f"both pods are ready {recovery} after the end")
        self.tell_failures(load, watch.begun)
        load.work_on(100)
        load.end()
        self.assertEqual(restarts(), before)
        self.assertEqual([failure for failure in load.failures if failure.status not in (502, 503, 504)], [])
        self.assertEqual([failure for failure in load.failures if not failure.retry_after], [])


def is_ready(pod: dict) -> bool:
    return any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"]["conditions"])


def memory_files(node: int, process: int) -> tuple[pathlib.Path, pathlib.Path]:
    """Of the control group of a process on a node: the file with what it uses, and that with its limit."""
    groups = cluster.run(cluster.inside_node(node, "cat", f"/proc/{process}/cgroup")).splitlines()
    for line in groups:
        _, controllers, path = line.split(":", 2)
        if controllers == "memory":
            folder = pathlib.Path(f"/sys/fs/cgroup/memory{path}")
            return folder / "memory.usage_in_bytes", folder / "memory.limit_in_bytes"
    folder = pathlib.Path(f"/sys/fs/cgroup{groups[0].split(':', 2)[2]}")
    return folder / "memory.current", folder / "memory.max"


def sign_in_all_the_time(stop: threading.Event) -> None:
    """Whatever the answers are."""
    person = None
    while not stop.is_set():
        try:
            person = person or Person(entrance.ADDRESS, "Olaf")
            person.sign_in().close()
        except (OSError, http.client.HTTPException, AssertionError, ValueError):
            stop.wait(0.2)


if __name__ == "__main__":
    suite.run()
