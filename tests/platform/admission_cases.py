"""Objects that the cluster must refuse, each with the policy that should refuse it, and good ones that it must take.

The good ones are a pod and a Deployment as our chart makes them, and what each bad one differs by is one thing. All need
the objects of kubernetes/cluster, with the namespace doggy labeled doggy.app/environment=production, a service account
"app" in each namespace that is used, and for privileged ones an API server that knows privilege at all.
"""

import copy
import dataclasses
from typing import Any

DIGEST = "sha256:" + "a" * 64
# By their label the rules for our own workloads hold in the first, and the rule for production in the second too.
OWN = "doggy"
OTHERS = "monitoring"
ENTRANCE = "gateway"
AGENTS = "node-agents"

CONTAINER = {
    "name": "app",
    "image": f"docker.io/doggyapp/doggy-registry@{DIGEST}",
    "ports": [{"name": "http", "containerPort": 8080}],
    "readinessProbe": {"httpGet": {"path": "/readyz", "port": "http"}},
    "livenessProbe": {"httpGet": {"path": "/healthz", "port": "http"}},
    "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "32Mi"}},
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
    "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
}
POD = {
    "serviceAccountName": "app",
    "automountServiceAccountToken": False,
    "securityContext": {"runAsNonRoot": True, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [CONTAINER],
    "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "16Mi"}}],
}
LABELS = {"app": "case"}


def pod(spec: dict | None = None, namespace: str = OWN) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "case", "namespace": namespace, "labels": LABELS},
        "spec": spec or copy.deepcopy(POD),
    }


def deployment(spec: dict | None = None, namespace: str = OWN, kind: str = "Deployment") -> dict:
    template = {"metadata": {"labels": LABELS}, "spec": spec or copy.deepcopy(POD)}
    more = {"Deployment": {"replicas": 0}, "StatefulSet": {"replicas": 0, "serviceName": "case"}, "DaemonSet": {}}[kind]
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": "case", "namespace": namespace},
        "spec": {"selector": {"matchLabels": LABELS}, "template": template} | more,
    }


def cron_job(spec: dict, namespace: str = OWN) -> dict:
    template = {"metadata": {"labels": LABELS}, "spec": {**spec, "restartPolicy": "Never"}}
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "case", "namespace": namespace},
        "spec": {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": template}}},
    }


def service(namespace: str = OWN, **spec: Any) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "case", "namespace": namespace},
        "spec": {"selector": LABELS, "ports": [{"port": 80}], **spec},
    }


def but(path: str, value: Any) -> dict:
    """The good pod's spec with one thing changed; None takes it out. `c.` at the beginning is its container."""
    spec = copy.deepcopy(POD)
    at: Any = spec["containers"][0] if path.startswith("c.") else spec
    *parents, last = path.removeprefix("c.").split(".")
    for parent in parents:
        at = at[parent]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return spec


def with_another(field: str, path: str, value: Any) -> dict:
    """The good pod's spec with a second container that differs by one thing, in initContainers for instance."""
    spec = copy.deepcopy(POD)
    second = but(path, value)["containers"][0] | {"name": "second"}
    if field == "initContainers":
        for probe in ("readinessProbe", "livenessProbe"):
            second.pop(probe, None)
    spec.setdefault(field, []).append(second)
    return spec


def agent(path: str, value: Any) -> dict:
    """A DaemonSet of the namespace node-agents with all that agents may have, and one thing changed."""
    spec = but(path, value)
    spec["hostNetwork"] = spec["hostPID"] = True
    spec["volumes"] = HOST_PATH
    spec["securityContext"] = {"runAsUser": 0}
    for port in spec["containers"][0]["ports"]:
        port["hostPort"] = port["containerPort"]
    return deployment(spec, AGENTS, "DaemonSet")


@dataclasses.dataclass(frozen=True)
class Bad:
    name: str
    policy: str  # Its name, or "PodSecurity" where only that stands in the way.
    object: dict


