#!/usr/bin/env bash
# Writes what is generated from the code and committed: the API's description, the page's types of it, and Grafana's
# dashboards. With a folder as argument, writes all but the dashboards there instead of into frontend/ (the test that they
# are up to date does so).
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

program=${REGISTRY_PROGRAM:-$ROOT/build/release/registry/doggy-registry}
description=$(realpath -m "${1:-frontend}/openapi.json")
record_types=$(realpath -m "${1:-frontend/src/shared/api}/recordTypes.json")
types=$(realpath -m "${1:-frontend/src/shared/api}/schema.d.ts")

"$program" openapi | python3 -m json.tool --indent 2 --no-ensure-ascii >"$description"
python3 scripts/record_types.py "$description" "$record_types"
[[ $# -gt 0 ]] || "$TOOLS/python/bin/python" kubernetes/monitoring/dashboards/generate.py
cd frontend
npx --no-install openapi-typescript "$description" -o "$types" >/dev/null
