"""A real API server refuses what the cluster must not run, by the policy that should, and takes what the chart makes."""

import json
import unittest

import rendered
import schemas
from admission_cases import BAD, GOOD, OTHERS, OWN, but, deployment
from cluster import Cluster
from suite import run


def setUpModule():
    global cluster
    cluster = unittest.enterModuleContext(Cluster(nodes=1))
    label = cluster.kubectl("get", "namespace", OWN, "-o", r"jsonpath={.metadata.labels.doggy\.app/environment}")
    environment("production")
    unittest.addModuleCleanup(environment, label)
    for namespace in (OWN, OTHERS):
        account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"namespace": namespace, "name": "app"}}
        cluster.apply(account)
        unittest.addModuleCleanup(cluster.kubectl, "-n", namespace, "delete", "serviceaccount", "app")


def environment(name: str) -> None:
    cluster.kubectl("label", "--overwrite", "namespace", OWN, f"doggy.app/environment={name}" if name else "doggy.app/environment-")


def create(found: dict, *flags: str) -> str:
    """What the API server says against it; empty when it takes it."""
    flags = flags or ("--dry-run=server",)
    try:
        cluster.kubectl("create", *flags, "-f", "-", input=json.dumps(found))
    except RuntimeError as error:
        return str(error).strip().splitlines()[-1]
    return ""


class Refused(unittest.TestCase):
    """One case for each object of the table."""

    def refused(self, bad) -> None:
        said = create(bad.object)
        if bad.policy == "PodSecurity":
            self.assertIn('violates PodSecurity "restricted', said)
            return
        self.assertIn(f"ValidatingAdmissionPolicy '{bad.policy}'", said or "it was taken")
        sentence = said.partition("denied request: ")[2]
        self.assertRegex(sentence, r"^[^.]+([.,][^ ][^.]*)*\.$", "not one sentence")


for _number, _bad in enumerate(BAD, 1):
    setattr(Refused, f"test_{_number:02}_" + _bad.name.replace(" ", "_"), lambda self, bad=_bad: self.refused(bad))


class Taken(unittest.TestCase):
    def test_good_objects_are_taken(self):
        for name, found in GOOD.items():
            self.assertEqual(create(found), "", name)

    def test_what_the_chart_makes_is_taken(self):
        cluster.kubectl("apply", "--server-side", *files(schemas.external_secrets()))
        nginx = schemas.nginx_gateway_fabric()
        if nginx:
            cluster.kubectl("apply", "--server-side", *files(nginx))
        snippets = {"exposure": {"gateway": {"snippets": True}}}
        variants = {**rendered.VARIANTS, "snippets": (*rendered.VARIANTS["production with all neighbors"], snippets)}
        kinds: dict[str, int] = {}
        for name, variant in variants.items():
            environment(variant[0])
            cluster.kubectl("label", "--overwrite", "namespace", OWN, f"doggy.app/entrance={str(name == 'load balancer').lower()}")
            objects = rendered.render(*variant)
            if not nginx:
                objects = [found for found in objects if not found["apiVersion"].startswith("gateway.nginx.org/")]
            self.assertEqual(create({"apiVersion": "v1", "kind": "List", "items": objects}), "", name)
            for found in objects:
                kinds[found["kind"]] = kinds.get(found["kind"], 0) + 1
        environment("production")
        cluster.kubectl("label", "namespace", OWN, "doggy.app/entrance-")
        print("taken by the API server: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())), flush=True)

    def test_the_system_is_exempt(self):
        found = deployment(but("hostNetwork", True), "kube-system", "DaemonSet")
        found["spec"]["template"]["spec"]["containers"][0]["ports"] = []
        self.assertEqual(create(found), "")


class Changed(unittest.TestCase):
    """What is there already cannot be made bad, and may still be labeled when a rule came later."""

    def setUp(self):
        self.assertEqual(create(deployment(), "--save-config"), "")
        self.addCleanup(cluster.kubectl, "-n", OWN, "delete", "deployment", "case")

    def patch(self, kind: str, changes: dict | list) -> str:
        try:
            cluster.kubectl("-n", OWN, "patch", "deployment", "case", "--type", kind, "--patch", json.dumps(changes))
        except RuntimeError as error:
            return str(error)
        return ""

    def test_a_change_for_the_worse_is_refused(self):
        image = [{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "docker.io/doggyapp/doggy-registry:0.1.0"}]
        self.assertIn("doggy-image-digest", self.patch("json", image))

    def test_what_was_there_before_a_rule_may_be_labeled(self):
        environment("local")
        image = [{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "docker.io/doggyapp/doggy-registry:0.1.0"}]
        self.assertEqual(self.patch("json", image), "")
        environment("production")
        self.assertEqual(self.patch("merge", {"metadata": {"labels": {"seen": "yes"}}}), "")
        self.assertIn("doggy-image-digest", self.patch("merge", {"spec": {"paused": True}}))

    def test_nothing_runs_without_the_list_of_registries(self):
        registries = cluster.kubectl("-n", "kube-system", "get", "configmap", "doggy-image-registries", "-o", "json")
        cluster.kubectl("-n", "kube-system", "delete", "configmap", "doggy-image-registries")
        try:
            self.assertIn("doggy-image-registry", self.patch("merge", {"spec": {"paused": True}}))
        finally:
            kept = json.loads(registries)
            kept["metadata"] = {"name": "doggy-image-registries", "namespace": "kube-system"}
            cluster.apply(kept)


class Debugged(unittest.TestCase):
    def test_a_container_that_is_added_for_debugging_is_judged_too(self):
        cluster.apply(cluster.probe_pod(OTHERS, "debugged", securityContext={
            "runAsNonRoot": True, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}}))
        self.addCleanup(cluster.kubectl, "-n", OTHERS, "delete", "pod", "debugged")
        with self.assertRaises(RuntimeError) as refused:
            cluster.kubectl("-n", OTHERS, "debug", "pod/debugged", "--image=evil.example.org/shell:1", "--profile=restricted")
        # Its image is from elsewhere and its root file system is writable; either policy may be the first to say so.
        self.assertRegex(str(refused.exception), "ValidatingAdmissionPolicy 'doggy-(image-registry|privilege)'")


def files(paths: list) -> list[str]:
    return [part for path in paths for part in ("--filename", str(path))]


if __name__ == "__main__":
    run()
