"""Who may talk to whom: every pod tries every pod, Service, node and host at every port, by real connections.

EDGES says what is allowed, in the words of docs/kubernetes.md and without a look at the policies. A connection that is
refused has come through as well, so a hole shows at ports where nothing listens too. Sockets are opened inside the
networks of the pods, by this process: no pod needs a program for it.
"""

import collections
import contextlib
import ctypes
import dataclasses
import errno
import json
import pathlib
import re
import selectors
import socket
import struct
import threading
import time
import unittest

import suite
from cluster import ROOT, Cluster, local_cluster

plan = local_cluster.names

# Of a connection: longer than the second SYN takes, which goes out after a second.
PATIENCE = 2.2
# Until the policy engines know of a change.
NOTICE = 15
# So many connections at once, and then a pause, do not fill the queue of the policy engine of a node.
BURST, PAUSE = 50, 0.01
AT_ONCE = 6000
UNUSED_PORT = 1

MAIL, LLM, POD_IDENTITY = "203.0.113.25", "203.0.113.26", "169.254.170.23"


@dataclasses.dataclass(frozen=True)
class Edge:
    source: str
    target: str
    ports: tuple[int, ...]
    why: str


GATEWAY = ("Gateway's nginx", "control plane", "certificate job")
MONITORING = ("Prometheus", "Alertmanager", "Loki", "Grafana", "Alloy")
# What the table of docs/kubernetes.md calls by one name.
GROUPS = {"all pods": ("registry", "frontend", "analyzer", *GATEWAY, *MONITORING)}

EDGES = (
    Edge("world", "Gateway's nginx", (80, 443), "people come in"),
    Edge("world", "Gateway's nginx", (8081,), "load balancers ask whether it is ready"),
    Edge("Gateway's nginx", "frontend", (8080,), "all routes lead there"),
    Edge("Gateway's nginx", "control plane", (8443,), "its agent fetches the configuration"),
    Edge("control plane", "private networks", (443, 6443), "the API server, which policies cannot name"),
    Edge("certificate job", "private networks", (443, 6443), "the API server, which policies cannot name"),
    Edge("frontend", "registry", (8080,), "the API and live connections"),
    *(
        Edge(source, "cluster DNS", (53,), "names of what it calls")
        for source in GROUPS["all pods"]
    ),
    Edge("registry", "AWS", (443,), "DynamoDB and S3"),
    Edge("analyzer", "AWS", (443,), "SNS and SQS"),
    Edge("registry", "EKS Pod Identity agent", (80,), "credentials of its role"),
    Edge("analyzer", "EKS Pod Identity agent", (80,), "credentials of its role"),
    Edge("registry", "mail server", (465, 587), "mails to people"),
    Edge("analyzer", "mail server", (465, 587), "alerts"),
    Edge("registry", "public addresses", (443,), "webhooks and web push"),
    Edge("Prometheus", "registry", (9090,), "metrics"),
    Edge("Prometheus", "analyzer", (9090,), "metrics"),
    Edge("Prometheus", "Gateway's nginx", (9113,), "metrics"),
    Edge("Prometheus", "control plane", (9113,), "metrics"),
    Edge("Alertmanager", "analyzer", (8080,), "alerts"),
    Edge("analyzer", "Loki", (3100,), "log lines around an alert"),
    Edge("analyzer", "Prometheus", (9090,), "values of the rule behind an alert"),
    Edge("analyzer", "LLM", (443,), "what may have happened"),
)
# Of the local cluster alone.
LOCAL_EDGES = (Edge("Gateway's nginx", "API server", (6443,), "Traefik has no control plane beside it"),)
# AWS answers at one port; here DynamoDB and S3 have one each.
LOCAL_PORTS = {"AWS": {443: (8000, 9000)}}

NAMESPACES = ("doggy", "monitoring", "gateway")
OTHERS = "elsewhere"
NAME, COMPONENT = "app.kubernetes.io/name", "app.kubernetes.io/component"
GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"

