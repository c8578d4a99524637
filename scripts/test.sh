#!/usr/bin/env bash
# Builds what the tests need and runs every suite: each C++ test program, the frontend's units, each tests/*/run.sh.
# Prints a table of all suites; the last line is "N passed, N failed". Fails when a test failed, and also when a suite
# printed no result or ran nothing. Words on the command line choose suites whose name contains one of them. With
# SANITIZE=thread, the C++ suites alone, built with the thread sanitizer.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/suites.sh

begin_suites "$ROOT/build/test-results" "$@"

prepare_suites
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
# By addr2line: Debian's llvm-symbolizer does not read what clang 19 writes.
export TSAN_OPTIONS=${TSAN_OPTIONS:-suppressions=$ROOT/tests/thread-sanitizer.supp:external_symbolizer_path=$(command -v addr2line)}

# What the time went into.
spent=() since=$SECONDS
spent_on() { spent+=("$1 $((SECONDS - since)) s") since=$SECONDS; }

case ${SANITIZE:-} in
  "")
    preset=dev
    scripts/build.sh
    [[ -f build/dev/build.ninja ]] || cmake --preset dev
    cmake --build --preset dev --parallel "$JOBS" --target tests fuzzers
    ;;
  thread)
    preset=tsan
    [[ -f build/tsan/build.ninja ]] || cmake --preset tsan
    cmake --build --preset tsan --parallel "$JOBS" --target tests
    ;;
  *) die "SANITIZE is thread, or not set" ;;
esac
spent_on building

# The C++ programs keep to themselves, so as many run at once as there are cores. Those of the API take minutes, the one
# with the whole access matrix most of them: they come first, so that no core waits for them at the end.
awk 'NF { print (/registry_api_sqlite/ ? 1 : /registry_api/ ? 2 : 3) "\t" $0 }' "build/$preset/tests.txt" |
  sort -s -n -k 1,1 | cut -f 2- | while read -r program; do
  name=${program##*/}
  if chosen "$name"; then
    printf '%s\0' "$results" "$name" python3 scripts/gtest_count.py "$program" "$results/$name.json"
  fi
done | xargs -0 -r -n 6 -P "$JOBS" scripts/run_suite.sh
spent_on "C++ programs"

others() { [[ $preset == dev ]] && chosen "$1"; }

# Fuzzing goes on for its time whatever happens, with what the other suites leave of the machine. Not beside the
# browsers, where people wait for pages.
if others fuzz; then nice -n 10 scripts/run_suite.sh "$results" fuzz tests/fuzz/run.sh & fi

if [[ -f frontend/package.json ]] && others frontend; then
  scripts/run_suite.sh "$results" frontend node scripts/vitest-count.mjs "$results/frontend.json"
fi

# Not those of `make platform-test` and `make ansible-test`.
for suite in tests/*/run.sh; do
  name=$(basename "$(dirname "$suite")")
  if [[ $name != fuzz && $name != e2e && $name != platform && $name != ansible && -x $suite ]] && others "$name"; then
    scripts/run_suite.sh "$results" "$name" "$suite"
  fi
done
spent_on "other suites"
wait
spent_on "waiting for fuzz"
if others e2e; then scripts/run_suite.sh "$results" e2e tests/e2e/run.sh; fi
spent_on e2e

# The formulas of progress/ beside the published examples.
table=$results/registry_progress_test.log
if [[ -f $table ]] && grep -q '^| ' "$table"; then printf '\n' && grep '^| ' "$table"; fi

# Who may call what: how much of it was checked.
grep -h '^access matrix: ' "$results"/*.log || true

print_table
printf '\n%s' "${spent[0]}"
printf ', %s' "${spent[@]:1}"
printf '\n\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[[ $total_failed -eq 0 ]]
