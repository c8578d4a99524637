#!/usr/bin/env python3
"""Writes the reference of all settings, docs/settings.md, from the programs' own --help.

    settings.py REGISTRY ANALYZER       prints the page
"""

import re
import subprocess
import sys

OPTION = re.compile(r"^  (--[a-z0-9-]+) (\S+?)(?:=(\S*))? \(Env:(\w+)\)\s*$")
HEAD = """# Settings

Every setting of both programs: a flag, and a variable with the same meaning. The flag wins. This page is generated from
the programs' `--help` by `make generate`.
"""


def settings(program: str) -> list[tuple[str, str, str, str]]:
    """(flag, variable, default, description) of each setting."""
    text = subprocess.run([program, "serve", "--help"], check=True, capture_output=True, text=True, env={}).stdout
    found: list[tuple[str, str, str, str]] = []
    for line in text.splitlines():
        if match := OPTION.match(line):
            flag, _, default, variable = match.groups()
            found.append((flag, variable, default or "", ""))
        elif found and line.startswith("    ") and line.strip():
            flag, variable, default, description = found[-1]
            found[-1] = (flag, variable, default, f"{description} {line.strip()}".strip())
    if not found or any(not one[3] for one in found):
        raise SystemExit(f"{program} serve --help is not as this script expects")
    return found


def table(program: str) -> str:
    rows = ["| flag | variable | default | |", "| --- | --- | --- | --- |"]
    for flag, variable, default, description in settings(program):
        shown = f"`{default}`" if default else ""
        escaped = description.replace("|", "\\|")
        rows.append(f"| `{flag}` | `{variable}` | {shown} | {escaped} |")
    return "\n".join(rows)


def main() -> None:
    registry, analyzer = sys.argv[1:]
    print(f"{HEAD}\n## doggy-registry serve\n\n{table(registry)}\n\n## doggy-alert-analyzer serve\n\n{table(analyzer)}")


if __name__ == "__main__":
    main()
