#!/usr/bin/env bash
# Runs the suites of tests/platform, each on a Kubernetes cluster of its own inside namespaces of this machine. Prints a
# table; the last line is "N passed, N failed". Words on the command line choose suites whose name contains one of them.
# With PLATFORM_SECONDS, no suite starts that might end later than that. Suites that are left out are named, also where
# the machine does not allow what a cluster needs.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

results=$ROOT/build/platform-test/results
words=("$@")
rm -rf "$results"
mkdir -p "$results"

[[ $(id -u) -eq 0 ]] ||
  die "namespaces, mounts and control groups need root: sudo --preserve-env=PATH,HOME,DOGGY_CACHE make platform-test"
command -v go >/dev/null || die "needs Go on PATH, to build the programs of the cluster"

longest_suite=360 # Seconds.
left_out=()
has_time() { [[ -z ${PLATFORM_SECONDS:-} || $((SECONDS + longest_suite)) -le $PLATFORM_SECONDS ]]; }

# What kubernetes/local/machine/box.py does. Containers with few rights do not allow it.
without_cluster=" chart refusals "
can_have_cluster() {
  unshare --fork --pid --mount-proc --net --uts --cgroup -- sh -c 'mount -t tmpfs none /mnt && ip link add name left type veth peer name right'
}

chosen() {
  [[ ${#words[@]} -eq 0 ]] && return 0
  local word
  for word in "${words[@]}"; do [[ $1 == *"$word"* ]] && return 0; done
  return 1
}

start=$SECONDS
scripts/build.sh
say "the app's programs and page: $((SECONDS - start)) s"
start=$SECONDS
scripts/cluster-programs.sh >/dev/null
say "the cluster's programs: $((SECONDS - start)) s"

# Settings of the person who runs the tests must not leak into the programs.
for name in "${!DOGGY_@}"; do [[ $name == DOGGY_CACHE || $name == DOGGY_TEST_CLUSTER ]] || unset "$name"; done
# What a suite may rely on, as in scripts/test.sh.
export REGISTRY_PROGRAM=$ROOT/build/release/registry/doggy-registry
export ANALYZER_PROGRAM=$ROOT/build/release/alert-analyzer/doggy-alert-analyzer
export FRONTEND_DIST=$ROOT/frontend/dist
export PYTHONPATH=$ROOT/tests/shared:$ROOT/tests/replicas:$ROOT/tests/platform
# The images are made first in any case: the other suites deploy them.
scripts/run_suite.sh "$results" images scripts/images.sh
# The quick ones first, then those that would miss a broken deployment the most.
quick=(chart refusals admission deploy network)
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

printf '\n%-30s %8s %8s %10s\n' suite passed failed seconds
total_passed=0 total_failed=0
for count in "$results"/*.count; do
  [[ -f $count ]] || die "no suite was run"
  read -r passed failed seconds <"$count"
  printf '%-30s %8d %8d %10s\n' "$(basename "$count" .count)" "$passed" "$failed" "$seconds"
  total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
done
[[ ${#left_out[@]} -eq 0 ]] || printf '\nNOT RUN: %s\n' "${left_out[@]}"
printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[[ $total_failed -eq 0 ]]
