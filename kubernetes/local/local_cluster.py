#!/usr/bin/env python3
"""A real Kubernetes cluster inside namespaces of this machine, seen from outside.

    local_cluster.py up STATE [NODES [PORT]]    brings one up and leaves it running; PORT of the loopback leads into it
    local_cluster.py deploy STATE               deploys the app, and prints where it is
    local_cluster.py down STATE                 ends it and removes everything of it
    local_cluster.py status STATE
    local_cluster.py enter STATE [COMMAND…]     a shell beside the cluster, with kubectl and helm

`scripts/cluster.sh` is what people use; tests use the class. See README.md.
"""

import atexit
import base64
import contextlib
import ctypes
import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "machine"))

import plan as names  # noqa: E402: it lies in the folder that was just added
from plan import Plan, node_name  # noqa: E402

SERVICES = ("registry", "frontend", "alert-analyzer")
_CHART = names.ROOT / "kubernetes/doggy"
# What Helm is told of the app's release here.
LOCAL_RELEASE = ("doggy", _CHART, "--namespace", "doggy", "--values", _CHART / "values-local.yaml")

_MONITORING_CHART = names.ROOT / "kubernetes/monitoring/chart"
MONITORING_RELEASE = (
    "doggy-monitoring",
    _MONITORING_CHART,
    "--namespace",
    "monitoring",
    "--values",
    _MONITORING_CHART / "values-local.yaml",
)

# What every container of a namespace with Pod Security "restricted" must say.
RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
_SUPERVISE = HERE / "machine/supervise.py"
_CLONE_NEWNET = 0x40000000


def program_folders() -> dict[str, pathlib.Path]:
    """Where the programs lie; builds those that are missing, which takes minutes."""
    done = subprocess.run([names.ROOT / "scripts/cluster-programs.sh"], check=True, stdout=subprocess.PIPE, text=True)
    return dict(zip(("kube", "tools", "gateway", "monitoring", "prometheus"), map(pathlib.Path, done.stdout.split())))


