#!/usr/bin/env python3
"""ansible/values.yml on the stacks of an emulated AWS account: the files that it writes for Helm and kubectl.

Run by environment.sh.
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("tests/shared", "tests/cloudformation", "cloudformation/tool")]

import suite  # noqa: E402: these lie in the folders that were just added
import yaml  # noqa: E402
from account import ACCOUNT, EMAIL, REGION, Account, run  # noqa: E402

PLAYBOOK = shutil.which("ansible-playbook", path=f"{ROOT}/.tools/ansible/bin:{os.environ['PATH']}")


@unittest.skipUnless(PLAYBOOK, "ansible-playbook is not installed: run scripts/setup.sh")
class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        status, text = cls.play()
        cls.before = (status, text)
        cls.account.deploy("staging")
        cls.checked = cls.play("--check")
        cls.was_written_by_check = cls.values_folder().exists()
        cls.first = cls.play()
        cls.outputs = cls.account.outputs()

    @classmethod
    def values_folder(cls) -> pathlib.Path:
        return cls.folder / "values"

    @classmethod
    def play(cls, *options: str, environment: str = "staging") -> tuple[int, str]:
        given = {"doggy_environment": environment, "doggy_values_folder": str(cls.values_folder())}
        return run(
            [PLAYBOOK, "ansible/values.yml", "--extra-vars", json.dumps(given), *options],
            cls.account.environment()
            | {
                "ANSIBLE_CONFIG": "ansible/ansible.cfg",
                "ANSIBLE_HOME": str(cls.folder / "home"),
                "ANSIBLE_LOCALHOST_WARNING": "false",
                "ANSIBLE_NOCOLOR": "1",
                "AWS_REGION": REGION,
                "LANG": "C.UTF-8",
            },
        )

    def written(self, name: str) -> list[dict]:
        return list(yaml.safe_load_all((self.values_folder() / name).read_text(encoding="utf-8")))

    def test_without_stack_it_says_what_to_do(self):
        status, text = self.before
        self.assertNotEqual(status, 0)
        self.assertIn("The stack of staging is missing", " ".join(text.split()))

    def test_check_mode_succeeds_and_writes_nothing(self):
        self.assertEqual(self.checked[0], 0, self.checked[1])
        self.assertFalse(self.was_written_by_check)

    def test_second_run_changes_nothing(self):
        self.assertEqual(self.first[0], 0, self.first[1])
        status, text = self.play()
        self.assertEqual(status, 0, text)
        self.assertRegex(text, r"localhost +: ok=\d+ +changed=0 ")

    def test_environment_that_does_not_exist_is_refused(self):
        status, text = self.play(environment="testing")
        self.assertNotEqual(status, 0)
        self.assertIn("value of doggy_environment must be one of", text)

    def test_values_of_the_app_are_outputs_and_valid(self):
        (app,) = self.written("app.yaml")
        self.assertEqual(app["publicUrl"], self.outputs["Url"])
        self.assertEqual(app["registry"]["store"]["table"], self.outputs["TableName"])
        self.assertEqual(app["registry"]["media"]["bucket"], self.outputs["MediaBucketName"])
        self.assertEqual(app["registry"]["media"]["kmsKey"], self.outputs["DataKeyArn"])
        self.assertEqual(app["alertAnalyzer"]["sqsQueue"], self.outputs["QueueUrl"])
        self.assertEqual(app["alertAnalyzer"]["snsTopic"], self.outputs["TopicArn"])
        self.assertEqual(app["frontend"]["trustedProxies"], ["10.41.0.0/16"])
        self.assertEqual(
            f"{app['images']['registry']}/{app['images']['prefix']}/doggy-registry", self.outputs["RegistryImagesUri"]
        )
        chart = ROOT / "kubernetes/doggy"
        merged = {}
        for file in (chart / "values.yaml", chart / "values-staging.yaml", self.values_folder() / "app.yaml"):
            merged = merge(merged, yaml.safe_load(file.read_text(encoding="utf-8")))
        # jsonschema comes with the linters of the templates.
        file = self.folder / "merged.json"
        file.write_text(json.dumps(merged), encoding="utf-8")
        schema = chart / "values.schema.json"
        status, text = run([ROOT / ".tools/cloud/bin/jsonschema", "--instance", file, schema], dict(os.environ))
        self.assertEqual(status, 0, text)

    def test_objects_of_the_cluster_name_the_account(self):
        objects = {(one["kind"], one["metadata"]["name"]): one for one in self.written("cluster.yaml")}
        self.assertEqual(
            objects["StorageClass", "gp3"]["parameters"]["kmsKeyId"],
            f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/doggy-staging-volumes",
        )
        self.assertEqual(
            objects["ClusterSecretStore", "aws-secrets-manager"]["spec"]["provider"]["aws"]["region"], REGION
        )
        for name, port, output in (("https", 443, "SecureTargetsArn"), ("http", 80, "RedirectTargetsArn")):
            binding = objects["TargetGroupBinding", f"gateway-{name}"]["spec"]
            self.assertEqual(binding["targetGroupARN"], self.outputs[output])
            self.assertEqual(binding["serviceRef"]["port"], port)

    def test_values_of_other_charts_are_outputs(self):
        (loki,) = self.written("loki.yaml")
        names = loki["loki"]["storage"]["bucketNames"]
        self.assertEqual(set(names.values()), {self.outputs["LogBucketName"]})
        (controller,) = self.written("load-balancer.yaml")
        self.assertEqual(controller["vpcId"], self.outputs["VpcId"])
        (autoscaler,) = self.written("cluster-autoscaler.yaml")
        self.assertEqual(autoscaler["autoDiscovery"]["clusterName"], self.outputs["ClusterName"])

    def test_unconfirmed_subscription_is_reported(self):
        # The emulator takes addresses of mail as confirmed, and waits for those of http.
        waiting = "http://127.0.0.1:9/never"
        self.assertNotIn("get no alerts yet", self.first[1])
        self.account.client("sns").subscribe(TopicArn=self.outputs["TopicArn"], Protocol="http", Endpoint=waiting)
        status, text = self.play()
        self.assertEqual(status, 0, text)
        self.assertRegex(" ".join(text.split()), f"1 of these get no alerts yet.*{EMAIL}, {waiting}")


def merge(below: dict, above: dict) -> dict:
    """As Helm does: maps are merged, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = merge(merged[key], value) if both else value
    return merged


if __name__ == "__main__":
    suite.run()
