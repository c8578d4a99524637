#!/usr/bin/env bash
# Checks kubernetes/monitoring/versions.yaml and the values beside it against the charts themselves, which it pulls from
# their repositories: the digest, that each value exists, that it renders, where the images come from. Leaves what it
# rendered in build/charts.
#
#   CHARTS_FOLDER  takes the charts from its subfolders, named like the charts, instead of pulling them
#   KUBECONFIG     also lets the API server of that cluster judge every object, without creating any
#   HELM_PROGRAM   the helm to use, instead of the one that the local cluster has
#
# Where charts are pulled, it also prints the digest of every image.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

if [[ -z ${HELM_PROGRAM:-} ]]; then
  tools=$(scripts/cluster-programs.sh tools)
  export PATH="$tools:$PATH" HELM_PROGRAM=$tools/helm
fi

# Helm leaves nothing in the caller's home folder.
home=$(mktemp --directory)
trap 'rm -rf "$home"' EXIT
export HELM_CACHE_HOME=$home/cache HELM_CONFIG_HOME=$home/config HELM_DATA_HOME=$home/data

"$TOOLS/python/bin/python" scripts/check_charts.py
