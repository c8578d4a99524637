#!/usr/bin/env bash
# Simulates the people of many dogs over a day, only faster, and checks the answers against thresholds. The report
# is in build/load. Ends with status 1 when a threshold was broken. See docs/load.md.
#
#   scripts/load.sh [OPTION…]   a run; OPTIONs go to the load generator (not with LOAD_TARGET=cluster)
#   scripts/load.sh image       packs the load generator's image into build/load/image, for the registry of a cluster
#   scripts/load.sh --help      the options, each of which is also a LOAD_* variable
#
# LOAD_TARGET is whom to load: empty, a server of the release build on the loopback with a folder of its own; a URL; or
# "cluster", as a Job: in the cluster of `make cluster`, or with LOAD_IMAGE=NAME@sha256:… in that of kubectl.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

out=$ROOT/build/load
target=${LOAD_TARGET:-}
unset LOAD_TARGET

# pack: the image of the load generator, by the tool for those of the local cluster.
pack() {
  local tools
  tools=$(scripts/cluster-programs.sh tools)
  rm -rf "$out/image"
  "$tools/static-image" -out "$out/image" -entrypoint /doggy-load "$program"
}

# serve: starts a server as the chart starts it: it believes the proxy in front of it whose request it passes on. Sets
# LOAD_URL.
serve() {
  local name line
  scripts/setup.sh run
  scripts/build.sh
  for name in "${!DOGGY_@}"; do unset "$name"; done
  folder=$(mktemp -d) server=
  trap stop_server EXIT
  exec 3< <(exec build/release/registry/doggy-registry serve --data "$folder/data" --listen 127.0.0.1:0 \
    --metrics-listen "" --trust-forwarded true --log-level warn)
  server=$!
  while read -r -u 3 line; do
    [[ $line != *http://* ]] || break
  done
  [[ $line == *http://* ]] || die "the server did not start"
  export LOAD_URL=http://${line##*http://} LOAD_CLEAN=${LOAD_CLEAN:-false}
}
stop_server() {
  if [[ -n $server ]] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
  rm -rf "$folder"
}

mkdir -p "$out"
program=$(scripts/cluster-programs.sh load)/doggy-load
case ${1:-} in
  -h | -help | --help)
    sed -n '/^#!/d; /^#/!q; s/^# \{0,1\}//p' "$0"
    exec "$program" -help
    ;;
  image)
    pack
    say "$out/image"
    exit
    ;;
esac
if [[ $target != cluster ]]; then
  if [[ -n $target ]]; then export LOAD_URL=$target; else serve; fi
  # Not by exec: the server is to be ended.
  "$program" -out "$out" "$@"
  exit
fi
[[ $# -eq 0 ]] || die "options of a run in a cluster are LOAD_* variables"
scripts/setup.sh platform
if [[ -n ${LOAD_IMAGE:-} ]]; then
  exec "$TOOLS/python/bin/python" kubernetes/load/load_job.py "$program" "$out"
fi
pack
# The cluster's namespaces are root's.
root=() kept=(PATH HOME DOGGY_CACHE "${!LOAD_@}")
if [[ $(id -u) -ne 0 ]]; then root=(sudo "--preserve-env=$(IFS=, && echo "${kept[*]}")"); fi
"${root[@]}" "$TOOLS/python/bin/python" kubernetes/load/load_job.py "$program" "$out" \
  "${CLUSTER_STATE:-$ROOT/build/cluster}" "$out/image"
