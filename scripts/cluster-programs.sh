#!/usr/bin/env bash
# Builds the programs of the local cluster from the Go modules in kubernetes/local/programs, and the images of those that
# run as pods; and the load generator of tests/load. Each module goes into a folder of its own outside the clone, named by
# the hash of the module, so that the next clone finds it there; a module that is there is not built again.
#
#   scripts/cluster-programs.sh [MODULE…]   builds what is missing and prints the folders, one a line
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

modules=$ROOT/kubernetes/local/programs
cache=${DOGGY_CACHE:-$HOME/.cache/doggy-app}/go

# The go.mod of this module names the version of Kubernetes once; the programs report it.
kubernetes=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$modules/kube/go.mod")
traefik=$(awk '$2 == "github.com/traefik/traefik/v3" { print $3 }' "$modules/gateway/go.mod")
# Its modules are numbered 0.314.0 for Prometheus 3.14.0.
prometheus=$(awk '$2 == "github.com/prometheus/prometheus" { print $3 }' "$modules/prometheus/go.mod" |
  sed -E 's/v0\.([0-9])([0-9]+)/\1.\2/')
readonly kubernetes traefik prometheus

# A linker takes up to 3.4 GiB, so no more run at once than on a small machine.
build() { CGO_ENABLED=0 go build -p "${GO_JOBS:-2}" -trimpath -buildvcs=false "$@"; }

build_kube() {
  local out=$1 name minor=${kubernetes#v1.}
  local version=k8s.io/component-base/version
  build -o "$out/kube" -ldflags "-s -w -X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}
    -X k8s.io/client-go/pkg/version.gitVersion=$kubernetes" .
  for name in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
    ln -s kube "$out/$name"
  done
}

build_tools() {
  local out=$1
  build -o "$out/" -ldflags="-s -w" helm.sh/helm/v4/cmd/helm sigs.k8s.io/metrics-server/cmd/metrics-server \
    github.com/google/go-containerregistry/cmd/crane ./network-policies ./coredns ./static-image ./pause ./probe ./state-metrics
  local name
  for name in coredns metrics-server pause probe state-metrics; do image "$out" "$out" "$name"; done
}

build_gateway() {
  local out=$1 lego
  lego=$(go mod download -json "github.com/go-acme/lego/v5@$(awk '$1 == "github.com/go-acme/lego/v5" { print $2 }' go.mod)" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])')
  mkdir lego
  tar -C "$lego" -cf - --exclude='./providers/dns/*' --exclude=./docs --exclude=./e2e --exclude='*_test.go' --exclude=./cmd . |
    tar -C lego -xf -
  chmod -R u+w lego
  cp stubs/dns/dns.go lego/providers/dns/
  build -o "$out/traefik" -ldflags="-s -w -X github.com/traefik/traefik/v3/pkg/version.Version=${traefik#v}" \
    github.com/traefik/traefik/v3/cmd/traefik
  image "$(make_module tools)" "$out" traefik
  # The definitions of the Gateway API are part of the module; the cluster applies them.
  cp -r "$(go list -m -f '{{.Dir}}' sigs.k8s.io/gateway-api)/config/crd/standard" "$out/gateway-api"
  chmod -R u+w "$out/gateway-api"
}

# The operator with its config reloader, and the Alertmanager that it was made with.
build_monitoring() {
  local out=$1 tools operator=github.com/prometheus-operator/prometheus-operator
  build -o "$out/" -ldflags="-s -w" -tags netgo "$operator/cmd/operator" "$operator/cmd/prometheus-config-reloader" \
    github.com/prometheus/alertmanager/cmd/alertmanager
  mv "$out/operator" "$out/prometheus-operator"
  tools=$(make_module tools)
  image "$tools" "$out" prometheus-operator
  # The operator starts this one by its path, and mounts a volume at /alertmanager.
  image "$tools" "$out" prometheus-config-reloader /bin
  image "$tools" "$out" alertmanager /bin
  cp -r "$(go list -m -f '{{.Dir}}' "$operator")/example/prometheus-operator-crd" "$out/definitions"
  chmod -R u+w "$out/definitions"
}

# Prometheus without its page, which is not part of the Go module, and with no discovery but that of Kubernetes.
build_prometheus() {
  local out=$1
  build -o "$out/prometheus" -ldflags="-s -w -X github.com/prometheus/common/version.Version=$prometheus" \
    -tags netgo,remove_all_sd,enable_kubernetes_sd github.com/prometheus/prometheus/cmd/prometheus
  image "$(make_module tools)" "$out" prometheus /bin # The operator mounts a volume at /prometheus.
}

# Without an image: it also runs where there is no cluster. scripts/load.sh packs one.
build_load() { build -o "$1/doggy-load" -ldflags="-s -w" .; }

# image TOOLS OUT NAME [FOLDER]: an image of the program NAME in OUT, as an OCI layout beside it.
image() { "$1/static-image" -out "$2/images/$3" -entrypoint "${4:-}/$3" -into "${4:-/}" "$2/$3"; }

# source_of MODULE: its folder in the clone.
source_of() {
  case $1 in
    load) say "$ROOT/tests/load" ;;
    *) say "$modules/$1" ;;
  esac
}

# folder MODULE: where its programs go. The hash is of its sources and of how they are built.
folder() {
  local hash
  hash=$({
    declare -f build image "build_$1"
    cd "$(source_of "$1")" && find . -type f -not -path './lego/*' -print0 | sort -z | xargs -0 sha256sum --
  } | sha256sum)
  printf '%s/%s-%s\n' "$cache" "$1" "${hash:0:16}"
}

# A module is built in a copy of its folder and moved into place when it is complete, so a half-built one is never used.
make_module() {
  local name=$1 out source start=$SECONDS
  out=$(folder "$name") source=$(source_of "$name")
  if [[ ! -d $out ]]; then
    say "cluster: building the programs of ${source#"$ROOT/"}" >&2
    work=$(mktemp -d "$cache/.building-$name-XXXXXX")
    cp -r "$source" "$work/source"
    mkdir "$work/programs"
    (cd "$work/source" && "build_$name" "$work/programs") >&2
    mv -T "$work/programs" "$out" 2>/dev/null || [[ -d $out ]]
    rm -rf "$work"
    say "cluster: built $name in $((SECONDS - start)) s" >&2
  fi
  say "$out"
}

command -v go >/dev/null || die "needs Go $(awk '$1 == "go" { print $2 }' "$modules/tools/go.mod") or newer on PATH: https://go.dev/dl"
mkdir -p "$cache"
exec 9>"$cache/.lock"
flock 9
rm -rf "$cache"/.building-* # of a build that was killed
work=
trap 'rm -rf "$work"' EXIT
if [[ $# -eq 0 ]]; then set -- kube tools gateway monitoring prometheus; fi
for module; do
  [[ -f $(source_of "$module")/go.mod ]] || die "has no module '$module'"
  make_module "$module"
done
