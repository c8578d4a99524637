#!/usr/bin/env python3
"""AWS on this machine, in memory, for tests: MiniStack with IAM enforced, plus the CloudFormation types that it lacks.

    emulator.py PORT

Prints "ready" once it listens on that port of the loopback, and ends when its standard input does. The account's root
has the access key "test" with the secret "test". It speaks http; a request counts as https unless it has the header
X-Forwarded-Proto. Two addresses are for tests alone:

    /test/stubs   what exists of the types in STUBS, as {type: {physical id: properties}}
    /test/state   everything that every service keeps, as {service: {…}}; objects' bodies and CloudFormation left out
    /test/eks     the last UpdateClusterConfig of each cluster, which MiniStack lacks and which changes nothing here
    /test/calls   every call that IAM decided on since the last look, as [access key, action, resource, allowed]

EC2's own types are added to MiniStack's store, and exist for its API. The types in STUBS are only remembered: a stack
that contains them is created, updated and deleted, and their outputs exist, but there is no API behind them.
"""

import asyncio
import contextvars
import functools
import json
import os
import re
import sys
import threading
import uuid
from collections import deque

ACCOUNT = "123456789012"
REGION = "eu-central-1"
PORT = sys.argv[1] if __name__ == "__main__" else "0"
os.environ |= {
    "AUTH": "true",
    "AWS_DEFAULT_REGION": REGION,
    "GATEWAY_PORT": PORT,
    "IOT_MTLS_ENABLED": "0",
    "LOG_LEVEL": "CRITICAL",
    "MINISTACK_ACCOUNT_ID": ACCOUNT,
    "MINISTACK_HOST": "127.0.0.1",
    "MINISTACK_REGION": REGION,
    "SFTP_ENABLED": "0",
}

from hypercorn.asyncio import serve  # noqa: E402: MiniStack reads the environment when it is loaded
from hypercorn.config import Config  # noqa: E402
from ministack import app  # noqa: E402
from ministack.core import iam_actions, iam_evaluator  # noqa: E402
from ministack.services import dynamodb, ec2, iam  # noqa: E402
from ministack.services.cloudformation import _change_sets, _stacks, provisioners  # noqa: E402
from nested_change_sets import install as install_nested_change_sets  # noqa: E402

HANDLERS = provisioners._RESOURCE_HANDLERS


def add(kind: str, create, update, delete) -> None:
    """Registers handlers for a type that MiniStack lacks. When a version of it has the type, ours should go."""
    if kind in HANDLERS:
        raise RuntimeError(f"MiniStack knows {kind} now: remove it here")
    HANDLERS[kind] = {"create": create, "update": update, "delete": delete}


def hex_id(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:17]}"


# EC2's types, through its own API.


def call_ec2(operation, parameters: dict, tag: str) -> str:
    """The text of the first such tag in the answer."""
    status, _, body = operation({name: [str(value)] for name, value in parameters.items()})
    body = body.decode() if isinstance(body, bytes) else body
    if status >= 300:
        raise ValueError(body)
    return re.search(rf"<{tag}>([^<]+)</{tag}>", body).group(1)


def create_address(_logical, _properties, _stack):
    allocation = call_ec2(ec2._allocate_address, {"Domain": "vpc"}, "allocationId")
    address = ec2._addresses[allocation]["PublicIp"]
    return address, {"AllocationId": allocation, "PublicIp": address}


def delete_address(physical, _properties):
    for allocation in [a for a, record in ec2._addresses.items() if record["PublicIp"] == physical]:
        del ec2._addresses[allocation]


def create_nat(_logical, properties, _stack):
    nat = call_ec2(ec2._create_nat_gateway, {k: properties[k] for k in ("SubnetId", "AllocationId")}, "natGatewayId")
    return nat, {"NatGatewayId": nat}


def create_flow_log(_logical, properties, _stack):
    wanted = {"ResourceId.1": properties["ResourceId"]}
    wanted |= {k: properties[k] for k in ("ResourceType", "TrafficType", "LogGroupName")}
    flow_log = call_ec2(ec2._create_flow_logs, wanted, "item")
    return flow_log, {"Id": flow_log}


