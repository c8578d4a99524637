"""Who can connect to whom: every pod tries every pod, node, Service and host, at every port of an edge of either.

EDGES lists what is allowed, in the words of docs/kubernetes.md and independent of the policies. A refused connection
has passed the policies as well, so a gap also shows at ports where nothing listens.
"""

import contextlib
import dataclasses
import json
import pathlib
import re
import time
import unittest

import suite
from cluster import ROOT, Cluster, local_cluster
from connections import OPEN, REFUSED, SILENT, Connection, Listeners, listening_ports, outcomes

plan = local_cluster.names

# Seconds until a change of policies or pods must have reached the policy engines.
PROPAGATION = 15
# Further connections are opened when fewer packets than this wait for the policy engines.
BACKLOG = 20
UNUSED_PORT = 1
MAIL, LLM, POD_IDENTITY = "203.0.113.25", "203.0.113.26", "169.254.170.23"


@dataclasses.dataclass(frozen=True)
class Edge:
    source: str
    target: str
    ports: tuple[int, ...]
    why: str


GATEWAY = ("Gateway's nginx", "control plane", "certificate job")
SCRAPED = ("Alertmanager", "Loki", "canary", "Grafana", "Alloy", "kube-state-metrics", "Trivy Operator", "prober")
MONITORING = ("Prometheus", "Prometheus Operator", "image scans", *SCRAPED)
AGENTS = ("node's Alloy", "Falco", "kube-bench")
# Names in docs/kubernetes.md that stand for several.
GROUPS = {
    "all pods": ("registry", "frontend", "analyzer", *GATEWAY, *MONITORING, *AGENTS),
    "monitoring": SCRAPED,
}
MONITORING_PORTS = (3000, 3100, 3500, 8080, 9093, 9115, 12345)
# Who calls the API server, and who calls AWS.
WATCHERS = (
    "Prometheus",
    "Prometheus Operator",
    "Grafana",
    "Alloy",
    "kube-state-metrics",
    "Trivy Operator",
    "node's Alloy",
)
CLOUD_USERS = ("Loki", "Alloy", "image scans")

EDGES = (
    Edge("world", "Gateway's nginx", (80, 443), "people come in"),
    Edge("world", "Gateway's nginx", (8081,), "health checks of load balancers"),
    Edge("Gateway's nginx", "frontend", (8080,), "the target of all routes"),
    Edge("Gateway's nginx", "control plane", (8443,), "the configuration"),
    Edge("control plane", "private networks", (443, 6443), "the API server, which policies cannot name"),
    Edge("certificate job", "private networks", (443, 6443), "the API server, which policies cannot name"),
    Edge("frontend", "registry", (8080,), "the API and live connections"),
    *(Edge(source, "cluster DNS", (53,), "names of what it calls") for source in GROUPS["all pods"]),
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
    Edge("analyzer", "Prometheus", (9090,), "the metrics behind an alert"),
    Edge("analyzer", "LLM", (443,), "an explanation of an alert"),
    *(Edge("Prometheus", target, MONITORING_PORTS, "metrics, and alerts") for target in SCRAPED),
    *(Edge("Prometheus", target, (8765, 12345), "metrics") for target in ("node's Alloy", "Falco")),
    Edge("Prometheus", "private networks", (9100, 10250), "metrics of nodes, which policies cannot name"),
    Edge("Prometheus", "cluster DNS", (9153,), "metrics"),
    Edge("Prometheus", "Cluster Autoscaler", (8085,), "metrics"),
    *(Edge(source, "private networks", (443, 6443), "the API server") for source in WATCHERS),
    Edge("private networks", "Prometheus Operator", (10250,), "the API server asks whether a rule is valid"),
    Edge("Grafana", "Prometheus", (9090,), "dashboards"),
    Edge("Grafana", "Loki", (3100,), "dashboards"),
    Edge("Grafana", "Alertmanager", (9093,), "dashboards"),
    Edge("Loki", "Alertmanager", (9093,), "alerts from log lines"),
    *(Edge(source, "Loki", (3100,), "log lines") for source in ("Alloy", "node's Alloy", "canary")),
    *(Edge(source, "EKS Pod Identity agent", (80,), "credentials of its role") for source in CLOUD_USERS),
    *(Edge(source, "any address", (443,), "S3, CloudWatch, registries") for source in CLOUD_USERS),
    Edge("prober", "any address", (443,), "the app's public address"),
    Edge("Alertmanager", "Alertmanager", (9094,), "what they have sent"),
    Edge("Alertmanager", "any address", (443, 465, 587), "critical alerts without the analyzer, the heartbeat"),
)
# Only in the local cluster.
LOCAL_EDGES = (Edge("Gateway's nginx", "API server", (6443,), "Traefik has no control plane beside it"),)
# AWS has one port; the local DynamoDB and S3 have one each.
LOCAL_PORTS = {"AWS": {443: (8000, 9000)}}

