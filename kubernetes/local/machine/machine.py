#!/usr/bin/env python3
"""The local cluster, the first process of its box: network, registry, control plane, and the boxes of the nodes.

    machine.py < plan

Writes a line for each step to standard error, and "ready" to standard output when the cluster can be used. Then it
carries out what comes by the socket "control" in the state folder: one JSON object a line, {"do": …, "what": …}.
"""

import concurrent.futures
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

import box
import plan as names
from certificates import Authority, make_service_account_key
from plan import Plan, node_address, node_name, node_pods

AUDIT_POLICY = names.ROOT / "kubernetes/monitoring/audit-policy.yaml"


class Machine:
    def __init__(self, plan: Plan):
        self.plan = plan
        self.daemons = box.Daemons(plan.logs)
        self.nodes: dict[int, box.Box] = {}
        self.started = time.monotonic()

    def say(self, text: str) -> None:
        box.say(f"[{time.monotonic() - self.started:5.1f} s] {text}")

    def kubectl(self, *arguments, **options) -> str:
        return box.run(self.plan.kube / "kubectl", "--kubeconfig", self.plan.kubeconfig, *arguments, **options).stdout

    def make_network(self) -> None:
        addresses = [names.CONTROL_PLANE, names.AWS, names.REGISTRY.split(":")[0], names.OUTSIDE]
        # With an address of its own. Otherwise it has that of one of its ports, and when that node is killed, the others send
        # to an address that nobody has until their ARP entries expire.
        lines = ["link add lan address 02:00:00:00:00:01 type bridge", "link set lan up"]
        lines += [f"address add {address}/24 dev lan" for address in addresses]
        lines += [f"address add {address}/32 dev lo" for address in (names.WORLD, names.METADATA)]
        box.run("ip", "-batch", "-", input="\n".join(lines))
        settings = pathlib.Path("/proc/sys/net/ipv4")
        (settings / "ip_forward").write_text("1")
        (settings / "conf/lan/send_redirects").write_text("0")  # it is the router between nodes on one wire
        (settings / "conf/all/send_redirects").write_text("0")
        (settings / "fib_multipath_hash_policy").write_text("1")

    def make_keys(self) -> None:
        keys = self.plan.keys
        keys.mkdir(mode=0o700)
        cluster, front = Authority(keys, "cluster"), Authority(keys, "front-proxy")
        service = "kubernetes.default.svc"
        cluster.issue(
            "apiserver",
            "kube-apiserver",
            hosts=(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                service,
                f"{service}.{names.DOMAIN}",
                "127.0.0.1",
                names.CONTROL_PLANE,
                names.KUBERNETES_SERVICE,
            ),
        )
        cluster.issue("apiserver-kubelet", "kube-apiserver-kubelet-client", group="system:masters")
        operator = "kube-prometheus-stack-operator"
        cluster.issue(operator, operator, hosts=(f"{operator}.monitoring.svc",))
        front.issue("front-proxy-client", "front-proxy-client")
        make_service_account_key(keys)
        # Of the gateway, for browsers: people may trust this authority without trusting the cluster's.
        people = Authority(keys, "doggy-test")
        people.issue("gateway", names.HOSTS[0], hosts=names.HOSTS)
        (self.plan.state / names.AUTHORITY).write_bytes(people.certificate)

        def client(file: pathlib.Path, name: str, group: str = "", hosts: tuple[str, ...] = ()) -> None:
            certificate, key = cluster.issue(file.stem, name, group, hosts)
            self.plan.write_kubeconfig(file, cluster.certificate, certificate, key)

        state = self.plan.state
        client(self.plan.kubeconfig, "admin", group="system:masters")
        for component in ("kube-controller-manager", "kube-scheduler", "kube-proxy"):
            client(state / f"{component}.kubeconfig", f"system:{component}")
        client(state / "network-policies.kubeconfig", "network-policies")
        for number in range(1, self.plan.nodes + 1):
            name = node_name(number)
            client(state / f"{name}.kubeconfig", f"system:node:{name}", "system:nodes", (name, node_address(number)))

    def start_control_plane(self) -> None:
        plan, keys = self.plan, self.plan.keys
        disk = self._folder("registry")
        self.daemons.start(
            "registry", plan.tools / "crane", "registry", "serve", "--address", names.REGISTRY, "--disk", disk
        )
        self.start_of_kubernetes(
            "etcd",
            {
                "name": "doggy",
                "data-dir": "/run/etcd",
                "unsafe-no-fsync": "true",
                "listen-client-urls": "http://127.0.0.1:2379",
                "advertise-client-urls": "http://127.0.0.1:2379",
                "listen-peer-urls": "http://127.0.0.1:2380",
                "log-level": "warn",
            },
        )
        self.start_of_kubernetes(
            "kube-apiserver",
            {
                "etcd-servers": "http://127.0.0.1:2379",
                "advertise-address": names.CONTROL_PLANE,
                "secure-port": 6443,
                "service-cluster-ip-range": names.SERVICES,
                "client-ca-file": keys / "cluster.crt",
                "tls-cert-file": keys / "apiserver.crt",
                "tls-private-key-file": keys / "apiserver.key",
                "service-account-key-file": keys / "service-accounts.pub",
                "service-account-signing-key-file": keys / "service-accounts.key",
                "service-account-issuer": f"https://kubernetes.default.svc.{names.DOMAIN}",
                "authorization-mode": "Node,RBAC",
                "enable-admission-plugins": "NodeRestriction",
                "kubelet-client-certificate": keys / "apiserver-kubelet.crt",
                "kubelet-client-key": keys / "apiserver-kubelet.key",
                "kubelet-certificate-authority": keys / "cluster.crt",
                "kubelet-preferred-address-types": "InternalIP",
                "requestheader-client-ca-file": keys / "front-proxy.crt",
                "requestheader-allowed-names": "front-proxy-client",
                "requestheader-username-headers": "X-Remote-User",
                "requestheader-group-headers": "X-Remote-Group",
                "requestheader-extra-headers-prefix": "X-Remote-Extra-",
                "proxy-client-cert-file": keys / "front-proxy-client.crt",
                "proxy-client-key-file": keys / "front-proxy-client.key",
                "enable-aggregator-routing": "true",  # no kube-proxy is beside it, so it asks pods directly
                "allow-privileged": "true",
                "profiling": "false",
                "audit-policy-file": AUDIT_POLICY,
                "audit-log-path": plan.logs / "audit.log",
            },
        )

    def start_controllers(self) -> None:
        """They exit immediately if the API server does not know their permissions yet."""
        keys = self.plan.keys
        self.start_of_kubernetes(
            "kube-controller-manager",
            self.as_client("kube-controller-manager")
            | {
                "service-account-private-key-file": keys / "service-accounts.key",
                "root-ca-file": keys / "cluster.crt",
                "use-service-account-credentials": "true",
                "allocate-node-cidrs": "false",
                "cluster-cidr": names.PODS,
                "service-cluster-ip-range": names.SERVICES,
                "cluster-signing-cert-file": keys / "cluster.crt",
                "cluster-signing-key-file": keys / "cluster.key",
                # Tests see in seconds what takes minutes elsewhere.
                "horizontal-pod-autoscaler-sync-period": "5s",
                "horizontal-pod-autoscaler-initial-readiness-delay": "5s",
                "horizontal-pod-autoscaler-cpu-initialization-period": "10s",
                "node-monitor-grace-period": "20s",
            },
        )
        self.start_of_kubernetes("kube-scheduler", self.as_client("kube-scheduler"))

    def start_of_kubernetes(self, name: str, flags: dict[str, object]) -> None:
        self.daemons.start(name, self.plan.kube / name, *(f"--{flag}={value}" for flag, value in flags.items()))

    def as_client(self, name: str) -> dict[str, object]:
        kubeconfig = self.plan.state / f"{name}.kubeconfig"
        return {
            "kubeconfig": kubeconfig,
            "authentication-kubeconfig": kubeconfig,
            "authorization-kubeconfig": kubeconfig,
            "bind-address": "127.0.0.1",
            "leader-elect": "false",
        }

    def start_aws(self) -> None:
        """DynamoDB and S3 as the tests have them. They end with their standard input."""
        for name, port in (("dynamodb", 8000), ("s3", 9000)):
            self.daemons.start(
                name, sys.executable, names.ROOT / f"tests/{name}/server.py", port, names.AWS, stdin=subprocess.PIPE
            )

    def start_entrance(self) -> None:
        """The way into the network for the supervisor's port on the loopback."""
        self.daemons.start(
            "entrance", "socat", f"UNIX-LISTEN:{names.ENTRANCE},fork", f"TCP:{names.GATEWAY}:443", cwd=self.plan.state
        )

    def _folder(self, name: str) -> pathlib.Path:
        folder = self.plan.state / name
        folder.mkdir(exist_ok=True)
        return folder

    def push_images(self) -> None:
        box.wait_until("the registry answers", lambda: reachable(names.REGISTRY), daemons=self.daemons)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(
                pool.map(
                    lambda layout: box.run(
                        self.plan.tools / "crane", "push", "--insecure", layout, f"{names.REGISTRY}/{layout.name}:local"
                    ),
                    self.plan.layouts,
                )
            )

    def start_node(self, number: int) -> None:
        if number in self.nodes and self.nodes[number].poll() is None:
            raise ValueError(f"node {number} runs already")
        with open(self.plan.logs / f"{node_name(number)}.log", "ab") as log:
            node = box.Box(
                node_name(number),
                [sys.executable, names.HERE / "node.py", number],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        self.nodes[number] = node
        process = node.first_process()
        node.tell(f"{self.plan.to_json()}\n{self.plan.images['pause']}\n")
        (self.plan.state / f"{node_name(number)}.pid").write_text(str(process))
        card = f"node{number}"
        box.run(
            "ip",
            "-batch",
            "-",
            input=f"""
            link add {card} type veth peer name eth0 netns {process}
            link set {card} master lan up
            route replace {node_pods(number)} via {node_address(number)}
        """,
        )
        self.balance()

    def kill_node(self, number: int) -> None:
        self.nodes.pop(number).kill()
        (self.plan.state / f"{node_name(number)}.pid").unlink()
        box.remove_cgroups(node_name(number))
        box.run("ip", "link", "delete", f"node{number}", check=False)  # usually gone with the other end
        self.balance()

    def balance(self) -> None:
        """Spreads what comes for the gateway over the nodes that run, as a load balancer with health checks does."""
        hops = [part for number in sorted(self.nodes) for part in ("nexthop", "via", node_address(number))]
        if hops:
            box.run("ip", "route", "replace", names.GATEWAY, *hops)
        else:
            box.run("ip", "route", "flush", names.GATEWAY)

    def wait_for_api_server(self) -> None:
        context = ssl.create_default_context(cafile=str(self.plan.keys / "cluster.crt"))

        def ready() -> bool:
            try:
                with urllib.request.urlopen(f"{names.API_SERVER}/readyz", context=context, timeout=2) as answer:
                    return answer.status == 200
            except (OSError, urllib.error.URLError):
                return False

        box.wait_until("the API server is ready", ready, daemons=self.daemons)

    def apply(self) -> None:
        """What takes longest to become ready comes first."""
        self.apply_manifests("metrics.yaml", "dns.yaml", "nodes.yaml")
        self.apply_files("-", input=json.dumps({"apiVersion": "v1", "kind": "List", "items": self.volumes()}))
        self.apply_files(names.ROOT / "kubernetes/cluster", "--recursive")
        self.kubectl("label", "--overwrite", "namespace", "doggy", "doggy.app/environment=local")
        registries = {"data": {"local": "doggy.local/"}}
        self.kubectl(
            "-n", "kube-system", "patch", "configmap", "doggy-image-registries", "--patch", json.dumps(registries)
        )
        self.apply_files(self.plan.gateway / "gateway-api")
        self.apply_manifests("gateway.yaml")
        status = {"status": {"loadBalancer": {"ingress": [{"ip": names.GATEWAY}]}}}
        self.kubectl(
            "-n", "gateway", "patch", "service", "traefik", "--subresource=status", "--patch", json.dumps(status)
        )

    def apply_files(self, *files, **options) -> None:
        self.kubectl("apply", "--server-side", "--force-conflicts", "-f", *files, **options)

    def apply_manifests(self, *files: str) -> None:
        """Of ours, whose images are named by their digests."""
        text = "".join((names.MANIFESTS / file).read_text() for file in files)
        self.apply_files("-", input=self.plan.with_images(text))

    def volumes(self) -> list[dict]:
        """Local PersistentVolumes of every node; the class "local" binds a claim to one when its pod has a node."""
        found = []
        for number in range(1, self.plan.nodes + 1):
            for volume, mode in enumerate(names.VOLUMES_OF_A_NODE, 1):
                (self.plan.node(number) / f"lib/volumes/{volume}").mkdir(parents=True, exist_ok=True)
                found.append(
                    {
                        "apiVersion": "v1",
                        "kind": "PersistentVolume",
                        "metadata": {"name": f"{node_name(number)}-{volume}"},
                        "spec": {
                            "capacity": {"storage": "10Gi"},
                            "accessModes": [mode],
                            "persistentVolumeReclaimPolicy": "Retain",
                            "storageClassName": "local",
                            "local": {"path": f"/var/lib/volumes/{volume}"},
                            "nodeAffinity": {
                                "required": {
                                    "nodeSelectorTerms": [
                                        {
                                            "matchExpressions": [
                                                {
                                                    "key": "kubernetes.io/hostname",
                                                    "operator": "In",
                                                    "values": [node_name(number)],
                                                }
                                            ]
                                        }
                                    ]
                                }
                            },
                        },
                    }
                )
        return found

    def wait_until_usable(self) -> None:
        nodes = [f"node/{node_name(number)}" for number in range(1, self.plan.nodes + 1)]
        box.wait_until(
            "the nodes have registered",
            lambda: not self.kubectl("get", *nodes, "-o", "name", check=False).count("\n") < len(nodes),
            daemons=self.daemons,
        )
        self.kubectl("wait", "--for=condition=Ready", "--timeout=60s", *nodes)
        self.say(f"{len(nodes)} nodes are ready")
        self.kubectl("-n", "kube-system", "rollout", "status", "deployment/coredns", "--timeout=60s")
        self.kubectl("-n", "gateway", "rollout", "status", "daemonset/traefik", "--timeout=60s")
        self.kubectl("wait", "--for=condition=Available", "--timeout=90s", "apiservice/v1beta1.metrics.k8s.io")

    def bring_up(self) -> None:
        self.make_network()
        self.make_keys()
        self.start_control_plane()
        self.start_aws()
        self.start_entrance()
        for number in range(1, self.plan.nodes + 1):
            self.start_node(number)
        self.push_images()
        self.say("images are in the registry")
        self.wait_for_api_server()
        self.start_controllers()
        self.say("the API server is ready")
        self.apply()
        self.say("manifests are applied")
        self.wait_until_usable()
        self.say("the cluster is ready")
        print("ready", flush=True)

    def carry_out(self, order: dict) -> None:
        orders = {"start-node": self.start_node, "kill-node": self.kill_node, "throttle": self.throttle}
        orders[order["do"]](order["what"])

    def throttle(self, wanted: bool) -> None:
        self.daemons.signal("dynamodb", signal.SIGUSR1 if wanted else signal.SIGUSR2)

    def serve(self) -> None:
        """Carries out orders until a program of the control plane ends, which is the end of the cluster."""
        os.chdir(self.plan.state)  # the name of a socket is limited to 107 bytes
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("control")
            listener.listen()
            listener.settimeout(0.5)
            while not (sentence := self.daemons.ended()):
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection, connection.makefile("rw") as stream:
                    connection.settimeout(5)
                    try:
                        self.carry_out(json.loads(stream.readline()))
                        stream.write("done\n")
                    except Exception as error:  # whatever it is, who gave the order gets it
                        stream.write(f"{type(error).__name__}: {error}\n")
        sys.exit(sentence)


def reachable(address: str) -> bool:
    host, port = address.split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def main() -> None:
    plan = Plan.from_json(sys.stdin.readline())
    box.become_init()
    box.furnish("doggy-cluster")
    plan.logs.mkdir(exist_ok=True)
    machine = Machine(plan)
    machine.bring_up()
    machine.serve()


if __name__ == "__main__":
    main()