def create_instance(_logical, properties, _stack):
    wanted = {k: properties[k] for k in ("ImageId", "InstanceType")} | {"MinCount": 1, "MaxCount": 1}
    wanted["SubnetId"] = properties["NetworkInterfaces"][0]["SubnetId"]
    instance = call_ec2(ec2._run_instances, wanted, "instanceId")
    return instance, {"InstanceId": instance}


def delete_instance(physical, _properties):
    volumes = [v for v, record in ec2._volumes.items() if physical in str(record.get("Attachments"))]
    call_ec2(ec2._terminate_instances, {"InstanceId.1": physical}, "instanceId")
    for store, gone in ((ec2._instances, [physical]), (ec2._volumes, volumes)):
        for one in gone:
            store.pop(one, None)


def unchanged(physical, _old, _new, _stack):
    return physical, {}


def forget(store):
    return lambda physical, _properties: store.pop(physical, None)


add("AWS::EC2::EIP", create_address, unchanged, delete_address)
add("AWS::EC2::NatGateway", create_nat, unchanged, forget(ec2._nat_gateways))
add("AWS::EC2::FlowLog", create_flow_log, unchanged, forget(ec2._flow_logs))
add("AWS::EC2::Instance", create_instance, unchanged, delete_instance)


# Types that are only remembered.


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def nothing(_physical, _properties):
    return {}


# Type: (physical id from the properties, attributes from the physical id and the properties).
STUBS = {
    "AWS::Budgets::Budget": (lambda p: p["Budget"]["BudgetName"], nothing),
    "AWS::CodePipeline::Pipeline": (lambda p: p["Name"], lambda *_: {"Version": "1"}),
    "AWS::EC2::SecurityGroupIngress": (lambda _: hex_id("sgr"), nothing),
    "AWS::EKS::AccessEntry": (
        lambda p: f"{p['PrincipalArn']}|{p['ClusterName']}",
        lambda i, _: {"AccessEntryArn": arn("eks", f"access-entry/{i}")},
    ),
    "AWS::EKS::Addon": (
        lambda p: f"{p['ClusterName']}|{p['AddonName']}",
        lambda i, _: {"Arn": arn("eks", f"addon/{i}")},
    ),
    "AWS::EKS::PodIdentityAssociation": (
        lambda _: arn("eks", f"podidentityassociation/{hex_id('a')}"),
        lambda i, _: {"AssociationArn": i, "AssociationId": i.rpartition("/")[2]},
    ),
    "AWS::IAM::OIDCProvider": (
        lambda p: f"arn:aws:iam::{ACCOUNT}:oidc-provider/{p['Url'].removeprefix('https://')}",
        lambda i, _: {"Arn": i},
    ),
    "AWS::SSM::Document": (lambda p: p["Name"], nothing),
    "AWS::WAFv2::LoggingConfiguration": (lambda p: p["ResourceArn"], nothing),
    "AWS::WAFv2::WebACLAssociation": (lambda p: f"{p['ResourceArn']}|{p['WebACLArn']}", nothing),
}
stubs: dict[str, dict[str, dict]] = {kind: {} for kind in STUBS}


def add_stub(kind: str, name, attributes) -> None:
    def create(_logical, properties, _stack):
        physical = name(properties)
        if physical in stubs[kind]:
            raise ValueError(f"{kind} {physical} already exists")
        stubs[kind][physical] = properties
        return physical, attributes(physical, properties)

    def update(physical, _old, properties, _stack):
        stubs[kind][physical] = properties
        return physical, attributes(physical, properties)

    def delete(physical, _properties):
        stubs[kind].pop(physical, None)

    add(kind, create, update, delete)


for stub, (stub_name, stub_attributes) in STUBS.items():
    add_stub(stub, stub_name, stub_attributes)


# Faults of MiniStack 1.5.33. An update of a nested stack loses the attributes of resources that do not change.
update_resource = provisioners._update_resource


