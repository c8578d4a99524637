#!/usr/bin/env python3
"""Checks that the C++ folders include and use only what their layer may (docs/architecture.md).

    check_layers.py [ROOT]

Prints what is forbidden as FILE:LINE and ends with status 1 when there is one. Tests beside the sources may include
anything of their own service: they stand outside the layers.
"""

import pathlib
import re
import sys
from typing import NamedTuple

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


class Rule(NamedTuple):
    files: str  # Which files: a pattern for the start of the path.
    forbidden: str  # What they must not include: a pattern for the start of the include.
    reason: str
    unless: str = r"(?!)"  # Which of these files may all the same.
    tests_too: bool = False


RULES = [
    Rule("platform/", "registry/|alert-analyzer/", "platform knows nothing of the services", tests_too=True),
    Rule("registry/", "alert-analyzer/", "services do not know each other", tests_too=True),
    Rule("alert-analyzer/", "registry/", "services do not know each other", tests_too=True),
    Rule(
        r"registry/(types/|calendar/|circle/policy|progress/|report/)",
        r"boost/asio|boost/beast|platform/(async|http)/|registry/store/|sqlite3",
        "types, the calendar, the circle's policy, progress and reports are pure: no waiting, no store, no HTTP",
    ),
    Rule(
        "registry/",
        "platform/http/",
        "only the API and the wiring know of HTTP",
        unless="registry/(api|app|push|webhooks)/|registry/main",
    ),
    Rule(
        "registry/(push|webhooks)/",
        r"platform/http/(?!client\.h)",
        "push and webhooks ask others and answer nobody: they know of the client alone",
    ),
    Rule("registry/(?!api/|app/|main)", "registry/(api|app)/", "nothing below includes the API or the wiring"),
    Rule(
        "registry/(store|jobs)/",
        r"registry/(?!store/|jobs/|keys\.h)",
        "the store and the jobs know of nothing that is kept or done with them",
    ),
    Rule("registry/store/", "registry/jobs/", "jobs are on the store"),
    Rule("registry/api/", "registry/app/", "only the wiring composes"),
    Rule(
        "",
        "boost/beast",
        "Beast stays in the sources of platform/http",
        unless=r"platform/http/[^/]+\.cc",
        tests_too=True,
    ),
    Rule(
        "",
        "curl/|platform/curl/",
        "libcurl stays in platform/http and platform/mail",
        unless=r"platform/(curl/|http/([^/]+\.cc|transfer\.h)|mail/[^/]+\.cc)",
        tests_too=True,
    ),
    Rule("", "openssl/", "OpenSSL stays in platform/push", unless=r"platform/push/[^/]+\.cc"),
    Rule("", "sqlite3", "SQLite stays in its adapters", unless=r"platform/sqlite/|registry/(store|search)/sqlite/"),
    Rule(
        "",
        "platform/sqlite/",
        "SQLite stays in its adapters",
        unless=r"platform/sqlite/|registry/(store|search)/sqlite/|alert-analyzer/(queue|incidents|app)/",
    ),
    Rule(
        "alert-analyzer/(?!app/)",
        "alert-analyzer/app/",
        "only the wiring composes",
    ),
    Rule(
        "alert-analyzer/(?!app/|pipeline/|pages/)",
        "alert-analyzer/(pipeline|pages|incidents)/",
        "the rooms below do not know what is made of them",
        unless="alert-analyzer/incidents/",
    ),
    Rule(
        "alert-analyzer/(alerts|redaction)/",
        "boost/asio|platform/(async|http|aws|mail|sqlite)/|alert-analyzer/(?!alerts|redaction)",
        "alerts and redaction are pure: no waiting, no I/O",
    ),
    Rule(
        "registry/(?!store/|app/|main)",
        "registry/store/(sqlite|dynamodb|memory)/",
        "only the wiring chooses a store",
    ),
]
# What a line must not say: `forbidden` is then a pattern for anywhere in it.
USES = [
    Rule(
        "",
        r"\basio::(detached|co_spawn)\b",
        "what nobody waits for is started by platform/async/supervisor.h, which reports exceptions and waits at the end",
        unless=r"platform/async/|registry/log/dog_log_history\.cc|registry/store/store_contract_concurrency\.cc",
    ),
]
# A domain slice never includes another slice's storage: those files are named so.
STORAGE = re.compile(r"registry/([a-z]+)/[a-z_]*storage\.h")


def is_test(path: str) -> bool:
    return re.search(r"_(test|bench)\.cc$|_for_test\.h$|(^|/)testing/|_contract\.(h|cc)$", path) is not None


def why_not(path: str, include: str) -> str | None:
    """The reason why the file at `path` may not include `include`, both from the root; None when it may."""
    for rule in RULES:
        if is_test(path) and not rule.tests_too:
            continue
        if not re.match(rule.files, path) or re.match(rule.unless, path):
            continue
        if re.match(rule.forbidden, include):
            return rule.reason
    storage = STORAGE.match(include)
    if storage and not path.startswith(f"registry/{storage[1]}/") and not is_test(path):
        return "a slice never includes another slice's storage"
    return None


def why_not_say(path: str, line: str) -> str | None:
    """The reason why the file at `path` may not say what is in the line; None when it may."""
    for rule in USES:
        if is_test(path) and not rule.tests_too:
            continue
        if not re.match(rule.files, path) or re.match(rule.unless, path):
            continue
        if re.search(rule.forbidden, line):
            return rule.reason
    return None


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = 0
    for top in ("platform", "registry", "alert-analyzer"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cc"):
                continue
            path = file.relative_to(root).as_posix()
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                include = INCLUDE.match(line)
                reason = why_not(path, include[1]) if include else None
                if include and reason:
                    print(f"{path}:{number}: includes {include[1]}: {reason}")
                    found += 1
                reason = why_not_say(path, line)
                if reason:
                    print(f"{path}:{number}: {reason}")
                    found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
