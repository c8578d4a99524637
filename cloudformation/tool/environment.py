"""An environment: its stack, parameters and what outlives it. See cloudformation/environments."""

import dataclasses
import json
import pathlib

import template
import yaml


@dataclasses.dataclass(frozen=True)
class Environment:
    name: str
    stack: str
    parameters: dict[str, str]  # Those in the repository.
    retain: tuple[str, ...]  # Resources that are not deleted with the stack, as "Data/Table".

    @property
    def tags(self) -> list[dict[str, str]]:
        """On the stack, from which CloudFormation gives them to nested stacks and to every resource that takes tags."""
        tags = {"app": self.stack.removesuffix(f"-{self.name}"), "environment": self.name}
        return [{"Key": key, "Value": value} for key, value in tags.items()]


def read(name: str) -> Environment:
    path = template.FOLDER / "environments" / f"{name}.yaml"
    if not path.is_file():
        raise SystemExit(f"There is no environment {name} in {path.parent}.")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    parameters = {key: str(value) for key, value in content["parameters"].items()}
    return Environment(name, content["stack"], parameters, tuple(content["retain"]))


def own_parameters(path: str | None) -> dict[str, str]:
    """Parameters from a file of one's own: a JSON object."""
    return {k: str(v) for k, v in json.loads(pathlib.Path(path).read_text(encoding="utf-8")).items()} if path else {}
