"""`object_lifecycle` after a first run: the archived records with HubSpot's time, and the merged ones that survivors name."""

from dataclasses import replace

from .account import Account
from .rows import fixed
from .table import ANY, Table
from .values import parse

NAME = "object_lifecycle"


def lifecycle(account: Account, is_first: bool) -> Table:
    """What later runs add depends on what they saw in between (`model/lifecycle.py` knows that): then only the columns are known."""
    rows = []
    for type_ in account.types:
        type_id = type_["objecttypeid"]
        archived = {int(record["objectid"]): record["archivedat"] for record in account[f"archived/{type_id}"]}
        merged = _merged(account, type_id)
        for id_, survivor in merged.items():
            rows.append({
                "objecttypeid": type_id, "objectid": id_, "event": "merged", "occurredat": ANY, "occurredatisexact": False,
                "mergedintoobjectid": survivor,
            })  # fmt: skip
        for id_ in archived.keys() - merged.keys():
            rows.append({
                "objecttypeid": type_id, "objectid": id_, "event": "archived",
                "occurredat": parse(archived[id_], "timestamptz"), "occurredatisexact": True,
            })  # fmt: skip
    table = fixed(NAME, rows if is_first else [])
    table.key = ("objecttypeid", "objectid", "event")
    table.is_open = not is_first
    return table


def told(expected: Table, found: Table) -> Table:
    """The rows of `expected` of the types that an interrupted run had come to: each type's rows come with a commit of their own."""
    if expected.name != NAME:
        return expected
    types = set(found.values["objecttypeid"])
    kept = [row for row in range(expected.row_count) if expected.values["objecttypeid"][row] in types]
    return replace(expected, values={column: [cells[row] for row in kept] for column, cells in expected.values.items()})


def _merged(account: Account, type_id: str) -> dict[int, int]:
    """Absorbed record → the last survivor."""
    direct = {}
    for record in account.records(type_id):
        for id_ in (record["properties"].get("hs_merged_object_ids") or "").split(";"):
            if id_.strip() and int(id_) != int(record["objectid"]):
                direct[int(id_)] = int(record["objectid"])
    live = {int(record["objectid"]) for record in account.records(type_id)}
    found = {}
    for id_ in direct.keys() - live:
        survivor = direct[id_]
        while survivor in direct and survivor not in live:
            survivor = direct[survivor]
        found[id_] = survivor
    return found
