#!/usr/bin/env bash
# Writes what is generated from the code and committed: the API's description, the page's types of it, the reference of
# the settings, and Grafana's dashboards. With a folder as argument, writes all but the dashboards there instead (the test
# that they are up to date does so).
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

program=${REGISTRY_PROGRAM:-$ROOT/build/release/registry/doggy-registry}
analyzer=${ANALYZER_PROGRAM:-$ROOT/build/release/alert-analyzer/doggy-alert-analyzer}
description=$(realpath -m "${1:-frontend}/openapi.json")
record_types=$(realpath -m "${1:-frontend/src/shared/api}/recordTypes.json")
types=$(realpath -m "${1:-frontend/src/shared/api}/schema.d.ts")
settings=$(realpath -m "${1:-docs}/settings.md")

"$program" openapi | python3 -m json.tool --indent 2 --no-ensure-ascii >"$description"
python3 scripts/settings.py "$program" "$analyzer" >"$settings"
python3 scripts/record_types.py "$description" "$record_types"
[[ $# -gt 0 ]] || "$TOOLS/python/bin/python" kubernetes/monitoring/dashboards/generate.py
cd frontend
npx --no-install openapi-typescript "$description" -o "$types" >/dev/null
