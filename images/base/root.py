#!/usr/bin/env python3
"""Collects what an image holds into two folders, one for each layer:

    root.py IMAGE OUT     reads images/IMAGE/contents.toml; writes OUT/packages and OUT/app

packages/ is taken file by file from the Debian packages of this system: the shared libraries that the programs and
their modules need, and no others; the CA bundle, the time zones, the names of users. Whole packages would be four times
as large, and would bring shells and interpreters. Each file is compared with the checksum that its package came with,
so that nothing of this machine gets into an image. app/ is the project's own.

The image says what it was made of where scanners look for it: in /var/lib/dpkg/status.d and /usr/lib/os-release.
"""

import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
USER = 65532
# Since Debian 12 these folders of / are links into /usr. Packages may still name files by the old path.
MERGED = re.compile(r"^(?:usr/)?(bin|sbin|lib|lib32|lib64|libx32)/")
# Zones without leap seconds, under their usual names: what everybody but astronomers uses.
ZONES_LEFT_OUT = ("right", "posix")


def merged(path: pathlib.Path) -> pathlib.Path:
    """/lib/x as /usr/lib/x."""
    return pathlib.Path("/", MERGED.sub(r"usr/\1/", str(path).lstrip("/")))


class Packages:
    """The installed Debian packages: which file is whose, as its package made it."""

    def __init__(self):
        self._owner: dict[pathlib.Path, tuple[str, str]] = {}
        for sums in pathlib.Path("/var/lib/dpkg/info").glob("*.md5sums"):
            for line in sums.read_text(encoding="utf-8").splitlines():
                checksum, _, name = line.partition("  ")
                self._owner[merged(pathlib.Path(name))] = (sums.stem, checksum)

    def owner(self, file: pathlib.Path) -> str:
        """The package of `file`, which is as the package had it."""
        if file not in self._owner:
            raise SystemExit(f"root.py: {file} is of no Debian package")
        package, checksum = self._owner[file]
        if hashlib.md5(file.read_bytes()).hexdigest() != checksum:
            raise SystemExit(f"root.py: {file} is not as {package} had it")
        return package

    def files(self, package: str, under: str) -> list[pathlib.Path]:
        """The regular files of a package under a folder."""
        return [file for file, (name, _) in self._owner.items() if name == package and file.is_relative_to(under)]


def output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def libraries(file: pathlib.Path) -> list[pathlib.Path]:
    """Every shared library that the dynamic linker loads with `file`, by the name that it is asked for."""
    text = output_of("ldd", str(file))
    if "not found" in text:
        raise SystemExit(f"root.py: {file} lacks libraries:\n{text}")
    return [pathlib.Path(path) for path in re.findall(r"(?:=> |^\s*)(/\S+) \(0x", text, re.MULTILINE)]