NAMESPACES = ("doggy", "monitoring", "gateway", "node-agents")
OTHERS = "elsewhere"
NAME, COMPONENT, INSTANCE = (f"app.kubernetes.io/{part}" for part in ("name", "component", "instance"))
GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"

# Pods that stand for others: namespace, name, role, labels. Those in the namespace `elsewhere` imitate labels.
STAND_INS = (
    ("gateway", "control-plane", "control plane", {NAME: "nginx-gateway-fabric"}),
    ("gateway", "certificate-job", "certificate job", {}),
    ("monitoring", "prometheus", "Prometheus", {NAME: "prometheus"}),
    ("monitoring", "operator", "Prometheus Operator", {NAME: "kube-prometheus-stack-prometheus-operator"}),
    ("monitoring", "alertmanager-0", "Alertmanager", {NAME: "alertmanager"}),
    ("monitoring", "alertmanager-1", "Alertmanager", {NAME: "alertmanager"}),
    ("monitoring", "loki", "Loki", {NAME: "loki", COMPONENT: "single-binary"}),
    ("monitoring", "canary", "canary", {NAME: "loki", COMPONENT: "canary"}),
    ("monitoring", "grafana", "Grafana", {NAME: "grafana"}),
    ("monitoring", "alloy", "Alloy", {NAME: "alloy", INSTANCE: "alloy-audit"}),
    ("monitoring", "kube-state-metrics", "kube-state-metrics", {NAME: "kube-state-metrics"}),
    ("monitoring", "trivy-operator", "Trivy Operator", {NAME: "trivy-operator"}),
    ("monitoring", "scan", "image scans", {"doggy.app/pulls-images": "true"}),
    ("monitoring", "prober", "prober", {NAME: "prometheus-blackbox-exporter"}),
    ("node-agents", "alloy", "node's Alloy", {NAME: "alloy"}),
    ("node-agents", "falco", "Falco", {NAME: "falco"}),
    ("node-agents", "kube-bench", "kube-bench", {NAME: "kube-bench"}),
    ("kube-system", "cluster-autoscaler", "Cluster Autoscaler", {NAME: "aws-cluster-autoscaler"}),
    ("doggy", "stranger", "stranger", {}),
    (OTHERS, "stranger", "other namespaces", {}),
    (OTHERS, "registry", "other namespaces", {NAME: "doggy", COMPONENT: "registry"}),
    (OTHERS, "frontend", "other namespaces", {NAME: "doggy", COMPONENT: "frontend"}),
    (OTHERS, "analyzer", "other namespaces", {NAME: "doggy", COMPONENT: "alert-analyzer"}),
    (OTHERS, "gateway", "other namespaces", {GATEWAY_NAME: "doggy", NAME: "nginx-gateway-fabric"}),
    (OTHERS, "prometheus", "other namespaces", {NAME: "prometheus"}),
    (OTHERS, "alertmanager", "other namespaces", {NAME: "alertmanager"}),
)
# Their Services: namespace, name, port, port of the pod.
SERVICES = (
    ("gateway", "control-plane", 443, 8443),
    ("monitoring", "prometheus", 9090, 9090),
    ("monitoring", "alertmanager-0", 9093, 9093),
    ("monitoring", "loki", 3100, 3100),
)
# Roles of pods by the beginning of namespace/name; the first match counts.
ROLES = (
    ("doggy/doggy-registry-", "registry"),
    ("doggy/doggy-frontend-", "frontend"),
    ("doggy/doggy-alert-analyzer-", "analyzer"),
    ("gateway/traefik-", "Gateway's nginx"),
    ("kube-system/coredns-", "cluster DNS"),
    *((f"{namespace}/{name}", role) for namespace, name, role, _ in STAND_INS),
    ("kube-system/", "other namespaces"),
)
HOSTS = (
    ("API server", plan.CONTROL_PLANE),
    ("AWS", plan.AWS),
    ("image registry", plan.REGISTRY.split(":")[0]),
    ("world", plan.WORLD),
    ("mail server", MAIL),
    ("LLM", LLM),
    ("metadata service", plan.METADATA),
    ("EKS Pod Identity agent", POD_IDENTITY),
)
PUBLIC = (plan.WORLD, MAIL, LLM)

