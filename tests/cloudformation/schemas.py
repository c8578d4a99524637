"""AWS' own schemas of resource types, which cfn-lint brings."""

import functools
import json
import pathlib

TOOLS = pathlib.Path(__file__).resolve().parents[2] / ".tools/cloud"
REGION = "eu-central-1"


@functools.cache
def schema_of(kind: str) -> dict:
    """AWS' schema of a resource type."""
    (folder,) = TOOLS.glob("lib/python3*/site-packages/cfnlint/data/schemas")
    name = json.loads((folder / f"providers/{REGION}.json").read_text(encoding="utf-8"))[kind]
    return json.loads((folder / f"resources/{name}.json").read_text(encoding="utf-8"))