class Layer:
    """A folder that becomes a layer. Modes are the same whatever the umask; times are set when the image is made."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o755)

    def _place(self, path: pathlib.Path | str) -> pathlib.Path:
        place = self.folder / str(path).lstrip("/")
        for parent in reversed(place.relative_to(self.folder).parents):
            (self.folder / parent).mkdir(exist_ok=True)
            (self.folder / parent).chmod(0o755)
        return place

    def write(self, path: pathlib.Path | str, content: bytes | str) -> None:
        place = self._place(path)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        place.chmod(0o644)

    def copy(self, source: pathlib.Path, path: pathlib.Path | str, executable: bool = False) -> None:
        place = self._place(path)
        shutil.copyfile(source, place)
        place.chmod(0o755 if executable else 0o644)

    def link(self, path: pathlib.Path | str, target: str) -> None:
        place = self._place(path)
        if not place.is_symlink():
            place.symlink_to(target)

    def make(self, path: str, mode: int) -> None:
        place = self._place(path)
        place.mkdir(exist_ok=True)
        place.chmod(mode)


class Root:
    """What an image takes from Debian."""

    def __init__(self, layer: Layer):
        self._layer = layer
        self._packages = Packages()
        self._used: set[str] = set()

    def add(self, file: pathlib.Path) -> None:
        """A file of a package, with the link that points to it."""
        asked, real = merged(file), merged(file.resolve())
        package = self._packages.owner(real)
        self._used.add(package)
        self._layer.copy(real, real, executable=bool(real.stat().st_mode & 0o100))
        if asked == real:
            return
        beside = asked.parent == real.parent
        self._layer.link(asked, real.name if beside else str(real))

    def add_program(self, file: pathlib.Path) -> None:
        """A program or module of a package with its libraries."""
        self.add(file)
        self.add_libraries(file)

    def add_libraries(self, file: pathlib.Path) -> None:
        for library in libraries(file):
            self.add(library)

    def add_common(self) -> None:
        for name in ("bin", "sbin", "lib", "lib64"):
            self._layer.make(f"usr/{name}", 0o755)
            self._layer.link(name, f"usr/{name}")
        self._layer.make("tmp", 0o1777)
        self._layer.write("etc/passwd", f"root:x:0:0:root:/:/nowhere\ndoggy:x:{USER}:{USER}:Doggy App:/tmp:/nowhere\n")
        self._layer.write("etc/group", f"root:x:0:\ndoggy:x:{USER}:\n")
        self._layer.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        self.add(pathlib.Path("/usr/lib/os-release"))
        self._layer.link("etc/os-release", "../usr/lib/os-release")
        self._layer.write("etc/debian_version", pathlib.Path("/etc/debian_version").read_bytes())
        self._add_authorities()
        self._add_zones()

    def _add_authorities(self) -> None:
        """The CA bundle, of the package's certificates alone: what a machine adds to its own is not for others."""
        bundle = b""
        for file in sorted(self._packages.files("ca-certificates", "/usr/share/ca-certificates/mozilla")):
            self._packages.owner(file)
            bundle += file.read_bytes().rstrip(b"\n") + b"\n"
        if not bundle:
            raise SystemExit("root.py: ca-certificates is not installed")
        self._used.add("ca-certificates")
        self._layer.write("etc/ssl/certs/ca-certificates.crt", bundle)

    def _add_zones(self) -> None:
        top = pathlib.Path("/usr/share/zoneinfo")
        for file in sorted(top.rglob("*")):
            if file.is_dir() or file.relative_to(top).parts[0] in ZONES_LEFT_OUT:
                continue
            if file.is_symlink() and file.resolve().is_relative_to(top):
                self._layer.link(file, str(file.readlink()))
            elif not file.is_symlink():
                self.add(file)

    def describe(self) -> None:
        """Which packages these files are of, in the form of distroless images, with the terms of their licenses."""
        for package in sorted(self._used):
            name = package.partition(":")[0]
            self._layer.write(f"var/lib/dpkg/status.d/{name}", output_of("dpkg-query", "--status", package))
            terms = pathlib.Path("/usr/share/doc", name, "copyright")
            self._layer.copy(terms.resolve(), terms)


def found(pattern: str) -> pathlib.Path:
    """The one file of this pattern. Folders of libraries are named after the processor."""
    files = list(pathlib.Path("/").glob(pattern.lstrip("/")))
    if len(files) != 1:
        raise SystemExit(f"root.py: {len(files)} files are like {pattern}; has scripts/setup.sh installed them?")
    return files[0]


def add_own(layer: Layer, source: pathlib.Path, target: str) -> None:
    """A file or a folder of the project."""
    if not source.exists():
        raise SystemExit(f"root.py: {source} is not there; run `make build` first")
    for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if file.is_file():
            layer.copy(file, pathlib.Path(target) / file.relative_to(source))


def main(image: str, out: pathlib.Path) -> None:
    contents = tomllib.loads((REPOSITORY / "images" / image / "contents.toml").read_text(encoding="utf-8"))
    app = Layer(out / "app")
    root = Root(Layer(out / "packages"))
    root.add_common()
    for pattern in contents.get("debian", []):
        root.add_program(found(pattern))
    for target, source in contents.get("programs", {}).items():
        program = REPOSITORY / source
        add_own(app, program, target)
        root.add_libraries(program)
        subprocess.run(["strip", str(app.folder / target.lstrip("/"))], check=True)
        (app.folder / target.lstrip("/")).chmod(0o755)
    for target, source in contents.get("files", {}).items():
        add_own(app, REPOSITORY / source, target)
    app.copy(REPOSITORY / "LICENSE", "usr/share/doc/doggy/copyright")
    root.describe()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
