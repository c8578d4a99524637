"""An AWS account on this machine, and what people and the pipeline do with it."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from collections.abc import Callable

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from ports import free_port, wait_until_served
from registry import PATIENCE, ROOT

ACCOUNT = "123456789012"
REGION = "eu-central-1"
ROOT_KEY = ("test", "test", "")
TEMPLATES = "templates-of-tests"
DOMAINS = {"staging": "staging.example.org", "production": "doggy.example.org"}
EMAIL = "ops@example.org"

# Fields that say when, or how often something was asked: they change although nothing else does.
WHEN = re.compile(r"(time|timestamp|date|_at|lastmodified|lastused|sequence|token|accessed|seen|_ts)$", re.IGNORECASE)


class Account:
    """Starts empty, but for a zone of Route 53 and a bucket for templates. Ended by close()."""

    def __init__(self):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, pathlib.Path(__file__).with_name("emulator.py"), str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        wait_until_served(("127.0.0.1", self.port), self._process)
        self._folder = tempfile.TemporaryDirectory()
        self.client("s3").create_bucket(Bucket=TEMPLATES, CreateBucketConfiguration={"LocationConstraint": REGION})
        zone = self.client("route53").create_hosted_zone(Name="example.org", CallerReference="tests")
        self.own = {
            "AlertEmail": EMAIL,
            "HostedZoneId": zone["HostedZone"]["Id"].rpartition("/")[2],
        }

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()
        self._folder.cleanup()

    def environment(self, key: tuple[str, str, str] = ROOT_KEY) -> dict[str, str]:
        """Variables by which AWS' tools and our programs find the account and these credentials."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DOGGY_"))}
        variables |= {
            "AWS_ACCESS_KEY_ID": key[0],
            "AWS_SECRET_ACCESS_KEY": key[1],
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.endpoint,
            "CLOUD_POLL_SECONDS": "0.1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return variables | ({"AWS_SESSION_TOKEN": key[2]} if key[2] else {})

    def client(self, service: str, key: tuple[str, str, str] = ROOT_KEY):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=key[0],
            aws_secret_access_key=key[1],
            aws_session_token=key[2] or None,
            config=Config(retries={"max_attempts": 1}, read_timeout=PATIENCE, s3={"addressing_style": "path"}),
        )

    def cloud(
        self, step: str, environment: str = "staging", root: pathlib.Path = ROOT, **variables: str
    ) -> tuple[int, str]:
        """scripts/cloud.sh with a step: its status, and all that it printed."""
        own = pathlib.Path(self._folder.name, "own.json")
        own.write_text(json.dumps({"Domain": DOMAINS[environment], **self.own} if self.own else {}), encoding="utf-8")
        given = {"CLOUD_ENVIRONMENT": environment, "CLOUD_TEMPLATES": TEMPLATES, "CLOUD_OWN": str(own), **variables}
        return run([root / "scripts/cloud.sh", step], self.environment() | given)

    def checkout(self) -> pathlib.Path:
        """A copy of what is deployed from, to be changed."""
        root = pathlib.Path(tempfile.mkdtemp(dir=self._folder.name))
        for name in ("cloudformation", "scripts"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("tools", "__pycache__"))
        (root / ".tools").symlink_to(ROOT / ".tools")
        return root

    def deploy(self, environment: str = "staging", **own: str) -> None:
        """`make cloud-deploy`, which must succeed. More parameters of one's own stay for the next time."""
        self.own |= own
        status, text = self.cloud("deploy", environment, CLOUD_CONFIRM=environment)
        if status:
            raise AssertionError(text[-3000:])

    def create_stack(self, name: str, **parameters: str) -> dict[str, str]:
        """A stack beside the environments, and its outputs."""
        client = self.client("cloudformation")
        client.create_stack(
            StackName=f"doggy-{name}",
            TemplateBody=(ROOT / f"cloudformation/{name}.yaml").read_text(encoding="utf-8"),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        client.get_waiter("stack_create_complete").wait(StackName=f"doggy-{name}", WaiterConfig={"Delay": 1})
        return self.outputs(name)

    def deploy_pipeline(self, **parameters: str) -> dict[str, str]:
        """`make cloud-pipeline`, which must succeed, and the outputs."""
        given = " ".join(f"{name}={value}" for name, value in parameters.items())
        status, text = self.cloud("pipeline", CLOUD_PARAMETERS=given)
        if status:
            raise AssertionError(text[-3000:])
        return self.outputs("pipeline")

    def outputs(self, environment: str = "staging") -> dict[str, str]:
        stack = self.client("cloudformation").describe_stacks(StackName=f"doggy-{environment}")["Stacks"][0]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def pod_key(self, namespace: str, service_account: str, environment: str = "staging") -> tuple[str, str, str]:
        """Credentials that EKS Pod Identity gets for a pod, by the association of its service account. It names the pod
        in tags of the session, which the role's trust policy looks at."""
        cluster = f"doggy-{environment}"
        (role,) = [
            one["RoleArn"]
            for one in self.stubs()["AWS::EKS::PodIdentityAssociation"].values()
            if (one["ClusterName"], one["Namespace"], one["ServiceAccount"]) == (cluster, namespace, service_account)
        ]
        return self.assume(role, pod_tags(cluster, namespace, service_account))

    def assume(self, role: str, tags: dict[str, str] | None = None) -> tuple[str, str, str]:
        """Credentials that a service of AWS gets for a role whose trust policy names it."""
        session = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}
        given = self.client("sts").assume_role(RoleArn=role, RoleSessionName="service", **session)["Credentials"]
        return given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]

    def _ask(self, path: str):
        with urllib.request.urlopen(f"{self.endpoint}/test/{path}", timeout=PATIENCE) as answer:
            return json.load(answer)

    def stubs(self) -> dict[str, dict[str, dict]]:
        """Resources of types that the emulator only remembers."""
        return self._ask("stubs")

    def cluster_updates(self) -> dict[str, dict]:
        """The last UpdateClusterConfig of each cluster."""
        return self._ask("eks")

    def calls(self) -> list[list]:
        """What IAM decided on since the last look: [access key, action, resource, allowed]."""
        return self._ask("calls")

    def state(self) -> dict[str, object]:
        """Everything in the account, as {path: value}, without the times at which things happened and without keys that
        wait for their deletion, which KMS does not do at once."""
        kept = self._ask("state")
        keys = kept["kms"]["keys"]
        kept["kms"]["keys"] = {name: key for name, key in keys.items() if key["KeyState"] != "PendingDeletion"}
        counts = kept["iam"]["aws_managed_attachment_counts"]
        kept["iam"]["aws_managed_attachment_counts"] = {name: count for name, count in counts.items() if count}
        return {path: value for path, value in flatten(kept, "") if not path.startswith(PAST)}


