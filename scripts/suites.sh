# shellcheck shell=bash
# Sourced by the scripts that run test suites, after env.sh: which suites were chosen, what a suite may rely on, and the
# table at the end.

# begin_suites RESULTS [WORD…]: the folder for results, emptied, and the words that choose suites.
begin_suites() {
  results=$1 words=("${@:2}")
  rm -rf "$results"
  mkdir -p "$results"
}

# chosen NAME: whether no words were given, or the name contains one of them.
chosen() {
  [[ ${#words[@]} -eq 0 ]] && return 0
  local word
  for word in "${words[@]}"; do [[ $1 == *"$word"* ]] && return 0; done
  return 1
}

# What a suite may rely on, see tests/README.md. Settings of the person who runs the tests must not leak into the programs,
# except those in kept_settings.
kept_settings=()
prepare_suites() {
  local name
  for name in "${!DOGGY_@}"; do [[ " ${kept_settings[*]} " == *" $name "* ]] || unset "$name"; done
  export REGISTRY_PROGRAM=$ROOT/build/release/registry/doggy-registry
  export ANALYZER_PROGRAM=$ROOT/build/release/alert-analyzer/doggy-alert-analyzer
  export FRONTEND_DIST=$ROOT/frontend/dist
}

# print_table: all suites; sets total_passed and total_failed.
print_table() {
  local count passed failed seconds
  total_passed=0 total_failed=0
  printf '\n%-30s %8s %8s %10s\n' suite passed failed seconds
  for count in "$results"/*.count; do
    [[ -f $count ]] || die "no suite was run"
    read -r passed failed seconds <"$count"
    printf '%-30s %8d %8d %10s\n' "$(basename "$count" .count)" "$passed" "$failed" "$seconds"
    total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
  done
}
