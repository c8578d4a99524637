"""The pipeline's stages, run here: the commands of buildspec.yml with the variables and the rights that pipeline.yaml
gives each action. CodePipeline and CodeBuild themselves cannot be had here."""

import base64
import json
import pathlib
import shutil
import tempfile
import unittest
import uuid

import yaml
from account import ACCOUNT, REGION, ROOT_KEY, Account, run
from botocore.exceptions import ClientError
from deployment_test import differences
from registry import ROOT

REPOSITORY = "doggyapp/doggy"
# As tokens name repositories that were made after July 15, 2026.
REPOSITORY_OF_TOKENS = "doggyapp@1234/doggy@5678"
CONNECTION = f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/1"
AFTER_CHECK = ["PlanStaging", "Staging", "PlanProduction", "Production"]
# What plans, executions and smoke tests ask AWS for, and DeployRole allows.
DEPLOYS = {
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteChangeSet",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "eks:DescribeCluster",
    "s3:ListBucket",
    "sns:GetTopicAttributes",
    "sqs:GetQueueAttributes",
}


class PipelineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for environment in ("staging", "production"):
            cls.account.deploy(environment)
        topic = cls.account.outputs("production")["TopicArn"]
        cls.account.create_stack("pipeline", RepositoryId=REPOSITORY, ConnectionArn=CONNECTION, TopicArn=topic)
        cls.pipeline = cls.account.stubs()["AWS::CodePipeline::Pipeline"]["doggy"]

    def build(self, project: str, source: pathlib.Path, variables: dict[str, str]) -> tuple[int, str]:
        """Runs a project of CodeBuild on a source: status and log."""
        (known,) = self.account.client("codebuild").batch_get_projects(names=[project])["projects"]
        given = {one["name"]: one["value"] for one in known["environment"]["environmentVariables"]} | variables
        key = self.account.assume(known["serviceRole"])
        buildspec = yaml.safe_load((source / known["source"]["buildspec"]).read_text(encoding="utf-8"))
        log = ""
        for phase in ("install", "build"):
            for command in buildspec["phases"][phase]["commands"]:
                status, text = run(["bash", "-c", command], self.account.environment(key) | given, source)
                log += text
                if status:
                    return status, log
        return 0, log

    def artifact(self, source: pathlib.Path) -> pathlib.Path:
        """What a build leaves for the next ones."""
        target = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        buildspec = yaml.safe_load((source / "cloudformation/buildspec.yml").read_text(encoding="utf-8"))
        for pattern in buildspec["artifacts"]["files"]:
            for path in source.glob(pattern):
                if path.is_file():
                    (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target / path.relative_to(source))
        (target / ".tools").symlink_to(ROOT / ".tools")
        return target

    def push(
        self, source: pathlib.Path, stages: list[str] | None = None
    ) -> tuple[dict[str, tuple[int, str]], pathlib.Path]:
        """Runs the pipeline on a source until an action fails: status and log by "stage/action", and the artifact. With
        `stages`, only those, on a source that is an artifact: that is how a stage is rolled back."""
        execution = str(uuid.uuid4())
        done, packaged = {}, source
        for stage in self.pipeline["Stages"]:
            for action in sorted(stage["Actions"], key=lambda one: int(one.get("RunOrder", 1))):
                name = f"{stage['Name']}/{action['Name']}"
                provider = action["ActionTypeId"]["Provider"]
                if stage["Name"] not in (stages or [stage["Name"]]) or provider not in ("Manual", "CodeBuild"):
                    continue
                if provider == "Manual":  # Somebody reads the plan, and approves.
                    done[name] = (0, "")
                    continue
                text = action["Configuration"]["EnvironmentVariables"]
                text = text.replace("#{codepipeline.PipelineExecutionId}", execution)
                variables = {one["name"]: one["value"] for one in json.loads(text)}
                done[name] = self.build(action["Configuration"]["ProjectName"], packaged, variables)
                if done[name][0]:
                    return done, packaged
                if "OutputArtifacts" in action:
                    packaged = self.artifact(packaged)
        return done, packaged

    def timeouts(self) -> dict[str, str]:
        found = {}
        for environment in ("staging", "production"):
            asked = {"QueueUrl": self.account.outputs(environment)["QueueUrl"], "AttributeNames": ["VisibilityTimeout"]}
            found[environment] = self.account.client("sqs").get_queue_attributes(**asked)["Attributes"][
                "VisibilityTimeout"
            ]
        return found

    def changed_source(self, file: str, old: str, new: str) -> pathlib.Path:
        root = self.account.checkout()
        path = root / f"cloudformation/{file}.yaml"
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")
        return root

    def packaged(self, file: str, old: str, new: str) -> pathlib.Path:
        """The artifact of the stage Check for a changed source, without its linters."""
        root = self.changed_source(file, old, new)
        status, log = self.build("doggy-check", root, {"CLOUD_STEP": "package"})
        self.assertEqual(status, 0, log)
        return self.artifact(root)

    def test_a_push_reaches_staging_then_production_and_can_be_taken_back(self):
        first, packaged = self.push(self.account.checkout())
        self.assertEqual(
            {name: status for name, (status, _) in first.items()},
            dict.fromkeys(
                [
                    "Check/Check",
                    "PlanStaging/Plan",
                    "Staging/Execute",
                    "Staging/Smoke",
                    "PlanProduction/Plan",
                    "PlanProduction/Approve",
                    "Production/Execute",
                    "Production/Smoke",
                ],
                0,
            ),
            first,
        )
        # They were deployed from another bucket.
        self.assertIn("Only the addresses of nested templates change", first["PlanProduction/Plan"][1])
        before = self.account.state()

        changed = self.packaged("alerting", "VisibilityTimeout: 60", "VisibilityTimeout: 90")
        self.account.calls()
        second, _ = self.push(changed, AFTER_CHECK)
        self.assertEqual({status for status, _ in second.values()}, {0}, second)
        asked = [(action, allowed) for key, action, _, allowed in self.account.calls() if key != ROOT_KEY[0]]
        self.assertEqual({action for action, allowed in asked if not allowed}, set())
        self.assertEqual({action for action, _ in asked}, DEPLOYS)
        for stage in ("PlanStaging", "PlanProduction"):
            summary = second[f"{stage}/Plan"][1].partition("Changes of ")[2]
            self.assertIn("\n  Alerting/Queue  AWS::SQS::Queue  by VisibilityTimeout\n", summary)
            self.assertNotIn("REPLACE", summary)
        self.assertEqual(self.timeouts(), {"staging": "90", "production": "90"})

        # As CodePipeline does when the stage fails: the same actions, with the artifact of the last success.
        for stage in ("Staging", "Production"):
            (described,) = [one for one in self.pipeline["Stages"] if one["Name"] == stage]
            self.assertEqual(described["OnFailure"], {"Result": "ROLLBACK"})
            back, _ = self.push(packaged, [stage])
            self.assertEqual({status for status, _ in back.values()}, {0}, back)
        self.assertEqual(self.timeouts(), {"staging": "60", "production": "60"})
        after = self.account.state()
        left = {
            path
            for path in differences(before, after)
            if "templates-of-tests" not in path and "doggy-pipeline-" not in path
        }
        self.assertEqual(left, set())

    def test_a_replacement_of_the_table_stops_before_staging(self):
        root = self.packaged("data", "TableName: !Ref Prefix", 'TableName: !Sub "${Prefix}-new"')
        done, _ = self.push(root, AFTER_CHECK)
        self.assertEqual(list(done), ["PlanStaging/Plan"])
        status, log = done["PlanStaging/Plan"]
        self.assertEqual(status, 3)
        self.assertRegex(log, r"REPLACE \(1\)\n  Data/Table ")
        self.assertIn("STOPPED", log)

    def test_a_mistake_in_a_template_stops_at_the_check(self):
        done, _ = self.push(self.changed_source("alerting", "Type: AWS::SQS::Queue\n", "Type: AWS::SQS::Queues\n"))
        self.assertEqual(list(done), ["Check/Check"])
        self.assertIn("AWS::SQS::Queues", done["Check/Check"][1])

    def test_drift_is_found(self):
        source = self.account.checkout()
        status, log = self.build("doggy-drift", source, {})
        self.assertEqual(status, 0, log)
        queue = self.account.outputs("production")["QueueUrl"]
        sqs = self.account.client("sqs")
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
        self.addCleanup(sqs.set_queue_attributes, QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
        status, log = self.build("doggy-drift", source, {})
        self.assertEqual(status, 1)
        self.assertIn("doggy-staging is as the templates say.", log)
        self.assertRegex(log, "Alerting/Queue: MODIFIED .*VisibilityTimeout")

    def test_the_first_deployment_is_a_persons(self):
        account = Account()
        self.addCleanup(account.close)
        self.assertEqual(account.cloud("package")[0], 0)
        account.own = {}
        status, text = account.cloud("plan")
        self.assertEqual(status, 1)
        self.assertIn("needs a value for: Domain, HostedZoneId, AlertEmail", text)


class GithubTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        cls.account.client("ecr").create_repository(repositoryName="doggy-production/doggy-registry")
        cls.account.client("ecr").create_repository(repositoryName="other/doggy-registry")
        trust = '{"Version": "2012-10-17", "Statement": []}'
        role = cls.account.client("iam").create_role(RoleName="eks", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        cls.account.client("eks").create_cluster(name="doggy-production", roleArn=role, resourcesVpcConfig={})
        cls.outputs = cls.account.create_stack(
            "github",
            Environment="production",
            RepositoryId=REPOSITORY_OF_TOKENS,
            CreateProvider="true",
            ClusterName="doggy-production",
        )

    def take(self, role: str, subject: str, audience: str = "sts.amazonaws.com") -> tuple[str, str, str]:
        """A role by a token as GitHub's. The emulator looks at its claims and not at its signature."""

        def part(content: dict) -> str:
            return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

        claims = {"iss": "https://token.actions.githubusercontent.com", "sub": subject, "aud": audience}
        given = self.account.client("sts").assume_role_with_web_identity(
            RoleArn=self.outputs[role],
            RoleSessionName="job",
            WebIdentityToken=f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln",
        )["Credentials"]
        return given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]

    def test_roles_go_to_their_branch_and_environment_alone(self):
        for role, subject, allowed in (
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/heads/main", True),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/tags/v1.2.3", True),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/heads/other", False),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/heads/main-2", False),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:pull_request", False),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:environment:production", False),
            ("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}-fork:ref:refs/heads/main", False),
            ("ImagesRoleArn", "repo:doggyapp@1234/doggy@9999:ref:refs/heads/main", False),
            ("ImagesRoleArn", f"repo:{REPOSITORY}:ref:refs/heads/main", False),
            ("ImagesRoleArn", "repo:somebody/doggy:ref:refs/heads/main", False),
            ("DeployRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:environment:production", True),
            ("DeployRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:environment:staging", False),
            ("DeployRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/heads/main", False),
            ("DeployRoleArn", "repo:somebody/doggy:environment:production", False),
        ):
            with self.subTest(role=role, subject=subject):
                if allowed:
                    self.take(role, subject)
                    with self.assertRaises(ClientError):
                        self.take(role, subject, "https://github.com/somebody")
                else:
                    with self.assertRaises(ClientError):
                        self.take(role, subject)

    def test_what_the_roles_may_do(self):
        images = self.take("ImagesRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:ref:refs/heads/main")
        deploy = self.take("DeployRoleArn", f"repo:{REPOSITORY_OF_TOKENS}:environment:production")
        ecr = self.account.client("ecr", images)
        ours, theirs = "doggy-production/doggy-registry", "other/doggy-registry"
        ecr.get_authorization_token()
        ecr.initiate_layer_upload(repositoryName=ours)
        eks = self.account.client("eks", deploy)
        eks.describe_cluster(name="doggy-production")
        ssm = self.account.client("ssm", deploy)
        for call in (
            lambda: ecr.initiate_layer_upload(repositoryName=theirs),
            lambda: ecr.delete_repository(repositoryName=ours),
            lambda: ecr.batch_delete_image(repositoryName=ours, imageIds=[{"imageTag": "1"}]),
            lambda: self.account.client("eks", images).describe_cluster(name="doggy-production"),
            lambda: eks.delete_cluster(name="doggy-production"),
            lambda: ssm.get_parameter(Name="/a"),
            lambda: self.account.client("dynamodb", deploy).list_tables(),
            lambda: self.account.client("ecr", deploy).initiate_layer_upload(repositoryName=ours),
        ):
            with self.assertRaises(ClientError) as raised:
                call()
            self.assertRegex(raised.exception.response["Error"]["Code"], "AccessDenied")

    def test_the_provider_outlives_the_stack(self):
        self.assertEqual(
            list(self.account.stubs()["AWS::IAM::OIDCProvider"]),
            [f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"],
        )
