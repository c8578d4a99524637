"""Definitions of kinds that others brought into the world, so that a real API server can judge our objects of them."""

import json
import os
import pathlib
import subprocess
import tempfile
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
_EXTERNAL_SECRETS = "github.com/external-secrets/external-secrets@v0.16.1"
# Of the chart 2.6.7 that kubernetes/gateway names.
_NGINX_COMMIT = "e55bfe33969f313b210d3497b3ae56b923175d69"
_NGINX_KINDS = ("clientsettingspolicies", "nginxproxies", "proxysettingspolicies", "ratelimitpolicies", "snippetsfilters")


def external_secrets() -> list[pathlib.Path]:
    """ExternalSecret, from the project's Go module."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["go", "mod", "download", "-json", _EXTERNAL_SECRETS], cwd=folder, check=True,
                              stdout=subprocess.PIPE, env={**os.environ, "GOWORK": "off"})
    module = pathlib.Path(json.loads(done.stdout)["Dir"])
    return [module / "config/crds/bases/external-secrets.io_externalsecrets.yaml"]


def nginx_gateway_fabric() -> list[pathlib.Path] | None:
    """The kinds of NGINX Gateway Fabric: from the folder that NGINX_SCHEMAS names, from beside the clone, or from the
    project's repository. None where they cannot be had, which is said."""
    beside = ROOT.parent / "shared/crds/nginx-gateway-fabric"
    folder = pathlib.Path(os.environ.get("NGINX_SCHEMAS") or beside)
    if folder.is_dir():
        return [folder / f"{kind}.yaml" for kind in _NGINX_KINDS]
    cache = pathlib.Path(os.environ.get("DOGGY_CACHE") or pathlib.Path.home() / ".cache/doggy-app") / "schemas" / _NGINX_COMMIT
    cache.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in _NGINX_KINDS:
        file = cache / f"{kind}.yaml"
        if not file.is_file():
            address = (f"https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/{_NGINX_COMMIT}/config/crd/bases/"
                       f"gateway.nginx.org_{kind}.yaml")
            try:
                with urllib.request.urlopen(address, timeout=20) as answer:
                    part = file.with_suffix(f".{os.getpid()}")
                    part.write_bytes(answer.read())
                    part.rename(file)
            except (OSError, urllib.error.URLError) as error:
                print(f"left out: objects of NGINX Gateway Fabric, whose definitions cannot be had ({error})", flush=True)
                return None
        files.append(file)
    return files
