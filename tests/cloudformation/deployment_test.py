"""An environment in an emulated account: created, used, changed, failed, taken down."""

import unittest

from account import TEMPLATES, Account

# What the emulator only remembers. Everything else has an API behind it.
REMEMBERED = {
    "AWS::Budgets::Budget",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::EKS::AccessEntry",
    "AWS::EKS::Addon",
    "AWS::EKS::PodIdentityAssociation",
    "AWS::SSM::Document",
}


class DeploymentTest(unittest.TestCase):
    """Each test finds staging deployed."""

    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        cls.account.deploy()
        cls.own = dict(cls.account.own)

    def setUp(self):
        self.account.own = dict(self.own)

    def succeed(self, step: str, **variables) -> str:
        status, text = self.account.cloud(step, **variables)
        self.assertEqual(status, 0, text)
        return text

    def test_every_output_is_something_that_is_there(self):
        found = self.account.outputs()
        client = self.account.client
        key = client("kms").describe_key(KeyId=found["DataKeyArn"])["KeyMetadata"]
        self.assertEqual(key["KeyState"], "Enabled")
        self.assertTrue(client("kms").get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"])
        table = client("dynamodb").describe_table(TableName=found["TableName"])["Table"]
        self.assertEqual(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
        recovery = client("dynamodb").describe_continuous_backups(TableName=found["TableName"])
        recovery = recovery["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        self.assertEqual(recovery["PointInTimeRecoveryStatus"], "ENABLED")
        # What else a template says of buckets the emulator does not keep; static_test.py reads it.
        for output in ("MediaBucketName", "LogBucketName", "AccessBucketName"):
            self.assertEqual(client("s3").get_bucket_versioning(Bucket=found[output])["Status"], "Enabled")
        for output in ("RegistryImagesUri", "FrontendImagesUri", "AlertAnalyzerImagesUri"):
            host, _, name = found[output].partition("/")
            (repository,) = client("ecr").describe_repositories(repositoryNames=[name])["repositories"]
            self.assertEqual((repository["imageTagMutability"], host.split(".")[0]), ("IMMUTABLE", "123456789012"))
        subscription = client("sns").list_subscriptions_by_topic(TopicArn=found["TopicArn"])["Subscriptions"][0]
        self.assertEqual((subscription["Protocol"], subscription["Endpoint"]), ("email", "ops@example.org"))
        queue = client("sqs").get_queue_attributes(QueueUrl=found["QueueUrl"], AttributeNames=["All"])["Attributes"]
        dead = client("sqs").get_queue_attributes(QueueUrl=found["DeadLettersUrl"], AttributeNames=["QueueArn"])
        self.assertIn(dead["Attributes"]["QueueArn"], queue["RedrivePolicy"])
        for output in ("RegistrySecretArn", "AlertAnalyzerSecretArn"):
            self.assertIn("KmsKeyId", client("secretsmanager").describe_secret(SecretId=found[output]))
        for output in ("RegistryRoleArn", "AlertAnalyzerRoleArn"):
            client("iam").get_role(RoleName=found[output].rpartition("/")[2])
        cluster = client("eks").describe_cluster(name=found["ClusterName"])["cluster"]
        self.assertEqual((cluster["version"], cluster["endpoint"]), ("1.36", found["ClusterEndpoint"]))
        network = cluster["resourcesVpcConfig"]
        self.assertEqual((network["endpointPublicAccess"], network["endpointPrivateAccess"]), (False, True))
        groups = client("eks").list_nodegroups(clusterName=found["ClusterName"])["nodegroups"]
        self.assertEqual(sorted(groups), [f"doggy-staging-{name}" for name in ("app", "monitoring", "system")])
        ec2 = client("ec2")
        subnets = ec2.describe_subnets(SubnetIds=found["PrivateSubnets"].split(","))["Subnets"]
        self.assertEqual({one["VpcId"] for one in subnets}, {found["VpcId"]})
        self.assertEqual(len({one["AvailabilityZone"] for one in subnets}), 2)
        bastion = ec2.describe_instances(InstanceIds=[found["BastionId"]])["Reservations"][0]["Instances"][0]
        self.assertEqual(bastion["SubnetId"], subnets[0]["SubnetId"])
        documents = self.account.stubs()["AWS::SSM::Document"]
        self.assertTrue(documents[found["ShellDocument"]]["Content"]["inputs"]["cloudWatchStreamingEnabled"])
        balancers = client("elbv2").describe_load_balancers()["LoadBalancers"]
        (balancer,) = [one for one in balancers if one["DNSName"] == found["LoadBalancerName"]]
        self.assertEqual(balancer["Type"], "network")
        listeners = client("elbv2").describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
        self.assertEqual({(one["Port"], one["Protocol"]) for one in listeners}, {(443, "TLS"), (80, "TCP")})
        targets = client("elbv2").describe_target_groups(TargetGroupArns=[found["SecureTargetsArn"]])["TargetGroups"]
        self.assertEqual((targets[0]["Port"], targets[0]["TargetType"]), (443, "ip"))
        targets = client("elbv2").describe_target_groups(TargetGroupArns=[found["RedirectTargetsArn"]])["TargetGroups"]
        self.assertEqual(targets[0]["Port"], 80)
        records = client("route53").list_resource_record_sets(HostedZoneId=self.account.own["HostedZoneId"])
        records = {one["Name"]: one for one in records["ResourceRecordSets"] if one["Type"] == "A"}
        self.assertIn("AliasTarget", records[found["Url"].removeprefix("https://") + "."])
        used = {
            "AccessBucketName",
            "AlertAnalyzerImagesUri",
            "AlertAnalyzerRoleArn",
            "AlertAnalyzerSecretArn",
            "BastionId",
            "ClusterEndpoint",
            "ClusterName",
            "DataKeyArn",
            "DeadLettersUrl",
            "FrontendImagesUri",
            "LoadBalancerName",
            "LogBucketName",
            "MediaBucketName",
            "PrivateSubnets",
            "QueueUrl",
            "RedirectTargetsArn",
            "RegistryImagesUri",
            "RegistryRoleArn",
            "RegistrySecretArn",
            "SecureTargetsArn",
            "ShellDocument",
            "TableName",
            "TopicArn",
            "Url",
            "VpcId",
        }
        self.assertEqual(set(found), used, "each output is looked at above")

    def test_the_network_of_staging_shares_one_nat(self):
        check_network(self, self.account, "staging", zones=2, nats=1)

    def test_all_that_takes_tags_has_them(self):
        found = self.account.outputs()
        wanted = {"app": "doggy", "environment": "staging"}
        arn = self.account.client("dynamodb").describe_table(TableName=found["TableName"])["Table"]["TableArn"]
        tags = self.account.client("dynamodb").list_tags_of_resource(ResourceArn=arn)["Tags"]
        self.assertLessEqual(wanted.items(), {one["Key"]: one["Value"] for one in tags}.items())
        stacks = self.account.client("cloudformation").describe_stacks()["Stacks"]
        self.assertGreater(len(stacks), 10)
        for stack in stacks:
            self.assertEqual({one["Key"]: one["Value"] for one in stack["Tags"]}, wanted, stack["StackName"])

    def test_the_types_that_the_emulator_only_remembers_are_known(self):
        remembered = {kind: len(some) for kind, some in self.account.stubs().items() if some}
        print("only remembered by the emulator:", ", ".join(f"{k} ({n})" for k, n in sorted(remembered.items())))
        self.assertEqual(set(remembered), REMEMBERED)

    def test_a_type_that_the_emulator_lacks_fails(self):
        root = self.account.checkout()
        path = root / "cloudformation/budget.yaml"
        path.write_text(path.read_text() + "  New:\n    Type: AWS::GameLift::Alias\n    Properties: {Name: new}\n")
        self.succeed("package", root=root)
        status, text = self.account.cloud("deploy", root=root, CLOUD_CONFIRM="staging")
        self.assertNotEqual(status, 0)
        self.assertIn("AWS::GameLift::Alias", text)

    def test_a_second_deployment_changes_nothing(self):
        before = self.account.state()
        self.assertIn("nothing to change", self.succeed("deploy", CLOUD_CONFIRM="staging"))
        self.assertEqual(differences(before, self.account.state()), {})

    def test_a_change_set_says_what_changes_and_only_that_changes(self):
        self.account.own["MonthlyLimit"] = "123"
        self.addCleanup(self.account.deploy, MonthlyLimit="500")
        self.succeed("package")
        before = self.account.state()
        text = self.succeed("plan")
        changes = [line for line in text.partition("Changes of doggy-staging")[2].splitlines() if line]
        self.assertEqual(changes, ["may be replaced (1)", "  Budget/Budget  AWS::Budgets::Budget  by Budget"])
        self.assertEqual(differences(before, self.account.state()), {}, "a plan changes nothing")
        self.succeed("execute")
        after = self.account.state()
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        self.assertEqual(changed, {"/stubs/AWS::Budgets::Budget/doggy-staging/Budget/BudgetLimit/Amount"})

    def test_a_failing_update_leaves_exactly_what_was(self):
        root = self.account.checkout()
        for name, old, new in (
            ("alerting", "VisibilityTimeout: 60", "VisibilityTimeout: 90"),
            ("data", "NoncurrentDays: 30", "NoncurrentDays: 60"),
            # A name that is taken, after everything else of its stack.
            (
                "budget",
                "\nResources:\n",
                "\nResources:\n  Taken:\n    Type: AWS::S3::Bucket\n    DependsOn: Budget\n"
                f"    Properties: {{BucketName: {TEMPLATES}}}\n",
            ),
        ):
            path = root / f"cloudformation/{name}.yaml"
            text = path.read_text()
            self.assertIn(old, text)
            path.write_text(text.replace(old, new))
        self.succeed("package", root=root)
        self.succeed("plan", root=root)
        before = self.account.state()
        status, text = self.account.cloud("execute", root=root)
        self.assertEqual(status, 1, text)
        self.assertIn("UPDATE_ROLLBACK_COMPLETE", text)
        self.assertIn(f"{TEMPLATES} already exists", text, "the cause is named")
        self.assertEqual(differences(before, self.account.state()), {})

    def test_a_replacement_of_the_table_stops_the_plan(self):
        root = self.account.checkout()
        path = root / "cloudformation/data.yaml"
        path.write_text(path.read_text().replace("TableName: !Ref Prefix", 'TableName: !Sub "${Prefix}-new"'))
        self.succeed("package", root=root)
        before = self.account.state()
        status, text = self.account.cloud("plan", root=root)
        self.assertEqual(status, 3, text)
        self.assertRegex(text, r"REPLACE \(1\)\n  Data/Table  AWS::DynamoDB::Table  by TableName")
        self.assertRegex(text, r"STOPPED: .*\n  Data/Table ")
        self.assertEqual(self.change_sets(), [])
        self.assertEqual(differences(before, self.account.state()), {})
        self.succeed("plan", root=root, CLOUD_ACCEPT="Data/Table")

    def test_a_change_that_may_replace_the_table_stops_the_plan(self):
        """CloudFormation calls it conditional, and nothing else of the change set ends anything."""
        root = self.account.checkout()
        path = root / "cloudformation/data.yaml"
        old = "        - {AttributeName: sk, KeyType: RANGE}\n      LocalSecondaryIndexes:"
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, old.replace("sk", "t")))
        self.succeed("package", root=root)
        status, text = self.account.cloud("plan", root=root)
        self.assertEqual(status, 3, text)
        self.assertRegex(text, r"may be replaced \(1\)\n  Data/Table  AWS::DynamoDB::Table  by KeySchema")
        self.assertRegex(text, r"STOPPED: .*\n  Data/Table ")

    def test_removing_what_holds_data_stops_the_plan(self):
        root = self.account.checkout()
        path = root / "cloudformation/alerting.yaml"
        text = path.read_text().replace(
            "RedrivePolicy: {deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 10}", ""
        )
        start, end = text.index("  DeadLetters:\n"), text.index("  QueuePolicy:\n")
        text = text[:start] + text[end:]
        start, end = text.index("  DeadLettersPolicy:\n"), text.index("  QueueAgeAlarm:\n")
        text = text[:start] + text[end:]
        path.write_text(text.replace("Value: !Ref DeadLetters\n", "Value: none\n"))
        self.succeed("package", root=root)
        status, text = self.account.cloud("plan", root=root)
        self.assertEqual(status, 3, text)
        self.assertRegex(text, r"STOPPED: .*\n  Alerting/DeadLetters  AWS::SQS::Queue\n")

    def change_sets(self) -> list[str]:
        listed = self.account.client("cloudformation").list_change_sets(StackName="doggy-staging")["Summaries"]
        return [one["ChangeSetName"] for one in listed if one["ExecutionStatus"] == "AVAILABLE"]

    def test_the_smoke_test_finds_what_is_gone(self):
        found = self.account.outputs()
        s3 = self.account.client("s3")
        self.assertIn("works", self.succeed("smoke"))
        policy = s3.get_bucket_policy(Bucket=found["LogBucketName"])["Policy"]
        s3.delete_bucket(Bucket=found["LogBucketName"])
        status, text = self.account.cloud("smoke")
        self.assertEqual(status, 1)
        self.assertIn("the bucket of logs cannot be reached", text)
        s3.create_bucket(
            Bucket=found["LogBucketName"], CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        s3.put_bucket_policy(Bucket=found["LogBucketName"], Policy=policy)


class RemovalTest(unittest.TestCase):
    def setUp(self):
        self.account = Account()
        self.addCleanup(self.account.close)

    def test_the_first_plan_says_what_is_created_and_staging_leaves_nothing(self):
        self.assertEqual(self.account.cloud("package")[0], 0)
        status, text = self.account.cloud("plan")
        self.assertEqual(status, 0, text)
        self.assertRegex(text, r"doggy-staging is new\. .*\n\n  Keys +12 resources\n(.*\n)*  Budget +1 resources\n")
        self.assertNotIn("Endpoints", text.partition("is new")[2])
        before = self.account.state()
        self.account.deploy(DeletionProtection="true")
        found = self.account.outputs()
        s3 = self.account.client("s3")
        for body in (b"one", b"two"):  # Two versions, and a deletion marker.
            s3.put_object(Bucket=found["MediaBucketName"], Key="blobs/a", Body=body)
        s3.delete_object(Bucket=found["MediaBucketName"], Key="blobs/a")
        status, text = self.account.cloud("destroy", CLOUD_CONFIRM="doggy-production")
        self.assertEqual(status, 1)
        self.assertIn("Nothing was done", text)
        self.assertEqual(self.account.outputs(), found)
        status, text = self.account.cloud("destroy", CLOUD_CONFIRM="doggy-staging")
        self.assertEqual(status, 0, text)
        self.assertEqual(differences(before, self.account.state()), {})

    def test_what_cannot_be_deleted_is_named_and_keeps_its_keys(self):
        self.account.deploy()
        found = self.account.outputs()
        table = self.account.client("dynamodb")
        table.update_table(TableName=found["TableName"], DeletionProtectionEnabled=True)  # By hand.
        status, text = self.account.cloud("destroy", CLOUD_CONFIRM="doggy-staging")
        self.assertEqual(status, 1, text)
        self.assertIn(f"STILL THERE, delete it by hand: {found['TableName']}", text)
        self.assertEqual(table.list_tables()["TableNames"], [found["TableName"]])
        self.assertEqual({one["Name"] for one in self.account.client("s3").list_buckets()["Buckets"]}, {TEMPLATES})
        key = self.account.client("kms").describe_key(KeyId=found["DataKeyArn"])["KeyMetadata"]
        self.assertEqual(key["KeyState"], "Enabled")

    def test_a_failed_first_deployment_is_removed_before_the_next(self):
        root = self.account.checkout()
        path = root / "cloudformation/budget.yaml"
        path.write_text(
            path.read_text().replace(
                "\nResources:\n",
                f"\nResources:\n  Taken:\n    Type: AWS::S3::Bucket\n    Properties: {{BucketName: {TEMPLATES}}}\n",
            )
        )
        status, text = self.account.cloud("deploy", root=root, CLOUD_CONFIRM="staging")
        self.assertEqual(status, 1, text)
        self.assertIn("ROLLBACK_COMPLETE", text)
        status, text = self.account.cloud("deploy", CLOUD_CONFIRM="staging")
        self.assertEqual(status, 1, text)
        self.assertIn("Remove what is left with `make cloud-destroy` first", text)
        # AWS also deletes what holds data when a creation is rolled back. The emulator keeps it, as it does otherwise.
        status, text = self.account.cloud("destroy", CLOUD_CONFIRM="doggy-staging")
        self.assertEqual(status, 0, text)

    def test_production_keeps_its_retain_list_and_nothing_else(self):
        before = self.account.state()
        roles = {}
        for name in ("AdminRoleArn", "DeployRoleArn"):
            trust = '{"Version": "2012-10-17", "Statement": []}'
            made = self.account.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)
            roles[name] = made["Role"]["Arn"]
        # With all that parameters can add.
        zones = [f"eu-central-1{letter}" for letter in "bca"]
        self.account.deploy("production", WebAcl="true", InterfaceEndpoints="true", Zones=",".join(zones), **roles)
        self.assertEqual(
            self.account.client("elbv2").describe_load_balancers()["LoadBalancers"][0]["Type"], "application"
        )
        check_network(self, self.account, "production", zones=3, nats=3)
        found = self.account.outputs("production")
        self.assertNotIn("RedirectTargetsArn", found)
        subnets = found["PrivateSubnets"].split(",")
        chosen = {
            one["SubnetId"]: one["AvailabilityZone"]
            for one in self.account.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]
        }
        self.assertEqual([chosen[subnet] for subnet in subnets], zones)
        self.account.client("dynamodb").put_item(
            TableName=found["TableName"], Item={"pk": {"S": "a"}, "sk": {"S": "b"}}
        )
        self.account.client("s3").put_object(Bucket=found["MediaBucketName"], Key="blobs/a", Body=b"photo")
        self.account.client("s3").put_object(Bucket=found["LogBucketName"], Key="chunk", Body=b"log")
        status, text = self.account.cloud("destroy", "production", CLOUD_CONFIRM="doggy-production")
        self.assertEqual(status, 0, text)
        self.assertIs(self.account.cluster_updates()["doggy-production"]["deletionProtection"], False)
        for name in roles:
            self.account.client("iam").delete_role(RoleName=name)

        left = {"/".join(path.split("/")[1:3]) for path in differences(before, self.account.state())}
        self.assertEqual(
            {place.partition("/")[0] for place in left}, {"dynamodb", "ecr", "kms", "s3", "secretsmanager"}
        )
        self.assertEqual(self.account.client("dynamodb").list_tables()["TableNames"], ["doggy-production"])
        item = self.account.client("dynamodb").scan(TableName="doggy-production")["Items"]
        self.assertEqual(item, [{"pk": {"S": "a"}, "sk": {"S": "b"}}])
        buckets = {one["Name"] for one in self.account.client("s3").list_buckets()["Buckets"]}
        self.assertEqual(buckets, {TEMPLATES, found["MediaBucketName"]})
        photo = self.account.client("s3").get_object(Bucket=found["MediaBucketName"], Key="blobs/a")["Body"].read()
        self.assertEqual(photo, b"photo")
        secrets = self.account.client("secretsmanager").list_secrets()["SecretList"]
        self.assertEqual(
            {one["Name"] for one in secrets},
            {f"doggy/production/{name}" for name in ("registry", "alert-analyzer")},
        )
        repositories = self.account.client("ecr").describe_repositories()["repositories"]
        self.assertEqual(len(repositories), 3)
        kms = self.account.client("kms")
        keys = [kms.describe_key(KeyId=one["KeyId"])["KeyMetadata"] for one in kms.list_keys()["Keys"]]
        kept = {one["Arn"] for one in keys if one["KeyState"] == "Enabled" and one["KeyManager"] == "CUSTOMER"}
        secret_key = self.account.client("secretsmanager").describe_secret(SecretId=found["RegistrySecretArn"])[
            "KmsKeyId"
        ]
        self.assertEqual(kept, {found["DataKeyArn"], secret_key})


