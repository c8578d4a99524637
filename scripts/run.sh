#!/usr/bin/env bash
# Sets up, builds and serves in the foreground. DOGGY_LISTEN, DOGGY_DATA and DOGGY_FRONTEND change the defaults; the
# program reads its other settings from DOGGY_* itself.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/setup.sh run
scripts/build.sh

listen=${DOGGY_LISTEN:-127.0.0.1:8080}
if (exec 3<>"/dev/tcp/${listen%:*}/${listen##*:}") 2>/dev/null; then
  die "something already listens on $listen; choose another address: DOGGY_LISTEN=127.0.0.1:8081 make run"
fi
exec build/release/registry/doggy-registry serve \
  --data "${DOGGY_DATA:-data}" --listen "$listen" --frontend "${DOGGY_FRONTEND:-frontend/dist}"