# Pods of the test: namespace, name, role, labels. Elsewhere are pods that have stolen the labels of others.
STAND_INS = (
    ("gateway", "control-plane", "control plane", {NAME: "nginx-gateway-fabric"}),
    ("gateway", "certificate-job", "certificate job", {}),
    ("monitoring", "prometheus", "Prometheus", {NAME: "prometheus"}),
    ("monitoring", "alertmanager", "Alertmanager", {NAME: "alertmanager"}),
    ("monitoring", "loki", "Loki", {NAME: "loki"}),
    ("monitoring", "grafana", "Grafana", {NAME: "grafana"}),
    ("monitoring", "alloy", "Alloy", {NAME: "alloy"}),
    ("doggy", "stranger", "stranger", {}),
    (OTHERS, "stranger", "other namespaces", {}),
    (OTHERS, "registry", "other namespaces", {NAME: "doggy", COMPONENT: "registry"}),
    (OTHERS, "frontend", "other namespaces", {NAME: "doggy", COMPONENT: "frontend"}),
    (OTHERS, "analyzer", "other namespaces", {NAME: "doggy", COMPONENT: "alert-analyzer"}),
    (OTHERS, "gateway", "other namespaces", {GATEWAY_NAME: "doggy", NAME: "nginx-gateway-fabric"}),
    (OTHERS, "prometheus", "other namespaces", {NAME: "prometheus"}),
    (OTHERS, "alertmanager", "other namespaces", {NAME: "alertmanager"}),
)
# Services of stand-ins: namespace, name, port, port of the pod.
SERVICES = (
    ("gateway", "control-plane", 443, 8443),
    ("monitoring", "prometheus", 9090, 9090),
    ("monitoring", "alertmanager", 9093, 9093),
    ("monitoring", "loki", 3100, 3100),
)
# Pods of the app and of the cluster: the role by namespace and name.
ROLES = (
    ("doggy/doggy-registry-", "registry"),
    ("doggy/doggy-frontend-", "frontend"),
    ("doggy/doggy-alert-analyzer-", "analyzer"),
    ("gateway/traefik-", "Gateway's nginx"),
    ("kube-system/coredns-", "cluster DNS"),
    ("kube-system/", "other namespaces"),
    *((f"{namespace}/{name}", role) for namespace, name, role, _ in STAND_INS),
)
HOSTS = (
    ("API server", plan.CONTROL_PLANE),
    ("AWS", plan.AWS),
    ("registry of images", plan.REGISTRY.split(":")[0]),
    ("world", plan.WORLD),
    ("mail server", MAIL),
    ("LLM", LLM),
    ("metadata service", plan.METADATA),
    ("EKS Pod Identity agent", POD_IDENTITY),
)
PUBLIC = (plan.WORLD, MAIL, LLM)

# Values with which every edge of the chart is there, but that of Pod Identity, for which the local pods have no agent.
VALUES = {
    "registry.autoscaling.enabled": "false",
    "frontend.autoscaling.enabled": "false",
    "mail.smtpUrl": "smtps://mail.test",
    "mail.from": "doggy@doggy.test",
    "network.mail.cidrs": f"{{{MAIL}/32}}",
    "network.webhooks.enabled": "true",
    "network.llm.cidrs": f"{{{LLM}/32}}",
    "alertAnalyzer.snsTopic": "arn:aws:sns:us-east-1:123456789012:alerts",
    "alertAnalyzer.lokiUrl": "http://loki.monitoring:3100",
    "alertAnalyzer.prometheusUrl": "http://prometheus.monitoring:9090",
    "alertAnalyzer.llm.url": "https://llm.test/v1",
    "alertAnalyzer.llm.model": "large",
}
POD_IDENTITY_VALUES = VALUES | {"aws.credentials": "pod-identity", "aws.credentialsSecret": ""}


def flags(values: dict[str, str]) -> list[str]:
    return [part for name, value in values.items() for part in ("--set", f"{name}={value}")]


@dataclasses.dataclass(frozen=True)
class Place:
    """A pod, a node or a host: something with an address."""

    name: str
    role: str
    address: str
    node: str = ""  # on which it is
    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    process: int = 0  # of this machine, in its network; 0: nothing can be tried from there

    @property
    def guarded(self) -> bool:
        """Whether it is a pod of a namespace that is closed."""
        return self.namespace in NAMESPACES

    @property
    def as_source(self) -> set[str]:
        return {self.role, "world"}  # 0.0.0.0/0 is pods too

    @property
    def as_target(self) -> set[str]:
        broad = {"private networks"} if self.address.startswith("10.") else set()
        return {self.role} | broad | ({"public addresses"} if self.address in PUBLIC else set())


