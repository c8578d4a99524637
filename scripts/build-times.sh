#!/usr/bin/env bash
# Builds the release programs from nothing, without ccache, in a folder of its own; prints the wall time and the ten
# slowest steps. Budget: 8 minutes on 2 cores.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

folder=build/times
rm -rf "$folder"
cmake --preset release -B "$folder" >/dev/null
start=$SECONDS
CCACHE_DISABLE=1 cmake --build "$folder" --parallel "$JOBS" --target programs
printf '\nclean release build: %d s with %d jobs\n\nslowest steps:\n' $((SECONDS - start)) "$JOBS"
# Fields of .ninja_log: start and end in ms, mtime, output, hash.
awk -F '\t' 'NR > 1 { printf "%7.1f s  %s\n", ($2 - $1) / 1000, $4 }' "$folder/.ninja_log" | sort -rn | head -n 10
