"""The registry and the alert analyzer at work on what the templates made, with the outputs as their settings and the
rights of their roles, and no others."""

import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

from account import REGION, Account, pod_tags, refuse
from analyzer import Analyzer, Mailbox, alert, wait_until, webhook_call
from household import PASSWORD, Household, everything
from registry import PROGRAM, Registry

# KMS is called by DynamoDB, S3, SNS and Secrets Manager with the caller's rights. The emulator's services do not do so.
BY_OTHER_SERVICES = "kms:"

# Namespace and service account of each role, as the charts name them.
PODS = {
    "Registry": ("doggy", "doggy-registry"),
    "AlertAnalyzer": ("doggy", "doggy-alert-analyzer"),
    "ExternalSecrets": ("external-secrets", "external-secrets"),
    "Loki": ("monitoring", "loki"),
    "AuditReader": ("monitoring", "alloy-audit"),
    "ImageScanner": ("monitoring", "trivy-operator"),
    "ClusterAutoscaler": ("kube-system", "cluster-autoscaler"),
    "LoadBalancerController": ("kube-system", "aws-load-balancer-controller"),
}

# What these programs of others do, by their documentation; they cannot be run here.
DOCUMENTED = {
    "ExternalSecrets": {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
    "Loki": {"s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"},
    "AuditReader": {"logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents"},
    "ImageScanner": {"ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"},
    "ClusterAutoscaler": {
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
    },
    "LoadBalancerController": {
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:RegisterTargets",
    },
}
ITEM = {"pk": {"S": "a"}, "sk": {"S": "b"}}
TRUST_NOBODY = '{"Version": "2012-10-17", "Statement": []}'


class ProgramsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.addClassCleanup(cls.account.close)
        cls.account.deploy()
        cls.found = cls.account.outputs()
        # What the roles have no business with.
        client = cls.account.client
        keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
        kinds = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
        client("dynamodb").create_table(
            TableName="other", KeySchema=keys, AttributeDefinitions=kinds, BillingMode="PAY_PER_REQUEST"
        )
        client("s3").create_bucket(Bucket="other", CreateBucketConfiguration={"LocationConstraint": REGION})
        cls.other_topic = client("sns").create_topic(Name="other")["TopicArn"]
        cls.other_queue = client("sqs").create_queue(QueueName="other")["QueueUrl"]
        cls.other_secret = client("secretsmanager").create_secret(Name="other", SecretString="hidden")["ARN"]
        cls.other_group = client("elbv2").create_target_group(
            Name="other", Protocol="TCP", Port=1, VpcId=cls.found["VpcId"], TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def role(self, name: str) -> str:
        """The ARN of a role of the identity stack."""
        stacks = self.account.client("cloudformation").describe_stacks()["Stacks"]
        (identity,) = [one for one in stacks if "-Identity-" in one["StackName"]]
        outputs = {one["OutputKey"]: one["OutputValue"] for one in identity["Outputs"]}
        return outputs[f"{name}RoleArn"]

    def statements(self, role: str) -> list[dict]:
        iam = self.account.client("iam")
        name = role.rpartition("/")[2]
        self.assertEqual(iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"], [])
        policies = [
            iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
        ]
        return [statement for policy in policies for statement in policy["Statement"]]

    def granted(self, role: str) -> set[str]:
        """The actions that a role's policies allow."""
        listed = (one["Action"] for one in self.statements(role))
        actions = {action for some in listed for action in ([some] if isinstance(some, str) else some)}
        return {action for action in actions if not action.startswith(BY_OTHER_SERVICES)}

    def recorded(self, *keys: tuple[str, str, str]) -> set[str]:
        """The actions that programs with these credentials asked for, all of which must have been allowed."""
        asked = {(action, allowed) for key, action, _, allowed in self.account.calls() if key in {k[0] for k in keys}}
        refused = {action for action, allowed in asked if not allowed}
        self.assertEqual(refused, set())
        return {action for action, _ in asked}

    def secret(self, name: str, value: dict[str, str]) -> dict[str, str]:
        """Filled by a person, and read as External Secrets does."""
        arn = self.found[f"{name}SecretArn"]
        self.account.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=json.dumps(value))
        reader = self.account.client("secretsmanager", self.account.pod_key(*PODS["ExternalSecrets"]))
        return json.loads(reader.get_secret_value(SecretId=arn)["SecretString"])

    def refuse(self, calls: dict[str, object]) -> None:
        refuse(self, calls)

    def test_the_registry_does_its_main_job_with_its_role_alone(self):
        pem = subprocess.run(
            ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        push_key = self.folder / "push-key.pem"
        push_key.write_text(self.secret("Registry", {"push-key.pem": pem})["push-key.pem"])
        push_key.chmod(0o600)
        role = self.role("Registry")
        key = self.account.pod_key(*PODS["Registry"])
        self.account.calls()
        registry = Registry(
            self.folder / "data",
            *("--store", "dynamodb", "--dynamodb-table", self.found["TableName"]),
            *("--dynamodb-endpoint", self.account.endpoint, "--aws-region", REGION),
            *("--media-store", "s3", "--s3-bucket", self.found["MediaBucketName"]),
            *("--s3-endpoint", self.account.endpoint, "--s3-kms-key", self.found["DataKeyArn"]),
            *("--push-key-file", str(push_key)),
            variables=self.account.environment(key),
        )
        self.addCleanup(registry.close)
        household = Household(registry.address)
        self.addCleanup(household.close)
        self.assertGreater(len(everything(household.owner)), 20)
        status, photo = household.owner.send(
            "GET", f"/v1/dogs/{household.dog}/media/{household.photo}?size=full", None, {}
        )
        self.assertEqual(status, 200)
        s3 = self.account.client("s3")
        bucket = self.found["MediaBucketName"]
        folder = f"blobs/{household.dog}/"
        stored = s3.get_object(Bucket=bucket, Key=f"{folder}{household.photo}.full")
        self.assertEqual(stored["Body"].read(), photo)
        self.assertEqual((stored["ServerSideEncryption"], stored["SSEKMSKeyId"]), ("aws:kms", self.found["DataKeyArn"]))
        # The owner leaves and takes the dog along, photos and all.
        household.owner.expect(204, "DELETE", "/v1/account", {"password": PASSWORD, "deleteDogs": True})
        wait_until(lambda: "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix=folder), "the photo is deleted")
        self.assertEqual(registry.terminate(), 0)
        self.assertEqual(self.recorded(key), self.granted(role))

    def test_the_template_and_the_program_make_the_same_table(self):
        made = ["table", "create", "--dynamodb-table", "made", "--dynamodb-endpoint", self.account.endpoint, "--wait"]
        environment = {**os.environ, **self.account.environment()}
        subprocess.run([PROGRAM, *made, "--aws-region", REGION], env=environment, check=True, capture_output=True)
        dynamodb = self.account.client("dynamodb")

        def shape(table: str) -> dict:
            described = dynamodb.describe_table(TableName=table)["Table"]
            indexes = [
                (
                    one["IndexName"],
                    str(one["KeySchema"]),
                    one["Projection"]["ProjectionType"],
                    sorted(one["Projection"]["NonKeyAttributes"]),
                )
                for one in described["LocalSecondaryIndexes"]
            ]
            return {
                "keys": described["KeySchema"],
                "attributes": sorted(described["AttributeDefinitions"], key=str),
                "indexes": sorted(indexes),
                "others": described.get("GlobalSecondaryIndexes", []),
                "billing": described["BillingModeSummary"]["BillingMode"],
                "expiry": dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"],
            }

        self.assertEqual(shape(self.found["TableName"]), shape("made"))

    def test_the_analyzer_mails_and_publishes_with_its_role_alone(self):
        mailbox = Mailbox()
        self.addCleanup(mailbox.close)
        sqs = self.account.client("sqs")
        subscriber = sqs.create_queue(QueueName="subscriber")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=subscriber, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        allow = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        sqs.set_queue_attributes(QueueUrl=subscriber, Attributes={"Policy": policy})
        self.account.client("sns").subscribe(TopicArn=self.found["TopicArn"], Protocol="sqs", Endpoint=arn)
        token = self.secret("AlertAnalyzer", {"webhook-token": "from Secrets Manager"})["webhook-token"]
        token_file = self.folder / "webhook-token"
        token_file.write_text(token)
        role = self.role("AlertAnalyzer")
        key = self.account.pod_key(*PODS["AlertAnalyzer"])
        self.account.calls()
        before = dict(os.environ)
        self.addCleanup(os.environ.update, before)
        os.environ |= self.account.environment(key)
        analyzer = Analyzer(
            self.folder / "data",
            *("--sqs-queue", self.found["QueueUrl"], "--sns-topic", self.found["TopicArn"]),
            *("--aws-endpoint", self.account.endpoint, "--aws-region", REGION, "--token-file", str(token_file)),
            *mailbox.flags(),
        )
        self.addCleanup(analyzer.close)
        status, _ = analyzer.request("POST", "/webhooks/alertmanager", webhook_call(alert("DiskFull")), token)
        self.assertEqual(status, 202, analyzer.log.read_text())
        self.assertEqual(mailbox.next()["Subject"], "[ALERT] DiskFull")
        message = wait_until(
            lambda: sqs.receive_message(QueueUrl=subscriber).get("Messages"), "the topic hands the message on"
        )
        self.assertEqual(json.loads(message[0]["Body"])["Subject"], "[ALERT] DiskFull")

        def is_empty() -> bool:
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            attributes = sqs.get_queue_attributes(QueueUrl=self.found["QueueUrl"], AttributeNames=names)["Attributes"]
            return set(attributes.values()) == {"0"}

        wait_until(is_empty, "the alert is off the queue")
        # While its own file cannot be written, an alert goes back to the queue.
        recorded = self.recorded(key)
        with sqlite3.connect(self.folder / "data/incidents.sqlite") as file:
            file.execute("BEGIN IMMEDIATE")
            self.assertEqual(
                analyzer.request("POST", "/webhooks/alertmanager", webhook_call(alert("Later")), token)[0], 202
            )

            def is_hidden() -> bool:
                recorded.update(self.recorded(key))
                return "sqs:ChangeMessageVisibility" in recorded

            wait_until(is_hidden, "the alert is put back")
            file.rollback()
        self.assertEqual(mailbox.next()["Subject"], "[ALERT] Later")
        wait_until(is_empty, "that alert is off the queue")
        self.assertEqual(analyzer.terminate(), 0)
        self.assertEqual(recorded | self.recorded(key), self.granted(role))

    def test_the_registrys_role_is_refused_everything_else(self):
        key = self.account.pod_key(*PODS["Registry"])
        dynamodb, s3 = self.account.client("dynamodb", key), self.account.client("s3", key)
        table, bucket = self.found["TableName"], self.found["MediaBucketName"]
        self.account.client("s3").put_object(Bucket=bucket, Key="else/a", Body=b"")
        self.account.client("s3").put_object(Bucket="other", Key="a", Body=b"")
        transaction = [{"Put": {"TableName": "other", "Item": ITEM}}]
        self.refuse(
            {
                "read another table": lambda: dynamodb.get_item(TableName="other", Key=ITEM),
                "query another table": lambda: dynamodb.query(
                    TableName="other", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "a"}}
                ),
                "write another table": lambda: dynamodb.put_item(TableName="other", Item=ITEM),
                "write another table in a transaction": lambda: dynamodb.transact_write_items(
                    TransactItems=transaction
                ),
                "read several of another table": lambda: dynamodb.batch_get_item(
                    RequestItems={"other": {"Keys": [ITEM]}}
                ),
                "scan the table": lambda: dynamodb.scan(TableName=table),
                "delete the table": lambda: dynamodb.delete_table(TableName=table),
                "change the table": lambda: dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False),
                "turn off expiry": lambda: dynamodb.update_time_to_live(
                    TableName=table, TimeToLiveSpecification={"Enabled": False, "AttributeName": "x"}
                ),
                "back up the table": lambda: dynamodb.create_backup(TableName=table, BackupName="all"),
                "list tables": lambda: dynamodb.list_tables(),
                "read another bucket": lambda: s3.get_object(Bucket="other", Key="a"),
                "list another bucket": lambda: s3.list_objects_v2(Bucket="other"),
                "write another bucket": lambda: s3.put_object(Bucket="other", Key="b", Body=b""),
                "read the bucket of logs": lambda: s3.get_object(Bucket=self.found["LogBucketName"], Key="a"),
                "read elsewhere in the bucket": lambda: s3.get_object(Bucket=bucket, Key="else/a"),
                "write elsewhere in the bucket": lambda: s3.put_object(Bucket=bucket, Key="else/b", Body=b""),
                "delete a version": lambda: s3.delete_object(Bucket=bucket, Key="blobs/a", VersionId="null"),
                "delete the bucket": lambda: s3.delete_bucket(Bucket=bucket),
                "open the bucket": lambda: s3.put_bucket_policy(Bucket=bucket, Policy="{}"),
                "list buckets": lambda: s3.list_buckets(),
                **self.never(key),
            }
        )

    def test_the_analyzers_role_is_refused_everything_else(self):
        key = self.account.pod_key(*PODS["AlertAnalyzer"])
        sqs, sns = self.account.client("sqs", key), self.account.client("sns", key)
        queue, dead, topic = (self.found[name] for name in ("QueueUrl", "DeadLettersUrl", "TopicArn"))
        self.refuse(
            {
                "send to another queue": lambda: sqs.send_message(QueueUrl=self.other_queue, MessageBody="a"),
                "read another queue": lambda: sqs.receive_message(QueueUrl=self.other_queue),
                "read dead letters": lambda: sqs.receive_message(QueueUrl=dead),
                "purge the queue": lambda: sqs.purge_queue(QueueUrl=queue),
                "delete the queue": lambda: sqs.delete_queue(QueueUrl=queue),
                "change the queue": lambda: sqs.set_queue_attributes(
                    QueueUrl=queue, Attributes={"VisibilityTimeout": "1"}
                ),
                "list queues": lambda: sqs.list_queues(),
                "publish to another topic": lambda: sns.publish(TopicArn=self.other_topic, Message="a"),
                "subscribe": lambda: sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.org"),
                "delete the topic": lambda: sns.delete_topic(TopicArn=topic),
                "read records": lambda: self.account.client("dynamodb", key).get_item(
                    TableName=self.found["TableName"], Key=ITEM
                ),
                "read photos": lambda: self.account.client("s3", key).list_objects_v2(
                    Bucket=self.found["MediaBucketName"]
                ),
                **self.never(key),
            }
        )

    def never(self, key: tuple[str, str, str]) -> dict[str, object]:
        """What no workload may do."""
        client = self.account.client
        role = self.role("Loki")
        name = role.rpartition("/")[2]
        return {
            "read a secret": lambda: client("secretsmanager", key).get_secret_value(SecretId=self.other_secret),
            "read the registry's secret": lambda: client("secretsmanager", key).get_secret_value(
                SecretId=self.found["RegistrySecretArn"]
            ),
            "take another role": lambda: client("sts", key).assume_role(RoleArn=role, RoleSessionName="somebody"),
            "give itself rights": lambda: client("iam", key).put_role_policy(
                RoleName=name, PolicyName="a", PolicyDocument=TRUST_NOBODY
            ),
            "make a role": lambda: client("iam", key).create_role(RoleName="a", AssumeRolePolicyDocument=TRUST_NOBODY),
            "decrypt": lambda: client("kms", key).decrypt(CiphertextBlob=b"a", KeyId=self.found["DataKeyArn"]),
            "see the cluster": lambda: client("eks", key).describe_cluster(name=self.found["ClusterName"]),
            "start a machine": lambda: client("ec2", key).run_instances(ImageId="ami-1", MinCount=1, MaxCount=1),
            "change the stack": lambda: client("cloudformation", key).delete_stack(StackName="doggy-staging"),
        }

    def test_roles_of_other_programs_allow_what_is_documented_and_no_more(self):
        for name, actions in DOCUMENTED.items():
            with self.subTest(name):
                self.assertEqual(self.granted(self.role(name)), actions)

        client = self.account.client
        loki = client("s3", self.account.pod_key(*PODS["Loki"]))
        logs, media = self.found["LogBucketName"], self.found["MediaBucketName"]
        loki.put_object(Bucket=logs, Key="chunk", Body=b"lines")
        self.assertEqual(loki.get_object(Bucket=logs, Key="chunk")["Body"].read(), b"lines")
        self.assertEqual(loki.list_objects_v2(Bucket=logs)["KeyCount"], 1)
        loki.delete_object(Bucket=logs, Key="chunk")
        secrets_key = self.account.pod_key(*PODS["ExternalSecrets"])
        secrets = client("secretsmanager", secrets_key)
        controller = client("elbv2", self.account.pod_key(*PODS["LoadBalancerController"]))
        target = [{"Id": "10.41.64.10", "Port": 443}]
        controller.register_targets(TargetGroupArn=self.found["SecureTargetsArn"], Targets=target)
        health = controller.describe_target_health(TargetGroupArn=self.found["SecureTargetsArn"])
        self.assertEqual(len(health["TargetHealthDescriptions"]), 1)
        controller.deregister_targets(TargetGroupArn=self.found["SecureTargetsArn"], Targets=target)
        scanner = client("ecr", self.account.pod_key(*PODS["ImageScanner"]))
        scanner.get_authorization_token()
        reader = client("logs", self.account.pod_key(*PODS["AuditReader"]))
        reader.filter_log_events(logGroupName="/aws/eks/doggy-staging/cluster")
        scaler_key = self.account.pod_key(*PODS["ClusterAutoscaler"])
        self.check_the_autoscaler()
        self.refuse(
            {
                "Loki reads photos": lambda: loki.list_objects_v2(Bucket=media),
                "Loki writes photos": lambda: loki.put_object(Bucket=media, Key="blobs/a", Body=b""),
                "Loki deletes its bucket": lambda: loki.delete_bucket(Bucket=logs),
                "External Secrets reads another secret": lambda: secrets.get_secret_value(SecretId=self.other_secret),
                "External Secrets writes": lambda: secrets.put_secret_value(
                    SecretId=self.found["RegistrySecretArn"], SecretString="a"
                ),
                "External Secrets deletes": lambda: secrets.delete_secret(SecretId=self.found["RegistrySecretArn"]),
                "External Secrets lists": lambda: secrets.list_secrets(),
                "the scanner pushes": lambda: scanner.initiate_layer_upload(
                    repositoryName="doggy-staging/doggy-registry"
                ),
                "the reader of the audit log reads flow logs": lambda: reader.filter_log_events(
                    logGroupName="/doggy-staging/flow"
                ),
                "the reader of the audit log deletes it": lambda: reader.delete_log_group(
                    logGroupName="/aws/eks/doggy-staging/cluster"
                ),
                "the controller adds targets elsewhere": lambda: controller.register_targets(
                    TargetGroupArn=self.other_group, Targets=target
                ),
                "the controller deletes targets": lambda: controller.delete_target_group(
                    TargetGroupArn=self.found["SecureTargetsArn"]
                ),
                "the autoscaler deletes a group": lambda: client("autoscaling", scaler_key).delete_auto_scaling_group(
                    AutoScalingGroupName="ours"
                ),
                "the autoscaler ends a machine": lambda: client("ec2", scaler_key).terminate_instances(
                    InstanceIds=[self.found["BastionId"]]
                ),
            }
        )

    def check_the_autoscaler(self) -> None:
        """By simulation: the emulator does not know the resources of these calls."""
        role = self.role("ClusterAutoscaler")

        def decision(action: str, resource: str) -> str:
            asked = {"PolicySourceArn": role, "ActionNames": [action], "ResourceArns": [resource]}
            return self.account.client("iam").simulate_principal_policy(**asked)["EvaluationResults"][0]["EvalDecision"]

        for cluster, expected in (("doggy-staging", "allowed"), ("other", "implicitDeny")):
            group = f"arn:aws:eks:{REGION}:123456789012:nodegroup/{cluster}/group/1"
            self.assertEqual(decision("eks:DescribeNodegroup", group), expected)
        group = f"arn:aws:autoscaling:{REGION}:123456789012:autoScalingGroup:1:autoScalingGroupName/eks-group"
        self.assertEqual(decision("autoscaling:SetDesiredCapacity", group), "implicitDeny", "without a tag")
        (scale,) = [one for one in self.statements(role) if one["Sid"] == "Scale"]
        self.assertEqual(scale["Condition"], {"StringEquals": {"aws:ResourceTag/eks:cluster-name": "doggy-staging"}})

    def test_the_bastions_role_reaches_one_cluster_alone(self):
        iam = self.account.client("iam")
        (name,) = [one["RoleName"] for one in iam.list_roles()["Roles"] if "-Bastion-" in one["RoleName"]]
        role = iam.get_role(RoleName=name)["Role"]["Arn"]
        key = self.account.assume(role)  # As EC2 does for its instance profile.
        self.assertEqual(iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"], [])
        eks = self.account.client("eks", key)
        eks.describe_cluster(name=self.found["ClusterName"])
        access = self.account.stubs()["AWS::EKS::AccessEntry"]
        self.assertEqual(list(access), [f"{role}|{self.found['ClusterName']}"])
        self.refuse(
            {
                "another cluster": lambda: eks.describe_cluster(name="doggy-production"),
                "list clusters": lambda: eks.list_clusters(),
                "give itself access": lambda: eks.create_access_entry(clusterName="doggy-staging", principalArn=role),
                "read parameters": lambda: self.account.client("ssm", key).get_parameter(Name="/a"),
                "read secrets": lambda: self.account.client("secretsmanager", key).get_secret_value(
                    SecretId=self.found["RegistrySecretArn"]
                ),
                "read records": lambda: self.account.client("dynamodb", key).get_item(
                    TableName=self.found["TableName"], Key=ITEM
                ),
            }
        )

    def test_a_role_goes_to_its_service_account_alone(self):
        iam = self.account.client("iam")
        iam.create_user(UserName="somebody")
        everything_of_sts = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}],
        }
        iam.put_user_policy(UserName="somebody", PolicyName="sts", PolicyDocument=json.dumps(everything_of_sts))
        made = iam.create_access_key(UserName="somebody")["AccessKey"]
        somebody = self.account.client("sts", (made["AccessKeyId"], made["SecretAccessKey"], ""))
        associations = {
            one["RoleArn"]: one for one in self.account.stubs()["AWS::EKS::PodIdentityAssociation"].values()
        }
        self.assertEqual(len(associations), len(PODS))
        for name, (namespace, service_account) in PODS.items():
            role, cluster = self.role(name), "doggy-staging"
            self.assertEqual(associations[role]["ClusterName"], cluster)
            self.account.pod_key(namespace, service_account)

            pod = {"cluster": cluster, "namespace": namespace, "service_account": service_account}

            def take(role=role, pod=pod, **other):
                return lambda: self.account.assume(role, pod_tags(**(pod | other)))

            self.refuse(
                {
                    f"a user takes {name}": lambda role=role: somebody.assume_role(
                        RoleArn=role, RoleSessionName="somebody"
                    ),
                    f"{name} for another service account": take(service_account="default"),
                    f"{name} in another namespace": take(namespace="default"),
                    f"{name} in another cluster": take(cluster="doggy-production"),
                }
            )

    def test_buckets_and_queues_are_closed_to_plain_http(self):
        """With the header that makes the emulator take a request for one without TLS."""

        def plain(service: str, key: tuple[str, str, str]):
            client = self.account.client(service, key)
            client.meta.events.register(
                "before-sign", lambda request, **_: request.headers.add_header("X-Forwarded-Proto", "http")
            )
            return client

        registry, analyzer = (self.account.pod_key(*PODS[name]) for name in ("Registry", "AlertAnalyzer"))
        bucket, queue = self.found["MediaBucketName"], self.found["QueueUrl"]
        self.account.client("s3", registry).put_object(Bucket=bucket, Key="blobs/tls", Body=b"")
        self.account.client("sqs", analyzer).send_message(QueueUrl=queue, MessageBody="a")
        self.refuse(
            {
                "a photo": lambda: plain("s3", registry).put_object(Bucket=bucket, Key="blobs/plain", Body=b""),
                "an alert": lambda: plain("sqs", analyzer).send_message(QueueUrl=queue, MessageBody="a"),
                "a message": lambda: plain("sns", analyzer).publish(TopicArn=self.found["TopicArn"], Message="a"),
            }
        )
        self.account.client("sqs").purge_queue(QueueUrl=queue)
