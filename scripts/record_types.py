#!/usr/bin/env python3
"""Writes what the page's forms and views of records need of /openapi.json.

    record_types.py OPENAPI_JSON OUTPUT_JSON

For each record type: its section, default audience, who edits it, and its own fields (name to a reduced JSON Schema), in
the order of the API. The page shows and edits any type by this, whether or not it has a form of its own for it.
"""

import json
import sys

COMMON = {"id", "dogId", "type", "occurredAt", "recordedAt", "author", "audience", "version", "seq", "deleted"}
KEPT = (
    "type",
    "format",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "default",
    "description",
    "required",
    "x-references",
)


def reduced(schema: dict) -> dict:
    kept = {key: schema[key] for key in KEPT if key in schema}
    if "items" in schema:
        kept["items"] = reduced(schema["items"])
    if "properties" in schema:
        kept["properties"] = {name: reduced(value) for name, value in schema["properties"].items()}
    return kept


def written(name: str, value: dict) -> bool:
    """Whether it is the type's own and people say it."""
    return name not in COMMON and not value.get("readOnly")


def described(schema: dict) -> dict:
    fields = {name: reduced(value) for name, value in schema["properties"].items() if written(name, value)}
    return {
        "description": schema["description"],
        "section": schema["x-section"],
        "audience": schema["x-default-audience"],
        "shared": schema["x-shared-editing"],
        "future": schema["x-may-be-future"],
        "follows": schema["x-follows"],
        "required": [name for name in schema["required"] if name in fields],
        "fields": fields,
    }


def main() -> None:
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        schemas = json.load(file)["components"]["schemas"]
    mapping = schemas["Record"]["discriminator"]["mapping"]
    types = {name: described(schemas[reference.rsplit("/", 1)[1]]) for name, reference in mapping.items()}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(types, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
