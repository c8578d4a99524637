#!/usr/bin/env python3
"""S3 on this machine, in memory, for tests: moto behind a small HTTP server.

    server.py [PORT [ADDRESS]]

Prints "ready PORT" once it listens (on a free port without PORT or with 0; on the loopback without ADDRESS), and ends
when its standard input does, so that it never outlives who started it. It has the bucket "media". Signatures are not looked at.
"""

import logging
import os
import sys

os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
# The bucket is in the path. moto would take the first word of a host such as aws.test for it.
os.environ["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true"
logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

import boto3  # noqa: E402: it looks at the environment when it is loaded
from moto.server import ThreadedMotoServer  # noqa: E402


def main(port: str = "0", address: str = "127.0.0.1") -> None:
    server = ThreadedMotoServer(ip_address=address, port=int(port), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="media")
    print(f"ready {port}", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
