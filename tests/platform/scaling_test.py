"""The app on the cluster while replicas come and go: scaled, drained, killed, out of memory, without its database."""

import collections
import contextlib
import http.client
import json
import pathlib
import subprocess
import threading
import time
import unittest
import uuid

import entrance
import suite
from cluster import ROOT, Cluster
from load import AGAIN_AFTER
from people import PASSWORD
from registry import PATIENCE, Client
from workload import FOR_MANY, USERS, Load

# Two replicas, whatever the load, but where a test wants more; a lost node's pods are replaced soon.
SETTINGS = (
    *FOR_MANY,
    "--set",
    "registry.autoscaling.max=2,frontend.autoscaling.max=2,scheduling.lostNodeSeconds=5",
)
# Clients give up an answer after so many seconds and try again.
SILENCE = 5.0
# Seconds until every proxy has noticed that a pod is gone. On an idle machine it is well under one.
ENDPOINTS = 5.0


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
    dns = cluster.get("-n", "kube-system", "pods", "-l", "k8s-app=kube-dns")["items"]
    if len({pod["spec"].get("nodeName") for pod in dns}) < 2:
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
        few = Load(self, pause=0.2)
        watch = Stopwatch()
        with contextlib.closing(SignIns(people=4)) as rush:
            cluster.wait_for("jsonpath={.status.availableReplicas}=3", *replicas, seconds=120)
            say(f"2 to 3 replicas, available after {watch} of load")
        say(f"{rush.count} people signed in, {len(rush.wrong)} requests failed")
        self.assertEqual(rush.wrong, [])

        before = set(names())
        watch = Stopwatch()
        cluster.wait_for("jsonpath={.status.replicas}=2", *replicas, seconds=180)
        say(f"3 to 2 replicas, {watch} after the load")
        for leaving in before - set(names()):
            cluster.wait_for("delete", "-n", "doggy", f"pod/{leaving}")
        say(f"the pod has ended, {watch} after the load")
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
            held += done.stderr.count("violate the pod's disruption budget")
            say(f"{node} drained after {watch}; budgets have held back {held} evictions")
            for component in ("registry", "frontend"):
                self.assertEqual((len(pods(component)), nodes(component)), (2, {other}))
            load.work_on()
            cluster.kubectl("uncordon", node)
        self.assertGreater(held, 0)
        load.end()


class Faults(Case):
    def test_a_node_that_loses_power_is_replaced_and_nothing_is_lost(self):
        load = Load(self, patient=True, patience=60, silence=SILENCE)
        self.addCleanup(self.start_again, 2)
        watch = Stopwatch()
        cluster.kill_node(2)
        cluster.wait_for("condition=Ready=Unknown", "node/node2")
        lost = watch.seconds
        say(f"node2 is known to be lost after {watch}")
        self.wait_for_pods_on("node1")
        say(f"its pods are replaced after {watch}")
        load.work_on(200)
        last = self.tell_failures(load, watch.begun)
        failed = len(load.failures)

        # The load balancer moves some connections to the node before anything listens there. They end with a reset, or when
        # their clients lose patience; after that nothing fails any more.
        started = time.monotonic()
        self.start_again(2)
        calm = time.monotonic() + SILENCE + 1
        while time.monotonic() < calm + SILENCE:
            load.work_on()
        load.end()
        self.tell_failures(load, started)
        self.assertEqual([failure for failure in load.failures if failure.at > calm], [])
        # Until the node is known to be lost, the gateway sends half of the requests to its frontend pod. Those still
        # open by then end when their clients lose patience. A user makes one request at a time, and one to a dead pod
        # takes a second or more to fail: hence the bound on their number.
        self.assertLess(last, lost + SILENCE + ENDPOINTS)
        self.assertLessEqual(failed, USERS * (lost + SILENCE + ENDPOINTS))

    def start_again(self, number: int) -> None:
        if cluster.has_node(number):
            return
        watch = Stopwatch()
        cluster.start_node(number)
        cluster.wait_for("condition=Ready", f"node/node{number}")
        say(f"node{number} is Ready {watch} after its start")
        cluster.rolled_out("gateway", "daemonset/traefik")
        say(f"its pods run after {watch}")

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
            self.assertLess(self.tell_failures(load, watch.begun), ENDPOINTS)
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
            # Requests that the process had, and those sent to it until it is no endpoint any more.
            self.assertLess(self.tell_failures(load, watch.begun), ENDPOINTS)
        load.end()

    def wait_for_restart(self, pod: str, count: int) -> dict:
        """The state in which the container ended, once the pod is ready again."""
        cluster.wait_for(f"jsonpath={{.status.containerStatuses[0].restartCount}}={count}", "-n", "doggy", f"pod/{pod}")
        cluster.wait_for("condition=Ready", "-n", "doggy", f"pod/{pod}")
        status = cluster.get("-n", "doggy", "pod", pod)["status"]["containerStatuses"][0]
        return status["lastState"]["terminated"]

    def test_a_pod_out_of_memory_is_started_again_and_nothing_is_lost(self):
        before = restarts()
        victim = min(before)
        node, process = cluster.process_in_pod("doggy", victim, "registry")
        usage, limit = memory_files(node, process)
        load = Load(self, patient=True, silence=SILENCE)
        used = int(cluster.run(cluster.inside_node(node, "cat", usage)))
        watch = Stopwatch()
        # More than it has, less than one more password takes. The chart's limit would be that of both replicas, so this one
        # is set on the node. The container that follows has the chart's again.
        cluster.run(cluster.inside_node(node, "sh", "-c", f"echo {used + (1 << 20)} > {limit}"))
        with contextlib.closing(SignIns(people=1, patient=True)):
            ended = self.wait_for_restart(victim, before[victim] + 1)
        again = watch.seconds
        say(f"used {used >> 20} MiB; ready again after {watch}: {ended['reason']}, status {ended['exitCode']}")
        load.work_on(100)
        self.assertLess(self.tell_failures(load, watch.begun), again + ENDPOINTS)
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


class SignIns:
    """People who sign in again and again until close(). Each time costs a server a password hash: 19 MiB and much CPU.
    Patient people try again when a request fails."""

    def __init__(self, people: int, patient: bool = False):
        self.count = 0
        self.wrong: list[str] = []
        self._patient = patient
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(people)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _run(self) -> None:
        account = {"email": f"olaf-{uuid.uuid4()}@example.org", "password": PASSWORD}
        known = False
        device = {}  # The cookie by which the server knows the browser, so that it does not count attempts.
        client = Client(entrance.ADDRESS)
        while not self._enough.is_set():
            try:
                if not known:
                    client.expect(201, "POST", "/v1/accounts", account | {"name": "Olaf"})
                    known = True
                headers = {"Content-Type": "application/json"} | device
                status, text = client.send("POST", "/v1/sessions", json.dumps(account).encode(), headers)
                if status != 201:
                    raise AssertionError(f"POST /v1/sessions: {status} {text}")
                cookies = client.headers.get_all("Set-Cookie")
                device = {"Cookie": "; ".join(cookie.split(";")[0] for cookie in cookies if "device" in cookie)}
                self.count += 1
            except (OSError, http.client.HTTPException, AssertionError, ValueError) as error:
                client.close()
                if not self._patient:
                    self.wrong.append(repr(error))
                    break
                self._enough.wait(AGAIN_AFTER)
        client.close()


if __name__ == "__main__":
    suite.run()
