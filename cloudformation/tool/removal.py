"""Taking an environment down: the stack, and then what outlives it but is not on the retain list."""

from collections.abc import Iterator

import aws
import changes
import stacks
import template
from botocore.exceptions import ClientError
from environment import Environment

# Days until a key is gone for good, the shortest that KMS allows.
KEY_DAYS = 7


def plan(environment: Environment) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """What would be left and what deleted of the resources that outlive the stack, as (path, type, physical id)."""
    left, deleted = [], []
    for path, one in stacks.resources(environment.stack):
        if one["ResourceType"] in template.KEPT:
            kept = path in environment.retain
            (left if kept else deleted).append((path, one["ResourceType"], one["PhysicalResourceId"]))
    return left, deleted


def destroy(environment: Environment) -> bool:
    """False if the stack could not be deleted: nothing that holds data was then touched, except for its protection.
    Also false if something that outlived it could not be deleted: it is named, since no stack knows it any more, and
    keeps its keys."""
    _, deleted = plan(environment)
    unprotect(environment, deleted)
    client = aws.client("cloudformation")
    stack_id = changes.stack_or_none(environment.stack)["StackId"]
    client.delete_stack(StackName=environment.stack)
    if stacks.wait(stack_id)["StackStatus"] != "DELETE_COMPLETE":
        for line in stacks.failures(stack_id):
            print(f"  {line}")
        return False
    # Keys last: the others are encrypted with them.
    good = True
    for path, kind, physical in sorted(deleted, key=lambda one: one[1] == "AWS::KMS::Key"):
        if kind == "AWS::KMS::Key" and not good:
            print(f"  keeping {path} {physical}")
            continue
        print(f"  deleting {path} {physical}")
        try:
            DELETE[kind](physical)
        except (ClientError, RuntimeError) as error:
            print(f"  STILL THERE, delete it by hand: {physical}: {error}")
            good = False
    return good


def unprotect(environment: Environment, deleted: list[tuple[str, str, str]]) -> None:
    """Turns off the deletion protection of what goes, which a parameter of the stack turned on."""
    if changes.current_parameters(environment)["DeletionProtection"] != "true":
        return
    for _, kind, physical in deleted:
        if kind == "AWS::DynamoDB::Table":
            aws.client("dynamodb").update_table(TableName=physical, DeletionProtectionEnabled=False)
    for _, one in stacks.resources(environment.stack):
        physical = one["PhysicalResourceId"]
        if one["ResourceType"] == "AWS::EKS::Cluster":
            unprotect_cluster(physical)
        elif one["ResourceType"] == "AWS::ElasticLoadBalancingV2::LoadBalancer":
            off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
            aws.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=physical, Attributes=off)


def unprotect_cluster(name: str) -> None:
    """Returns when the update is over: until then the cluster cannot be deleted."""
    eks = aws.client("eks")
    update = eks.update_cluster_config(name=name, deletionProtection=False)["update"]["id"]
    aws.poll(
        lambda: eks.describe_update(name=name, updateId=update)["update"]["status"],
        lambda status: status != "InProgress",
        f"update of {name}",
    )


def versions(bucket: str) -> Iterator[list[dict[str, str]]]:
    """All versions and deletion markers, by up to a thousand."""
    for page in aws.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        if found:
            yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]


def delete_bucket(bucket: str) -> None:
    client = aws.client("s3")
    for some in versions(bucket):
        refused = client.delete_objects(Bucket=bucket, Delete={"Objects": some, "Quiet": True}).get("Errors")
        if refused:
            raise RuntimeError(f"{bucket}: {refused[0]}")
    client.delete_bucket(Bucket=bucket)


def delete_log_group(name: str) -> None:
    try:
        aws.client("logs").delete_log_group(logGroupName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise


DELETE = {
    "AWS::DynamoDB::Table": lambda name: aws.client("dynamodb").delete_table(TableName=name),
    "AWS::ECR::Repository": lambda name: aws.client("ecr").delete_repository(repositoryName=name, force=True),
    "AWS::KMS::Key": lambda key: aws.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=KEY_DAYS),
    "AWS::Logs::LogGroup": delete_log_group,
    "AWS::S3::Bucket": delete_bucket,
    "AWS::SQS::Queue": lambda url: aws.client("sqs").delete_queue(QueueUrl=url),
    "AWS::SecretsManager::Secret": lambda secret: aws.client("secretsmanager").delete_secret(
        SecretId=secret, ForceDeleteWithoutRecovery=True
    ),
}
