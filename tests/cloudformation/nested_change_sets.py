"""Change sets as AWS makes them, for MiniStack. install() adds to what it does:

It makes change sets for the root stack alone. Here, as on AWS, each nested stack that is added or changed gets one of
its own, whose id stands in the change of its parent. Values that are outputs of other nested stacks are those that they
have now, so changes that only follow from such an output are not listed; AWS lists them as dynamic.

AWS makes none for a new stack whose nested stacks take outputs of each other, as ours do: it checks their parameters
before there are values. So it is here.

It knows of few types which properties replace a resource. Here, AWS' own resource schemas tell, which cfn-lint brings.
"""

import copy
import re
import uuid

from ministack.services.cloudformation import _change_sets, _stacks, changesets, handlers, stacks
from ministack.services.cloudformation.engine import (
    _evaluate_conditions,
    _parse_template,
    _resolve_parameters,
    _resolve_refs,
)
from ministack.services.cloudformation.helpers import _error, _p, _resolve_template
from schemas import schema_of

NESTED = "AWS::CloudFormation::Stack"
resolve_all = changesets._resolve_props_for_diff


def recreation(kind: str, name: str) -> str:
    """Whether a change of the property replaces the resource: Always, Conditionally or Never."""
    if kind == NESTED:
        return "Never"
    schema = schema_of(kind)
    paths = [path.removeprefix("/properties/").split("/") for path in schema.get("createOnlyProperties", [])]
    if [name] in paths:
        return "Always"
    maybe = [path.removeprefix("/properties/").split("/") for path in schema.get("conditionalCreateOnlyProperties", [])]
    return "Conditionally" if any(path[0] == name for path in paths + maybe) else "Never"


def resolve_existing(template, parameters, stack_name, stack_id):
    """The resources that exist with these parameters. MiniStack also compares those whose condition does not hold."""
    resolved = resolve_all(template, parameters, stack_name, stack_id)
    conditions = _evaluate_conditions(template, parameters) if template else {}
    existing = {
        name: one for name, one in resolved.get("Resources", {}).items() if conditions.get(one.get("Condition"), True)
    }
    return {"Resources": existing} if resolved else resolved


def nested_parameters(properties: dict, parent: dict, change_set: dict) -> dict[str, str]:
    """Parameters of a nested stack, as far as they are known before the change set is executed."""
    template = change_set["_template"]
    given = {}
    for name, value in properties.get("Parameters", {}).items():
        try:
            given[name] = _resolve_refs(
                copy.deepcopy(value),
                parent.get("_resources", {}),
                change_set["_resolved_params"],
                _evaluate_conditions(template, change_set["_resolved_params"]),
                template.get("Mappings", {}),
                parent["StackName"],
                parent["StackId"],
            )
        except ValueError:
            given[name] = value
    return {name: str(value) for name, value in given.items() if isinstance(value, str | int)}


def add_nested(change_set: dict) -> None:
    parent = _stacks[change_set["StackName"]]
    for change in (one["ResourceChange"] for one in change_set["Changes"]):
        if change["ResourceType"] != NESTED or change["Action"] not in ("Add", "Modify"):
            continue
        properties = change_set["_template"]["Resources"][change["LogicalResourceId"]]["Properties"]
        body, _ = _resolve_template({"TemplateURL": [properties["TemplateURL"]]})
        template = _parse_template(body)
        existing = parent.get("_resources", {}).get(change["LogicalResourceId"], {})
        child = next((s for s in _stacks.values() if s["StackId"] == existing.get("PhysicalResourceId")), {})
        old_values = child.get("_resolved_params", {})
        given = [{"Key": k, "Value": v} for k, v in nested_parameters(properties, parent, change_set).items()]
        # What only outputs of stacks yet to be created will tell is anything for now.
        free = {
            name: {key: value for key, value in ({"Default": ""} | one).items() if not key.startswith(("Allowed", "M"))}
            for name, one in template.get("Parameters", {}).items()
        }
        values = _resolve_parameters({"Parameters": free}, given, old_values)
        # On AWS a stack that is yet to be created has an id already.
        name = child.get("StackName", f"{parent['StackName']}-{change['LogicalResourceId']}")
        stack_id = child.get("StackId", parent["StackId"].replace(f"stack/{parent['StackName']}/", f"stack/{name}/"))
        before = resolve_existing(child.get("_template", {}), old_values, name, stack_id)
        after = resolve_existing(template, values, name, stack_id)
        changed = {key for key, one in values.items() if old_values.get(key, {}).get("Value") != one["Value"]}
        identity = change_set["ChangeSetId"].rpartition("/")[0] + f"/{uuid.uuid4()}"
        _change_sets[identity] = {
            "ChangeSetId": identity,
            "ChangeSetName": f"{change_set['ChangeSetName']}-{change['LogicalResourceId']}",
            "StackId": stack_id,
            "StackName": name,
            "Status": "CREATE_COMPLETE",
            "ExecutionStatus": "AVAILABLE",
            "CreationTime": change_set["CreationTime"],
            "Changes": changesets._diff_resources(before, after, child.get("_resources"), template, changed),
        }
        change["ChangeSetId"] = identity


def create(parameters):
    nested = _p(parameters, "IncludeNestedStacks", "false").lower() == "true"
    if nested and _p(parameters, "ChangeSetType") == "CREATE":
        reason = "Parameter 'LogsKeyArn' must match pattern ^arn:[a-z-]+:kms:.+$: {{IntrinsicFunction:Fn::GetAtt}}"
        return _error("ValidationError", reason)
    status, headers, body = changesets._create_change_set(parameters)
    if status == 200 and nested:
        text = body.decode() if isinstance(body, bytes) else body
        add_nested(_change_sets[re.search("<Id>([^<]+)</Id>", text).group(1)])
    return status, headers, body


def describe(parameters):
    status, headers, body = changesets._describe_change_set(parameters)
    _, change_set = changesets._find_change_set(_p(parameters, "ChangeSetName"), _p(parameters, "StackName"))
    text = body.decode() if isinstance(body, bytes) else body
    for change in (one["ResourceChange"] for one in (change_set or {}).get("Changes", [])):
        if "ChangeSetId" in change:
            logical = f"<LogicalResourceId>{change['LogicalResourceId']}</LogicalResourceId>"
            text = text.replace(logical, f"{logical}<ChangeSetId>{change['ChangeSetId']}</ChangeSetId>", 1)
    return status, headers, text.encode()


def install() -> None:
    changesets._resolve_props_for_diff = resolve_existing
    stacks._property_recreation = recreation
    handlers._ACTION_HANDLERS |= {"CreateChangeSet": create, "DescribeChangeSet": describe}
