#!/usr/bin/env bash
# The Debian packages and ansible/single-host.yml on systems that are booted for the test. They have no network and end
# with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export PATH=$PWD/../../.tools/bin:$PATH
PYTHONPATH=../shared PYTHONDONTWRITEBYTECODE=1 exec python3 ansible_test.py "$@"