def require_free(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            raise RuntimeError(f"port {port} is taken: choose another by CLUSTER_PORT") from None


class LocalCluster:
    """A cluster whose state lies in one folder. Attach to a running one, or bring one up."""

    def __init__(self, state: pathlib.Path):
        self.state = pathlib.Path(state).resolve()
        self._supervisor: subprocess.Popen | None = None

    # Life

    def up(self, nodes: int = 2, stay: bool = False, port: int = 0) -> "LocalCluster":
        """Brings it up and returns when it can be used. Without `stay` it ends with this process, however that ends.
        `port` of the loopback leads to the gateway."""
        if os.geteuid() != 0:
            raise PermissionError("namespaces, mounts and control groups need root")
        for folder in ("/var/lib", "/var/log", "/run"):
            if self.state.is_relative_to(folder):
                raise ValueError(f"{self.state}: the nodes have a {folder} of their own; choose another folder")
        if port:
            require_free(port)
        plan = Plan(self.state, nodes=nodes, port=port, **program_folders())
        # The end of its standard input, not a signal, tells it that this process has ended: hence a session of its own. It
        # does not share our standard error: a process that reads the output of `up` would wait until the cluster ends.
        self._supervisor = subprocess.Popen(
            [sys.executable, _SUPERVISE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        atexit.register(self.down)
        self._tell(plan.to_json())
        for line in self._supervisor.stdout:
            if line == b"ready\n":
                break
            sys.stderr.buffer.write(line)
            sys.stderr.flush()
        else:
            raise RuntimeError("the cluster did not come up")
        if stay:
            self._tell("stay")
            self._supervisor = None
            atexit.unregister(self.down)
        return self

    def _tell(self, line: str) -> None:
        self._supervisor.stdin.write(f"{line}\n".encode())
        self._supervisor.stdin.flush()

    def down(self) -> None:
        """Ends it and removes everything of it."""
        atexit.unregister(self.down)
        if self._supervisor:
            rest, _ = self._supervisor.communicate()
            sys.stderr.buffer.write(rest)  # empty, unless it ended by itself
            self._supervisor = None
        else:
            subprocess.run([sys.executable, _SUPERVISE, "--remove", self.state], check=True)

    def __enter__(self) -> "LocalCluster":
        return self

    def __exit__(self, *_) -> None:
        self.down()

    @property
    def plan(self) -> Plan:
        try:
            return Plan.from_json((self.state / "plan.json").read_text())
        except FileNotFoundError:
            raise LookupError(f"no cluster runs on {self.state}") from None

    @property
    def authority(self) -> pathlib.Path:
        """The certificate that browsers may trust for the gateway's."""
        return self.state / names.AUTHORITY

    @property
    def cgroup(self) -> str:
        return names.cgroup(self.state)

    def is_up(self) -> bool:
        with contextlib.suppress(FileNotFoundError, ValueError):
            return pathlib.Path(f"/proc/{int((self.state / 'machine.pid').read_text())}").is_dir()
        return False

    # Inside

    @property
    def process(self) -> int:
        """The first process of the cluster's box."""
        return int((self.state / "machine.pid").read_text())

    def join_network(self) -> None:
        """Moves this thread, and those it starts later, into the network beside the nodes."""
        with open(f"/proc/{self.process}/ns/net") as network:
            if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), _CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")

    def beside(self, *command) -> list[str]:
        """The command line that runs COMMAND beside the nodes, with the files and processes of this machine."""
        return ["nsenter", f"--net=/proc/{self.process}/ns/net", "--", *map(str, command)]

    def inside(self, *command) -> list[str]:
        """The command line that runs COMMAND in all namespaces of the cluster's box."""
        return [
            "nsenter",
            "--target",
            str(self.process),
            "--pid",
            "--net",
            "--mount",
            "--uts",
            "--ipc",
            "--cgroup",
            "--",
            *map(str, command),
        ]

    def inside_node(self, number: int, *command) -> list[str]:
        """The command line that runs COMMAND in all namespaces of a node: `ctr`, `ip`, `iptables`, `kill` …"""
        process = (self.state / f"{node_name(number)}.pid").read_text()
        return self.inside(
            "nsenter", "--target", process, "--pid", "--net", "--mount", "--uts", "--ipc", "--cgroup", "--", *command
        )

    def node_of(self, namespace: str, pod: str) -> int:
        """The number of the node that a pod is on."""
        name = self.kubectl("-n", namespace, "get", "pod", pod, "-o", "jsonpath={.spec.nodeName}")
        return int(name.removeprefix("node"))

    def process_in_pod(self, namespace: str, pod: str, container: str = "") -> tuple[int, int]:
        """The node of a pod, and the number there of a container's first process; without a container of the sandbox's,
        which has the pod's network."""
        number = self.node_of(namespace, pod)
        wanted = [
            f'labels."io.kubernetes.pod.namespace"=={namespace}',
            f'labels."io.kubernetes.pod.name"=={pod}',
            (
                f'labels."io.kubernetes.container.name"=={container}'
                if container
                else 'labels."io.cri-containerd.kind"==sandbox'
            ),
        ]
        containers = self.run(
            self.inside_node(number, "ctr", "-n", "k8s.io", "containers", "ls", "-q", ",".join(wanted))
        ).split()
        tasks = self.run(self.inside_node(number, "ctr", "-n", "k8s.io", "tasks", "ls")).splitlines()
        processes = [
            line.split()[1] for line in tasks if line.split()[0] in containers and line.split()[2] == "RUNNING"
        ]
        if len(processes) != 1:
            raise LookupError(f"{namespace}/{pod} has {len(processes)} running of {container or 'its sandbox'}")
        return number, int(processes[0])

    def inside_pod(self, namespace: str, pod: str, *command) -> list[str]:
        """The command line that runs COMMAND of this machine in the network of a pod, which needs no shell for that."""
        number, process = self.process_in_pod(namespace, pod)
        return self.inside_node(number, "nsenter", "--target", process, "--net", "--", *command)

    @staticmethod
    def run(command: list, check: bool = True, **options) -> str:
        """Standard output of a command; an error with both outputs when it fails."""
        done = subprocess.run([str(part) for part in command], text=True, capture_output=True, check=False, **options)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    # Tools

    @property
    def environment(self) -> dict[str, str]:
        """Of commands that run `beside`: programs on PATH, the cluster in KUBECONFIG, Helm's files in the state."""
        plan = self.plan
        return os.environ | {
            "KUBECONFIG": str(plan.kubeconfig),
            "PATH": f"{plan.kube}:{plan.tools}:{os.environ['PATH']}",
            "HELM_CACHE_HOME": str(self.state / "helm"),
            "HELM_CONFIG_HOME": str(self.state / "helm"),
            "HELM_DATA_HOME": str(self.state / "helm"),
        }

    def kubectl(self, *arguments, check: bool = True, input: str | None = None) -> str:
        return self.run(self.beside("kubectl", *arguments), check=check, input=input, env=self.environment)

    def helm(self, *arguments, check: bool = True, input: str | None = None) -> str:
        return self.run(self.beside("helm", *arguments), check=check, input=input, env=self.environment)

    def get(self, *arguments) -> dict:
        return json.loads(self.kubectl("get", *arguments, "-o", "json"))

    def apply(self, *objects: dict | str) -> None:
        """Objects as dictionaries or as YAML."""
        texts = [text if isinstance(text, str) else json.dumps(text) for text in objects]
        self.kubectl("apply", "-f", "-", input="\n---\n".join(texts))

    def wait_for(self, condition: str, *arguments, seconds: int = 60) -> None:
        """`kubectl wait`, which watches: wait_for("condition=Ready", "pod/a", "-n", "doggy")."""
        self.kubectl("wait", f"--for={condition}", f"--timeout={seconds}s", *arguments)

    def rolled_out(self, namespace: str, *workloads: str, seconds: int = 120) -> None:
        for workload in workloads:
            self.kubectl("-n", namespace, "rollout", "status", workload, f"--timeout={seconds}s")

    def push(self, image: pathlib.Path, name: str) -> str:
        """Puts an OCI layout or archive into the cluster's registry as NAME (HOST/PATH:TAG; the host has no port).
        Returns the reference by digest that pods use: whatever the host, nodes ask that registry."""
        image = pathlib.Path(image)
        repository, _, tag = name.partition(":")
        host, _, path = repository.partition("/")
        target = f"{names.REGISTRY}/{path if '.' in host else repository}:{tag or 'local'}"
        with tempfile.TemporaryDirectory(dir=self.state) as layout:
            if image.is_file():
                self.run(["tar", "-xf", image, "-C", layout])
            pushed = self.run(
                self.beside("crane", "push", "--insecure", layout if image.is_file() else image, target),
                env=self.environment,
            )
        return f"{repository}@{pushed.strip().rpartition('@')[2]}"

    def variant(self, image: str, *changes: str) -> str:
        """The digest of another image in the registry: that one (HOST/PATH@sha256:…), changed by `crane mutate`."""
        repository, _, digest = image.partition("@")
        repository = f"{names.REGISTRY}/{repository.partition('/')[2]}"
        command = [
            "crane",
            "mutate",
            "--insecure",
            f"{repository}@{digest}",
            *changes,
            "--tag",
            f"{repository}:variant",
        ]
        return self.run(self.beside(*command), env=self.environment).strip().rpartition("@")[2]

    def probe_image(self) -> str:
        """The reference of the tests' own pod: kubernetes/local/programs/tools/probe."""
        return self.plan.images["probe"]

    # The app

    def push_app(self) -> dict[str, str]:
        """Puts the images of `make images` into the registry; their digests by the names of the services."""
        return {
            service: self.push(
                names.ROOT / f"build/images/{service}.tar", f"docker.io/doggyapp/doggy-{service}:local"
            ).rpartition("@")[2]
            for service in SERVICES
        }

    def prepare_app(self) -> None:
        """What must be there before the chart: Secrets, the table and the bucket. All for this cluster only."""
        push_key = self.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        self.make_secret("doggy", "doggy-registry", {"push-key.pem": push_key})
        self.make_secret("doggy", "doggy-alert-analyzer", {"webhook-token": secrets.token_urlsafe(24)})
        self.make_secret("doggy", "doggy-aws", {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
        self.make_secret("gateway", "doggy-tls", self.certificate("gateway"), "kubernetes.io/tls")
        self.run(
            self.beside(
                "curl", "--silent", "--show-error", "--fail", "--request", "PUT", f"http://{names.AWS}:9000/doggy-media"
            )
        )

    def make_secret(self, namespace: str, name: str, content: dict[str, str], kind: str = "Opaque") -> None:
        self.apply(
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "type": kind,
                "metadata": {"namespace": namespace, "name": name},
                "stringData": content,
            }
        )

    def certificate(self, name: str) -> dict[str, str]:
        """One of the cluster's, with its key, as the content of a Secret."""
        file = self.plan.keys / name
        return {f"tls.{kind}": file.with_suffix(f".{kind}").read_text() for kind in ("crt", "key")}

    def make_table(self, registry_image: str, table: str = "doggy") -> None:
        """By the registry's own program, in a pod of a namespace without NetworkPolicies."""
        self.apply(
            {
                "apiVersion": "batch/v1",
                "kind": "Job",
                "metadata": {"namespace": "default", "name": f"table-{table}"},
                "spec": {
                    "backoffLimit": 3,
                    "template": {
                        "spec": {
                            "restartPolicy": "Never",
                            "automountServiceAccountToken": False,
                            "containers": [
                                {
                                    "name": "table",
                                    "image": registry_image,
                                    "args": [
                                        "table",
                                        "create",
                                        "--dynamodb-table",
                                        table,
                                        "--dynamodb-endpoint",
                                        f"http://{names.AWS}:8000",
                                    ],
                                    "env": [
                                        {"name": "AWS_ACCESS_KEY_ID", "value": "test"},
                                        {"name": "AWS_SECRET_ACCESS_KEY", "value": "test"},
                                        {"name": "AWS_REGION", "value": "us-east-1"},
                                    ],
                                    "resources": {
                                        "requests": {"cpu": "50m", "memory": "64Mi"},
                                        "limits": {"memory": "256Mi"},
                                    },
                                    "securityContext": RESTRICTED,
                                }
                            ],
                        }
                    },
                },
            }
        )
        self.wait_for("condition=Complete", "-n", "default", f"job/table-{table}", seconds=120)
        self.kubectl("-n", "default", "delete", "job", f"table-{table}")

    def deploy_app(self, *helm_arguments: str) -> None:
        """The chart as release `doggy`, with the local values and what the arguments set; returns when all is ready."""
        digests = self.push_app()
        self.prepare_app()
        self.make_table(f"docker.io/doggyapp/doggy-registry@{digests['registry']}")
        self.upgrade_app(digests, *helm_arguments)

    def upgrade_app(self, digests: dict[str, str], *helm_arguments: str) -> None:
        self.helm(
            "upgrade",
            "--install",
            *LOCAL_RELEASE,
            "--set",
            f"registry.image.digest={digests['registry']}",
            "--set",
            f"frontend.image.digest={digests['frontend']}",
            "--set",
            f"alertAnalyzer.image.digest={digests['alert-analyzer']}",
            "--wait",
            "--timeout",
            "180s",
            *helm_arguments,
        )

    # The monitoring

    def prepare_monitoring(self) -> None:
        """What must be there before the operator: its kinds, its certificate, and the token of the alert analyzer."""
        self.kubectl("apply", "--server-side", "-f", self.plan.monitoring / "definitions")
        self.wait_for("condition=Established", "crd", "--all")
        operator = self.certificate("kube-prometheus-stack-operator")
        self.make_secret("monitoring", "kube-prometheus-stack-admission", operator)
        token = self.get("-n", "doggy", "secret", "doggy-alert-analyzer")["data"]["webhook-token"]
        self.make_secret("monitoring", "doggy-alertmanager", {"webhook-token": base64.b64decode(token).decode()})
        authority = names.encoded((self.plan.keys / "cluster.crt").read_bytes())
        manifests = (names.MANIFESTS / "monitoring.yaml").read_text()
        self.apply(self.plan.with_images(manifests).replace("CLUSTER_CA", authority))
        self.rolled_out("monitoring", "deployment/kube-prometheus-stack-operator", "deployment/kube-state-metrics")

    def deploy_monitoring(self, *helm_arguments: str) -> None:
        """Our chart as release `doggy-monitoring`, after the app; returns when Prometheus and Alertmanager are ready."""
        self.prepare_monitoring()
        self.helm("upgrade", "--install", *MONITORING_RELEASE, *helm_arguments)
        stack = "kube-prometheus-stack"
        ready = ("condition=Available", "-n", "monitoring")
        self.wait_for(*ready, f"prometheus/{stack}-prometheus", f"alertmanager/{stack}-alertmanager", seconds=120)

    # Nodes

    def _order(self, do: str, what: int | bool) -> None:
        folder = os.open(self.state, os.O_PATH)
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(f"/proc/self/fd/{folder}/control")
                connection.sendall(json.dumps({"do": do, "what": what}).encode() + b"\n")
                answer = connection.makefile().readline()
        finally:
            os.close(folder)
        if answer != "done\n":
            raise RuntimeError(f"{do} {what}: {answer.strip()}")

    def kill_node(self, number: int) -> None:
        """As a power failure: kubelet, containers, network end at once. Images, volumes and logs stay."""
        self._order("kill-node", number)

    def start_node(self, number: int) -> None:
        """Starts a node that was killed; returns before it is Ready."""
        self._order("start-node", number)

    def has_node(self, number: int) -> bool:
        """Whether a node runs, be it ready or not."""
        return (self.state / f"{node_name(number)}.pid").exists()

    def throttle_dynamodb(self, wanted: bool) -> None:
        """From now on every request to DynamoDB is throttled, or none any more."""
        self._order("throttle", wanted)


def main(arguments: list[str]) -> int:
    command, state, *rest = arguments
    cluster = LocalCluster(pathlib.Path(state))
    match command:
        case "up":
            if cluster.is_up():
                print(f"a cluster is up already on {cluster.state}")
                return 0
            cluster.up(nodes=int(rest[0]) if rest else 2, stay=True, port=int(rest[1]) if rest[1:] else 0)
        case "deploy":
            url = f"https://{names.HOSTS[1]}:{cluster.plan.port}"
            cluster.deploy_app("--set", f"publicUrl={url}")
            cluster.deploy_monitoring()
            print(f"The app is at {url}\nIts certificate is signed by {cluster.authority}")
        case "down":
            cluster.down()
        case "status":
            if not cluster.is_up():
                print(f"no cluster runs on {cluster.state}")
                return 1
            print(cluster.kubectl("get", "nodes,pods", "--all-namespaces", "-o", "wide"), end="")
        case "enter":
            shell = rest or [os.environ.get("SHELL", "/bin/sh")]
            os.execvpe("nsenter", cluster.beside(*shell), cluster.environment)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
