#!/usr/bin/env bash
# Builds the programs as shipped (build/release) and the web page (frontend/dist). Only what changed.
#
#   scripts/build.sh [programs|page]     both without a word
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

part=${1:-all}
[[ $part =~ ^(all|programs|page)$ ]] || die "knows no part '$part'"

if [[ $part != page ]]; then
  # A failed configure leaves a cache but no build.ninja; afterwards ninja itself notices changed CMake files.
  [[ -f build/release/build.ninja ]] || cmake --preset release
  cmake --build --preset release --parallel "$JOBS" --target programs
fi

# Everything Vite reads except what it writes; tests do not change the page.
frontend_sources() {
  find frontend \( -name node_modules -o -path frontend/dist -o -name coverage \) -prune -o \
    -type f -not -name '*.test.*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

if [[ $part != programs && -f frontend/package.json ]]; then
  mkdir -p build
  stamp=build/frontend.stamp
  sources=$(frontend_sources)
  if [[ ! -f frontend/dist/index.html || ! -f $stamp || $(<"$stamp") != "$sources" ]]; then
    rm -f "$stamp"
    npm --prefix frontend run --silent build
    echo "$sources" >"$stamp"
  fi
fi
