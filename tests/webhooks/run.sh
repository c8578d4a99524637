#!/usr/bin/env bash
# Webhooks against a receiver that checks them by the scheme's own library.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python webhooks_test.py
