#!/usr/bin/env bash
# Collects the files of a release in build/release-files: Debian packages, container images with their digests and bills
# of materials, release notes, and checksums of all. The commit must have the tag of its version, and no other changes.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

version=$(project_version)
[[ -z $(git status --porcelain) ]] || die "there are changes that are not committed"
git tag --points-at HEAD | grep -qxF "v$version" || die "the commit has no tag v$version, which CMakeLists.txt asks for"

scripts/packages.sh
scripts/images.sh

files=build/release-files
rm -rf "$files"
mkdir -p "$files"
cp build/release/packages/*.deb "$files"
for image in registry alert-analyzer frontend; do
  for kind in tar digest cdx.json; do cp "build/images/$image.$kind" "$files/doggy-$image-$version.$kind"; done
done
scripts/release_notes.py "$version" >"$files/NOTES.md"
(cd "$files" && sha256sum -- * >SHA256SUMS)
ls -l "$files"
