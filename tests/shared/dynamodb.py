"""A DynamoDB on this machine with a table, for the servers of a suite."""

import os
import subprocess
import sys
import uuid

from registry import PATIENCE, PROGRAM, ROOT


class Dynamodb:
    """Serves from construction on until close(). Sets the credentials that every client here uses."""

    def __init__(self):
        os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        command = [sys.executable, ROOT / "tests/dynamodb/server.py"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.endpoint = f"http://127.0.0.1:{self._process.stdout.readline().split()[1]}"

    def new_table(self) -> "Table":
        table = Table(f"doggy-{uuid.uuid4()}", self.endpoint)
        command = [PROGRAM, "table", "create", "--dynamodb-table", table.name, "--dynamodb-endpoint", self.endpoint]
        subprocess.run(command, check=True, capture_output=True)
        return table

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE)


class Table:
    def __init__(self, name: str, endpoint: str):
        self.name = name
        self.uri = f"dynamodb:{name}@{endpoint}"
        # Of a server on it.
        self.flags = ["--store", "dynamodb", "--dynamodb-table", name, "--dynamodb-endpoint", endpoint]
