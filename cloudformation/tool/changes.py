"""Change sets over nested stacks: made, read, and judged before anybody executes them."""

import dataclasses
from collections.abc import Iterator

import aws
import template
from botocore.exceptions import ClientError
from environment import Environment

CAPABILITIES = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
# What CloudFormation says of a change set that would change nothing.
NOTHING = ("didn't contain changes", "No updates are to be performed")
NO_CHANGE_SET = ("ChangeSetNotFound", "ChangeSetNotFoundException")


@dataclasses.dataclass(frozen=True)
class Change:
    path: str  # Where the resource is, as "Data/Table".
    kind: str
    action: str  # Add, Modify, Remove, Import or Dynamic.
    replacement: str  # True, False, Conditional, or empty.
    reasons: tuple[str, ...]  # Properties that change.
    may_replace: bool = False  # Whether one of them replaces the resource with some of its new values.

    @property
    def loses(self) -> bool:
        """Whether the resource as it is now ends."""
        return self.action == "Remove" or self.replacement == "True"


class Refused(Exception):
    """CloudFormation did not make the change set, or the stack is in no state for it."""


def is_new(environment: Environment) -> bool:
    """Whether the stack is still to be created. One that was only reviewed so far has no resources."""
    existing = stack_or_none(environment.stack)
    return existing is None or existing["StackStatus"] == "REVIEW_IN_PROGRESS"


def create(
    environment: Environment, body: str, name: str, own: dict[str, str], role: str = "", keep: bool = False
) -> str | None:
    """Makes a change set of all stacks together and waits for it. Its ARN; None if nothing would change.

    Parameters that neither the environment nor `own` has keep their values. CloudFormation acts with `role`, or else
    with the caller's rights. With `keep` no change set is deleted: neither an older one of this name, so that there
    must be none, nor this one when nothing would change.
    """
    client = aws.client("cloudformation")
    existing = stack_or_none(environment.stack)
    if existing and existing["StackStatus"] == "ROLLBACK_COMPLETE":
        raise Refused(f"{environment.stack} could not be created. Remove what is left with `make cloud-destroy` first.")
    new = is_new(environment)
    values = environment.parameters | own
    known = current_parameters(environment).keys()
    declared = template.load(template.ROOT)["Parameters"]
    missing = [n for n, p in declared.items() if n not in values and n not in known and "Default" not in p]
    if missing:
        raise Refused(f"The first deployment of {environment.stack} needs a value for: {', '.join(missing)}")
    parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]
    if not new:
        kept = sorted(known & declared.keys() - values.keys())
        parameters += [{"ParameterKey": key, "UsePreviousValue": True} for key in kept]
    if not keep:
        delete(environment, name)
    arn = client.create_change_set(
        StackName=environment.stack,
        ChangeSetName=name,
        ChangeSetType="CREATE" if new else "UPDATE",
        TemplateBody=body,
        Parameters=parameters,
        Capabilities=CAPABILITIES,
        Tags=environment.tags,
        # A nested stack that takes outputs of another one cannot be looked into before that one exists: CloudFormation
        # then has no values for its parameters. Of a new stack, all is created.
        IncludeNestedStacks=not new,
        **({"RoleARN": role} if role else {}),
    )["Id"]
    done = aws.poll(
        lambda: client.describe_change_set(ChangeSetName=arn),
        lambda answer: not answer["Status"].endswith(("_PENDING", "_IN_PROGRESS")),
        f"change set {name}",
    )
    if done["Status"] == "CREATE_COMPLETE":
        return arn
    reason = done.get("StatusReason", "")
    if not keep:
        client.delete_change_set(ChangeSetName=arn)
    if any(text in reason for text in NOTHING):
        return None
    raise Refused(f"CloudFormation did not make the change set: {reason}")


def stack_or_none(name: str) -> dict | None:
    try:
        return aws.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def current_parameters(environment: Environment) -> dict[str, str]:
    """Those of the stack as it is; none if it is not there."""
    stack = stack_or_none(environment.stack) or {}
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}


