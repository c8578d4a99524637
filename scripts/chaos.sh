#!/usr/bin/env bash
# Overloads, kills and breaks the release build, for 15 minutes at most: tests/chaos. Words on the command line choose
# scenarios whose name contains one of them.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/build.sh
for name in "${!DOGGY_@}"; do unset "$name"; done
export REGISTRY_PROGRAM=$ROOT/build/release/registry/doggy-registry
export CHAOS_FORM=full
exec tests/chaos/run.sh "$@"
