"""Schemathesis against a running server, as somebody with dogs and records: whatever it sends, the answer is none of
500 and up and is as /openapi.json says."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from registry import Client, Registry, sign_in

TARGET = "019ab0f0-0000-7000-8000-000000000001"
NOTE = "019ab0f0-0000-7000-8000-000000000002"
WHEN = "2026-11-01T10:00:00Z"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
# What would end the session that all calls are made with; and the WebSocket, which schemathesis does not speak.
LEFT_OUT = ("--exclude-name=DELETE /v1/sessions", "--exclude-name=DELETE /v1/sessions/current", "--exclude-path=/v1/live")


def make_world(client: Client) -> dict[str, list[str]]:
    """What path parameters may name, so that calls reach past "there is no such dog"."""
    dogs = [client.expect(201, "POST", "/v1/dogs", {"name": name, "role": "owner"})["id"] for name in ("Balu", "Fee")]
    for dog in dogs:
        target = {"type": "target", "occurredAt": WHEN, "name": "Recall", "steps": [{}]}
        client.expect(201, "PUT", f"/v1/dogs/{dog}/records/{TARGET}", target)
        client.expect(201, "PUT", f"/v1/dogs/{dog}/records/{NOTE}", {"type": "note", "occurredAt": WHEN, "text": "x"})
    invitation = client.expect(201, "POST", f"/v1/dogs/{dogs[0]}/invitations", {"role": "walker"})
    upload = client.expect(201, "POST", f"/v1/dogs/{dogs[0]}/uploads", {"length": 1000})
    me = client.expect(200, "GET", "/v1/me")["id"]
    hook = {"url": "https://hooks.invalid/x", "kinds": ["comment"]}
    webhook = client.expect(201, "POST", "/v1/me/webhooks", hook)["webhook"]
    return {
        "dogId": dogs,
        "recordId": [TARGET, NOTE],
        "memberId": [me],
        "webhookId": [webhook["id"]],
        "invitationId": [invitation["id"]],
        "token": [invitation["token"]],
        "uploadId": [upload["id"]],
    }


def main() -> int:
    seconds = os.environ["FUZZ_SECONDS"]
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(pathlib.Path(folder) / "data")
        try:
            token = sign_in(registry.address)
            client = Client(registry.address, token)
            world = make_world(client)
            client.close()
            host, port = registry.address
            command = [
                str(pathlib.Path(sys.executable).with_name("schemathesis")),
                "run",
                f"http://{host}:{port}/openapi.json",
                f"--header=Authorization: Bearer {token}",
                f"--max-time={seconds}",
                f"--checks={','.join(CHECKS)}",
                # Hypothesis parses its own source, which threads of Python 3.11 cannot do at once.
                "--workers=1",
                "--continue-on-failure",
                "--suppress-health-check=all",
                "--warnings=off",
                "--no-color",
                *LEFT_OUT,
            ]
            environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "FUZZ_WORLD": json.dumps(world)}
            done = subprocess.run(command, env=environment, cwd=pathlib.Path(__file__).parent, check=False)
            alive = registry.process.poll() is None
            if not alive:
                print(f"the server has ended with status {registry.process.poll()}")
            return done.returncode if alive else 1
        finally:
            registry.close()


if __name__ == "__main__":
    sys.exit(main())