def update_and_keep_attributes(kind, physical, old, new, stack, logical=None, old_attrs=None):
    before = (_stacks.get(stack) or {}).get("_resources", {}).get(logical, {})
    physical, attributes = update_resource(kind, physical, old, new, stack, logical, old_attrs)
    if physical == before.get("PhysicalResourceId"):
        attributes = {**before.get("Attributes", {}), **attributes}
    return physical, attributes


provisioners._update_resource = update_and_keep_attributes

# A nested stack whose creation fails leaves behind what it had created, and one that is deleted takes what its template
# retains with it.
NESTED = HANDLERS["AWS::CloudFormation::Stack"]
create_nested, delete_nested = NESTED["create"], NESTED["delete"]


def create_nested_or_nothing(logical, properties, stack):
    known = set(_stacks)
    try:
        return create_nested(logical, properties, stack)
    except Exception:
        for name in [n for n in _stacks if n not in known and n.startswith(f"{stack}-{logical}-")]:
            for resource, record in reversed(list(_stacks[name]["_resources"].items())):
                provisioners._delete_resource(
                    record["ResourceType"], record["PhysicalResourceId"], record["Properties"], name, resource
                )
            _stacks[name]["_resources"].clear()
            _stacks[name]["StackStatus"] = "DELETE_COMPLETE"
        raise


def delete_nested_and_retain(physical, properties):
    stack = next(one for one in _stacks.values() if one["StackId"] == physical)
    for logical, resource in stack["_template"]["Resources"].items():
        if resource.get("DeletionPolicy", "Delete").startswith("Retain"):
            stack["_resources"].pop(logical, None)
    delete_nested(physical, properties)


NESTED |= {"create": create_nested_or_nothing, "delete": delete_nested_and_retain}

# A table does not get what its template says of expiry and of recovery, and takes a protection of "false" for true.
TABLE = HANDLERS["AWS::DynamoDB::Table"]
create_table, update_table = TABLE["create"], TABLE["update"]


def as_booleans(properties: dict) -> dict:
    return properties | {"DeletionProtectionEnabled": properties["DeletionProtectionEnabled"] == "true"}


def apply_settings(table: str, properties: dict) -> None:
    for operation, name in (
        (dynamodb._update_ttl, "TimeToLiveSpecification"),
        (dynamodb._update_continuous_backups, "PointInTimeRecoverySpecification"),
    ):
        operation({"TableName": table, name: properties[name]})


def create_table_with_settings(logical, properties, stack):
    made = create_table(logical, as_booleans(properties), stack)
    apply_settings(made[0], properties)
    return made


def update_table_with_settings(physical, old, new, stack, logical_id=None):
    changed = update_table(physical, as_booleans(old), as_booleans(new), stack, logical_id)
    apply_settings(changed[0], new)
    return changed


TABLE |= {"create": create_table_with_settings, "update": update_table_with_settings}

# Roles do not get the boundary that their template gives them.
ROLE = HANDLERS["AWS::IAM::Role"]
create_role, update_role = ROLE["create"], ROLE["update"]


def create_role_with_boundary(logical, properties, stack):
    name, attributes = create_role(logical, properties, stack)
    iam._roles[name]["PermissionsBoundary"] = properties.get("PermissionsBoundary")
    return name, attributes


def update_role_with_boundary(physical, old, new, stack, logical_id=None):
    name, attributes = update_role(physical, old, new, stack, logical_id)
    iam._roles[name]["PermissionsBoundary"] = new.get("PermissionsBoundary")
    return name, attributes


ROLE |= {"create": create_role_with_boundary, "update": update_role_with_boundary}

install_nested_change_sets()

# The account's root stands for AWS' services wherever a trust policy names one. Services say for which account they
# call.
evaluate_trust = iam_evaluator.evaluate_trust_policy


def evaluate_trust_for_services(policy, caller, context=None):
    if context is not None and caller.endswith(":root"):
        context.service_context = {**context.service_context, "aws:sourceaccount": ACCOUNT}
    return evaluate_trust(policy, caller, context)


