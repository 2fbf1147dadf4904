"""`sync_runs`: what the earlier runs' reports say of themselves."""

import json

from .lake import Lake
from .rows import fixed
from .table import Table
from .values import parse


def unknown_runs() -> Table:
    """The table with its columns; which runs it holds no account can tell."""
    table = fixed("sync_runs", [])
    table.is_open = True
    return table


def reported_runs(lake: Lake) -> Table:
    """One row per report under `_hublake/runs/`, newest too."""
    keys = sorted(key for key in lake.sizes() if key.startswith("_hublake/runs/"))
    return fixed("sync_runs", [_row(json.loads(lake.read(key))) for key in keys])


def _row(report: dict) -> dict:
    outcomes = [table["outcome"] for table in report["tables"]]
    rows = {table["name"]: table["rows"] for table in report["tables"]}
    calls = report["api_calls"]
    return {
        "runid": report["run_id"], "startedat": parse(report["started_at"], "timestamptz"),
        "finishedat": parse(report["finished_at"], "timestamptz"), "status": report["status"], "mode": report["mode"],
        "complete": report["status"] == "complete", "tablescommitted": outcomes.count("committed"),
        "tablesunchanged": outcomes.count("unchanged"), "tablesskipped": len(report["skipped"]),
        "rows": sum(rows.values()), "rowsbytable": json.dumps(rows), "callsgeneral": calls["general"],
        "callssearch": calls["search"], "callsassociations": calls["associations"],
    }  # fmt: skip