# Values that enable all edges of the chart except those to Pod Identity, which the pods cannot use here.
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
class Peer:
    """A pod, a node or a host."""

    name: str
    role: str
    address: str
    process: int  # any process in its network
    node: str = ""
    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def isolated(self) -> bool:
        return self.namespace in NAMESPACES

    @property
    def networks(self) -> set[str]:
        return {"private networks"} if self.address.startswith("10.") else set()

    @property
    def source_roles(self) -> set[str]:
        return {self.role, "world"} | self.networks  # every address is in 0.0.0.0/0

    @property
    def target_roles(self) -> set[str]:
        public = {"public addresses"} if self.address in PUBLIC else set()
        any_address = set() if self.address.startswith("169.254.") else {"any address"}
        return {self.role} | self.networks | public | any_address


@dataclasses.dataclass(frozen=True)
class Target:
    """An address and a port, and the peers that get what is sent there. All of them have the same role."""

    name: str
    address: str
    port: int
    backends: tuple[Peer, ...]
    backend_port: int
    question: str = ""  # DNS queries for this name, by UDP
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.address}:{self.port}{f', query for {self.question}' if self.question else ''})"


Pair = tuple[Peer, Target]
ANY_NAME = f"kubernetes.default.svc.{plan.DOMAIN}"


class Table:
    """What the edges mean for two peers."""

    def __init__(self, edges: tuple[Edge, ...]):
        self._edges = {
            (edge.source, edge.target, port)
            for edge in edges
            for documented in edge.ports
            for port in LOCAL_PORTS.get(edge.target, {}).get(documented, (documented,))
        }
        self.ports = {port for _, _, port in self._edges}

    def ports_of(self, role: str) -> set[int]:
        return {port for _, target, port in self._edges if target == role}

    def ports_between(self, source: Peer, target: Peer) -> set[int]:
        """Those at which a policy of either could let them through."""
        return {
            port for start, end, port in self._edges if start in source.source_roles or end in target.target_roles
        }

    def expected(self, source: Peer, target: Target) -> set[str]:
        """The outcomes that are correct."""
        backend, port = target.backends[0], target.backend_port
        if backend.name == source.node or source.name == backend.node:
            return {OPEN, REFUSED}  # Kubernetes always allows traffic between a pod and its node
        egress = not source.isolated or any((source.role, role, port) in self._edges for role in backend.target_roles)
        ingress = not backend.isolated or any((role, backend.role, port) in self._edges for role in source.source_roles)
        if not (egress and ingress):
            return {SILENT}
        return {OPEN} if (source.role, backend.role, port) in self._edges else {OPEN, REFUSED}


TABLE = Table(EDGES + LOCAL_EDGES)


