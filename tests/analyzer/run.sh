#!/usr/bin/env bash
# The alert analyzer from outside: webhook in, mail out, everything between it and its neighbors real or recorded.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python analyzer_test.py
