#!/usr/bin/env bash
# Builds the Debian packages of the programs into build/release/packages, and checks them and their units.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

scripts/build.sh
packages=build/release/packages
rm -f "$packages"/*.deb
log=build/packages.log
cpack --config build/release/CPackConfig.cmake >"$log" 2>&1 || die "cpack failed: $(tail -n 20 "$log")"
rm -rf "$packages/_CPack_Packages"

for package in "$packages"/*.deb; do
  lintian --allow-root --fail-on error,warning "$package"
done
# From 0 (safe) to 100: what the sandboxes of the services leave open.
for unit in packaging/*/*.service; do
  systemd-analyze security --offline=yes --threshold=20 "$unit" >"$log" || die "$(<"$log")"
done
printf '%s\n' "$packages"/*.deb
