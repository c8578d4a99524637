#!/usr/bin/env bash
# People at work in Chromium: every *.test.mjs here against the real server with a database of its own.
#
#   run.sh [WORD…]          only test files whose name contains a word
#   UPDATE_IMAGES=1 run.sh  takes the pictures of docs/images/ anew; otherwise only those that are missing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec node run.mjs "$@"
