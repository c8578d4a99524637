"""The chart refuses what cannot work, or would lose data, with one sentence that says what to do."""

import functools
import json
import re
import unittest

import yaml

from rendered import CHART, OWN, SQLITE, WITH_DIGESTS, helm, merged
from suite import run

# What is wrong, the values that production would be deployed with, and a part of the sentence that refuses them.
REFUSED = [
    ("no address", {"publicUrl": ""}, "publicUrl is not set"),
    ("an address without TLS", {"publicUrl": "http://doggy.example.org"}, "must be https"),
    ("an address with a path", {"publicUrl": "https://example.org/doggy"}, "must end with the host or the port"),
    ("an address with a slash", {"publicUrl": "https://example.org/"}, "must end with the host or the port"),
    ("the tag latest", {"images": {"tag": "latest"}}, "images.tag is latest"),
    ("the registry by tag", {"registry": {"image": {"digest": ""}}}, "registry.image.digest is not set"),
    ("the frontend by tag", {"frontend": {"image": {"digest": ""}}}, "frontend.image.digest is not set"),
    ("the analyzer by tag", {"alertAnalyzer": {"image": {"digest": ""}}}, "alertAnalyzer.image.digest is not set"),
    ("SQLite with two replicas", merged(SQLITE, {"registry": {"replicas": 2}}), "registry.replicas is 2"),
    ("SQLite that scales", merged(SQLITE, {"registry": {"autoscaling": {"enabled": True}}}), "registry.autoscaling.enabled is true"),
    ("SQLite without a volume", merged(SQLITE, {"registry": {"persistence": {"enabled": False}}}), "registry.persistence.enabled is false"),
    ("no table", {"registry": {"store": {"table": ""}}}, "registry.store.table is not set"),
    ("no bucket", {"registry": {"media": {"bucket": ""}}}, "registry.media.bucket is not set"),
    ("a folder that pods do not share", {"registry": {"media": {"kind": "folder"}}}, "registry.media.kind is folder"),
    ("one replica", {"registry": {"autoscaling": {"min": 1}}}, "registry would run with 1 replica"),
    ("one frontend", {"frontend": {"replicas": 1, "autoscaling": {"enabled": False}}}, "frontend would run with 1 replica"),
    ("more at least than at most", {"frontend": {"autoscaling": {"min": 9}}}, "frontend.autoscaling.min is 9"),
    ("AWS as nobody", {"aws": {"credentials": ""}}, "aws.credentials is not set"),
    ("AWS by a Secret without a name", {"aws": {"credentials": "secret"}}, "aws.credentialsSecret is empty"),
    ("AWS by two ways", {"aws": {"credentialsSecret": "keys"}}, "choose one source of credentials"),
    ("AWS without an edge", {"network": {"aws": {"cidrs": []}}}, "network.aws.cidrs is empty"),
    ("no secrets", {"secrets": {"source": ""}}, "secrets.source is not set"),
    ("no store of secrets", {"secrets": {"external": {"storeName": ""}}}, "storeName is empty"),
    ("no secret of the store", {"secrets": {"registry": {"remoteKey": ""}}}, "secrets.registry.remoteKey is empty"),
    ("secrets from two sources", {"secrets": {"source": "existing"}}, "choose one source of secrets"),
    ("no mail server", {"mail": {"smtpUrl": "", "smtpUser": ""}, "network": {"mail": {"cidrs": []}}}, "mail.smtpUrl is not set"),
    ("mails of nobody", {"mail": {"from": ""}}, "mail.from is not"),
    ("mail without an edge", {"network": {"mail": {"cidrs": []}}}, "network.mail.cidrs is empty"),
    ("a user of no mail server", {"mail": {"smtpUrl": ""}}, "but mail.smtpUrl is not"),
    ("an analyzer that tells nobody", {"alertAnalyzer": {"mailTo": []}}, "alertAnalyzer has no recipients"),
    ("an analyzer without a volume", {"alertAnalyzer": {"persistence": {"enabled": False}}}, "alertAnalyzer.persistence.enabled is false"),
    ("an LLM without a model", {"alertAnalyzer": {"llm": {"url": "https://llm.example.org"}}}, "both url and model"),
    ("an LLM without an edge", {"alertAnalyzer": {"llm": {"url": "https://llm.example.org", "model": "m"}}}, "network.llm.cidrs is empty"),
    ("no exposure", {"exposure": {"kind": ""}}, "exposure.kind is not set"),
    ("a Gateway and an Ingress", {"exposure": {"ingress": {"tlsSecret": "other"}}}, "values of exposure.ingress are set"),
    ("a Gateway and a load balancer", {"exposure": {"loadBalancer": {"sourceRanges": ["192.0.2.0/24"]}}}, "values of exposure.loadBalancer are set"),
    ("an Ingress and a Gateway", {"exposure": {"kind": "ingress"}}, "values of exposure.gateway are set"),
    ("a Gateway without a certificate", {"exposure": {"gateway": {"tlsSecret": ""}}}, "exposure.gateway.tlsSecret is not set"),
    ("an Ingress without one", {"exposure": {"kind": "ingress", "gateway": {"tlsSecret": ""}}}, "exposure.ingress.tlsSecret is not set"),
    ("a proxy that nobody trusts", {"frontend": {"trustedProxies": []}}, "frontend.trustedProxies is empty"),
    ("snippets for another controller", {"exposure": {"gateway": {"policies": "none", "snippets": True}}}, "only NGINX Gateway Fabric supports snippets"),
    ("the metadata service", {"network": {"aws": {"cidrs": ["169.254.169.254/32"]}}}, "are denied to pods"),
    ("a setting in two places", {"registry": {"settings": {"DOGGY_STORE": "sqlite"}}}, "settings has DOGGY_STORE"),
]


