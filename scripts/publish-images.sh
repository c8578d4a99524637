#!/usr/bin/env bash
# Pushes the images of a release to a registry and signs them there, each by its digest.
#
#   scripts/publish-images.sh FOLDER
#
# FOLDER has the files that `make release` collected. IMAGE_REGISTRY and IMAGE_PREFIX are the parts of an image's name,
# as for `make images`; whoever calls this is signed in there. cosign signs without a key, by the identity of the
# workflow that runs it, and attaches the bill of materials as an attestation. Prints the names by digest.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[[ $# -eq 1 ]] || die "usage: publish-images.sh FOLDER"
prefix=${IMAGE_REGISTRY:?is the host of the registry}/${IMAGE_PREFIX:?is the first part of the names there}
cd "$1"
sha256sum --check --quiet SHA256SUMS

for archive in doggy-*.tar; do
  name=${archive%.tar} # doggy-registry-1.2.3
  image=${name%-*} version=${name##*-}
  digest=$(<"$name.digest")
  skopeo copy --quiet --preserve-digests "oci-archive:$archive" "docker://$prefix/$image:$version"
  pushed=$(skopeo inspect --format '{{.Digest}}' "docker://$prefix/$image:$version")
  [[ $pushed == "$digest" ]] || die "$image:$version has the digest $pushed in the registry, and $digest here"
  cosign sign --yes "$prefix/$image@$digest"
  cosign attest --yes --type cyclonedx --predicate "$name.cdx.json" "$prefix/$image@$digest"
  say "$prefix/$image:$version@$digest"
done