iam_evaluator.evaluate_trust_policy = evaluate_trust_for_services


# What IAM decided.
calls: list[tuple[str, str, str, bool]] = []
enforce = iam_evaluator.enforce


# MiniStack finds the stack that a call is about by its name alone; a change set has an id, which says it too.
resource_of = iam_actions.extract_resource_arn


# MiniStack does not tell its evaluator what a call to IAM is about.
about: contextvars.ContextVar[dict[str, str]] = contextvars.ContextVar("about", default={})


def asked_of_iam(parameters: dict) -> dict[str, str]:
    """Condition keys of a call about a role: the boundary that it asks for, or else the one that the role has."""

    def given(name: str) -> str:
        value = parameters.get(name, "")
        return value[0] if isinstance(value, list) else value

    role = iam._roles.get(given("RoleName")) or {}
    found = {
        "iam:PermissionsBoundary": given("PermissionsBoundary") or role.get("PermissionsBoundary"),
        "iam:PolicyARN": given("PolicyArn"),
    }
    return {key: value for key, value in found.items() if value}


def resource_or_stack_of(service, method, path, headers, body, parameters, *rest):
    about.set(asked_of_iam(parameters) if service == "iam" else {})
    resource = resource_of(service, method, path, headers, body, parameters, *rest)
    identity = parameters.get("ChangeSetName", [""])
    identity = identity[0] if isinstance(identity, list) else identity
    if service == "cloudformation" and resource == "*" and identity in _change_sets:
        return _change_sets[identity]["StackId"]
    return resource


iam_actions.extract_resource_arn = resource_or_stack_of


@functools.wraps(enforce)
def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    if service == "sqs":  # MiniStack asks for actions that IAM does not have: batches need the single action.
        iam_action = iam_action.removesuffix("Batch")
    context = {**(service_context or {}), **(about.get() if service == "iam" else {})}
    refusal = enforce(access_key_id, iam_action, service, region, resource_arn, context)
    calls.append((access_key_id, iam_action, resource_arn, refusal is None))
    return refusal


iam_evaluator.enforce = enforce_and_record


def plain(value):
    """Dictionaries, lists and texts of what services keep; those of all accounts and regions together."""
    value = getattr(value, "_data", value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset | deque):
        return [plain(one) for one in value]
    return value if isinstance(value, int | float | bool | None) else str(value)


def state() -> dict:
    kept = app._build_persistence_save_dict()
    return {service: plain(get()) for service, get in kept.items() if service != "cloudformation"} | {"stubs": stubs}


async def answer(send, content) -> None:
    body = json.dumps(content, default=str).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


UPDATE_CLUSTER = re.compile("/clusters/([^/]+)/(update-config|updates/.*)")
updated_clusters: dict[str, dict] = {}


async def application(scope, receive, send):
    if scope["type"] == "http":
        if cluster := UPDATE_CLUSTER.fullmatch(scope["path"]):
            if scope["method"] == "POST":
                updated_clusters[cluster[1]] = json.loads((await receive())["body"])
            return await answer(send, {"update": {"id": str(uuid.uuid4()), "status": "Successful"}})
        if scope["path"] == "/test/eks":
            return await answer(send, updated_clusters)
        if scope["path"] == "/test/stubs":
            return await answer(send, stubs)
        if scope["path"] == "/test/state":
            return await answer(send, state())
        if scope["path"] == "/test/calls":
            seen, calls[:] = list(calls), []
            return await answer(send, seen)
        if not any(name == b"x-forwarded-proto" for name, _ in scope["headers"]):
            scope["headers"] = [*scope["headers"], (b"x-forwarded-proto", b"https")]
    return await app.app(scope, receive, send)


async def main() -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{PORT}"]
    config.loglevel = "ERROR"
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(
        target=lambda: (sys.stdin.buffer.read(), loop.call_soon_threadsafe(ended.set)), daemon=True
    ).start()
    print("ready", flush=True)
    await serve(application, config, shutdown_trigger=ended.wait)


if __name__ == "__main__":
    asyncio.run(main())
