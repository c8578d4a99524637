#!/usr/bin/env bash
# Plants faults in a data folder, one at a time, and lets `doggy-registry check` find each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec python3 check_test.py
