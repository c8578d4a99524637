"""The templates as they are written: linters, and rules of our own."""

import json
import pathlib
import re
import tempfile
import unittest
from unittest import mock

import cost
import environment
import stacks
import template
import yaml
from account import run
from registry import ROOT

FOLDER = ROOT / "cloudformation"
TEMPLATES = {path.stem: path for path in sorted(FOLDER.glob("[a-z]*.yaml"))}
# Deployed by themselves.
ROOTS = {"master", "pipeline", "github"}
# What makes up an environment.
ENVIRONMENT = sorted(set(TEMPLATES) - {"pipeline", "deployer", "github"})

# Findings of parliament that stay: (issue, what it is about).
ACCEPTED = [
    # Our own test asks for a reason beside each.
    ("RESOURCE_STAR", ""),
    # Parameters of AWS itself have no account in their ARN, which parliament does not know.
    ("RESOURCE_MISMATCH", "ssm:GetParameters"),
    # The guide of Session Manager has it; parliament's list does not.
    ("UNKNOWN_CONDITION_FOR_ACTION", "ssm:SessionDocumentAccessCheck"),
    # parliament's list knows it for streams alone, and does not know the other one.
    ("RESOURCE_MISMATCH", "dynamodb:GetResourcePolicy"),
    ("UNKNOWN_ACTION", "billing:GetBillingViewData"),
    # AWS' own examples compare this key as a text.
    ("MISMATCHED_TYPE_BUT_USABLE", "deployer-ExecutionRolesPolicy"),
    # CloudFormation's own role sets the policies of the buckets that it makes; that is its work.
    ("RESOURCE_POLICY_PRIVILEGE_ESCALATION", "deployer-ExecutionDataPolicy"),
]
ARN = "arn:aws:{}:eu-central-1:123456789012:{}"
SAMPLES = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::AccountId": "123456789012",
    "AWS::URLSuffix": "amazonaws.com",
    "Name": "doggy",
    "Environment": "staging",
    "Prefix": "doggy-staging",
    "Domain": "staging.example.org",
    "HostedZoneId": "Z0123456789",
    "ClusterName": "doggy-staging",
    "ArtifactsBucket": "doggy-pipeline-123456789012",
    "Artifacts": "arn:aws:s3:::doggy-pipeline-123456789012",
    "BuildLogs": "/doggy-pipeline/builds",
    "Boundary": "arn:aws:iam::123456789012:policy/doggy-pipeline-boundary-staging",
}


def load(name: str) -> dict:
    return template.load(TEMPLATES[name])


def each_resource():
    for name in TEMPLATES:
        for logical, resource in load(name)["Resources"].items():
            yield f"{name}/{logical}", resource


def policies_of(resource: dict) -> list[tuple[str, dict]]:
    """(kind, document) of every policy that a resource has; identity policies are what principals may do."""
    properties = resource.get("Properties", {})
    found = [("identity", one["PolicyDocument"]) for one in properties.get("Policies", [])]
    if resource["Type"] == "AWS::IAM::ManagedPolicy":
        found.append(("identity", properties["PolicyDocument"]))
    elif "PolicyDocument" in properties:
        found.append(("resource", properties["PolicyDocument"]))
    if "KeyPolicy" in properties:
        found.append(("key", properties["KeyPolicy"]))
    if "AssumeRolePolicyDocument" in properties:
        found.append(("trust", properties["AssumeRolePolicyDocument"]))
    return found


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


