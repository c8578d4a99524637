#!/usr/bin/env bash
# Photos and videos of a running server in a bucket, as moto has one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python s3_test.py
