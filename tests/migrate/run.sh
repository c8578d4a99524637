#!/usr/bin/env bash
# Moves everything from SQLite into a DynamoDB on this machine and back, killed on the way.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python migrate_test.py
