#!/usr/bin/env bash
# Installs what is missing and says so. Asks the system itself, so a second run only looks and takes well under a second.
#
#   scripts/setup.sh run        what building and running the release needs
#   scripts/setup.sh test       that, and what the test suites need
#   scripts/setup.sh all        that, and linters and load generators (default)
#   scripts/setup.sh platform   what the test suites need, and what makes images and runs the local cluster
#   scripts/setup.sh ansible    what the test suites need, and what builds the Debian packages and tests the playbook
#   scripts/setup.sh cloud      Python packages for AWS alone, on any system with Python 3.11 or newer
#   scripts/setup.sh page       what the image of the frontend is made of, for a container that builds it
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

run_packages=(
  make git curl ca-certificates python3 pkg-config
  clang-19 lld-19 libclang-rt-19-dev cmake ninja-build ccache
  libboost1.81-dev libboost-url1.81-dev libboost-json1.81-dev
  libsodium-dev libsqlite3-dev libspdlog-dev libfmt-dev prometheus-cpp-dev
  libbrotli-dev libjemalloc-dev zlib1g-dev libcurl4-openssl-dev libssl-dev liboath-dev libfido2-dev libcbor-dev
  libcli11-dev libical-dev libzip-dev libre2-dev libvips-dev tzdata
  libgtest-dev libgmock-dev # CMake configures the tests with the programs
)
test_packages=(librapidcheck-dev clang-tools-19 chromium poppler-utils python3-venv prometheus prometheus-alertmanager nginx)
# What the image of the frontend holds beside the page.
test_packages+=(libnginx-mod-http-brotli-static)
platform_packages=(
  runc containerd buildah nftables iptables containernetworking-plugins conntrack ipset iproute2 kmod socat
)
ansible_packages=(dpkg-dev fakeroot lintian mmdebstrap openssl systemd-container)
all_packages=(clang-tidy-19 clang-format-19 shellcheck yamllint wrk)

# The packages of Node itself: the registry's own build of the binary, for systems whose node is too old.
node_major=22
npm_major=11
readonly node_major npm_major

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root or sudo to run: $*"
  fi
}

# install_packages NAME…: by apt, only those that are not installed.
install_packages() {
  local missing=() name
  command -v dpkg-query >/dev/null || die "knows Debian 12 only; install these by hand: $*"
  local installed
  installed=" $(dpkg-query --show --showformat='${Package}:${db:Status-Status} ' "$@" 2>/dev/null || true)"
  for name in "$@"; do
    [[ $installed == *" $name:installed "* ]] || missing+=("$name")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  say "setup: installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# True when `node` is one that Vite accepts (20.19 or newer of 20, or 22.12 or newer) and npm is there too.
node_is_recent() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# Debian 12's node 18 is too old for the frontend's tools: it only serves to fetch a recent one into .tools.
install_node() {
  node_is_recent && return
  command -v npm >/dev/null || install_packages nodejs npm
  local machine
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "has no Node for $(uname -m): put Node 20.19 or newer on PATH" ;;
  esac
  say "setup: installing Node $node_major and npm $npm_major into .tools (found: $(node --version 2>/dev/null || echo none))"
  mkdir -p "$TOOLS/bin"
  # The registry names this binary as node-linux-<machine>; its platform check does not concern npm's own age.
  npm install --loglevel=error --no-audit --no-fund --no-save --prefix "$TOOLS" "node-linux-$machine@$node_major" "npm@$npm_major"
  ln -sf "../node_modules/node-linux-$machine/bin/node" "$TOOLS/bin/node"
  ln -sf ../node_modules/npm/bin/npm-cli.js "$TOOLS/bin/npm"
  ln -sf ../node_modules/npm/bin/npx-cli.js "$TOOLS/bin/npx"
  hash -r
  node_is_recent || die "could not install a recent Node into .tools"
}

# install_npm FOLDER: `npm ci` when the folder's lock file is not the one last installed. No lock file: nothing to do.
install_npm() {
  local folder=$1
  [[ -f $folder/package-lock.json ]] || return 0
  local wanted stamp="$folder/node_modules/.installed"
  wanted="$(digest "$folder/package.json" "$folder/package-lock.json") $(node --version)"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  say "setup: installing npm packages of $folder"
  (cd "$folder" && npm ci --loglevel=error --no-audit --no-fund) ||
    die "npm ci failed in $folder; if packages of other platforms are missing: node scripts/complete-lock.mjs $folder"
  echo "$wanted" >"$stamp"
}

# install_python FOLDER REQUIREMENTS: Python packages in an environment of their own under .tools, when the list is not
# the one last installed.
install_python() {
  local folder=$TOOLS/$1 requirements=$2
  local wanted stamp="$folder/.installed"
  wanted="$(digest "$requirements") $(python3 --version)"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  say "setup: installing the Python packages of $requirements"
  python3 -m venv --clear "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
  echo "$wanted" >"$stamp"
}

profile=${1:-all}
if [[ $profile == cloud ]]; then
  install_python cloud cloudformation/requirements.txt
  exit
fi
packages=("${run_packages[@]}")
folders=(frontend)
case $profile in
  run) ;;
  test)
    packages+=("${test_packages[@]}")
    folders+=(tests/e2e tests/monitoring)
    ;;
  all)
    packages+=("${test_packages[@]}" "${all_packages[@]}")
    folders+=(tests/e2e tests/monitoring scripts/tools)
    ;;
  platform)
    packages+=("${test_packages[@]}" "${platform_packages[@]}")
    folders+=(tests/e2e)
    ;;
  ansible)
    packages+=("${test_packages[@]}" "${ansible_packages[@]}")
    folders+=(tests/e2e)
    ;;
  page) packages=(ca-certificates python3 binutils tzdata nginx libnginx-mod-http-brotli-static) ;;
  *) die "unknown profile '$profile'; one of: run test all platform ansible cloud page" ;;
esac

install_packages "${packages[@]}"
install_node
for folder in "${folders[@]}"; do
  install_npm "$folder"
done
if [[ $profile != run && $profile != page ]]; then
  install_python python tests/requirements.txt
  install_python cloud cloudformation/requirements.txt
fi
if [[ $profile == ansible ]]; then
  install_python ansible ansible/requirements.txt
fi