@dataclasses.dataclass(frozen=True)
class Target:
    """What is tried: an address and a port, and the places that answer there, all of one role."""

    name: str
    address: str
    port: int
    behind: tuple[Place, ...]
    port_behind: int
    datagram: bool = False
    question: str = ""  # name of a Service, whose address the answer must have
    answer: str = ""

    def __str__(self) -> str:
        what = f", {self.question}" if self.question else ""
        return f"{self.name} ({self.address}:{self.port}{'/udp' if self.datagram else ''}{what})"


Pair = tuple[Place, Target]
OPEN, REFUSED, SILENT = "open", "refused", "silent"


class Table:
    """What EDGES come to for two places."""

    def __init__(self, edges: tuple[Edge, ...]):
        self._edges = {
            (edge.source, edge.target, port)
            for edge in edges
            for written in edge.ports
            for port in LOCAL_PORTS.get(edge.target, {}).get(written, (written,))
        }
        self.ports = {port for _, _, port in self._edges}

    def listening(self, role: str) -> set[int]:
        return {port for _, target, port in self._edges if target == role}

    def expected(self, source: Place, target: Target) -> set[str]:
        """The outcomes that are right."""
        place = target.behind[0]
        if place.name == source.node or source.name == place.node:
            return {OPEN, REFUSED}  # of Kubernetes: a pod and its node
        port = target.port_behind
        out = not source.guarded or any((source.role, role, port) in self._edges for role in place.as_target)
        let_in = not place.guarded or any((role, place.role, port) in self._edges for role in source.as_source)
        if not (out and let_in):
            return {SILENT}
        return {OPEN} if (source.role, place.role, port) in self._edges else {OPEN, REFUSED}


TABLE = Table(EDGES + LOCAL_EDGES)


# Networks

_libc = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def network_of(process: int):
    """This thread is in the network of the process for a while."""

    def enter(file) -> None:
        if _libc.setns(file.fileno(), 0x40000000):
            raise OSError(ctypes.get_errno(), "setns")

    with open("/proc/thread-self/ns/net") as before, open(f"/proc/{process}/ns/net") as there:
        enter(there)
        try:
            yield
        finally:
            enter(before)


def processes(file: str, *wanted: str) -> dict[str, int]:
    """For each wanted text a process of this machine in whose file it is; pods' processes are seen from here too."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            content = (folder / file).read_bytes().decode(errors="replace")
            found |= {text: int(folder.name) for text in wanted if text in content}
    return found


def listening_ports() -> set[int]:
    """TCP ports of this thread's network at which something listens to more than the loopback."""
    lines = []
    for file in ("tcp", "tcp6"):
        with contextlib.suppress(FileNotFoundError):
            lines += pathlib.Path(f"/proc/thread-self/net/{file}").read_text().splitlines()[1:]
    fields = [line.split() for line in lines]
    return {
        int(field[1].rpartition(":")[2], 16)
        for field in fields
        if field[3] == "0A" and not field[1].startswith("0100007F")
    }


class Listeners:
    """Ports of stand-ins and hosts: each connection is accepted and closed."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()
        threading.Thread(target=self._accept, daemon=True).start()

    def add(self, address: str, port: int) -> None:
        """In the network in which the calling thread is."""
        listener = socket.create_server((address, port), backlog=1024)
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ)

    def _accept(self) -> None:
        while True:
            for key, _ in self._selector.select(0.1):
                with contextlib.suppress(OSError):
                    key.fileobj.accept()[0].close()


def question(name: str) -> bytes:
    """A DNS message that asks for the IPv4 address of a name."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1)


