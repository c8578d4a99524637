#!/usr/bin/env bash
# Runs the suites of tests/platform, each on a Kubernetes cluster of its own inside namespaces of this machine. Prints a
# table; the last line is "N passed, N failed". Words on the command line choose suites whose name contains one of them.
# With PLATFORM_SECONDS, no suite starts that might end later than that. Suites that are left out are named, also where
# the machine does not allow what a cluster needs.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source scripts/suites.sh

begin_suites "$ROOT/build/platform-test/results" "$@"

[[ $(id -u) -eq 0 ]] ||
  die "namespaces, mounts and control groups need root: sudo --preserve-env=PATH,HOME,DOGGY_CACHE make platform-test"

longest_suite=360 # Seconds.
left_out=()
has_time() { [[ -z ${PLATFORM_SECONDS:-} || $((SECONDS + longest_suite)) -le $PLATFORM_SECONDS ]]; }

# What kubernetes/local/machine/box.py does. Containers with few rights do not allow it.
without_cluster=" chart refusals monitoring_chart "
can_have_cluster() {
  unshare --fork --pid --mount-proc --net --uts --cgroup -- sh -c 'mount -t tmpfs none /mnt && ip link add name left type veth peer name right'
}

# First what needs Go, which may not be there.
start=$SECONDS
scripts/cluster-programs.sh >/dev/null
say "the cluster's programs: $((SECONDS - start)) s"
start=$SECONDS
scripts/build.sh
say "the app's programs and page: $((SECONDS - start)) s"

kept_settings=(DOGGY_CACHE DOGGY_TEST_CLUSTER)
prepare_suites
export PYTHONPATH=$ROOT/tests/shared:$ROOT/tests/replicas:$ROOT/tests/platform:$ROOT/tests/monitoring:$ROOT/tests/analyzer
# The images are made first in any case: the other suites deploy them.
scripts/run_suite.sh "$results" images scripts/images.sh
# The quick ones first, then those that would miss a broken deployment the most.
quick=(chart refusals monitoring_chart admission deploy network)
suites=("${quick[@]}")
for suite in tests/platform/*_test.py; do
  name=$(basename "$suite" _test.py)
  [[ " ${quick[*]} " == *" $name "* ]] || suites+=("$name")
done
can_have_cluster && has_cluster=true || has_cluster=false
for name in "${suites[@]}"; do
  suite=tests/platform/${name}_test.py
  if chosen "$name" && ! $has_cluster && [[ $without_cluster != *" $name "* ]]; then
    left_out+=("$name (this machine allows no namespaces)")
  elif chosen "$name" && ! has_time; then
    left_out+=("$name (PLATFORM_SECONDS are up)")
  elif chosen "$name"; then
    DOGGY_CLUSTER_LOGS=$results/$name-logs scripts/run_suite.sh "$results" "$name" "$TOOLS/python/bin/python" "$suite"
  fi
done

print_table
[[ ${#left_out[@]} -eq 0 ]] || printf '\nNOT RUN: %s\n' "${left_out[@]}"
printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[[ $total_failed -eq 0 ]]
