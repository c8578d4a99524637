#!/usr/bin/env bash
# The project's own checks and the test runner, tried on small made-up cases.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec python3 tooling_test.py
