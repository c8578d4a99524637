#!/usr/bin/env bash
# Builds the Debian packages and runs the suites of tests/ansible: packages and playbooks. Prints a table; the last line
# is "N passed, N failed". Words on the command line choose suites whose name contains one of them.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/suites.sh

begin_suites "$ROOT/build/ansible-test/results" "$@"
[[ $(id -u) -eq 0 ]] || die "systems are booted in namespaces, which needs root"

scripts/packages.sh
prepare_suites
if chosen environment; then scripts/run_suite.sh "$results" environment tests/ansible/environment.sh; fi
if chosen hosts; then scripts/run_suite.sh "$results" hosts tests/ansible/run.sh; fi

print_table
printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[[ $total_failed -eq 0 ]]
