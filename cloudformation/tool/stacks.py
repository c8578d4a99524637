"""Running stacks: executing a change set, outputs, a smoke test, drift."""

from collections.abc import Iterator

import aws
import template
from botocore.exceptions import ClientError
from changes import Refused, stack_or_none
from environment import Environment


def execute(environment: Environment, change_set: str) -> bool:
    """Executes a change set, named by its ARN, and waits. False if CloudFormation rolled it back, and prints why."""
    client = aws.client("cloudformation")
    client.execute_change_set(ChangeSetName=change_set)
    stack = wait(environment.stack)
    ok = stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    print(f"{environment.stack}: {stack['StackStatus']}")
    if not ok:
        for line in failures(stack["StackId"]):
            print(f"  {line}")
    return ok


def wait(name: str) -> dict:
    """The stack when nothing is in progress any more."""
    return aws.poll(
        lambda: aws.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0],
        lambda stack: not stack["StackStatus"].endswith("_IN_PROGRESS"),
        f"stack {name}",
    )


def failures(stack_id: str) -> Iterator[str]:
    """What failed in the last operation, in the stack and below; the cause comes first."""
    client = aws.client("cloudformation")
    events = []
    for page in client.get_paginator("describe_stack_events").paginate(StackName=stack_id):
        events += page["StackEvents"]
    last = []
    for event in events:  # The newest first.
        last.append(event)
        if event["PhysicalResourceId"] == stack_id and event["ResourceStatus"] in (
            "CREATE_IN_PROGRESS",
            "UPDATE_IN_PROGRESS",
        ):
            break
    for event in reversed(last):
        if not event["ResourceStatus"].endswith("_FAILED"):
            continue
        nested = event["ResourceType"] == template.NESTED and event["PhysicalResourceId"] not in ("", stack_id)
        if nested:
            yield from failures(event["PhysicalResourceId"])
        reason = event.get("ResourceStatusReason", "")
        yield f"{event['StackName']}: {event['LogicalResourceId']} {event['ResourceType']}: {reason}"


def resources(stack: str, path: str = "") -> Iterator[tuple[str, dict]]:
    """(path, summary) of every resource of a stack and of those below, the nested stacks themselves included."""
    client = aws.client("cloudformation")
    for page in client.get_paginator("list_stack_resources").paginate(StackName=stack):
        for one in page["StackResourceSummaries"]:
            if one["ResourceStatus"] == "DELETE_COMPLETE" or not one.get("PhysicalResourceId"):
                continue
            yield f"{path}{one['LogicalResourceId']}", one
            if one["ResourceType"] == template.NESTED:
                yield from resources(one["PhysicalResourceId"], f"{path}{one['LogicalResourceId']}/")


def outputs(environment: Environment) -> dict[str, str]:
    stack = stack_or_none(environment.stack)
    if stack is None:
        raise Refused(f"There is no stack {environment.stack}")
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}


def smoke(environment: Environment) -> list[str]:
    """What does not work, asked of the services themselves rather than of CloudFormation."""
    found = outputs(environment)
    wrong = []

    def check(what: str, holds) -> None:
        try:
            if not holds():
                wrong.append(what)
        except ClientError as error:
            wrong.append(f"{what} ({error})")

    dynamodb, s3, sqs = aws.client("dynamodb"), aws.client("s3"), aws.client("sqs")
    check(
        "the table is not active",
        lambda: dynamodb.describe_table(TableName=found["TableName"])["Table"]["TableStatus"] == "ACTIVE",
    )
    check(
        "the table does not expire items",
        lambda: dynamodb.describe_time_to_live(TableName=found["TableName"])["TimeToLiveDescription"][
            "TimeToLiveStatus"
        ].startswith("ENABL"),
    )
    check("the bucket of photos cannot be reached", lambda: s3.head_bucket(Bucket=found["MediaBucketName"]))
    check("the bucket of logs cannot be reached", lambda: s3.head_bucket(Bucket=found["LogBucketName"]))
    check(
        "the queue cannot be reached",
        lambda: sqs.get_queue_attributes(QueueUrl=found["QueueUrl"], AttributeNames=["QueueArn"]),
    )
    check(
        "the topic cannot be reached",
        lambda: aws.client("sns").get_topic_attributes(TopicArn=found["TopicArn"]),
    )
    check(
        "the cluster is not active",
        lambda: aws.client("eks").describe_cluster(name=found["ClusterName"])["cluster"]["status"] == "ACTIVE",
    )
    return wrong


# What changes without anybody's hand: the Cluster Autoscaler sets how many nodes there are.
MOVING = {"/ScalingConfig/DesiredSize"}


def drift(environment: Environment) -> list[str]:
    """Resources that somebody changed behind CloudFormation's back."""
    all_resources = resources(environment.stack)
    nested = {path: one["PhysicalResourceId"] for path, one in all_resources if one["ResourceType"] == template.NESTED}
    drifted = []
    for path, stack in {"": environment.stack, **nested}.items():
        failure = detect_drift(stack)
        if failure:
            drifted.append(f"{path or environment.stack}: {failure}")
        answer = aws.client("cloudformation").describe_stack_resource_drifts(
            StackName=stack, StackResourceDriftStatusFilters=["MODIFIED", "DELETED"]
        )
        for one in answer["StackResourceDrifts"]:
            if one["ResourceType"] != template.NESTED and (found := drift_of(one)):
                drifted.append(f"{path}/{one['LogicalResourceId']}: {found}".lstrip("/"))
    return drifted


def detect_drift(stack: str) -> str:
    """Lets CloudFormation compare a stack with what is there. Why it could not, or nothing."""
    client = aws.client("cloudformation")
    detection = client.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
    done = aws.poll(
        lambda: client.describe_stack_drift_detection_status(StackDriftDetectionId=detection),
        lambda answer: answer["DetectionStatus"] != "DETECTION_IN_PROGRESS",
        f"drift detection of {stack}",
    )
    if done["DetectionStatus"] != "DETECTION_FAILED":
        return ""
    return done.get("DetectionStatusReason", "detection failed")


def drift_of(resource: dict) -> str:
    """What differs; nothing if it is only what moves by itself."""
    found = resource.get("PropertyDifferences", [])
    differences = [difference for difference in found if difference["PropertyPath"] not in MOVING]
    if found and not differences:
        return ""
    properties = ", ".join(
        f"{difference['PropertyPath']} is {difference['ActualValue']}, not {difference['ExpectedValue']}"
        for difference in differences
    )
    return f"{resource['StackResourceDriftStatus']} {properties}".strip()
