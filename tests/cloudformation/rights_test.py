"""What the pipeline's policies allow and refuse, as far as the emulator cannot show it: CloudFormation does not use its
role there, and tags and names of records are no part of its decisions. MiniStack's evaluator decides on the policies as
they are written, with samples for what only a deployment knows."""

import fnmatch
import json
import unittest

from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document
from ministack.services.iam import _AWS_MANAGED_POLICY_PREFIX, _aws_managed_policies
from schemas import schema_of
from static_test import ARN, ENVIRONMENT, SAMPLES, as_list, load, policies_of, resolve

OURS = {"aws:ResourceTag/app": "doggy", "aws:ResourceTag/environment": "staging"}
THEIRS = {"aws:ResourceTag/app": "doggy", "aws:ResourceTag/environment": "production"}
PIPELINE = {"aws:ResourceTag/app": "doggy", "aws:ResourceTag/environment": "pipeline"}
HERE = {"aws:RequestedRegion": "eu-central-1"}

# What AWS' resource schemas name and CloudFormation's role does not have, by the reason.
NOT_NEEDED = {
    "copies, imports and streams of the table, for which its handler also writes items": [
        "dynamodb:AssociateTableReplica",
        "dynamodb:BatchWriteItem",
        "dynamodb:CreateTableReplica",
        "dynamodb:DeleteItem",
        "dynamodb:DeleteResourcePolicy",
        "dynamodb:DescribeImport",
        "dynamodb:*KinesisStreamingDestination",
        "dynamodb:GetItem",
        "dynamodb:ImportTable",
        "dynamodb:Put*",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
        "kinesis:*",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "s3:GetObjectMetadata",
        "s3:ListBucket",
    ],
    "private certificate authorities": ["acm-pca:*"],
    "templates have no policies of stacks": ["cloudformation:SetStackPolicy"],
    "nested stacks cannot be protected": ["cloudformation:UpdateTerminationProtection"],
    "addresses are those of NAT gateways, which have one each": [
        "ec2:AcceptAddressTransfer",
        "ec2:AssociateAddress",
        "ec2:*NatGatewayAddress",
    ],
    "the bastion is replaced rather than moved, and has no further volumes and associations": [
        "ec2:AttachVolume",
        "ec2:DetachVolume",
        "ec2:ModifyInstancePlacement",
        "ec2:ModifyPrivateDnsNameOptions",
        "ssm:*Association*",
    ],
    "IPv6, tenancy and encryption of networks": [
        "ec2:*SubnetCidrBlock",
        "ec2:CreateVpcEncryptionControl",
        "ec2:ModifyVpcTenancy",
    ],
    "endpoints of service networks and other regions, and VPNs": ["vpc-lattice:*", "vpce:*", "ec2:*VpnGateway"],
    "repositories have no policies": ["ecr:DeleteRepositoryPolicy", "ecr:SetRepositoryPolicy"],
    "authorities of clusters are not exchanged": ["eks:ActivateCertificateAuthority"],
    "sign-in, reserved capacity and pools of addresses of load balancers": [
        "cognito-idp:*",
        "elasticloadbalancing:ModifyCapacityReservation",
        "elasticloadbalancing:ModifyIpPools",
    ],
    "the controller registers targets": ["elasticloadbalancing:*egisterTargets"],
    "no role loses its boundary": ["iam:DeleteRolePermissionsBoundary"],
    "keys stay enabled and rotated": ["kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey"],
    "groups keep their key and retention, and have no further policies": [
        "firehose:*",
        "logs:*DataProtectionPolicy",
        "logs:*IndexPolicy",
        "logs:DeleteResourcePolicy",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutBearerTokenAuthentication",
        "logs:PutLogGroupDeletionProtection",
    ],
    "what our buckets do not have: metrics, inventories, replication, locks, tables of metadata": [
        "s3:*Metadata*",
        "s3:DeleteBucket?*",
        "s3:DeleteObject",
        "s3:Put*Configuration",
        "s3:PutObjectAcl",
        "s3tables:*",
    ],
    "topics have no policy of data protection": ["sns:PutDataProtectionPolicy"],
    "a person gives secrets their values, in one region": [
        "secretsmanager:GetRandomPassword",
        "secretsmanager:GetSecretValue",
        "secretsmanager:Re*Region*",
    ],
    "the web ACL is for a load balancer": [
        "amplify:*",
        "apigateway:*",
        "apprunner:*",
        "appsync:*",
        "bedrock-agentcore:*",
        "ec2:*VerifiedAccess*",
        "wafv2:*PermissionPolicy",
    ],
    "no actions of IAM": [
        "elasticloadbalancing:*WebACL*",
        "iam:DescribeOrganization",
        "payments:GetConnectedAccount",
        "s3:REST.PUT.OBJECT",
    ],
}

