#!/usr/bin/env bash
# Kills the server during writes, again and again, and looks for every write that it acknowledged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec python3 crash_test.py
