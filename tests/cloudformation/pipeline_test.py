"""The pipeline's stages, run here: the commands of buildspec.yml with the variables and the rights that the templates
give each action, and what these rights do not include. CodePipeline and CodeBuild themselves cannot be had here."""

import base64
import json
import pathlib
import re
import unittest
import uuid

import yaml
from account import ACCOUNT, DOMAINS, EMAIL, REGION, ROOT_KEY, Account, refuse, run
from botocore.exceptions import ClientError
from deployment_test import differences
from registry import ROOT

REPOSITORY = "doggyapp/doggy"
# As tokens name repositories that were made after July 15, 2026.
REPOSITORY_OF_TOKENS = "doggyapp@1234/doggy@5678"
CONNECTION = f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/1"
AFTER_CHECK = ["PlanStaging", "Staging", "PlanProduction", "Production"]
# What plans, executions and smoke tests ask AWS for.
DEPLOYS = {
    "cloudformation:CreateChangeSet",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "eks:DescribeCluster",
    "s3:ListBucket",
    "s3:PutObject",
    "sns:GetTopicAttributes",
    "sqs:GetQueueAttributes",
}
TRUST_NOBODY = '{"Version": "2012-10-17", "Statement": []}'
SERVICE_TRUST = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},'
    ' "Action": "sts:AssumeRole"}]}'
)
ALL_RIGHTS = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


class PipelineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        cls.outputs = cls.account.deploy_pipeline(
            RepositoryId=REPOSITORY,
            ConnectionArn=CONNECTION,
            HostedZoneId=cls.account.own["HostedZoneId"],
            StagingDomain=DOMAINS["staging"],
            ProductionDomain=DOMAINS["production"],
            TopicArn=f"arn:aws:sns:{REGION}:{ACCOUNT}:doggy-production-alerts",
        )
        for environment in ("staging", "production"):
            boundary = cls.outputs[f"{environment.capitalize()}BoundaryArn"]
            status, text = cls.account.cloud(
                "deploy", environment, CLOUD_CONFIRM=environment, CLOUD_BOUNDARY_ARN=boundary
            )
            if status:
                raise AssertionError(text[-3000:])
        # Variables of actions, by the source and by namespace and name. Who rolls back gets those of that execution.
        cls.exported = {}
        cls.pipeline = cls.account.stubs()["AWS::CodePipeline::Pipeline"]["doggy"]

    def project(self, name: str) -> dict:
        (known,) = self.account.client("codebuild").batch_get_projects(names=[f"doggy-pipeline-{name}"])["projects"]
        return known

    def role_key(self, project: str) -> tuple[str, str, str]:
        """Credentials that a build has."""
        return self.account.assume(self.project(project)["serviceRole"])

    def build(self, project: str, source: pathlib.Path, variables: dict[str, str]) -> tuple[int, str]:
        """Runs a project of CodeBuild on a source: status and log."""
        known = self.project(project)
        given = {one["name"]: one["value"] for one in known["environment"]["environmentVariables"]} | variables
        key = self.role_key(project)
        buildspec = yaml.safe_load((source / known["source"]["buildspec"]).read_text(encoding="utf-8"))
        exported = source / "build/exported"
        exported.parent.mkdir(exist_ok=True)
        log = ""
        for phase in ("install", "build"):
            # The commands of a phase share their variables.
            commands = ["set -e", *buildspec["phases"][phase]["commands"]]
            commands += [f'echo "{name}=${name}" >>build/exported' for name in buildspec["env"]["exported-variables"]]
            exported.write_text("", encoding="utf-8")
            status, text = run(["bash", "-c", "\n".join(commands)], self.account.environment(key) | given, source)
            log += text
            if status:
                return status, log
        return 0, log

    def push(self, source: pathlib.Path, stages: list[str] | None = None) -> dict[str, tuple[int, str]]:
        """Runs the pipeline on a source until an action fails: status and log by "stage/action". With `stages`, only
        those: that is how a stage is rolled back, with the source of an earlier execution."""
        execution = str(uuid.uuid4())
        done = {}
        for stage in self.pipeline["Stages"]:
            for action in sorted(stage["Actions"], key=lambda one: int(one.get("RunOrder", 1))):
                name = f"{stage['Name']}/{action['Name']}"
                provider = action["ActionTypeId"]["Provider"]
                if stage["Name"] not in (stages or [stage["Name"]]) or provider not in ("Manual", "CodeBuild"):
                    continue
                if provider == "Manual":  # Somebody reads the commit and the plan, and approves.
                    done[name] = (0, "")
                    continue
                # No file that a build makes is read by a later one.
                self.assertEqual(action["InputArtifacts"], [{"Name": "Source"}])
                self.assertNotIn("OutputArtifacts", action)
                text = action["Configuration"].get("EnvironmentVariables", "[]")
                text = text.replace("#{codepipeline.PipelineExecutionId}", execution)
                text = re.sub(r"#\{(\w+\.\w+)\}", lambda found: self.exported[source, found[1]], text)
                variables = {one["name"]: one["value"] for one in json.loads(text)}
                project = action["Configuration"]["ProjectName"].removeprefix("doggy-pipeline-")
                done[name] = self.build(project, source, variables)
                if done[name][0]:
                    return done
                if "Namespace" in action:
                    for line in (source / "build/exported").read_text(encoding="utf-8").splitlines():
                        variable, _, value = line.partition("=")
                        self.exported[source, f"{action['Namespace']}.{variable}"] = value
        return done

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

    def test_a_push_reaches_staging_then_production_and_can_be_taken_back(self):
        source = self.account.checkout()
        first = self.push(source)
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

        changed = self.changed_source("alerting", "VisibilityTimeout: 60", "VisibilityTimeout: 90")
        self.account.calls()
        second = self.push(changed, AFTER_CHECK)
        self.assertEqual({status for status, _ in second.values()}, {0}, second)
        asked = [(action, allowed) for key, action, _, allowed in self.account.calls() if key != ROOT_KEY[0]]
        self.assertEqual({action for action, allowed in asked if not allowed}, set())
        self.assertEqual({action for action, _ in asked}, DEPLOYS)
        for stage in ("PlanStaging", "PlanProduction"):
            summary = second[f"{stage}/Plan"][1].partition("Changes of ")[2]
            self.assertIn("\n  Alerting/Queue  AWS::SQS::Queue  by VisibilityTimeout\n", summary)
            self.assertNotIn("REPLACE", summary)
        self.assertEqual(self.timeouts(), {"staging": "90", "production": "90"})

        # As CodePipeline does when the stage fails: the same actions, with the source of the last success.
        for stage in ("Staging", "Production"):
            (described,) = [one for one in self.pipeline["Stages"] if one["Name"] == stage]
            self.assertEqual(described["OnFailure"], {"Result": "ROLLBACK"})
            back = self.push(source, [stage])
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
        root = self.changed_source("data", "TableName: !Ref Prefix", 'TableName: !Sub "${Prefix}-new"')
        done = self.push(root, AFTER_CHECK)
        self.assertEqual(list(done), ["PlanStaging/Plan"])
        status, log = done["PlanStaging/Plan"]
        self.assertEqual(status, 3)
        self.assertRegex(log, r"REPLACE \(1\)\n  Data/Table ")
        self.assertIn("STOPPED", log)

    def test_a_mistake_in_a_template_stops_at_the_check(self):
        done = self.push(self.changed_source("alerting", "Type: AWS::SQS::Queue\n", "Type: AWS::SQS::Queues\n"))
        self.assertEqual(list(done), ["Check/Check"])
        self.assertIn("AWS::SQS::Queues", done["Check/Check"][1])

    def test_drift_is_found(self):
        source = self.account.checkout()
        status, log = self.build("drift", source, {})
        self.assertEqual(status, 0, log)
        queue = self.account.outputs("production")["QueueUrl"]
        sqs = self.account.client("sqs")
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
        self.addCleanup(sqs.set_queue_attributes, QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
        status, log = self.build("drift", source, {})
        self.assertEqual(status, 1)
        self.assertIn("doggy-staging is as the templates say.", log)
        self.assertRegex(log, "Alerting/Queue: MODIFIED .*VisibilityTimeout")

    def another_template(self) -> dict:
        """What nobody planned for production."""
        given = {
            "Prefix": "doggy-production",
            "MonthlyLimit": "1",
            "AlertEmail": EMAIL,
            "TopicArn": self.account.outputs("production")["TopicArn"],
        }
        return {
            "TemplateBody": (ROOT / "cloudformation/budget.yaml").read_text(encoding="utf-8"),
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        }

    def test_a_plan_can_neither_execute_nor_put_another_in_the_place_of_an_approved_one(self):
        key = self.role_key("plan-production")
        client = self.account.client("cloudformation", key)
        stack = {"StackName": "doggy-production"}
        change_set = {**stack, "ChangeSetName": "pipeline-approved"}
        another = self.another_template()
        body = another["TemplateBody"]
        make = {**change_set, **another, "RoleARN": self.execution_role("production")}
        client.create_change_set(**make)
        self.addCleanup(self.account.client("cloudformation").delete_change_set, **change_set)
        with self.assertRaises(ClientError) as raised:
            client.create_change_set(**make)
        self.assertEqual(raised.exception.response["Error"]["Code"], "AlreadyExistsException")
        elsewhere = {**make, "StackName": "doggy-staging"}
        refuse(
            self,
            {
                "execute": lambda: client.execute_change_set(**change_set),
                "delete the change set": lambda: client.delete_change_set(**change_set),
                "update the stack": lambda: client.update_stack(**stack, **another),
                "create a stack": lambda: client.create_stack(StackName="doggy-production-2", TemplateBody=body),
                "delete the stack": lambda: client.delete_stack(**stack),
                "plan staging": lambda: client.create_change_set(**elsewhere),
                "plan the pipeline": lambda: client.create_change_set(**{**make, "StackName": "doggy-pipeline"}),
            },
        )

    def test_a_change_set_that_took_the_name_of_a_planned_one_is_not_executed(self):
        stack = {"StackName": "doggy-production"}
        client = self.account.client("cloudformation")
        before = client.describe_stacks(**stack)["Stacks"][0]["Parameters"]
        client.create_change_set(**stack, ChangeSetName="pipeline-taken", **self.another_template())
        planned = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:changeSet/pipeline-taken/{uuid.uuid4()}"
        variables = {"CLOUD_CHANGE_SET": "pipeline-taken", "CLOUD_CHANGE_SET_ARN": planned}
        step = {"CLOUD_STEP": "package-and-execute"}
        status, log = self.build("deploy-production", self.account.checkout(), variables | step)
        self.assertEqual(status, 0, log)
        self.assertEqual(client.describe_stacks(**stack)["Stacks"][0]["Parameters"], before)

    def execution_role(self, environment: str) -> str:
        return self.outputs[f"{environment.capitalize()}ExecutionRoleArn"]

    def test_stagings_builds_are_refused_for_production(self):
        found = self.account.outputs("production")
        name = {"StackName": "doggy-production", "ChangeSetName": "pipeline-1"}
        for project in ("plan-staging", "deploy-staging"):
            key = self.role_key(project)

            def client(service: str, key=key):
                return self.account.client(service, key)

            refuse(
                self,
                {
                    f"{project}: plan": lambda client=client: client("cloudformation").create_change_set(
                        **name, TemplateBody="{}"
                    ),
                    f"{project}: execute": lambda client=client: client("cloudformation").execute_change_set(**name),
                    f"{project}: delete a plan": lambda client=client: client("cloudformation").delete_change_set(
                        **name
                    ),
                    f"{project}: see the stack": lambda client=client: client("cloudformation").describe_stacks(
                        StackName="doggy-production"
                    ),
                    f"{project}: see the table": lambda client=client: client("dynamodb").describe_table(
                        TableName=found["TableName"]
                    ),
                    f"{project}: list the bucket": lambda client=client: client("s3").list_objects_v2(
                        Bucket=found["MediaBucketName"]
                    ),
                    f"{project}: see the queue": lambda client=client: client("sqs").get_queue_attributes(
                        QueueUrl=found["QueueUrl"], AttributeNames=["All"]
                    ),
                    f"{project}: take a role": lambda client=client: client("sts").assume_role(
                        RoleArn=self.execution_role("production"), RoleSessionName="build"
                    ),
                },
            )

    def test_no_build_writes_what_another_one_reads(self):
        bucket = self.outputs["ArtifactsBucketName"]
        own = {f"{step}-{name}": (name, step) for step in ("plan", "deploy") for name in ("staging", "production")}
        for project in (*own, "check", "drift"):
            s3 = self.account.client("s3", self.role_key(project))
            keys = {"doggy/Source/a", *(f"templates/{name}/{step}/a" for name, step in own.values())}
            if project in own:
                mine = "templates/{}/{}/a".format(*own[project])
                s3.put_object(Bucket=bucket, Key=mine, Body=b"")
                keys.remove(mine)
            refuse(
                self,
                {
                    f"{project} writes {key}": lambda s3=s3, key=key: s3.put_object(Bucket=bucket, Key=key, Body=b"")
                    for key in keys
                }
                | {
                    f"{project} deletes": lambda s3=s3: s3.delete_object(Bucket=bucket, Key="doggy/Source/a"),
                },
            )

    def test_roles_are_made_within_the_boundary_alone(self):
        key = self.account.assume(self.execution_role("staging"))
        iam = self.account.client("iam", key)
        ours, theirs = (self.outputs[f"{name}BoundaryArn"] for name in ("Staging", "Production"))
        role = {"RoleName": "doggy-staging-new", "AssumeRolePolicyDocument": SERVICE_TRUST}
        policy = {"PolicyName": "all", "PolicyDocument": ALL_RIGHTS}
        iam.create_role(**role, PermissionsBoundary=ours)
        iam.put_role_policy(RoleName="doggy-staging-new", **policy)
        admin = self.account.client("iam")

        def remove() -> None:
            admin.delete_role_policy(RoleName="doggy-staging-new", PolicyName="all")
            admin.delete_role(RoleName="doggy-staging-new")

        self.addCleanup(remove)
        builds = [self.project(name)["serviceRole"].rpartition("/")[2] for name in ("plan-staging", "deploy-staging")]
        builds += [self.execution_role("staging").rpartition("/")[2], "doggy-github-staging-deploy"]
        admin.create_role(RoleName="doggy-github-staging-deploy", AssumeRolePolicyDocument=TRUST_NOBODY)
        self.addCleanup(admin.delete_role, RoleName="doggy-github-staging-deploy")
        admin.create_role(RoleName="doggy-staging-old", AssumeRolePolicyDocument=TRUST_NOBODY)
        self.addCleanup(admin.delete_role, RoleName="doggy-staging-old")
        refuse(
            self,
            {
                "a role without a boundary": lambda: iam.create_role(**{**role, "RoleName": "doggy-staging-free"}),
                "a role with another boundary": lambda: iam.create_role(
                    **{**role, "RoleName": "doggy-staging-free"}, PermissionsBoundary=theirs
                ),
                "a role with another name": lambda: iam.create_role(
                    **{**role, "RoleName": "doggy-production-new"}, PermissionsBoundary=ours
                ),
                "rights for a role without a boundary": lambda: iam.put_role_policy(
                    RoleName="doggy-staging-old", **policy
                ),
                "AWS' policy for a role without a boundary": lambda: iam.attach_role_policy(
                    RoleName="doggy-staging-old", PolicyArn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
                ),
                "another policy of AWS": lambda: iam.attach_role_policy(
                    RoleName="doggy-staging-new", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess"
                ),
                "another boundary": lambda: iam.put_role_permissions_boundary(
                    RoleName="doggy-staging-new", PermissionsBoundary=theirs
                ),
                "no boundary": lambda: iam.delete_role_permissions_boundary(RoleName="doggy-staging-new"),
                "a wider boundary": lambda: iam.create_policy_version(
                    PolicyArn=ours, PolicyDocument=ALL_RIGHTS, SetAsDefault=True
                ),
                **{
                    f"rights for {name}": lambda name=name: iam.put_role_policy(RoleName=name, **policy)
                    for name in builds
                },
                **{
                    f"the trust of {name}": lambda name=name: iam.update_assume_role_policy(
                        RoleName=name, PolicyDocument=SERVICE_TRUST
                    )
                    for name in builds
                },
            },
        )
        self.check_what_a_role_with_all_rights_can_do("doggy-staging-new")

    def check_what_a_role_with_all_rights_can_do(self, name: str) -> None:
        key = self.account.assume(f"arn:aws:iam::{ACCOUNT}:role/{name}")
        found = {environment: self.account.outputs(environment) for environment in ("staging", "production")}

        def client(service: str):
            return self.account.client(service, key)

        item = {"pk": {"S": "a"}, "sk": {"S": "b"}}
        client("dynamodb").get_item(TableName=found["staging"]["TableName"], Key=item)
        theirs = found["production"]
        refuse(
            self,
            {
                "read the other table": lambda: client("dynamodb").get_item(TableName=theirs["TableName"], Key=item),
                "delete its own table": lambda: client("dynamodb").delete_table(TableName="doggy-staging"),
                "list the other bucket": lambda: client("s3").list_objects_v2(Bucket=theirs["MediaBucketName"]),
                "read the other secret": lambda: client("secretsmanager").get_secret_value(
                    SecretId=theirs["RegistrySecretArn"]
                ),
                "read the other queue": lambda: client("sqs").receive_message(QueueUrl=theirs["QueueUrl"]),
                "publish to the other topic": lambda: client("sns").publish(TopicArn=theirs["TopicArn"], Message="a"),
                "use the other key": lambda: client("kms").encrypt(KeyId=theirs["DataKeyArn"], Plaintext=b"a"),
                "make a role": lambda: client("iam").create_role(
                    RoleName="doggy-staging-a", AssumeRolePolicyDocument=TRUST_NOBODY
                ),
                "take a role": lambda: client("sts").assume_role(
                    RoleArn=self.execution_role("staging"), RoleSessionName="pod"
                ),
                "change a stack": lambda: client("cloudformation").delete_stack(StackName="doggy-staging"),
                "start a build": lambda: client("codebuild").start_build(
                    projectName="doggy-pipeline-deploy-production"
                ),
            },
        )

    def test_cloudformations_role_stays_in_its_environment(self):
        key = self.account.assume(self.execution_role("staging"))
        found = self.account.outputs("production")
        kms = self.account.client("kms", key)
        kms.describe_key(KeyId=self.account.outputs("staging")["DataKeyArn"])

        def client(service: str):
            return self.account.client(service, key)

        record = {"Action": "DELETE", "ResourceRecordSet": {"Name": DOMAINS["production"], "Type": "A"}}
        refuse(
            self,
            {
                "the table": lambda: client("dynamodb").update_table(
                    TableName=found["TableName"], DeletionProtectionEnabled=False
                ),
                "the bucket": lambda: client("s3").put_bucket_policy(Bucket=found["MediaBucketName"], Policy="{}"),
                "the key": lambda: kms.schedule_key_deletion(KeyId=found["DataKeyArn"]),
                "the policy of the key": lambda: kms.put_key_policy(KeyId=found["DataKeyArn"], Policy="{}"),
                "the pipeline's bucket": lambda: client("s3").put_bucket_policy(
                    Bucket=self.outputs["ArtifactsBucketName"], Policy="{}"
                ),
                "the secret": lambda: client("secretsmanager").delete_secret(SecretId=found["RegistrySecretArn"]),
                "the queue": lambda: client("sqs").delete_queue(QueueUrl=found["QueueUrl"]),
                "the topic": lambda: client("sns").delete_topic(TopicArn=found["TopicArn"]),
                "the cluster": lambda: client("eks").delete_cluster(name=found["ClusterName"]),
                "the stack": lambda: client("cloudformation").delete_stack(StackName="doggy-production"),
                "the pipeline": lambda: client("cloudformation").delete_stack(StackName="doggy-pipeline"),
                "the address": lambda: client("route53").change_resource_record_sets(
                    HostedZoneId=self.account.own["HostedZoneId"], ChangeBatch={"Changes": [record]}
                ),
            },
        )

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
