# shellcheck shell=bash
# Sourced by every script: strict mode, where the repository is, which tools come first, how to speak.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS="$ROOT/.tools"
JOBS=${JOBS:-$(nproc)}
export ROOT TOOLS JOBS
# Go's usual place counts too, where sudo or a service manager leaves it out of the path.
export PATH="$TOOLS/bin:$PATH:/usr/local/go/bin"
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d : -f 6)}
export PYTHONDONTWRITEBYTECODE=1 npm_config_update_notifier=false
cd "$ROOT"

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# project_version: X.Y.Z, as CMakeLists.txt has it.
project_version() { sed -n 's/^project(doggy VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt; }

# digest FILE…: one hash over names and contents, in the order given. A missing file is an error.
digest() { sha256sum -- "$@" | sha256sum | cut -d ' ' -f 1; }

# tracked PATTERN…: the project's files, tracked or new, that match; each ends with a zero byte.
tracked() {
  git ls-files --cached --others --exclude-standard -z --deduplicate -- "$@" |
    while IFS= read -r -d '' file; do [[ ! -f $file ]] || printf '%s\0' "$file"; done
}
cpp_sources() { tracked '*.cc' '*.h'; }
