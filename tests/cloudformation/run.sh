#!/usr/bin/env bash
# The cloud's templates: checked, deployed into an emulated account and used. In a network of its own where the machine
# allows one, so that nothing can leave it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PYTHONPATH=../shared:../../cloudformation/tool PYTHONDONTWRITEBYTECODE=1
tests=(../../.tools/python/bin/python cloudformation_test.py "$@")
if unshare --map-root-user --net -- ip link set lo up 2>/dev/null; then
  exec unshare --map-root-user --net -- sh -c 'ip link set lo up && exec "$@"' sh "${tests[@]}"
fi
echo "this machine allows no network namespaces: running without one" >&2
exec "${tests[@]}"