class StaticTest(unittest.TestCase):
    def test_the_linters_find_nothing(self):
        status, text = run([ROOT / "scripts/cloud.sh", "check"], {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"})
        self.assertEqual(status, 0, text)
        self.assertRegex(text, r"Passed checks: 3\d\d, Failed checks: 0")

    def test_the_linters_check_parameters_of_nested_stacks(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in (*TEMPLATES.values(), FOLDER / ".cfnlintrc.yaml"):
                text = path.read_text(encoding="utf-8").replace("        MonthlyLimit: !Ref MonthlyLimit\n", "")
                pathlib.Path(folder, path.name).write_text(text, encoding="utf-8")
            linter = [ROOT / ".tools/cloud/bin/cfn-lint", "--", "master.yaml"]
            status, text = run(linter, {}, pathlib.Path(folder))
        self.assertNotEqual(status, 0)
        self.assertIn("E3043", text)

    def test_suppressions_have_reasons(self):
        found = 0
        for path in TEMPLATES.values():
            for line in path.read_text(encoding="utf-8").splitlines():
                if "skip" in line and "checkov" in line:
                    self.assertRegex(line, r"# checkov:skip=CKV2?_AWS_\d+:\w[^:]{8,}")
                    found += 1
        self.assertGreater(found, 5)

    def test_parliament_finds_nothing_in_the_policies(self):
        with tempfile.TemporaryDirectory() as folder:
            count = 0
            for where, resource in each_resource():
                for index, (kind, document) in enumerate(policies_of(resource)):
                    if kind == "identity":
                        path = pathlib.Path(folder, f"{where.replace('/', '-')}-{index}.json")
                        path.write_text(json.dumps(resolve(document)), encoding="utf-8")
                        count += 1
            self.assertGreater(count, 15)
            status, text = run([ROOT / ".tools/cloud/bin/parliament", "--directory", folder, "--json"], {})
        found = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.assertEqual(
            [one for one in found if not any(one["issue"] == i and w in str(one) for i, w in ACCEPTED)], []
        )
        self.assertEqual({i for i, _ in ACCEPTED}, {one["issue"] for one in found}, "what is accepted is still there")
        self.assertIn(status, (0, 1), text)

    def test_policies_are_as_short_as_iam_wants(self):
        for where, resource in each_resource():
            identity = [resolve(document) for kind, document in policies_of(resource) if kind == "identity"]
            size = sum(len(json.dumps(document, separators=(",", ":"))) for document in identity)
            self.assertLessEqual(size, 6144 if resource["Type"] == "AWS::IAM::ManagedPolicy" else 10240, where)

    def test_a_wildcard_resource_has_its_reason_beside_it(self):
        """In a comment above its statement. In the policy of a key, "*" is the key."""
        for name, path in TEMPLATES.items():
            lines = path.read_text(encoding="utf-8").splitlines()
            for number in (i for i, line in enumerate(lines) if 'Resource: "*"' in line):
                start = max(i for i in range(number) if re.match(r"\s*- (Sid|Effect):", lines[i]))
                resource = max(i for i in range(number) if re.match(r"  \w+:$", lines[i]))
                of_a_key = any("KeyPolicy:" in line for line in lines[resource:number])
                with self.subTest(template=name, line=number + 1):
                    self.assertTrue(of_a_key or lines[start - 1].lstrip().startswith("#"), lines[start - 1])

    def test_no_policy_allows_a_whole_service_or_everybody(self):
        for where, resource in each_resource():
            for kind, document in policies_of(resource):
                for statement in document["Statement"]:
                    actions = as_list(statement.get("Action", []))
                    if kind == "identity" and statement["Effect"] == "Allow":
                        self.assertEqual([action for action in actions if re.search(r"(^|:)\*$", action)], [], where)
                    if statement["Effect"] == "Deny" or statement.get("Principal") != "*":
                        continue
                    if statement["Sid"] == "ImagesAndPackages":  # Of AWS, through the endpoint of S3.
                        self.assertEqual(actions, ["s3:GetObject"])
                    else:
                        self.assertIn("aws:PrincipalAccount", statement["Condition"]["StringEquals"], where)

    def test_grants_for_keys_are_made_by_services(self):
        """Whoever may make a grant can let anybody decrypt. EKS alone cannot be named in a condition."""
        keys = 0
        for where, resource in each_resource():
            for kind, document in policies_of(resource):
                if kind != "key":
                    continue
                keys += 1
                for statement in document["Statement"]:
                    actions = as_list(statement["Action"])
                    self.assertFalse({"kms:*", "kms:Create*"} & set(actions), where)
                    if "kms:CreateGrant" in actions and where != "keys/ClusterKey":
                        self.assertIn("kms:ViaService", statement["Condition"]["StringEquals"], where)
        self.assertEqual(keys, 7)

    def test_workflows_get_a_tunnel_and_no_shell(self):
        """Without the check, a session without a document is a shell, and the bastion administers the cluster."""
        (policy,) = load("github")["Resources"]["DeployRole"]["Properties"]["Policies"]
        sessions = [one for one in policy["PolicyDocument"]["Statement"] if one["Action"] == "ssm:StartSession"]
        documents, machines = [], []
        for one in sessions:
            (documents if ":document/" in one["Resource"]["Fn::Sub"] else machines).append(one)
        self.assertEqual(len(documents), 1)
        self.assertTrue(documents[0]["Resource"]["Fn::Sub"].endswith("/AWS-StartPortForwardingSessionToRemoteHost"))
        self.assertEqual(len(machines), 1)
        self.assertEqual(machines[0]["Condition"]["BoolIfExists"], {"ssm:SessionDocumentAccessCheck": "true"})

    def test_the_cluster_fits_what_runs_on_it(self):
        resources = load("eks")["Resources"]
        groups = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::EKS::Nodegroup"]
        self.assertEqual([one["Version"] for one in groups], [{"Ref": "KubernetesVersion"}] * 3)
        # Bottlerocket asks EC2 for its name, which AWS' minimal policy does not allow.
        policies = [one["Fn::Sub"] for one in resources["NodeRole"]["Properties"]["ManagedPolicyArns"]]
        self.assertIn("arn:${AWS::Partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy", policies)
        (access,) = resources["DeployAccess"]["Properties"]["AccessPolicies"]
        text = (ROOT / "kubernetes/cluster/namespaces.yaml").read_text(encoding="utf-8")
        ours = re.findall(r"^  name: (\S+)$", text, re.MULTILINE)
        # An administrator installs the monitoring, and what sees the nodes.
        deployed = access["AccessScope"]["Namespaces"]
        self.assertCountEqual([*deployed, "monitoring", "node-agents"], ours)
        manifest = (ROOT / "kubernetes/cluster/roles.yaml").read_text(encoding="utf-8")
        bindings = [one for one in yaml.safe_load_all(manifest) if one["kind"] == "RoleBinding"]
        self.assertEqual([one["metadata"]["namespace"] for one in bindings], deployed)
        for one in bindings:
            groups = [subject["name"] for subject in one["subjects"]]
            self.assertEqual(groups, resources["DeployAccess"]["Properties"]["KubernetesGroups"])

    def test_what_holds_data_outlives_its_stack(self):
        kept = set()
        for where, resource in each_resource():
            policies = resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")
            if resource["Type"] in template.KEPT:
                self.assertEqual(policies, ("RetainExceptOnCreate", "Retain"), where)
                kept.add(where.split("/")[0].capitalize() + "/" + where.split("/")[1])
            elif resource["Type"] != "AWS::IAM::OIDCProvider":
                self.assertEqual(policies, (None, None), where)
        for name in ("staging", "production"):
            self.assertLessEqual(set(environment.read(name).retain), kept, "retain lists name what there is")

    def test_what_is_retained_can_be_decrypted(self):
        """Production's retain list has the keys of all that it has."""
        retain = set(environment.read("production").retain)
        self.assertIn("Data/Table", retain)
        for needed, kinds in (("Keys/DataKey", ("Data/",)), ("Keys/SecretsKey", ("Alerting/",))):
            self.assertTrue(needed in retain or not any(one.startswith(kinds) for one in retain), needed)

    def test_data_is_encrypted_closed_and_versioned(self):
        buckets = 0
        for where, resource in each_resource():
            properties = resource.get("Properties", {})
            match resource["Type"]:
                case "AWS::S3::Bucket":
                    buckets += 1
                    self.assertEqual(set(properties["PublicAccessBlockConfiguration"].values()), {True}, where)
                    self.assertEqual(properties["VersioningConfiguration"], {"Status": "Enabled"}, where)
                    rules = properties["LifecycleConfiguration"]["Rules"]
                    self.assertTrue(any("NoncurrentVersionExpiration" in rule for rule in rules), where)
                    (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
                    algorithm = rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"]
                    self.assertEqual(algorithm, "AES256" if where == "data/AccessBucket" else "aws:kms", where)
                    name, logical = where.split("/")
                    policies = [
                        one["Properties"]["PolicyDocument"]["Statement"][0]
                        for one in load(name)["Resources"].values()
                        if one["Type"] == "AWS::S3::BucketPolicy" and one["Properties"]["Bucket"] == {"Ref": logical}
                    ]
                    self.assertEqual(policies[0]["Condition"], {"Bool": {"aws:SecureTransport": "false"}}, where)
                    self.assertEqual((policies[0]["Effect"], policies[0]["Action"]), ("Deny", "s3:*"), where)
                case "AWS::KMS::Key":
                    self.assertTrue(properties["EnableKeyRotation"], where)
                case "AWS::Logs::LogGroup":
                    self.assertTrue(properties["RetentionInDays"] and properties["KmsKeyId"], where)
                case "AWS::ECR::Repository":
                    self.assertEqual(properties["ImageTagMutability"], "IMMUTABLE", where)
                    self.assertTrue(properties["ImageScanningConfiguration"]["ScanOnPush"], where)
                case "AWS::SecretsManager::Secret":
                    self.assertFalse({"SecretString", "GenerateSecretString"} & properties.keys(), where)
                case "AWS::SQS::Queue":
                    self.assertTrue(properties["SqsManagedSseEnabled"], where)
        self.assertEqual(buckets, 4)

    def test_machines_are_closed(self):
        machines = 0
        for where, resource in each_resource():
            if resource["Type"] not in ("AWS::EC2::LaunchTemplate", "AWS::EC2::Instance"):
                continue
            machines += 1
            data = resource["Properties"].get("LaunchTemplateData", resource["Properties"])
            self.assertEqual(
                data["MetadataOptions"],
                {"HttpEndpoint": "enabled", "HttpTokens": "required", "HttpPutResponseHopLimit": 1},
                where,
            )
            for disk in data["BlockDeviceMappings"]:
                self.assertTrue(disk["Ebs"]["Encrypted"] and disk["Ebs"]["KmsKeyId"], where)
            self.assertNotIn("KeyName", data, where)
            if "TagSpecifications" in data:
                self.assertEqual(
                    {one["ResourceType"] for one in data["TagSpecifications"]},
                    {"instance", "network-interface", "volume"},
                    where,
                )
            else:
                self.assertTrue(data["PropagateTagsToVolumeOnCreation"] and data["Tags"], where)
        self.assertEqual(machines, 4)

    def test_nobody_reaches_the_bastion(self):
        resources = load("security")["Resources"]
        self.assertNotIn("SecurityGroupIngress", resources["Bastion"]["Properties"])
        for one in resources.values():
            self.assertNotEqual(one["Properties"].get("GroupId"), {"Ref": "Bastion"})
        interface = load("bastion")["Resources"]["Host"]["Properties"]["NetworkInterfaces"][0]
        self.assertFalse(interface["AssociatePublicIpAddress"])

    def test_everything_is_described(self):
        for name in TEMPLATES:
            content = load(name)
            self.assertTrue(content["Description"])
            for kind in ("Parameters", "Outputs"):
                for one, declared in content.get(kind, {}).items():
                    self.assertGreater(len(declared.get("Description", "")), 7, f"{name}/{one}")
        rules = 0
        for where, resource in each_resource():
            properties = resource.get("Properties", {})
            kind = resource["Type"]
            if kind in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::KMS::Key"):
                self.assertTrue(properties["Description"], where)
            some = [properties] if kind.startswith("AWS::EC2::SecurityGroup") and "GroupId" in properties else []
            some += properties.get("SecurityGroupIngress", []) + properties.get("SecurityGroupEgress", [])
            for rule in some:
                # The characters that EC2 accepts.
                self.assertRegex(rule["Description"], r"^[\w .:/()#,@\[\]+=&;{}!$*-]{4,255}$", where)
                rules += 1
        self.assertGreater(rules, 20)

    def test_parameters_take_only_what_fits(self):
        typed = re.compile(r"^(AWS::|List<AWS::)")
        for name in TEMPLATES:
            for one, declared in load(name).get("Parameters", {}).items():
                bounded = {"AllowedPattern", "AllowedValues", "MinValue"} & declared.keys()
                self.assertTrue(bounded or typed.match(declared["Type"]), f"{name}/{one}")
                self.assertNotIn("NoEcho", declared, f"{name}/{one}: secrets are no parameters")
                if pattern := declared.get("AllowedPattern"):
                    self.assertTrue(pattern.startswith("^") and pattern.endswith("$"), f"{name}/{one}")

    def test_nothing_is_somebodys_own(self):
        for path in (*TEMPLATES.values(), *sorted((FOLDER / "environments").glob("*"))):
            text = path.read_text(encoding="utf-8")
            self.assertEqual(re.findall(r"\b\d{12}\b|[\w.]+@[\w.]+\.\w+|\bAKIA\w+", text), [], path)
        self.assertEqual(
            {n for n, p in load("master")["Parameters"].items() if "Default" not in p},
            {"Environment", "Domain", "HostedZoneId", "AlertEmail"},
        )

    def test_templates_fit_into_a_request(self):
        for name, path in TEMPLATES.items():
            self.assertLessEqual(path.stat().st_size, 51200, name)
            content = load(name)
            self.assertLessEqual(len(content["Resources"]), 500, name)
            self.assertLessEqual(max(len(content.get("Parameters", {})), len(content.get("Outputs", {}))), 200, name)

    def test_every_template_is_used(self):
        nested = {
            pathlib.Path(one["Properties"]["TemplateURL"]).stem
            for root in ROOTS
            for one in load(root)["Resources"].values()
            if one["Type"] == template.NESTED
        }
        self.assertEqual(nested | ROOTS, set(TEMPLATES))

    def test_costs_are_known_for_every_type(self):
        free = {
            "AWS::Budgets::Budget",
            "AWS::CloudFormation::Stack",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::LaunchTemplate",
            "AWS::EC2::Route",
            "AWS::EC2::RouteTable",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::Subnet",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPC",
            "AWS::EC2::VPCGatewayAttachment",
            "AWS::EKS::AccessEntry",
            "AWS::EKS::Addon",
            "AWS::EKS::PodIdentityAssociation",
            "AWS::ElasticLoadBalancingV2::Listener",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "AWS::Events::Rule",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::OIDCProvider",
            "AWS::IAM::Role",
            "AWS::KMS::Alias",
            "AWS::Route53::RecordSet",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::SSM::Document",
            "AWS::WAFv2::LoggingConfiguration",
            "AWS::WAFv2::WebACLAssociation",
        }
        by_machine = {"AWS::EC2::Instance", "AWS::EKS::Nodegroup", "AWS::EC2::VPCEndpoint"}
        known = free | by_machine | cost.PRICES["resources"].keys() | set(cost.PRICES["by_use"])
        self.assertEqual({resource["Type"] for _, resource in each_resource()} - known, set())

    def test_the_estimate_adds_up(self):
        prices, hours = cost.PRICES, cost.PRICES["hours_a_month"]
        small = {"Environment": "staging", "ZoneCount": "2", "NatPerZone": "false"}
        large = {"Environment": "production", "ZoneCount": "3", "NatPerZone": "true", "InterfaceEndpoints": "true"}
        nat = hours * (
            prices["resources"]["AWS::EC2::NatGateway"]["hour"] + prices["resources"]["AWS::EC2::EIP"]["hour"]
        )
        self.assertAlmostEqual(cost.estimate(small)["Network"], nat)
        self.assertAlmostEqual(cost.estimate(large)["Network"], 3 * nat)
        self.assertNotIn("Endpoints", cost.estimate(small))
        endpoints = len(load("endpoints")["Resources"]) * 3 * hours * prices["interface_endpoint_zone_hour"]
        self.assertAlmostEqual(cost.estimate(large)["Endpoints"], endpoints)
        node = (
            hours * prices["instances"]["t3.medium"] + 34 * prices["gp3_gb_month"] + prices["detailed_monitoring_month"]
        )
        more = cost.estimate(small | {"AppNodes": "5"})["Eks"] - cost.estimate(small | {"AppNodes": "2"})["Eks"]
        self.assertAlmostEqual(more, 3 * node)
        status, text = run(
            [ROOT / "scripts/cloud.sh", "cost"], {"PATH": "/usr/bin:/bin", "CLOUD_ENVIRONMENT": "production"}
        )
        self.assertEqual(status, 0, text)
        self.assertRegex(text, rf"as of {prices['date']}")
        self.assertIn(prices["origin"], text)
        total = sum(cost.estimate(environment.read("production").parameters).values())
        self.assertIn(f"{total:.2f}", text)

    def test_the_table_of_costs_is_right(self):
        text = (ROOT / "docs/cloud.md").read_text(encoding="utf-8")
        self.assertIn(str(cost.PRICES["date"]), text)
        self.assertIn(cost.PRICES["origin"], " ".join(text.split()))
        costs = {name: cost.estimate(environment.read(name).parameters) for name in ("staging", "production")}
        for stack in costs["staging"]:
            numbers = [f"{costs[name][stack]:.2f}" for name in ("staging", "production")]
            self.assertRegex(text, rf"\n\| {stack.lower()} \| .* \| {numbers[0]} \| {numbers[1]} \|\n")
        for name, stacks_of in costs.items():
            # The budget mails at 80 %, which an environment at rest must not reach.
            limit = 0.8 * int(environment.read(name).parameters["MonthlyLimit"])
            self.assertLess(sum(stacks_of.values()), limit, name)
        together = [f"{sum(costs[name].values()):.2f}" for name in ("staging", "production")]
        self.assertIn("| **together** | | **{}** | **{}** |".format(*together), text)
        endpoints = cost.estimate(environment.read("production").parameters | {"InterfaceEndpoints": "true"})[
            "Endpoints"
        ]
        self.assertIn(f"(production: {endpoints:.2f})", text)


class DriftTest(unittest.TestCase):
    def test_the_autoscalers_number_of_nodes_is_no_drift(self):
        def group(name: str, *paths: str) -> dict:
            differences = [{"PropertyPath": path, "ActualValue": "3", "ExpectedValue": "2"} for path in paths]
            known = {"ResourceType": "AWS::EKS::Nodegroup", "StackResourceDriftStatus": "MODIFIED"}
            return {"LogicalResourceId": name, "PropertyDifferences": differences, **known}

        desired, most = "/ScalingConfig/DesiredSize", "/ScalingConfig/MaxSize"
        client = mock.Mock()
        client.describe_stack_drift_detection_status.return_value = {"DetectionStatus": "DETECTION_COMPLETE"}
        client.detect_stack_drift.return_value = {"StackDriftDetectionId": "1"}
        drifts = [group("Scaled", desired), group("Changed", desired, most)]
        client.describe_stack_resource_drifts.return_value = {"StackResourceDrifts": drifts}
        with mock.patch.object(stacks, "resources", return_value=[]), mock.patch("aws.client", return_value=client):
            found = stacks.drift(environment.read("staging"))
        self.assertEqual(found, [f"Changed: MODIFIED {most} is 3, not 2"])


def resolve(value):
    """A policy with samples in place of what only a deployment knows."""
    match value:
        case {"Fn::Sub": [text, variables]}:
            return substitute(text, {key: resolve(one) for key, one in variables.items()})
        case {"Fn::Sub": text}:
            return substitute(text, {})
        case {"Ref": name} | {"Fn::GetAtt": [name, *_]}:
            return SAMPLES.get(name) or sample_of(name)
        case dict():
            return {key: resolve(one) for key, one in value.items()}
        case list():
            return [resolve(one) for one in value]
    return value


def substitute(text: str, variables: dict[str, str]) -> str:
    def replace(found: re.Match) -> str:
        name = found[1]
        if name.startswith("!"):
            return "${" + name[1:] + "}"
        return variables.get(name) or SAMPLES.get(name) or sample_of(name)

    return re.sub(r"\$\{([^}]+)\}", replace, text)


def sample_of(name: str) -> str:
    """An ARN where the name says of what; else a word."""
    for part, sample in (
        ("Table", ARN.format("dynamodb", "table/doggy-staging")),
        ("Bucket", "arn:aws:s3:::doggy-staging-media"),
        ("Artifacts", SAMPLES["Artifacts"]),
        ("Topic", ARN.format("sns", "doggy-staging-alerts")),
        ("Queue", ARN.format("sqs", "doggy-staging-alerts")),
        ("SecretArn", ARN.format("secretsmanager", "secret:doggy/staging/registry")),
        ("Key", ARN.format("kms", "key/1")),
        ("ClusterArn", ARN.format("eks", "cluster/doggy-staging")),
        ("Role", "arn:aws:iam::123456789012:role/doggy-pipeline-role"),
        ("Connection", ARN.format("codeconnections", "connection/1")),
        ("Drift", ARN.format("codebuild", "project/doggy-pipeline-drift")),
    ):
        if part in name:
            return sample
    return "doggy"
