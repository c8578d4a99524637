#!/usr/bin/env bash
# What is generated from the code and committed must be what the code generates now; `make generate` brings it up to date.
set -euo pipefail
cd "${ROOT:-$(dirname "${BASH_SOURCE[0]}")/../..}"

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
scripts/generate.sh "$fresh"

passed=0 failed=0
for pair in openapi.json:frontend/openapi.json schema.d.ts:frontend/src/shared/api/schema.d.ts \
  recordTypes.json:frontend/src/shared/api/recordTypes.json settings.md:docs/settings.md; do
  if cmp "${pair#*:}" "$fresh/${pair%%:*}"; then
    passed=$((passed + 1))
  else
    echo "${pair#*:} is stale: run make generate"
    failed=$((failed + 1))
  fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