class Matrix:
    """All peers of the cluster, and all pairs to try."""

    def __init__(self, cluster: Cluster):
        self._cluster = cluster
        self._listeners = Listeners()
        self.tried = 0
        self.pods, self.nodes = self._find_pods(), self._find_nodes()
        self.hosts = [Peer(f"host {role}", role, address, cluster.process) for role, address in HOSTS]
        self._listen()
        self._open = {peer: listening_ports(peer.process) for peer in self.pods + self.nodes}
        self._ports = TABLE.ports.union({UNUSED_PORT}, *self._open.values())
        self.pairs = [pair for pair in self._pairs() if self._matters(*pair)]

    def _find_pods(self) -> list[Peer]:
        pods = [
            pod
            for pod in self._cluster.get("pods", "--all-namespaces")["items"]
            if pod["status"]["phase"] == "Running" and "deletionTimestamp" not in pod["metadata"]
        ]
        processes = find_processes("cgroup", *(f"pod{pod['metadata']['uid']}" for pod in pods))
        return [
            Peer(
                name := f"{pod['metadata']['namespace']}/{pod['metadata']['name']}",
                next(role for beginning, role in ROLES if name.startswith(beginning)),
                pod["status"]["podIP"],
                processes[f"pod{pod['metadata']['uid']}"],
                pod["spec"]["nodeName"],
                pod["metadata"]["namespace"],
                tuple(pod["metadata"]["labels"].items()),
            )
            for pod in pods
        ]

    def _find_nodes(self) -> list[Peer]:
        kubelets = {number: str(self._cluster.plan.node(number) / "kubelet.json") for number in (1, 2)}
        processes = find_processes("cmdline", *kubelets.values())
        return [
            Peer(plan.node_name(number), "nodes", plan.node_address(number), processes[kubelet])
            for number, kubelet in kubelets.items()
        ]

    def _listen(self) -> None:
        """Opens the ports of peers that are only played here."""
        for address in (MAIL, LLM, POD_IDENTITY):
            self._cluster.run(self._cluster.beside("ip", "address", "replace", f"{address}/32", "dev", "lo"))
        for host in self.hosts:
            if host.address in (*PUBLIC, plan.METADATA, POD_IDENTITY):
                for port in TABLE.ports_of(host.role) | {80, 443}:
                    self._listeners.add(host.process, host.address, port)
        # The kernel limits the rate at which it refuses datagrams, so that silence would prove nothing.
        for peer in [*self.pods, *self.nodes, *self.hosts]:
            if peer.role != "cluster DNS":
                self._listeners.add_datagrams(peer.process, peer.address, 53)
        stand_ins = {f"{namespace}/{name}" for namespace, name, _, _ in STAND_INS}
        for pod in self.pods:
            if pod.name in stand_ins or pod.role in ("Gateway's nginx", "cluster DNS"):
                for port in TABLE.ports_of(pod.role) - listening_ports(pod.process):
                    self._listeners.add(pod.process, "", port)

    def _pairs(self) -> list[Pair]:
        direct, services = self._direct_targets(), self._service_targets()
        machines = [*self.nodes, *self.hosts]
        world = next(host for host in self.hosts if host.role == "world")
        return [
            *((pod, target) for pod in self.pods for target in direct + services if pod not in target.backends),
            *(
                (machine, target)
                for machine in (*self.nodes, world)
                for target in direct
                if target.backends[0] not in machines
            ),
        ]

    def _matters(self, source: Peer, target: Target) -> bool:
        peer = target.backends[0]
        ports = TABLE.ports_between(source, peer) | self._open.get(peer, set()) | {UNUSED_PORT}
        return target.backend_port in ports or bool(target.question)

    def _direct_targets(self) -> list[Target]:
        peers = [*self.pods, *self.nodes, *self.hosts]
        return [
            *(Target(peer.name, peer.address, port, (peer,), port) for peer in peers for port in sorted(self._ports)),
            *(Target(peer.name, peer.address, 53, (peer,), 53, ANY_NAME) for peer in peers),
        ]

    def _service_targets(self) -> list[Target]:
        """Services by their cluster addresses, load balancers and names."""
        peers = {peer.address: peer for peer in [*self.pods, *self.hosts]}
        slices = {
            (piece["metadata"]["namespace"], piece["metadata"]["labels"]["kubernetes.io/service-name"]): piece
            for piece in self._cluster.get("endpointslices", "--all-namespaces")["items"]
        }
        targets, names = [], {}
        for service in self._cluster.get("services", "--all-namespaces")["items"]:
            namespace, name = service["metadata"]["namespace"], service["metadata"]["name"]
            piece, cluster_address = slices[namespace, name], service["spec"]["clusterIP"]
            names[f"{name}.{namespace}.svc.{plan.DOMAIN}"] = cluster_address
            backends = tuple(peers[address] for endpoint in piece["endpoints"] for address in endpoint["addresses"])
            backend_ports = {port["name"]: port["port"] for port in piece["ports"]}
            balancers = [entry["ip"] for entry in service["status"]["loadBalancer"].get("ingress", [])]
            for port in service["spec"]["ports"]:
                backend_port = backend_ports[port.get("name", "")]
                if port["protocol"] == "TCP":
                    targets += [
                        Target(f"Service {namespace}/{name}", address, port["port"], backends, backend_port)
                        for address in [cluster_address, *balancers]
                    ]
        dns = next(target for target in targets if target.address == plan.DNS)
        return targets + [dataclasses.replace(dns, question=name, answer=address) for name, address in names.items()]

    def sample(self) -> list[Pair]:
        return [(source, target) for source, target in self.pairs if target.port in (53, 8080)]

    def deviations(self, pairs: list[Pair]) -> dict[Pair, str]:
        """Pairs with an unexpected outcome. Unexpected silence counts when repeated, as machines can be slow."""
        found = self._outcomes(pairs)
        silent = [pair for pair, outcome in found.items() if outcome == SILENT and SILENT not in TABLE.expected(*pair)]
        found |= self._outcomes(silent)
        return {pair: outcome for pair, outcome in found.items() if outcome not in TABLE.expected(*pair)}

    def _outcomes(self, pairs: list[Pair]) -> dict[Pair, str]:
        self.tried += len(pairs)
        connections = [
            Connection(
                source.process,
                source.address if source.role == "world" else "",
                target.address,
                target.port,
                target.question,
                target.answer,
            )
            for source, target in pairs
        ]
        return dict(zip(pairs, outcomes(connections, lambda: self._engines(2) > BACKLOG), strict=True))

    def dropped_packets(self) -> int:
        """Packets that nodes dropped because their policy engine was too slow, which looks like a closed edge."""
        return self._engines(5, 6)

    def _engines(self, *fields: int) -> int:
        """The sum of these fields of all policy engines' queues; see nfnetlink_queue in the kernel."""
        files = [pathlib.Path(f"/proc/{node.process}/net/netfilter/nfnetlink_queue") for node in self.nodes]
        queues = [file.read_text().split() for file in files]
        return sum(int(queue[field]) for queue in queues for field in fields)

    def affected(self, policy: dict) -> frozenset[int]:
        """Indexes of the pairs that can change when a policy is deleted. A policy with rules allows connections from or
        to the pods it selects. One without rules keeps the others closed."""
        spec = policy["spec"]
        selected = {
            pod
            for pod in self.pods
            if pod.namespace == policy["metadata"]["namespace"] and selects(spec["podSelector"], dict(pod.labels))
        }
        return frozenset(
            index
            for index, (source, target) in enumerate(self.pairs)
            if ("Egress" in spec["policyTypes"] and source in selected)
            or ("Ingress" in spec["policyTypes"] and not selected.isdisjoint(target.backends))
            if has_rules(policy) == (SILENT not in TABLE.expected(source, target))
        )