def check_network(test: unittest.TestCase, account: Account, environment: str, zones: int, nats: int) -> None:
    """Where each subnet of an environment can reach: public ones the internet, private ones NAT, protected ones
    nothing, and all but the public ones S3 and DynamoDB by endpoints."""
    ec2 = account.client("ec2")
    within = [{"Name": "vpc-id", "Values": [account.outputs(environment)["VpcId"]]}]
    subnets = {
        next(tag["Value"] for tag in one["Tags"] if tag["Key"] == "Name").removeprefix(f"doggy-{environment}-"): one
        for one in ec2.describe_subnets(Filters=within)["Subnets"]
    }
    letters = "abc"[:zones]
    test.assertEqual(
        set(subnets), {f"{kind}-{zone}" for kind in ("public", "private", "protected") for zone in letters}
    )
    test.assertEqual(len({one["CidrBlock"] for one in subnets.values()}), 3 * zones)
    tables = ec2.describe_route_tables(Filters=within)["RouteTables"]
    table_of = {a["SubnetId"]: table for table in tables for a in table["Associations"] if a.get("SubnetId")}
    endpoints = ec2.describe_vpc_endpoints(Filters=within)["VpcEndpoints"]
    gateways = [set(one["RouteTableIds"]) for one in endpoints if one["VpcEndpointType"] == "Gateway"]
    test.assertEqual(len(gateways), 2)
    ways = {}
    for name, subnet in subnets.items():
        table = table_of[subnet["SubnetId"]]
        default = [one for one in table["Routes"] if one.get("DestinationCidrBlock") == "0.0.0.0/0"]
        kind, zone = name.split("-")
        for some in gateways:
            test.assertEqual(table["RouteTableId"] in some, kind != "public", name)
        if kind == "protected":
            test.assertEqual(default, [], name)
        elif kind == "public":
            test.assertTrue(default[0]["GatewayId"].startswith("igw-"), name)
        else:
            ways[zone] = default[0]["NatGatewayId"]
    described = {one["NatGatewayId"]: one["SubnetId"] for one in ec2.describe_nat_gateways()["NatGateways"]}
    test.assertEqual(len(set(ways.values())), nats)
    for zone, nat in ways.items():
        test.assertEqual(described[nat], subnets[f"public-{zone if nats > 1 else 'a'}"]["SubnetId"])


def differences(before: dict, after: dict) -> dict[str, tuple]:
    return {
        path: (before.get(path), after.get(path))
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }
