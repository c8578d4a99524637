#!/usr/bin/env bash
# Builds the images of the three services, checks their sizes, and tries each of them (tests/images). Leaves
# build/images/NAME.tar (OCI archive), NAME.digest (of its manifest) and NAME.cdx.json (its bill of materials).
#
#   scripts/images.sh [NAME…]     registry, alert-analyzer, frontend; all without a name
#
# IMAGE_REGISTRY, IMAGE_PREFIX and IMAGE_TAG are the parts of an image's name: docker.io, doggyapp, the project's version.
# SOURCE_DATE_EPOCH is the time of all files; by default that of the last commit. What is up to date is not built again.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Compressed, in MB.
declare -A budget=([registry]=65 [alert-analyzer]=20 [frontend]=25)
images=("$@")
[[ ${#images[@]} -gt 0 ]] || images=(registry alert-analyzer frontend)
for image in "${images[@]}"; do [[ -n ${budget[$image]:-} ]] || die "knows no image '$image'"; done
[[ $(id -u) -eq 0 ]] || die "needs root: buildah sets owners and runs in a chroot"

version=$(project_version)
prefix=${IMAGE_REGISTRY:-docker.io}/${IMAGE_PREFIX:-doggyapp}
tag=${IMAGE_TAG:-$version}
python=$TOOLS/python/bin/python
out=build/images
mkdir -p "$out"

# The time of the last commit; with changes that are not committed, of the newest of them. nginx makes an ETag of a
# file's time and size, so two different pages must not have the same time.
changed=$(git -c core.quotePath=false ls-files --modified --others --exclude-standard)
revision=$(git rev-parse HEAD)${changed:+-dirty}
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
if [[ -n $changed && -z ${SOURCE_DATE_EPOCH:-} ]]; then
  newest=$(while read -r file; do [[ ! -f $file ]] || stat --format=%Y "$file"; done <<<"$changed" | sort -n | tail -n 1)
  epoch=$((${newest:-0} > epoch ? newest : epoch))
fi
created=$(date --utc --date="@$epoch" +%Y-%m-%dT%H:%M:%SZ)

# Storage of its own: nothing of it stays on this machine. vfs needs no overlay in the kernel.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot
builder=(buildah --root "$work/store" --runroot "$work/run" --storage-driver vfs)

# make NAME ARCHIVE: from the programs and the page to an OCI archive.
make_image() {
  local image=$1 archive=$2 name=$prefix/doggy-$1:$tag
  images/base/root.py "$image" "$work/$image/runtime"
  mkdir -p "$work/context"
  "${builder[@]}" build --quiet --layers --no-cache --format oci --timestamp "$epoch" --file "images/$image/Containerfile" \
    --build-context "build=$work/$image" \
    --build-arg "VERSION=$tag" --build-arg "REVISION=$revision" --build-arg "CREATED=$created" \
    --tag "$name" "$work/context" >/dev/null
  rm -f "$archive"
  "${builder[@]}" push --quiet "$name" "oci-archive:$archive:$name"
  "${builder[@]}" rmi --all --force >/dev/null
  rm -rf "${work:?}/$image"
}

# All that an image follows from: its recipe, what we built, what is installed, its name.
inputs_of() {
  local image=$1
  {
    tracked "images/base" "images/$image" scripts/images.sh frontend/package-lock.json | xargs -0 sha256sum
    case $image in
      frontend) find frontend/dist -type f -print0 | sort -z | xargs -0 sha256sum ;;
      *) sha256sum "build/release/$image/doggy-$image" ;;
    esac
    sha256sum /var/lib/dpkg/status
    echo "$epoch $revision $prefix $tag"
  } | sha256sum | cut -d ' ' -f 1
}

for image in "${images[@]}"; do
  archive=$out/$image.tar
  inputs=$(inputs_of "$image")
  if [[ -f $out/$image.cdx.json && -f $archive.inputs && $(<"$archive.inputs") == "$inputs" ]]; then
    say "$image: up to date"
    continue
  fi
  rm -f "$archive.inputs"
  started=$EPOCHSECONDS
  make_image "$image" "$archive"
  "$python" images/base/sbom.py "$image" "$archive" "$out/$image.cdx.json"
  # Once more, in another place and with another umask: the same bytes must come of it.
  (umask 077 && make_image "$image" "$work/again.tar")
  PYTHONPATH=images/base "$python" - "$archive" "$work/again.tar" "${budget[$image]}" "$out/$image.digest" <<'PYTHON'
import pathlib
import subprocess
import sys

from archive import Archive

first, again = (Archive(pathlib.Path(path)) for path in sys.argv[1:3])
megabytes, budget = first.compressed_bytes / 1e6, int(sys.argv[3])
if first.digest != again.digest:
    sys.exit(f"images.sh: {first.name} is not reproducible: {first.digest} and {again.digest}")
if megabytes > budget:
    sys.exit(f"images.sh: {first.name} has {megabytes:.1f} MB, more than {budget}")
pathlib.Path(sys.argv[4]).write_text(first.digest + "\n")
print(f"{first.name}: {megabytes:.1f} MB of {budget}, {first.digest}, the same twice")
listed = subprocess.run(["apt", "list", "--upgradable"], check=True, capture_output=True, text=True).stdout.splitlines()
held = {pathlib.PurePath(file).name for file in first.files("var/lib/dpkg/status.d")}
if old := sorted(held & {line.partition("/")[0] for line in listed}):
    print(f"{first.name}: Debian has newer versions of {', '.join(old)}; upgrade, then build again")
PYTHON
  echo "$inputs" >"$archive.inputs"
  say "$image: $((EPOCHSECONDS - started)) s"
done

# In a network of their own, where nothing but they and the test can be reached.
export IMAGES="${images[*]}" PYTHONPATH=images/base:tests/shared:tests/images
unshare --net bash -c "ip link set lo up && exec $(printf %q "$python") tests/images/images_test.py"
