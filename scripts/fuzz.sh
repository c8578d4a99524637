#!/usr/bin/env bash
# Fuzzes for long: the parsers by libFuzzer with coverage, then the running server by schemathesis. FUZZ_SECONDS is the
# time in all. Inputs worth keeping stay in build/fuzz-corpus; one that breaks something is named in the output.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/build.sh
[[ -f build/fuzz/build.ninja ]] || cmake --preset fuzz
cmake --build --preset fuzz --parallel "$JOBS" --target fuzzers
export FUZZERS=$ROOT/build/fuzz/fuzzers.txt FUZZ_CORPUS=$ROOT/build/fuzz-corpus
export FUZZ_SECONDS=${FUZZ_SECONDS:-1800}
exec tests/fuzz/run.sh
