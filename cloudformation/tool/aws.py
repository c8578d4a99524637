"""Clients, and waiting for what takes its time."""

import functools
import os
import time
from collections.abc import Callable

import boto3
from botocore.config import Config

# CloudFormation's own limit for most resources is shorter; a cluster with its nodes takes some 40 minutes.
LONGEST_SECONDS = 3 * 3600


@functools.cache
def client(service: str):
    return boto3.client(service, config=Config(retries={"mode": "adaptive", "max_attempts": 10}))


def poll(ask: Callable, is_done: Callable, what: str):
    """The first answer that is_done accepts."""
    seconds = float(os.environ.get("CLOUD_POLL_SECONDS", "5"))
    until = time.monotonic() + LONGEST_SECONDS
    while not is_done(answer := ask()):
        if time.monotonic() > until:
            raise TimeoutError(f"{what} took more than {LONGEST_SECONDS // 3600} hours")
        time.sleep(seconds)
    return answer