def find_processes(file: str, *texts: str) -> dict[str, int]:
    """For each text the number of a process on this machine that has it in /proc/NUMBER/FILE."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            content = (folder / file).read_bytes().decode(errors="replace")
            found |= {text: int(folder.name) for text in texts if text in content}
    return found


def describe(deviations: dict[Pair, str], most: int = 40) -> str:
    lines = [
        f"{source.name} ({source.role}) to {target}: {outcome}"
        f" instead of {' or '.join(sorted(TABLE.expected(source, target)))}"
        for (source, target), outcome in deviations.items()
    ]
    return "\n".join(["", *lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else [])])


# Policies


@dataclasses.dataclass(frozen=True)
class Policy:
    name: str
    manifest: str
    allows: bool
    affected: frozenset[int]


def has_rules(policy: dict) -> bool:
    return "ingress" in policy["spec"] or "egress" in policy["spec"]


def selects(selector: dict, labels: dict[str, str]) -> bool:
    for expression in selector.get("matchExpressions", []):
        value = labels.get(expression["key"])
        match expression["operator"]:
            case "DoesNotExist":
                matches = value is None
            case "In":
                matches = value in expression["values"]
            case operator:
                raise NotImplementedError(operator)
        if not matches:
            return False
    return selector.get("matchLabels", {}).items() <= labels.items()


def find_policies(cluster: Cluster, matrix: Matrix) -> list[Policy]:
    found = []
    for namespace in NAMESPACES:
        for policy in cluster.get("-n", namespace, "networkpolicies")["items"]:
            metadata = policy["metadata"]
            kept = {key: metadata[key] for key in ("namespace", "name", "labels", "annotations") if key in metadata}
            found.append(
                Policy(
                    f"{namespace}/{metadata['name']}",
                    json.dumps(policy | {"metadata": kept}),
                    has_rules(policy),
                    matrix.affected(policy),
                )
            )
    return found


def batches(policies: list[Policy]) -> list[list[Policy]]:
    """Groups policies to delete at the same time, such that no pair is affected by two of them. A policy without rules
    is deleted alone: while it is missing, the loss of another can open connections instead of closing them."""
    made: list[list[Policy]] = []
    for policy in policies:
        for batch in made:
            if all(other.allows and policy.allows and other.affected.isdisjoint(policy.affected) for other in batch):
                batch.append(policy)
                break
        else:
            made.append([policy])
    return made


class Documentation(unittest.TestCase):
    def test_it_has_the_same_edges(self):
        text = (ROOT / "docs/kubernetes.md").read_text(encoding="utf-8")
        section = text.partition("## Network edges")[2].partition("\n## ")[0]
        rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
        documented = {
            (source, target, int(port))
            for sources, targets, ports, _ in rows[2:]
            for source in self.names(sources)
            for target in self.names(targets)
            for port in re.findall(r"\d+", ports)
        }
        self.assertEqual(documented, {(edge.source, edge.target, port) for edge in EDGES for port in edge.ports})

    @staticmethod
    def names(cell: str) -> list[str]:
        """Names in a cell. Text in parentheses explains them."""
        names = re.sub(r" *\([^)]*\)", "", cell).split(", ")
        return [member for name in names for member in GROUPS.get(name, (name,))]


class Network(unittest.TestCase):
    cluster: Cluster
    matrix: Matrix

    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(Cluster())
        cls.deploy()
        cls.matrix = Matrix(cls.cluster)
        deadline = time.monotonic() + PROPAGATION
        while deviations := cls.matrix.deviations(cls.matrix.sample()):
            if time.monotonic() > deadline:
                raise AssertionError(f"after {PROPAGATION} s:{describe(deviations)}")

    @classmethod
    def deploy(cls) -> None:
        """Deploys the app with all its edges, and the stand-ins."""
        cluster = cls.cluster
        digests = cluster.push_app()
        cluster.prepare_app()
        cluster.make_table(f"docker.io/doggyapp/doggy-registry@{digests['registry']}")
        key = {"stringData": {"llm-key": "test"}}
        cluster.kubectl("-n", "doggy", "patch", "secret", "doggy-alert-analyzer", "-p", json.dumps(key))
        cluster.apply(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": OTHERS}},
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"namespace": "doggy", "name": "stranger"}},
        )
        cluster.apply(*cls.stand_ins())
        cluster.upgrade_app(digests, *flags(VALUES))
        policies = cluster.helm(
            "template",
            *local_cluster.LOCAL_RELEASE,
            "--show-only",
            "templates/network-policies.yaml",
            *flags(POD_IDENTITY_VALUES),
        )
        cluster.apply(*(policy for policy in policies.split("\n---") if "-to-pod-identity\n" in policy))
        for namespace in (*NAMESPACES, OTHERS, "kube-system"):
            cluster.wait_for("condition=Ready", "-n", namespace, "pods", "--all")

    @classmethod
    def stand_ins(cls) -> list[dict]:
        pods = []
        for number, (namespace, name, _, labels) in enumerate(STAND_INS):
            # Admission refuses the account `default` there.
            account = {"serviceAccountName": "stranger"} if namespace == "doggy" else {}
            pods.append(cls.cluster.probe_pod(namespace, name, f"node{1 + number % 2}", labels, **account))
        services = [
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"namespace": namespace, "name": name},
                "spec": {"selector": {"app": name}, "ports": [{"port": port, "targetPort": target}]},
            }
            for namespace, name, port, target in SERVICES
        ]
        return pods + services

    def test_1_allowed_edges_answer_and_all_others_are_silent(self):
        pairs = self.matrix.pairs
        start = time.monotonic()
        for _ in range(3):
            dropped = self.matrix.dropped_packets()
            deviations = self.matrix.deviations(pairs)
            if deviations or self.matrix.dropped_packets() == dropped:
                break
        else:
            self.fail("policy engines dropped packets in each of three rounds, so silence proves nothing")
        self.assertEqual(deviations, {}, describe(deviations))
        allowed = sum(SILENT not in TABLE.expected(*pair) for pair in pairs)
        print(
            f"{len(pairs)} connections from {len({source for source, _ in pairs})} sources, {allowed} of them allowed:"
            f" {time.monotonic() - start:.0f} s",
            flush=True,
        )

    def test_2_deleting_any_policy_makes_a_difference(self):
        policies = find_policies(self.cluster, self.matrix)
        self.assertGreater(len(policies), 25)
        start = time.monotonic()
        for batch in batches(policies):
            deviations = self.delete_for_a_while(batch)
            for policy in batch:
                with self.subTest(policy.name):
                    own = [index for index in policy.affected if self.matrix.pairs[index] in deviations]
                    self.assertTrue(own, "nothing changes without it")
        print(
            f"{len(policies)} policies deleted and restored: {time.monotonic() - start:.0f} s;"
            f" {self.matrix.tried} connections in all",
            flush=True,
        )

    def delete_for_a_while(self, batch: list[Policy]) -> dict[Pair, str]:
        """What deviates without these policies. They are restored, and in force again, when this returns."""
        manifests = "\n---\n".join(policy.manifest for policy in batch)
        deviations: dict[Pair, str] = {}
        missing = batch
        self.cluster.kubectl("delete", "-f", "-", input=manifests)
        try:
            deadline = time.monotonic() + PROPAGATION
            while missing and time.monotonic() < deadline:
                time.sleep(0.3)  # usually enough for the policy engines
                affected = [self.matrix.pairs[index] for policy in missing for index in sorted(policy.affected)]
                deviations |= self.matrix.deviations(affected)
                deviating = {index for index, pair in enumerate(self.matrix.pairs) if pair in deviations}
                missing = [policy for policy in missing if policy.affected.isdisjoint(deviating)]
        finally:
            self.cluster.kubectl("create", "-f", "-", input=manifests)
        deadline = time.monotonic() + PROPAGATION
        while remaining := self.matrix.deviations(list(deviations)):
            self.assertLess(time.monotonic(), deadline, f"still deviating after the restore:{describe(remaining)}")
        return deviations


if __name__ == "__main__":
    suite.run()
