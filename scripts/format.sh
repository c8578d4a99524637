#!/usr/bin/env bash
# Rewrites the sources in the house style: clang-format for C++, Biome for the frontend.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

cpp_sources | xargs -0 -r clang-format-19 -i
if [[ -f frontend/package.json ]]; then npm --prefix frontend run --silent format; fi