class Attempt:
    """One connection, from construction on."""

    def __init__(self, source: Place, target: Target):
        self._target = target
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if target.datagram else socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.outcome = ""
        self.end = time.monotonic() + PATIENCE
        self.again = time.monotonic() + 1 if target.datagram else self.end
        try:
            if source.role == "world":
                self.socket.bind((source.address, 0))
            self._note(self.socket.connect_ex((target.address, target.port)))
            if target.datagram:
                self.ask()
        except OSError as error:
            self._note(error.errno)

    def ask(self) -> None:
        self.again = self.end
        with contextlib.suppress(ConnectionRefusedError):  # which is read from the socket then
            self.socket.send(question(self._target.question or "kubernetes.default.svc.cluster.local"))

    def _note(self, code: int | None) -> None:
        if code not in (0, errno.EINPROGRESS):
            self.outcome = REFUSED if code == errno.ECONNREFUSED else errno.errorcode.get(code, str(code))

    def go_on(self) -> None:
        """The socket can be read or, of TCP, written."""
        if not self._target.datagram:
            self._note(self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            self.outcome = self.outcome or OPEN
            return
        try:
            answer = self.socket.recv(512)
        except OSError as error:
            self._note(error.errno)
            return
        right = not self._target.answer or answer.endswith(socket.inet_aton(self._target.answer))
        self.outcome = OPEN if right else "another address"


tried = 0


def outcomes(pairs: list[Pair]) -> dict[Pair, str]:
    """Tries all of them, at the same time as far as there are files."""
    global tried
    tried += len(pairs)
    found = {}
    for begin in range(0, len(pairs), AT_ONCE):
        found |= _outcomes(pairs[begin : begin + AT_ONCE])
    return found


def _outcomes(pairs: list[Pair]) -> dict[Pair, str]:
    by_source = collections.defaultdict(list)
    for source, target in pairs:
        by_source[source].append(target)
    # Sources take turns, so that the load is spread over the engines of the nodes.
    attempts: dict[Pair, Attempt] = {}
    with selectors.DefaultSelector() as selector:
        pending: set[Pair] = set()

        def wait(seconds: float) -> None:
            for key, _ in selector.select(seconds):
                attempts[key.data].go_on()
                if attempts[key.data].outcome:
                    end(key.data)
            now = time.monotonic()
            for pair in [pair for pair in pending if attempts[pair].again <= now < attempts[pair].end]:
                attempts[pair].ask()
            for pair in [pair for pair in pending if attempts[pair].end <= now]:
                attempts[pair].outcome = SILENT
                end(pair)

        def end(pair: Pair) -> None:
            pending.discard(pair)
            selector.unregister(attempts[pair].socket)
            attempts[pair].socket.close()

        while by_source:
            for source in list(by_source):
                targets = by_source[source]
                with network_of(source.process):
                    begun = [(source, target) for target in targets[:BURST]]
                    for pair in begun:
                        attempts[pair] = Attempt(*pair)
                by_source[source] = targets[BURST:]
                if not by_source[source]:
                    del by_source[source]
                for pair in begun:
                    events = selectors.EVENT_READ if pair[1].datagram else selectors.EVENT_WRITE
                    selector.register(attempts[pair].socket, events, pair)
                    pending.add(pair)
                    if attempts[pair].outcome:
                        end(pair)
                wait(PAUSE)
        while pending:
            wait(max(0.0, min(min(attempts[pair].again, attempts[pair].end) for pair in pending) - time.monotonic()))
    return {pair: attempt.outcome for pair, attempt in attempts.items()}


def wrong(pairs: list[Pair]) -> dict[Pair, str]:
    """Those with another outcome than the table says. What was silent is tried once more, as machines may be slow."""
    first = outcomes(pairs)
    slow = [pair for pair, outcome in first.items() if outcome == SILENT and SILENT not in TABLE.expected(*pair)]
    second = first | (outcomes(slow) if slow else {})
    return {pair: outcome for pair, outcome in second.items() if outcome not in TABLE.expected(*pair)}


def told(found: dict[Pair, str], most: int = 40) -> str:
    lines = [
        f"{source.name} ({source.role}) to {target}: {outcome}, not {' or '.join(sorted(TABLE.expected(source, target)))}"
        for (source, target), outcome in found.items()
    ]
    return "\n".join(["", *lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else [])])


# The cluster


