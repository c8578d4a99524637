#!/usr/bin/env bash
# Builds the release and measures it; the measuring is in tests/bench. Figures, never pass or fail.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/build.sh
npm --prefix frontend run --silent check-size
python3 tests/bench/bench.py "$@"
node tests/bench/page.mjs
node tests/bench/lighthouse.mjs
"$TOOLS/python/bin/python" tests/bench/dynamodb_units.py
exec "$TOOLS/python/bin/python" tests/bench/analyzer_bench.py
