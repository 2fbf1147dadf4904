"""Records in their tables: one a type, and the three that all types share."""

import json
from collections import Counter

from .account import Account
from .columns import is_written, put
from .expectation import Expectation
from .rows import fixed
from .table import Table
from .values import UNPARSED, combined_text, parse

#: Names that every `objects_*` table has before its properties.
FIXED_COLUMNS = {
    "objecttypeid": "string", "objectid": "long", "updatedat": "timestamptz", "ingestedat": "timestamptz",
}  # fmt: skip


def individual(account: Account, type_id: str, result: Expectation) -> Table:
    """`objects_<plural>`."""
    name = f"objects_{result.names[type_id][1]}"
    records = account.records(type_id)
    types = dict(FIXED_COLUMNS)
    values = {
        "objecttypeid": [type_id] * len(records),
        "objectid": [int(r["objectid"]) for r in records],
        "updatedat": [parse(r["updatedat"], "timestamptz") for r in records],
        "ingestedat": [None] * len(records),
    }
    live = {(d["name"], d["type"]) for d in account.properties(type_id) if is_written(d)}
    misfits = result.misfits.setdefault(name, Counter())
    for property_name, columns in result.assigned[type_id].items():
        for assigned in columns:
            is_live = (property_name, assigned.hubspot_type) in live
            if is_live or assigned.written:
                raw = [r["properties"].get(property_name) if is_live else None for r in records]
                put(assigned, raw, types, values, property_name, misfits)
                assigned.written = True
    return Table(name, types, values, ("objectid",))


def combined(account: Account, result: Expectation) -> list[Table]:
    """`objects`, `object_properties`, `object_with_object_properties`."""
    objects, properties, wholes = [], [], []
    misfits = Counter()
    for type_ in account.types:
        type_id = type_["objecttypeid"]
        kinds = written_kinds(account, type_id)
        for record in account.records(type_id):
            row = {
                "objecttypeid": type_id, "objectid": int(record["objectid"]),
                "updatedat": parse(record["updatedat"], "timestamptz"),
            }  # fmt: skip
            texts = {}
            for name, raw in record["properties"].items():
                if name in kinds and raw:
                    texts[name] = combined_text(raw, kinds[name])
                    misfits[name] += is_misfit(raw, kinds[name])
            objects.append(row)
            wholes.append(row | {"properties": json.dumps(texts)})
            properties += [row | {"name": name, "value": value} for name, value in texts.items()]
    names = ("objects", "object_properties", "object_with_object_properties")
    for name in names[1:]:
        result.misfits[name] = +misfits
    return [fixed(name, rows) for name, rows in zip(names, (objects, properties, wholes))]


def written_kinds(account: Account, type_id: str) -> dict[str, str]:
    """HubSpot's types of the properties whose values are read."""
    return {d["name"]: d["type"] for d in account.properties(type_id) if is_written(d)}


def is_misfit(raw: str, hubspot_type: str) -> bool:
    """Whether the combined tables must leave a text as it came because it is not of its type."""
    type_ = {"datetime": "timestamptz", "bool": "boolean"}.get(hubspot_type)
    return type_ is not None and parse(raw, type_) is UNPARSED
