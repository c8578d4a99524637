#!/usr/bin/env bash
# ansible/values.yml on an emulated AWS account. In a network of its own where the machine allows one, so that nothing
# can leave it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PYTHONDONTWRITEBYTECODE=1
tests=(../../.tools/python/bin/python environment_test.py "$@")
if unshare --map-root-user --net -- ip link set lo up 2>/dev/null; then
  exec unshare --map-root-user --net -- sh -c 'ip link set lo up && exec "$@"' sh "${tests[@]}"
fi
echo "this machine allows no network namespaces: running without one" >&2
exec "${tests[@]}"