def deploy() -> None:
    """The app with every edge, and the stand-ins."""
    digests = cluster.push_app()
    cluster.prepare_app()
    cluster.make_table(f"docker.io/doggyapp/doggy-registry@{digests['registry']}")
    secret = {"stringData": {"llm-key": "test"}}
    cluster.kubectl("-n", "doggy", "patch", "secret", "doggy-alert-analyzer", "-p", json.dumps(secret))
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"namespace": "doggy", "name": "stranger"}}
    cluster.apply(
        account,
        *(
            cluster.probe_pod(
                namespace, name, f"node{1 + number % 2}", labels,
                **({"serviceAccountName": "stranger"} if namespace == "doggy" else {}),
            )
            for number, (namespace, name, _, labels) in enumerate(STAND_INS)
        ),
        *(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"namespace": namespace, "name": name},
                "spec": {"selector": {"app": name}, "ports": [{"port": port, "targetPort": target}]},
            }
            for namespace, name, port, target in SERVICES
        ),
    )
    cluster.upgrade_app(digests, *flags(VALUES))
    chart = ROOT / "kubernetes/doggy"
    rendered = cluster.helm(
        "template", "doggy", chart, "--namespace", "doggy", "--values", chart / "values-local.yaml",
        "--show-only", "templates/network-policies.yaml", *flags(POD_IDENTITY_VALUES),
    )
    cluster.apply(*(policy for policy in rendered.split("\n---") if "-to-pod-identity\n" in policy))
    for namespace in (*NAMESPACES, OTHERS):
        cluster.wait_for("condition=Ready", "-n", namespace, "pods", "--all")


class Matrix:
    """Places, and all that is tried."""

    def __init__(self):
        self._listeners = Listeners()
        self.pods = self._pods()
        self.nodes = self._nodes()
        self.hosts = [Place(f"host {role}", role, address, process=cluster.process) for role, address in HOSTS]
        self._listen()
        self.ports = TABLE.ports | {UNUSED_PORT} | {10250}
        for pod in self.pods:
            with network_of(pod.process):
                self.ports |= listening_ports()
        sources = [*self.pods, *self.nodes, *(host for host in self.hosts if host.role == "world")]
        direct, services = self._direct(), self._services()
        self.pairs = [
            (source, target)
            for source in sources
            for target in direct + (services if source in self.pods else [])
            if source not in target.behind and not (source in self.nodes + self.hosts and target.behind[0] in self.nodes + self.hosts)
        ]
        print(
            f"{len(self.pods)} pods, {len(self.nodes)} nodes, {len(self.hosts)} hosts, {len(self.ports)} ports: "
            f"{len(self.pairs)} connections",
            flush=True,
        )

    def _pods(self) -> list[Place]:
        found = [pod for pod in cluster.get("pods", "--all-namespaces")["items"] if pod["status"]["phase"] == "Running"]
        process = processes("cgroup", *(f"pod{pod['metadata']['uid']}" for pod in found))
        return [
            Place(
                name := f"{pod['metadata']['namespace']}/{pod['metadata']['name']}",
                next(role for beginning, role in ROLES if name.startswith(beginning)),
                pod["status"]["podIP"],
                pod["spec"]["nodeName"],
                pod["metadata"]["namespace"],
                tuple(pod["metadata"]["labels"].items()),
                process[f"pod{pod['metadata']['uid']}"],
            )
            for pod in found
            if "deletionTimestamp" not in pod["metadata"]
        ]

    def _nodes(self) -> list[Place]:
        """They have no role in the table: what Kubernetes allows them follows from where a pod is."""
        settings = {number: str(cluster.plan.node(number) / "kubelet.json") for number in (1, 2)}
        process = processes("cmdline", *settings.values())
        return [
            Place(plan.node_name(number), "nodes", plan.node_address(number), process=process[settings[number]])
            for number in settings
        ]

    def _listen(self) -> None:
        """Where the table leads to stand-ins and hosts, something listens."""
        for address in (MAIL, LLM, POD_IDENTITY):
            cluster.run(cluster.beside("ip", "address", "replace", f"{address}/32", "dev", "lo"))
        own = {f"{namespace}/{name}" for namespace, name, _, _ in STAND_INS}
        for place in self.pods + self.hosts:
            if place.name in own or place.role == "Gateway's nginx" or place.address in (*PUBLIC, plan.METADATA, POD_IDENTITY):
                with network_of(place.process):
                    ports = TABLE.listening(place.role) | (set() if place.namespace else {80, 443})
                    for port in ports - (listening_ports() if place.namespace else set()):
                        self._listeners.add("" if place.namespace else place.address, port)

    def _direct(self) -> list[Target]:
        return [
            Target(place.name, place.address, port, (place,), port, datagram)
            for place in [*self.pods, *self.nodes, *self.hosts]
            for port, datagram in [*((port, False) for port in sorted(self.ports)), (53, True)]
        ]

    def _services(self) -> list[Target]:
        """By the address that a Service has inside the cluster, and that of its load balancer; and by its name."""
        places = {place.address: place for place in [*self.pods, *self.hosts]}
        slices = cluster.get("endpointslices", "--all-namespaces")["items"]
        found, names = [], {}
        for service in cluster.get("services", "--all-namespaces")["items"]:
            space, name = service["metadata"]["namespace"], service["metadata"]["name"]
            names[f"{name}.{space}.svc.{plan.DOMAIN}"] = service["spec"]["clusterIP"]
            balancers = [entry["ip"] for entry in service["status"]["loadBalancer"].get("ingress", [])]
            for piece in slices:
                if (piece["metadata"]["namespace"], piece["metadata"]["labels"].get("kubernetes.io/service-name")) != (space, name):
                    continue
                behind = tuple(places[address] for endpoint in piece["endpoints"] or () for address in endpoint["addresses"])
                ports = {port.get("name") or "": port["port"] for port in piece["ports"] or ()}
                found += [
                    Target(f"Service {space}/{name}", address, port["port"], behind, ports[port.get("name", "")], port["protocol"] == "UDP")
                    for port in service["spec"]["ports"]
                    for address in [service["spec"]["clusterIP"], *balancers]
                ]
        dns = next(target for target in found if target.address == plan.DNS and target.datagram)
        return found + [dataclasses.replace(dns, question=name, answer=address) for name, address in names.items()]

    def sample(self) -> list[Pair]:
        return [(source, target) for source, target in self.pairs if target.port in (8080, 53)]

    def part_of(self, policy: dict) -> set[int]:
        """The connections, by their numbers, that may change when a policy is lost: a policy with rules allows some from
        or to the pods it selects, one without rules keeps the others closed."""
        meta, spec = policy["metadata"], policy["spec"]
        chosen = {
            pod
            for pod in self.pods
            if pod.namespace == meta["namespace"] and selects(spec["podSelector"], dict(pod.labels))
        }
        allows = "ingress" in spec or "egress" in spec
        return {
            number
            for number, (source, target) in enumerate(self.pairs)
            if ("Egress" in spec["policyTypes"] and source in chosen)
            or ("Ingress" in spec["policyTypes"] and chosen.intersection(target.behind))
            if allows == (SILENT not in TABLE.expected(source, target))
        }


