#!/usr/bin/env bash
# Opens a data folder of every released version and reads all of it, and one of a version to come, which is refused.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec python3 formats_test.py
