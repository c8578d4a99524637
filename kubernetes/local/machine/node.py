#!/usr/bin/env python3
"""One node of the local cluster, the first process of a box: containerd, kubelet, kube-proxy, NetworkPolicy engine.

    node.py NUMBER < plan

What a reboot keeps (images, pods' logs, volumes) lies in the node's folder as its /var/lib and /var/log; the rest goes
with the box.
"""

import json
import os
import pathlib
import sys
import time

import box
from plan import (
    CONTROL_PLANE,
    DNS,
    DOMAIN,
    NODE_MEMORY_MIB,
    PODS,
    QUEUE,
    REGISTRY,
    Plan,
    node_address,
    node_name,
    node_pods,
)

SOCKET = "/run/containerd/containerd.sock"

# What the kubelet wants of kernel settings that are the whole machine's. It finds these values in files that hide the
# settings, so it neither complains nor changes them.
KERNEL_SETTINGS = {
    "vm/overcommit_memory": 1,
    "vm/panic_on_oom": 0,
    "kernel/panic": 10,
    "kernel/panic_on_oops": 1,
    "kernel/keys/root_maxkeys": 1000000,
    "kernel/keys/root_maxbytes": 25000000,
}

# Every registry is the one beside the cluster: an image is found there by its path, whatever the host in its name.
MIRROR = f"""
server = "http://{REGISTRY}"
[host."http://{REGISTRY}"]
  capabilities = ["pull", "resolve"]
"""

CONTAINERD = """
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "{folder}/registries"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
"""


def write(path: pathlib.Path, content) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def furnish(folder: pathlib.Path, name: str) -> None:
    box.furnish(name)
    for own in ("lib", "log"):
        (folder / own).mkdir(exist_ok=True)
        box.run("mount", "--bind", folder / own, f"/var/{own}")
    for setting, value in KERNEL_SETTINGS.items():
        instead = write(folder / "settings" / setting, f"{value}\n")
        box.run("mount", "--bind", instead, f"/proc/sys/{setting}")
    box.run("mount", "--make-rshared", "/")  # pods' volumes propagate


def connect(number: int) -> None:
    box.wait_until("the node has its network card", lambda: os.path.exists("/sys/class/net/eth0"))
    batch = f"""
        address add {node_address(number)}/24 dev eth0
        link set eth0 up
        route add default via {CONTROL_PLANE}
    """
    box.run("ip", "-batch", "-", input=batch)
    pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    # Pods of one node reach each other through this chain too, because their links are routed, not bridged. Without the
    # engine nothing new passes.
    box.run(
        "iptables",
        "-t",
        "mangle",
        "-A",
        "FORWARD",
        "-m",
        "conntrack",
        "--ctstate",
        "NEW",
        "-j",
        "NFQUEUE",
        "--queue-num",
        QUEUE,
    )


def write_settings(plan: Plan, number: int, folder: pathlib.Path, pause: str) -> None:
    name = node_name(number)
    write(folder / "registries/_default/hosts.toml", MIRROR)
    write(folder / "containerd.toml", CONTAINERD.format(pause=pause, folder=folder))
    write(
        folder / "cni/10-pods.conflist",
        {
            "cniVersion": "0.4.0",
            "name": "pods",
            "plugins": [
                {
                    "type": "ptp",
                    "ipMasq": False,
                    "ipam": {
                        "type": "host-local",
                        "ranges": [[{"subnet": node_pods(number)}]],
                        "routes": [{"dst": "0.0.0.0/0"}],
                        "dataDir": "/run/cni",
                    },
                },
                {"type": "portmap", "capabilities": {"portMappings": True}},
            ],
        },
    )
    resolve = write(folder / "resolv.conf", "")  # names beyond the cluster have no answer
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    write(
        folder / "kubelet.json",
        {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "address": node_address(number),
            "authentication": {
                "anonymous": {"enabled": False},
                "webhook": {"enabled": True},
                "x509": {"clientCAFile": str(plan.keys / "cluster.crt")},
            },
            "authorization": {"mode": "Webhook"},
            "tlsCertFile": str(plan.keys / f"{name}.crt"),
            "tlsPrivateKeyFile": str(plan.keys / f"{name}.key"),
            "containerRuntimeEndpoint": f"unix://{SOCKET}",
            "cgroupDriver": "cgroupfs",
            "clusterDNS": [DNS],
            "clusterDomain": DOMAIN,
            "resolvConf": str(resolve),
            "failSwapOn": False,
            "protectKernelDefaults": True,
            "failCgroupV1": False,  # version 1 still works with this release and with containerd 1.6
            "oomScoreAdj": 0,  # a lower one needs a privilege that containers often lack
            "systemReserved": {"memory": f"{max(total - NODE_MEMORY_MIB, 256)}Mi"},
            # A disk that is nearly full is the machine's business, not that of pods in a test.
            "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
            "imageGCHighThresholdPercent": 100,
            "imageGCLowThresholdPercent": 99,
            "nodeStatusUpdateFrequency": "5s",
            "shutdownGracePeriod": "0s",
        },
    )
    write(
        folder / "kube-proxy.json",
        {
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
            "kind": "KubeProxyConfiguration",
            "mode": "nftables",
            "clusterCIDR": PODS,
            "hostnameOverride": name,
            "bindAddress": node_address(number),
            "healthzBindAddress": "127.0.0.1:10256",
            "metricsBindAddress": "127.0.0.1:10249",
            "oomScoreAdj": 0,
            "conntrack": {"maxPerCore": 0, "min": 0},  # that setting is the whole machine's
            "clientConnection": {"kubeconfig": str(plan.state / "kube-proxy.kubeconfig")},
        },
    )


def main(number: int) -> None:
    plan = Plan.from_json(sys.stdin.readline())
    pause = sys.stdin.readline().strip()
    name, folder = node_name(number), plan.node(number)
    box.become_init()
    folder.mkdir(exist_ok=True)
    furnish(folder, name)
    write_settings(plan, number, folder, pause)
    connect(number)

    daemons = box.Daemons(plan.logs)
    daemons.start(f"{name}-containerd", "containerd", "-c", folder / "containerd.toml")
    box.wait_until(
        "containerd answers",
        lambda: os.path.exists(SOCKET) and box.run("ctr", "-a", SOCKET, "version", check=False).returncode == 0,
        daemons=daemons,
    )
    daemons.start(
        f"{name}-kubelet",
        plan.kube / "kubelet",
        "--config",
        folder / "kubelet.json",
        "--kubeconfig",
        plan.state / f"{name}.kubeconfig",
        "--hostname-override",
        name,
        "--node-ip",
        node_address(number),
        "--node-labels",
        f"topology.kubernetes.io/zone=zone-{number},node-role.doggy.app/app=true",
        # Otherwise cAdvisor knows no containers, only pods.
        "--containerd",
        SOCKET,
        "--containerd-namespace",
        "k8s.io",
    )
    daemons.start(f"{name}-kube-proxy", plan.kube / "kube-proxy", "--config", folder / "kube-proxy.json")
    daemons.start(
        f"{name}-network-policies",
        plan.tools / "network-policies",
        "-node",
        name,
        "-kubeconfig",
        plan.state / "network-policies.kubeconfig",
    )
    while not (sentence := daemons.ended()):
        time.sleep(0.5)
    sys.exit(sentence)


if __name__ == "__main__":
    main(int(sys.argv[1]))