def selects(selector: dict, labels: dict[str, str]) -> bool:
    for expression in selector.get("matchExpressions", []):
        if expression["operator"] != "DoesNotExist":
            raise NotImplementedError(expression["operator"])
        if expression["key"] in labels:
            return False
    return selector.get("matchLabels", {}).items() <= labels.items()


@dataclasses.dataclass(frozen=True)
class Policy:
    name: str
    manifest: str  # as it was made
    allows: bool
    part: frozenset[int]


def policies() -> list[Policy]:
    found = []
    for namespace in NAMESPACES:
        for policy in cluster.get("-n", namespace, "networkpolicies")["items"]:
            meta = policy["metadata"]
            kept = {name: meta[name] for name in ("namespace", "name", "labels", "annotations") if name in meta}
            found.append(
                Policy(
                    f"{namespace}/{meta['name']}",
                    json.dumps(policy | {"metadata": kept}),
                    "ingress" in policy["spec"] or "egress" in policy["spec"],
                    frozenset(matrix.part_of(policy)),
                )
            )
    return found


def rounds(found: list[Policy]) -> list[list[Policy]]:
    """Policies that are deleted at the same time: no connection may change for two of them. Those that keep everything
    closed are deleted one by one, since without them the loss of another one opens instead of closes."""
    made: list[list[Policy]] = []
    for policy in found:
        fitting = (
            members
            for members in made
            if all(member.allows and policy.allows and member.part.isdisjoint(policy.part) for member in members)
        )
        members = next(fitting, None)
        if members is None:
            made.append([policy])
        else:
            members.append(policy)
    return made


