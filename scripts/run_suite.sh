#!/usr/bin/env bash
# Runs one test suite into a log and writes its count; called by test.sh.
#
#   run_suite.sh RESULTS NAME COMMAND…
#
# Leaves RESULTS/NAME.log and RESULTS/NAME.count ("passed failed seconds"). A suite whose last line is not
# "N passed, N failed" (or that with ", N skipped"), or that ran nothing, or that ended badly though every test passed,
# counts as one failure.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

results=$1 name=$2
shift 2
log=$results/$name.log
status=0 passed=0 failed=0 skipped=
start=${EPOCHREALTIME/./}
timeout --kill-after=30 1200 "$@" >"$log" 2>&1 </dev/null || status=$?
tenths=$(((${EPOCHREALTIME/./} - start) / 100000))
seconds=$((tenths / 10)).$((tenths % 10))

if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ [0-9]+\ skipped)?$ ]]; then
  passed=${BASH_REMATCH[1]} failed=${BASH_REMATCH[2]} skipped=${BASH_REMATCH[3]}
  if [[ $status -ne 0 && $failed -eq 0 ]]; then
    echo "$name: every test passed, yet the suite ended with status $status" >>"$log"
    failed=1
  elif [[ $passed -eq 0 && $failed -eq 0 ]]; then
    echo "$name: ran no test" >>"$log"
    failed=1
  fi
else
  echo "$name: ended with status $status and no result" >>"$log"
  failed=1
fi
echo "$passed $failed $seconds" >"$results/$name.count"

if [[ $failed -eq 0 ]]; then
  printf '  %-28s %5d passed %8s s%s\n' "$name" "$passed" "$seconds" "$skipped"
else
  printf -- '---- %s failed; the end of %s:\n%s\n' "$name" "${log#"$ROOT"/}" "$(tail -n 150 "$log")"
fi