def refuse(test: unittest.TestCase, calls: dict[str, Callable]) -> None:
    """Each of the calls must be refused by IAM."""
    for what, call in calls.items():
        with test.subTest(what):
            with test.assertRaises(ClientError, msg=what) as raised:
                call()
            code = raised.exception.response["Error"]["Code"]
            test.assertRegex(code, "AccessDenied|AuthorizationError|UnauthorizedOperation|Forbidden", what)


def pod_tags(cluster: str, namespace: str, service_account: str) -> dict[str, str]:
    """By which Pod Identity names the pod of a session."""
    return {
        "eks-cluster-name": cluster,
        "kubernetes-namespace": namespace,
        "kubernetes-service-account": service_account,
    }


# What services keep of the past, in which nothing is left to be deleted.
PAST = ("/cloudwatch/alarm_history", "/eks/port_counter", "/sts", "/iam/last")


def flatten(value, path: str):
    if isinstance(value, dict) and value:
        for key, one in value.items():
            if not WHEN.search(key):
                yield from flatten(one, f"{path}/{key}")
    elif isinstance(value, list) and value:
        for index, one in enumerate(value):
            yield from flatten(one, f"{path}/{index}")
    elif value not in ({}, []):
        yield path, value


def run(command: list, environment: dict[str, str], folder: pathlib.Path = ROOT) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
