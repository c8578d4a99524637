#!/usr/bin/env python3
"""Writes a data folder with something of everything and what the API said of it, as VERSION.tar.gz beside this file.

    PYTHONPATH=tests/shared tests/formats/make_fixture.py

Run it once for each released version, by that version; what it made is never made again.
"""

import io
import json
import pathlib
import subprocess
import tarfile
import tempfile

from household import Household, everything
from registry import PROGRAM, Registry

HERE = pathlib.Path(__file__).resolve().parent


def main() -> None:
    version = subprocess.run([PROGRAM, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
    target = HERE / f"{version}.tar.gz"
    if target.exists():
        raise SystemExit(f"{target} is there already")
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        registry = Registry(data)
        household = Household(registry.address)
        said = {
            "dog": household.dog,
            "photo": household.photo,
            "note": household.records["note"],
            "dogs": household.owner.expect(200, "GET", "/v1/dogs"),
            "trainer": everything(household.trainer),
            "owner": everything(household.owner),
        }
        household.close()
        assert registry.terminate() == 0
        with tarfile.open(target, "w:gz") as archive:
            # What can be made anew, and what no other version needs, stays out.
            for name in ("doggy.sqlite", "media", "push-key.pem"):
                archive.add(data / name, f"data/{name}")
            text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
            entry = tarfile.TarInfo("said.json")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
