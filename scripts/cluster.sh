#!/usr/bin/env bash
# A real Kubernetes cluster with the app on this machine; see kubernetes/local/README.md.
#
#   scripts/cluster.sh up              brings it up, deploys the app, prints where it is
#   scripts/cluster.sh down            ends it and removes everything of it
#   scripts/cluster.sh status          its nodes and pods
#   scripts/cluster.sh enter [COMMAND…]   a shell beside its nodes, with kubectl and helm
#
# NODES is the number of nodes (2), CLUSTER_STATE the folder of everything it writes (build/cluster), CLUSTER_PORT the
# port on the loopback that leads to the app (8443).
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

state=${CLUSTER_STATE:-$ROOT/build/cluster}
cluster() { "${root[@]}" "$TOOLS/python/bin/python" kubernetes/local/local_cluster.py "$1" "$state" "${@:2}"; }

# Namespaces, mounts and control groups are root's.
root=()
if [[ $(id -u) -ne 0 ]]; then root=(sudo "--preserve-env=PATH,HOME,DOGGY_CACHE,DOGGY_CLUSTER_LOGS"); fi

case ${1:-} in
  up)
    scripts/setup.sh platform
    scripts/cluster-programs.sh >/dev/null
    scripts/build.sh
    "${root[@]}" scripts/images.sh
    cluster up "${NODES:-2}" "${CLUSTER_PORT:-8443}"
    cluster deploy
    ;;
  down | status) cluster "$1" ;;
  enter) cluster enter "${@:2}" ;;
  *) die "up, down, status or enter" ;;
esac
