"""Writes the bill of materials of an image (CycloneDX 1.6, JSON):

    sbom.py IMAGE ARCHIVE OUT

It lists the Debian packages that the image itself says its files are of, the headers that our programs were compiled
with (contents.toml), and for the frontend the npm packages of the page, as `npm sbom` has them from the lock file. The
same image gives the same bytes: time and serial number come from the image.
"""

import datetime
import email.parser
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable

from archive import Archive
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.model.tool import Tool
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# Of our serial numbers, so that they are those of no other documents.
NAMESPACE = uuid.UUID("0c3a3d6e-58a4-4d0f-9a52-0f4f0a0f6a3b")


def component_of_debian(status: str, how: str) -> Component:
    """From a paragraph of dpkg's status."""
    fields = email.parser.HeaderParser().parsestr(status)
    name, version = fields["Package"], fields["Version"]
    purl = PackageURL("deb", "debian", name, version, {"arch": fields["Architecture"], "distro": "debian-12"})
    source = (fields["Source"] or name).partition(" ")[0]
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=f"{how}:{purl}",
        purl=purl,
        supplier=OrganizationalEntity(name=fields["Maintainer"]),
        description=fields["Description"].partition("\n")[0],
        properties=[Property(name="doggy:source-package", value=source), Property(name="doggy:how", value=how)],
    )


def shipped(archive: Archive) -> Iterable[Component]:
    for status in archive.files("var/lib/dpkg/status.d").values():
        yield component_of_debian(status.decode(), "shipped")


def compiled_in(packages: list[str]) -> Iterable[Component]:
    for package in packages:
        status = subprocess.run(["dpkg-query", "--status", package], check=True, capture_output=True, text=True).stdout
        yield component_of_debian(status, "compiled-in")


def of_the_page() -> Iterable[Component]:
    """All but those that only building needs. npm's own --omit=dev leaves out React too, since a tool depends on it."""
    command = "npm sbom --package-lock-only --sbom-format=cyclonedx".split()
    text = subprocess.run(command, cwd=REPOSITORY / "frontend", check=True, capture_output=True, text=True).stdout
    for component in Bom.from_json(json.loads(text)).components:
        if any(each.name == "cdx:npm:package:development" for each in component.properties):
            continue
        component.properties.add(Property(name="doggy:how", value="bundled"))
        yield component


def main(image: str, archive: Archive, out: pathlib.Path) -> None:
    contents = tomllib.loads((REPOSITORY / "images" / image / "contents.toml").read_text(encoding="utf-8"))
    name, _, version = archive.name.rpartition(":")
    repository, short_name = name, name.rpartition("/")[2]
    hash_of_image = HashType(alg=HashAlgorithm.SHA_256, content=archive.digest.partition(":")[2])
    itself = Component(
        type=ComponentType.CONTAINER,
        name=short_name,
        version=version,
        bom_ref="image",
        hashes=[hash_of_image],
        purl=PackageURL("oci", None, short_name, archive.digest, {"repository_url": repository, "tag": version}),
        licenses=[DisjunctiveLicense(id="Apache-2.0")],
    )
    # Python reads nanoseconds only since 3.12, and there are none.
    created = datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", archive.config["created"]))
    bom = Bom(serial_number=uuid.uuid5(NAMESPACE, archive.digest))
    bom.metadata.timestamp = created
    bom.metadata.component = itself
    bom.metadata.tools.tools.add(Tool(name="images/base/sbom.py"))
    bom.components.update(shipped(archive))
    bom.components.update(compiled_in(contents.get("compiled_in", [])))
    if image == "frontend":
        bom.components.update(of_the_page())
    bom.register_dependency(itself, bom.components)
    out.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Archive(pathlib.Path(sys.argv[2])), pathlib.Path(sys.argv[3]))
