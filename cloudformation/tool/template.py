"""Templates as Python values, and which of their resources hold data."""

import pathlib
from collections.abc import Iterator

import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[1]
ROOT = FOLDER / "master.yaml"
NESTED = "AWS::CloudFormation::Stack"

# What holds data, secrets or messages, and outlives its stack.
KEPT = {
    "AWS::DynamoDB::Table",
    "AWS::ECR::Repository",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
}
# Losing one of these loses data, confirmed addresses, or everything at once.
STATEFUL = KEPT | {"AWS::EC2::VPC", "AWS::EKS::Cluster", "AWS::SNS::Topic"}


class Loader(yaml.SafeLoader):
    """Reads the short forms, such as !Ref, as their long ones."""


def long_form(loader: Loader, tag: str, node: yaml.Node) -> dict:
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


Loader.add_multi_constructor("!", long_form)


def load(path: pathlib.Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def parameters_of(template: dict, given: dict[str, str]) -> dict[str, str]:
    """Values of a template's parameters: the given ones, else the defaults. Parameters with neither are left out."""
    values = {name: str(one["Default"]) for name, one in template.get("Parameters", {}).items() if "Default" in one}
    return values | given


class Conditions:
    """Which conditions of a template hold for these parameters."""

    def __init__(self, template: dict, parameters: dict[str, str]):
        self._declared = template.get("Conditions", {})
        self._parameters = parameters

    def hold(self, name: str) -> bool:
        return self._holds(self._declared[name])

    def _holds(self, condition: dict) -> bool:
        ((function, operand),) = condition.items()
        match function:
            case "Condition":
                return self.hold(operand)
            case "Fn::Equals":
                left, right = map(self.value, operand)
                return left == right
            case "Fn::Not":
                return not self._holds(operand[0])
            case "Fn::And":
                return all(map(self._holds, operand))
            case "Fn::Or":
                return any(map(self._holds, operand))
        raise ValueError(f"unknown condition function {function}")

    def value(self, value):
        """The value of a Ref to a parameter, and of an If; anything else as it is."""
        match value:
            case {"Ref": name}:
                return self._parameters.get(name, "")
            case {"Fn::If": [name, then, otherwise]}:
                return self.value(then if self.hold(name) else otherwise)
        return value


def nested_stacks(parameters: dict[str, str]) -> Iterator[tuple[str, dict, dict[str, dict], Conditions]]:
    """(name, template, resources, conditions) of each stack under the root that exists with these parameters."""
    root = load(ROOT)
    parameters = parameters_of(root, parameters)
    for name, nested in resources_of(root, parameters).items():
        declared = load(FOLDER / nested["Properties"]["TemplateURL"])
        passed = nested["Properties"]["Parameters"]
        given = {key: parameters[one["Ref"]] for key, one in passed.items() if one.get("Ref") in parameters}
        values = parameters_of(declared, given)
        yield name, declared, resources_of(declared, values), Conditions(declared, values)


def resources_of(template: dict, parameters: dict[str, str]) -> dict[str, dict]:
    """The resources that exist with these parameters."""
    conditions = Conditions(template, parameters)
    return {
        name: one
        for name, one in template["Resources"].items()
        if "Condition" not in one or conditions.hold(one["Condition"])
    }