class Refusals(unittest.TestCase):
    def refused(self, values: dict, sentence: str) -> None:
        done = helm("template", "production", merged(OWN, WITH_DIGESTS, values))
        self.assertNotEqual(done.returncode, 0, "it was rendered")
        self.assertEqual(done.stdout, "")
        said = next((line for line in done.stderr.splitlines() if sentence in line), None)
        self.assertIsNotNone(said, done.stderr)
        self.assertTrue(said.endswith("."), f"no sentence: {said}")

    def test_overlays_alone_say_what_is_missing(self):
        for overlay in ("staging", "production", None):
            done = helm("template", overlay, {})
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("publicUrl is not set", done.stderr)

    def test_the_schema_refuses_what_it_does_not_know(self):
        cases = [
            ({"registy": {}}, "registy"),
            ({"registry": {"replica": 2}}, "replica"),
            ({"registry": {"store": {"kind": "postgres"}}}, "/registry/store/kind"),
            ({"registry": {"replicas": "2"}}, "/registry/replicas"),
            ({"registry": {"image": {"digest": "latest"}}}, "/registry/image/digest"),
            ({"registry": {"settings": {"PATH": "/"}}}, "'PATH' does not match"),
            ({"registry": {"resources": {"limits": {"memory": None}}}}, "/registry/resources/limits"),
            ({"exposure": {"kind": "both"}}, "/exposure/kind"),
            ({"network": {"aws": {"cidrs": ["everywhere"]}}}, "/network/aws/cidrs"),
            ({"environment": "test"}, "/environment"),
            ({"publicUrl": "doggy.example.org"}, "/publicUrl"),
        ]
        for values, place in cases:
            done = helm("template", "production", merged(OWN, WITH_DIGESTS, values))
            self.assertNotEqual(done.returncode, 0, place)
            self.assertIn("schema", done.stderr, place)
            self.assertIn(place, done.stderr)

    def test_the_schema_has_every_value_and_closes_every_object(self):
        schema = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))

        def resolve(part):
            return resolve(schema["$defs"][part["$ref"].split("/")[-1]]) if "$ref" in part else part

        def walk(values, part, place):
            part = resolve(part)
            if "properties" not in part:
                return
            self.assertIs(part["additionalProperties"], False, place)
            for key, value in values.items():
                self.assertIn(key, part["properties"], place)
                if isinstance(value, dict):
                    walk(value, part["properties"][key], f"{place}.{key}")

        for file in CHART.glob("values*.yaml"):
            walk(yaml.safe_load(file.read_text(encoding="utf-8")), schema, file.name)


for _name, _values, _sentence in REFUSED:
    _test = functools.partialmethod(Refusals.refused, _values, _sentence)
    setattr(Refusals, "test_" + re.sub(r"\W+", "_", _name), _test)


if __name__ == "__main__":
    run()
