#!/usr/bin/env bash
# The monitoring without a cluster: rules by promtool, log rules, dashboards, names of metrics.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
passed=0 failed=0 skipped=0
for suite in *_test.py; do
  log=$(mktemp)
  PYTHONPATH=../shared ../../.tools/python/bin/python "$suite" 2>&1 | tee "$log" || true
  if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
  else
    echo "$suite: ended without a result"
    failed=$((failed + 1))
  fi
  rm "$log"
done
count="$passed passed, $failed failed"
[[ $skipped -eq 0 ]] || count+=", $skipped skipped"
echo "$count"
[[ $failed -eq 0 ]]
