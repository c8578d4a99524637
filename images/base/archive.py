"""An image as scripts/images.sh leaves it: an OCI archive, read without unpacking it."""

import hashlib
import io
import json
import pathlib
import tarfile


class Archive:
    def __init__(self, path: pathlib.Path):
        self._path = path
        (entry,) = self._json("index.json")["manifests"]
        self.digest: str = entry["digest"]
        self.name: str = entry["annotations"]["org.opencontainers.image.ref.name"]
        self.manifest = self._json(self._blob(self.digest))
        self.config = self._json(self._blob(self.manifest["config"]["digest"]))

    @property
    def compressed_bytes(self) -> int:
        """What is transferred when nothing of it is there yet."""
        return sum(layer["size"] for layer in self.manifest["layers"]) + self.manifest["config"]["size"]

    def layers(self) -> list[tarfile.TarFile]:
        """The lowest first."""
        return [
            tarfile.open(fileobj=io.BytesIO(self._read(self._blob(layer["digest"])))) for layer in self.manifest["layers"]
        ]

    def files(self, under: str) -> dict[str, bytes]:
        """The regular files of all layers below the folder `under`, by path without a slash before."""
        return {
            member.name.removeprefix("./"): layer.extractfile(member).read()
            for layer in self.layers()
            for member in layer.getmembers()
            if member.isfile() and member.name.removeprefix("./").startswith(under + "/")
        }

    def _json(self, name: str) -> dict:
        return json.loads(self._read(name))

    def _read(self, name: str) -> bytes:
        with tarfile.open(self._path) as archive:
            content = archive.extractfile(name).read()
        if name.startswith("blobs/sha256/") and hashlib.sha256(content).hexdigest() != name.rpartition("/")[2]:
            raise ValueError(f"{name} is not what its name says")
        return content

    @staticmethod
    def _blob(digest: str) -> str:
        return "blobs/" + digest.replace(":", "/")
