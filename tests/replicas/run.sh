#!/usr/bin/env bash
# Two servers on one DynamoDB table behind nginx: restarted under load, killed, told of each other's changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python replicas_test.py
