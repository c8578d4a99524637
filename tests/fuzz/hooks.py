"""Loaded by schemathesis: puts things that are there into four of five paths, and bytes into uploads."""

import json
import os
import zlib

import schemathesis
import schemathesis.openapi
from hypothesis import strategies

WORLD = json.loads(os.environ["FUZZ_WORLD"])

# The body of tus's PATCH, which no schema describes.
schemathesis.openapi.media_type("application/offset+octet-stream", strategies.binary(max_size=1000))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    # Without its dogs the world would be empty.
    removes_dog = context.operation.method.upper() == "DELETE" and context.operation.path == "/v1/dogs/{dogId}"
    if not path_parameters or removes_dog:
        return path_parameters
    chosen = {}
    for name, value in path_parameters.items():
        chance = zlib.crc32(str(value).encode())
        known = WORLD.get(name)
        chosen[name] = known[chance % len(known)] if known and chance % 5 else value
    return chosen
