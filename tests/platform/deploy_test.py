"""The chart on the cluster: installed, used by browsers, upgraded and broken under load, uninstalled."""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import subprocess
import time
import unittest
import uuid

import entrance
import suite
from cluster import ROOT, Cluster
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from live import Closed, Live
from people import Person
from registry import PATIENCE, Client
from workload import FOR_MANY, Load


def setUpModule():
    global cluster, before
    cluster = unittest.enterModuleContext(Cluster())
    digests.update(cluster.push_app())
    before = objects()
    cluster.prepare_app()
    cluster.make_table(image("registry"))
    begun = time.monotonic()
    cluster.upgrade_app(digests, *FOR_MANY)
    print(f"installed and ready after {time.monotonic() - begun:.0f} s", flush=True)
    unittest.enterModuleContext(entrance.of(cluster))


digests: dict[str, str] = {}


def image(service: str) -> str:
    return f"docker.io/doggyapp/doggy-{service}@{digests[service]}"


def objects() -> set[str]:
    """Everything of the app's namespaces but what only tells of the past or follows from something else."""
    kinds = cluster.kubectl("api-resources", "--namespaced", "--verbs=list,create", "--output=name").split()
    left_out = {
        "events",
        "events.events.k8s.io",
        "endpointslices.discovery.k8s.io",
        "endpoints",
        "leases.coordination.k8s.io",
    }
    wanted = ",".join(sorted(set(kinds) - left_out))
    return {
        f"{namespace}: {line}"
        for namespace in ("doggy", "gateway", "monitoring")
        for line in cluster.kubectl("-n", namespace, "get", wanted, "-o", "name").split()
    }


class Deploy(unittest.TestCase):
    def test_two_replicas_run_on_two_nodes(self):
        for component in ("registry", "frontend"):
            pods = cluster.get("-n", "doggy", "pods", "-l", f"app.kubernetes.io/component={component}")["items"]
            self.assertGreaterEqual(len(pods), 2)
            self.assertEqual(len({pod["spec"]["nodeName"] for pod in pods}), 2)

    def test_http_leads_to_https(self):
        connection = http.client.HTTPConnection(entrance.HOST, 80, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.request("GET", "/dogs?x=1")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 301)
        # A controller may name the usual port too.
        self.assertIn(
            answer.getheader("Location"), {f"https://{host}/dogs?x=1" for host in ("doggy.test", "doggy.test:443")}
        )

    def test_the_page_and_its_routes_and_the_api_are_there(self):
        with contextlib.closing(Client(entrance.ADDRESS)) as client:
            for path in ("/", "/dogs/anything/at/all"):
                status, body = client.send("GET", path, None, {})
                self.assertEqual((status, b'<div id="root">' in body), (200, True), path)
                self.assertIn("default-src", client.headers["Content-Security-Policy"])
            self.assertEqual(client.request("GET", "/v1/me")[0], 401)
            self.assertEqual(client.request("GET", "/openapi.json")[1]["openapi"][:2], "3.")
            for path in ("/.env", "/wp-login.php", "/metrics", "/assets/none.js"):
                self.assertEqual(client.send("GET", path, None, {})[0], 404, path)

    def test_the_main_job_passes_in_browsers(self):
        certificate = x509.load_pem_x509_certificate((cluster.plan.keys / "gateway.crt").read_bytes())
        key = certificate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        done = subprocess.run(
            cluster.beside("node", "run.mjs", "main_job"),
            cwd=ROOT / "tests/e2e",
            text=True,
            capture_output=True,
            check=False,
            env=os.environ
            | {
                "E2E_URL": f"https://{entrance.HOST}",
                "E2E_ADDRESS": entrance.GATEWAY,
                "E2E_CERTIFICATE": base64.b64encode(hashlib.sha256(key).digest()).decode(),
            },
        )
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-3000:])
        print("main job:", done.stdout.splitlines()[-1], flush=True)

    def test_an_upgrade_under_load_fails_no_request(self):
        load = Load(self)
        upgraded = {service: cluster.variant(image(service), "--label", f"test={uuid.uuid4()}") for service in digests}
        begun = time.monotonic()
        cluster.upgrade_app(upgraded, *FOR_MANY)
        print(f"upgraded after {time.monotonic() - begun:.0f} s", flush=True)
        load.end()
        for component, digest in upgraded.items():
            pods = cluster.get("-n", "doggy", "pods", "-l", f"app.kubernetes.io/component={component}")["items"]
            running = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
            self.assertEqual({pod["spec"]["containers"][0]["image"].rpartition("@")[2] for pod in running}, {digest})

    def test_live_connections_are_told_when_their_server_leaves(self):
        person = Person(entrance.ADDRESS, "Tina").sign_in()
        self.addCleanup(person.close)
        live = Live(entrance.ADDRESS, person.token)
        self.addCleanup(live.close)
        cluster.kubectl("-n", "doggy", "rollout", "restart", "deployment/doggy-registry")
        with self.assertRaises(Closed) as closed:
            while True:
                live.next()
        self.assertEqual(closed.exception.code, 1001)
        cluster.rolled_out("doggy", "deployment/doggy-registry")

    def test_a_broken_image_is_rolled_back_and_nobody_notices(self):
        load = Load(self)
        broken = digests | {"registry": cluster.variant(image("registry"), "--entrypoint", "/usr/bin/missing")}
        with self.assertRaisesRegex(RuntimeError, "rolled back"):
            cluster.upgrade_app(broken, *FOR_MANY, "--rollback-on-failure", "--timeout", "45s")
        load.end()
        cluster.rolled_out("doggy", "deployment/doggy-registry")
        status = json.loads(cluster.helm("status", "doggy", "-n", "doggy", "-o", "json"))
        self.assertEqual(status["info"]["status"], "deployed")
        self.assertIn("Rollback", status["info"]["description"])


class Uninstall(unittest.TestCase):
    """After Deploy: unittest runs classes by their names."""

    def test_nothing_is_left(self):
        cluster.helm("uninstall", "doggy", "-n", "doggy", "--wait", "--timeout", "120s")
        made_before = {f"doggy: secret/doggy-{name}" for name in ("registry", "alert-analyzer", "aws")}
        made_before.add("gateway: secret/doggy-tls")
        end = time.monotonic() + 90
        while left := objects() - before - made_before:
            self.assertLess(time.monotonic(), end, left)
            time.sleep(0.5)


if __name__ == "__main__":
    suite.run()
