#!/usr/bin/env bash
# Inputs that nobody thought of: the parsers by libFuzzer, the running server by schemathesis. FUZZ_SECONDS (60) is the
# time for the server; the parsers get as much together when there is a corpus to grow, else a fixed number of inputs.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit
root=$(cd ../.. && pwd)
list=${FUZZERS:-$root/build/dev/fuzzers.txt}
seconds=${FUZZ_SECONDS:-60}
passed=0 failed=0

# What the programs must not print into: what broke them.
findings=$root/build/test-results/fuzz
mkdir -p "$findings"
programs=$(grep . "$list")
count=$(wc -l <<<"$programs")
for program in $programs; do
  name=$(basename "$program" _fuzzer)
  limits=(-runs=20000) places=()
  if [[ -n ${FUZZ_CORPUS:-} ]]; then
    mkdir -p "$FUZZ_CORPUS/$name"
    limits=(-max_total_time=$((seconds / count))) places=("$FUZZ_CORPUS/$name")
  fi
  if "$program" "${limits[@]}" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$findings/$name-" "${places[@]}" "seeds/$name" 2>"$findings/$name.log"; then
    passed=$((passed + 1))
    printf 'ok %s: %s\n' "$name" "$(grep -o 'number_of_executed_units: .*' "$findings/$name.log")"
  else
    failed=$((failed + 1))
    printf 'not ok %s\n' "$name"
    tail -n 40 "$findings/$name.log"
  fi
done

if FUZZ_SECONDS=$seconds PYTHONPATH=../shared:. "$root/.tools/python/bin/python" fuzz_api.py; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