@contextlib.contextmanager
def without(lost: list[Policy]):
    """Deletes policies for a while."""
    manifests = "\n---\n".join(policy.manifest for policy in lost)
    cluster.kubectl("delete", "-f", "-", input=manifests)
    try:
        yield
    finally:
        cluster.kubectl("create", "-f", "-", input=manifests)


def lost_packets() -> int:
    """Those that the nodes dropped because their policy engine was behind, which looks like a closed edge."""
    lost = 0
    for node in matrix.nodes:
        with network_of(node.process):
            fields = pathlib.Path("/proc/thread-self/net/netfilter/nfnetlink_queue").read_text().split()
            lost += int(fields[5]) + int(fields[6])
    return lost


class Documented(unittest.TestCase):
    def test_the_table_of_the_documentation_is_this_one(self):
        _, _, text = (ROOT / "docs/kubernetes.md").read_text(encoding="utf-8").partition("## Network edges")
        rows = [line.strip("| ").split(" | ") for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")]
        written = set()
        for sources, targets, ports, _ in rows[2:]:
            for source in names(sources):
                for target in names(targets):
                    written |= {(source, target, int(port)) for port in re.findall(r"\d+", ports)}
        expected = {(edge.source, edge.target, port) for edge in EDGES for port in edge.ports}
        self.assertEqual(written, expected)


def names(cell: str) -> list[str]:
    """The names of a cell, without what is in parentheses."""
    parts = re.sub(r" *\([^)]*\)", "", cell).split(", ")
    return [name for part in parts for name in GROUPS.get(part, (part,))]


class Network(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        global cluster, matrix
        cluster = cls.enterClassContext(Cluster())
        cls.enterClassContext(cluster.namespace(OTHERS))
        deploy()
        matrix = Matrix()
        end = time.monotonic() + NOTICE
        while found := wrong(matrix.sample()):
            if time.monotonic() > end:
                raise AssertionError(f"policies do not hold after {NOTICE} s:{told(found)}")

    def test_1_every_allowed_edge_answers_and_nothing_else(self):
        begun = time.monotonic()
        found = {}
        for _ in range(3):
            lost = lost_packets()
            found = wrong(matrix.pairs)
            if found or lost_packets() == lost:
                break
        else:
            self.fail("a policy engine always loses packets, so silence proves nothing")
        self.assertEqual(found, {}, told(found))
        allowed = sum(SILENT not in TABLE.expected(*pair) for pair in matrix.pairs)
        print(f"{len(matrix.pairs)} connections tried in {time.monotonic() - begun:.0f} s: {allowed} allowed", flush=True)

    def test_2_the_loss_of_any_policy_is_noticed(self):
        found = policies()
        self.assertGreater(len(found), 25)
        for lost in rounds(found):
            differences = self._lose(lost)
            for policy in lost:
                with self.subTest(policy.name):
                    self.assertIn(policy, differences, "nothing is different without it")
        print(f"{len(found)} policies deleted and restored, {tried} connections tried in all", flush=True)

    def _lose(self, lost: list[Policy]) -> dict[Policy, dict[Pair, str]]:
        """What is different without each of the policies; they are back in force when this returns."""
        differences: dict[Policy, dict[Pair, str]] = {}
        with without(lost):
            end = time.monotonic() + NOTICE
            while len(differences) < len(lost) and time.monotonic() < end:
                time.sleep(0.3)  # most often the engines have noticed by then
                missing = [policy for policy in lost if policy not in differences]
                found = wrong([matrix.pairs[number] for policy in missing for number in sorted(policy.part)])
                for policy in missing:
                    own = {pair: outcome for pair in map(matrix.pairs.__getitem__, policy.part) if (outcome := found.get(pair))}
                    if own:
                        differences[policy] = own
        for policy, found in differences.items():
            (source, target), outcome = next(iter(found.items()))
            print(
                f"without {policy.name}: {len(found)} of {len(policy.part)} differ, as {source.name} to {target}: {outcome}",
                flush=True,
            )
        changed = [pair for found in differences.values() for pair in found]
        end = time.monotonic() + NOTICE
        while left := wrong(changed):
            self.assertLess(time.monotonic(), end, f"restored policies do not hold:{told(left)}")
        return differences


if __name__ == "__main__":
    suite.run()