def find(environment: Environment, name: str) -> dict | None:
    """A change set as CloudFormation describes it."""
    try:
        return aws.client("cloudformation").describe_change_set(StackName=environment.stack, ChangeSetName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in NO_CHANGE_SET:
            return None
        raise


def executable(environment: Environment, name: str) -> str | None:
    """The ARN of a change set, by its name or ARN, if it can be executed."""
    found = find(environment, name)
    return found["ChangeSetId"] if found and found["ExecutionStatus"] == "AVAILABLE" else None


def delete(environment: Environment, name: str) -> None:
    """One of the same name that was never executed, if there is one. Those of nested stacks go after the call returns,
    and until then the name is taken."""
    try:
        aws.client("cloudformation").delete_change_set(StackName=environment.stack, ChangeSetName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in (*NO_CHANGE_SET, "ValidationError"):
            raise
        return
    aws.poll(
        lambda: find(environment, name),
        lambda found: found is None or found["Status"] in ("DELETE_COMPLETE", "DELETE_FAILED"),
        f"deletion of change set {name}",
    )


def read(arn: str, path: str = "") -> Iterator[Change]:
    """All changes of a change set and of those of its nested stacks."""
    client = aws.client("cloudformation")
    token: dict[str, str] = {}
    while True:
        answer = client.describe_change_set(ChangeSetName=arn, **token)
        for change in (one["ResourceChange"] for one in answer["Changes"]):
            here = f"{path}{change['LogicalResourceId']}"
            if change["ResourceType"] == template.NESTED and change["Action"] != "Remove":
                if "ChangeSetId" in change:
                    yield from read(change["ChangeSetId"], f"{here}/")
                continue
            details = change.get("Details", [])
            targets = (detail.get("Target", {}).get("Name") for detail in details)
            reasons = tuple(sorted({name for name in targets if name}))
            may_replace = any(
                detail.get("Evaluation") == "Static"
                and detail.get("Target", {}).get("RequiresRecreation") == "Conditionally"
                for detail in details
            )
            replacement = change.get("Replacement", "")
            yield Change(here, change["ResourceType"], change["Action"], replacement, reasons, may_replace)
        if "NextToken" not in answer:
            return
        token = {"NextToken": answer["NextToken"]}


def losses(changes: list[Change]) -> list[Change]:
    """Changes that end something stateful. CloudFormation calls a replacement conditional for two reasons. Either a
    property replaces the resource with some values, such as a table's KeySchema: that counts. Or it depends on the new
    value of something else: it can only happen if the change set ends something, so it counts just then."""
    ends_something = any(change.loses for change in changes)
    return [
        change
        for change in changes
        if (change.kind in template.STATEFUL or change.kind == template.NESTED)
        and (change.loses or (change.replacement == "Conditional" and (ends_something or change.may_replace)))
    ]


def creation(environment: Environment, parameters: dict[str, str]) -> str:
    """What the first deployment creates, for the person who approves it: read from the templates."""
    text = [f"{environment.stack} is new. These stacks are created:", ""]
    for name, _, resources, _ in template.nested_stacks(parameters):
        text.append(f"  {name:12} {len(resources):3} resources")
    return "\n".join(text)


def summary(environment: Environment, changes: list[Change]) -> str:
    """For the person who approves."""

    def lines(title: str, chosen: list[Change]) -> list[str]:
        rows = [f"  {one.path}  {one.kind}{'  by ' + ', '.join(one.reasons) if one.reasons else ''}" for one in chosen]
        return [f"{title} ({len(rows)})", *rows, ""] if rows else []

    modified = [change for change in changes if change.action in ("Modify", "Dynamic")]
    text = [f"Changes of {environment.stack}", ""]
    text += lines("REPLACE", [change for change in modified if change.replacement == "True"])
    text += lines("may be replaced", [change for change in modified if change.replacement == "Conditional"])
    text += lines("REMOVE", [change for change in changes if change.action == "Remove"])
    text += lines("add", [change for change in changes if change.action in ("Add", "Import")])
    text += lines("change", [change for change in modified if change.replacement in ("False", "")])
    if not changes:
        text.append("Only the addresses of nested templates change, and no resource.")
    if ending := losses(changes):
        text += lines("STOPPED: this would end what holds data", ending)
    return "\n".join(text)
