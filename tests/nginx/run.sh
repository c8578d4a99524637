#!/usr/bin/env bash
# The frontend's nginx in front of a registry: the page, the way to the API, limits, errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python nginx_test.py
