#!/usr/bin/env bash
# Backs a server up while it is written to, restores it, and looks for every write that it had acknowledged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec python3 backup_test.py
