"""Names, addresses and folders of the local cluster, in one place. All addresses are inside its own network."""

import base64
import dataclasses
import functools
import hashlib
import json
import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
MANIFESTS = HERE.parent / "manifests"
ROOT = HERE.parent.parent.parent

CONTROL_PLANE = "10.77.0.1"
AWS = "10.77.0.2"  # DynamoDB on port 8000, S3 on port 9000
REGISTRY = "10.77.0.3:5000"
OUTSIDE = "10.77.0.4"  # where tests put servers that pods reach: for mail, for logs
HOSTS = ("doggy.test", "doggy.localhost")  # of the app: inside, and for a browser on this machine
AUTHORITY = "authority.crt"  # in the state folder, of the gateway's certificate
ENTRANCE = "entrance"  # a socket in the state folder that leads to the gateway
GATEWAY = "10.77.0.10"  # what a cloud's load balancer would have given the gateway
WORLD = "203.0.113.10"  # hosts of the rest of the world, which the cluster's network plays
METADATA = "169.254.169.254"
PODS = "10.244.0.0/16"
SERVICES = "10.96.0.0/16"
KUBERNETES_SERVICE = "10.96.0.1"
DNS = "10.96.0.10"
DOMAIN = "cluster.local"
API_SERVER = f"https://{CONTROL_PLANE}:6443"

VOLUMES_OF_A_NODE = ("ReadWriteOnce", "ReadWriteOnce", "ReadWriteOncePod")
NODE_MEMORY_MIB = 3072
QUEUE = 100  # of packets that the NetworkPolicy engine judges


def _digest(layout: pathlib.Path) -> str:
    return json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]


def encoded(content: bytes) -> str:
    """As Kubernetes has bytes in its objects."""
    return base64.b64encode(content).decode()


def node_name(number: int) -> str:
    return f"node{number}"


def node_address(number: int) -> str:
    return f"10.77.0.{20 + number}"


def node_pods(number: int) -> str:
    return f"10.244.{number}.0/24"


def cgroup(state: pathlib.Path) -> str:
    """The folder of control groups of the cluster on this state folder."""
    return "doggy-cluster-" + hashlib.sha256(os.fsencode(state)).hexdigest()[:12]


@dataclasses.dataclass(frozen=True)
class Plan:
    """One cluster: where its state lies, which programs it runs, how many nodes it starts with."""

    state: pathlib.Path
    kube: pathlib.Path
    tools: pathlib.Path
    gateway: pathlib.Path
    monitoring: pathlib.Path
    prometheus: pathlib.Path
    nodes: int = 2
    port: int = 0  # on the loopback of this machine, leads to the gateway; 0: none

    @property
    def logs(self) -> pathlib.Path:
        return self.state / "log"

    @property
    def keys(self) -> pathlib.Path:
        return self.state / "keys"

    @property
    def kubeconfig(self) -> pathlib.Path:
        return self.state / "kubeconfig"

    def node(self, number: int) -> pathlib.Path:
        return self.state / node_name(number)

    @property
    def layouts(self) -> list[pathlib.Path]:
        """The images of the programs that run as pods, as OCI layouts."""
        folders = (self.tools, self.gateway, self.monitoring, self.prometheus)
        return [layout for folder in folders for layout in sorted((folder / "images").iterdir())]

    @functools.cached_property
    def images(self) -> dict[str, str]:
        """Their references by digest, by their names."""
        return {layout.name: f"doggy.local/{layout.name}@{_digest(layout)}" for layout in self.layouts}

    def with_images(self, manifests: str) -> str:
        """Names of images in manifests of ours (doggy.local/NAME:local) become references by digest."""
        for name, image in self.images.items():
            manifests = manifests.replace(f"doggy.local/{name}:local", image)
        return manifests

    def write_kubeconfig(self, path: pathlib.Path, authority: bytes, certificate: bytes, key: bytes) -> None:
        """How one client reaches the API server. JSON is YAML."""
        path.touch(mode=0o600)
        path.write_text(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "current-context": "doggy",
                    "clusters": [
                        {
                            "name": "doggy",
                            "cluster": {"server": API_SERVER, "certificate-authority-data": encoded(authority)},
                        }
                    ],
                    "users": [
                        {
                            "name": "user",
                            "user": {"client-certificate-data": encoded(certificate), "client-key-data": encoded(key)},
                        }
                    ],
                    "contexts": [{"name": "doggy", "context": {"cluster": "doggy", "user": "user"}}],
                }
            )
        )

    def to_json(self) -> str:
        return json.dumps(
            {
                name: str(value) if isinstance(value, pathlib.Path) else value
                for name, value in dataclasses.asdict(self).items()
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        values = json.loads(text)
        return cls(**{name: pathlib.Path(value) if isinstance(value, str) else value for name, value in values.items()})
