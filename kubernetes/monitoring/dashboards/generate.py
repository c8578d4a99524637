#!/usr/bin/env python3
"""Writes the dashboards as Grafana reads them: chart/dashboards/NAME.json, or into the folder that is given."""

import json
import pathlib
import sys

import alert_analyzer
import frontend
import gateway
import load_test
import logs
import nodes
import registry
import security
import slo
from grafana_foundation_sdk.cog.encoder import JSONEncoder

BOARDS = [registry, frontend, gateway, nodes, logs, security, alert_analyzer, slo, load_test]
HERE = pathlib.Path(__file__).parent


def main() -> None:
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "chart/dashboards"
    for board in BOARDS:
        made = board.make().build()
        text = json.dumps(made, cls=JSONEncoder, indent=2, sort_keys=True, ensure_ascii=False)
        (folder / f"{made.uid.removeprefix('doggy-')}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