HOST_PATH = [{"name": "tmp", "hostPath": {"path": "/"}}]
IMAGE_VOLUME = [
    {"name": "tmp", "emptyDir": {"sizeLimit": "1Mi"}},
    {"name": "data", "image": {"reference": "evil.example.org/data:latest"}},
]
TOKEN = [
    {"name": "tmp", "emptyDir": {"sizeLimit": "1Mi"}},
    {"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}},
]
# A Deployment says what is wrong with a pod before there is one; Pod Security only warns there.
BAD = [
    Bad("no tag", "doggy-image-version", deployment(but("c.image", "docker.io/doggyapp/doggy-registry"), OTHERS)),
    Bad("latest", "doggy-image-version", deployment(but("c.image", "docker.io/doggyapp/doggy-registry:latest"), OTHERS)),
    Bad("latest, a pod", "doggy-image-version", pod(but("c.image", "quay.io/prometheus/prometheus:latest"), OTHERS)),
    Bad("latest in an init container", "doggy-image-version", deployment(
        with_another("initContainers", "c.image", "docker.io/doggyapp/tool:latest"), OTHERS)),
    Bad("an image as a volume", "doggy-image-version", deployment(but("volumes", IMAGE_VOLUME))),
    Bad("a tag in production", "doggy-image-digest", deployment(but("c.image", "docker.io/doggyapp/doggy-registry:0.1.0"))),
    Bad("half a digest in production", "doggy-image-digest", deployment(
        but("c.image", "docker.io/doggyapp/doggy-registry:sha256-aaaa"))),
    Bad("another registry", "doggy-image-registry", deployment(but("c.image", f"evil.example.org/doggy-registry@{DIGEST}"))),
    Bad("no registry", "doggy-image-registry", deployment(but("c.image", f"nginx@{DIGEST}"))),
    Bad("another account of Docker Hub", "doggy-image-registry", deployment(
        but("c.image", f"docker.io/doggyapp-evil/doggy-registry@{DIGEST}"))),
    Bad("another registry for a sidecar", "doggy-image-registry", deployment(
        with_another("containers", "c.image", f"evil.example.org/sidecar@{DIGEST}"))),
    Bad("another registry in a CronJob", "doggy-image-registry", cron_job(but("c.image", f"evil.example.org/job@{DIGEST}"))),
    Bad("a path of the node", "doggy-host-access", deployment(but("volumes", HOST_PATH))),
    Bad("a path of the node elsewhere", "doggy-host-access", deployment(but("volumes", HOST_PATH), OTHERS, "DaemonSet")),
    Bad("a path of the node where nothing runs", "doggy-host-access", deployment(
        but("volumes", HOST_PATH), "kube-public", "DaemonSet")),
    Bad("the node's network", "doggy-host-access", deployment(but("hostNetwork", True))),
    Bad("the node's processes", "doggy-host-access", deployment(but("hostPID", True))),
    Bad("the node's memory", "doggy-host-access", deployment(but("hostIPC", True))),
    Bad("a port of the node", "doggy-host-access", deployment(
        but("c.ports", [{"name": "http", "containerPort": 8080, "hostPort": 8080}]))),
    Bad("privileged", "doggy-privilege", deployment(
        but("c.securityContext", {**CONTAINER["securityContext"], "privileged": True, "allowPrivilegeEscalation": True}))),
    Bad("may become more", "doggy-privilege", deployment(but("c.securityContext.allowPrivilegeEscalation", None))),
    Bad("keeps capabilities", "doggy-privilege", deployment(but("c.securityContext.capabilities", None))),
    Bad("a capability more", "doggy-privilege", deployment(
        but("c.securityContext.capabilities", {"drop": ["ALL"], "add": ["NET_ADMIN"]}))),
    Bad("root", "doggy-privilege", deployment(but("securityContext.runAsUser", 0))),
    Bad("perhaps root", "doggy-privilege", deployment(but("securityContext.runAsNonRoot", None))),
    Bad("a root that can be written to", "doggy-privilege", deployment(but("c.securityContext.readOnlyRootFilesystem", None))),
    Bad("no seccomp", "doggy-privilege", deployment(but("securityContext.seccompProfile", None))),
    Bad("unconfined", "doggy-privilege", deployment(but("securityContext.seccompProfile", {"type": "Unconfined"}), OTHERS)),
    Bad("privileged in a StatefulSet elsewhere", "doggy-privilege", deployment(
        but("c.securityContext", {**CONTAINER["securityContext"], "privileged": True, "allowPrivilegeEscalation": True}),
        OTHERS, "StatefulSet")),
    Bad("privileged, as an agent", "doggy-privilege", agent("c.securityContext", {
        **CONTAINER["securityContext"], "privileged": True, "allowPrivilegeEscalation": True})),
    Bad("may become more, as an agent", "doggy-privilege", agent("c.securityContext.allowPrivilegeEscalation", None)),
    Bad("keeps capabilities, as an agent", "doggy-privilege", agent("c.securityContext.capabilities", None)),
    Bad("administers the node, as an agent", "doggy-privilege", agent(
        "c.securityContext.capabilities", {"drop": ["ALL"], "add": ["BPF", "SYS_ADMIN"]})),
    Bad("a root that can be written to, as an agent", "doggy-privilege", agent("c.securityContext.readOnlyRootFilesystem", None)),
    Bad("another registry, as an agent", "doggy-image-registry", agent("c.image", f"evil.example.org/agent@{DIGEST}")),
    Bad("a capability of agents elsewhere", "doggy-privilege", deployment(
        but("c.securityContext.capabilities", {"drop": ["ALL"], "add": ["BPF"]}), OTHERS, "DaemonSet")),
    Bad("no limit of memory", "doggy-resources", deployment(but("c.resources.limits", None))),
    Bad("no requests", "doggy-resources", deployment(but("c.resources.requests", None))),
    Bad("no resources at all", "doggy-resources", deployment(but("c.resources", None))),
    Bad("a sidecar without a limit", "doggy-resources", deployment(
        with_another("containers", "c.resources", {"requests": {"cpu": "1m", "memory": "1Mi"}}))),
    Bad("an emptyDir without an end", "doggy-scratch-space", deployment(but("volumes", [{"name": "tmp", "emptyDir": {}}]))),
    Bad("never asked whether it is ready", "doggy-probes", deployment(but("c.readinessProbe", None))),
    Bad("never asked whether it lives", "doggy-probes", deployment(but("c.livenessProbe", None), OWN, "StatefulSet")),
    Bad("a token by default", "doggy-tokens", deployment(but("automountServiceAccountToken", None))),
    Bad("a token by a volume", "doggy-tokens", deployment(but("volumes", TOKEN))),
    Bad("everybody's account", "doggy-tokens", deployment(but("serviceAccountName", "default"))),
    Bad("a NodePort", "doggy-services", service(type="NodePort")),
    Bad("a load balancer", "doggy-services", service(OTHERS, type="LoadBalancer")),
    Bad("a name of elsewhere", "doggy-services", service(ENTRANCE, type="ExternalName", externalName="evil.example.org")),
    Bad("somebody else's address", "doggy-services", service(externalIPs=["203.0.113.7"])),
    Bad("a pod that Pod Security refuses", "PodSecurity", pod(but("securityContext.runAsNonRoot", None))),
]
AWS_TOKEN = [
    {"name": "tmp", "emptyDir": {"sizeLimit": "1Mi"}},
    {"name": "aws", "projected": {"sources": [{"serviceAccountToken": {"path": "t", "audience": "pods.eks.amazonaws.com"}}]}},
]
GOOD = {
    "a pod of ours": pod(),
    "a Deployment of ours": deployment(),
    "a StatefulSet of ours": deployment(kind="StatefulSet"),
    "a CronJob of ours": cron_job(copy.deepcopy(POD)),
    "with EKS Pod Identity's token": deployment(but("volumes", AWS_TOKEN)),
    "with the limits of the namespace": pod(but("c.resources", None), OTHERS),
    "a Deployment of others without a probe": deployment(but("c.livenessProbe", None), OTHERS),
    "by tag, of others": deployment(but("c.image", "quay.io/prometheus/prometheus:v3.5.0"), OTHERS),
    "an agent with the files, processes and network of the node, as root, with Falco's capabilities": agent(
        "c.securityContext.capabilities", {"drop": ["ALL"], "add": ["BPF", "PERFMON", "SYS_PTRACE", "SYS_RESOURCE"]}),
    "a Service": service(),
    "a load balancer at the entrance": service(ENTRANCE, type="LoadBalancer"),
}