# Policies of AWS that our roles have and MiniStack has not; as AWS documents them.
OTHERS_OF_AWS = {
    "AmazonEC2ContainerRegistryPullOnly": {
        "ecr:BatchGetImage",
        "ecr:BatchImportUpstreamImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
    },
    "service-role/AmazonEBSCSIDriverPolicy": {
        "ec2:AttachVolume",
        "ec2:CreateSnapshot",
        "ec2:CreateTags",
        "ec2:CreateVolume",
        "ec2:DeleteSnapshot",
        "ec2:DeleteTags",
        "ec2:DeleteVolume",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DetachVolume",
        "ec2:EnableFastSnapshotRestores",
        "ec2:ModifyVolume",
    },
}
# What they allow and the boundary does not, by the reason.
WITHHELD = {
    "Services of type LoadBalancer, which we do not use": [
        "autoscaling:UpdateAutoScalingGroup",
        "ec2:*Route",
        "ec2:*SecurityGroup*",
        "ec2:ModifyInstanceAttribute",
        "elasticloadbalancing:[!D]*",
        "elasticloadbalancing:De[!s]*",
        "iam:CreateServiceLinkedRole",
    ],
    "caches of other registries": ["ecr:BatchImportUpstreamImage"],
}


def matches(action: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def document_of(name: str) -> dict:
    """The policy of a resource of deployer.yaml, for staging."""
    return resolve(load("deployer")["Resources"][name]["Properties"]["PolicyDocument"])


ATTACHED = load("deployer")["Resources"]["ExecutionRole"]["Properties"]["ManagedPolicyArns"]
EXECUTION = [document_of(one["Ref"]) for one in ATTACHED]
BOUNDARY = [document_of("Boundary")]


def decide(documents: list[dict], action: str, resource: str, context: dict | None = None) -> str:
    """Allow, ImplicitDeny or Deny."""
    role = "arn:aws:sts::123456789012:assumed-role/a/b"
    known = {key.lower(): value for key, value in (HERE | (context or {})).items()}
    asked = EvalContext(role, "AssumedRole", "123456789012", action, resource, "eu-central-1", service_context=known)
    return evaluate(asked, [parse_policy_document(one) for one in documents]).decision


def allowed_actions(documents: list[dict]) -> list[str]:
    statements = [one for document in documents for one in document["Statement"] if one["Effect"] == "Allow"]
    return [action for one in statements for action in as_list(one["Action"])]


def roles_of_environments():
    for name in ENVIRONMENT:
        for logical, resource in load(name)["Resources"].items():
            if resource["Type"] == "AWS::IAM::Role":
                yield f"{name}/{logical}", resource


class ExecutionRoleTest(unittest.TestCase):
    def test_it_may_do_all_that_the_types_of_the_templates_need(self):
        """By AWS' resource schemas, which name the actions of the handlers. Only those that list are left out: stacks
        do not use them."""
        kinds = {one["Type"] for name in ENVIRONMENT for one in load(name)["Resources"].values()}
        self.assertGreater(len(kinds), 40)
        granted = allowed_actions(EXECUTION)
        reasons = [pattern for patterns in NOT_NEEDED.values() for pattern in patterns]
        unused = set(reasons)
        missing = set()
        for kind in kinds:
            handlers = schema_of(kind)["handlers"]
            needed = {a for what, one in handlers.items() if what != "list" for a in one.get("permissions", [])}
            for action in needed:
                if not matches(action, granted):
                    unused -= {pattern for pattern in reasons if matches(action, [pattern])}
                    if not matches(action, reasons):
                        missing.add(f"{kind} {action}")
        self.assertEqual(missing, set())
        self.assertEqual(unused, set(), "reasons for what nobody needs")

    def test_it_has_a_boundary_to_give_and_cannot_change_it(self):
        role = "arn:aws:iam::123456789012:role/doggy-staging-Identity-1-RegistryRole-2"
        ours = {"iam:PermissionsBoundary": SAMPLES["Boundary"]}
        other = {"iam:PermissionsBoundary": SAMPLES["Boundary"].replace("staging", "production")}
        of_aws = {"iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}
        within = dict.fromkeys(("CreateRole", "PutRolePolicy", "DeleteRolePolicy", "PutRolePermissionsBoundary"), {})
        for action, more in {**within, "AttachRolePolicy": of_aws, "DetachRolePolicy": of_aws}.items():
            with self.subTest(action):
                self.assertEqual(decide(EXECUTION, f"iam:{action}", role, ours | more), "Allow")
                self.assertNotEqual(decide(EXECUTION, f"iam:{action}", role, other | more), "Allow")
                self.assertNotEqual(decide(EXECUTION, f"iam:{action}", role, more), "Allow")
        self.assertNotEqual(decide(EXECUTION, "iam:DeleteRolePermissionsBoundary", role, ours), "Allow")
        policies = [action for action in allowed_actions(EXECUTION) if action.endswith(("Policy", "PolicyVersion"))]
        self.assertEqual(
            {action for action in policies if action.startswith("iam:")},
            {
                "iam:AttachRolePolicy",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:GetRolePolicy",
                "iam:PutRolePolicy",
                "iam:UpdateAssumeRolePolicy",
            },
        )

    def test_names_of_the_pipeline_and_of_github_are_not_an_environments(self):
        """Roles without a name get that of their stack: doggy-pipeline-…"""
        names = ["doggy-pipeline-PlanRole-1", "doggy-pipeline-Staging-1-ExecutionRole-2"]
        for file in ("pipeline", "deployer", "github"):
            for one in load(file)["Resources"].values():
                kinds = {"RoleName", "ManagedPolicyName", "Name", "LogGroupName", "BucketName"}
                named = kinds & one["Properties"].keys()
                names += [resolve(one["Properties"][key]) for key in named]
        self.assertGreater(len(names), 10)
        ours = {"iam:PermissionsBoundary": SAMPLES["Boundary"], "iam:PassedToService": "ec2.amazonaws.com"}
        for name in names:
            self.assertNotRegex(name.strip("/"), r"^doggy-(staging|production)\b")
            for action in ("PutRolePolicy", "UpdateAssumeRolePolicy", "PassRole", "DeleteRole", "TagRole"):
                role = f"arn:aws:iam::123456789012:role/{name}"
                self.assertNotEqual(decide(EXECUTION, f"iam:{action}", role, ours), "Allow", f"{action} {name}")

    def test_it_reaches_nothing_of_others(self):
        for action, resource in (
            ("kms:PutKeyPolicy", ARN.format("kms", "key/1")),
            ("kms:ScheduleKeyDeletion", ARN.format("kms", "key/1")),
            ("ec2:DeleteVpc", ARN.format("ec2", "vpc/vpc-1")),
            ("ec2:DeleteLaunchTemplate", ARN.format("ec2", "launch-template/lt-1")),
            ("ec2:TerminateInstances", ARN.format("ec2", "instance/i-1")),
            ("acm:DeleteCertificate", ARN.format("acm", "certificate/1")),
            ("elasticloadbalancing:SetWebAcl", ARN.format("elasticloadbalancing", "loadbalancer/app/a/1")),
        ):
            with self.subTest(action):
                self.assertEqual(decide(EXECUTION, action, resource, OURS), "Allow")
                self.assertEqual(decide(EXECUTION, action, resource, THEIRS), "Deny")
                self.assertEqual(decide(EXECUTION, action, resource, PIPELINE), "Deny")
        machine = ARN.format("ec2", "instance/i-1")
        self.assertNotEqual(decide(EXECUTION, "ec2:TerminateInstances", machine), "Allow", "a machine without tags")
        # What does not belong to the installation is not excluded (docs/cloud.md).
        other = decide(EXECUTION, "ec2:DeleteVpc", ARN.format("ec2", "vpc/vpc-1"), {"aws:ResourceTag/app": "other"})
        self.assertEqual(other, "Allow")

    def test_it_reads_templates_from_the_pipeline(self):
        bucket = SAMPLES["Artifacts"]
        self.assertEqual(decide(EXECUTION, "kms:Decrypt", resolve({"Ref": "KeyArn"}), PIPELINE), "Allow")
        self.assertEqual(decide(EXECUTION, "s3:GetObject", f"{bucket}/templates/staging/plan/1"), "Allow")
        for key in ("templates/production/plan/1", "doggy/Source/1"):
            self.assertNotEqual(decide(EXECUTION, "s3:GetObject", f"{bucket}/{key}"), "Allow")

    def test_it_changes_the_names_of_one_environment_alone(self):
        zone = "arn:aws:route53:::hostedzone/Z0123456789"
        key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
        for names, expected in (
            (["staging.example.org"], True),
            (["_0123.staging.example.org"], True),
            (["www.staging.example.org"], False),
            (["example.org"], False),
            (["doggy.example.org"], False),
            (["staging.example.org", "doggy.example.org"], False),
            (["_0123.doggy.example.org"], False),
        ):
            decision = decide(EXECUTION, "route53:ChangeResourceRecordSets", zone, {key: names})
            self.assertEqual(decision == "Allow", expected, names)
        other = decide(EXECUTION, "route53:ChangeResourceRecordSets", zone + "2", {key: ["staging.example.org"]})
        self.assertNotEqual(other, "Allow")
        self.assertNotEqual(decide(EXECUTION, "route53:ChangeResourceRecordSets", zone), "Allow", "without a name")


class BoundaryTest(unittest.TestCase):
    def test_every_role_of_an_environment_has_it(self):
        expected = {"Fn::If": ["HasBoundary", {"Ref": "BoundaryArn"}, {"Ref": "AWS::NoValue"}]}
        files = set()
        for where, role in roles_of_environments():
            self.assertEqual(role["Properties"]["PermissionsBoundary"], expected, where)
            files.add(where.partition("/")[0])
        self.assertGreater(len(files), 3)
        for one in load("master")["Resources"].values():
            if one["Properties"]["TemplateURL"].removeprefix("./").removesuffix(".yaml") in files:
                self.assertEqual(one["Properties"]["Parameters"]["BoundaryArn"], {"Ref": "BoundaryArn"})
        kinds = {one["Type"] for name in ENVIRONMENT for one in load(name)["Resources"].values()}
        principals = {"AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"}
        self.assertEqual(kinds & principals, set(), "nothing but roles has rights")

    def test_it_allows_what_our_policies_grant(self):
        count = 0
        for where, role in roles_of_environments():
            for kind, document in policies_of(role):
                if kind != "identity":
                    continue
                for statement in resolve(document)["Statement"]:
                    condition = statement.get("Condition", {}).get("StringEquals", {})
                    context = OURS | {key: as_list(value)[0] for key, value in condition.items()}
                    for action in as_list(statement["Action"]):
                        for resource in as_list(statement["Resource"]):
                            if resource.startswith("arn:aws:s3:::") and "/*" in resource:
                                resource = resource.replace("*", "a")
                            self.assertEqual(decide(BOUNDARY, action, resource, context), "Allow", f"{where} {action}")
                            count += 1
        self.assertGreater(count, 60)

    def test_it_allows_what_aws_policies_grant_that_our_roles_have(self):
        granted = allowed_actions(BOUNDARY)
        withheld = [pattern for patterns in WITHHELD.values() for pattern in patterns]
        attached = set()
        for _, role in roles_of_environments():
            for arn in role["Properties"].get("ManagedPolicyArns", []):
                name = resolve(arn).removeprefix(_AWS_MANAGED_POLICY_PREFIX)
                attached.add(name)
                if name in OTHERS_OF_AWS:
                    actions = OTHERS_OF_AWS[name]
                else:
                    record = _aws_managed_policies[f"{_AWS_MANAGED_POLICY_PREFIX}{name}"]
                    parsed = parse_policy_document(record["Versions"][record["DefaultVersionId"]]["Document"])
                    actions = {action for one in parsed for action in one.actions}
                self.assertEqual({a for a in actions if not matches(a, granted + withheld)}, set(), name)
        self.assertEqual(len(attached), 5)

    def test_it_gives_no_way_out(self):
        actions = [action.lower() for action in allowed_actions(BOUNDARY)]
        for service in ("iam", "sts", "cloudformation", "codebuild", "codepipeline", "lambda", "organizations"):
            self.assertEqual([action for action in actions if action.startswith(f"{service}:")], [])
        for action, resource in (
            ("dynamodb:GetItem", ARN.format("dynamodb", "table/doggy-staging")),
            ("s3:GetObject", "arn:aws:s3:::doggy-staging-media-123456789012/blobs/a"),
            ("sqs:ReceiveMessage", ARN.format("sqs", "doggy-staging-alerts")),
            ("secretsmanager:GetSecretValue", ARN.format("secretsmanager", "secret:doggy/staging/registry-abc")),
            ("logs:FilterLogEvents", ARN.format("logs", "log-group:/aws/eks/doggy-staging/cluster")),
            ("eks:DescribeCluster", ARN.format("eks", "cluster/doggy-staging")),
        ):
            with self.subTest(action):
                self.assertEqual(decide(BOUNDARY, action, resource, OURS), "Allow")
                self.assertNotEqual(decide(BOUNDARY, action, resource.replace("staging", "production")), "Allow")
        for action, resource in (
            ("kms:Decrypt", ARN.format("kms", "key/1")),
            ("ec2:DeleteVolume", ARN.format("ec2", "volume/vol-1")),
            ("ecr:BatchGetImage", ARN.format("ecr", "repository/doggy-production/doggy-registry")),
        ):
            with self.subTest(action):
                self.assertEqual(decide(BOUNDARY, action, resource, OURS), "Allow")
                self.assertEqual(decide(BOUNDARY, action, resource, THEIRS), "Deny")
                self.assertEqual(decide(BOUNDARY, action, resource, PIPELINE), "Deny")

    def test_what_machines_make_has_tags_of_ours(self):
        """CloudFormation tags neither launch templates nor machines and volumes that others make."""
        ours = [{"Key": "app", "Value": {"Ref": "Name"}}, {"Key": "environment", "Value": {"Ref": "Environment"}}]
        resources = load("eks")["Resources"]
        templates = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::EC2::LaunchTemplate"]
        self.assertEqual(len(templates), 3)
        for one in templates:
            tagged = {spec["ResourceType"]: spec["Tags"] for spec in one["TagSpecifications"]}
            tagged |= {spec["ResourceType"]: spec["Tags"] for spec in one["LaunchTemplateData"]["TagSpecifications"]}
            self.assertEqual(set(tagged), {"launch-template", "instance", "network-interface", "volume"})
            for tags in tagged.values():
                self.assertEqual([tag for tag in tags if tag["Key"] != "Name"], ours)
        plugin = json.loads(resolve(resources["NetworkAddon"]["Properties"]["ConfigurationValues"]))
        self.assertEqual(json.loads(plugin["env"]["ADDITIONAL_ENI_TAGS"]), {"app": "doggy", "environment": "staging"})
        driver = resources["VolumesAddon"]["Properties"]["ConfigurationValues"]
        self.assertIn('"extraVolumeTags": {"app": "doggy", "environment": "staging"}', resolve(driver))
