"""`object_properties_history`: every change of a value that HubSpot still lists, and all that it listed before."""

from collections import Counter

from .account import Account
from .expectation import Expectation
from .records import is_misfit, written_kinds
from .rows import distinct, fixed
from .table import Table
from .values import combined_text, parse

NAME = "object_properties_history"


def history(account: Account, result: Expectation, earlier: Table | None) -> Table:
    """One row per record, property, value and time: of two entries that differ in nothing else the first."""
    rows = []
    misfits = result.misfits[NAME] = Counter()
    for type_ in account.types:
        type_id = type_["objecttypeid"]
        kinds = written_kinds(account, type_id)
        for entry in account[f"history/{type_id}"]:
            kind = kinds.get(entry["name"])
            if kind is None:
                continue
            raw = entry["value"] or ""
            misfits[entry["name"]] += is_misfit(raw, kind)
            user = entry.get("updatedbyuserid")
            rows.append({
                "objecttypeid": type_id, "objectid": int(entry["objectid"]), "name": entry["name"],
                "value": combined_text(raw, kind) or "", "updatedat": parse(entry["updatedat"], "timestamptz"),
                "sourcetype": entry.get("sourcetype"), "sourceid": entry.get("sourceid"),
                "sourcelabel": entry.get("sourcelabel"), "updatedbyuserid": None if user is None else int(user),
            })  # fmt: skip
    table = fixed(NAME, [])
    rows = _rows(earlier) + rows if earlier else rows
    result.misfits[NAME] = +misfits
    return fixed(NAME, distinct(rows, table.key))


def _rows(table: Table) -> list[dict]:
    return [dict(zip(table.values, cells)) for cells in zip(*table.values.values())]
