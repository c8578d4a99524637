#!/usr/bin/env bash
# Notifications through a push service, read by a browser's side in another library.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python push_test.py
