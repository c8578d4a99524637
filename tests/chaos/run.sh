#!/usr/bin/env bash
# Overloads, kills and breaks the server, in short: strangers, a greedy member, stalled bodies, kills, a full disk, a
# clock that jumps. `make chaos` runs the full form.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
PYTHONPATH=../shared exec ../../.tools/python/bin/python chaos.py "${CHAOS_FORM:-short}" "$@"
